"""/api/v2/webhooks: addresses outside that are told what happens, and what became of each call."""

from typing import Any, Literal

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Router, Schema
from pydantic import Field

from crewdesk.accounts.rights import require
from crewdesk.core.api.description import answers
from crewdesk.core.api.paging import Listing, listing
from crewdesk.core.api.rows import row_or_404
from crewdesk.core.api.typed import NO_NUL, Line, given
from crewdesk.core.clock import now
from crewdesk.core.events import Via
from crewdesk.core.operations import NotPermitted, Refused

from ..models import Webhook
from ..webhooks.dialect import KNOWN, PREFIX
from ..webhooks.operations import (
    RIGHT,
    create_webhook,
    delete_webhook,
    disable_webhook,
    enable_webhook,
    renew_secret,
    update_webhook,
)  # fmt: skip
from ..webhooks.said import headers_said, sign_in_of
from ..webhooks.signing import secret_of
from .present_webhooks import attempts_json, invocation_json, webhooks_json

router = Router(tags=["Webhooks"])
SORTS = {"id": "id", "name": "name", "created_at": "created_at", "status": "state"}
LOG_SORTS = {"id": "id", "created_at": "created_at"}
NAMES = {
    "name": "name", "endpoint": "endpoint", "http_method": "http_method", "request_format": "request_format", "subscriptions": "events",
}  # fmt: skip
NEEDED = ("name", "endpoint", "subscriptions")
STATES = {"active": Webhook.State.ACTIVE, "inactive": Webhook.State.DISABLED}


class WebhookIn(Schema):
    name: Line | None = None
    endpoint: str | None = Field(None, max_length=2000, pattern=NO_NUL)
    http_method: str | None = Field(None, max_length=10)
    request_format: str | None = Field(None, max_length=20)
    status: Literal["active", "inactive"] | None = None
    subscriptions: list[str] | None = Field(None, max_length=100)
    authentication: dict | None = None
    custom_headers: dict | None = None


class WebhookBody(Schema):
    webhook: WebhookIn


@router.get("", url_name="webhook-list", summary="List webhooks")
def list_webhooks(request: HttpRequest) -> dict:
    """By cursor alone; `filter[name_contains]` and `filter[status]` narrow it down."""
    require(request.member, RIGHT)
    query, status = Webhook.objects.all(), request.GET.get("filter[status]")
    if name := request.GET.get("filter[name_contains]", "").replace("\x00", ""):
        query = query.filter(name__icontains=name)
    if status is not None:
        query = query.filter(state=STATES.get(status, ""))
    page = listing(request, query, sorts=SORTS, default="id", count=None)
    return {"webhooks": webhooks_json(page.rows), **_short(page)}


@router.post("", url_name="webhook-create", summary="Create a webhook")
def create(request: HttpRequest, body: WebhookBody) -> JsonResponse:
    """Subscribe an address by the dialect's words; its secret is at `signing_secret`."""
    require(request.member, RIGHT)
    facts = {"name": "", "endpoint": "", "events": []} | _facts(body.webhook)
    _require_all(facts)
    webhook, _secret = create_webhook(**facts, **_by(request))
    _set_state(request, webhook, body.webhook)
    data = webhooks_json([webhook])[0]
    return JsonResponse({"webhook": data}, status=201)


@router.get("/{int:pk}", url_name="webhook-show", summary="Show a webhook")
def show(request: HttpRequest, pk: int) -> dict:
    """One webhook."""
    return {"webhook": webhooks_json([_load(request, pk)])[0]}


@router.api_operation(
    ["PUT", "PATCH"], "/{int:pk}", url_name="webhook-update", summary="Update a webhook", openapi_extra=answers("204")
)
def update(request: HttpRequest, pk: int, body: WebhookBody) -> HttpResponse:
    """Change what is sent; the rest stays. A hidden value that is sent back stays too, `null` takes sign-in or headers away."""
    webhook = _load(request, pk)
    facts = {name: getattr(webhook, name) for name in NAMES.values()} | _facts(body.webhook)
    _require_all(facts)
    update_webhook(webhook, **facts, **_by(request))
    _set_state(request, webhook, body.webhook)
    return HttpResponse(status=204)


