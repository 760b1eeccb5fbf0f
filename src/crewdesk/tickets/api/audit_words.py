"""The events of tickets as the dialect's audits: one save with all that it changed (helpdesk-api.md §4, Audit)."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from crewdesk.accounts.models import User
from crewdesk.core.api.stamps import stamp
from crewdesk.core.models import Event

from ..events import TicketEvent
from ..models import Comment, Delivery, Ticket
from ..operations.audit import with_wordings
from .said import comments_json, metadata_json
from .via import via_json

Told = dict[str, Any]
# Our columns, and what the dialect calls them.
FIELDS = {
    "subject": "subject", "status": "status", "type": "type", "priority": "priority", "requester_id": "requester_id",
    "assignee_id": "assignee_id", "group_id": "group_id", "organization_id": "organization_id", "brand_id": "brand_id",
    "form_id": "ticket_form_id", "custom_status_id": "custom_status_id", "problem_id": "problem_id", "due_at": "due_at",
    "external_id": "external_id", "locale": "locale", "tags": "tags",
}  # fmt: skip
PEOPLE = {
    "followers": ("FollowerChange", "followers"),
    "ccs": ("EmailCcChange", "email_ccs"),
}
# What is a matter of status in the dialect.
STATUSES = {
    TicketEvent.DELETED: "deleted", TicketEvent.MARKED_SPAM: "deleted", TicketEvent.RESTORED: None, TicketEvent.UNMARKED_SPAM: None,
}  # fmt: skip
BRINGING = {TicketEvent.CREATED, TicketEvent.COMMENTED, TicketEvent.MERGED}
# An audit's own id, and room for the events in it.
ROOM = 1000


@dataclass(frozen=True)
class Known:
    """What the events of a page speak of."""

    tickets: dict[int, Ticket]
    comments: dict[int, Told]
    emails: dict[int, str]
    numbers: dict[int, int]
    # As they were when the ticket was new, by ticket, where that has changed.
    subjects: dict[int, str] = field(default_factory=dict)


def audits_json(request: HttpRequest, events: Iterable[Event], *, about: Ticket | None = None) -> list[Told]:
    """`events` of tickets, which the caller may see, as audits; a fixed number of queries whatever their number.

    `about` is the one ticket of all of them, just saved.
    """
    events = list(events)
    if not events:
        return []
    first = _first_subjects(events) if about is None else []
    told = with_wordings([*events, *first])
    told, subjects = told[: len(events)], told[len(events) :]
    known = _known(request, events, told, about)
    known.subjects.update({event.subject_id: pair["subject"][0] for event, pair in zip(first, subjects, strict=True)})
    return [
        _audit(event, changes, known) for event, changes in zip(events, told, strict=True) if event.subject_id in known.tickets
    ]


def _first_subjects(events: list[Event]) -> list[Event]:
    """For tickets that are made in `events`: the event in which the subject changed first."""
    made = [event.subject_id for event in events if event.kind == TicketEvent.CREATED]
    if not made:
        return []
    changing = Event.objects.filter(subject_type="ticket", subject_id__in=made, changes__has_key="subject")
    return list(changing.exclude(kind=TicketEvent.CREATED).order_by("subject_id", "id").distinct("subject_id"))


def _known(request: HttpRequest, events: list[Event], told: list[Told], about: Ticket | None) -> Known:
    found = [about] if about is not None else Ticket.objects.filter(pk__in={event.subject_id for event in events})
    tickets = {ticket.pk: ticket for ticket in found}
    said = {changes["comment"]: event.pk for event, changes in zip(events, told, strict=True) if brings(event, changes)}
    told_of = said.keys() | {changes["comment"] for changes in told if "delivery" in changes}
    people = {pk for changes in told for name in PEOPLE for side in changes.get(name, ()) for pk in side}
    problems = {pk for changes in told for pk in changes.get("problem_id", ()) if pk}
    return Known(
        tickets=tickets,
        comments={row["id"]: row for row in comments_json(request, _comments(told_of, tickets, about), audits=said)},
        emails=dict(User.objects.filter(pk__in=people).values_list("pk", "email")) if people else {},
        numbers=dict(Ticket.objects.filter(pk__in=problems).values_list("pk", "number")) if problems else {},
    )


def _comments(ids: set[int], tickets: dict[int, Ticket], about: Ticket | None) -> Iterable[Comment]:
    last = getattr(about, "last_comment", None)
    if not ids or (last is not None and ids == {last.pk}):
        return [last] if ids else []
    return Comment.objects.filter(pk__in=ids, ticket__in=tickets).order_by("id")


def brings(event: Event, changes: Told) -> bool:
    """Whether a comment came with the event, and is not only spoken of."""
    return event.kind in BRINGING and "comment" in changes


def _audit(event: Event, changes: Told, known: Known) -> Told:
    ticket, said = (
        known.tickets[event.subject_id],
        known.comments.get(changes.get("comment"), {}) if brings(event, changes) else {},
    )
    source = said.get("via", {}).get("source") or (ticket.via_source if event.kind == TicketEvent.CREATED else {})
    rows = [{"id": event.pk * ROOM + place, **row} for place, row in enumerate(_rows(event, changes, ticket, known), start=1)]
    return {
        "id": event.pk, "ticket_id": ticket.number, "created_at": stamp(event.at), "author_id": event.actor_id,
        "metadata": said.get("metadata") or metadata_json(_kept(changes)), "via": via_json(event.via, source), "events": rows,
    }  # fmt: skip


def _kept(changes: Told) -> Told:
    """`metadata` that came without a comment stands in the event by reference; what was blacked out may be no JSON any more."""
    try:
        kept = json.loads(changes.get("metadata") or "{}")
    except ValueError:
        return {}
    return kept if isinstance(kept, dict) else {}


def _rows(event: Event, changes: Told, ticket: Ticket, known: Known) -> Iterator[Told]:
    if brings(event, changes) and (said := known.comments.get(changes["comment"])):
        yield {**said, "comment_id": said["id"]}
    match event.kind:
        case TicketEvent.CREATED:
            yield {"type": "Create", "field_name": "subject", "value": known.subjects.get(ticket.pk, ticket.subject)}
            yield from _fields(changes, known, is_new=True)
        case TicketEvent.DELIVERED:
            yield from _delivery(changes, ticket, known)
        case TicketEvent.REDACTED:
            yield from _redaction(changes)
        case TicketEvent.MADE_PRIVATE:
            yield {"type": "CommentPrivacyChange", "comment_id": changes["comment"], "public": False}
        case TicketEvent.PARTICIPANTS_CHANGED:
            yield from _people(changes, known)
        case kind if kind in STATUSES:
            word = STATUSES[TicketEvent(kind)]
            before, after = (None, word) if word else ("deleted", str(ticket.status))
            yield {"type": "Change", "field_name": "status", "value": after, "previous_value": before}
        case _:
            yield from _fields(changes, known, is_new=False)


def _fields(changes: Told, known: Known, *, is_new: bool) -> Iterator[Told]:
    for name, word in FIELDS.items():
        if name in changes:
            before, after = (known.numbers.get(pk, pk) for pk in changes[name]) if name == "problem_id" else changes[name]
            yield _field(word, before, after, is_new=is_new)
    if "custom_fields" in changes:
        yield from _custom_fields(*changes["custom_fields"], is_new=is_new)


def _custom_fields(before: Told | None, after: Told | None, *, is_new: bool) -> Iterator[Told]:
    before, after = before or {}, after or {}
    for key in sorted(before | after):
        yield _field(key, before.get(key), after.get(key), is_new=is_new)


def _field(name: str, before: Any, after: Any, *, is_new: bool) -> Told:
    if is_new:
        return {"type": "Create", "field_name": name, "value": _plain(after)}
    return {"type": "Change", "field_name": name, "value": _plain(after), "previous_value": _plain(before)}


def _plain(value: Any) -> Any:
    """The dialect writes every value as text, but for lists and for nothing."""
    if isinstance(value, bool):
        return "1" if value else "0"
    return value if isinstance(value, list) else None if value in (None, "") else str(value)


def _delivery(changes: Told, ticket: Ticket, known: Known) -> Iterator[Told]:
    state, said = changes["delivery"][1], known.comments.get(changes["comment"], {})
    if state == Delivery.SENT:
        words = {"subject": ticket.subject, "body": said.get("body", "")}
        yield {"type": "Notification", "recipients": [ticket.requester_id], "comment_id": changes["comment"], **words}
    elif state in (Delivery.BOUNCED, Delivery.FAILED):
        yield {"type": "Error", "message": str(Delivery(state).label), "comment_id": changes["comment"]}


def _redaction(changes: Told) -> Iterator[Told]:
    for attachment in changes.get("attachments", ()):
        yield {"type": "AttachmentRedactionEvent", "attachment_id": attachment, "comment_id": changes["comment"]}
    for comment in changes.get("comments", ()):
        yield {"type": "CommentRedactionEvent", "comment_id": comment}


def _people(changes: Told, known: Known) -> Iterator[Told]:
    for name, (kind, word) in PEOPLE.items():
        if name in changes:
            before, after = ([known.emails[pk] for pk in side if pk in known.emails] for side in changes[name])
            yield {"type": kind, f"current_{word}": after, f"previous_{word}": before}
