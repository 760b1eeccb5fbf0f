"""One import of an account, from the first group to the last ticket.

What is fetched is fetched outside of any transaction. Each batch is one transaction with the run's cursor, counters and report
in it: a run that was killed goes on after its last batch, and whoever works on it beside us finds another cursor (`Overtaken`).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from crewdesk.accounts.models import Desk
from crewdesk.core.bulk import Ids, insert, quietly
from crewdesk.core.events import Via
from crewdesk.core.models import Event
from crewdesk.core.tenancy import desk_scope

from ..models import ImportRun
from ..sheets.running import Overtaken
from .client import Client
from .known import Known

EXAMPLES = 5
Progress = Callable[[str, int, int | None], None]
# Columns whose words are their customers' own; an event, which nobody can alter, does not repeat them.
UNTOLD = {"user_fields", "organization_fields"}


class Work:
    """What all steps of one import share."""

    def __init__(self, desk: Desk, run: ImportRun, client: Client, *, at: datetime, progress: Progress | None = None):
        self.desk, self.run, self.client, self.at, self.progress = desk, run, client, at, progress
        self.cursor: dict[str, Any] = dict(run.cursor)
        self.known, self.ids = Known(run.name, run.pk), Ids()
        self.counts: dict[str, dict[str, int]] = {kind: dict(each) for kind, each in run.counters.get("kinds", {}).items()}
        self.report: dict[str, dict[str, Any]] = {entry["what"]: entry for entry in run.report}
        self.step = ""
        self._seen: dict[str, int] = {}
        self._also: dict[str, Any] = {}

    def carry_out(self, steps: dict[str, Callable[["Work"], None]]) -> None:
        """Do the steps, in order. What is done of them they know by the cursor, or by the rows that are here."""
        for name, step in steps.items():
            self.step = name
            step(self)
            # With what was noted after its last batch.
            with self.batch():
                pass

    def scope(self):
        """A transaction of its own for a look at what is here."""
        return desk_scope(self.desk.pk)

    @contextmanager
    def batch(self, **moved: Any) -> Iterator[None]:
        """One transaction, which ends with the cursor moved: None takes a name out of it. Raises Overtaken."""
        with desk_scope(self.desk.pk):
            run = ImportRun.objects.select_for_update().get(pk=self.run.pk)
            if run.state != ImportRun.State.RUNNING or run.cursor != self.cursor:
                raise Overtaken
            quietly()
            self._also = {}
            yield
            moved |= self._also
            # It moves with each batch, so that two who work at once are told apart.
            moved["batch"] = self.cursor.get("batch", 0) + 1
            run.cursor = {name: value for name, value in (self.cursor | moved).items() if value is not None}
            run.counters, run.report = self._counters(), list(self.report.values())
            run.save(update_fields=["cursor", "counters", "report", "updated_at"])
        # Not before it is committed: where the run stands is how a failure is known to be its own.
        self.cursor = run.cursor

    def also(self, **moved: Any) -> None:
        """Within a batch: move this of the cursor too."""
        self._also |= moved

    def count(self, kind: str, action: str, how_many: int = 1) -> None:
        """Rows of `kind` were created, updated or skipped."""
        if how_many:
            counts = self.counts.setdefault(kind, {"created": 0, "updated": 0, "skipped": 0})
            counts[action] += how_many

    def note(self, what: str, example: str = "", *, most: int = EXAMPLES) -> None:
        """Something could not be taken over as it was."""
        entry = self.report.setdefault(what, {"what": what, "count": 0, "examples": [], "step": self.step})
        entry["count"] += 1
        if example and len(entry["examples"]) < most and example[:200] not in entry["examples"]:
            entry["examples"].append(example[:200])

    def record(
        self, kind: str, subject: Any, changes: dict[str, Any], *, actor: int | None = None, at: datetime | None = None
    ) -> None:
        """Write what happened, as history: nobody is told."""
        told = self.known.marked({name: change for name, change in changes.items() if name not in UNTOLD})
        insert([
            Event(
                at=at or self.at, kind=kind, actor_id=actor, via=Via.SYSTEM, subject_type=subject._meta.model_name, subject_id=subject.pk,
                changes=told,
            )
        ])  # fmt: skip

    def tell(self, label: str, more: int, total: int | None = None) -> None:
        """Move the bar."""
        self._seen[label] = self._seen.get(label, 0) + more
        if self.progress:
            self.progress(label, self._seen[label], total)

    def _counters(self) -> dict[str, Any]:
        sums = {action: sum(each[action] for each in self.counts.values()) for action in ("created", "updated", "skipped")}
        return {**sums, "bad": 0, "rows": sum(sums.values()), "kinds": self.counts}


def differing(present: Any, data: dict[str, Any]) -> dict[str, list]:
    """{column: [before, after]} for what `data` would change on a row."""
    return {name: [getattr(present, name), value] for name, value in data.items() if getattr(present, name) != value}
