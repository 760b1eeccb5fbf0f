"""Menus that rooms above fill in their apps.ready(): the pages of a desk's settings, and what a customer finds at home."""

from dataclasses import dataclass
from typing import NamedTuple

from django.http import HttpRequest
from django.urls import reverse

from crewdesk.core.context import links

from .rights import LOWEST_ROLE, can


@dataclass(frozen=True)
class MenuLink:
    url: str
    label: str
    icon: str
    right: str
    section: str = ""
    order: int = 50


class MenuItem(NamedTuple):
    label: str
    url: str
    icon: str
    active: bool
    section: str


_settings: list[MenuLink] = []
_customer: list[MenuLink] = []


def add_settings_link(url: str, *, label: str, icon: str, right: str, section: str = "", order: int = 50) -> None:
    """Hang a page into a desk's settings; `url` is a name that takes `desk`, `section` the heading it stands under."""
    _add(_settings, MenuLink(url, label, icon, right, section, order))


def add_customer_link(url: str, *, label: str, icon: str, order: int = 50) -> None:
    """Hang a page into a customer's home at /h/<desk>/."""
    _add(_customer, MenuLink(url, label, icon, "customer", order=order))


def settings_items(request: HttpRequest) -> list[MenuItem]:
    """The settings pages that the member may open, in order."""
    return _items(request, _settings)


def customer_items(request: HttpRequest) -> list[MenuItem]:
    """The pages that rooms offer to a customer."""
    return _items(request, _customer)


def home_of(request: HttpRequest) -> str | None:
    """Where work begins for `request.member`: the first page in the rail."""
    here = request.path
    shown = sorted(
        (link for link in links if link.place == "rail" and link.shown_to(request.member)), key=lambda link: link.order
    )
    return next((address for link in shown if (address := link.address(request)) != here), None)


def _add(menu: list[MenuLink], link: MenuLink) -> None:
    LOWEST_ROLE[link.right]
    menu.append(link)


def _items(request: HttpRequest, menu: list[MenuLink]) -> list[MenuItem]:
    first = {}
    for link in menu:
        first[link.section] = min(link.order, first.get(link.section, link.order))
    shown = sorted((link for link in menu if can(request.member, link.right)), key=lambda link: (first[link.section], link.order))
    addresses = [reverse(link.url, kwargs={"desk": request.desk.slug}) for link in shown]
    return [
        MenuItem(link.label, address, link.icon, request.path.startswith(address), link.section)
        for link, address in zip(shown, addresses, strict=True)
    ]
