"""Mails made to hurt, over the real intake."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crewdesk.channels.models import IncomingMail

from ..reading.tests.corpus import MALFORMED_FROM, hostile, shared_data
from .conftest import letter

HOSTILE = hostile()


@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE.keys())
def test_criterion_17_hostile_mail_is_a_ticket_with_its_original(desk, raw):
    row = desk.take_in(raw)
    assert row.state in ("processed", "unreadable", "suspended", "ignored")
    assert bytes(row.raw) == raw
    if row.state in ("processed", "unreadable"):
        assert row.ticket is not None


@given(body=st.binary(max_size=400), header=st.binary(max_size=80).filter(lambda text: b"\n" not in text and b"\r" not in text))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_criterion_18_any_bytes_are_stored(desk, body, header):
    raw = b"From: a@b.example\r\nSubject: " + header + b"\r\nContent-Type: text/plain; charset=x-none\r\n\r\n" + body
    assert desk.take_in(raw).state != "received"


@pytest.mark.parametrize("value", MALFORMED_FROM, ids=range(len(MALFORMED_FROM)))
def test_criterion_19_malformed_from_is_nobody(desk, value):
    """CVE-2023-27043 and its kin."""
    sender = value if isinstance(value, str) else value[0]
    raw = letter(to=desk.address).replace(
        b"From: Cleo Marsh <cleo@customer.example>", b"From: " + sender.encode("utf-8", "surrogateescape"), 1
    )
    row = desk.take_in(raw)
    if row.ticket:
        with desk.scope():
            assert row.ticket.requester.external_id == "unknown-sender"


@pytest.mark.parametrize("folder", ["cpython", "talon"])
def test_every_real_life_mail_is_filed_or_shown(desk, folder):
    files = [
        path
        for path in sorted(shared_data(folder).rglob("*"))
        if path.is_file() and path.suffix not in (".md", ".gif", ".png", ".au")
    ]
    assert files
    for path in files:
        row = desk.take_in(path.read_bytes() or b"\n")
        assert row.state in ("processed", "unreadable", "suspended", "ignored"), path.name
    with desk.scope():
        assert not IncomingMail.objects.filter(state="received").exists()
