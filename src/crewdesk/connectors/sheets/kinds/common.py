"""Rows, what is to be done with them, and what all kinds of files have in common."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from crewdesk.accounts.models import User
from crewdesk.core.bulk import Ids, insert, quietly
from crewdesk.core.events import Via
from crewdesk.core.models import Event

from ..cells import BadCell, moment
from ..targets import label_of

EXAMPLES = 5


class Action(StrEnum):
    CREATE = "created"
    UPDATE = "updated"
    SKIP = "skipped"
    BAD = "bad"


@dataclass(frozen=True)
class Row:
    """One row of the file: the line on which it begins, and what its cells say by target; empty cells are left out."""

    line: int
    values: dict[str, str]

    def get(self, target: str) -> str:
        """The cell, or ''."""
        return self.values.get(target, "")


@dataclass
class Plan:
    """What is to be done with a row, thought out to the last column; `problem` says why it is bad or passed over."""

    row: Row
    action: Action
    data: dict[str, Any] = field(default_factory=dict)
    problem: str = ""
    target: Any = None


@dataclass(frozen=True)
class Setting:
    """What an import takes place in."""

    run_id: int
    by: User | None
    at: datetime
    zone: ZoneInfo
    date_order: str = "dmy"


class Importer:
    """Plans rows, which reads only, and writes plans, which never refuses. Nobody is told: no rule, no mail, no job."""

    # What a row is known by, and how it is read: a second row of the file with the same is bad.
    keys: dict[str, Callable[[str], str]] = {}

    def __init__(self, setting: Setting):
        self.setting, self.ids = setting, Ids()
        self.report: dict[str, dict[str, Any]] = {}

    def keys_of(self, row: Row) -> list[str]:
        """What the row is known by."""
        return [f"{key}:{known_by}" for key, read in self.keys.items() if (known_by := read(row.get(key)))]

    def plan(self, rows: list[Row]) -> list[Plan]:
        """Think out what is to be done."""
        self.look_up(rows)
        return [self._planned(row) for row in rows]

    def write(self, plans: list[Plan]) -> None:
        """Do it, in the transaction of the caller."""
        quietly()
        self.create([plan for plan in plans if plan.action == Action.CREATE])
        self.update([plan for plan in plans if plan.action == Action.UPDATE])

    def look_up(self, rows: list[Row]) -> None:
        """Read what the rows name, with a few queries for all of them."""
        raise NotImplementedError

    def plan_one(self, row: Row) -> Plan:
        """Raises BadCell."""
        raise NotImplementedError

    def create(self, plans: list[Plan]) -> None:
        """Insert new rows."""
        raise NotImplementedError

    def update(self, plans: list[Plan]) -> None:
        """Change rows that are here."""

    def note(self, what: str, example: str) -> None:
        """Something of a row could not be taken over, the rest was."""
        entry = self.report.setdefault(what, {"what": what, "count": 0, "examples": []})
        entry["count"] += 1
        if len(entry["examples"]) < EXAMPLES and example not in entry["examples"]:
            entry["examples"].append(example[:200])

    def instant(self, row: Row, target: str) -> datetime | None:
        """The instant in a cell, None for an empty one."""
        text = row.get(target)
        return moment(text, order=self.setting.date_order, zone=self.setting.zone, latest=self.setting.at) if text else None

    def _planned(self, row: Row) -> Plan:
        try:
            return self.plan_one(row)
        except BadCell as problem:
            return Plan(row, Action.BAD, problem=str(problem))

    def record(self, kind: str, subjects: Iterable[tuple[Any, dict, datetime]]) -> None:
        """Write what happened, as history: (row, changes, when)."""
        by = self.setting.by
        insert([
            Event(
                at=at, kind=kind, actor_id=by.pk if by else None, via=Via.SYSTEM, subject_type=subject._meta.model_name, subject_id=subject.pk,
                changes=changes,
            )
            for subject, changes, at in subjects
        ])  # fmt: skip


def differing(present: Any, data: dict[str, Any]) -> dict[str, list]:
    """{column: [before, after]} for what `data` would change on a row."""
    return {name: [getattr(present, name), value] for name, value in data.items() if getattr(present, name) != value}


def required(row: Row, target: str, read: Callable[[str], Any] = str.strip) -> Any:
    """A cell that may not be empty."""
    if not row.get(target).strip():
        raise BadCell(_("The cell is empty, and needed. Fill it in: %(column)s.") % {"column": label_of(target)})
    return read(row.get(target))
