"""The figures of a page of tickets: a fixed number of queries whatever their number."""

from collections import defaultdict
from collections.abc import Iterable

from crewdesk.accounts.hours import hours_by_schedule
from crewdesk.accounts.models import Group
from crewdesk.accounts.models.user import STAFF
from crewdesk.accounts.schedules_calc import Hours
from crewdesk.core.models import Event

from ..metrics import Change, Metrics, Word, measured
from ..models import Comment, Ticket

FIELDS = ("status", "custom_status_id", "group_id", "assignee_id")


def metrics_of(tickets: Iterable[Ticket]) -> dict[int, Metrics]:
    """The figures of each ticket by its id. Business hours are those of its group, or the desk's."""
    tickets = list(tickets)
    ids = [ticket.pk for ticket in tickets]
    changes, words, hours = _changes(ids), _words(ids), _hours(tickets)
    return {
        ticket.pk: measured(
            changes[ticket.pk], words[ticket.pk], created_at=ticket.created_at, requester=ticket.requester_id,
            assignee=ticket.assignee_id, hours=hours.get(ticket.group_id, hours[None]),
        )
        for ticket in tickets
    }  # fmt: skip


def _changes(ids: list[int]) -> dict[int, list[Change]]:
    found: dict[int, list[Change]] = defaultdict(list)
    events = Event.objects.filter(subject_type="ticket", subject_id__in=ids).order_by("id")
    for ticket, at, by, *pairs in events.values_list("subject_id", "at", "actor_id", *(f"changes__{name}" for name in FIELDS)):
        after = {name: pair[1] for name, pair in zip(FIELDS, pairs, strict=True) if isinstance(pair, list) and len(pair) == 2}
        found[ticket].append(Change(at, by, after))
    return found


def _words(ids: list[int]) -> dict[int, list[Word]]:
    found: dict[int, list[Word]] = defaultdict(list)
    comments = Comment.objects.filter(ticket__in=ids).order_by("id")
    for ticket, at, role, public in comments.values_list("ticket_id", "created_at", "author__role", "public"):
        found[ticket].append(Word(at, role in STAFF, public))
    return found


def _hours(tickets: list[Ticket]) -> dict[int | None, Hours | None]:
    """By group, and under None those of the desk."""
    by_schedule = hours_by_schedule()
    groups = Group.objects.filter(pk__in={ticket.group_id for ticket in tickets}, schedule__isnull=False)
    own = groups.values_list("pk", "schedule_id") if len(by_schedule) > 1 else ()
    return {None: by_schedule[None], **{group: by_schedule[schedule] for group, schedule in own}}
