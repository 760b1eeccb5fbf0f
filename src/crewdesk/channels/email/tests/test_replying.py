"""What a customer receives when an agent answers, and what comes back."""

from base64 import b64decode
from email import message_from_bytes
from email.policy import default

import dkim
import pytest
from django.utils.formats import date_format
from django.utils.translation import override

from crewdesk.accounts.models import Brand, User
from crewdesk.accounts.operations.users import create_user
from crewdesk.channels.email.composing import queue_reply
from crewdesk.channels.email.delivering import deliver
from crewdesk.channels.email.mime import build_message
from crewdesk.channels.models import OutgoingMail
from crewdesk.core.clock import now
from crewdesk.core.files.store import store
from crewdesk.tickets.models import Attachment, Participation
from crewdesk.tickets.operations.comments import Said
from crewdesk.tickets.operations.reply import reply

from .conftest import letter

# The shortest picture there is: 1 × 1, transparent.
PNG = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
MARKER = "##- Please type your reply above this line -##"


@pytest.fixture
def ticket(desk):
    return desk.take_in(letter(to=desk.address)).ticket


def answer(desk, ticket, said=None, by=None) -> list[OutgoingMail]:
    """Ben's answer to `ticket`, queued."""
    with desk.scope():
        comment = reply(ticket, by=by or desk.ben, said=said or Said(body="It left today."), via="web", at=now())
        return queue_reply(comment, at=now())


def message_of(desk, mail):
    with desk.scope():
        return message_from_bytes(
            build_message(OutgoingMail.objects.select_related("user", "comment").get(pk=mail.pk)), policy=default
        )


def parts_of(desk, mail) -> tuple[str, str]:
    message = message_of(desk, mail)
    return tuple(message.get_body((kind,)).get_content() for kind in ("plain", "html"))


def test_customer_reads_the_answer_first_then_signature_marker_and_their_own_message(desk, ticket):
    with desk.scope():
        User.objects.filter(pk=desk.ben.pk).update(signature="Ben\nHarbor support")
        desk.ben.refresh_from_db()
    for part in parts_of(desk, answer(desk, ticket)[0]):
        places = [part.index(text) for text in ("It left today.", "Harbor support", MARKER, "three days")]
        assert places == sorted(places)
        assert part.lstrip().startswith(("It left today.", "<!doctype html>"))


def test_marker_stands_on_a_line_of_its_own(desk, ticket):
    text, _html = parts_of(desk, answer(desk, ticket)[0])
    assert MARKER in text.splitlines()


def test_signature_follows_the_template_of_the_brand(desk, ticket):
    with desk.scope():
        Brand.objects.create(name="Harbor", is_default=True, signature_template="{{ agent.name }}, Harbor\n{{agent.signature}}")
    text, _html = parts_of(desk, answer(desk, ticket)[0])
    assert "Ben, Harbor" in text


def test_unproved_words_are_not_quoted_as_the_customers_own(desk):
    ticket = desk.take_in(letter(to=desk.address, vouched=False, body="Buy at http://spam.example")).ticket
    for part in parts_of(desk, answer(desk, ticket)[0]):
        assert "spam.example" not in part


def test_copied_person_gets_a_mail_of_their_own_without_what_was_said_before(desk):
    ticket = desk.take_in(letter(to=desk.address, Cc="Omar <omar@friend.example>", body="My secret number is 4711")).ticket
    mails = {mail.to_address: mail for mail in answer(desk, ticket)}
    assert set(mails) == {"cleo@customer.example", "omar@friend.example"}
    assert len({mail.reply_to for mail in mails.values()}) == len({mail.message_id for mail in mails.values()}) == 2
    assert all("4711" in part for part in parts_of(desk, mails["cleo@customer.example"]))
    assert not any("4711" in part for part in parts_of(desk, mails["omar@friend.example"]))


def test_copied_person_answers_into_the_ticket(desk):
    ticket = desk.take_in(letter(to=desk.address, Cc="omar@friend.example")).ticket
    mail = next(mail for mail in answer(desk, ticket) if mail.to_address == "omar@friend.example")
    row = desk.take_in(letter(sender="omar@friend.example", to=mail.reply_to, body="I can confirm that."))
    with desk.scope():
        assert (row.ticket_id, row.comment.author.email, row.comment.public) == (ticket.pk, "omar@friend.example", True)
        assert Participation.objects.filter(ticket=ticket).count() == 1


def test_copied_person_who_was_taken_out_does_not(desk):
    ticket = desk.take_in(letter(to=desk.address, Cc="omar@friend.example")).ticket
    mail = next(mail for mail in answer(desk, ticket) if mail.to_address == "omar@friend.example")
    with desk.scope():
        Participation.objects.filter(ticket=ticket).delete()
    assert desk.take_in(letter(sender="omar@friend.example", to=mail.reply_to, body="Hello?")).state == "suspended"


def test_requester_copies_people_in_later(desk, ticket):
    mail = answer(desk, ticket)[0]
    desk.take_in(letter(to=mail.reply_to, body="Omar knows more", Cc="omar@friend.example"))
    with desk.scope():
        assert [one.user.email for one in Participation.objects.filter(ticket=ticket)] == ["omar@friend.example"]


