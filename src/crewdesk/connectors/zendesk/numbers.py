"""Numbers of tickets: theirs where they are free here, so that people find what they have known by it."""

from django.utils.translation import gettext as _

from crewdesk.tickets.models import Ticket
from crewdesk.tickets.operations.create import next_numbers
from crewdesk.tickets.operations.history import reserve_numbers

from .running import Work
from .words import number

# The counter goes on after the highest one: an absurd one would make all later numbers as long.
HIGHEST = 10**11


def numbers_for(work: Work, theirs: list[str]) -> dict[str, int]:
    """A number for each ticket of theirs; a new one where theirs is taken, which is reported."""
    wished = {one: value for one in theirs if (value := number(one)) is not None and value <= HIGHEST}
    if wished:
        # First, so that nobody is given one of them from now on.
        reserve_numbers(max(wished.values()))
    taken = set(Ticket.objects.filter(number__in=wished.values()).values_list("number", flat=True))
    kept = {one: value for one, value in wished.items() if value not in taken}
    others = [one for one in theirs if one not in kept]
    given = dict(zip(others, next_numbers(len(others)), strict=True)) if others else {}
    for one, value in given.items():
        work.note(_("Number is taken here: the ticket has a new one"), f"#{one} → #{value}")
    return kept | given
