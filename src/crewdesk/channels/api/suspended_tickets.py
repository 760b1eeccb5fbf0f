"""/api/v2/suspended_tickets: messages that wait for a person to say whether they become tickets."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja import Router

from crewdesk.accounts.models import UserIdentity
from crewdesk.accounts.rights import require
from crewdesk.core.api.description import answers
from crewdesk.core.api.paging import ids_of, listing
from crewdesk.core.api.rows import row_or_404
from crewdesk.core.api.stamps import stamp, url_of
from crewdesk.core.clock import now
from crewdesk.core.events import Via
from crewdesk.core.files.bytes_kept import StorageFull, TooLarge
from crewdesk.core.operations import Refused
from crewdesk.core.tenancy import DeskQuerySet
from crewdesk.tickets.api.said import attachment_json
from crewdesk.tickets.models import Ticket
from crewdesk.tickets.operations.uploads import LIFE

from ..email.reading.sandbox import UnreadableMail
from ..labels import unreadable_label
from ..models import Cause, Suspension
from ..operations.suspended import discard, discard_many, recover, recover_many
from ..operations.suspended_files import copy_files
from .exporting import leave_export
from .present_suspended import attachments_json

router = Router(tags=["Suspended tickets"])
SORTS = {
    "id": "id", "created_at": "created_at", "author_email": "author_address", "author_name": "author_name", "cause": "cause",
    "subject": "subject",
}  # fmt: skip
# Numbers that clients keep: a new cause takes the next one.
CAUSE_IDS = {
    Cause.LOOP: 1, Cause.AUTOMATED: 2, Cause.VERIFICATION: 3, Cause.SENDER_SUSPENDED: 4, Cause.UNVERIFIED_AGENT: 5, Cause.REFUSED: 6,
    Cause.TRAPPED: 7, Cause.HASTY: 8, Cause.UNPROVED: 9, Cause.FLOOD: 10,
}  # fmt: skip


@router.get("", url_name="suspended-ticket-list", summary="List suspended tickets")
def list_suspended(request: HttpRequest) -> dict:
    """What nobody has dealt with, as far as the caller may see it."""
    query = _waiting(request, "suspended.read")
    page = listing(request, query, sorts=SORTS, default="id", count=query.count)
    return {"suspended_tickets": _json(request, page.rows), **page.envelope}


@router.put("/recover_many", url_name="suspended-ticket-recover-many", summary="Recover several suspended tickets")
def recover_several(request: HttpRequest, ids: str = "") -> dict:
    """Let them become tickets. What somebody else has dealt with meanwhile is left as it is."""
    rows = list(_waiting(request, "suspended.recover").filter(pk__in=ids_of(request)).order_by("id"))
    shown = _json(request, rows)
    recover_many(rows, by=request.member, at=now(), via=Via.API)
    return {"tickets": shown}


@router.delete(
    "/destroy_many",
    url_name="suspended-ticket-destroy-many",
    summary="Delete several suspended tickets",
    openapi_extra=answers("204"),
)
def delete_several(request: HttpRequest, ids: str = "") -> HttpResponse:
    """Take them out of the queue for good."""
    rows = _waiting(request, "suspended.delete").filter(pk__in=ids_of(request)).order_by("id")
    discard_many(list(rows), by=request.member, at=now(), via=Via.API)
    return HttpResponse(status=204)


@router.post("/export", url_name="suspended-ticket-export", summary="Export suspended tickets", openapi_extra=answers("200"))
def export(request: HttpRequest) -> JsonResponse:
    """Have the list mailed to the caller as CSV."""
    require(request.member, "suspended.read")
    leave_export(request.member)
    return JsonResponse({"export": {"status": "enqueued", "view_id": "suspended"}})


@router.get("/{int:pk}", url_name="suspended-ticket-show", summary="Show a suspended ticket")
def show(request: HttpRequest, pk: int) -> dict:
    """One message."""
    return {"suspended_ticket": _json(request, [row_or_404(_waiting(request, "suspended.read"), pk)])[0]}


@router.put("/{int:pk}/recover", url_name="suspended-ticket-recover", summary="Recover a suspended ticket")
def recover_one(request: HttpRequest, pk: int) -> dict:
    """Let it become a ticket, which a job makes in a moment."""
    row = row_or_404(_waiting(request, "suspended.recover"), pk)
    shown = _json(request, [row])[0]
    recover(row, by=request.member, at=now(), via=Via.API)
    return {"ticket": shown}


@router.delete("/{int:pk}", url_name="suspended-ticket-delete", summary="Delete a suspended ticket")
def delete_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it out of the queue for good."""
    discard(row_or_404(_waiting(request, "suspended.delete"), pk), by=request.member, at=now(), via=Via.API)
    return HttpResponse(status=204)


