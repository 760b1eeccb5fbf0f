"""Sentences with choices in them: ``[Hi|Hello], my payout of {amount} is late``."""

import re
from functools import cache
from random import Random

_CHOICE = re.compile(r"\[([^\[\]]*\|[^\[\]]*)\]")


@cache
def _parts(template: str) -> tuple[str | tuple[str, ...], ...]:
    pieces = _CHOICE.split(template)
    return tuple(tuple(p.split("|")) if i % 2 else p for i, p in enumerate(pieces) if p or i % 2)


def render(template: str, rng: Random, facts: dict) -> str:
    """The template with one of each ``[a|b]`` taken and each ``{slot}`` filled from ``facts``."""
    draw = rng.random
    chosen = [p if isinstance(p, str) else p[int(draw() * len(p))] for p in _parts(template)]
    return "".join(chosen).format_map(facts)


def pick(rng: Random, options):
    """One of ``options``; quicker than ``rng.choice``, which this content calls a million times."""
    return options[int(rng.random() * len(options))]
