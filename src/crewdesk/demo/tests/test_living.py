"""What customers of the demo do by themselves."""

from datetime import timedelta
from email.utils import format_datetime

import pytest

from crewdesk.core.clock import now
from crewdesk.demo.post.letters import LetterBox
from crewdesk.demo.post.living import _answerable


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.CREWDESK_DATA = tmp_path


def keep(address: str, *, age: timedelta, is_sent: bool = False, more: str = "") -> None:
    raw = f"From: a@b.example\r\nTo: {address}\r\nDate: {format_datetime(now() - age)}\r\n{more}Subject: Hello\r\n\r\nHello\r\n"
    LetterBox(address).keep(raw.encode(), is_sent=is_sent)


def test_a_fresh_reply_of_an_agent_may_be_answered():
    keep("dan@mail.example", age=timedelta(minutes=2))
    assert [address for address, _letter in _answerable(now())] == ["dan@mail.example"]


def test_nothing_else_is_answered():
    keep("young@mail.example", age=timedelta(seconds=5))
    keep("old@mail.example", age=timedelta(days=1))
    keep("cleo@marsh.example", age=timedelta(minutes=2))
    keep("robot@mail.example", age=timedelta(minutes=2), more="Auto-Submitted: auto-replied\r\n")
    keep("answered@mail.example", age=timedelta(minutes=4))
    keep("answered@mail.example", age=timedelta(minutes=2), is_sent=True)
    assert _answerable(now()) == []
