"""What is done to one message: made private, split off, redacted, sent again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crewdesk.accounts.rights import can
from crewdesk.core.clock import now
from crewdesk.core.events import Via
from crewdesk.core.numbers import whole_among

from ..operations.redact import make_private, redact_attachment, redact_comment
from ..operations.split import split_ticket
from .actions import dialog, go_to
from .context import here_of
from .loading import answer, comment_of


@require_POST
def private(request: HttpRequest, number: int, comment_id: int) -> HttpResponse:
    """Turn a public message into an internal note."""
    comment = comment_of(request, number, comment_id)
    make_private(comment, by=request.member, via=Via.WEB, at=now())
    return answer(request, comment.ticket, _("Made private. Mails that were sent already stay sent."))


def split(request: HttpRequest, number: int, comment_id: int) -> HttpResponse:
    """Move a message to a ticket of its own, and go there."""
    comment = comment_of(request, number, comment_id)
    if request.method != "POST":
        return dialog(request, "split", comment.ticket, comment=comment)
    subject = request.POST.get("subject", "").strip()
    return go_to(request, split_ticket(comment.ticket, comment, by=request.member, via=Via.WEB, at=now(), subject=subject))


def redact(request: HttpRequest, number: int, comment_id: int) -> HttpResponse:
    """Black out words of a message, the whole of it, or one of its files."""
    comment = comment_of(request, number, comment_id)
    if request.method != "POST":
        return dialog(
            request,
            "redact",
            comment.ticket,
            comment=comment,
            files=comment.attachments.filter(redacted_at=None).select_related("file"),
        )
    for attachment in comment.attachments.filter(pk__in=whole_among(request.POST.getlist("file"))):
        redact_attachment(attachment, by=request.member, via=Via.WEB, at=now())
    words = [line.strip() for line in request.POST.get("text", "").splitlines() if line.strip()]
    whole = request.POST.get("whole") == "on"
    if words or whole or not request.POST.getlist("file"):
        redact_comment(comment, text=words, whole=whole, by=request.member, via=Via.WEB, at=now())
    return answer(request, comment.ticket, _("Redacted"))


def menu(request: HttpRequest, number: int, comment_id: int) -> HttpResponse:
    """What can be done to a message: fetched when its menu opens, a page where there are no scripts."""
    comment = comment_of(request, number, comment_id)
    may = {name: can(request.member, f"ticket.{name}", comment.ticket) for name in ("redact", "split")}
    context = {"comment": comment, "ticket": comment.ticket, "may": may, "here": here_of(request, comment.ticket)}
    return render(request, "tickets/_message_menu.html" if request.htmx else "tickets/message_menu.html", context)
