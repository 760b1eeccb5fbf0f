"""The audit trail of a ticket in words: who changed what, from what, to what."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crewdesk.accounts.models import Group, Organization, User
from crewdesk.core.models import Event

from ..events import TicketEvent
from ..models import CustomStatus, Priority, Status, Ticket, TicketField, TicketForm, TicketType
from ..operations.audit import with_wordings

LABELS = {
    "subject": gettext_lazy("Subject"), "status": gettext_lazy("Status"), "custom_status_id": gettext_lazy("Status"),
    "type": gettext_lazy("Type"), "priority": gettext_lazy("Priority"), "requester_id": gettext_lazy("Requester"),
    "assignee_id": gettext_lazy("Assignee"), "group_id": gettext_lazy("Group"), "organization_id": gettext_lazy("Organization"),
    "form_id": gettext_lazy("Form"), "problem_id": gettext_lazy("Problem"), "due_at": gettext_lazy("Due"),
    "locale": gettext_lazy("Language"), "followers": gettext_lazy("Followers"), "ccs": gettext_lazy("CCs"),
}  # fmt: skip
# What an id in `changes` names, and the column that people know it by.
NAMED = {
    "requester_id": (User, "name"), "assignee_id": (User, "name"), "group_id": (Group, "name"),
    "organization_id": (Organization, "name"), "form_id": (TicketForm, "name"), "problem_id": (Ticket, "number"),
    "custom_status_id": (CustomStatus, "agent_label"), "custom_fields": (TicketField, "title"),
}  # fmt: skip
LISTS = {"followers", "ccs"}
WORDS = {"status": Status, "priority": Priority, "type": TicketType}
DEEDS = {
    TicketEvent.CREATED: gettext_lazy("opened the ticket"),
    TicketEvent.MERGED: gettext_lazy("merged tickets"),
    TicketEvent.SPLIT: gettext_lazy("split off a ticket"),
    TicketEvent.LINKED: gettext_lazy("linked a ticket"),
    TicketEvent.UNLINKED: gettext_lazy("removed a link"),
    TicketEvent.MARKED_SPAM: gettext_lazy("marked as spam"),
    TicketEvent.UNMARKED_SPAM: gettext_lazy("marked as not spam"),
    TicketEvent.DELETED: gettext_lazy("deleted the ticket"),
    TicketEvent.RESTORED: gettext_lazy("restored the ticket"),
    TicketEvent.REDACTED: gettext_lazy("redacted a message"),
    TicketEvent.MADE_PRIVATE: gettext_lazy("made a message private"),
}
NAMED_BY_KIND = {str(kind): words for kind, words in DEEDS.items()}


@dataclass(frozen=True)
class Change:
    """One field that changed, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Line:
    """What one event did."""

    id: int
    at: datetime
    actor: str
    deed: str
    changes: list[Change] = field(default_factory=list)

    @property
    def is_silent(self) -> bool:
        """Whether there is nothing to tell beside the message itself."""
        return not self.deed and not self.changes


def lines_of(events: Iterable[Event], *, people: dict[int, str] | None = None) -> list[Line]:
    """Events in words, with one statement for each kind of name that occurs in them; `people` are names known already."""
    events = list(events)
    told = with_wordings(events)
    names = _names(events, told, people or {})
    lines = [_line(event, changes, names) for event, changes in zip(events, told, strict=True)]
    return [line for line in lines if not line.is_silent]


def _line(event: Event, told: dict[str, Any], names: dict) -> Line:
    actor = names[User].get(event.actor_id, "") if event.actor_id else _("The system")
    changes = [] if event.kind == TicketEvent.CREATED else list(_changes(told, names))
    return Line(event.pk, event.at, str(actor), str(NAMED_BY_KIND.get(event.kind, "")), changes)


def _changes(changes: dict[str, Any], names: dict) -> Iterator[Change]:
    for name, pair in changes.items():
        if not isinstance(pair, list) or len(pair) != 2:
            continue
        if name == "tags":
            yield _tag_change(*pair)
        elif name in LISTS:
            yield _list_change(name, *pair, names[User])
        elif name == "custom_fields":
            yield from _field_changes(*pair, names)
        elif name in LABELS:
            yield Change(str(LABELS[name]), *(_word(name, value, names) for value in pair))


def _tag_change(before: list | None, after: list | None) -> Change:
    gone, come = set(before or []) - set(after or []), set(after or []) - set(before or [])
    return Change(_("Tags"), " ".join(sorted(gone)), " ".join(sorted(come)))


def _list_change(name: str, before: list | None, after: list | None, people: dict[int, str]) -> Change:
    gone, come = set(before or []) - set(after or []), set(after or []) - set(before or [])
    return Change(str(LABELS[name]), *(", ".join(sorted(people.get(pk, "?") for pk in ids)) for ids in (gone, come)))


def _field_changes(before: dict | None, after: dict | None, names: dict) -> Iterator[Change]:
    before, after = before or {}, after or {}
    for key in after | before:
        if before.get(key) != after.get(key):
            title = names[TicketField].get(int(key), _("Field")) if key.isdigit() else key
            yield Change(str(title), _shown(before.get(key)), _shown(after.get(key)))


def _word(name: str, value: Any, names: dict) -> str:
    if value in (None, ""):
        return ""
    if name in WORDS:
        return str(WORDS[name](value).label) if value in WORDS[name].values else str(value)
    if name in NAMED:
        return str(names[NAMED[name][0]].get(value, value))
    return str(value)


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value if value is not None else "")


def _names(events: list[Event], told: list[dict[str, Any]], people: dict[int, str]) -> dict[type, dict[int, Any]]:
    wanted: dict[type, set[int]] = defaultdict(set)
    wanted[User] |= {event.actor_id for event in events if event.actor_id}
    for changes in told:
        for name, pair in changes.items():
            if name in LISTS:
                wanted[User] |= {pk for side in pair for pk in side or ()}
            elif name in NAMED and isinstance(pair, list):
                wanted[NAMED[name][0]] |= set(_ids(pair))
    wanted[User] -= set(people)
    columns = dict(NAMED.values())
    found = {
        model: dict(model.objects.filter(pk__in=ids).values_list("pk", columns[model])) for model, ids in wanted.items() if ids
    }
    return defaultdict(dict, found | {User: {**people, **found.get(User, {})}})


def _ids(pair: list) -> Iterator[int]:
    for value in pair:
        if isinstance(value, dict):
            yield from (int(key) for key in value if key.isdigit())
        elif isinstance(value, int):
            yield value
