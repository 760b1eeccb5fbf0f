"""The life of an import from another helpdesk, in the desk in scope."""

import secrets
from datetime import datetime
from typing import Any

from crewdesk.core.events import Via, record
from crewdesk.core.operations import operation
from crewdesk.tickets.tally import fold

from ..events import ConnectorEvent
from ..models import ImportRun
from ..models.run import Source
from ..sheets.running import Overtaken

State = ImportRun.State
# What a new run begins with: the places behind which everything is here.
KEPT = ("users", "tickets")
# What one that did not come to its end goes on with. Lists are read again, as what comes may name what was made there meanwhile.
GONE_ON_WITH = (*KEPT, "links")


@operation(ConnectorEvent.IMPORT_STARTED, ConnectorEvent.IMPORT_CHANGED)
def begin_run(account: str, *, origin: str, at: datetime) -> ImportRun:
    """The run to work on: the last one of this account if it did not come to its end, else a new one that begins where that one ended."""
    last = ImportRun.objects.select_for_update().filter(source=Source.ZENDESK, name=account).order_by("-id").first()
    if last is not None and last.state != State.DONE:
        last.state, last.problem = State.RUNNING, ""
        # Whoever still works on it finds another cursor, and stops: it may as well have been killed.
        last.cursor = _places(last, GONE_ON_WITH) | {"life": secrets.token_hex(8)}
        # What is read again is told again.
        last.report = [entry for entry in last.report if entry.get("step") in GONE_ON_WITH]
        last.save()
        record(ConnectorEvent.IMPORT_CHANGED, last, by=None, via=Via.SYSTEM, at=at, changes={"state": [None, State.RUNNING]})
        return last
    cursor = _places(last, KEPT) if last else {}
    run = ImportRun.objects.create(
        source=Source.ZENDESK, name=account, state=State.RUNNING, settings={"url": origin}, cursor=cursor, created_at=at, started_at=at,
    )  # fmt: skip
    record(ConnectorEvent.IMPORT_STARTED, run, by=None, via=Via.SYSTEM, at=at, changes={"name": [None, account]})
    return run


@operation(ConnectorEvent.IMPORT_FINISHED)
def end_run(run_id: int, *, cursor: dict[str, Any], at: datetime) -> ImportRun:
    """The import has come to its end. Raises Overtaken where it is no longer at `cursor`."""
    run = ImportRun.objects.select_for_update().get(pk=run_id)
    if run.state != State.RUNNING or run.cursor != cursor:
        raise Overtaken
    run.state, run.finished_at = State.DONE, at
    run.save()
    fold()
    record(ConnectorEvent.IMPORT_FINISHED, run, by=None, via=Via.SYSTEM, at=at, changes={"counters": [None, run.counters]})
    return run


@operation(ConnectorEvent.IMPORT_FAILED)
def fail_run(run_id: int, problem: str, *, cursor: dict[str, Any], at: datetime) -> None:
    """It broke off; what was brought in stays, and the next call goes on. Nothing happens where it is no longer at `cursor`: another works on it."""
    run = ImportRun.objects.select_for_update().get(pk=run_id)
    if run.state == State.RUNNING and run.cursor == cursor:
        run.state, run.problem = State.FAILED, problem[:500]
        run.save()
        record(ConnectorEvent.IMPORT_FAILED, run, by=None, via=Via.SYSTEM, at=at, changes={"problem": [None, run.problem]})


def _places(run: ImportRun, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: run.cursor[name] for name in names if name in run.cursor}
