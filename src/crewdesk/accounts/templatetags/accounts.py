"""Small parts of this room's pages."""

from django import template
from django.utils.translation import gettext as _

from .. import navigation
from ..rights import can

register = template.Library()


@register.simple_tag(takes_context=True)
def settings_items(context) -> list[navigation.MenuItem]:
    """The settings pages that the member may open."""
    return navigation.settings_items(context["request"])


@register.filter
def may(member, verb: str) -> bool:
    """Whether the member has a right, to show them its button."""
    return can(member, verb)


@register.filter
def among(value, values) -> bool:
    """Whether `value` is one of `values`, for sets that a view worked out."""
    return value in values


# In this order: each of these also claims to be one of those below it.
BROWSERS = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
SYSTEMS = {"iPhone": "iPhone", "iPad": "iPad", "Android": "Android", "Windows": "Windows", "Mac OS X": "macOS", "Linux": "Linux"}


@register.filter
def browser_name(user_agent: str) -> str:
    """A User-Agent header as people say it: Firefox on Windows. What is unknown is shown as it came."""
    browser = next((name for mark, name in BROWSERS.items() if mark in user_agent), None)
    system = next((name for mark, name in SYSTEMS.items() if mark in user_agent), None)
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return user_agent[:60] or _("Unknown browser")
