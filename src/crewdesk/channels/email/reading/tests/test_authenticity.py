import base64
import hashlib

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from dkim.canonicalization import CanonicalizationPolicy
from dkim.crypto import parse_pem_private_key

from ..authenticity import judge
from ..domains import is_aligned
from ..parse import parse
from .corpus import mail

_OURS = "mx.harbor.example"
_OURS_SAYS = f"Authentication-Results: {_OURS};"
_PASS = f"{_OURS}; dmarc=pass header.from=customer.example"


def _verdict(raw: bytes, **options):
    return judge(raw, parse(raw), **options)


class TestOwnMta:
    def _judged(self, *headers: str, **options):
        raw = ("\r\n".join(headers) + "\r\n").encode() + mail()
        return _verdict(raw, **{"trusted_authserv": _OURS, **options})

    @pytest.mark.parametrize(
        ("results", "dmarc"),
        [
            (_PASS, "pass"),
            (f"{_OURS.upper()};\r\n dmarc=pass (p=reject) header.from=customer.example", "pass"),
            (f"{_OURS}; spf=pass smtp.mailfrom=bounce@mail.customer.example; dmarc=none", "none"),
            (f"{_OURS}; dkim=fail header.d=customer.example; dkim=pass header.d=customer.example", "none"),
        ],
    )
    def test_its_word_counts(self, results, dmarc):
        verdict = self._judged(f"Authentication-Results: {results}", "Received: from x by mx.harbor.example")
        assert (verdict.dmarc, verdict.aligned) == (dmarc, True)

    @pytest.mark.parametrize(
        "headers",
        [
            ["Received: from x by y", f"Authentication-Results: {_PASS}"],
            ["Authentication-Results: mx.evil.example; dmarc=pass header.from=customer.example"],
            [f"Authentication-Results: {_OURS}.evil.example; dmarc=pass header.from=customer.example"],
            [f"{_OURS_SAYS} dmarc=pass header.from=evil.example"],
            [f"{_OURS_SAYS} dmarc=fail header.from=customer.example; dkim=pass header.d=customer.example"],
            [f"{_OURS_SAYS} dmarc=fail", f"Authentication-Results: {_PASS}"],
            [f"{_OURS_SAYS} dkim=pass header.d=evil.example; spf=pass smtp.mailfrom=a@evil.example"],
            [f"{_OURS_SAYS} dkim=pass header.d=com"],
            [f"{_OURS_SAYS} spf=softfail smtp.mailfrom=a@customer.example"],
            [f"X-Authentication-Results: {_PASS}"],
            [f"Authentication-Results: ({'(' * 3000}{_PASS}"],
            [f"{_OURS_SAYS} dmarc=((((pass"],
        ],
    )  # fmt: skip
    def test_criterion_13_spoofed_mail_is_not_aligned(self, headers):
        assert not self._judged(*headers).aligned

    def test_below_our_own_received_line_it_counts_once_the_desk_says_so(self):
        headers = [
            "Received: from a by mx.harbor.example",
            f"Authentication-Results: {_PASS}",
            "Received: from b by a",
        ]
        assert not self._judged(*headers).aligned
        assert self._judged(*headers, own_hops=2).aligned

    def test_a_from_that_is_nobody_is_never_aligned(self):
        raw = f"Authentication-Results: {_PASS}\r\n".encode() + mail(**{"from": "a@customer.example, b@customer.example"})
        assert not _verdict(raw, trusted_authserv=_OURS).aligned

    def test_without_trusted_results_and_without_dns_nothing_is_known(self):
        assert self._judged("Received: from x by y").dmarc == "unknown"


@pytest.fixture(scope="module")
def key():
    return rsa.generate_private_key(65537, 2048)


@pytest.fixture(scope="module")
def records(key):
    public = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    record = b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)
    names = ("customer.example", "mail.customer.example", "evil.example", "co.uk")
    found = {f"s._domainkey.{name}": record for name in names}
    return {**found, "_dmarc.customer.example": b"v=DMARC1; p=reject"}


def _pem(key) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )


def _signed(key, raw: bytes, *, domain="customer.example", **options) -> bytes:
    signature = dkim.DKIM(raw).sign(
        b"s",
        domain.encode(),
        _pem(key),
        canonicalize=(b"relaxed", b"relaxed"),
        include_headers=[b"from", b"subject"],
        **options,
    )
    return signature + raw


def _signed_but_for_from(key, raw: bytes) -> bytes:
    """Sign as dkimpy's own sign() refuses to: a valid signature over Subject alone."""
    policy = CanonicalizationPolicy.from_c_value(b"relaxed/relaxed")
    signer = dkim.DKIM(raw)
    body_hash = base64.b64encode(hashlib.sha256(policy.canonicalize_body(signer.body)).digest())
    tags = {b"v": b"1", b"a": b"rsa-sha256", b"c": policy.to_c_value(), b"d": b"customer.example", b"s": b"s"}
    tags |= {b"h": b"subject", b"bh": body_hash, b"b": b"0" * 60}
    signer.hasher = hashlib.sha256
    header = signer.gen_header(list(tags.items()), [b"subject"], policy, b"DKIM-Signature", parse_pem_private_key(_pem(key)))
    return b"DKIM-Signature: " + header + raw


