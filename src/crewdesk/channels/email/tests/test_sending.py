"""Answers on their way out: threaded, retried, never doubled under another name."""

from datetime import timedelta

import pytest

from crewdesk.channels.email import delivering
from crewdesk.channels.email.composing import queue_reply
from crewdesk.channels.email.delivering import deliver, due_mail
from crewdesk.channels.models import OutgoingMail
from crewdesk.core.clock import now
from crewdesk.tickets.operations.comments import Said
from crewdesk.tickets.operations.reply import reply

from .conftest import letter


@pytest.fixture
def queued(desk):
    """A mail to Cleo that waits to be sent."""
    row = desk.take_in(letter(to=desk.address))
    with desk.scope():
        comment = reply(
            row.ticket, by=desk.ben, said=Said(body="On its way.", html_body="<p>On its <b>way</b>.</p>"), via="web", at=now()
        )
        return queue_reply(comment, at=now())[0]


def state_of(desk, mail) -> OutgoingMail:
    with desk.scope():
        return OutgoingMail.objects.select_related("comment").get(pk=mail.pk)


def test_reply_arrives_threaded(desk, queued, postbox):
    deliver(desk.id, [queued.pk])
    [message] = postbox.messages
    with desk.scope():
        first = queued.ticket
    assert message["In-Reply-To"] == message["References"].split()[0]
    assert message["To"] == "Cleo <cleo@customer.example>"
    assert (message["Subject"], message["Reply-To"]) == (f"Re: {first.subject}", queued.reply_to)
    assert "##- Please type your reply above this line -##" in message.get_body(("plain",)).get_content()
    assert "On its <b>way</b>." in message.get_body(("html",)).get_content()
    assert state_of(desk, queued).comment.delivery == "sent"


def test_delivering_twice_sends_once(desk, queued, postbox):
    deliver(desk.id, [queued.pk, queued.pk])
    deliver(desk.id, [queued.pk])
    assert len(postbox.raw) == 1


def test_queueing_twice_queues_once(desk, queued):
    with desk.scope():
        assert queue_reply(queued.comment, at=now()) == []


def test_criterion_23_temporary_refusal_is_tried_again_and_shown(desk, queued, postbox):
    postbox.answers = ["451 4.3.0 busy", "451 4.3.0 busy"]
    deliver(desk.id, [queued.pk])
    mail = state_of(desk, queued)
    assert (mail.state, mail.comment.delivery) == ("queued", "queued")
    assert "busy" in mail.last_problem
    assert due_mail(desk.id, at=now()) == []
    assert due_mail(desk.id, at=now() + timedelta(minutes=2)) == [queued.pk]


def test_criterion_23_patience_ends_after_48_hours(desk, queued, postbox):
    postbox.answers = ["451 4.3.0 busy"]
    with desk.scope():
        OutgoingMail.objects.filter(pk=queued.pk).update(created_at=now() - timedelta(hours=49))
    deliver(desk.id, [queued.pk])
    assert (state_of(desk, queued).state, state_of(desk, queued).comment.delivery) == ("failed", "failed")


def test_permanent_refusal_ends_at_once(desk, queued, postbox):
    postbox.answers = ["550 5.1.1 no such user"]
    deliver(desk.id, [queued.pk])
    mail = state_of(desk, queued)
    assert (mail.state, mail.attempts) == ("failed", 1)
    assert "no such user" in mail.comment.delivery_note


def test_criterion_24_crash_after_the_server_took_it_repeats_the_same_message_id(desk, queued, postbox, monkeypatch):
    def crash(*args, **named):
        raise SystemExit("killed")

    monkeypatch.setattr(delivering, "note_sent", crash)
    with pytest.raises(SystemExit):
        deliver(desk.id, [queued.pk])
    monkeypatch.undo()
    with desk.scope():
        OutgoingMail.objects.filter(pk=queued.pk).update(next_attempt_at=now() - timedelta(seconds=1))
    deliver(desk.id, [queued.pk])
    assert [m["Message-ID"] for m in postbox.messages] == [queued.message_id] * 2


def test_bounce_shows_on_the_comment(desk, queued, postbox):
    deliver(desk.id, [queued.pk])
    report = (
        "From: MAILER-DAEMON@mx.example\nTo: x\nSubject: Undelivered\nAuto-Submitted: auto-replied\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\nMIME-Version: 1.0\n\n"
        "--b\nContent-Type: text/plain\n\nNo such user.\n"
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n"
        "Final-Recipient: rfc822; cleo@customer.example\nAction: failed\nStatus: 5.1.1\n\n"
        f"--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: {queued.message_id}\n\n--b--\n"
    )
    row = desk.take_in(report.encode())
    assert (row.state, state_of(desk, queued).comment.delivery) == ("ignored", "bounced")


def test_forged_bounce_about_a_mail_that_we_never_sent_changes_nothing(desk, queued, postbox):
    deliver(desk.id, [queued.pk])
    row = desk.take_in(
        letter(
            sender="MAILER-DAEMON@evil.example",
            subject="Undelivered Mail Returned to Sender",
            Auto_Submitted="auto-replied",
            body="<guess@x>",
        )
    )
    assert row.state in ("ignored", "suspended")
    assert state_of(desk, queued).comment.delivery == "sent"
