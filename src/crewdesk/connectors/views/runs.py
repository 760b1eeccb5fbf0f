"""Imports that the command line brings: looked at here, started there."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from crewdesk.core.clock import now

from ..models import ImportRun
from ..tallies import rows_of, tallies_of

# An account that tells us to wait is waited for; one that says nothing for so long was most likely killed.
SILENCE = timedelta(minutes=30)


@require_GET
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Where a run stands, what it brought, and what stays behind."""
    return render(request, "connectors/run.html", _shown(pk))


@require_GET
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of the page that moves, fetched again while the command works."""
    return render(request, "connectors/_run.html", _shown(pk))


def _shown(pk: int) -> dict:
    run = get_object_or_404(ImportRun.objects.of_commands().select_related("started_by"), pk=pk)
    is_silent = run.is_busy and run.updated_at < now() - SILENCE
    return {"run": run, "tallies": tallies_of(run), "rows": rows_of(run), "is_silent": is_silent}
