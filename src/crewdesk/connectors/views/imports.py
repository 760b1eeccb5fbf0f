"""Importing a CSV file, step by step: upload, columns, check, import, report. One address shows where it stands."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from crewdesk.accounts.views.answers import carried_out, page
from crewdesk.core.clock import now
from crewdesk.core.files.links import signed_url

from ..forms.columns import ColumnsForm
from ..forms.upload import UploadForm
from ..models import ImportRun
from ..operations import imports as verbs
from ..queries import latest_runs
from ..sheets.reading import BadSheet
from .answers import address, done

SHOWN = 50
State = ImportRun.State


def imports(request: HttpRequest) -> HttpResponse:
    """What can be imported, the form for it, and what was."""
    form = UploadForm(request.POST or None, request.FILES or None)
    made: list[ImportRun] = []
    if carried_out(
        form, lambda file, **facts: made.append(verbs.keep_upload(file, name=file.name, **facts)), by=request.member, at=now()
    ):
        return redirect(address(request, "import-columns", pk=made[0].pk))
    runs = ImportRun.objects.of_files().select_related("started_by").order_by("-id")[:SHOWN]
    return page(request, "connectors/imports.html", form=form, runs=runs, whole_runs=latest_runs())


@require_GET
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the import stands."""
    run = _run(pk)
    if run.state == State.NEW:
        return redirect(address(request, "import-columns", pk=pk))
    return render(request, "connectors/import.html", {"run": run, "step": _step(run)})


def columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what each column is; then the check begins."""
    run = _run(pk)
    if run.is_busy or run.state == State.DONE:
        return redirect(address(request, "import-show", pk=pk))
    try:
        form = ColumnsForm.of(run, request.POST or None, request.GET)
    except (BadSheet, verbs.CannotImport) as refusal:
        return render(request, "connectors/import_unreadable.html", {"run": run, "refusal": refusal, "step": 2}, status=422)
    if form.is_valid() and form.carry_out(by=request.member, at=now()):
        return redirect(address(request, "import-show", pk=pk))
    return page(request, "connectors/import_columns.html", run=run, form=form, step=2)


@require_GET
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of the page that moves, fetched again while the job works."""
    run = _run(pk)
    return render(request, "connectors/_import.html", {"run": run, "step": _step(run)})


@require_POST
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Check the file again."""
    verbs.begin_check(_run(pk), by=request.member, at=now())
    return redirect(address(request, "import-show", pk=pk))


@require_POST
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring the rows in."""
    verbs.begin_import(_run(pk), by=request.member, at=now())
    return done(request, _("The import is under way. You may leave this page."), "import-show", pk=pk)


@require_GET
def bad_rows(request: HttpRequest, pk: int) -> HttpResponse:
    """The bad rows as CSV, by a link that is good for minutes."""
    run = _run(pk)
    if run.bad_rows is None or run.bad_rows.deleted_at is not None:
        raise Http404
    return redirect(signed_url(run.bad_rows, member=request.member))


def _run(pk: int) -> ImportRun:
    return get_object_or_404(ImportRun.objects.of_files().select_related("file", "bad_rows", "started_by"), pk=pk)


def _step(run: ImportRun) -> int:
    return 4 if run.state in (State.RUNNING, State.DONE) or run.cursor else 3
