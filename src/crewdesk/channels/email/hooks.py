"""Mail that a provider posts to us: the call is committed as it came, and a job takes the message out of it."""

from datetime import datetime
from importlib import import_module
from io import BytesIO

import structlog
from anymail.exceptions import AnymailError
from django.core.exceptions import ImproperlyConfigured, SuspiciousOperation
from django.core.handlers.wsgi import WSGIRequest
from django.http.multipartparser import MultiPartParserError

from crewdesk.core.events import Via, record
from crewdesk.core.jobs import Lane, defer, job
from crewdesk.core.operations import operation
from crewdesk.core.tenancy import require_desk

from ..events import ChannelEvent
from ..labels import HOOK
from ..models import HookCall, MailHook
from .filing import file_unreadable
from .intake import keep_mail

log = structlog.get_logger("crewdesk.mail")
# The form field in which a provider posts the whole message when it is told to: taken as it is, its signatures intact.
RAW_FIELDS = {MailHook.Provider.MAILGUN: "body-mime", MailHook.Provider.SENDGRID: "email"}
RECIPIENT_FIELDS = {MailHook.Provider.MAILGUN: "recipient"}
NOT_READ = (
    AnymailError,
    ImproperlyConfigured,
    SuspiciousOperation,
    MultiPartParserError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
)
# Who may call is decided by the secret in the address; anymail is not asked, but wants something to be set.
_UNUSED = {"webhook_secret": "unused:unused"}


@operation(ChannelEvent.HOOK_CALLED)
def keep_call(hook: MailHook, *, content_type: str, body: bytes, at: datetime) -> HookCall:
    """Store a call; once this is committed the provider may be told so."""
    call = HookCall.objects.create(hook=hook, content_type=content_type[:255], body=body, received_at=at)
    record(ChannelEvent.HOOK_CALLED, hook, by=None, via=Via.EMAIL, at=at, changes={"call": call.pk})
    defer(take_out, desk_id=require_desk(), call_id=call.pk)
    return call


@job(lane=Lane.INBOUND)
def take_out(*, call_id: int) -> None:
    """Take the message out of a call and file the call itself as unreadable where that fails. The call's row goes."""
    call = HookCall.objects.select_related("hook").filter(pk=call_id).first()
    if call is None:
        return
    body = bytes(call.body)
    try:
        raw, sender, recipients = message_in(call.hook.provider, call.content_type, body)
    except NOT_READ as problem:
        log.warning("call of a mail provider could not be read", call_id=call_id, problem=repr(problem))
        file_unreadable(keep_mail(body, door="webhook").pk, reason=HOOK, at=call.received_at)
    else:
        keep_mail(raw, door="webhook", envelope_from=sender, envelope_to=recipients)
    MailHook.objects.filter(pk=call.hook_id).update(last_called_at=call.received_at)
    call.delete()


def message_in(provider: str, content_type: str, body: bytes) -> tuple[bytes, str, list[str]]:
    """The message in a call, as bytes, with envelope sender and recipients. Raises one of NOT_READ."""
    request = _request(content_type, body)
    if (field := RAW_FIELDS.get(provider)) and field in request.POST:
        recipients = [request.POST[name] for name in [RECIPIENT_FIELDS.get(provider)] if name in request.POST]
        return request.POST[field].encode("utf-8", "surrogateescape"), request.POST.get("sender", ""), recipients
    view = getattr(import_module(f"anymail.webhooks.{provider}"), f"{MailHook.Provider(provider).label}InboundWebhookView")
    extra = {"webhook_signing_key": "unused"} if provider == MailHook.Provider.MAILGUN else {}
    [event] = view(**_UNUSED, **extra).parse_events(request)
    message = event.message
    recipient = message.envelope_recipient
    return message.as_bytes(), message.envelope_sender or "", [recipient] if recipient else []


def _request(content_type: str, body: bytes) -> WSGIRequest:
    """The call as a request, for the parts that read one."""
    environment = {
        "REQUEST_METHOD": "POST", "PATH_INFO": "/", "CONTENT_TYPE": content_type, "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": BytesIO(body), "SERVER_NAME": "localhost", "SERVER_PORT": "80",
    }  # fmt: skip
    request = WSGIRequest(environment)
    # Its size was looked at when it came in; Django's limit is about pages.
    request._body = body
    return request
