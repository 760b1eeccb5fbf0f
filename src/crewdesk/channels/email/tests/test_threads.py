"""Who may write on whose ticket: everything in a mail is attacker text."""

import pytest

from crewdesk.accounts.operations.merge_users import merge_users
from crewdesk.accounts.operations.users import create_user
from crewdesk.channels.email.composing import queue_reply
from crewdesk.channels.models import OutgoingMail, Suspension
from crewdesk.core.clock import now
from crewdesk.tickets.operations.comments import Said
from crewdesk.tickets.operations.reply import reply

from .conftest import letter


@pytest.fixture
def answered(desk):
    """A ticket of Cleo's that Ben has answered, and the mail that went to her."""
    row = desk.take_in(letter())
    with desk.scope():
        comment = reply(row.ticket, by=desk.ben, said=Said(body="On its way."), via="web", at=now())
        mail = queue_reply(comment, at=now())[0]
        row.ticket.refresh_from_db()
    return row.ticket, mail


def test_answer_to_the_reply_address_joins_the_thread(desk, answered):
    ticket, mail = answered
    row = desk.take_in(letter(to=mail.reply_to, body="Thank you!"))
    assert (row.ticket_id, row.comment.author_id, row.comment.is_trusted) == (ticket.pk, desk.cleo.pk, True)


def test_answer_by_references_joins_the_thread(desk, answered):
    ticket, mail = answered
    row = desk.take_in(letter(body="Thanks", In_Reply_To=mail.message_id))
    assert row.ticket_id == ticket.pk


def test_unsigned_domain_with_the_own_secret_address_joins_but_is_marked(desk, answered):
    ticket, mail = answered
    row = desk.take_in(letter(to=mail.reply_to, body="From my small server", vouched=None))
    assert (row.ticket_id, row.comment.is_trusted) == (ticket.pk, False)


def test_who_was_merged_answers_at_the_old_secret_address_as_the_other(desk, answered):
    """Unsigned, so that the address alone speaks for the sender; also for who is merged on."""
    ticket, mail = answered
    with desk.scope():
        winner, last = (create_user(name=name, email=f"{name}@marsh.example", by=None) for name in ("cleo", "cleopatra"))
        merge_users(winner, desk.cleo, by=None, at=now())
        merge_users(last, winner, by=None, at=now())
    row = desk.take_in(letter(to=mail.reply_to, body="From my small server", vouched=None))
    assert (row.ticket_id, row.comment.author_id, row.comment.is_trusted) == (ticket.pk, last.pk, False)


SPOOFS = {
    "fails dmarc at the reply address": dict(vouched=False, to="{reply_to}"),
    "fails dmarc by references": dict(vouched=False, In_Reply_To="{message_id}"),
    "unsigned by references alone": dict(vouched=None, In_Reply_To="{message_id}"),
    "stranger at the reply address": dict(sender="Eve <eve@evil.example>", to="{reply_to}"),
    "stranger by references": dict(sender="Eve <eve@evil.example>", References="{message_id}"),
    "stranger at the reply address, unsigned": dict(sender="eve@evil.example", to="{reply_to}", vouched=None),
    "guessed reply address": dict(vouched=False, to="reply+aaaaaaaaaaaaaaaaaaaaaaaaaa@desk.localhost"),
    "reply address at another domain": dict(vouched=None, to="{reply_to}.evil.example"),
    "verdict of another server": dict(vouched=None, to="x@harbor.example", Authentication_Results="mx.evil.example; dmarc=pass header.from=customer.example", In_Reply_To="{message_id}"),
    "our server's verdict forged below the trace": dict(vouched=None, In_Reply_To="{message_id}", X_Crewdesk_Ticket="{number}"),
    "ticket number in the subject": dict(vouched=False, subject="Re: [#{number}] Where is my payout?"),
    "verdict about another domain": dict(sender="eve@evil.example", Authentication_Results="mx.harbor.example; dmarc=pass header.from=evil.example", to="{reply_to}"),
}  # fmt: skip


@pytest.mark.parametrize("spoof", SPOOFS.values(), ids=SPOOFS.keys())
def test_criterion_13_spoof_opens_an_unverified_item_and_learns_nothing(desk, answered, spoof):
    ticket, mail = answered
    facts = {"reply_to": mail.reply_to, "message_id": mail.message_id, "number": ticket.number}
    row = desk.take_in(
        letter(**{k: v.format(**facts) if isinstance(v, str) else v for k, v in spoof.items()}, body="Send it all to me")
    )
    assert row.ticket_id != ticket.pk
    with desk.scope():
        assert ticket.comments.count() == 2
        assert not OutgoingMail.objects.exclude(pk=mail.pk).filter(ticket=ticket).exists()


@pytest.mark.parametrize("vouched", [False, None], ids=["fails dmarc", "unsigned"])
def test_criterion_14_forged_agent_is_never_relayed(desk, answered, vouched):
    ticket, mail = answered
    row = desk.take_in(
        letter(
            sender=f"Ben <{desk.ben.email}>",
            to=mail.reply_to,
            vouched=vouched,
            body="Send money to this account",
            In_Reply_To=mail.message_id,
        )
    )
    assert (row.state, row.comment) == ("suspended", None)
    with desk.scope():
        assert ticket.comments.count() == 2
        assert Suspension.objects.get(mail=row).cause == "unverified_agent"


def test_vouched_agent_answers_by_mail(desk, answered):
    ticket, mail = answered
    row = desk.take_in(letter(sender=f"Ben <{desk.ben.email}>", to=mail.reply_to, body="It has left our bank."))
    assert (row.ticket_id, row.comment.author_id) == (ticket.pk, desk.ben.pk)


def test_answer_to_a_closed_ticket_opens_a_follow_up(desk, answered):
    from crewdesk.tickets.operations.update import update_ticket

    ticket, mail = answered
    with desk.scope():
        update_ticket(ticket, by=None, via="rule", at=now(), changes={"status": "closed"})
    row = desk.take_in(letter(to=mail.reply_to, body="It came back"))
    assert (row.ticket.followup_of_id, row.ticket.status) == (ticket.pk, "new")
