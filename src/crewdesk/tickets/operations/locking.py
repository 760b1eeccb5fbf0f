"""Locks a ticket for a save, tells a stale one what it missed, and saves what changed."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from crewdesk.core.models import Event

from ..models import Ticket
from .errors import StaleTicket


def locked(ticket: Ticket, expected_version: int | None = None) -> Ticket:
    """Lock the row and bring `ticket` up to date; raises StaleTicket when it is no longer at
    `expected_version`.
    """
    state = Ticket.objects.select_for_update().values_list("version", "updated_at").get(pk=ticket.pk)
    if ticket.get_deferred_fields() or state != (ticket.version, ticket.updated_at):
        _renew(ticket, Ticket.objects.get(pk=ticket.pk))
    else:
        # Every verb counts the version up, so this is still the row that the caller has read.
        ticket.as_locked = _columns(ticket)
    if expected_version is not None and ticket.version != expected_version:
        raise StaleTicket(
            _("Somebody saved this ticket before you. Nothing of theirs was overwritten."),
            since=missed(ticket, expected_version),
        )
    return ticket


def locked_all(tickets: Iterable[Ticket]) -> None:
    """Lock several rows, lowest id first so that two such verbs never wait for each other."""
    given = {ticket.pk: ticket for ticket in tickets}
    for fresh in Ticket.objects.select_for_update().filter(pk__in=list(given)).order_by("pk"):
        _renew(given.pop(fresh.pk), fresh)
    if given:
        raise Ticket.DoesNotExist(f"No ticket with the ids {sorted(given)} on this desk.")


def save_locked(ticket: Ticket, at: datetime) -> None:
    """Write the columns that differ from what was read under the lock, as the next version."""
    ticket.version += 1
    ticket.updated_at = at
    ticket.save(update_fields=[name for name, value in ticket.as_locked.items() if getattr(ticket, name) != value])
    ticket.as_locked = _columns(ticket)


def put_back(ticket: Ticket) -> None:
    """Undo what was set on `ticket` since it was locked, for a verb that refuses half-way."""
    for name, value in getattr(ticket, "as_locked", {}).items():
        setattr(ticket, name, value)


def missed(ticket: Ticket, version: int) -> list[Event]:
    """The events of `ticket` after `version`, oldest first."""
    events = Event.objects.filter(subject_type="ticket", subject_id=ticket.pk, changes__version__gt=version)
    return list(events.order_by("id"))


def _renew(ticket: Ticket, fresh: Ticket) -> None:
    # Rows that the caller already holds need no second look where the key is still the same.
    known = {name: row for name, row in ticket._state.fields_cache.items() if _key(ticket, name) == _key(fresh, name)}
    ticket.__dict__.update(fresh.__dict__)
    ticket._state.fields_cache.update(known)
    ticket.as_locked = _columns(ticket)


def _key(ticket: Ticket, relation: str) -> Any:
    return getattr(ticket, f"{relation}_id", None)


def _columns(ticket: Ticket) -> dict[str, Any]:
    return {field.attname: getattr(ticket, field.attname) for field in Ticket._meta.concrete_fields}
