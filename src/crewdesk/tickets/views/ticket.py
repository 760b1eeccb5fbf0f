"""The page of one ticket, and the parts of it that are fetched on their own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin

from crewdesk.core.numbers import whole

from ..bodies import Bodies, frame_policy
from ..queries.timeline import entry_of, timeline_of
from .context import composer_context, conversation_context, customer_context, ticket_context
from .list import known_view, list_context
from .loading import comment_of, parts, ticket_of


def ticket_page(request: HttpRequest, number: int) -> HttpResponse:
    """The whole page; for a list beside it only what stands to the list's side."""
    ticket = ticket_of(request, number)
    if request.htmx.target == "main":
        return render(request, "tickets/_beside.html", page_context(request, ticket))
    view = known_view(request.GET.get("view"))
    return render(request, "tickets/ticket.html", page_context(request, ticket) | list_context(request, view))


def page_context(request: HttpRequest, ticket) -> dict:
    """Everything that stands on the page of `ticket`."""
    timeline = timeline_of(ticket, request.member)
    conversation = conversation_context(request, timeline.entries, last_event=timeline.last_event, earlier=timeline.earlier)
    return ticket_context(request, ticket) | conversation | composer_context(request, ticket) | customer_context(request, ticket)


def earlier(request: HttpRequest, number: int) -> HttpResponse:
    """The messages before a comment, put above it."""
    ticket = ticket_of(request, number)
    timeline = timeline_of(ticket, request.member, before=whole(request.GET.get("before", "")))
    context = conversation_context(request, timeline.entries, last_event=timeline.last_event, earlier=timeline.earlier)
    return render(request, "tickets/_timeline.html", context | ticket_context(request, ticket))


def news(request: HttpRequest, number: int) -> HttpResponse:
    """What the page has missed since an event; nothing (204) when nothing happened."""
    return parts(request, ticket_of(request, number))


@xframe_options_sameorigin
def message_body(request: HttpRequest, number: int, comment_id: int) -> HttpResponse:
    """A message as a document of its own, with pictures from elsewhere: only ever inside a sandboxed frame."""
    comment = comment_of(request, number, comment_id)
    policy = frame_policy(request, remote=True)
    document = Bodies(request, remote=True).document(comment, entry_of(comment).files)
    response = HttpResponse(document)
    response["Content-Security-Policy"] = (
        f"{policy}; sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox; frame-ancestors 'self'"
    )
    response["Referrer-Policy"] = "no-referrer"
    return response
