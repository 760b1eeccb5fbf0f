"""Whether a request is filed at once or a person should look at it first."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest

from crewdesk.accounts.models import User

from ..models import Cause
from .counting import Kind, count
from .proving import Challenge, Proof, judge, read_challenge, spend
from .visiting import Visit

# Faster than this nobody reads a form, fills it in and sends it.
LEAST_SECONDS = 3
# Beyond so many times the cap of a network nothing more is taken in.
FLOOD_FACTOR = 10
# A field that no person sees.
TRAP = "website"


class TooMany(Exception):
    """The network has sent so much that nothing more is taken from it for now."""


class SendAgain(Exception):
    """The proof is too old, too easy by now or used already: the page gets a new one and keeps what was typed."""


@dataclass(frozen=True)
class Evidence:
    """What tells a person from a machine."""

    trap: str
    challenge: Challenge | None
    answer: str
    proof: Proof

    @classmethod
    def of(cls, request: HttpRequest, *, network: str, at: datetime) -> "Evidence":
        """What came with the form, and what its proof is worth."""
        sent = request.POST
        challenge, answer = read_challenge(sent.get("challenge", "")), sent.get("answer", "")
        return cls(sent.get(TRAP, ""), challenge, answer, judge(challenge, answer, network=network, at=at))


def doubt(visit: Visit, evidence: Evidence, *, address: str, at: datetime) -> Cause | None:
    """Why a person should look at the request first, or None; counts it, and uses its proof up.

    Raises TooMany or SendAgain, with which nothing is taken in and nothing of the form is lost.
    """
    if visit.customer is not None:
        return (
            Cause.FLOOD if count(Kind.ADDRESS, f"user {visit.customer.pk}", at=at) > visit.settings.requests_of_network else None
        )
    if evidence.proof is Proof.STALE:
        raise SendAgain
    of_network = count(Kind.NETWORK, visit.network, at=at)
    if of_network > FLOOD_FACTOR * visit.settings.requests_of_network:
        raise TooMany
    of_address = count(Kind.ADDRESS, address, at=at)
    if evidence.proof is Proof.GOOD and not spend(evidence.challenge, at=at):
        raise SendAgain
    if evidence.trap:
        return Cause.TRAPPED
    if of_network > visit.settings.requests_of_network or of_address > visit.settings.requests_of_address:
        return Cause.FLOOD
    return _doubt_about_sender(address) or _doubt_about_proof(evidence, at)


def _doubt_about_sender(address: str) -> Cause | None:
    user = User.objects.with_address(address).first()
    if user is None:
        return None
    if user.suspended or not user.is_active:
        return Cause.SENDER_SUSPENDED
    return Cause.UNVERIFIED_AGENT if user.is_staff_member else None


def _doubt_about_proof(evidence: Evidence, at: datetime) -> Cause | None:
    if evidence.proof is Proof.MISSING:
        return Cause.UNPROVED
    return Cause.HASTY if at - evidence.challenge.made_at < timedelta(seconds=LEAST_SECONDS) else None
