"""Judges whether the domain in From stands behind a mail (DMARC, RFC 7489)."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import authres
import authres.dmarc

from . import dkim_check
from .domains import is_aligned
from .headers import header_items
from .limits import MAX_HEADER_VALUE_CHARS
from .mail import ParsedMail
from .mime import top_headers

Resolver = Callable[[str], bytes | None]
_RESULTS = authres.FeatureContext(authres.dmarc)


@dataclass(frozen=True, slots=True)
class Verdict:
    """`aligned` is the answer: the From domain itself vouches for this mail. `dmarc` is the formal result,
    `how` the proof.

    Without a DMARC record `dmarc` is "none", and `aligned` may still be true. "unknown": it could not be
    found out.
    """

    dmarc: Literal["pass", "fail", "none", "unknown"]
    aligned: bool
    how: str


def judge(
    raw: bytes,
    parsed: ParsedMail,
    *,
    trusted_authserv: str | None = None,
    own_hops: int = 1,
    resolver: Resolver | None = None,
) -> Verdict:
    """Return whether the From domain stands behind the mail.

    First by the Authentication-Results of our own MTA: those named `trusted_authserv` that stand above
    the last of the `own_hops` topmost Received headers, which our own servers wrote; anybody could have
    written what stands below. Where there is none, by checking DKIM signatures with `resolver`, which
    gives the TXT record of a name, None where there is none, and raises OSError when it cannot say
    (`dns_txt` in production). SPF is not evaluated here: mail that SPF alone vouches for is aligned only
    by way of `trusted_authserv`.
    """
    if not parsed.sender:
        return Verdict("none", False, parsed.sender_problem)
    domain = parsed.sender.rpartition("@")[2]
    if trusted_authserv:
        verdict = _by_own_mta(_trusted_results(raw, trusted_authserv, own_hops), domain)
        if verdict:
            return verdict
    if resolver is None:
        return Verdict("unknown", False, "not checked")
    return _by_dkim(raw, domain, resolver)


def dns_txt(name: str) -> bytes | None:
    """Return the TXT record of a name from DNS, or None. Raises OSError when DNS gives no answer."""
    from dkim import DnsTimeoutError
    from dkim.dnsplug import get_txt

    try:
        return get_txt(name.encode("idna") if not name.isascii() else name.encode(), timeout=5)
    except DnsTimeoutError as problem:
        raise OSError(str(problem)) from problem


def _trusted_results(raw: bytes, authserv: str, own_hops: int) -> list:
    found, hops = [], 0
    for name, value in header_items(top_headers(raw)):
        hops += name == "received"
        if hops >= own_hops:
            break
        value = re.sub(r"\s+", " ", value).strip()
        # Only our own MTA's headers reach the parser.
        if name == "authentication-results" and re.match(rf"{re.escape(authserv)}[\s;]", value, re.IGNORECASE):
            found += _results(value[:MAX_HEADER_VALUE_CHARS])
    return found


def _results(value: str) -> list:
    try:
        return _RESULTS.parse_value(value).results
    except (authres.AuthResError, RecursionError):
        return []


def _by_own_mta(results: list, domain: str) -> Verdict | None:
    dmarc = [one for one in results if getattr(one, "method", "") == "dmarc"]
    if any(one.result == "fail" for one in dmarc):
        return Verdict("fail", False, "Authentication-Results: dmarc=fail")
    if any(one.result == "pass" and (one.header_from or "").lower() in ("", domain) for one in dmarc):
        return Verdict("pass", True, "Authentication-Results: dmarc=pass")
    for one in results:
        signer = _vouching_domain(one)
        if signer and is_aligned(signer, domain):
            return Verdict("none", True, f"Authentication-Results: {one.method}=pass {signer}")
    if results:
        return Verdict("none", False, "Authentication-Results: nothing aligned")
    return None


def _vouching_domain(result) -> str:
    if getattr(result, "result", "") != "pass":
        return ""
    if result.method == "dkim":
        return (result.header_d or result.header_i or "").rpartition("@")[2]
    return (result.smtp_mailfrom or "").rpartition("@")[2] if result.method == "spf" else ""


def _by_dkim(raw: bytes, domain: str, resolver: Resolver) -> Verdict:
    try:
        policy = dkim_check.dmarc_record(domain, resolver)
        signer = dkim_check.verified_signer(raw, domain, resolver, strict="adkim=s" in policy.replace(" ", ""))
    except dkim_check.TooCostly:
        return Verdict("unknown", False, "too costly to verify")
    except OSError:
        return Verdict("unknown", False, "DNS gave no answer")
    if signer:
        return Verdict("pass" if policy else "none", True, f"DKIM {signer}")
    return Verdict("fail" if policy else "none", False, "no aligned DKIM signature verifies")
