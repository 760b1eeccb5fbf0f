"""What stands at the top of every page for customers."""

from django import template

from crewdesk.accounts.models import Desk
from crewdesk.accounts.navigation import MenuItem, customer_items
from crewdesk.tickets.templatetags.tickets import file_link

from ..portal.queries import brand_of

register = template.Library()
register.simple_tag(file_link, takes_context=True)


@register.simple_tag
def brand_name(desk: Desk) -> str:
    """The name that customers know the desk by."""
    return brand_of(desk)


@register.simple_tag(takes_context=True)
def customer_menu(context) -> list[MenuItem]:
    """The pages that rooms offer to whoever is signed in."""
    return customer_items(context["request"])
