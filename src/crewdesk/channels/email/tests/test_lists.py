"""Support addresses that are groups, and addresses that are aliases."""

from crewdesk.channels.handlers import mail_public_comment
from crewdesk.channels.models import OutgoingMail
from crewdesk.core.models import Event
from crewdesk.tickets.models import Participation

from .conftest import letter


def passed_on_by_a_group(desk, **more) -> bytes:
    """As Google Groups does it: the group's address stands in Sender, Return-Path and the List headers."""
    name = desk.address.replace("@", "+bncBCZ@")
    return letter(
        to=desk.address, Sender=desk.address, Return_Path=f"<{name}>", Precedence="list", Mailing_list=f"list {desk.address}",
        List_ID="<support.harbor.example>", List_Post=f"<mailto:{desk.address}>", List_Unsubscribe=f"<mailto:x{desk.address}>", **more,
    )  # fmt: skip


def test_group_address_makes_tickets_and_answers_nothing_by_itself(desk):
    row = desk.take_in(passed_on_by_a_group(desk))
    assert (row.state, row.ticket.requester_id, row.ticket.recipient) == ("processed", desk.cleo.pk, desk.address)
    with desk.scope():
        for event in Event.objects.filter(kind="ticket.created"):
            mail_public_comment(event)
        assert not OutgoingMail.objects.exists()


def test_machine_behind_a_group_still_waits(desk):
    assert desk.take_in(passed_on_by_a_group(desk, Auto_Submitted="auto-replied")).state == "suspended"


def test_own_mail_that_comes_round_waits(desk):
    assert desk.take_in(passed_on_by_a_group(desk, sender=f"Harbor <{desk.address}>")).state == "suspended"


def test_alias_that_forwards_to_us_is_nobody_to_copy_in(desk):
    row = desk.take_in(letter(to="help@harbor-alias.example", Cc="omar@friend.example"), envelope_to=[desk.address])
    with desk.scope():
        assert [one.user.email for one in Participation.objects.filter(ticket=row.ticket)] == ["omar@friend.example"]
        assert row.ticket.recipient == desk.address
