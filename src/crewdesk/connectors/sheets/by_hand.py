"""The whole way of a CSV file in one call, for the command line."""

import shutil
from pathlib import Path

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from crewdesk.accounts.models import Desk
from crewdesk.core.clock import now
from crewdesk.core.tenancy import desk_scope

from ..models import ImportRun
from ..operations.imports import CannotImport, begin_check, begin_import, keep_upload, look, map_columns, work_here
from .running import Check, Import
from .sheet import Look
from .targets import guess, targets


def bring_csv(
    desk: Desk, path: Path, *, kind: str, chosen: dict[str, str], dates: str | None, is_dry: bool, bad_rows: Path | None, progress
) -> ImportRun:
    """Keep the file, map its columns (`chosen` by heading, the rest by guess), check it, and unless `is_dry` bring it in."""
    with desk_scope(desk.pk), path.open("rb") as content:
        run = keep_upload(content, kind=kind, name=path.name, by=None, at=now())
    with desk_scope(desk.pk):
        seen = look(run)
        run = map_columns(run, _mapping(kind, seen, chosen), seen=seen, date_order=dates or seen.date_order, by=None, at=now())
        run = begin_check(run, by=None, at=now(), with_job=False)
    run = work_here(Check, desk, run, lambda done, total: progress("Check", done, total))
    if bad_rows is not None and run.bad_rows_id:
        _write_bad_rows(desk, run, bad_rows)
    if is_dry:
        return run
    with desk_scope(desk.pk):
        run = begin_import(run, by=None, at=now(), with_job=False)
    return work_here(Import, desk, run, lambda done, total: progress("Import", done, total))


def _mapping(kind: str, seen: Look, chosen: dict[str, str]) -> dict[int, str]:
    known = targets(kind)
    for heading, target in chosen.items():
        if heading not in seen.headings:
            raise CannotImport(
                _("The file has no column %(name)s. It has: %(all)s.") % {"name": heading, "all": ", ".join(seen.headings)}
            )
        if target and target not in {one.key for one in known}:
            raise CannotImport(
                _("There is no %(name)s. There are: %(all)s.") % {"name": target, "all": ", ".join(one.key for one in known)}
            )
    taken = set(chosen.values())
    guessed = guess(seen.headings, [target for target in known if target.key not in taken])
    return {number: chosen.get(heading, guessed[number]) for number, heading in enumerate(seen.headings)}


def _write_bad_rows(desk: Desk, run: ImportRun, target: Path) -> None:
    with desk_scope(desk.pk), default_storage.open(run.bad_rows.key) as content, target.open("wb") as out:
        shutil.copyfileobj(content, out)
