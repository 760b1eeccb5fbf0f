"""Checks a file and brings it in, batch by batch: each batch is one transaction with the run's cursor and counters in it.

So a run that was killed goes on after its last batch, and a worker that comes back from the dead changes nothing more.
"""

import json
import math
import tempfile
from collections.abc import Callable, Iterator
from itertools import islice
from typing import IO, Any
from zoneinfo import ZoneInfo

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from crewdesk.accounts.models import Desk, User
from crewdesk.core.clock import now
from crewdesk.core.events import Via
from crewdesk.core.files.models import StoredFile
from crewdesk.core.files.store import store
from crewdesk.core.spreadsheet import write_csv
from crewdesk.core.tenancy import desk_scope

from ..models import ImportRun
from ..models.run import ImportRun as Run
from .kinds import IMPORTERS, Action, Importer, Plan, Row, Setting
from .reading import Measured, Record, Shape, records

BATCH = 500
EXAMPLES = 20
LONGEST_SHOWN = 500
Progress = Callable[[int, int], None]


class Overtaken(Exception):
    """Somebody else works on this run, or it was stopped; what was done so far stands."""


class Work:
    """One pass over the file of a run."""

    state: str
    begin_at = 0

    def __init__(self, desk: Desk, run: ImportRun, progress: Progress | None = None):
        self.desk, self.run, self.progress = desk, run, progress
        self.mapping = {int(column): target for column, target in run.settings["mapping"].items()}
        self.counts = dict.fromkeys(("rows", *Action), 0)
        self.examples: list[dict[str, Any]] = []
        with desk_scope(desk.pk):
            self.importer: Importer = IMPORTERS[run.kind](self._setting())
            self.key, self.size = StoredFile.objects.values_list("key", "size").get(pk=run.file_id)

    def carry_out(self) -> None:
        """Go through the whole file."""
        with default_storage.open(self.key) as stream, tempfile.TemporaryFile() as bad:
            measured = Measured(stream)
            rows = self._new_rows(records(measured, Shape(**self.run.settings["shape"])))
            while batch := list(islice(rows, BATCH)):
                self._do(batch, bad)
                self._advance(measured.done, batch[-1][0].line)
                if self.progress:
                    self.progress(min(measured.done, self.size), self.size)
            self._finish(bad)

    def _setting(self) -> Setting:
        by = User.objects.filter(pk=self.run.started_by_id).first()
        zone = ZoneInfo(self.desk.time_zone)
        return Setting(self.run.pk, by, now(), zone, self.run.settings.get("date_order", "dmy"))

    def _new_rows(self, found: Iterator[Record]) -> Iterator[tuple[Record, Plan | Row]]:
        """Rows that are not done yet, each as it is to be planned, or as a plan where it is bad already."""
        next(found, None)  # the heading
        seen: dict[int, int] = {}
        for record in found:
            row = self._row(record)
            plan = self._refused(record, row, seen)
            if record.line > self.begin_at:
                yield record, plan or row

    def _row(self, record: Record) -> Row:
        values: dict[str, str] = {}
        for column, target in self.mapping.items():
            cell = record.cells[column] if column < len(record.cells) else ""
            if target and cell.strip():
                values[target] = f"{values[target]} {cell}" if target in values else cell
        return Row(record.line, values)

    def _refused(self, record: Record, row: Row, seen: dict[int, int]) -> Plan | None:
        if record.problem:
            return Plan(row, Action.BAD, problem=record.problem)
        if not row.values:
            return Plan(row, Action.BAD, problem=_("None of the chosen columns is filled in. Fill in the row or delete it."))
        for key in map(hash, self.importer.keys_of(row)):
            if seen.setdefault(key, record.line) != record.line:
                return Plan(
                    row, Action.BAD, problem=_("Line %(line)s is about the same. Keep one of the two.") % {"line": seen[key]}
                )
        return None

    def _plans(self, batch: list[tuple[Record, Plan | Row]]) -> list[Plan]:
        thought_out = iter(self.importer.plan([one for _record, one in batch if isinstance(one, Row)]))
        return [one if isinstance(one, Plan) else next(thought_out) for _record, one in batch]

    def _count(self, batch: list[tuple[Record, Plan | Row]], plans: list[Plan], bad: IO[bytes]) -> None:
        self.counts["rows"] += len(plans)
        for (record, _one), plan in zip(batch, plans, strict=True):
            self.counts[plan.action] += 1
            if plan.action != Action.BAD:
                continue
            line = [record.line, plan.problem, *(cell[:LONGEST_SHOWN] for cell in record.cells)]
            bad.write(json.dumps(line).encode() + b"\n")
            if len(self.examples) < EXAMPLES:
                self.examples.append(
                    {
                        "line": record.line,
                        "problem": plan.problem,
                        "cells": [cell[:60] for cell in record.cells if cell.strip()][:6],
                    }
                )

    def _report(self) -> list[dict[str, Any]]:
        return list(self.importer.report.values())

    def _do(self, batch: list, bad: IO[bytes]) -> None:
        raise NotImplementedError

    def _advance(self, read: int, line: int) -> None:
        raise NotImplementedError

    def _finish(self, bad: IO[bytes]) -> None:
        raise NotImplementedError


