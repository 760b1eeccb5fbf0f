"""Calls to the other helpdesk: patient where that helps, and never with our token to another server."""

import base64
import json
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.utils.translation import gettext as _

from crewdesk.core.fetch import CannotFetch, Fetched, fetch

from ..operations.imports import CannotImport
from .origins import joined, next_page, origin_of, refuse_unsafe
from .refusals import NotThere, NotUnderstood, Unreachable, no_api, not_signed_in, refuse
from .waiting import MOST_PAUSES, PAUSES, told_to_wait
from .words import address_parts

MOST_BYTES = 64 * 1024 * 1024
SECONDS = 120.0
PAGE = 100
Json = dict[str, Any]


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
            raise no_api(self.origin) from problem
        if not isinstance(me, dict):
            raise no_api(self.origin)
        if not me.get("id"):
            # Zendesk takes a wrong token for an anonymous visitor here.
            raise not_signed_in()
        return me

    def get(self, path: str, *, tries: int = len(PAUSES), **query: Any) -> Json:
        """The answer at `path`, or at an absolute address on the same server. Raises CannotImport."""
        address = joined(self.origin, path)
        if not self._is_ours(address):
            raise CannotImport(
                _("%(host)s sends us on to another server: %(url)s. Nothing was asked there.")
                % {"host": self.origin, "url": address}
            )
        if query:
            address += ("&" if "?" in address else "?") + urlencode(query)
        answer = self.fetched(address, most_bytes=MOST_BYTES, tries=tries)
        refuse(answer, path)
        if not self._is_ours(answer.url):
            raise CannotImport(
                _("%(host)s sends us on to %(url)s. Give that address if it is yours.")
                % {"host": self.origin, "url": answer.url[:200]}
            )
        return self._read(answer)

    def pages(self, path: str) -> Iterator[Json]:
        """All pages of a list, whichever way it pages."""
        page, seen = self._first_page(path), {path}
        while True:
            yield page
            address = next_page(page)
            if not address or address in seen:
                return
            seen.add(address)
            page = self.get(address)

    def _first_page(self, path: str) -> Json:
        try:
            return self.get(path, **{"page[size]": PAGE})
        except NotUnderstood:
            # Some lists know pages by number alone.
            return self.get(path, per_page=PAGE)

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
            # Who gives no further try waits for nothing, not even the end of a limit.
            if not tries or waits >= MOST_PAUSES or (failures >= tries and not is_limit):
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
            raise no_api(self.origin) from problem
        if not isinstance(data, dict):
            raise no_api(self.origin)
        return data
