"""A person with a name that stands nowhere else is erased, and every table of the desk is searched for it."""

import pytest
from django.db import connection
from django.test import Client

from crewdesk.accounts.operations.erase_user import erase_user
from crewdesk.accounts.operations.members import remove_member
from crewdesk.accounts.operations.merge_users import merge_users
from crewdesk.accounts.operations.users import create_user, delete_customer
from crewdesk.channels.email.processing import process_incoming
from crewdesk.channels.models import Cause, HeldRequest, IncomingMail, OutgoingMail, Suspension, ThreadAddress
from crewdesk.channels.operations.suspended import discard, recover
from crewdesk.channels.webform.holding import EXCERPT, file_released
from crewdesk.core.clock import now
from crewdesk.core.models import Event
from crewdesk.core.operations import Refused
from crewdesk.core.tenancy.walls import desk_models
from crewdesk.tickets.models import Comment, Draft, Ticket
from crewdesk.tickets.operations.comments import Said
from crewdesk.tickets.operations.create import create_ticket
from crewdesk.tickets.operations.reply import reply
from crewdesk.tickets.operations.update import update_ticket
from crewdesk.tickets.tests.test_api import Caller, token_of

ADDRESS, NAME = "zebulon@quince.example", "Zebulon"
CANARIES = ("zebulon", "quince.example")


def holders() -> set[str]:
    """The tables of the desk in scope in which a canary still sits, raw bytes included."""
    found = set()
    with connection.cursor() as cursor:
        for model in desk_models():
            for canary in CANARIES:
                in_hex = canary.encode().hex()
                cursor.execute(
                    f"SELECT EXISTS (SELECT 1 FROM {model._meta.db_table} t WHERE t::text ILIKE %s OR t::text ILIKE %s)",
                    [f"%{canary}%", f"%{in_hex}%"],
                )
                if cursor.fetchone()[0]:
                    found.add(model._meta.label)
    return found


@pytest.fixture
def zebulon(in_harbor):
    return create_user(name=NAME, email=ADDRESS, by=None, notes=f"{NAME} limps.", external_id=NAME, verified=True)


def came(number: int, **facts) -> IncomingMail:
    return IncomingMail.objects.create(
        raw=f"From: {ADDRESS}\r\n\r\nWhere is it?".encode(), digest=f"{number:064d}", door="smtp",
        envelope_from="Zebulon@Quince.example", received_at=now(), **facts,
    )  # fmt: skip


def wait(*, mail=None, held=None, cause=Cause.AUTOMATED) -> Suspension:
    return Suspension.objects.create(
        mail=mail, held=held, cause=cause, author_name=NAME, author_address="Zebulon@Quince.example", subject=f"I am {NAME}",
        excerpt=NAME[:EXCERPT], html_body=NAME, created_at=now(),
    )  # fmt: skip


@pytest.fixture
def ticket(in_harbor, zebulon):
    """A solved ticket by mail, with an answer that did not arrive."""
    source = {"from": {"address": ADDRESS, "name": NAME}, "to": {"address": "help@harbor.example"}}
    said = Said(body="Where is it?", via_source=source)
    ticket = create_ticket(requester=zebulon, by=None, via="email", at=now(), subject="Late", said=said, via_source=source)
    answer = reply(ticket, by=in_harbor.ben, said=Said(body="Here."), via="web", at=now())
    Comment.objects.filter(pk=answer.pk).update(delivery="bounced", delivery_note=f"550 <{ADDRESS}> unknown")
    for number, state in enumerate(("failed", "queued")):
        OutgoingMail.objects.create(
            kind="reply", ticket=ticket, comment=answer, user=zebulon, to_address=ADDRESS, from_address="help@harbor.example",
            subject="Late", text=f"Hello {NAME}", html=f"<p>Hello {NAME}</p>", headers={"To": ADDRESS}, message_id=f"m{number}@harbor.example",
            state=state, last_problem=f"550 <{ADDRESS}>", created_at=now(),
        )  # fmt: skip
    ThreadAddress.objects.get_or_create(ticket=ticket, user=zebulon, defaults={"token": "t" * 26})
    update_ticket(ticket, by=in_harbor.ben, via="web", at=now(), changes={"status": "solved"})
    return ticket


