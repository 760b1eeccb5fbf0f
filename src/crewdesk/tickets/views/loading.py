"""How the views of a ticket find it, and what they answer after a verb."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django_htmx.http import trigger_client_event

from crewdesk.core.numbers import whole
from crewdesk.core.written_once import written_once

from ..models import Comment, Ticket
from ..queries.timeline import news_of
from .context import conversation_context, here_of, ticket_context

# The others (problem, merged_into …) are seldom set, and one wide join costs more than their query then.
RELATED = ("requester", "assignee", "organization", "custom_status")


def ticket_of(request: HttpRequest, number: int) -> Ticket:
    """The ticket with this number, if the member may see it; else a 404."""
    member = request.member
    if member.sees_all_tickets:
        found = _numbered(number)
    else:
        found = Ticket.objects.visible_to(member).select_related(*RELATED).filter(number=number)[:1]
    if not found:
        raise Http404
    return found[0]


@written_once
def _numbered(number: int):
    return Ticket.objects.select_related(*RELATED).filter(number=number)


def comment_of(request: HttpRequest, number: int, comment_id: int) -> Comment:
    """A comment of a ticket that the member may see; else a 404."""
    comments = ticket_of(request, number).comments.visible_to(request.member).select_related("author", "ticket")
    comment = comments.filter(pk=comment_id).first()
    if comment is None:
        raise Http404
    return comment


def answer(request: HttpRequest, ticket: Ticket, said: str = "", *, is_own: bool = False, is_sent: bool = False) -> HttpResponse:
    """After a verb: for htmx the parts of the page that changed, with a toast; else the page again.

    `is_own`: the verb checked the member's version, so their composer is up to date; `is_sent` empties it.
    """
    if not request.htmx:
        return redirect(ticket_url(request, ticket))
    return toasted(parts(request, ticket, is_own=is_own, is_sent=is_sent), said)


def parts(request: HttpRequest, ticket: Ticket, *, is_own: bool = False, is_sent: bool = False) -> HttpResponse:
    """What a page that knows of events up to `since` has missed; 204 when that is nothing."""
    asked = request.POST or request.GET
    since = asked.get("since", "0")
    ticket = ticket_of(request, ticket.number)
    news = news_of(ticket, request.member, since=whole(since) or 0)
    if news is None and not is_own:
        return HttpResponse(status=204)
    entries = [*news.entries, *news.altered] if news else []
    conversation = conversation_context(request, entries, last_event=news.last_event if news else since)
    context = ticket_context(request, ticket) | conversation | {"news": news, "is_sent": is_sent}
    # The version that a half-written message answers to stays as it is: sending it tells what changed since.
    context["is_up_to_date"] = is_own or asked.get("idle") == "1"
    return render(request, "tickets/_news.html", context)


def toasted(response: HttpResponse, said: str, kind: str = "success") -> HttpResponse:
    """`response` with a notice on the page; none for an empty one."""
    return trigger_client_event(response, "toast", {"text": str(said), "kind": kind}) if said else response


def ticket_url(request: HttpRequest, ticket: Ticket) -> str:
    """The page of `ticket`, in the view from which the member came."""
    view = request.GET.get("view") or request.POST.get("view")
    here = here_of(request, ticket)
    return f"{here}?view={view}" if view and view.isalpha() else here
