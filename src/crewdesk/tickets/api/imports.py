"""/api/v2/imports/tickets: tickets with their past, for those who bring a desk along."""

from django.http import HttpRequest, JsonResponse
from ninja import Router

from crewdesk.accounts.models import User
from crewdesk.core.api.bulk import bulk
from crewdesk.core.clock import now

from ..models import Ticket
from ..operations.comments import Said
from ..operations.imports import Spoken, import_ticket
from .answering import saved
from .loading import for_staff
from .many import Item, answer, creation
from .people import people_of
from .reading import changes_of, comment_of, files_of, metadata_of, row_of, users_of
from .saving import channel_of
from .schemas import PastCommentIn, PastTicketBody, PastTicketIn, PastTicketsBody

router = Router(tags=["Imports"])


@router.post("/tickets", url_name="import-ticket", summary="Import a ticket")
def import_one(request: HttpRequest, body: PastTicketBody) -> JsonResponse:
    """Make a ticket with its comments and instants as they were. No trigger runs and no mail goes out."""
    by = for_staff(request, "ticket.import")
    data = saved(request, _import(body.ticket, by))
    return JsonResponse(data, status=201, headers={"Location": data["ticket"]["url"]})


@router.post("/tickets/create_many", url_name="import-tickets", summary="Import several tickets")
def import_many(request: HttpRequest, body: PastTicketsBody) -> dict:
    """Up to 100 tickets in a job."""
    for_staff(request, "ticket.import")
    return answer(request, "ticket.import", [creation(sent) for sent in body.tickets])


@bulk("ticket.import")
def _import_item(item: Item, user_id: int) -> Item:
    ticket = _import(PastTicketIn(**item["ticket"]), User.objects.get(pk=user_id))
    return {"id": ticket.number, "action": "create", "status": "Created"}


def _import(sent: PastTicketIn, by: User) -> Ticket:
    changes, people = changes_of(sent, by), people_of(sent, by)
    requester = changes.pop("requester", None) or by
    return import_ticket(
        requester=requester, spoken=_spoken(sent, requester, by), changes=changes, by=by, now=now(), created_at=sent.created_at,
        updated_at=sent.updated_at, solved_at=sent.solved_at, submitter=row_of(User, sent.submitter_id, "submitter_id"),
        channel=channel_of(sent), ccs=people.add_ccs, followers=people.add_followers,
    )  # fmt: skip


def _spoken(sent: PastTicketIn, requester: User, by: User) -> list[Spoken]:
    """The comments; the first is the requester's and the others the importer's, where they name no author."""
    comments = sent.comments or [PastCommentIn(**one.dict(exclude_unset=True)) for one in [comment_of(sent)] if one is not None]
    ids = {comment.author_id for comment in comments if comment.author_id is not None}
    authors = {user.pk: user for user in users_of(sorted(ids), "author_id")}
    return [
        Spoken(
            _said(comment, by, metadata_of(sent) if place == 0 else {}),
            authors.get(comment.author_id) or (requester if place == 0 else by),
            comment.created_at or sent.created_at or now(),
        )
        for place, comment in enumerate(comments)
    ]


def _said(comment: PastCommentIn, by: User, metadata: dict) -> Said:
    return Said(
        body=comment.body or ("" if comment.html_body else comment.value), html_body=comment.html_body,
        public=comment.public is not False, attachments=files_of(comment.uploads, by), metadata=metadata,
    )  # fmt: skip
