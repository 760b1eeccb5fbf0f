"""One change on many tickets."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from crewdesk.accounts.models import Group
from crewdesk.core.clock import now
from crewdesk.core.events import Via
from crewdesk.core.operations import Refused

from ..forms import BulkForm
from ..models import Status, Ticket
from ..operations.bin import delete_ticket
from ..operations.bulk import Result, update_many
from ..operations.merge import merge_tickets
from ..operations.spam import mark_spam

MOST = 200
SHOWN_REFUSALS = 5


@dataclass(frozen=True)
class Done:
    """What became of a bulk action."""

    changed: int
    refusals: list[str]


@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """Apply what the bar says to the ticked tickets, and say what worked and what did not."""
    form = BulkForm(request.POST)
    form.full_clean()
    tickets = list(Ticket.objects.visible_to(request.member).filter(number__in=form.numbers[:MOST]).order_by("number"))
    done = ACTS.get(request.POST.get("act", ""), change)(request, form, tickets)
    if done.changed:
        messages.success(
            request, ngettext("%(count)s ticket changed", "%(count)s tickets changed", done.changed) % {"count": done.changed}
        )
    for refusal in done.refusals[:SHOWN_REFUSALS]:
        messages.error(request, refusal)
    if more := len(done.refusals[SHOWN_REFUSALS:]):
        messages.error(request, ngettext("%(count)s more was refused", "%(count)s more were refused", more) % {"count": more})
    return redirect(_way_back(request))


def groups(request: HttpRequest) -> HttpResponse:
    """The choices of groups, fetched when somebody opens them."""
    return render(request, "tickets/_bulk_groups.html", {"groups": Group.objects.filter(deleted_at=None).order_by("name")})


def change(request: HttpRequest, form: BulkForm, tickets: list[Ticket]) -> Done:
    """The fields that were filled in."""
    return _told(_update(request, tickets, form.changes()))


def solve(request: HttpRequest, form: BulkForm, tickets: list[Ticket]) -> Done:
    """Solve them all."""
    return _told(_update(request, tickets, {"status": Status.SOLVED}))


def merge(request: HttpRequest, form: BulkForm, tickets: list[Ticket]) -> Done:
    """Merge them into the oldest, all or none."""
    into, *sources = tickets or [None]
    return _each(
        [into] if sources else [], lambda ticket: merge_tickets(ticket, sources, by=request.member, via=Via.WEB, at=now())
    )


def spam(request: HttpRequest, form: BulkForm, tickets: list[Ticket]) -> Done:
    """Put them aside as spam."""
    return _each(tickets, lambda ticket: mark_spam(ticket, by=request.member, via=Via.WEB, at=now()))


def delete(request: HttpRequest, form: BulkForm, tickets: list[Ticket]) -> Done:
    """Put them in the bin."""
    return _each(tickets, lambda ticket: delete_ticket(ticket, by=request.member, via=Via.WEB, at=now()))


ACTS = {"solve": solve, "merge": merge, "spam": spam, "delete": delete}


def _update(request: HttpRequest, tickets: list[Ticket], changes: dict) -> list[Result]:
    if not changes:
        raise Refused(_("Choose what to change."))
    return update_many(tickets, by=request.member, changes=changes, via=Via.WEB, at=now())


def _told(results: Iterable[Result]) -> Done:
    results = list(results)
    refused = [f"#{result.ticket.number}: {result.refusal.message}" for result in results if result.refusal]
    return Done(len(results) - len(refused), refused)


def _each(tickets: list[Ticket], act: Callable[[Ticket], object]) -> Done:
    refusals = []
    for ticket in tickets:
        try:
            with transaction.atomic():
                act(ticket)
        except Refused as refusal:
            refusals.append(f"#{ticket.number}: {refusal.message}")
    return Done(len(tickets) - len(refusals), refusals)


def _way_back(request: HttpRequest) -> str:
    here = request.POST.get("here", "")
    return here if here.startswith("/") and url_has_allowed_host_and_scheme(here, None) else f"/d/{request.desk.slug}/tickets/"
