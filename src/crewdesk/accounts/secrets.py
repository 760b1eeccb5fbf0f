"""Secrets that are shown once: how they are made, and what is kept of them."""

import base64
import hashlib
import hmac
import secrets

from django.core.signing import b62_encode

from crewdesk.core import vault

SECRET_BITS = 256
# 62 ** 43 > 2 ** 256
SECRET_LENGTH = 43


def new_secret() -> str:
    """256 random bits as 43 letters and digits."""
    return b62_encode(secrets.randbits(SECRET_BITS)).rjust(SECRET_LENGTH, "0")


def hash_of(secret: str) -> str:
    """SHA-256 in hexadecimal. A plain hash is enough for 256 random bits: there is nothing to guess."""
    return hashlib.sha256(secret.encode()).hexdigest()


def matches(secret: str, stored_hash: str) -> bool:
    """Whether `secret` is the one that was hashed, in constant time."""
    return hmac.compare_digest(hash_of(secret), stored_hash)


def seal_text(plain: str, *, place: str) -> str:
    """`vault.seal` as letters, for job arguments and text columns, which are part of every dump of the database."""
    return base64.urlsafe_b64encode(vault.seal(plain, place=place)).decode()


def unseal_text(sealed: str, *, place: str) -> str:
    """The reverse of `seal_text`. Raises vault.CannotUnseal."""
    return vault.unseal(base64.urlsafe_b64decode(sealed), place=place)
