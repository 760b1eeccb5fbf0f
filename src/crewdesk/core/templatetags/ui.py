"""Small parts of every page; built in, so templates need no `{% load %}`."""

from datetime import date, datetime
from functools import lru_cache
from zlib import crc32

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from heroicons.templatetags import heroicons

register = template.Library()

DRAWINGS = {
    "micro": (heroicons.heroicon_micro, 16),
    "mini": (heroicons.heroicon_mini, 20),
    "outline": (heroicons.heroicon_outline, 24),
    "solid": (heroicons.heroicon_solid, 24),
}
AVATAR_HUES = 8

STATUSES = {
    "new": (_("New"), pgettext_lazy("one letter for the status New", "N")),
    "open": (_("Open"), pgettext_lazy("one letter for the status Open", "O")),
    "pending": (_("Pending"), pgettext_lazy("one letter for the status Pending", "P")),
    "hold": (_("On hold"), pgettext_lazy("one letter for the status On hold", "H")),
    "solved": (_("Solved"), pgettext_lazy("one letter for the status Solved", "S")),
    "closed": (_("Closed"), pgettext_lazy("one letter for the status Closed", "C")),
}
PRIORITIES = {
    "low": (_("Low"), 1),
    "normal": (_("Normal"), 2),
    "high": (_("High"), 3),
    "urgent": (_("Urgent"), 4),
}
PRESENCES = {"online": _("online"), "away": _("away"), "offline": _("offline")}


@register.simple_tag
def icon(name: str, size: int | None = None, style: str = "micro", **attributes) -> str:
    """A Heroicon as inline SVG, hidden from screen readers: the text beside it says what it means."""
    classes = f"icon {attributes.pop('class', '')}".strip()
    return _drawn(str(name), size, style, ("class", classes), *attributes.items())


# The library writes XML anew at each call; a page has more than a hundred icons, of a few dozen kinds.
@lru_cache(maxsize=1024)
def _drawn(name: str, size: int | None, style: str, *attributes: tuple[str, str]) -> str:
    draw, usual_size = DRAWINGS[style]
    return draw(name, size=size or usual_size, **dict(attributes))


@register.inclusion_tag("core/_avatar.html")
def avatar(person, size: str = "md", presence: str = "") -> dict:
    """A person's picture (`avatar_url`), or initials on a colour that stays theirs."""
    name = str(getattr(person, "name", person) or "?")
    return {
        "name": name,
        "initials": initials(name),
        "hue": crc32(name.encode()) % AVATAR_HUES,
        "url": getattr(person, "avatar_url", ""),
        "size": size,
        "presence": presence,
        "presence_label": PRESENCES.get(presence, ""),
    }


def initials(name: str) -> str:
    """At most two letters: of the first and the last word ("Ada King Lovelace" → AL, "Cleo" → C)."""
    words = [word for word in name.replace("@", " ").split() if word[0].isalnum()]
    letters = [words[0][0], words[-1][0]] if len(words) > 1 else [word[0] for word in words]
    return "".join(letters).upper() or "?"


@register.inclusion_tag("core/_status.html")
def status_badge(status: str, label: str = "", compact: bool = False) -> dict:
    """The status category as colour, letter and shape. `label` names a custom status of that category."""
    name, letter = STATUSES.get(str(status), (status, str(status)[:1].upper()))
    return {"status": status, "label": label or name, "letter": letter, "compact": compact}


@register.inclusion_tag("core/_priority.html")
def priority_badge(priority: str, compact: bool = False) -> dict:
    """The priority as one to three bars, or an exclamation mark; nothing when no priority is set."""
    label, height = PRIORITIES.get(str(priority or ""), ("", 0))
    return {"priority": priority, "label": label, "height": height, "compact": compact}


@register.simple_tag
def badge(text, kind: str = "neutral") -> str:
    """A short label: neutral, accent, success, warning, danger or info."""
    return format_html('<span class="badge badge-{}">{}</span>', kind, text)


@register.inclusion_tag("core/_empty.html")
def empty(title, text="", icon: str = "inbox", url: str = "", action="", key: str = "") -> dict:
    """What a list shows when there is nothing in it: why, and what to do next."""
    return {"title": title, "text": text, "icon": icon, "url": url, "action": action, "key": key}


@register.simple_tag
def time(value: datetime | date | None, format: str = "relative") -> str:
    """An instant, which the browser turns into the reader's zone and language; without scripts, UTC."""
    if value is None:
        return ""
    if not isinstance(value, datetime):
        return format_html('<time datetime="{}">{}</time>', value.isoformat(), date_format(value, "DATE_FORMAT"))
    instant = value.astimezone(timezone.get_current_timezone())
    text = date_format(instant, "DATETIME_FORMAT")
    return format_html('<crew-time format="{}"><time datetime="{}">{}</time></crew-time>', format, value.isoformat(), text)
