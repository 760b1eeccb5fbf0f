"""The pages of a customer who is signed in. Whatever is not theirs answers 404."""

import hashlib

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from crewdesk.core.numbers import whole
from crewdesk.core.paging import BadCursor
from crewdesk.tickets.bodies import Bodies
from crewdesk.tickets.models import Ticket

from .forms import AnswerForm
from .labels import state_of
from .queries import (
    OPEN,
    ORGANIZATION,
    SOLVED,
    conversation_of,
    copied_in,
    facts_of,
    last_message,
    may_answer,
    requests_of,
    sees_organization,
)


@never_cache
@require_GET
def requests(request: HttpRequest) -> HttpResponse:
    """The list: open, solved, and the organization's where the customer may see them."""
    customer = request.member
    tabs = [(OPEN, _("Open")), (SOLVED, _("Solved"))]
    if sees_organization(customer):
        tabs.append((ORGANIZATION, customer.organization.name))
    asked = request.GET.get("show", OPEN)
    tab, words = asked if asked in dict(tabs) else OPEN, request.GET.get("q", "").strip()[:200]
    try:
        page = requests_of(customer, tab=tab, words=words, cursor=request.GET.get("cursor"))
    except BadCursor:
        return redirect("channels:my-requests", desk=request.desk.slug)
    rows = [(ticket, state_of(ticket)) for ticket in page.rows]
    return render(request, "channels/portal/list.html", {"tabs": tabs, "tab": tab, "words": words, "page": page, "rows": rows})


@never_cache
@require_GET
def one(request: HttpRequest, number: int) -> HttpResponse:
    """One request with its conversation."""
    return page_of(request, request_of(request, number))


@require_GET
def news(request: HttpRequest, number: int) -> HttpResponse:
    """What was said since a message, and where the request stands; nothing (304) while the page knows it all."""
    ticket = request_of(request, number)
    etag = _etag(ticket, request)
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=304, headers={"ETag": etag})
    context = {"ticket": ticket, "state": state_of(ticket)}
    context |= _conversation(request, ticket, after=whole(request.GET.get("after", "")))
    response = render(request, "channels/portal/_news.html", context)
    response.headers["ETag"], response.headers["Cache-Control"] = etag, "private, no-cache"
    return response


def request_of(request: HttpRequest, number: int) -> Ticket:
    """The request with this number, if the customer may see it; else a 404."""
    ticket = (
        Ticket.objects.visible_to(request.member)
        .select_related("requester", "custom_status", "form")
        .filter(number=number)
        .first()
    )
    if ticket is None:
        raise Http404
    return ticket


def page_of(request: HttpRequest, ticket: Ticket, *, form: AnswerForm | None = None, status: int = 200, **more) -> HttpResponse:
    """The page, with what was typed where a verb refused it."""
    before = whole(request.GET.get("before", ""))
    context = _context(request, ticket) | _conversation(request, ticket, before=before)
    context |= {"form": form or AnswerForm(), "etag": _etag(ticket, request), "is_latest": before is None}
    return render(request, "channels/portal/request.html", context | more, status=status)


def address_of(request: HttpRequest, ticket: Ticket) -> str:
    """Where the page of a request is."""
    return reverse("channels:my-request", kwargs={"desk": request.desk.slug, "number": ticket.number})


def done(request: HttpRequest, ticket: Ticket, said: str) -> HttpResponse:
    """Say what was done and show the request."""
    messages.success(request, said)
    return redirect(f"{address_of(request, ticket)}#latest")


def _context(request: HttpRequest, ticket: Ticket) -> dict:
    customer = request.member
    return {
        "ticket": ticket, "state": state_of(ticket), "here": address_of(request, ticket), "is_own": ticket.requester_id == customer.pk,
        "may_answer": may_answer(customer, ticket), "ccs": copied_in(ticket), "facts": facts_of(ticket),
    }  # fmt: skip


def _conversation(request: HttpRequest, ticket: Ticket, **place) -> dict:
    conversation, bodies = conversation_of(ticket, request.member, **place), Bodies(request)
    for message in conversation.messages:
        message.body = bodies.of(message.comment, message.files)
    return {
        "conversation": conversation,
        "last": conversation.messages[-1].comment.pk if conversation.messages else place.get("after") or 0,
    }


def _etag(ticket: Ticket, request: HttpRequest) -> str:
    """Of what a customer can see alone: an internal note changes nothing."""
    seen = (ticket.pk, request.member.pk, ticket.status, ticket.custom_status_id, last_message(ticket, request.member))
    return quote_etag(hashlib.sha256(repr(seen).encode()).hexdigest()[:32])
