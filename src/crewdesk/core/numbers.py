"""Whole numbers in addresses and forms, which anybody may have written."""

from collections.abc import Iterable

# What a row's id can be; and Python raises ValueError for digits by the thousand.
MOST_DIGITS = 18


def whole(text: str) -> int | None:
    """The number that `text` says, or None where no row could bear it."""
    return int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else None


def whole_among(words: Iterable[str]) -> list[int]:
    """The numbers among `words`, in their order."""
    return [number for word in words if (number := whole(word)) is not None]
