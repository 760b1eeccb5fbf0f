"""/api/v2/webhooks/test: one call, made at once, whose answer is shown. Nothing of it is put on a log."""

from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from crewdesk.accounts.rights import require
from crewdesk.core.api.description import answers
from crewdesk.core.api.errors import BadRequest
from crewdesk.core.api.rows import row_or_404
from crewdesk.core.api.typed import NO_NUL
from crewdesk.core.clock import now
from crewdesk.core.fetch import CannotFetch, fetch
from crewdesk.core.operations import Refused

from ..models import Webhook
from ..models.webhook import WITHOUT_BODY
from ..webhooks.calling import ANSWER_SECONDS, MOST_ANSWER_BYTES
from ..webhooks.credentials import headers_for, settled
from ..webhooks.operations import RIGHT
from ..webhooks.requests import TYPES
from ..webhooks.said import headers_said, sign_in_of
from ..webhooks.signing import secret_of, signature_headers
from .webhooks import refuse_unknown_way

router = Router(tags=["Webhooks"])


class CallIn(Schema):
    endpoint: str = Field("", max_length=2000, pattern=NO_NUL)
    http_method: str | None = Field(None, max_length=10)
    request_format: str | None = Field(None, max_length=20)
    payload: str = Field("{}", max_length=256_000, pattern=NO_NUL)
    authentication: dict | None = None
    custom_headers: dict | None = None


class CallBody(Schema):
    request: CallIn = CallIn()


@router.post("/test", url_name="webhook-test", summary="Test a webhook", openapi_extra=answers("200"))
def try_out(request: HttpRequest, body: CallBody, webhook_id: str = "") -> dict:
    """Call an address, or that of `webhook_id`, signed with its secret. Whatever it answers is shown."""
    require(request.member, RIGHT)
    webhook, sent = _named(webhook_id), body.request
    refuse_unknown_way(sent.http_method, sent.request_format)
    endpoint = sent.endpoint or (webhook.endpoint if webhook else "")
    if not endpoint:
        raise Refused("endpoint: cannot be blank", field="endpoint", code="BlankValue")
    method = sent.http_method or (webhook.http_method if webhook else Webhook.Method.POST)
    kind = sent.request_format or (webhook.request_format if webhook else Webhook.Format.JSON)
    content = None if method in WITHOUT_BODY else sent.payload.encode()
    headers = {"Content-Type": TYPES[Webhook.Format(kind)]} if content is not None else {}
    try:
        answer = fetch(
            endpoint, method=method, headers=headers | _proofs(webhook, sent, endpoint, content), body=content,
            most_bytes=MOST_ANSWER_BYTES, seconds=ANSWER_SECONDS, redirects=0,
        )  # fmt: skip
    except (CannotFetch, ValueError) as problem:
        raise Refused(f"endpoint: {problem}", field="endpoint") from problem
    return {"response": _answer_json(answer.status, answer.headers, answer.body)}


def _proofs(webhook: Webhook | None, sent: CallIn, endpoint: str, content: bytes | None) -> dict[str, str]:
    """The headers that are secret: what is given with the call, and what is kept for this very address.

    A webhook's secrets prove calls to its own address; elsewhere they would help somebody else.
    """
    mine = webhook if webhook and webhook.endpoint == endpoint else None
    sign_in = sign_in_of(sent.authentication) if "authentication" in sent.model_fields_set else None
    headers = headers_said(sent.custom_headers) if "custom_headers" in sent.model_fields_set else None
    shown = headers_for(*settled(mine, sign_in, headers, endpoint=endpoint))
    if mine is None:
        return shown
    return shown | signature_headers(secret_of(mine), content, at=now(), query=urlsplit(endpoint).query)


def _named(webhook_id: str) -> Webhook | None:
    if not webhook_id:
        return None
    if not webhook_id.isascii() or not webhook_id.isdigit() or len(webhook_id) > 18:
        raise BadRequest("Invalid attribute", "webhook_id must be the id of a webhook")
    return row_or_404(Webhook.objects.all(), int(webhook_id))


def _answer_json(status: int, headers: dict[str, str], body: bytes) -> dict[str, Any]:
    shown = [{"key": name, "value": value} for name, value in headers.items()]
    return {"status": status, "headers": shown, "payload": body.decode(errors="replace")}
