"""The pages of webhooks: the list, one with its log, and what is done with it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from crewdesk.accounts.views.answers import after_recent_sign_in, carried_out, page
from crewdesk.core.clock import now
from crewdesk.core.paging import BadCursor, keyset_page

from ..models import Invocation, Webhook
from . import operations
from .forms import WebhookForm, initial_of
from .kinds import LABELS, TEST
from .requests import body_sent

LOG_ROWS = 25


@require_GET
def webhooks(request: HttpRequest) -> HttpResponse:
    return page(request, "channels/webhooks/list.html", webhooks=Webhook.objects.order_by("state", "name", "pk"))


@never_cache
@after_recent_sign_in
def add(request: HttpRequest) -> HttpResponse:
    """Make a webhook and show its secret this once."""
    form = WebhookForm(request.POST or None)
    made = []
    if carried_out(form, lambda **facts: made.extend(operations.create_webhook(**facts)), by=request.member, at=now()):
        return render(request, "channels/webhooks/secret.html", {"webhook": made[0], "secret": made[1]})
    return page(request, "channels/webhooks/add.html", form=form)


def webhook(request: HttpRequest, pk: int) -> HttpResponse:
    """One webhook: what it is and what became of its calls."""
    row = _webhook(pk)
    form = WebhookForm(request.POST or None, initial=initial_of(row))
    if carried_out(form, operations.update_webhook, row, by=request.member, at=now()):
        return _done(request, row, _("Saved."))
    try:
        log = keyset_page(row.invocations.all(), order=("-id",), size=LOG_ROWS, cursor=request.GET.get("cursor"))
    except BadCursor:
        return redirect("channels:webhook-update", desk=request.desk.slug, pk=pk)
    entries = [(entry, _label(entry)) for entry in log.rows]
    return page(request, "channels/webhooks/webhook.html", webhook=row, form=form, page=log, entries=entries)


@require_GET
def call(request: HttpRequest, pk: int, invocation: int) -> HttpResponse:
    """What was sent in one call, as far as it may be shown, and what came back."""
    entry = _entry(pk, invocation)
    facts = {"webhook": entry.webhook, "entry": entry, "label": _label(entry), "body": body_sent(entry).decode()}
    return page(request, "channels/webhooks/call.html", **facts)


@never_cache
@require_POST
@after_recent_sign_in
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a new secret and show it this once."""
    row = _webhook(pk)
    secret = operations.renew_secret(row, by=request.member, at=now())
    return render(request, "channels/webhooks/secret.html", {"webhook": row, "secret": secret})


@require_POST
def disable(request: HttpRequest, pk: int) -> HttpResponse:
    row = _webhook(pk)
    operations.disable_webhook(row, by=request.member, at=now())
    return _done(request, row, _("Turned off. It is called no more."))


@require_POST
def enable(request: HttpRequest, pk: int) -> HttpResponse:
    row = _webhook(pk)
    operations.enable_webhook(row, by=request.member, at=now())
    return _done(request, row, _("Turned on."))


@require_POST
def test(request: HttpRequest, pk: int) -> HttpResponse:
    row = _webhook(pk)
    operations.send_test(row, by=request.member, at=now())
    return _done(request, row, _("A test is on its way. Its answer appears in the log."))


@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    row = _webhook(pk)
    operations.delete_webhook(row, by=request.member, at=now())
    messages.success(request, _("%(name)s is deleted.") % {"name": row.name})
    return redirect("channels:webhook-list", desk=request.desk.slug)


@require_POST
def replay(request: HttpRequest, pk: int, invocation: int) -> HttpResponse:
    entry = _entry(pk, invocation)
    operations.replay(entry, by=request.member, at=now())
    return _done(request, entry.webhook, _("Sent once more."))


def _webhook(pk: int) -> Webhook:
    return get_object_or_404(Webhook, pk=pk)


def _entry(pk: int, invocation: int) -> Invocation:
    return get_object_or_404(Invocation.objects.select_related("webhook", "event"), pk=invocation, webhook_id=pk)


def _label(entry: Invocation) -> str:
    labels = {str(kind): label for kind, label in LABELS.items()} | {TEST: _("A test")}
    return labels.get(entry.kind, entry.kind)


def _done(request: HttpRequest, row: Webhook, message: str) -> HttpResponse:
    messages.success(request, message)
    return redirect("channels:webhook-update", desk=request.desk.slug, pk=row.pk)
