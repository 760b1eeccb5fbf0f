"""Writes a chunk of played tickets, table by table. No verb is called: no handler wakes, no job and no mail is left behind."""

from datetime import datetime
from itertools import chain

from crewdesk.accounts.models import User
from crewdesk.core.bulk import insert
from crewdesk.tickets.operations.history import write_tickets

from .crowd import arrival_of, identity_of
from .play import Rows


def write(chunk: list[Rows], newcomers: list[tuple[User, datetime]]) -> None:
    """Insert everything of `chunk` in the transaction of the caller."""
    insert([user for user, _at in newcomers])
    insert([identity_of(user, at) for user, at in newcomers])
    write_tickets(chunk, events=[arrival_of(*new) for new in newcomers])
    for kind in ("incoming", "outgoing", "addresses"):
        insert(list(chain.from_iterable(getattr(rows, kind) for rows in chunk)))
