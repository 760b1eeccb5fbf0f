"""An MTA delivers to us, over real sockets to a real process."""

import smtplib
import socket
from concurrent.futures import ThreadPoolExecutor

import pytest

from crewdesk.channels.email.composing import queue_reply
from crewdesk.channels.models import IncomingMail
from crewdesk.core.clock import now
from crewdesk.tickets.operations.comments import Said
from crewdesk.tickets.operations.reply import reply

from .conftest import letter
from .processes import hand_over, listening


@pytest.fixture(scope="module")
def port(django_db_setup):
    with listening() as port:
        yield port


def kept(desk) -> list[IncomingMail]:
    with desk.scope():
        return list(IncomingMail.objects.order_by("id"))


def test_message_is_in_the_database_when_the_server_says_so(desk, port):
    raw = letter(to=desk.address)
    assert hand_over(port, raw, [desk.address]) == {}
    [row] = kept(desk)
    assert bytes(row.raw).replace(b"\r\n", b"\n").rstrip() == raw.rstrip()
    assert (row.envelope_from, row.envelope_to, row.door, row.peer) == (
        "cleo@customer.example",
        [desk.address],
        "smtp",
        "127.0.0.1",
    )


def test_address_of_nobody_is_refused_before_the_message_is_sent(desk, port):
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refusal:
        hand_over(
            port, letter(), ["nobody@harbor.example", "reply+aaaaaaaaaaaaaaaaaaaaaaaaaa@desk.localhost", "nobody@desk.localhost"]
        )
    assert {code for code, _text in refusal.value.recipients.values()} == {550}
    assert kept(desk) == []


def test_desk_is_found_by_reply_address_by_slug_and_whatever_the_case(desk, port):
    with desk.scope():
        ticket = desk.take_in(letter(to=desk.address)).ticket
        mail = queue_reply(reply(ticket, by=desk.ben, said=Said(body="Yes"), via="web", at=now()), at=now())[0]
    for n, address in enumerate(
        (mail.reply_to.upper(), f"{desk.cast.desk.slug}@desk.localhost", desk.address.title(), desk.address.replace("@", "+x@"))
    ):
        assert hand_over(port, letter(body=f"case {n}"), [address]) == {}
    assert len(kept(desk)) == 5


def test_two_desks_each_get_their_own_copy(desk, port, committed):
    from testing.cast import make_desk

    from .conftest import MailDesk

    other = MailDesk(make_desk(f"{desk.cast.desk.slug}-b", admin="Olga", others=(), customer="Carl"))
    hand_over(port, letter(), [desk.address, other.address])
    assert [row.envelope_to for one in (desk, other) for row in kept(one)] == [[desk.address], [other.address]]


def test_line_of_half_a_megabyte_is_taken(desk, port):
    raw = letter(to=desk.address).replace(b"It has been three days.", b"x" * 500_000)
    assert [answer[:3] for answer in talk(port, b"EHLO", raw, [desk.address])] == ["250"]
    assert len(kept(desk)) == 1


def talk(port: int, greeting: bytes, raw: bytes, to: list[str], answers: int = 1) -> list[str]:
    """Deliver line by line; the answers to the message itself."""
    with socket.create_connection(("127.0.0.1", port), 20) as line, line.makefile("rb") as heard:
        heard.readline()
        for command in (
            greeting + b" mta.example",
            b"MAIL FROM:<>",
            *(b"RCPT TO:<" + each.encode() + b">" for each in to),
            b"DATA",
        ):
            line.sendall(command + b"\r\n")
            while heard.readline()[3:4] == b"-":
                pass
        line.sendall(raw.replace(b"\n", b"\r\n") + b"\r\n.\r\n")
        return [heard.readline().decode() for _answer in range(answers)]


def test_message_over_the_limit_is_refused(desk):
    with listening(MAIL_LIMIT_MB="1") as small, pytest.raises(smtplib.SMTPException) as refusal:
        hand_over(small, letter(to=desk.address, body="x\n" * 600_000), [desk.address])
    assert "552" in str(refusal.value)


def test_sixty_conversations_at_once(desk, port):
    with ThreadPoolExecutor(60) as pool:
        answers = list(
            pool.map(lambda n: hand_over(port, letter(to=desk.address, body=f"Number {n}"), [desk.address]), range(60))
        )
    assert answers == [{}] * 60
    assert len(kept(desk)) == 60


def test_trouble_of_the_database_means_later(desk, port, owner_connection):
    owner_connection.execute("REVOKE INSERT ON channels_incomingmail FROM crewdesk_worker")
    try:
        with pytest.raises(smtplib.SMTPDataError) as refusal:
            hand_over(port, letter(to=desk.address), [desk.address])
    finally:
        owner_connection.execute("GRANT INSERT ON channels_incomingmail TO crewdesk_worker")
    assert refusal.value.smtp_code == 451
    assert hand_over(port, letter(to=desk.address), [desk.address]) == {}
    assert len(kept(desk)) == 1


def test_lmtp_answers_for_each_recipient(desk):
    both = [desk.address, f"{desk.cast.desk.slug}@desk.localhost"]
    with listening(protocol="lmtp") as port:
        answers = talk(port, b"LHLO", letter(to=desk.address), both, answers=2)
        assert hand_over(port, letter(to=desk.address, body="again"), [desk.address], lmtp=True) == {}
    assert [answer[:3] for answer in answers] == ["250", "250"]
    assert [row.envelope_to for row in kept(desk)] == [both, [desk.address]]


@pytest.mark.parametrize(
    "failpoint", ["before the message is kept", "after it is inserted, before the commit", "after the commit"]
)
def test_criterion_10_listener_killed_within_a_message_loses_and_doubles_nothing(desk, failpoint):
    raw = letter(to=desk.address)
    with pytest.raises((smtplib.SMTPException, OSError)), listening(failpoint=failpoint) as port:
        hand_over(port, raw, [desk.address])
    assert len(kept(desk)) == (failpoint == "after the commit")
    # Nobody told the sender that it arrived, so it comes again.
    with listening() as port:
        assert hand_over(port, raw, [desk.address]) == {}
    assert len(kept(desk)) == 1
