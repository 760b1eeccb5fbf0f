"""Which files a customer's message brings along."""

from random import Random

from .model import FileHint, Topic
from .template import pick

_MENTIONS = (
    "ttach",
    "creenshot",
    "ngehängt",
    "hängt an",
    "djunto",
    "captura de",
    "o print",
    "egue o arquivo",
    "e joins",
    "e fichier",
)
_NAMES = {
    "screenshot": ("Screenshot.png", "Screenshot_{seed}.png", "IMG_{seed}.png", "image.png"),
    "statement": ("statement.csv", "transactions-{seed}.csv"),
    "log": ("tracker.log", "harbor-{seed}.log", "diagnostics.log"),
    "invoice": ("invoice.pdf", "INV-{seed}.pdf"),
}
SEEDS = 240


def file_hint(rng: Random, kind: str) -> FileHint:
    """A file of ``kind`` with a likely name; seeds repeat, so that a loader may store each file once."""
    seed = int(rng.random() * SEEDS)
    return FileHint(kind, pick(rng, _NAMES[kind]).format(seed=1000 + seed), seed)


def mentioned_files(rng: Random, text: str, topic: Topic, step: str) -> tuple[FileHint, ...]:
    """The files that ``text`` speaks of; now and then one that nobody mentioned."""
    kinds = topic.attachments or ("screenshot",)
    own_words = text.partition("\n> ")[0]
    if any(word in own_words for word in _MENTIONS):
        if "creenshot" in own_words or "captura" in own_words:
            return (file_hint(rng, "screenshot"),)
        return (file_hint(rng, "log" if "log" in kinds and step == "answer" else kinds[0]),)
    if step == "opening" and topic.attachments and rng.random() < 0.08:
        return (file_hint(rng, pick(rng, kinds)),)
    return ()
