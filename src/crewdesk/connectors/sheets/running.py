"""Checks a file and brings it in, batch by batch: each batch is one transaction with the run's cursor and counters in it.

So a run that was killed goes on after its last batch, and a worker that comes back from the dead changes nothing more.
"""

import json
import math
import tempfile
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any
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
from .kinds import IMPORTERS, Action, Importer, Plan, Row, Setting
from .reading import Measured, Record, Shape, records

BATCH = 500
EXAMPLES = 20
LONGEST_SHOWN = 500
Progress = Callable[[int, int], None]
# Rows of the file, each as it is to be planned, or as a plan where it is bad already.
Batch = list[tuple[Record, Plan | Row]]


class Overtaken(Exception):
    """Somebody else works on this run, or it was stopped; what was done so far stands."""


class Work:
    """One pass over the file of a run."""

    begin_at = 0

    def __init__(self, desk: Desk, run: ImportRun, progress: Progress | None = None):
        self.desk, self.run, self.progress = desk, run, progress
        self.mapping = {int(column): target for column, target in run.settings["mapping"].items()}
        self.counts = dict.fromkeys(("rows", *Action), 0)
        with desk_scope(desk.pk):
            self.importer: Importer = IMPORTERS[run.kind](self._setting())
            self.key, self.size = StoredFile.objects.values_list("key", "size").get(pk=run.file_id)

    def carry_out(self) -> None:
        """Go through the whole file."""
        with default_storage.open(self.key) as stream:
            measured = Measured(stream)
            rows = self._new_rows(records(measured, Shape(**self.run.settings["shape"])))
            while batch := list(islice(rows, BATCH)):
                read = min(measured.done, self.size)
                with desk_scope(self.desk.pk):
                    self._do(batch, read)
                if self.progress:
                    self.progress(read, self.size)
            with desk_scope(self.desk.pk):
                self._finish()

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

    def _plans(self, batch: Batch) -> list[Plan]:
        thought_out = iter(self.importer.plan([one for _record, one in batch if isinstance(one, Row)]))
        return [one if isinstance(one, Plan) else next(thought_out) for _record, one in batch]

    def _count(self, plans: list[Plan], read: int) -> dict[str, int]:
        self.counts["rows"] += len(plans)
        for plan in plans:
            self.counts[plan.action] += 1
        return {**self.counts, "read": read, "size": self.size}

    def _report(self) -> list[dict[str, Any]]:
        return list(self.importer.report.values())

    def _do(self, batch: Batch, read: int) -> None:
        """One batch, in the transaction of the caller; `read` is how many bytes of the file are read."""
        raise NotImplementedError

    def _finish(self) -> None:
        raise NotImplementedError


class Check(Work):
    """The dry run: nothing is written but what the run itself remembers, and the bad rows as a file."""

    def carry_out(self) -> None:
        """Go through the whole file, and keep its bad rows."""
        self.examples: list[dict[str, Any]] = []
        with tempfile.TemporaryFile() as self._bad:
            super().carry_out()

    def _do(self, batch: Batch, read: int) -> None:
        plans = self._plans(batch)
        counters = self._count(plans, read)
        mine = ImportRun.objects.filter(pk=self.run.pk, state=ImportRun.State.CHECKING)
        if not mine.update(counters=counters, updated_at=now()):
            raise Overtaken
        for (record, _one), plan in zip(batch, plans, strict=True):
            if plan.action == Action.BAD:
                self._keep(record, plan.problem)

    def _keep(self, record: Record, problem: str) -> None:
        line = [record.line, problem, *(cell[:LONGEST_SHOWN] for cell in record.cells)]
        self._bad.write(json.dumps(line).encode() + b"\n")
        if len(self.examples) < EXAMPLES:
            cells = [cell[:60] for cell in record.cells if cell.strip()][:6]
            self.examples.append({"line": record.line, "problem": problem, "cells": cells})

    def _finish(self) -> None:
        from ..operations.imports import note_check

        file = self._bad_rows() if self.counts[Action.BAD] else None
        counters = self._count([], self.size)
        note_check(self.run.pk, counters=counters, report=self._report(), examples=self.examples, bad_rows=file)

    def _bad_rows(self) -> StoredFile:
        headings = [column["heading"] for column in self.run.settings["columns"]]
        self._bad.seek(0)
        with tempfile.TemporaryFile() as out:
            write_csv(out, [_("Line"), _("What is wrong"), *headings], (json.loads(line) for line in self._bad))
            out.seek(0)
            return store(out, name="bad-rows.csv", content_type="text/csv", by=None, via=Via.SYSTEM, limit_mb=math.inf)


class Import(Work):
    """The import itself; goes on where the run's cursor stands."""

    def __init__(self, desk: Desk, run: ImportRun, progress: Progress | None = None):
        super().__init__(desk, run, progress)
        self.begin_at = run.cursor.get("line", 0)
        self.counts |= {name: count for name, count in run.counters.items() if name in self.counts}
        self.importer.report = {entry["what"]: entry for entry in run.report}

    def _do(self, batch: Batch, read: int) -> None:
        # The lock and the comparison: two workers never bring in the same batch.
        run = ImportRun.objects.select_for_update().get(pk=self.run.pk)
        if run.state != ImportRun.State.RUNNING or run.cursor.get("line", 0) != self.begin_at:
            raise Overtaken
        plans = self._plans(batch)
        self.importer.write(plans)
        self.begin_at = batch[-1][0].line
        run.cursor, run.counters, run.report = {"line": self.begin_at}, self._count(plans, read), self._report()
        run.save(update_fields=["cursor", "report", "counters", "updated_at"])

    def _finish(self) -> None:
        from ..operations.imports import note_end

        note_end(self.run.pk, at_line=self.begin_at)
