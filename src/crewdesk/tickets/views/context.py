"""What the templates of a ticket page are given."""

from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from crewdesk.accounts.profile_values import noted
from crewdesk.accounts.rights import can
from crewdesk.core.written_once import written_once

from ..bodies import Bodies, draft_html
from ..models import Draft, Priority, Status, Ticket, TicketType
from ..operations.uploads import claim
from ..queries.around import around, fields_shown
from ..queries.panel import StatusChoice, linked_tickets, other_tickets, status_choices
from ..queries.timeline import Entry

RIGHTS = ("answer", "note", "update", "merge", "split", "link", "mark_spam", "delete", "restore", "redact", "follow")

CHANNELS = {
    "email": gettext_lazy("e-mail"), "web": gettext_lazy("web"), "api": gettext_lazy("API"), "chat": gettext_lazy("chat"),
    "voice": gettext_lazy("phone"), "sms": gettext_lazy("SMS"), "rule": gettext_lazy("a rule"),
}  # fmt: skip


def ticket_context(request: HttpRequest, ticket: Ticket) -> dict[str, Any]:
    """The ticket, the choices for its fields, and what the member may do."""
    beside = around(ticket)
    statuses = status_choices(ticket, beside)
    people = {kind: [each for each in beside.people if each["kind"] == kind] for kind in ("follower", "cc")}
    return {
        "ticket": ticket, "here": here_of(request, ticket), "beside": beside, "statuses": statuses, "submit_status": _submit_status(statuses),
        "types": TicketType.choices, "priorities": Priority.choices, "fields": fields_shown(ticket, beside),
        "send_to": "followup/" if ticket.is_closed else "comments/",
        "channel": CHANNELS.get(ticket.via, ticket.via), "due_at": _local_due(request, ticket),
        "links": linked_tickets(ticket, beside, request.member),
        "may": {name: can(request.member, f"ticket.{name}", ticket) for name in RIGHTS},
        "participants": (("follower", _("Followers"), people["follower"]), ("cc", _("CC"), people["cc"])), "ccs": people["cc"],
        "is_following": any(each["pk"] == request.member.pk for each in people["follower"]),
        "view_key": request.GET.get("view", "") or request.POST.get("view", ""),
    }  # fmt: skip


def here_of(request: HttpRequest, ticket: Ticket) -> str:
    """The address of the ticket's page."""
    return reverse("tickets:ticket", kwargs={"desk": request.desk.slug, "number": ticket.number})


def conversation_context(
    request: HttpRequest, entries: Iterable[Entry], *, last_event: int, earlier: int | None = None
) -> dict[str, Any]:
    """Entries with their bodies ready to be shown."""
    entries, bodies = list(entries), Bodies(request)
    for entry in entries:
        if entry.comment is not None:
            entry.body = bodies.of(entry.comment, entry.files)
    return {"entries": entries, "earlier": earlier, "last_event": last_event}


def composer_context(request: HttpRequest, ticket: Ticket) -> dict[str, Any]:
    """What the member had begun to write, with its files."""
    draft = next(iter(_draft(ticket.pk, request.member.pk)), None)
    if draft is None:
        return {"draft": None}
    files = claim(draft.upload_token, request.member) if draft.upload_token else []
    draft.html_body = draft_html(draft, files, request.member)
    return {"draft": draft, "draft_files": [each for each in files if not each.is_inline]}


@written_once
def _draft(ticket_id: int, user_id: int):
    return Draft.objects.filter(ticket_id=ticket_id, user_id=user_id)


def customer_context(request: HttpRequest, ticket: Ticket) -> dict[str, Any]:
    """Who asks, and what else they asked."""
    company = noted(ticket.organization) if ticket.organization else []
    return {
        "customer": ticket.requester,
        "noted": [*noted(ticket.requester), *company],
        "customer_language": language_name(ticket.requester.locale),
        "others": other_tickets(ticket, request.member),
    }


def language_name(code: str) -> str:
    """The name of a language in the reader's own; the code itself when nobody knows it."""
    try:
        return Locale.parse(code, sep="-").get_display_name(get_language() or "en") or code
    except (UnknownLocaleError, ValueError, TypeError):
        return code


def _submit_status(choices: list[StatusChoice]) -> StatusChoice:
    fit = [choice for choice in choices if choice.category != Status.NEW]
    return next((choice for choice in fit if choice.is_current), fit[0])


def _local_due(request: HttpRequest, ticket: Ticket) -> str:
    zone = ZoneInfo(request.member.time_zone or "UTC")
    return f"{ticket.due_at.astimezone(zone):%Y-%m-%dT%H:%M}" if ticket.due_at else ""
