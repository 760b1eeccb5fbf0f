"""HTTP to servers that somebody else named: webhooks, avatars, imports, link previews.

Such a fetch must not reach what only this machine can reach. A name is looked up once, every address found has to be public, and
the connection goes to the very address that was looked at, so that a name that answers differently the second time leads nowhere.
Redirects are followed by the same rule.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

from django.conf import settings

CONNECT_SECONDS = 10.0
WHOLE_SECONDS = 30.0
MOST_BYTES = 10 * 1024 * 1024
MOST_REDIRECTS = 5
CHUNK = 64 * 1024
SCHEMES = {"http": 80, "https": 443}
# Addresses that wrap an IPv4 address: NAT64 (RFC 6052, RFC 8215) and 6to4 (RFC 3056). Python calls them global.
WRAPPING = [ipaddress.ip_network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "fec0::/10")]


class CannotFetch(Exception):
    """The address may not be fetched, or did not answer properly."""


@dataclass(frozen=True)
class Fetched:
    """An answer: `url` is where it came from after redirects."""

    url: str
    status: int
    headers: dict[str, str]
    body: bytes


def fetch(
    url: str,
    *,
    method: str = "GET",
    headers: dict | None = None,
    body: bytes | None = None,
    most_bytes: int = MOST_BYTES,
    seconds: float = WHOLE_SECONDS,
    redirects: int = MOST_REDIRECTS,
) -> Fetched:
    """Fetch `url`; only GET follows redirects, and none when `redirects` is 0.

    Raises CannotFetch for what is not public, not done in `seconds` or too large.
    """
    deadline = time.monotonic() + seconds
    for _hop in range(redirects + 1):
        answer = _once(url, method, headers or {}, body, most_bytes, deadline)
        target = answer.headers.get("location")
        if method != "GET" or redirects == 0 or answer.status not in (301, 302, 303, 307, 308) or not target:
            return answer
        before, url = url, urljoin(url, target)
        if urlsplit(before)[:2] != urlsplit(url)[:2]:
            headers = None  # what proves who we are is meant for the first server only
    raise CannotFetch(f"{url} redirects too often.")


def public_address(host: str, port: int) -> str:
    """One address of `host`, looked up now. Raises CannotFetch unless all of its addresses are public or in FETCH_ALLOW_PRIVATE."""
    try:
        found = [info[4][0] for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError) as problem:
        raise CannotFetch(f"{host} has no address.") from problem
    if not all(_may_be_reached(ipaddress.ip_address(address.partition("%")[0])) for address in found):
        raise CannotFetch(f"{host} lies in a private network.")
    return found[0]


def _may_be_reached(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    mapped = getattr(address, "ipv4_mapped", None) or address
    if any(mapped in ipaddress.ip_network(net) for net in settings.FETCH_ALLOW_PRIVATE):
        return True
    return mapped.is_global and not mapped.is_multicast and not any(mapped in net for net in WRAPPING)


def _once(url: str, method: str, headers: dict, body: bytes | None, most_bytes: int, deadline: float) -> Fetched:
    parts = _checked(url)
    plain = _connected(parts, deadline)
    connection = http.client.HTTPConnection(parts.hostname, parts.port)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        with _cut_off(plain, deadline):
            connection.sock = _secured(plain, parts)
            connection.request(
                method, target, body, {"Host": parts.netloc, "Accept-Encoding": "identity", "User-Agent": "Crewdesk"} | headers
            )
            with connection.getresponse() as answer:
                content = _read(answer, most_bytes, deadline)
    except (OSError, http.client.HTTPException, ValueError) as problem:
        said = "it takes too long" if time.monotonic() > deadline else problem
        raise CannotFetch(f"{parts.hostname} does not answer properly: {said}") from problem
    finally:
        connection.close()
        plain.close()
    return Fetched(url, answer.status, {name.lower(): value for name, value in answer.getheaders()}, content)


def _checked(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018  (raises ValueError for a bad one)
    except ValueError as problem:
        raise CannotFetch(f"{url!r} is not an address.") from problem
    if parts.scheme not in SCHEMES or not parts.hostname or "@" in parts.netloc:
        raise CannotFetch(f"{url!r} is not an http or https address.")
    return parts


def _connected(parts: SplitResult, deadline: float) -> socket.socket:
    port = parts.port or SCHEMES[parts.scheme]
    address = public_address(parts.hostname, port)
    try:
        return socket.create_connection((address, port), min(CONNECT_SECONDS, max(0.1, deadline - time.monotonic())))
    except OSError as problem:
        raise CannotFetch(f"{parts.hostname} cannot be reached: {problem}") from problem


def _secured(plain: socket.socket, parts: SplitResult) -> socket.socket:
    return ssl.create_default_context().wrap_socket(plain, server_hostname=parts.hostname) if parts.scheme == "https" else plain


@contextmanager
def _cut_off(connected: socket.socket, deadline: float) -> Iterator[None]:
    """End the connection at `deadline`, whatever it is doing: a server that drips a byte now and then meets no time-out of the socket."""
    with connected.dup() as twin:
        timer = threading.Timer(max(0.0, deadline - time.monotonic()), _shut, [twin])
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()


def _shut(connected: socket.socket) -> None:
    with suppress(OSError):
        connected.shutdown(socket.SHUT_RDWR)


def _read(answer: http.client.HTTPResponse, most_bytes: int, deadline: float) -> bytes:
    content = bytearray()
    while chunk := answer.read1(CHUNK):
        content += chunk
        if len(content) > most_bytes:
            raise ValueError(f"it sends more than {most_bytes} bytes")
    if time.monotonic() > deadline:
        raise ValueError("what came is not the whole answer")
    return bytes(content)
