"""Proof of work: the browser finds a number that takes it some tenths of a second, and a flood of requests hours of computing.

The challenge is signed and says when and how hard it was made; nothing is stored until it is used, and then once.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum

from django.core import signing
from django.core.cache import cache
from django.db import connection

from crewdesk.core.tenancy import require_desk

from ..models import SpentProof
from .counting import Kind, counted, counted_at_desk

SALT = "crewdesk.channels.webform.proof"
LIFE = timedelta(hours=4)
# 2 ** bits tries on average: a phone's browser makes some hundred thousand in a second.
LEAST_BITS, MOST_BITS = 15, 20
# Requests of one hour that are taken for usual, at the desk and from one network.
USUAL_AT_DESK, USUAL_OF_NETWORK = 30, 3
# How much easier than at present a challenge may be that was fetched earlier.
SLACK_BITS = 2
LONGEST_ANSWER = 20
RATE_SECONDS = 5


class Proof(Enum):
    """What a proof is worth."""

    GOOD = "good"
    # None was given, or a wrong one.
    MISSING = "missing"
    # It was right once: too old, too easy by now, or used already.
    STALE = "stale"


@dataclass(frozen=True)
class Challenge:
    """What the browser is asked, and since when; `text` is what it was given."""

    text: str
    bits: int
    made_at: datetime


def new_challenge(*, network: str, at: datetime) -> Challenge:
    """A challenge as hard as the present rate of requests asks for."""
    bits = bits_for(network=network, at=at)
    text = _signer().sign_object([require_desk(), int(at.timestamp()), bits, secrets.token_urlsafe(12)])
    return Challenge(text, bits, at)


def read_challenge(text: str) -> Challenge | None:
    """The challenge, if it is ours and of this desk, however old."""
    try:
        desk_id, made_at, bits, _nonce = _signer().unsign_object(text)
    except (signing.BadSignature, TypeError, ValueError):
        return None
    return Challenge(text, bits, datetime.fromtimestamp(made_at, tz=UTC)) if desk_id == require_desk() else None


def judge(challenge: Challenge | None, answer: str, *, network: str, at: datetime) -> Proof:
    """What the answer is worth, without using it up."""
    if challenge is None or not is_solved(challenge, answer):
        return Proof.MISSING
    is_old = not challenge.made_at <= at + timedelta(seconds=1) or at - challenge.made_at > LIFE
    is_easy = challenge.bits < bits_for(network=network, at=at) - SLACK_BITS
    return Proof.STALE if is_old or is_easy or SpentProof.objects.filter(challenge=_digest(challenge)).exists() else Proof.GOOD


def spend(challenge: Challenge, *, at: datetime) -> bool:
    """Use the proof up; False when somebody was quicker. Two at once wait for each other at the unique key."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {SpentProof._meta.db_table} (desk_id, challenge, spent_at) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
            [require_desk(), _digest(challenge), at],
        )
        return cursor.rowcount == 1


def forget_old(*, at: datetime) -> None:
    """Remove what is too old to be used again anyway."""
    SpentProof.objects.filter(spent_at__lt=at - 2 * LIFE).delete()


def bits_for(*, network: str, at: datetime) -> int:
    """One bit more, twice the work, whenever the desk's requests of the hour double, and for each one of the network beyond the usual."""
    of_network = counted(Kind.NETWORK, network, at=at)
    more = (_rate_of_desk(at) // USUAL_AT_DESK).bit_length() + max(0, of_network - USUAL_OF_NETWORK)
    return min(LEAST_BITS + more, MOST_BITS)


def _rate_of_desk(at: datetime) -> int:
    """The sum over all networks, which every look at the form asks for: each process works it out every few seconds."""
    key = f"channels.form_rate:{require_desk()}"
    return cache.get_or_set(key, lambda: counted_at_desk(Kind.NETWORK, at=at), RATE_SECONDS)


def is_solved(challenge: Challenge, answer: str) -> bool:
    """Whether SHA-256 of challenge and answer begins with as many zero bits as asked."""
    if not answer or len(answer) > LONGEST_ANSWER:
        return False
    digest = hashlib.sha256(f"{challenge.text}:{answer}".encode()).digest()
    return int.from_bytes(digest) >> (256 - challenge.bits) == 0


def _digest(challenge: Challenge) -> str:
    return hashlib.sha256(challenge.text.encode()).hexdigest()


def _signer() -> signing.Signer:
    return signing.Signer(salt=SALT)