def test_files_and_pictures_go_along(desk, ticket):
    with desk.scope():
        files = [
            store(PNG, name="a.png", content_type="image/png", by=desk.ben),
            store(b"1;2", name="list.csv", content_type="text/csv", by=desk.ben),
        ]
        rows = [
            Attachment(file=files[0], uploaded_by=desk.ben, is_inline=True, content_id="pic@x"),
            Attachment(file=files[1], uploaded_by=desk.ben),
        ]
        hung = Attachment.objects.bulk_create(rows)
    said = Said(body="See", html_body='<p>See <img src="cid:pic@x"></p>', attachments=hung)
    message = message_of(desk, answer(desk, ticket, said)[0])
    picture = next(part for part in message.walk() if part["Content-ID"])
    assert 'src="cid:pic@x"' in message.get_body(("html",)).get_content()
    assert (picture["Content-ID"], picture.get_content()) == ("<pic@x>", PNG)
    assert [part.get_filename() for part in message.iter_attachments()] == ["list.csv"]


def test_files_that_are_too_large_are_named(desk, ticket, monkeypatch):
    monkeypatch.setattr("crewdesk.channels.email.files.MOST_ATTACHED_BYTES", 10)
    with desk.scope():
        file = store(b"x" * 11, name="huge.log", content_type="text/plain", by=desk.ben)
        hung = Attachment.objects.bulk_create([Attachment(file=file, uploaded_by=desk.ben)])
    mail = answer(desk, ticket, Said(body="See", attachments=hung))[0]
    assert all("huge.log" in part for part in parts_of(desk, mail))
    assert list(message_of(desk, mail).iter_attachments()) == []


def test_names_cannot_write_headers(desk, ticket):
    with desk.scope():
        User.objects.filter(pk=desk.cleo.pk).update(name="Cleo\r\nBcc: evil@evil.example")
        User.objects.filter(pk=desk.ben.pk).update(name="Ben\nX-Evil: 1", alias="")
        desk.ben.refresh_from_db()
        ticket.refresh_from_db()
    message = message_of(desk, answer(desk, ticket)[0])
    assert (message["Bcc"], message["X-Evil"]) == (None, None)
    assert message["To"].addresses[0].addr_spec == "cleo@customer.example"


def test_customer_is_spoken_to_in_their_language(desk):
    with desk.scope():
        create_user(name="Jürgen", email="j@kunde.example", by=None, locale="de")
    row = desk.take_in(letter(sender="j@kunde.example", to=desk.address))
    text, html = parts_of(desk, answer(desk, row.ticket)[0])
    with override("de"):
        month = date_format(row.comment.created_at, "F")
    assert 'lang="de"' in html
    assert month in text


CLIENTS = {
    "gmail": "Thanks a lot!\n\nOn Mon, 4 May 2026 at 12:00, Ben (Harbor) <support@harbor.example> wrote:\n\n{quoted}",
    "outlook": "Thanks a lot!\n\n-----Original Message-----\nFrom: Ben (Harbor) <support@harbor.example>\nSent: Monday, May 4, 2026 12:00\nTo: Cleo\n\n{plain}",
    "apple": "Thanks a lot!\n\n> On 4. May 2026, at 12:00, Ben (Harbor) <support@harbor.example> wrote:\n>\n{quoted}",
}


@pytest.mark.parametrize("style", CLIENTS.values(), ids=CLIENTS.keys())
def test_what_comes_back_is_the_new_words_alone(desk, ticket, style):
    mail = answer(desk, ticket)[0]
    text, _html = parts_of(desk, mail)
    body = style.format(plain=text, quoted="\n".join(f"> {line}" for line in text.splitlines()))
    row = desk.take_in(letter(to=mail.reply_to, body=body))
    assert row.ticket_id == ticket.pk
    assert row.comment.body.strip() == "Thanks a lot!"
    assert "It left today." in row.comment.quoted_html


def test_mail_of_a_desk_with_a_key_is_signed_so_that_others_can_check_it(desk, ticket, postbox, settings):
    from crewdesk.channels.email.dkim_record import dns_record
    from crewdesk.channels.operations.servers import make_dkim_key, save_server

    settings.FETCH_ALLOW_PRIVATE = ["127.0.0.0/8"]
    with desk.scope():
        server = save_server(
            by=desk.ada, at=now(), host="127.0.0.1", port=settings.EMAIL_PORT, security="none", password="s3cret-canary"
        )
        make_dkim_key(server, domain="harbor.example", selector="crew", by=desk.ada, at=now())
        name, value = dns_record(server)
        assert b"s3cret-canary" not in bytes(server.secret)
        assert b"PRIVATE KEY" not in bytes(server.dkim_key)
    settings.EMAIL_HOST = ""
    deliver(desk.id, [answer(desk, ticket)[0].pk])
    assert name == "crew._domainkey.harbor.example"
    asked = {f"{name}.".encode(): value.encode()}
    assert dkim.verify(postbox.raw[0], dnsfunc=lambda wanted, **_: asked.get(wanted))
    assert not dkim.verify(postbox.raw[0].replace(b"It left", b"It has left"), dnsfunc=lambda wanted, **_: asked.get(wanted))


def test_criterion_40_mails_name_no_host_but_the_configured_one(desk, ticket, settings):
    """Five ways to name another host in a request change nothing: no mail of this room is made from a request."""
    from django.test import Client

    headers = [
        {"host": "evil.example"},
        {"x-forwarded-host": "evil.example"},
        {"forwarded": "host=evil.example"},
        {"x-host": "evil.example"},
        {"origin": "http://evil.example"},
    ]
    for each in headers:
        Client(headers=each).get(f"/d/{desk.cast.desk.slug}/tickets/")
    for part in parts_of(desk, answer(desk, ticket)[0]):
        assert "evil.example" not in part