def erase(zebulon, **who) -> None:
    delete_customer(zebulon, by=None, at=now())
    erase_user(zebulon, by=who.get("by"), at=now())


def test_no_table_names_them_afterwards(in_harbor, zebulon, ticket):
    first = ticket.comments.first()
    kept = came(1, state="processed", ticket=ticket, comment=first)
    waiting, dealt_with = wait(mail=came(2, state="suspended")), wait(mail=came(3, state="processed"))
    Suspension.objects.filter(pk=dealt_with.pk).update(recovered_at=now())
    request = HeldRequest.objects.create(address=ADDRESS, name=NAME, subject=NAME, body=NAME, created_at=now())
    held = wait(held=request, cause=Cause.TRAPPED)
    assert {"accounts.User", "channels.OutgoingMail", "channels.Suspension", "tickets.Comment"} <= holders()
    erase(zebulon, by=in_harbor.lena)
    # The audit trail of before, and the bytes of mails that became tickets until their retention: the README says so.
    assert holders() == {"core.Event", "channels.IncomingMail"}
    assert list(IncomingMail.objects.exclude(raw=b"")) == [kept]
    assert IncomingMail.objects.get(pk=dealt_with.mail_id).raw_dropped_at is not None
    IncomingMail.objects.filter(pk=kept.pk).update(raw=b"")
    assert holders() == {"core.Event"}
    for suspension in (waiting, held):
        suspension.refresh_from_db()
        assert suspension.deleted_at is not None
    assert IncomingMail.objects.get(pk=waiting.mail_id).state == "ignored"


def test_what_they_wrote_stays_with_the_row(in_harbor, zebulon, ticket):
    erase(zebulon)
    ticket.refresh_from_db()
    first = ticket.comments.order_by("pk").first()
    assert (ticket.requester_id, ticket.requester.name) == (zebulon.pk, f"Deleted user {zebulon.pk}")
    assert (first.author_id, first.body) == (zebulon.pk, "Where is it?")
    assert first.via_source == ticket.via_source == {"to": {"address": "help@harbor.example"}}


def test_nothing_is_sent_to_them_any_more(in_harbor, zebulon, ticket):
    erase(zebulon)
    assert set(OutgoingMail.objects.values_list("state", "to_address")) == {("failed", "")}
    assert not ThreadAddress.objects.exists()


def test_mails_to_who_was_merged_into_them_go_too(in_harbor, zebulon, ticket):
    """Whosever they were: merging once left them with the row that was retired."""
    old = create_user(name="Old", email="old@quince.example", by=None)
    merge_users(zebulon, old, by=None, at=now())
    OutgoingMail.objects.update(user=old, to_address="old@quince.example")
    erase(zebulon)
    assert set(OutgoingMail.objects.values_list("state", "to_address", "text", "html")) == {("failed", "", "", "")}


def test_a_request_that_was_let_through_is_not_filed_afterwards(in_harbor, zebulon, ticket):
    """Its job is still to come, for a customer who would be made anew."""
    held = HeldRequest.objects.create(requester=zebulon, address=ADDRESS, name=NAME, subject=NAME, body=NAME, created_at=now())
    suspension = wait(held=held, cause=Cause.FLOOD)
    recover(suspension, by=in_harbor.lena, at=now())
    erase(zebulon, by=in_harbor.lena)
    file_released(suspension_id=suspension.pk)
    suspension.refresh_from_db()
    assert (suspension.ticket, suspension.deleted_at is None) == (None, False)
    assert list(Ticket.objects.all()) == [ticket]
    assert holders() == {"core.Event"}


