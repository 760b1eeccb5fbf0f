"""Blacked out on the ticket means gone from the mails; and raw mail is not kept for ever."""

from datetime import timedelta

import pytest

from crewdesk.accounts.models import Desk
from crewdesk.channels.email.composing import queue_reply
from crewdesk.channels.email.redacting import redact_mail
from crewdesk.channels.email.retention import drop_raw_mail_of_desk
from crewdesk.channels.models import IncomingMail, OutgoingMail
from crewdesk.channels.operations.wording import update_mail_settings
from crewdesk.core.clock import now
from crewdesk.core.models import Event
from crewdesk.tickets.operations.comments import Said
from crewdesk.tickets.operations.redact import redact_comment
from crewdesk.tickets.operations.reply import reply

from .conftest import letter

SECRET = "4556737586899855"


@pytest.fixture
def told(desk):
    """A mail with a card number, answered with the mail quoted."""
    row = desk.take_in(letter(to=desk.address, subject=f"Card {SECRET}", body=f"My card is {SECRET}, please hurry."))
    with desk.scope():
        comment = reply(row.ticket, by=desk.ben, said=Said(body="Noted."), via="web", at=now())
        queue_reply(comment, at=now())
    return row


def redact(desk, comment) -> None:
    with desk.scope():
        redact_comment(comment, text=[SECRET], by=desk.ben, via="web", at=now())
        event = Event.objects.filter(kind="ticket.redacted").latest("id")
        redact_mail(event.changes, at=event.at)


def test_secret_stands_in_the_mails_before(desk, told):
    with desk.scope():
        assert SECRET in bytes(IncomingMail.objects.get(pk=told.pk).raw).decode()
        assert SECRET in OutgoingMail.objects.get(ticket=told.ticket).text


def test_redaction_reaches_every_copy(desk, told):
    redact(desk, told.comment)
    with desk.scope():
        kept = IncomingMail.objects.get(pk=told.pk)
        assert (bytes(kept.raw), kept.state, kept.ticket_id) == (b"", "processed", told.ticket_id)
        assert kept.raw_dropped_at is not None
        mail = OutgoingMail.objects.get(ticket=told.ticket)
        assert "Noted." in mail.text
        assert SECRET not in mail.text + mail.html + mail.subject


def test_other_tickets_keep_theirs(desk, told):
    other = desk.take_in(letter(sender="nia@other.example", to=desk.address, body=f"Mine is {SECRET} too"))
    redact(desk, told.comment)
    with desk.scope():
        assert SECRET in bytes(IncomingMail.objects.get(pk=other.pk).raw).decode()


def test_redacted_mail_is_not_filed_twice_when_it_is_delivered_again(desk, told):
    redact(desk, told.comment)
    again = desk.take_in(letter(to=desk.address, subject=f"Card {SECRET}", body=f"My card is {SECRET}, please hurry."))
    assert again.pk == told.pk


def test_raw_mail_goes_when_it_is_older_than_the_desk_wants(desk):
    old, young, waiting = (
        desk.take_in(letter(to=desk.address, body=body, **more))
        for body, more in (("a", {}), ("b", {}), ("c", {"Auto_Submitted": "auto-replied"}))
    )
    with desk.scope():
        update_mail_settings(Desk.objects.get(pk=desk.id), by=desk.ada, at=now(), raw_days=7)
        IncomingMail.objects.filter(pk__in=[old.pk, waiting.pk]).update(received_at=now() - timedelta(days=8))
    drop_raw_mail_of_desk(desk_id=desk.id)
    with desk.scope():
        left = {row.pk: bool(bytes(row.raw)) for row in IncomingMail.objects.all()}
    assert left == {old.pk: False, young.pk: True, waiting.pk: True}