class TestDkim:
    @pytest.mark.parametrize("domain", ["customer.example", "mail.customer.example"])
    def test_an_aligned_signature_passes(self, key, records, domain):
        verdict = _verdict(_signed(key, mail(), domain=domain), resolver=records.get)
        assert (verdict.dmarc, verdict.aligned, verdict.how) == ("pass", True, f"DKIM {domain}")

    def test_without_a_policy_it_is_aligned_all_the_same(self, key, records):
        raw = _signed(key, mail(**{"from": "eve@evil.example"}), domain="evil.example")
        verdict = _verdict(raw, resolver=records.get)
        assert (verdict.dmarc, verdict.aligned) == ("none", True)

    def test_a_strict_policy_wants_the_very_domain(self, key, records):
        raw = _signed(key, mail(), domain="mail.customer.example")
        strict = {**records, "_dmarc.customer.example": b"v=DMARC1; p=reject; adkim=s"}
        assert _verdict(raw, resolver=strict.get).dmarc == "fail"

    @pytest.mark.parametrize(
        "spoof",
        [
            lambda sign: mail(),
            lambda sign: sign(mail(), domain="evil.example"),
            lambda sign: sign(mail(**{"from": "eve@evil.example"})).replace(b"eve@evil.example", b"cleo@customer.example"),
            lambda sign: sign(mail(body="one")).replace(b"\r\none", b"\r\ntwo"),
            lambda sign: sign(mail(), length=True) + b"\r\nand more",
            lambda sign: sign(mail(), signature_algorithm=b"rsa-sha1"),
            lambda sign: sign(mail()).replace(b"s=s;", b"s=none;"),
            lambda sign: b"DKIM-Signature: v=1; d=customer.example; h=from; a=rsa-sha256; s=s; b=; bh=\r\n" + mail(),
            lambda sign: b"DKIM-Signature: ====;;;\r\n" + mail(),
        ],
    )
    def test_criterion_13_spoofed_mail_fails(self, key, records, spoof):
        verdict = _verdict(spoof(lambda raw, **options: _signed(key, raw, **options)), resolver=records.get)
        assert (verdict.dmarc, verdict.aligned) == ("fail", False)

    def test_criterion_13_a_signature_that_leaves_from_out_vouches_for_nobody(self, key, records):
        raw = _signed_but_for_from(key, mail())
        assert dkim.DKIM(raw).verify(dnsfunc=lambda name, timeout: records["s._domainkey.customer.example"])
        assert _verdict(raw, resolver=records.get).dmarc == "fail"

    def test_a_registry_cannot_vouch_for_its_customers(self, key, records):
        raw = _signed(key, mail(**{"from": "cleo@customer.co.uk"}), domain="co.uk")
        assert not _verdict(raw, resolver=records.get).aligned

    def test_dns_that_fails_is_unknown(self, key):
        def resolver(name):
            raise TimeoutError

        verdict = _verdict(_signed(key, mail()), resolver=resolver)
        assert (verdict.dmarc, verdict.aligned) == ("unknown", False)

    @pytest.mark.parametrize("body", [" " * 100_000 + "x", "ab\n" * 600_000, "x" * 37 * 2**20])
    def test_a_mail_that_would_stall_the_check_is_not_verified(self, records, body):
        raw = b"DKIM-Signature: v=1; d=customer.example; h=from\r\n" + mail(body=body)
        assert _verdict(raw, resolver=records.get).dmarc == "unknown"

    def test_no_more_than_a_few_keys_are_asked_for(self, records):
        asked = []
        signature = b"DKIM-Signature: v=1; a=rsa-sha256; d=customer.example; s=%d; h=from; b=YQ==; bh=YQ==\r\n"
        raw = b"".join(signature % number for number in range(50)) + mail()
        assert not _verdict(raw, resolver=lambda name: asked.append(name)).aligned
        assert len(asked) <= 5


@pytest.mark.parametrize(
    ("signer", "author", "aligned"),
    [
        ("a.example", "a.example", True),
        ("A.example.", "a.EXAMPLE", True),
        ("mail.a.example", "a.example", True),
        ("a.example", "mail.a.example", True),
        ("xn--fsqu00a.example", "例子.example", True),
        ("a.mail.example", "b.mail.example", False),
        ("nota.example", "a.example", False),
        ("example", "a.example", False),
        ("com.au", "a.com.au", False),
        ("github.io", "a.github.io", False),
        ("", "", False),
    ],
)
def test_alignment(signer, author, aligned):
    assert is_aligned(signer, author) is aligned
