"""Addresses of an account: where it lies, what lies on it, what comes after a page."""

import ipaddress
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

from django.utils.translation import gettext as _

from crewdesk.core.fetch import CannotFetch, public_address

from ..operations.imports import CannotImport


def joined(origin: str, path: str) -> str:
    """The address of a path on the server `origin`; an absolute address stays as it is."""
    try:
        return urljoin(origin, path)
    except ValueError:
        return path


def origin_of(url: str) -> str:
    """https://host of whatever address of the account somebody pasted. Raises CannotImport."""
    text = url.strip() if "://" in url else f"https://{url.strip()}"
    try:
        parts: SplitResult = urlsplit(text)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        parts, port = urlsplit(""), ""
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        raise CannotImport(
            _("“%(url)s” is no address. Write it like https://acme.zendesk.com.") % {"url": url[:200]}, field="url"
        )
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}{port}"


def refuse_unsafe(origin: str) -> None:
    """Raises CannotImport for a server that has no address, or may not be reached, or would hear our token in the clear."""
    parts = urlsplit(origin)
    try:
        address = public_address(parts.hostname, parts.port or (443 if parts.scheme == "https" else 80))
    except CannotFetch as problem:
        raise CannotImport(
            _("%(problem)s Correct the address, or see to the network.") % {"problem": problem}, field="url"
        ) from problem
    if parts.scheme == "http" and ipaddress.ip_address(address.partition("%")[0]).is_global:
        raise CannotImport(_("The token would cross the network for everybody to read. Write https:// instead."), field="url")


def next_page(page: dict[str, Any]) -> str:
    """The address of the page after this one, ''. Lists page by cursor (`links`) or by number (`next_page`)."""
    links, meta = page.get("links"), page.get("meta")
    if (
        isinstance(links, dict)
        and isinstance(links.get("next"), str)
        and not (isinstance(meta, dict) and meta.get("has_more") is False)
    ):
        return links["next"]
    following = page.get("next_page")
    return following if isinstance(following, str) else ""
