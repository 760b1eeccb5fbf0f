"""What every page knows, and the links that rooms hang into the shell."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Literal, NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

MENUS = ("rail", "create", "account")
SINGLES = ("search", "palette", "live", "poll", "desks")


class Item(NamedTuple):
    """A link as the templates see it."""

    label: str
    url: str
    icon: str
    active: bool
    key: str
    method: str


@dataclass(frozen=True)
class ShellLink:
    """A link that a room hangs into the shell."""

    place: str
    url: str | Callable[[HttpRequest], str]
    label: str = ""
    icon: str = "square-2-stack"
    key: str = ""
    order: int = 50
    method: Literal["get", "post"] = "get"
    shown_to: Callable[[object], bool] = lambda member: True

    def address(self, request: HttpRequest) -> str:
        """The URL for the desk of `request`."""
        if callable(self.url):
            return self.url(request)
        return reverse(self.url, kwargs={"desk": request.desk.slug})


links: list[ShellLink] = []


def add_link(place: str, url: str | Callable[[HttpRequest], str], **details) -> None:
    """Hang a link into the shell; called in a room's `apps.ready()`. The places: templates/README.md."""
    if place not in MENUS + SINGLES:
        raise ValueError(f"{place!r} is not a place in the shell; use one of {', '.join(MENUS + SINGLES)}.")
    links.append(ShellLink(place, url, **details))


def page(request: HttpRequest) -> dict:
    """Context processor: `desk`, `member` and the links of the shell, or nothing outside a desk.

    Links are worked out when a template asks for them: most answers are parts of pages and have no shell.
    """
    desk, member = getattr(request, "desk", None), getattr(request, "member", None)
    if desk is None or member is None:
        return {"desk": desk, "member": member}
    menus = {f"{menu}_items": SimpleLazyObject(partial(_items, request, menu)) for menu in MENUS}
    return {"desk": desk, "member": member, "shell": Shell(request), **menus}


class Shell:
    """The single addresses of the shell, by place: `shell.search` in a template."""

    def __init__(self, request: HttpRequest):
        self._request = request
        self._known: dict[str, str] = {}

    def __getitem__(self, place: str) -> str:
        if place not in SINGLES:
            raise KeyError(place)
        if place not in self._known:
            shown = _shown(self._request, place)
            self._known[place] = shown[-1].address(self._request) if shown else ""
        return self._known[place]


def _shown(request: HttpRequest, place: str) -> list[ShellLink]:
    fitting = [link for link in links if link.place == place and link.shown_to(request.member)]
    return sorted(fitting, key=lambda link: link.order)


def _items(request: HttpRequest, place: str) -> list[Item]:
    menu = _shown(request, place)
    addresses = [link.address(request) for link in menu]
    here = max((url for url in addresses if request.path.startswith(url)), key=len, default=None)
    return [
        Item(link.label, url, link.icon, url == here, link.key, link.method) for link, url in zip(menu, addresses, strict=True)
    ]
