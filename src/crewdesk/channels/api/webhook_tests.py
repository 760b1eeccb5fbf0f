"""/api/v2/webhooks/test: one call, made at once, whose answer is shown. Nothing of it is put on a log."""

from typing import Any

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
from ..webhooks.calling import ANSWER_SECONDS, MOST_ANSWER_BYTES
from ..webhooks.operations import RIGHT
from ..webhooks.signing import secret_of, signature_headers

router = Router(tags=["Webhooks"])


class CallIn(Schema):
    endpoint: str = Field("", max_length=2000, pattern=NO_NUL)
    http_method: str = Field("POST", max_length=10)
    payload: str = Field("{}", max_length=256_000, pattern=NO_NUL)


class CallBody(Schema):
    request: CallIn = CallIn()


@router.post("/test", url_name="webhook-test", summary="Test a webhook", openapi_extra=answers("200"))
def try_out(request: HttpRequest, body: CallBody, webhook_id: str = "") -> dict:
    """Call an address, or that of `webhook_id`, signed with its secret. Whatever it answers is shown."""
    require(request.member, RIGHT)
    webhook, sent = _named(webhook_id), body.request
    endpoint, method = sent.endpoint or (webhook.endpoint if webhook else ""), sent.http_method
    if method not in Webhook.Method.values:
        raise Refused(f"http_method: {method} is not one of {', '.join(Webhook.Method.values)}", field="http_method")
    if not endpoint:
        raise Refused("endpoint: cannot be blank", field="endpoint", code="BlankValue")
    content = sent.payload.encode()
    # A secret proves calls to its own address; elsewhere it would help somebody else to forge them.
    signed = signature_headers(secret_of(webhook), content, at=now()) if webhook and webhook.endpoint == endpoint else {}
    try:
        answer = fetch(
            endpoint, method=method, headers={"Content-Type": "application/json"} | signed, body=content,
            most_bytes=MOST_ANSWER_BYTES, seconds=ANSWER_SECONDS,
        )  # fmt: skip
    except (CannotFetch, ValueError) as problem:
        raise Refused(f"endpoint: {problem}", field="endpoint") from problem
    return {"response": _answer_json(answer.status, answer.headers, answer.body)}


def _named(webhook_id: str) -> Webhook | None:
    if not webhook_id:
        return None
    if not webhook_id.isascii() or not webhook_id.isdigit() or len(webhook_id) > 18:
        raise BadRequest("Invalid attribute", "webhook_id must be the id of a webhook")
    return row_or_404(Webhook.objects.all(), int(webhook_id))


def _answer_json(status: int, headers: dict[str, str], body: bytes) -> dict[str, Any]:
    shown = [{"key": name, "value": value} for name, value in headers.items()]
    return {"status": status, "headers": shown, "payload": body.decode(errors="replace")}