def test_mails_that_became_no_comment_lose_their_bytes(in_harbor, zebulon, ticket):
    """Also one that a list passed on, or whose bounce was noted; what was let through is thrown away like what waits."""
    discarded, passed_on, noted, let_through = (came(n, state="suspended") for n in range(4))
    discard(wait(mail=discarded), by=in_harbor.lena, at=now())
    IncomingMail.objects.filter(pk=passed_on.pk).update(envelope_from="list@elsewhere.example")
    wait(mail=passed_on)
    IncomingMail.objects.filter(pk=noted.pk).update(state="ignored")
    recover(wait(mail=let_through), by=in_harbor.lena, at=now())
    erase(zebulon, by=in_harbor.lena)
    process_incoming(desk_id=in_harbor.desk.pk, mail_id=let_through.pk)
    for mail in IncomingMail.objects.all():
        assert (mail.state, bytes(mail.raw), mail.raw_dropped_at is None) == ("ignored", b"", False)
    assert list(Ticket.objects.all()) == [ticket]
    assert holders() == {"core.Event"}
    told = Event.objects.filter(kind="mail.discarded").order_by("pk")
    assert [(event.subject_id, event.actor_id) for event in told[1:]] == [
        (mail.pk, in_harbor.lena.pk) for mail in (passed_on, let_through)
    ]


def test_mails_of_others_and_those_still_to_be_read_keep_their_bytes(in_harbor, zebulon, ticket):
    others, waiting, fresh = came(1, state="ignored"), came(2, state="suspended"), came(3)
    IncomingMail.objects.filter(pk=others.pk).update(envelope_from="omar@friend.example")
    Suspension.objects.filter(pk=wait(mail=waiting).pk).update(author_address="omar@friend.example")
    erase(zebulon)
    assert set(IncomingMail.objects.filter(raw_dropped_at=None).exclude(raw=b"")) == {others, waiting, fresh}
    assert not Event.objects.filter(kind="mail.discarded").exists()


def test_unsolved_tickets_keep_them(in_harbor, zebulon, ticket):
    update_ticket(ticket, by=in_harbor.ben, via="web", at=now(), changes={"status": "open"})
    delete_customer(zebulon, by=None, at=now())
    waiting = wait(mail=came(1, state="suspended"))
    api = Caller(Client(), token_of(in_harbor, in_harbor.lena))
    refused = api.send("delete", f"deleted_users/{zebulon.pk}", {})
    assert refused.status_code == 422
    assert refused.json()["details"]["base"][0]["description"].startswith("This user has unsolved tickets.")
    zebulon.refresh_from_db()
    waiting.refresh_from_db()
    assert (zebulon.name, zebulon.erased_at, waiting.deleted_at) == (NAME, None, None)
    assert Comment.objects.filter(via_source__from__address=ADDRESS).exists()
    update_ticket(ticket, by=in_harbor.ben, via="web", at=now(), changes={"status": "solved"})
    assert api.send("delete", f"deleted_users/{zebulon.pk}", {}).status_code == 200


def test_others_with_the_address_by_now_keep_theirs(in_harbor, zebulon, ticket):
    delete_customer(zebulon, by=None, at=now())
    create_user(name="Zoe", email=ADDRESS, by=None)
    waiting = wait(mail=came(1, state="suspended"))
    other = create_ticket(requester=in_harbor.cleo, by=None, via="email", at=now(), subject="Mine", said=Said(body="Mine"))
    Ticket.objects.filter(pk=other.pk).update(via_source={"from": {"address": "cleo@customer.example"}})
    erase_user(zebulon, by=None, at=now())
    waiting.refresh_from_db()
    other.refresh_from_db()
    assert (waiting.deleted_at, waiting.author_name) == (None, NAME)
    assert other.via_source == {"from": {"address": "cleo@customer.example"}}


def test_drafts_of_a_member_go(in_harbor, ticket):
    Draft.objects.create(ticket=ticket, user=in_harbor.liv, html_body="<p>Begun</p>")
    Draft.objects.create(ticket=ticket, user=in_harbor.ben, html_body="<p>Other</p>")
    remove_member(in_harbor.liv, by=None, at=now())
    erase_user(in_harbor.liv, by=in_harbor.ada, at=now())
    assert list(Draft.objects.values_list("user", flat=True)) == [in_harbor.ben.pk]


def test_assigned_tickets_are_given_away_first(in_harbor, ticket):
    Ticket.objects.filter(pk=ticket.pk).update(assignee=in_harbor.ben, status="open")
    remove_member(in_harbor.ben, by=None, at=now())
    with pytest.raises(Refused):
        erase_user(in_harbor.ben, by=in_harbor.ada, at=now())
