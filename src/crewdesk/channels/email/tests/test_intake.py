"""From raw bytes to a ticket."""

from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from crewdesk.channels.email.intake import accept
from crewdesk.channels.models import IncomingMail, SupportAddress
from crewdesk.core.models import Event
from crewdesk.tickets.models import Participation

from .conftest import letter


def test_mail_becomes_a_ticket(desk):
    row = desk.take_in(letter(to=desk.address))
    assert (row.state, row.ticket.subject, row.ticket.requester_id) == ("processed", "Where is my payout?", desk.cleo.pk)
    assert row.ticket.recipient == desk.address
    assert "three days" in row.comment.body
    assert row.comment.is_trusted


def test_group_of_the_address_takes_the_ticket(desk):
    with desk.scope():
        SupportAddress.objects.filter(address=desk.address).update(group=desk.group)
    assert desk.take_in(letter(to=desk.address)).ticket.group_id == desk.group.pk


def test_new_address_becomes_an_unverified_customer(desk):
    row = desk.take_in(letter(sender="Nia Okoro <nia@new.example>"))
    with desk.scope():
        requester = row.ticket.requester
    assert (requester.name, requester.email, requester.email_verified, requester.role) == (
        "Nia Okoro",
        "nia@new.example",
        False,
        "end_user",
    )


def test_criterion_11_five_deliveries_at_once_are_one_message(desk):
    def deliver(n: int) -> int:
        try:
            return accept(b"Received: from hop%d\r\n" % n + letter(), desk_id=desk.id, door="smtp").pk
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        rows = set(pool.map(deliver, range(5)))
    assert len(rows) == 1


def test_other_body_under_the_same_message_id_is_another_message(desk):
    first = accept(letter(message_id="<same@x.example>", body="one"), desk_id=desk.id, door="smtp")
    second = accept(letter(message_id="<same@x.example>", body="two"), desk_id=desk.id, door="smtp")
    assert first.pk != second.pk


def test_processing_twice_files_once(desk):
    row = desk.take_in(letter())
    again = desk.take_in(letter())
    with desk.scope():
        assert IncomingMail.objects.count() == 1
        assert Event.objects.filter(kind="ticket.created").count() == 1
    assert again.ticket_id == row.ticket_id


def test_copied_people_of_a_vouched_mail_are_ccs(desk):
    row = desk.take_in(letter(to=desk.address, Cc="Omar <omar@friend.example>"))
    with desk.scope():
        assert [p.user.email for p in Participation.objects.filter(ticket=row.ticket).select_related("user")] == [
            "omar@friend.example"
        ]


def test_criterion_12_cc_of_a_spoofed_mail_gets_nothing(desk):
    row = desk.take_in(letter(vouched=False, to=desk.address, Cc="attacker@evil.example"))
    with desk.scope():
        assert not Participation.objects.filter(ticket=row.ticket).exists()
        assert Event.objects.filter(kind="mail.unverified").count() == 1
    assert not row.comment.is_trusted


def test_criterion_19_several_senders_are_nobody(desk):
    for sender in (
        "cleo@customer.example, evil@evil.example",
        "cleo@customer.example)evil@evil.example",
        '"cleo@customer.example" evil',
    ):
        raw = letter().replace(b"From: Cleo Marsh <cleo@customer.example>", b"From: " + sender.encode(), 1)
        row = desk.take_in(raw)
        assert row.ticket.requester_id != desk.cleo.pk, sender


def test_unreadable_mail_is_a_visible_ticket(desk):
    bomb = letter().replace(b"\n\n", b"\nContent-Type: multipart/mixed; boundary=x\n\n", 1) + b"\n--x\n\na" * 50_000
    row = desk.take_in(bomb)
    assert row.ticket is not None
    assert row.state in ("unreadable", "processed")
