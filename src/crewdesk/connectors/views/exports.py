"""The whole desk as a file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from crewdesk.accounts.views.answers import after_recent_sign_in
from crewdesk.core.clock import now
from crewdesk.core.files.links import signed_url

from ..models import DeskExport
from ..operations.exports import ask_for_export, discard_export, fetch_export
from .answers import address, done

SHOWN = 20


@require_GET
def exports(request: HttpRequest) -> HttpResponse:
    """What an export is, and the ones there are."""
    return render(request, "connectors/exports.html", _facts())


@require_GET
def progress(request: HttpRequest) -> HttpResponse:
    """The list, fetched again while one is being written."""
    return render(request, "connectors/_exports.html", _facts())


@after_recent_sign_in
def ask(request: HttpRequest) -> HttpResponse:
    """Begin an export. Who was sent away to give the password comes back with GET, and presses again."""
    if request.method != "POST":
        return redirect(address(request, "export-list"))
    ask_for_export(by=request.member, at=now())
    return done(request, _("The desk is being written to a file. You may leave this page."), "export-list")


@after_recent_sign_in
def fetch(request: HttpRequest, pk: int) -> HttpResponse:
    """Put it on record and lead to the file, by a link that is good for minutes."""
    export = _export(pk)
    if request.method != "POST":
        return redirect(address(request, "export-list"))
    fetch_export(export, by=request.member, at=now())
    return redirect(signed_url(export.file, member=request.member))


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    discard_export(_export(pk), by=request.member, at=now())
    return done(request, _("The file is deleted."), "export-list")


def _export(pk: int) -> DeskExport:
    return get_object_or_404(DeskExport.objects.select_related("file"), pk=pk)


def _facts() -> dict:
    rows = list(DeskExport.objects.select_related("file", "asked_by").order_by("-id")[:SHOWN])
    is_busy = any(row.state == DeskExport.State.RUNNING for row in rows)
    at = now()
    return {"exports": [(row, row.is_open(at)) for row in rows], "is_busy": is_busy}
