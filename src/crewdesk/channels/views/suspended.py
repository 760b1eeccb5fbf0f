"""The suspended queue: looked at, recovered, deleted."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from crewdesk.core.clock import now
from crewdesk.core.numbers import whole_among
from crewdesk.core.paging import BadCursor, Page, keyset_page
from crewdesk.core.tenancy import DeskQuerySet
from crewdesk.tickets.bodies import Bodies
from crewdesk.tickets.models import Comment, Ticket

from ..email.reading.sandbox import UnreadableMail
from ..labels import unreadable_label
from ..models import Suspension
from ..operations.suspended import discard_many, recover_many
from ..suspended_files import files_of, link_to
from .answers import done

SIZE = 50


def suspended(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """The list, and beside it the message that was chosen."""
    rows = _waiting(request).select_related("mail", "held__form").defer("mail__raw").prefetch_related("held__files__file")
    chosen = get_object_or_404(rows, pk=pk) if pk else None
    context = {"page": _page(request), "chosen": chosen}
    if chosen:
        ticket = Ticket.objects.visible_to(request.member).filter(pk=chosen.ticket_id).first()
        context |= {"ticket": ticket, "document": _document(request, chosen)} | _files(request, chosen)
    return render(request, "channels/suspended.html", context)


@require_POST
def recover(request: HttpRequest) -> HttpResponse:
    count = recover_many(_selected(request), by=request.member, at=now())
    text = ngettext(
        "%(count)s message is recovered. Its ticket appears in a moment.",
        "%(count)s messages are recovered. Their tickets appear in a moment.",
        count,
    )
    return done(request, text % {"count": count}, "suspended-list")


@require_POST
def discard(request: HttpRequest) -> HttpResponse:
    count = discard_many(_selected(request), by=request.member, at=now())
    return done(
        request,
        ngettext("%(count)s message is deleted.", "%(count)s messages are deleted.", count) % {"count": count},
        "suspended-list",
    )


def _waiting(request: HttpRequest) -> DeskQuerySet:
    return Suspension.objects.visible_to(request.member).waiting()


def _selected(request: HttpRequest) -> DeskQuerySet:
    return _waiting(request).filter(pk__in=whole_among(request.POST.getlist("pk"))).order_by("id")


def _page(request: HttpRequest) -> Page:
    rows = _waiting(request).defer("html_body")
    try:
        return keyset_page(rows, order=["-id"], size=SIZE, cursor=request.GET.get("cursor"))
    except BadCursor:
        return keyset_page(rows, order=["-id"], size=SIZE)


def _files(request: HttpRequest, suspension: Suspension) -> dict:
    """Each file with its address; `problem` where the mail cannot be read for them."""
    try:
        found = files_of(suspension, may_read=True)
    except UnreadableMail as problem:
        return {"files_problem": unreadable_label(problem.reason)}
    return {"files": [(file, link_to(suspension, file, member=request.member)) for file in found]}


def _document(request: HttpRequest, suspension: Suspension) -> str:
    """The message in a frame of its own, as strangers' mail is shown on tickets; nothing in it loads."""
    html = suspension.html_body or _("The message is too long to be shown here. Download the original.")
    return Bodies(request).document(Comment(html_body=html), [])
