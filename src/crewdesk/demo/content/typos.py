"""Slips of the finger, as people make them when they write in a hurry."""

import re
from random import Random

from .template import pick

# Nothing with digits, capitals or punctuation inside: numbers, names and addresses stay true.
_WORD = re.compile(r"(?<![\w@./-])[a-zà-ÿ]{5,}(?![\w@./-])")
_CLUMSY_LANGUAGES = {"en", "es", "pt", "fr", "de", "it"}


def _slip(word: str, rng: Random) -> str:
    spot = 1 + int(rng.random() * (len(word) - 3))
    kind = rng.random()
    if kind < 0.5:
        return word[:spot] + word[spot + 1] + word[spot] + word[spot + 2 :]
    if kind < 0.8:
        return word[:spot] + word[spot + 1 :]
    return word[:spot] + word[spot] + word[spot:]


def with_typos(text: str, rng: Random, language: str) -> str:
    """``text`` with one to three slips, where the language's writing allows them."""
    if language not in _CLUMSY_LANGUAGES:
        return text
    for _ in range(1 + int(rng.random() * 3)):
        words = list(_WORD.finditer(text))
        if not words:
            break
        found = pick(rng, words)
        text = text[: found.start()] + _slip(found[0], rng) + text[found.end() :]
    return text


def hurried(text: str, language: str) -> str:
    """All in small letters, as from a phone; pasted code keeps its own."""
    return text.lower() if language in _CLUMSY_LANGUAGES and "    " not in text else text
