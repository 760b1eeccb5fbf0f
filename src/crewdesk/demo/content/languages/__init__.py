"""How each language speaks, and what it has to say about which topic."""

from ..model import Text, Voice
from ..topics import TOPICS
from . import ar, de, en, es, fr, it, ja, pl, pt, tr, uk

VOICES: dict[str, Voice] = {"en": en.VOICE}
TEXTS: dict[str, dict[str, Text]] = {"en": {topic.key: topic.english for topic in TOPICS.values()}}
for _code, _module in {
    "de": de,
    "es": es,
    "pt": pt,
    "fr": fr,
    "it": it,
    "pl": pl,
    "tr": tr,
    "ja": ja,
    "ar": ar,
    "uk": uk,
}.items():
    VOICES[_code], TEXTS[_code] = _module.VOICE, _module.TEXTS