@router.get("/{int:pk}/attachments", url_name="suspended-ticket-attachments", summary="List the files of a suspended ticket")
def list_files(request: HttpRequest, pk: int) -> dict:
    """Its files, with addresses that are good for the caller alone and for some minutes."""
    row = row_or_404(_waiting(request, "suspended.read"), pk)
    with _readable():
        return {"attachments": attachments_json(request, row, may_read=True)}


@router.post(
    "/{int:pk}/attachments", url_name="suspended-ticket-copy-attachments", summary="Copy the files of a suspended ticket",
    openapi_extra=answers("200", "413", "507"),
)  # fmt: skip
def copy(request: HttpRequest, pk: int) -> JsonResponse:
    """Copies under an upload token, which the caller may put on a comment within the hour. The message stays as it is."""
    row = row_or_404(_waiting(request, "suspended.read"), pk)
    try:
        with _readable():
            copies = copy_files(row, by=request.member, via=Via.API)
    except (TooLarge, StorageFull) as problem:
        return JsonResponse({"error": problem.code, "description": problem.message}, status=problem.status)
    if not copies:
        raise Refused(_("This message has no files."), code="BlankValue")
    upload = {"token": copies[0].upload_token, "expires_at": stamp(now() + LIFE)}
    return JsonResponse({"upload": upload | {"attachments": [attachment_json(request, each) for each in copies]}})


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except UnreadableMail as problem:
        raise Refused(_("The files cannot be read: %(reason)s.") % {"reason": unreadable_label(problem.reason)}) from problem


def _waiting(request: HttpRequest, right: str) -> DeskQuerySet:
    require(request.member, right)
    rows = Suspension.objects.visible_to(request.member).waiting()
    return rows.select_related("mail").defer("mail__raw", "html_body").prefetch_related("held__files__file")


def _json(request: HttpRequest, rows: Iterable[Suspension]) -> list[dict[str, Any]]:
    """As many queries whatever their number."""
    rows = list(rows)
    addresses = {row.author_address.lower() for row in rows if row.author_address}
    known = UserIdentity.objects.filter(kind=UserIdentity.Kind.EMAIL, value__in=addresses)
    users = dict(known.values_list("value", "user_id")) if addresses else {}
    meant = {row.ticket_id for row in rows if row.ticket_id}
    seen = Ticket.objects.visible_to(request.member).filter(pk__in=meant)
    numbers = dict(seen.values_list("pk", "number")) if meant else {}
    return [_one(request, row, users.get, numbers.get) for row in rows]


def _one(request: HttpRequest, row: Suspension, user_of: Callable, number_of: Callable) -> dict[str, Any]:
    # The author is who the message says that it is from: a claim, which is often why it waits.
    author = {"id": user_of(row.author_address.lower()), "name": row.author_name or None, "email": row.author_address or None}
    sent_to = row.mail.envelope_to if row.mail else []
    return {
        "id": row.pk, "url": url_of(request, "suspended_tickets", row.pk), "author": author, "subject": row.subject,
        "content": row.excerpt, "cause": str(row.get_cause_display()), "cause_id": CAUSE_IDS.get(row.cause), "error_messages": None,
        "message_id": row.mail.message_id or None if row.mail else None, "recipient": sent_to[0] if sent_to else None,
        "attachments": attachments_json(request, row), "ticket_id": number_of(row.ticket_id), "brand_id": None, "created_at": stamp(row.created_at), "updated_at": stamp(row.created_at),
        "via": {
            "channel": "email" if row.mail else "web",
            "source": {"from": {"address": author["email"], "name": author["name"]}, "to": {}, "rel": None},
        },
    }  # fmt: skip