@router.delete("/{int:pk}", url_name="webhook-delete", summary="Delete a webhook")
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove it and its log."""
    delete_webhook(_load(request, pk), **_by(request))
    return HttpResponse(status=204)


@router.get("/{int:pk}/signing_secret", url_name="webhook-secret", summary="Show a webhook's secret")
def show_secret(request: HttpRequest, pk: int) -> dict:
    """What its calls are signed with. Whoever has it can forge them, so a token that only reads does not get it."""
    webhook = _load(request, pk)
    if not request.may_write("webhooks"):
        raise NotPermitted("The token does not have the scope for this.")
    return _secret_json(secret_of(webhook))


@router.post("/{int:pk}/signing_secret", url_name="webhook-secret-renew", summary="Renew a webhook's secret")
def renew(request: HttpRequest, pk: int) -> JsonResponse:
    """Sign with a new one from now on."""
    return JsonResponse(_secret_json(renew_secret(_load(request, pk), **_by(request))), status=201)


@router.get("/{int:pk}/invocations", url_name="webhook-invocations", summary="List what a webhook was told")
def list_invocations(request: HttpRequest, pk: int) -> dict:
    """The last 30 days, newest first, by cursor alone."""
    page = listing(request, _load(request, pk).invocations.all(), sorts=LOG_SORTS, default="-id", count=None)
    return {"invocations": [invocation_json(row) for row in page.rows], **page.envelope}


@router.get("/{int:pk}/invocations/{int:invocation}/attempts", url_name="webhook-attempts", summary="List the attempts of a call")
def list_attempts(request: HttpRequest, pk: int, invocation: int) -> dict:
    """The last attempt; of those before it only their number is kept."""
    webhook = _load(request, pk)
    row = row_or_404(webhook.invocations.select_related("event"), invocation)
    return {"attempts": attempts_json(webhook, row)}


def _load(request: HttpRequest, pk: int) -> Webhook:
    require(request.member, RIGHT)
    return row_or_404(Webhook.objects.all(), pk)


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"by": request.member, "via": Via.API, "at": now()}


def _short(page: Listing) -> dict[str, Any]:
    """The record has no `links` where there is no other page."""
    return page.envelope if any(page.envelope["links"].values()) else {"meta": page.envelope["meta"]}


def _secret_json(secret: str) -> dict[str, Any]:
    return {"signing_secret": {"algorithm": "SHA256", "secret": secret}}


def _facts(sent: WebhookIn) -> dict[str, Any]:
    """What was sent, as arguments of the verbs. Raises Refused for what our webhooks cannot do, by name, rather than leave it out."""
    refuse_unknown_way(sent.http_method, sent.request_format)
    facts = given(sent, NAMES)
    if "events" in facts:
        facts["events"] = [_word(subscription) for subscription in dict.fromkeys(facts["events"])]
    if "authentication" in sent.model_fields_set:
        facts["sign_in"] = sign_in_of(sent.authentication)
    if "custom_headers" in sent.model_fields_set:
        facts["headers"] = headers_said(sent.custom_headers)
    return facts


def refuse_unknown_way(http_method: str | None, request_format: str | None) -> None:
    """Refuse a method or a format that no webhook has, with those that there are."""
    for name, value, known in (
        ("http_method", http_method, Webhook.Method.values), ("request_format", request_format, Webhook.Format.values)
    ):  # fmt: skip
        if value is not None and value not in known:
            raise Refused(f"{name}: {value} is not one of {', '.join(known)}", field=name)


def _word(subscription: str) -> str:
    word = subscription.removeprefix(PREFIX)
    if word not in KNOWN:
        raise Refused(f"subscriptions: {subscription[:100]} is not something to be told of", field="subscriptions")
    return word


def _require_all(facts: dict[str, Any]) -> None:
    for member in NEEDED:
        if not facts[NAMES[member]]:
            raise Refused(f"{member}: cannot be blank", field=member, code="BlankValue")


def _set_state(request: HttpRequest, webhook: Webhook, sent: WebhookIn) -> None:
    if sent.status == "inactive":
        disable_webhook(webhook, **_by(request))
    elif sent.status == "active":
        enable_webhook(webhook, **_by(request))
