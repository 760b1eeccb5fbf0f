"""Messages that wait for a person, and what people do with them."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from crewdesk.channels.email.processing import process_incoming
from crewdesk.channels.handlers import mail_public_comment
from crewdesk.channels.models import IncomingMail, OutgoingMail, Suspension
from crewdesk.channels.operations.suspended import CannotRecover, discard, recover, recover_many
from crewdesk.core.clock import now
from crewdesk.core.models import Event
from crewdesk.core.operations import NotPermitted
from crewdesk.core.tenancy import desk_scope

from ..reading.tests.corpus import VERIFICATIONS, mail
from .conftest import letter
from .test_threads import answered  # noqa: F401


def suspension_of(desk, row) -> Suspension:
    with desk.scope():
        return Suspension.objects.select_related("mail").get(mail=row)


def recovered(desk, row, by=None) -> IncomingMail:
    """The row after somebody recovered it and the worker filed it."""
    with desk.scope():
        recover(Suspension.objects.get(mail=row), by=by or desk.ben, at=now())
    process_incoming(desk_id=desk.id, mail_id=row.pk)
    with desk.scope():
        return IncomingMail.objects.select_related("ticket", "comment__author").get(pk=row.pk)


@pytest.fixture
def away(desk):
    """An automatic reply to nothing in particular."""
    return desk.take_in(
        letter(to=desk.address, subject="Out of office: back on Monday", body="I am away.", Auto_Submitted="auto-replied")
    )


def test_automatic_reply_to_a_ticket_waits_beside_it(desk, answered):  # noqa: F811
    ticket, mail = answered
    row = desk.take_in(letter(to=mail.reply_to, subject="Automatic reply: x", body="Away", Auto_Submitted="auto-replied"))
    suspension = suspension_of(desk, row)
    assert (row.state, suspension.cause, suspension.ticket_id) == ("suspended", "automated", ticket.pk)


def test_recovered_message_becomes_what_it_would_have_been(desk, away):
    row = recovered(desk, away)
    assert (row.state, row.ticket.requester_id, row.recovered_by_id) == ("processed", desk.cleo.pk, desk.ben.pk)


def test_recovered_message_gets_no_automatic_answer(desk, away):
    recovered(desk, away)
    with desk.scope():
        for event in Event.objects.filter(kind="ticket.created"):
            mail_public_comment(event)
        assert not OutgoingMail.objects.exists()


def test_recovered_answer_joins_its_thread(desk, answered):  # noqa: F811
    ticket, mail = answered
    row = recovered(
        desk, desk.take_in(letter(to=mail.reply_to, subject="Automatic reply: x", body="Away", Auto_Submitted="auto-replied"))
    )
    assert (row.ticket_id, row.comment.author_id) == (ticket.pk, desk.cleo.pk)


def test_criterion_14_recovered_claim_of_a_member_stays_inside(desk, answered):  # noqa: F811
    ticket, mail = answered
    forged = desk.take_in(
        letter(sender=f"Ben <{desk.ben.email}>", to=mail.reply_to, vouched=False, body="Send money to this account")
    )
    row = recovered(desk, forged, by=desk.lena)
    with desk.scope():
        assert (row.ticket_id, row.comment.public, row.comment.author_id, row.comment.is_trusted) == (
            ticket.pk,
            False,
            desk.lena.pk,
            False,
        )
        assert desk.ben.email in row.comment.body
        for event in Event.objects.filter(kind__in=["ticket.created", "ticket.commented"], subject_id=ticket.pk):
            mail_public_comment(event)
        assert not OutgoingMail.objects.filter(text__contains="Send money").exists()


def test_criterion_14_recovered_claim_without_a_thread_is_a_ticket_of_nobody(desk):
    forged = desk.take_in(letter(sender=f"Ben <{desk.ben.email}>", to=desk.address, vouched=False, body="Open the safe"))
    row = recovered(desk, forged, by=desk.lena)
    with desk.scope():
        assert row.ticket.requester.external_id == "unknown-sender"
        assert not row.comment.public


def test_mail_of_a_suspended_customer_waits_and_can_be_recovered(desk):
    with desk.scope():
        desk.cleo.suspended = True
        desk.cleo.save(update_fields=["suspended"])
    row = desk.take_in(letter(to=desk.address))
    assert suspension_of(desk, row).cause == "sender_suspended"
    assert recovered(desk, row).ticket.requester_id == desk.cleo.pk


def test_message_is_recovered_once(desk, away):
    suspension = suspension_of(desk, away)

    def try_it(_n):
        try:
            with desk_scope(desk.id):
                return recover_many([suspension], by=desk.ben, at=now())
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        assert sum(pool.map(try_it, range(3))) == 1
    process_incoming(desk_id=desk.id, mail_id=away.pk)
    with desk.scope():
        assert Event.objects.filter(kind="ticket.created").count() == 1


def test_discarded_message_is_gone_for_good(desk, away):
    with desk.scope():
        suspension = Suspension.objects.get(mail=away)
        discard(suspension, by=desk.ben, at=now())
        assert not Suspension.objects.waiting().exists()
        with pytest.raises(CannotRecover):
            recover(suspension, by=desk.ben, at=now())


def test_light_agents_and_customers_decide_nothing(desk, away):
    suspension = suspension_of(desk, away)
    with desk.scope():
        for user in (desk.liv, desk.cleo):
            for verb in (recover, discard):
                with pytest.raises(NotPermitted):
                    verb(suspension, by=user, at=now())


@pytest.mark.parametrize("verification", VERIFICATIONS, ids=range(len(VERIFICATIONS)))
def test_criterion_20_verification_mail_reaches_admins_alone(desk, answered, verification):  # noqa: F811
    ticket, sent = answered
    sender, subject, body = verification
    row = desk.take_in(mail(**{"from": sender}, to=sent.reply_to, subject=subject, body=body), envelope_to=[sent.reply_to])
    assert (row.state, row.ticket) == ("suspended", None)
    with desk.scope():
        assert ticket.comments.count() == 2
        assert Suspension.objects.get(mail=row).cause == "verification"
        seen = {
            user.name: Suspension.objects.visible_to(user).filter(mail=row).exists()
            for user in (desk.cleo, desk.liv, desk.ben, desk.lena, desk.ada)
        }
    assert seen == {"Cleo": False, "Liv": False, "Ben": False, "Lena": False, "Ada": True}


def test_criterion_20_agent_cannot_recover_what_they_cannot_see(desk):
    sender, subject, body = VERIFICATIONS[0]
    row = desk.take_in(mail(**{"from": sender}, to=desk.address, subject=subject, body=body))
    with desk.scope(), pytest.raises(CannotRecover):
        recover(Suspension.objects.get(mail=row), by=desk.ben, at=now())
