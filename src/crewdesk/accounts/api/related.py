"""Numbers about users and organizations that rooms above know: `…/{id}/related`, and `include=open_ticket_count`.

A room registers how one of them is counted for many rows in one query; what nobody registered is not told.
"""

from collections.abc import Callable

from ..models import User

# (ids, who asks) -> {id: number} of what they may see; an id that is missing has 0
Counting = Callable[[set[int], User], dict[int, int]]
_counts: dict[tuple[str, str], Counting] = {}
OPEN_TICKETS = "open_ticket_count"


def counts(noun: str, name: str) -> Callable[[Counting], Counting]:
    """Register a number about a `noun` ("user", "organization"), as the dialect names it."""

    def register(counting: Counting) -> Counting:
        _counts[noun, name] = counting
        return counting

    return register


def related_to(noun: str, pk: int, member: User) -> dict[str, int]:
    """All that is known about one row, as far as `member` may see it."""
    return {
        name: counting({pk}, member).get(pk, 0)
        for (of, name), counting in sorted(_counts.items())
        if of == noun and name != OPEN_TICKETS
    }


def open_tickets_of(noun: str, ids: set[int], member: User) -> dict[str, int] | None:
    """Open tickets by id, or None where no room counts them."""
    counting = _counts.get((noun, OPEN_TICKETS))
    return {str(pk): number for pk, number in sorted(counting(ids, member).items())} if counting else None
