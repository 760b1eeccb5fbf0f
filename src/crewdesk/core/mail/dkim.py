"""Signs outgoing mail (DKIM, RFC 6376)."""

from dataclasses import dataclass, field

import dkim

# RFC 6376, 5.4.1, and List-Unsubscribe, which bulk receivers ask to be covered.
SIGNED_HEADERS = [
    b"from", b"to", b"cc", b"subject", b"date", b"message-id", b"reply-to", b"in-reply-to", b"references",
    b"mime-version", b"content-type", b"content-transfer-encoding", b"list-unsubscribe", b"list-unsubscribe-post",
]  # fmt: skip


class CannotSign(ValueError):
    """The key cannot be used."""


@dataclass(frozen=True)
class Signer:
    """The key of a domain: `selector._domainkey.domain` publishes its public half. `key` is PEM (RSA, or base64 Ed25519)."""

    domain: str
    selector: str
    key: bytes = field(repr=False)
    algorithm: str = "rsa-sha256"

    def sign(self, raw: bytes) -> bytes:
        """The message with a DKIM-Signature in front. Raises CannotSign."""
        try:
            signature = dkim.sign(
                raw, self.selector.encode(), self.domain.encode(), self.key,
                canonicalize=(b"relaxed", b"relaxed"), signature_algorithm=self.algorithm.encode(), include_headers=_present(raw),
            )  # fmt: skip
        except dkim.DKIMException as problem:
            raise CannotSign(f"The DKIM key of {self.domain} cannot be used: {problem}") from problem
        return signature + raw


def _present(raw: bytes) -> list[bytes]:
    names = {name.lower() for name, _value in dkim.rfc822_parse(raw)[0]}
    return [name for name in SIGNED_HEADERS if name in names]
