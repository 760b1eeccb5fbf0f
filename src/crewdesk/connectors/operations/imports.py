"""The life of an import from a CSV file: kept, mapped, checked, brought in."""

from datetime import datetime, timedelta
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from crewdesk.accounts.models import Desk, User
from crewdesk.accounts.rights import require
from crewdesk.core.clock import now
from crewdesk.core.events import Via, record
from crewdesk.core.files.models import StoredFile
from crewdesk.core.files.store import discard, store
from crewdesk.core.jobs import Lane, defer, job
from crewdesk.core.operations import Refused, operation
from crewdesk.core.tenancy import desk_scope
from crewdesk.tickets.tally import fold

from ..events import ConnectorEvent
from ..models import ImportRun
from ..models.run import Source
from ..queries import has_job
from ..sheets.reading import DELIMITERS, ENCODINGS
from ..sheets.running import Check, Import, Overtaken, Progress
from ..sheets.sheet import Look, look_at
from ..sheets.targets import KINDS, Target, targets

State = ImportRun.State
# How long an uploaded file, which is full of people, is kept.
KEPT_FOR = timedelta(days=30)
# A run without a job that was silent for so long is nobody's: the command line works without one.
SILENT_FOR = timedelta(hours=1)


class CannotImport(Refused):
    """The import does not go on; nothing is lost."""


@operation(ConnectorEvent.IMPORT_STARTED)
def keep_upload(content: BinaryIO, *, kind: str, name: str, by: User | None, at: datetime) -> ImportRun:
    """Keep a file as it came, before anything of it is read. Raises Refused for one that is too large."""
    if by is not None:
        require(by, "desk.import")
    if kind not in KINDS:
        raise CannotImport(_("Choose what the file holds."), field="kind")
    file = store(content, name=name, content_type="text/csv", by=by, limit_mb=settings.IMPORT_LIMIT_MB)
    run = ImportRun.objects.create(source=Source.CSV, kind=kind, name=file.name, file=file, started_by=by, created_at=at)
    record(ConnectorEvent.IMPORT_STARTED, run, by=by, via=Via.WEB, at=at, changes={"kind": [None, kind]})
    return run


def look(run: ImportRun, **shape: str) -> Look:
    """Headings and samples of the kept file. Raises sheets.reading.BadSheet for a file that is no CSV."""
    if run.file.deleted_at is not None:
        raise CannotImport(_("The file was deleted; upload it again."))
    given = {name: value for name, value in shape.items() if value}
    settings_ = run.settings | ({"shape": given} if len(given) == 2 else {})
    return look_at(run.file.key, settings_)


@operation(ConnectorEvent.IMPORT_CHANGED)
def map_columns(
    run: ImportRun, mapping: dict[int, str], *, seen: Look, date_order: str, by: User | None, at: datetime
) -> ImportRun:
    """Say what each column is. Raises CannotImport where that is not enough, with the column or target in `field`."""
    _require(by)
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if run.is_busy or run.state == State.DONE:
        raise CannotImport(_("This import has begun already. Upload the file again for another one."))
    _refuse_unfit(mapping, targets(run.kind), len(seen.columns))
    run.settings = {
        "shape": seen.shape.plain(), "mapping": {str(column): target for column, target in mapping.items() if target},
        "columns": [{"heading": column.heading} for column in seen.columns], "date_order": date_order,
    }  # fmt: skip
    run.state, run.problem, run.cursor = State.NEW, "", {}
    run.save()
    record(ConnectorEvent.IMPORT_CHANGED, run, by=by, via=Via.WEB, at=at, changes={"columns": len(mapping)})
    return run


@operation(ConnectorEvent.IMPORT_CHANGED)
def begin_check(run: ImportRun, *, by: User | None, at: datetime, with_job: bool = True) -> ImportRun:
    """Check every row by a job, which writes nothing."""
    return _begin(run, State.CHECKING, (State.NEW, State.CHECKED, State.FAILED), check if with_job else None, by=by, at=at)


@operation(ConnectorEvent.IMPORT_CHANGED)
def begin_import(run: ImportRun, *, by: User | None, at: datetime, with_job: bool = True) -> ImportRun:
    """Bring the rows in by a job. A run that stopped goes on after its last batch."""
    if run.state == State.FAILED and not run.cursor:
        raise CannotImport(_("Check the file first."))
    return _begin(run, State.RUNNING, (State.CHECKED, State.FAILED), bring_in if with_job else None, by=by, at=at)


@job(lane=Lane.BATCH, in_desk=False, retry=None)
def check(*, desk_id: int, run_id: int, locale: str) -> None:
    """The dry run of a file."""
    _work(Check, desk_id, run_id, locale, State.CHECKING)


@job(lane=Lane.BATCH, in_desk=False, retry=None)
def bring_in(*, desk_id: int, run_id: int, locale: str) -> None:
    """The import of a file. Run again after a crash it goes on."""
    _work(Import, desk_id, run_id, locale, State.RUNNING)


def work_here(kind: type[Check] | type[Import], desk: Desk, run: ImportRun, progress: Progress | None = None) -> ImportRun:
    """Do the work of a job in this process, for the command line."""
    with desk_scope(desk.pk):
        run.refresh_from_db()
    kind(desk, run, progress).carry_out()
    with desk_scope(desk.pk):
        run.refresh_from_db()
    return run


