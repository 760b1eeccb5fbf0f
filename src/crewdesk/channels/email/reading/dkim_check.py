"""Verifies the DKIM signatures (RFC 6376) that speak for one domain, with dkimpy and a resolver that is
passed in.
"""

import re
from collections.abc import Callable

from .domains import ascii_domain, is_aligned, organisational_domain
from .limits import (
    MAX_DKIM_BLANK_COST,
    MAX_DKIM_BYTES,
    MAX_DKIM_LINES,
    MAX_DKIM_RECORD_BYTES,
    MAX_DKIM_SIGNATURES,
)

Resolver = Callable[[str], bytes | None]
_BLANK_RUN = re.compile(rb"[ \t]{64,}")


class TooCostly(ValueError):
    """Verifying this mail would cost more than a mail is worth."""


def dmarc_record(domain: str, resolver: Resolver) -> str:
    """Return the DMARC record of a domain or of its organisation's, empty when none. Raises OSError from
    the resolver.
    """
    for name in dict.fromkeys((ascii_domain(domain), organisational_domain(domain))):
        record = (resolver(f"_dmarc.{name}") or b"").decode("ascii", "replace").lower()
        if record.startswith("v=dmarc1"):
            return record
    return ""


def verified_signer(raw: bytes, domain: str, resolver: Resolver, *, strict: bool = False) -> str:
    """Return the domain of the first signature that verifies and is aligned with `domain`, empty when none
    is.

    Signatures that cover only part of the body (l=), not From, or use SHA-1 count for nothing. Raises
    TooCostly, and OSError from the resolver.
    """
    import dkim
    from dkim.util import InvalidTagValueList, parse_tag_value

    _refuse_bombs(raw)
    try:
        message = dkim.DKIM(raw, minkey=1024)
    except dkim.DKIMException:
        return ""
    signatures = [value for name, value in message.headers if name.lower() == b"dkim-signature"]
    tried = 0
    for number, value in enumerate(signatures):
        try:
            tags = parse_tag_value(value)
        except InvalidTagValueList:
            continue
        signer = tags.get(b"d", b"").decode("ascii", "replace").lower()
        if not _is_sound(tags) or not is_aligned(signer, domain, strict=strict):
            continue
        tried += 1
        if tried <= MAX_DKIM_SIGNATURES and _verifies(message, number, resolver):
            return signer
    return ""


def _is_sound(tags: dict[bytes, bytes]) -> bool:
    signed = {name.strip().lower() for name in tags.get(b"h", b"").split(b":")}
    return b"l" not in tags and b"from" in signed and tags.get(b"a", b"").lower() != b"rsa-sha1"


def _verifies(message, number: int, resolver: Resolver) -> bool:
    def record(name: bytes | str, timeout: int = 5) -> bytes | None:
        found = resolver((name if isinstance(name, str) else name.decode("ascii", "replace")).rstrip("."))
        # A key of many thousand bits would cost seconds in dkimpy's own arithmetic.
        return found if found and len(found) <= MAX_DKIM_RECORD_BYTES else None

    try:
        return bool(message.verify(idx=number, dnsfunc=record))
    except OSError:
        raise
    except Exception:  # dkimpy lets errors of many types through on signatures that are not well formed.
        return False


def _refuse_bombs(raw: bytes) -> None:
    # dkimpy holds every line as an object, and strips blanks in time quadratic in the length of their run.
    blank_cost = sum(len(run[0]) ** 2 for run in _BLANK_RUN.finditer(raw))
    if len(raw) > MAX_DKIM_BYTES or raw.count(b"\n") > MAX_DKIM_LINES or blank_cost > MAX_DKIM_BLANK_COST:
        raise TooCostly
