"""Mail for the running demo is complete, plausible and repeatable."""

from datetime import UTC, datetime
from random import Random

import pytest

from ..live_mail import next_mail
from ..people import CLEO

AT = datetime(2026, 6, 15, 14, tzinfo=UTC)


@pytest.fixture(scope="module")
def mails():
    rng = Random(4)
    return [next_mail(rng, at=AT) for _ in range(400)]


def test_the_same_seed_brings_the_same_mail(mails):
    assert next_mail(Random(4), at=AT) == mails[0]


def test_every_mail_is_whole(mails):
    for mail in mails:
        assert mail["from_addr"].endswith(".example")
        assert mail["from_name"]
        assert "\n" not in mail["subject"]
        assert not set("{}") & set(mail["subject"] + mail["text"])


def test_some_come_as_html_some_plain_some_with_files(mails):
    html = [mail["html"] for mail in mails if mail["html"]]
    assert 150 < len(html) < 350
    assert all(page.startswith(("<p>", "<ul>", "<pre>")) for page in html)
    assert any(mail["attachments"] for mail in mails)
    assert all(file.content for mail in mails for file in mail["attachments"])


def test_cleo_writes_now_and_then(mails):
    assert any(mail["from_addr"] == CLEO.email for mail in mails)


def test_it_can_be_written_now():
    assert next_mail(Random(9))["text"]
