import re

import pytest

from crewdesk.core.html import html_to_text

from ..parse import parse
from ..quotes import REPLY_MARKER, split_reply_html, split_reply_text
from .corpus import shared_data

_INTROS = (
    "On Mon, 2 Jun 2025 at 10:00, Ben <ben@harbor.example> wrote:",
    "On Mon, 2 Jun 2025 at 10:00, Ben of the Harbor desk\n<ben@harbor.example> wrote:",
    "Am 02.06.2025 um 10:00 schrieb Ben <ben@harbor.example>:",
    "El lun, 2 jun 2025 a las 10:00, Ben (<ben@harbor.example>) escribió:",
    "Le lun. 2 juin 2025 à 10:00, Ben <ben@harbor.example> a écrit :",
    "Em seg., 2 de jun. de 2025 às 10:00, Ben <ben@harbor.example> escreveu:",
    "Il giorno lun 2 giu 2025 alle ore 10:00 Ben <ben@harbor.example> ha scritto:",
    "Op ma 2 jun 2025 om 10:00 schreef Ben <ben@harbor.example>:",
    "W dniu pon., 2.06.2025 o 10:00 Ben <ben@harbor.example> napisał(a):",
    "пн, 2 июн. 2025 г. в 10:00, Ben <ben@harbor.example>:",
    "2025年6月2日(月) 10:00 Ben <ben@harbor.example>:",
)
_OUTLOOK = (
    "From: Ben <ben@harbor.example>\nSent: Monday, June 2, 2025 10:00 AM\nTo: Cleo\nSubject: Parcel",
    "Von: Ben <ben@harbor.example>\nGesendet: Montag, 2. Juni 2025 10:00\nAn: Cleo\nBetreff: Paket",
    "De: Ben <ben@harbor.example>\nEnviado: lunes, 2 de junio de 2025 10:00\nPara: Cleo\nAsunto: Paquete",
    "-----Original Message-----\nFrom: Ben\nSent: Monday\nTo: Cleo\nSubject: Parcel",
)


@pytest.mark.parametrize("intro", _INTROS)
def test_quote_with_angles_is_folded(intro):
    parts = split_reply_text(f"It came, thanks.\nReally.\n\n{intro}\n\n> How are you?\n> Ben\n")
    assert parts.reply == "It came, thanks.\nReally."
    assert parts.quoted == f"{intro}\n\n> How are you?\n> Ben"


@pytest.mark.parametrize("intro", _INTROS)
def test_quote_in_html_is_folded(intro):
    shown = intro.replace("<", "&lt;").replace("\n", "<br>")
    parts = split_reply_html(f"<div>It came.</div><div>{shown}<br></div><blockquote>How are you?</blockquote>")
    assert html_to_text(parts.reply) == "It came."
    assert "How are you?" in parts.quoted


@pytest.mark.parametrize("headers", _OUTLOOK)
def test_headers_of_an_earlier_mail_begin_the_quote(headers):
    parts = split_reply_text(f"It came.\n\n{headers}\n\nHow are you?")
    assert parts.reply == "It came."
    assert parts.quoted == f"{headers}\n\nHow are you?"


class TestMarker:
    def test_everything_below_is_quoted(self):
        parts = split_reply_text(f"It came.\n\nBen skribis jene:\n{REPLY_MARKER}\n\nHow are you?\n")
        assert parts.reply == "It came.\n\nBen skribis jene:"
        assert parts.quoted == f"{REPLY_MARKER}\n\nHow are you?"

    def test_the_line_that_leads_to_it_goes_too(self):
        parts = split_reply_text(f"It came.\n\nOn 2 Jun 2025, Ben wrote:\n\n> {REPLY_MARKER}\n> How are you?")
        assert parts.reply == "It came."

    def test_in_html(self):
        parts = split_reply_html(f"<p>It <b>came</b>.</p><div><p>{REPLY_MARKER}</p><p>How are you?</p></div>")
        assert html_to_text(parts.reply) == "It came."
        assert "How are you?" in parts.quoted

    def test_an_answer_below_it_is_still_seen(self):
        parts = split_reply_text(f"On 2 Jun 2025, Ben wrote:\n> {REPLY_MARKER}\n> How are you?\n\nFine.")
        assert parts.reply == "Fine."


