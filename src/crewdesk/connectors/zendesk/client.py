"""Calls to the other helpdesk: patient where that helps, and never with our token to another server."""

import base64
import ipaddress
import json
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import SplitResult, urlencode, urljoin, urlsplit

from django.utils.translation import gettext as _

from crewdesk.core.fetch import CannotFetch, Fetched, fetch, public_address

from ..operations.imports import CannotImport
from .waiting import MOST_PAUSES, PAUSES, told_to_wait
from .words import address_parts

MOST_BYTES = 64 * 1024 * 1024
SECONDS = 120.0
PAGE = 100
Json = dict[str, Any]


class Unreachable(CannotImport):
    """The other side does not answer, or not properly. Later it may."""


class NotThere(CannotImport):
    """The other side has no such thing."""


class NotAllowed(CannotImport):
    """The token may not read this."""


class Client:
    """One account. `sleep` and `fetch` are given by tests."""

    def __init__(
        self,
        url: str,
        *,
        email: str,
        token: str,
        sleep: Callable[[float], None] = time.sleep,
        fetch: Callable[..., Fetched] = fetch,
    ):
        self.origin, self._sleep, self._fetch = origin_of(url), sleep, fetch
        plain = base64.b64encode(f"{email}/token:{token}".encode()).decode()
        self._proof = {"Authorization": f"Basic {plain}" if email else f"Bearer {token}"}

    def begin(self) -> Json:
        """Find out, without waiting for anything, whether this can work, and who we are there. Raises CannotImport with what to do."""
        refuse_unsafe(self.origin)
        try:
            me = self.get("/api/v2/users/me.json", tries=0).get("user")
        except NotThere as problem:
            raise _no_api(self.origin) from problem
        if not isinstance(me, dict):
            raise _no_api(self.origin)
        if not me.get("id"):
            # Zendesk takes a wrong token for an anonymous visitor here.
            raise _not_signed_in()
        return me

    def get(self, path: str, *, tries: int = len(PAUSES), **query: Any) -> Json:
        """The answer at `path`, or at an absolute address on the same server. Raises CannotImport."""
        address = _joined(self.origin, path)
        if not self._is_ours(address):
            raise CannotImport(
                _("%(host)s sends us on to another server: %(url)s. Nothing was asked there.")
                % {"host": self.origin, "url": address}
            )
        if query:
            address += ("&" if "?" in address else "?") + urlencode(query)
        answer = self.fetched(address, most_bytes=MOST_BYTES, tries=tries)
        _refuse(answer, path)
        if not self._is_ours(answer.url):
            raise CannotImport(
                _("%(host)s sends us on to %(url)s. Give that address if it is yours.")
                % {"host": self.origin, "url": answer.url[:200]}
            )
        return self._read(answer)

    def pages(self, path: str, *, since: str = "") -> Iterator[Json]:
        """All pages of a list, whichever way it pages; `since` is the address of a page to begin with."""
        address, query = (since, {}) if since else (path, {"page[size]": PAGE})
        seen = set()
        while address and address not in seen:
            seen.add(address)
            page = self.get(address, **query)
            yield page
            address, query = next_page(page), {}

    def fetched(self, address: str, *, most_bytes: int, tries: int = len(PAUSES)) -> Fetched:
        """What stands at `address`, waiting as long as the other side asks for and trying again after failures. Raises Unreachable."""
        headers = {"Accept": "*/*"}
        if self._is_ours(address):
            headers |= self._proof
        waits = failures = 0
        while True:
            try:
                answer = self._fetch(address, headers=headers, most_bytes=most_bytes, seconds=SECONDS)
                if answer.status != 429 and answer.status < 500:
                    return answer
                said = _("It answers with status %(status)s.") % {"status": answer.status}
                pause, is_limit = told_to_wait(answer), answer.status == 429
            except CannotFetch as problem:
                said, pause, is_limit = str(problem), None, False
            if waits >= MOST_PAUSES or (failures >= tries and not is_limit):
                raise Unreachable(
                    _("%(host)s does not answer: %(said)s. Run the command again later; it goes on where it was.")
                    % {"host": self.origin, "said": said.rstrip(".")}
                )
            self._sleep(PAUSES[min(failures, len(PAUSES) - 1)] if pause is None else pause)
            waits, failures = waits + 1, failures + (not is_limit)

    def _is_ours(self, address: str) -> bool:
        """Whether it lies on the account's own server, which alone hears our token."""
        return address_parts(address)[:2] == urlsplit(self.origin)[:2]

    def _read(self, answer: Fetched) -> Json:
        try:
            # NaN and Infinity are no JSON, and no column takes them.
            data = json.loads(answer.body, parse_constant=lambda _word: None)
        except (ValueError, RecursionError) as problem:
            raise _no_api(self.origin) from problem
        if not isinstance(data, dict):
            raise _no_api(self.origin)
        return data


def _joined(origin: str, path: str) -> str:
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


def next_page(page: Json) -> str:
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


def _refuse(answer: Fetched, path: str) -> None:
    match answer.status:
        case 401:
            raise _not_signed_in()
        case 403:
            raise NotAllowed(_("The token may not read %(path)s. Use the token of an admin.") % {"path": urlsplit(path).path})
        case 404 | 410:
            raise NotThere(_("There is no %(path)s at the other side.") % {"path": urlsplit(path).path})
        case status if not 200 <= status < 300:
            words = {"path": urlsplit(path).path, "status": status, "said": answer.body[:200].decode("utf-8", "replace")}
            raise CannotImport(_("The other side refuses %(path)s with status %(status)s: %(said)s") % words)


def _not_signed_in() -> CannotImport:
    return CannotImport(
        _(
            "The e-mail address and token are not accepted. Both come from the account; leave the address out for a token of Crewdesk."
        )
    )


def _no_api(origin: str) -> CannotImport:
    return CannotImport(
        _("%(host)s is no Zendesk account: what it answers is not the API. Correct the address.") % {"host": origin}, field="url"
    )
