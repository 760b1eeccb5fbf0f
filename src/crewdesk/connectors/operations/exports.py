"""A whole desk as a file: asked for on the settings page, or written by the command line."""

import math
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO

from django.db import DEFAULT_DB_ALIAS, connections
from django.utils.translation import gettext as _

from crewdesk.accounts.models import Desk, User
from crewdesk.accounts.rights import require
from crewdesk.core.clock import now
from crewdesk.core.events import Via, record
from crewdesk.core.files.store import discard, store
from crewdesk.core.jobs import Lane, defer, job
from crewdesk.core.operations import Refused, operation
from crewdesk.core.tenancy import desk_scope

from ..desks.archive import Progress, written
from ..desks.leaving import write_desk
from ..events import ConnectorEvent
from ..models import DeskExport
from ..queries import has_job

OPEN_FOR = timedelta(days=1)
# Progress is told so often at most.
STEP = timedelta(seconds=1)


class CannotExport(Refused):
    """No export was begun."""


@operation(ConnectorEvent.DESK_EXPORT_STARTED)
def ask_for_export(*, by: User, at: datetime) -> DeskExport:
    """Have the whole desk written to a file by a job. Raises CannotExport while another one is being written."""
    require(by, "desk.export")
    give_up_abandoned(at=at)
    if DeskExport.objects.filter(state=DeskExport.State.RUNNING).exists():
        raise CannotExport(_("An export is being written already."))
    export = DeskExport.objects.create(asked_by=by, created_at=at)
    record(ConnectorEvent.DESK_EXPORT_STARTED, export, by=by, via=Via.WEB, at=at)
    defer(write_export, desk_id=export.desk_id, export_id=export.pk)
    return export


@job(lane=Lane.BATCH, in_desk=False, retry=None)
def write_export(*, desk_id: int, export_id: int) -> None:
    """Write an export. Run again after a crash it begins anew; one that is there already stays."""
    desk = Desk.objects.get(pk=desk_id)
    with desk_scope(desk_id):
        if DeskExport.objects.get(pk=export_id).state != DeskExport.State.RUNNING:
            return
    try:
        with tempfile.TemporaryDirectory() as scratch:
            archive = Path(scratch) / f"{desk.slug}.tar"
            with written(archive) as out, _Teller(desk_id, export_id) as progress:
                write_desk(desk, out, at=now(), progress=progress)
            with desk_scope(desk_id), archive.open("rb") as content:
                _keep(export_id, content, f"{desk.slug}-{now():%Y-%m-%d}.tar")
    except Exception as problem:
        with desk_scope(desk_id):
            _give_up(export_id, f"{type(problem).__name__}: {problem}"[:500], at=now())
        raise


@operation(ConnectorEvent.DESK_EXPORT_FETCHED)
def fetch_export(export: DeskExport, *, by: User, at: datetime) -> None:
    """Put on record that somebody takes the file. Raises CannotExport when it is gone."""
    require(by, "desk.export")
    if not export.is_open(at):
        raise CannotExport(_("This file is gone. Export the desk again."))
    record(ConnectorEvent.DESK_EXPORT_FETCHED, export, by=by, via=Via.WEB, at=at, changes={"size": export.file.size})


@operation(ConnectorEvent.DESK_EXPORT_DISCARDED)
def discard_export(export: DeskExport, *, by: User | None, at: datetime) -> None:
    """Delete the file; the row stays as the trace."""
    if by is not None:
        require(by, "desk.export")
    if export.state != DeskExport.State.READY:
        raise CannotExport(_("There is no file to delete."))
    export.state = DeskExport.State.DISCARDED
    export.save(update_fields=["state"])
    record(ConnectorEvent.DESK_EXPORT_DISCARDED, export, by=by, via=Via.WEB if by else Via.SYSTEM, at=at)
    discard(export.file, by=by, via=Via.WEB if by else Via.SYSTEM)


def discard_old_exports(*, at: datetime) -> int:
    """Delete the files of the desk in scope that were open long enough; returns how many."""
    old = DeskExport.objects.filter(state=DeskExport.State.READY, expires_at__lte=at)
    for export in old:
        discard_export(export, by=None, at=at)
    return len(old)


def give_up_abandoned(*, at: datetime) -> int:
    """Say of exports of the desk in scope that they failed, where their job is given up: it took its workers along. Returns how many."""
    # One that somebody holds is worked on.
    running = DeskExport.objects.select_for_update(skip_locked=True).filter(state=DeskExport.State.RUNNING)
    abandoned = [export.pk for export in running if not has_job(write_export, export_id=export.pk)]
    for pk in abandoned:
        _give_up(pk, _("The work broke off several times. Look at the logs of the server, then try again."), at=at)
    return len(abandoned)


def write_to(target: Path, desk: Desk, *, at: datetime, progress: Progress) -> dict[str, Any]:
    """Write a desk to a file or folder of the machine; returns the manifest."""
    with written(target) as out:
        manifest = write_desk(desk, out, at=at, progress=progress)
    with desk_scope(desk.pk):
        _note_export(desk, at=at)
    return manifest


@operation(ConnectorEvent.DESK_EXPORTED)
def _note_export(desk: Desk, *, at: datetime) -> None:
    record(ConnectorEvent.DESK_EXPORTED, desk, by=None, via=Via.SYSTEM, at=at, changes={"to": "command line"})


@operation(ConnectorEvent.DESK_EXPORT_FINISHED)
def _keep(export_id: int, content: BinaryIO, name: str) -> None:
    at = now()
    if (export := _running(export_id)) is None:
        return
    export.file = store(content, name=name, content_type="application/x-tar", by=None, via=Via.SYSTEM, limit_mb=math.inf)
    export.state, export.finished_at, export.expires_at = DeskExport.State.READY, at, at + OPEN_FOR
    export.done = export.total
    export.save()
    record(ConnectorEvent.DESK_EXPORT_FINISHED, export, by=None, via=Via.SYSTEM, at=at, changes={"size": export.file.size})


@operation(ConnectorEvent.DESK_EXPORT_FINISHED)
def _give_up(export_id: int, problem: str, *, at: datetime) -> None:
    if (export := _running(export_id)) is None:
        return
    export.state, export.problem, export.finished_at = DeskExport.State.FAILED, problem, at
    export.save()
    record(ConnectorEvent.DESK_EXPORT_FINISHED, export, by=None, via=Via.SYSTEM, at=at, changes={"state": [None, "failed"]})


def _running(export_id: int) -> DeskExport | None:
    """The export, locked; None when another worker, which took over, has ended it."""
    return DeskExport.objects.select_for_update().filter(pk=export_id, state=DeskExport.State.RUNNING).first()


class _Teller:
    """Writes progress into the row over a connection of its own, since the desk is read in one long transaction."""

    def __init__(self, desk_id: int, export_id: int):
        self._ids, self._next = (desk_id, export_id), now()
        self._aside = connections.create_connection(DEFAULT_DB_ALIAS)

    def __enter__(self) -> "_Teller":
        return self

    def __exit__(self, *_problem) -> None:
        self._aside.close()

    def __call__(self, _label: str, done: int, total: int) -> None:
        if (at := now()) < self._next and done < total:
            return
        self._next = at + STEP
        with self._aside.cursor() as cursor:
            cursor.execute(f"BEGIN; SET LOCAL crewdesk.desk = '{int(self._ids[0])}'")
            cursor.execute(
                "UPDATE connectors_deskexport SET done = %s, total = %s WHERE desk_id = %s AND id = %s", [done, total, *self._ids]
            )
            cursor.execute("COMMIT")