class TestNothingIsHidden:
    @pytest.mark.parametrize(
        "text",
        [
            "On 2 Jun 2025, Ben wrote:\n> Colour?\nRed.\n> Size?\nLarge.",
            "Look.\n\n------- Forwarded message -------\nFrom: Eve <e@x.example>\nTo: me\n\nPay or else",
            "See below.\n\nBegin forwarded message:\n\n> From: Eve <e@x.example>\n> Pay or else",
            "> How are you?\n> Ben",
            "My trip:\nFrom: Berlin\nTo: London\nDate: 5 May\nWho pays?",
            "What I need:\n- a lamp\n- a chair\n- a table",
            "Thanks, but the lamp you sent me is still broken and I would like my money back now.\nCleo",
            "Taking the train tomorrow.\nHilsen is my name.",
            "> is greater than\nand this is text",
            "",
        ],
    )
    def test_text(self, text):
        parts = split_reply_text(text)
        assert (parts.reply, parts.quoted, parts.signature) == (text, "", "")

    def test_an_answer_below_the_quote(self):
        parts = split_reply_text("On 2 Jun 2025, Ben wrote:\n> How are you?\n\nFine, thanks.")
        assert (parts.reply, parts.quoted) == ("Fine, thanks.", "On 2 Jun 2025, Ben wrote:\n> How are you?")

    def test_text_around_the_quote(self):
        parts = split_reply_html("<p>Hi</p><blockquote>How are you?</blockquote><p>Fine.</p>")
        assert html_to_text(parts.reply) == "Hi\n\nHow are you?\n\nFine."

    def test_a_picture_is_an_answer(self):
        parts = split_reply_html('<img src="cid:a"><div class="gmail_quote">On 2 Jun, Ben wrote:<blockquote>x</blockquote></div>')
        assert "cid:a" in parts.reply
        assert "blockquote" in parts.quoted

    def test_long_text_keeps_its_end(self):
        text = "\n".join(f"line {number}" for number in range(5_000))
        assert split_reply_text(text).reply == text


@pytest.mark.parametrize(
    ("text", "signature"),
    [
        ("It came.\n\n-- \nCleo\n+49 30 1234", "-- \nCleo\n+49 30 1234"),
        ("It came.\n\nBest regards\nCleo", "Best regards\nCleo"),
        ("Es kam an.\n\nMit freundlichen Grüßen\nCleo", "Mit freundlichen Grüßen\nCleo"),
        ("It came.\n\nSent from my iPhone", "Sent from my iPhone"),
    ],
)
def test_signatures(text, signature):
    assert split_reply_text(text).signature == signature


def test_a_marked_signature_in_html():
    parts = split_reply_html('<div>It came.</div><div class="gmail_signature"><div>Cleo<br>Captain</div></div>')
    assert (html_to_text(parts.reply), html_to_text(parts.signature)) == ("It came.", "Cleo\nCaptain")


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


class TestRealLifeReplies:
    """The least number of right folds over sample mails of real clients; a change that folds worse turns
    red.
    """

    def test_plain_replies(self):
        folder = shared_data("talon") / "standard_replies"
        right = 0
        mails = sorted(folder.glob("*.eml"))
        for path in mails:
            expected = folder / f"{path.stem}_reply_text"
            parts = split_reply_text(parse(path.read_bytes()).text)
            wanted = expected.read_text() if expected.exists() else "Hello"
            right += _squeezed(parts.reply + parts.signature) == _squeezed(wanted)
        assert (right, len(mails)) == (12, 12)

    def test_html_replies(self):
        mails = sorted((shared_data("talon") / "html_replies").glob("*.html"))
        parts = [split_reply_html(path.read_text(encoding="utf-8")) for path in mails]
        shown = [_squeezed(html_to_text(one.reply) + html_to_text(one.signature)) for one in parts]
        # The missing one is of Windows Mail with Russian header names.
        assert (shown.count("Hi.Iamfine.Thanks,Alex"), len(mails)) == (8, 9)

    def test_signatures(self):
        folder = shared_data("talon") / "signature" / "emails" / "stripped"
        bodies = sorted(folder.glob("*_body"))
        right = wrong = 0
        for path in bodies:
            signature = path.with_name(path.name.replace("_body", "_signature"))
            wanted = signature.read_text(encoding="utf-8") if signature.exists() else ""
            found = split_reply_text(path.read_text(encoding="utf-8")).signature
            right += _squeezed(found) == _squeezed(wanted)
            wrong += bool(found) and not _squeezed(wanted).endswith(_squeezed(found))
        # Unmarked names and addresses stay in sight; what counts is that no other text is taken for a
        # signature.
        assert (right, wrong, len(bodies)) == (2, 0, 6)
