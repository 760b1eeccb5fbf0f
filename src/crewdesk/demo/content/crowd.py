"""The customers of a whole year: new ones and those who write again."""

from collections import defaultdict
from random import Random

from .model import Customer
from .people import CLEO, customer
from .template import pick

_COMES_BACK = 0.42
_CLEO_SHARE = 0.003


class Crowd:
    """Hands out a requester for each ticket; one address always belongs to one person."""

    def __init__(self, rng: Random):
        self._rng = rng
        self._known: dict[str, list[Customer]] = defaultdict(list)
        self._by_address: dict[str, Customer] = {}

    def somebody(self, *, side: str | None = None, languages: frozenset[str] | None = None) -> Customer:
        """A customer of ``side`` who writes one of ``languages``, or anybody where those are None."""
        rng = self._rng
        if side != "talent" and rng.random() < _CLEO_SHARE:
            return CLEO
        newcomer = customer(rng, side=side)
        while languages and newcomer.language not in languages:
            newcomer = customer(rng, side=side)
        known = self._known[newcomer.language + newcomer.side]
        if known and rng.random() < _COMES_BACK:
            return pick(rng, known)
        return self._remember(newcomer, known)

    def _remember(self, newcomer: Customer, known: list[Customer]) -> Customer:
        namesake = self._by_address.get(newcomer.email)
        if namesake:
            return (
                namesake
                if namesake.side == newcomer.side
                else self._remember(customer(self._rng, language=newcomer.language, side=newcomer.side), known)
            )
        self._by_address[newcomer.email] = newcomer
        known.append(newcomer)
        return newcomer
