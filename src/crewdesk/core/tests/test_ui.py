"""The small parts of every page."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django.template import Context, Template

from crewdesk.core.templatetags.ui import STATUSES, initials


def drawn(source: str, **context) -> str:
    return Template(source).render(Context(context))


@pytest.mark.parametrize(
    "name, letters",
    [
        ("Ada Lovelace", "AL"),
        ("Cleo", "C"),
        ("Juan Carlos de la Vega", "JV"),
        ("ada@harbor.example", "AH"),
        ("“", "?"),
        ("", "?"),
        ("سارة منصور", "سم"),
    ],
)
def test_initials(name, letters):
    assert initials(name) == letters


def test_an_avatar_keeps_its_colour_and_escapes_the_name():
    person = SimpleNamespace(name="<b>Eve</b>")
    html = drawn("{% avatar person %}", person=person)
    assert html == drawn("{% avatar person %}", person=person)
    assert "<b>" not in html


def test_statuses_differ_without_colour():
    letters = [str(letter) for _name, letter in STATUSES.values()]
    assert len(set(letters)) == len(letters)
    assert ">O<" in drawn('{% status_badge "open" %}')


def test_a_compact_status_still_says_its_name():
    html = drawn('{% status_badge "pending" label="Waiting for the bank" compact=True %}')
    assert '<span class="visually-hidden">Waiting for the bank</span>' in html


def test_no_priority_draws_nothing():
    assert drawn('{% priority_badge "" %}').strip() == ""
    assert drawn("{% priority_badge priority %}", priority=None).strip() == ""


def test_a_time_carries_its_instant_and_a_date_stays_a_date():
    html = drawn('{% time at format="full" %}', at=datetime(2026, 3, 1, 23, 30, tzinfo=UTC))
    assert '<crew-time format="full"><time datetime="2026-03-01T23:30:00+00:00">' in html
    assert drawn("{% time at %}", at=date(2026, 3, 1)).startswith('<time datetime="2026-03-01">')
    assert drawn("{% time at %}", at=None) == ""


def test_an_icon_without_a_name_in_the_set_fails_loudly():
    with pytest.raises(Exception, match="no-such-icon"):
        drawn('{% icon "no-such-icon" %}')
