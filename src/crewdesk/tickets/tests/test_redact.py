"""Redact: nothing of it may be left anywhere in the room."""

import pytest
from django.db import connection

from crewdesk.core.files.store import store
from crewdesk.core.models import StoredFile
from crewdesk.core.operations import NotPermitted
from crewdesk.tickets import jobs
from crewdesk.tickets.models import Attachment, Draft, Ticket
from crewdesk.tickets.operations.comments import Said
from crewdesk.tickets.operations.drafts import save_draft
from crewdesk.tickets.operations.errors import CannotUpdate
from crewdesk.tickets.operations.problems import solve_incidents
from crewdesk.tickets.operations.redact import make_private, redact_attachment, redact_comment
from crewdesk.tickets.operations.reply import reply
from crewdesk.tickets.redaction import MARK, black_out, black_out_html
from crewdesk.tickets.search.query import find

from .story import BY_WEB, answered, changed, closed, last_event, opened

CARD = "4111 1111 1111 1111"
TABLES = (
    "tickets_ticket", "tickets_comment", "tickets_draft", "tickets_searchdocument", "tickets_wording",
    "tickets_attachment", "core_event", "procrastinate_jobs",
)  # fmt: skip


def places_of(word: str) -> list[str]:
    """The tables of this room (with events and jobs) in which `word` still stands."""
    with connection.cursor() as cursor:
        found = []
        for table in TABLES:
            cursor.execute(f"SELECT count(*) FROM {table} t WHERE strpos(lower(t::text), lower(%s)) > 0", [word])
            found += [table] if cursor.fetchone()[0] else []
        return found


@pytest.fixture
def ticket(in_harbor):
    return opened(in_harbor.cleo, f"My card is {CARD}, help", subject=f"Card {CARD}")


def test_words_go_from_every_copy(in_harbor, ticket):
    first = ticket.comments.get()
    changed(ticket, in_harbor.ben, subject=f"About {CARD}")
    save_draft(ticket, user=in_harbor.ben, html_body=f"<p>You wrote {CARD}</p>", public=True)
    quoting = Said(
        body="See below",
        quoted_html=f"<blockquote>My card is {CARD}, help</blockquote>",
        metadata={"subject": f"Re: {CARD}"},
    )
    reply(ticket, by=in_harbor.cleo, said=quoting, via="email", at=BY_WEB["at"])
    assert places_of("4111")
    redact_comment(first, text=["4111  1111 1111 1111"], by=in_harbor.ben, **BY_WEB)
    assert places_of("4111") == []
    assert (first.body, find(in_harbor.ben, "4111").rows) == (f"My card is {MARK}, help", [])
    assert [row.pk for row in find(in_harbor.ben, "card help").rows] == [ticket.pk]


def test_whole_comment_goes_with_its_quotations(in_harbor, ticket):
    first = ticket.comments.get()
    save_draft(
        ticket,
        user=in_harbor.lena,
        html_body=f"<p>Hi</p><blockquote>My card is {CARD}, help</blockquote>",
        public=True,
    )
    reply(
        ticket,
        by=in_harbor.ben,
        said=Said(body="Done", quoted_html=f"<p>My card is <b>{CARD}</b>, help</p>"),
        **BY_WEB,
    )
    changed(ticket, in_harbor.ben, subject="Card question")
    redact_comment(first, whole=True, by=in_harbor.ben, **BY_WEB)
    assert (first.body, first.html_body) == (MARK, f"<p>{MARK}</p>")
    assert first.redacted_at == BY_WEB["at"]
    assert ticket.comments.last().body == "Done"
    assert places_of("my card is") == []
    assert "Hi" in Draft.objects.get().html_body


def test_subject_taken_from_the_words_goes_with_them(in_harbor):
    ticket = opened(in_harbor.cleo, "My secret is Zanzibar")
    redact_comment(ticket.comments.get(), whole=True, by=in_harbor.ben, **BY_WEB)
    assert places_of("zanzibar") == []


