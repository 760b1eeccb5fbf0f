"""Marks of ticket lists, rendered once for each state instead of once for each row."""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache

# For text: Django's own looks for lazy strings in each argument, which takes longer than the escaping.
from html import escape

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from crewdesk.core.files.links import signed_url
from crewdesk.core.templatetags.ui import avatar, priority_badge, status_badge

from ..doors import delivery_retry_url
from ..queries.rows import Row

register = template.Library()
register.simple_tag(delivery_retry_url)


# Fifty rows as template nodes cost more than all the rest of a list page; this is one of them as a format string.
_ROW = (
    '<li class="row ticket-row {state}" id="ticket-{row.id}"><span class="row-lead"><input type="checkbox" name="number"'
    ' value="{row.number}" form="bulk" aria-label="{select} {row.number}"></span><span class="row-status">{status}</span>'
    '<span class="row-main"><span class="row-number">#{row.number}</span><a class="row-title" href="{base}{row.number}/{query}">'
    '<bdi>{subject}</bdi></a><span class="row-text"><bdi>{snippet}</bdi></span></span>'
    '<span class="row-requester"><bdi>{requester}</bdi></span><span class="row-assignee"><bdi>{assignee}</bdi></span>'
    '<span class="row-group"><bdi>{group}</bdi></span><span class="row-priority">{priority}</span>'
    '<span class="row-waiting"{waits}>{waiting}</span><span class="row-updated">{updated}</span></li>'
)


@register.simple_tag
def ticket_rows(rows: Iterable[Row], base: str, view_key: str = "") -> SafeString:
    """The rows of a list, each a link to its ticket below `base`."""
    select, no_subject, waits = escape(_("Select ticket")), _("No subject"), f' title="{escape(_("Waiting since"))}"'
    query = f"?view={escape(view_key)}" if view_key else ""
    return mark_safe(
        "\n".join(
            _ROW.format(
                row=row,
                state="is-unread" if row.waiting_since else "is-read",
                base=escape(base),
                query=query,
                select=select,
                status=status_mark(row.status, row.status_label),
                priority=priority_mark(row.priority),
                subject=escape(row.subject or no_subject),
                snippet=escape(row.snippet),
                requester=escape(row.requester),
                assignee=escape(row.assignee),
                group=escape(row.group),
                waits=waits if row.waiting_since else "",
                waiting=moment(row.waiting_since),
                updated=moment(row.updated_at),
            )  # fmt: skip
            for row in rows
        )
    )


@register.simple_tag
def status_mark(status: str, label: str = "") -> SafeString:
    """The compact status badge."""
    return _status_mark(str(status), label, get_language())


@register.simple_tag
def priority_mark(priority: str) -> SafeString:
    """The compact priority badge."""
    return _priority_mark(str(priority), get_language())


@register.simple_tag
def moment(value: datetime | None) -> SafeString | str:
    """A short time for a row. Like `{% time %}`, without the formatting that only browsers without scripts would see."""
    if value is None:
        return ""
    instant = value.isoformat(timespec="seconds")
    shown = f"{instant[:10]} {instant[11:16]}"
    return mark_safe(f'<crew-time format="relative"><time datetime="{instant}">{shown}</time></crew-time>')


@register.simple_tag
def person_mark(person) -> SafeString:
    """A person's avatar."""
    return _person_mark(person.name, getattr(person, "avatar_url", ""))


@lru_cache(maxsize=4096)
def _person_mark(name: str, url: str) -> SafeString:
    return mark_safe(render_to_string("core/_avatar.html", avatar(name) | {"url": url}).strip())


# Sized for every standard and custom status of many desks in each language; a row asks for one of a handful.
@lru_cache(maxsize=512)
def _status_mark(status: str, label: str, language: str) -> SafeString:
    return mark_safe(render_to_string("core/_status.html", status_badge(status, label, compact=True)).strip())


@lru_cache(maxsize=64)
def _priority_mark(priority: str, language: str) -> SafeString:
    return mark_safe(render_to_string("core/_priority.html", priority_badge(priority, compact=True)).strip())


@register.simple_tag(takes_context=True)
def file_link(context, file, disposition: str = "attachment") -> str:
    """A short-lived link to a stored file for the reader of this page."""
    return signed_url(file, member=context["member"], disposition=disposition)
