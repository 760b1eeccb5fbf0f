"""Against the mail servers that people run: Dovecot and Postfix of Debian."""

import smtplib
from email import message_from_bytes
from email.policy import default

import pytest
from imapclient import IMAPClient
from testing.browser import free_ports

from crewdesk.channels.email.composing import queue_reply
from crewdesk.channels.email.delivering import deliver
from crewdesk.channels.email.processing import process_incoming
from crewdesk.channels.models import IncomingMail, Mailbox
from crewdesk.channels.operations.mailboxes import save_mailbox, try_mailbox
from crewdesk.core.clock import now
from crewdesk.core.tests.workers import eventually
from crewdesk.tickets.operations.comments import Said
from crewdesk.tickets.operations.reply import reply

from .conftest import letter
from .debian import PASSWORD, dovecot, postfix
from .processes import listening, run_fetch, watching

pytestmark = pytest.mark.servers
LOOPBACK = {"FETCH_ALLOW_PRIVATE": "127.0.0.0/8"}
FAILPOINTS = [
    "imap before the message is kept", "imap after it is inserted, before the commit", "imap after the commit", "imap after it is marked seen",
    "imap after its number is noted",
]  # fmt: skip


@pytest.fixture(scope="module")
def boxes():
    """Ports of Dovecot: IMAP and LMTP."""
    with dovecot() as ports:
        yield ports


@pytest.fixture(autouse=True)
def loopback_may_be_fetched(settings):
    settings.FETCH_ALLOW_PRIVATE = ["127.0.0.0/8"]


@pytest.fixture
def mailbox(desk, boxes) -> Mailbox:
    facts = {
        "host": "127.0.0.1",
        "port": boxes[0],
        "security": "none",
        "username": f"desk{desk.id}",
        "folder": "INBOX",
        "sign_in": "password",
    }
    with desk.scope():
        return save_mailbox(None, by=desk.ada, at=now(), password=PASSWORD, **facts)


def drop_in(boxes, user: str, *messages: bytes) -> None:
    """Into a mailbox, by LMTP as an MTA does it."""
    with smtplib.LMTP("127.0.0.1", boxes[1], local_hostname="mta.example") as lmtp:
        for raw in messages:
            lmtp.sendmail("cleo@customer.example", [f"{user}@harbor.example"], raw)


def unseen(boxes, user: str) -> int:
    with IMAPClient("127.0.0.1", port=boxes[0], ssl=False) as client:
        client.login(user, PASSWORD)
        client.select_folder("INBOX", readonly=True)
        return len(client.search("UNSEEN"))


def received(boxes, user: str) -> list:
    with IMAPClient("127.0.0.1", port=boxes[0], ssl=False) as client:
        client.login(user, PASSWORD)
        client.select_folder("INBOX", readonly=True)
        found = client.fetch(client.search(), ["BODY.PEEK[]"])
    return [message_from_bytes(found[uid][b"BODY[]"], policy=default) for uid in sorted(found)]


def kept(desk) -> list[IncomingMail]:
    with desk.scope():
        return list(IncomingMail.objects.order_by("id"))


@pytest.mark.parametrize("failpoint", FAILPOINTS)
def test_criterion_10_fetcher_killed_within_a_message_loses_and_doubles_nothing(desk, boxes, mailbox, failpoint):
    drop_in(boxes, mailbox.username, *(letter(to=desk.address, body=f"Message {n}") for n in range(3)))
    assert run_fetch(desk.id, mailbox.pk, failpoint=failpoint, **LOOPBACK) == -9
    # Whatever is seen there is safe here.
    assert 3 - unseen(boxes, mailbox.username) <= len(kept(desk))
    assert run_fetch(desk.id, mailbox.pk, **LOOPBACK) == 0
    assert sorted(bytes(row.raw).split(b"Message ")[-1][:1] for row in kept(desk)) == [b"0", b"1", b"2"]
    assert unseen(boxes, mailbox.username) == 0


def test_watcher_hears_of_new_mail_at_once_and_keeps_its_place(desk, boxes, mailbox):
    with watching(**LOOPBACK):
        eventually(lambda: _checked(desk, mailbox))
        drop_in(boxes, mailbox.username, letter(to=desk.address, body="First"))
        eventually(lambda: len(kept(desk)) == 1, seconds=10)
    drop_in(boxes, mailbox.username, letter(to=desk.address, body="While nobody watched"))
    with watching(**LOOPBACK):
        eventually(lambda: len(kept(desk)) == 2, seconds=20)
    assert {row.door for row in kept(desk)} == {"imap"}


def _checked(desk, mailbox) -> bool:
    with desk.scope():
        return Mailbox.objects.get(pk=mailbox.pk).last_checked_at is not None


def test_wrong_password_is_told_in_words(desk, boxes, mailbox):
    with desk.scope():
        assert try_mailbox(mailbox, by=desk.ada, at=now()) == ""
        save_mailbox(mailbox, by=desk.ada, at=now(), password="wrong", host=mailbox.host)
        assert "refuses the sign-in" in try_mailbox(mailbox, by=desk.ada, at=now())
        save_mailbox(mailbox, by=desk.ada, at=now(), password=PASSWORD, port=free_ports(1)[0])
        assert "cannot be reached" in try_mailbox(mailbox, by=desk.ada, at=now())
        save_mailbox(mailbox, by=desk.ada, at=now(), port=boxes[0], security="tls")
        assert "Check port and encryption" in try_mailbox(mailbox, by=desk.ada, at=now())


def test_mail_travels_both_ways_through_postfix(desk, boxes, settings):
    """Customer, Postfix, our LMTP port, ticket; agent, Postfix, the customer's mailbox; and the customer's answer to that."""
    [port] = free_ports(1)
    customer = f"cleo{desk.id}@customer.example"
    address = f"{desk.cast.desk.slug}@desk.localhost"
    with listening(protocol="lmtp", port=port), postfix(desk=port, lmtp=boxes[1]) as smtp:
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_SECURITY = "127.0.0.1", smtp, "none"
        _send(smtp, letter(sender=f"Cleo <{customer}>", to=address, vouched=None), customer, address)
        row = _filed(desk, 1)
        with desk.scope():
            mail = queue_reply(reply(row.ticket, by=desk.ben, said=Said(body="It left today."), via="web", at=now()), at=now())[0]
        deliver(desk.id, [mail.pk])
        [answer] = eventually(lambda: received(boxes, customer.partition("@")[0]))
        assert answer["In-Reply-To"] == row.message_id
        assert answer["Message-ID"] == mail.message_id
        assert "It left today." in answer.get_body(("plain",)).get_content()
        back = letter(
            sender=f"Cleo <{customer}>", to=answer["Reply-To"], vouched=None, body="Thank you!", In_Reply_To=answer["Message-ID"]
        )
        _send(smtp, back, customer, str(answer["Reply-To"]))
        second = _filed(desk, 2)
    assert (second.ticket_id, second.comment.body.strip()) == (row.ticket_id, "Thank you!")


def _send(port: int, raw: bytes, sender: str, to: str) -> None:
    with smtplib.SMTP("127.0.0.1", port, local_hostname="customer.example") as smtp:
        smtp.sendmail(sender, [to], raw)


def _filed(desk, count: int) -> IncomingMail:
    eventually(lambda: len(kept(desk)) == count)
    row = kept(desk)[-1]
    process_incoming(desk_id=desk.id, mail_id=row.pk)
    with desk.scope():
        return IncomingMail.objects.select_related("ticket", "comment").get(pk=row.pk)