def test_copies_on_incidents_go_too(in_harbor):
    problem = opened(in_harbor.cleo, type="problem")
    incident = opened(in_harbor.cleo, problem=problem)
    comment = solve_incidents(problem, by=in_harbor.ben, said=Said(body="The code is zanzibar"), **BY_WEB)
    jobs.pass_on(comment_id=comment.pk, via="web")
    assert incident.comments.filter(body__contains="zanzibar").exists()
    redact_comment(comment, text=["zanzibar"], by=in_harbor.ben, **BY_WEB)
    assert places_of("zanzibar") == []


def test_event_names_comments_and_no_words(in_harbor, ticket):
    first = closed(ticket).comments.get()
    redact_comment(first, text=[CARD], by=in_harbor.ben, **BY_WEB)
    changes = last_event("ticket.redacted", ticket).changes
    assert changes == {"version": 3, "comment": first.pk, "comments": [first.pk], "whole": False}


def test_nothing_to_redact(in_harbor, ticket):
    for text in ([], ["  "], ["not there"]):
        with pytest.raises(CannotUpdate):
            redact_comment(ticket.comments.get(), text=text, by=in_harbor.ben, **BY_WEB)


def test_file_goes_for_good(in_harbor, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    file = store(b"hello", name="card.txt", content_type="text/plain", by=in_harbor.cleo)
    attachment = Attachment.objects.create(file=file, uploaded_by=in_harbor.cleo, upload_token="t")
    ticket = opened(in_harbor.cleo)
    comment = reply(ticket, by=in_harbor.cleo, said=Said(body="x", attachments=[attachment]), **BY_WEB)
    attachment.refresh_from_db()
    redact_attachment(attachment, by=in_harbor.ben, **BY_WEB)
    assert (attachment.redacted_at, StoredFile.objects.get().name) == (BY_WEB["at"], MARK)
    assert StoredFile.objects.get().deleted_at is not None
    changes = last_event("ticket.redacted", ticket).changes
    assert (changes["comment"], changes["attachments"]) == (comment.pk, [attachment.pk])


def test_private_comment_is_gone_for_the_customer(in_harbor, ticket):
    comment = answered(ticket, in_harbor.ben, "Your zanzibar is ready")
    assert find(in_harbor.cleo, "zanzibar").rows
    make_private(comment, by=in_harbor.ben, **BY_WEB)
    make_private(comment, by=in_harbor.ben, **BY_WEB)
    assert find(in_harbor.cleo, "zanzibar").rows == []
    assert last_event("ticket.comment_made_private", ticket).changes == {
        "version": 3,
        "comment": comment.pk,
        "public": [True, False],
    }
    make_private(ticket.comments.first(), by=in_harbor.ben, **BY_WEB)
    assert not Ticket.objects.visible_to(in_harbor.cleo).exists()


@pytest.mark.parametrize("who", ["cleo", "liv"])
def test_others_may_not(in_harbor, ticket, who):
    comment, by = ticket.comments.get(), getattr(in_harbor, who)
    for verb in (
        lambda: redact_comment(comment, whole=True, by=by, **BY_WEB),
        lambda: make_private(comment, by=by, **BY_WEB),
    ):
        with pytest.raises(NotPermitted):
            verb()


@pytest.mark.parametrize(
    ("source", "clean"),
    [
        ("<p>card 4111 1111</p>", f"<p>card {MARK}</p>"),
        ("<p>card 41<b>11</b> 1111</p>", f"<p>card {MARK}</p>"),
        (
            '<a href="https://x.example/?c=4111%201111">4111 1111</a>',
            f'<a href="https://x.example/?c=4111%201111">{MARK}</a>',
        ),
        ('<p title="4111 1111">x &lt;i&gt; y</p>', "<p>x &lt;i&gt; y</p>"),
        ("<p>a &amp; b 4111&nbsp;1111</p>", f"<p>a &amp; b {MARK}</p>"),
        ("<p>4112</p>", "<p>4112</p>"),
    ],
)
def test_html(source, clean):
    assert black_out_html(source, ["4111 1111"]) == clean


def test_text_tells_no_length_and_takes_no_pattern():
    assert black_out("Ab a.b AB", ["a.b", ""]) == f"Ab {MARK} AB"
    assert black_out("aaa", ["a", "aa"]) == MARK * 2
