"""One call as it goes out: where to, how, with which headers and body, and what of it may be shown afterwards."""

from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlencode, urlsplit, urlunsplit

from ..models import Invocation, Webhook
from ..models.webhook import WITHOUT_BODY
from .body import content_of, in_form, in_json
from .credentials import HIDDEN, headers_of
from .signing import secret_of, signature_headers

Format = Webhook.Format
TYPES = {Format.JSON: "application/json", Format.FORM: "application/x-www-form-urlencoded"}
# What a call without a body tells in its address, which ends up in logs and has to be short: ask the API for the rest.
IN_ADDRESS = ("account_id", "zendesk_event_version", "id", "type", "time", "subject")


@dataclass(frozen=True)
class Request:
    """All that one call takes. `secret` signs it, `hidden` are the headers that are shown to nobody else."""

    method: str
    url: str
    headers: dict[str, str]
    hidden: dict[str, str] = field(repr=False)
    body: bytes | None = field(repr=False)
    secret: str = field(repr=False)

    def signed(self, *, at: datetime) -> dict[str, str]:
        """Its headers, sent `at`."""
        return self.headers | self.hidden | signature_headers(self.secret, self.body, at=at, query=urlsplit(self.url).query)

    def shown(self, *, request_format: str) -> dict:
        """As it is kept on the log."""
        hidden = dict.fromkeys([*self.hidden, "X-Zendesk-Webhook-Signature", "X-Crewdesk-Signature"], HIDDEN)
        return {"method": self.method, "url": self.url, "format": request_format, "headers": self.headers | hidden}


def request_of(webhook: Webhook, invocation: Invocation) -> Request:
    """What `webhook` is sent for `invocation`."""
    names = {
        "X-Zendesk-Account-Id": str(webhook.desk_id),
        "X-Zendesk-Webhook-Id": str(webhook.pk),
        "X-Zendesk-Webhook-Invocation-Id": str(invocation.pk),
    }
    facts = {"method": webhook.http_method, "hidden": headers_of(webhook), "secret": secret_of(webhook)}
    content = content_of(invocation)
    if not webhook.has_body:
        told = {name: content[name] for name in IN_ADDRESS}
        return Request(url=with_query(webhook.endpoint, told), headers=names, body=None, **facts)
    kind = {"Content-Type": TYPES[Format(webhook.request_format)]}
    return Request(url=webhook.endpoint, headers=kind | names, body=encoded(content, webhook.request_format), **facts)


def encoded(content: dict, request_format: str) -> bytes:
    """The body in the format of the webhook: the same bytes however often it is made."""
    return in_form(content) if request_format == Format.FORM else in_json(content)


def body_sent(invocation: Invocation) -> bytes:
    """The body of its last call, made anew; empty where there was none."""
    sent = invocation.sent or {}
    if sent.get("method") in WITHOUT_BODY:
        return b""
    return encoded(content_of(invocation), sent.get("format", Format.JSON))


def with_query(address: str, facts: dict) -> str:
    """The address with `facts` behind what it asks for already."""
    parts = urlsplit(address)
    return urlunsplit(parts._replace(query="&".join(filter(None, (parts.query, urlencode(facts)))), fragment=""))