@operation(ConnectorEvent.IMPORT_CHANGED)
def note_check(run_id: int, *, counters: dict, report: list, examples: list, bad_rows: StoredFile | None) -> None:
    """The check has come to its end."""
    run = ImportRun.objects.select_for_update().get(pk=run_id)
    if run.state != State.CHECKING:
        raise Overtaken
    former = run.bad_rows
    run.state, run.counters, run.report, run.bad_rows = State.CHECKED, counters, report, bad_rows
    run.settings = run.settings | {"examples": examples}
    run.save()
    if former is not None and former.deleted_at is None:
        discard(former, by=None, via=Via.SYSTEM)
    record(ConnectorEvent.IMPORT_CHANGED, run, by=None, via=Via.SYSTEM, changes={"counters": [None, counters]})


@operation(ConnectorEvent.IMPORT_FINISHED)
def note_end(run_id: int, *, at_line: int) -> None:
    """The import has come to its end."""
    run = ImportRun.objects.select_for_update().get(pk=run_id)
    if run.state != State.RUNNING or run.cursor.get("line", 0) != at_line:
        raise Overtaken
    run.state, run.finished_at = State.DONE, now()
    run.save()
    fold()
    record(ConnectorEvent.IMPORT_FINISHED, run, by=run.started_by, via=Via.SYSTEM, changes={"counters": [None, run.counters]})


@operation(ConnectorEvent.IMPORT_FAILED)
def note_failure(run_id: int, problem: str, *, during: str) -> None:
    """The work broke off; what was brought in stays, and the run can go on. Nothing happens when it is no longer `during` that work."""
    run = ImportRun.objects.select_for_update().get(pk=run_id)
    if run.state != during:
        return
    run.state, run.problem = State.FAILED, problem[:500]
    run.save()
    record(ConnectorEvent.IMPORT_FAILED, run, by=None, via=Via.SYSTEM, changes={"problem": [None, run.problem]})


def give_up_abandoned(*, at: datetime) -> int:
    """Say of runs of the desk in scope that they stopped, where their job is given up: it took its workers along. Returns how many."""
    # One that somebody holds is worked on.
    silent = ImportRun.objects.of_files().select_for_update(skip_locked=True).filter(updated_at__lt=at - SILENT_FOR)
    busy = silent.filter(state__in=(State.CHECKING, State.RUNNING))
    abandoned = [run for run in busy if not has_job(check, bring_in, run_id=run.pk)]
    for run in abandoned:
        problem = _("The work broke off several times. Look at the logs of the server, then try again.")
        note_failure(run.pk, problem, during=run.state)
    return len(abandoned)


def forget_old_uploads(*, at: datetime) -> int:
    """Delete uploaded files of the desk in scope that were kept long enough; returns how many."""
    old = ImportRun.objects.filter(created_at__lt=at - KEPT_FOR, file__deleted_at=None).select_related("file", "bad_rows")
    gone = [file for run in old for file in (run.file, run.bad_rows) if file is not None and file.deleted_at is None]
    for file in gone:
        discard(file, by=None, via=Via.SYSTEM)
    return len(gone)


def _begin(run: ImportRun, to: str, from_: tuple[str, ...], work, *, by: User | None, at: datetime) -> ImportRun:
    _require(by)
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if run.state not in from_ or not run.settings.get("mapping"):
        raise CannotImport(_("This import is under way or over. Look at it again."))
    is_new = to == State.CHECKING or not run.cursor
    if is_new:
        run.counters, run.report, run.cursor, run.started_at = {}, [], {}, at
    run.state, run.problem, run.started_by = to, "", by or run.started_by
    run.save()
    record(ConnectorEvent.IMPORT_CHANGED, run, by=by, via=Via.WEB, at=at, changes={"state": [None, to]})
    if work is not None:
        defer(work, desk_id=run.desk_id, run_id=run.pk, locale=(by.locale if by else "") or "en")
    return run


def _work(kind: type[Check] | type[Import], desk_id: int, run_id: int, locale: str, state: str) -> None:
    desk = Desk.objects.get(pk=desk_id)
    with desk_scope(desk_id):
        run = ImportRun.objects.get(pk=run_id)
    if run.state != state:
        return
    try:
        with override(locale):
            kind(desk, run).carry_out()
    except Overtaken:
        return
    except Exception as problem:
        with desk_scope(desk_id):
            note_failure(run_id, f"{type(problem).__name__}: {problem}", during=state)
        raise


def _require(by: User | None) -> None:
    if by is not None:
        require(by, "desk.import")


def _refuse_unfit(mapping: dict[int, str], known: list[Target], width: int) -> None:
    keys = {target.key for target in known}
    if any(target and target not in keys for target in mapping.values()) or any(not 0 <= column < width for column in mapping):
        raise CannotImport(_("This page is out of date. Load it again."))
    chosen = [target for target in mapping.values() if target]
    for target in known:
        if chosen.count(target.key) > 1 and target.key != "tags":
            raise CannotImport(_("Two columns are “%(name)s”. Choose one of them.") % {"name": target.label}, field=target.key)
    if missing := [str(target.label) for target in known if target.required and target.key not in chosen]:
        raise CannotImport(_("Choose the column for: %(names)s.") % {"names": ", ".join(missing)}, field="mapping")


def is_shape(encoding: str, delimiter: str) -> bool:
    """Whether somebody's choice of how to read a file is one of ours."""
    return encoding in ENCODINGS and delimiter in DELIMITERS