class Check(Work):
    """The dry run: nothing is written but what the run itself remembers."""

    def _do(self, batch: list, bad: IO[bytes]) -> None:
        with desk_scope(self.desk.pk):
            self._count(batch, self._plans(batch), bad)

    def _advance(self, read: int, line: int) -> None:
        with desk_scope(self.desk.pk):
            mine = ImportRun.objects.filter(pk=self.run.pk, state=Run.State.CHECKING)
            if not mine.update(counters={**self.counts, "read": min(read, self.size), "size": self.size}, updated_at=now()):
                raise Overtaken

    def _finish(self, bad: IO[bytes]) -> None:
        from ..operations.imports import note_check

        with desk_scope(self.desk.pk):
            file = self._bad_rows(bad) if self.counts[Action.BAD] else None
            counters = {**self.counts, "read": self.size, "size": self.size}
            note_check(self.run.pk, counters=counters, report=self._report(), examples=self.examples, bad_rows=file)

    def _bad_rows(self, bad: IO[bytes]) -> StoredFile:
        headings = [column["heading"] for column in self.run.settings["columns"]]
        bad.seek(0)
        with tempfile.TemporaryFile() as out:
            write_csv(out, [_("Line"), _("What is wrong"), *headings], (json.loads(line) for line in bad))
            out.seek(0)
            return store(out, name="bad-rows.csv", content_type="text/csv", by=None, via=Via.SYSTEM, limit_mb=math.inf)


class Import(Work):
    """The import itself; goes on where the run's cursor stands."""

    def __init__(self, desk: Desk, run: ImportRun, progress: Progress | None = None):
        super().__init__(desk, run, progress)
        self.begin_at = run.cursor.get("line", 0)
        self.counts |= {name: count for name, count in run.counters.items() if name in self.counts}
        self.importer.report = {entry["what"]: entry for entry in run.report}

    def _do(self, batch: list, bad: IO[bytes]) -> None:
        self._batch, self._bad = batch, bad

    def _advance(self, read: int, line: int) -> None:
        with desk_scope(self.desk.pk):
            # The lock and the comparison: two workers never bring in the same batch.
            run = ImportRun.objects.select_for_update().get(pk=self.run.pk)
            if run.state != Run.State.RUNNING or run.cursor.get("line", 0) != self.begin_at:
                raise Overtaken
            plans = self._plans(self._batch)
            self.importer.write(plans)
            self._count(self._batch, plans, self._bad)
            run.cursor, run.report = {"line": line}, self._report()
            run.counters = {**self.counts, "read": min(read, self.size), "size": self.size}
            run.save(update_fields=["cursor", "report", "counters", "updated_at"])
        self.begin_at = line

    def _finish(self, bad: IO[bytes]) -> None:
        from ..operations.imports import note_end

        with desk_scope(self.desk.pk):
            note_end(self.run.pk, at_line=self.begin_at)
