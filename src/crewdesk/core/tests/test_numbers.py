"""Numbers that anybody may have written."""

import pytest

from crewdesk.core.numbers import whole, whole_among


@pytest.mark.parametrize("text, number", [("0", 0), ("4711", 4711), ("9" * 18, 10**18 - 1), ("٣", 3)])
def test_a_number_is_read(text, number):
    assert whole(text) == number


@pytest.mark.parametrize("text", ["", "x", "-1", "1.5", " 1", "²", "9" * 19])
def test_what_no_row_could_bear_is_none(text):
    assert whole(text) is None


def test_digits_by_the_thousand_are_none():
    assert whole("9" * 4301) is None


def test_numbers_among_words():
    assert whole_among(["3", "x", "", "9" * 19, "1"]) == [3, 1]
