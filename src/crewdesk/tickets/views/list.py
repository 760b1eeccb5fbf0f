"""Lists of tickets: the standing views, their counts, and the rows that changed while one looked."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from crewdesk.core.numbers import whole, whole_among
from crewdesk.core.paging import BadCursor

from .. import tally
from ..queries.rows import DEFAULT_SORT, SORTS, row_page, rows_with_ids
from ..queries.views import DEFAULT_VIEW, VIEWS, TicketView, longest_waiting, view_named

MOST_CHANGED_ROWS = 200


def ticket_list(request: HttpRequest, key: str | None = None) -> HttpResponse:
    """A view's tickets: the page, or for htmx the list alone."""
    view = known_view(key)
    sort = request.GET.get("sort", DEFAULT_SORT)
    try:
        page = row_page(view, request.member, sort=sort, cursor=request.GET.get("cursor"))
    except BadCursor as problem:
        raise Http404(str(problem)) from problem
    context = {**list_context(request, view), "page": page, "sort": sort if sort in SORTS else DEFAULT_SORT}
    return render(request, "tickets/_list.html" if request.htmx.target == "list-pane" else "tickets/list.html", context)


def changed_rows(request: HttpRequest) -> HttpResponse:
    """The rows among `ids` that belong to the view now; the page compares them with what it shows."""
    view = known_view(request.GET.get("view"))
    ids = whole_among(request.GET.get("ids", "").split(",")[:MOST_CHANGED_ROWS])
    rows = rows_with_ids(view.tickets(request.member), ids)
    return render(request, "tickets/_rows.html", {"rows": rows, "view": view})


def view_counts(request: HttpRequest) -> HttpResponse:
    """The views with their counts, fetched again when tickets move."""
    key = request.GET.get("view")
    return render(request, "tickets/_views.html", list_context(request, known_view(key) if key else None))


def next_ticket(request: HttpRequest) -> HttpResponse:
    """On to the ticket of the view whose customer has waited longest."""
    view = known_view(request.GET.get("view"))
    ticket = longest_waiting(view, request.member, besides=whole(request.GET.get("after", "")))
    if ticket is None:
        return redirect("tickets:view", desk=request.desk.slug, key=view.key)
    response = redirect("tickets:ticket", desk=request.desk.slug, number=ticket.number)
    response["Location"] += f"?view={view.key}"
    return response


def list_context(request: HttpRequest, view: TicketView | None) -> dict:
    """What the list of views needs: each with its count, the present one marked."""
    counts = tally.view_counts(request.member)
    return {"view": view, "views": [(each, counts.get(each.key)) for each in VIEWS.values()]}


def known_view(key: str | None) -> TicketView:
    """The view called `key`, the default for None; a 404 for any other name."""
    try:
        return view_named(key or DEFAULT_VIEW)
    except KeyError:
        raise Http404 from None


def inbox(request: HttpRequest) -> HttpResponse:
    """The short address that people type."""
    return redirect("tickets:list", desk=request.desk.slug)
