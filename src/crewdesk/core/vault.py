"""Keeps credentials in the database such that the database alone does not give them away.

AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce. A sealed value names the key it was made with, so that keys can be
changed one after another, and is bound to its place: copied to another desk or column it does not open.
"""

import base64
import binascii
import functools
import hashlib
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from crewdesk.env import BadSetting

VERSION = b"\x01"
ID_BYTES, NONCE_BYTES = 4, 12
HEAD = len(VERSION) + ID_BYTES


class CannotUnseal(ValueError):
    """A sealed value that does not open: damaged, copied from elsewhere, or made with a key that is gone."""


def seal(secret: str, *, place: str) -> bytes:
    """Encrypt `secret` for `place` (desk and column, as in "desk 7 mail_server.secret") with the first key."""
    key_id, key = next(iter(_ring().items()))
    nonce = secrets.token_bytes(NONCE_BYTES)
    return VERSION + key_id + nonce + AESGCM(key).encrypt(nonce, secret.encode(), place.encode())


def unseal(sealed: bytes, *, place: str) -> str:
    """The secret that was sealed for `place`; raises CannotUnseal, never returns anything else."""
    sealed = bytes(sealed)
    key = _ring().get(sealed[len(VERSION) : HEAD])
    if sealed[:1] != VERSION or key is None:
        raise CannotUnseal(f"The credential of {place} was sealed with a key that FIELD_KEY does not hold. Enter it anew.")
    nonce, body = sealed[HEAD : HEAD + NONCE_BYTES], sealed[HEAD + NONCE_BYTES :]
    try:
        return AESGCM(key).decrypt(nonce, body, place.encode()).decode()
    except (InvalidTag, ValueError) as problem:
        raise CannotUnseal(f"The credential of {place} is damaged or was sealed for another place. Enter it anew.") from problem


def is_current(sealed: bytes) -> bool:
    """Whether the value was sealed with the first key; one that was not wants to be sealed anew."""
    return bytes(sealed)[len(VERSION) : HEAD] == next(iter(_ring()))


def check_keys() -> None:
    """Read FIELD_KEY now; raises BadSetting for one that cannot be used. Called at start, so that nothing runs without keys."""
    _ring()


def _ring() -> dict[bytes, bytes]:
    return _read_ring(settings.FIELD_KEY)


@functools.cache
def _read_ring(text: str) -> dict[bytes, bytes]:
    keys = [_read_key(part.strip()) for part in text.split(",")]
    return {hashlib.sha256(key).digest()[:ID_BYTES]: key for key in keys}


def _read_key(text: str) -> bytes:
    try:
        key = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != 32:
        raise BadSetting("FIELD_KEY holds a key that is not 32 bytes in base64. See docs/settings.md.")
    return key
