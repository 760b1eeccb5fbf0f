"""Every template is whole: its slots exist, its marks point somewhere, its topic is told in enough ways."""

import re
from datetime import UTC, datetime
from random import Random

import pytest

from ..languages import TEXTS, VOICES
from ..model import Text, Topic, Voice
from ..people import CLEO
from ..prose import Line
from ..slots import EnglishFacts, Facts
from ..staff import GROUPS
from ..template import _parts, render
from ..topics import CATEGORIES, TOPICS

AT = datetime(2026, 3, 4, 10, tzinfo=UTC)
ALL_TEXTS = [(language, key, text) for language, texts in TEXTS.items() for key, text in texts.items()]
NAMES = [f"{language}-{key}" for language, key, _ in ALL_TEXTS]


def _facts(language: str) -> Facts:
    facts = Facts(Random(1), language=language, at=AT, who=CLEO, jobs=VOICES[language].jobs)
    facts.update(agent="Ben", team="Finance")
    return facts


def _lines(text: Text) -> list[Line]:
    exchanges = (*text.asks, *text.follow_ups)
    return [
        *(opening.line for opening in text.openings),
        *text.extras,
        *(exchange.line for exchange in exchanges),
        *(reply for exchange in exchanges for reply in exchange.replies),
    ]


def _every_wording(template: str) -> list[str]:
    """Each choice of the template once, so that a slot hidden in the last one is seen as well."""
    parts = _parts(template)
    most = max((len(p) for p in parts if isinstance(p, tuple)), default=1)
    return ["".join(p if isinstance(p, str) else p[n % len(p)] for p in parts) for n in range(most)]


def _assert_whole(template: str, facts: dict) -> None:
    for wording in _every_wording(template):
        written = wording.format_map(facts)
        assert written.strip()
        assert not set("{}") & set(written), written
        assert "|" not in written, written
        assert not re.match(r"@[\dct!]*\s", written), written


@pytest.mark.parametrize("language, key, text", ALL_TEXTS, ids=NAMES)
def test_every_text_fills_its_slots(language, key, text):
    facts = _facts(language)
    for template in (*text.subjects, *text.fixes, *(line.text for line in _lines(text))):
        _assert_whole(template, facts)


@pytest.mark.parametrize("language, key, text", ALL_TEXTS, ids=NAMES)
def test_every_mark_points_to_a_solution(language, key, text):
    for line in _lines(text):
        assert all(1 <= number <= len(text.fixes) for number in line.fits), line
    for exchange in (*text.asks, *text.follow_ups):
        assert exchange.replies, exchange
        assert all(reply.suits(exchange.line.fits) for reply in exchange.replies), exchange


@pytest.mark.parametrize("language, key, text", ALL_TEXTS, ids=NAMES)
def test_both_sides_find_an_opening(language, key, text):
    sides = ("talent", "client") if TOPICS[key].side == "both" else (TOPICS[key].side,)
    for side in sides:
        assert [opening for opening in text.openings if opening.line.side in ("", side)]


@pytest.mark.parametrize("language", sorted(VOICES))
def test_every_voice_fills_its_slots(language):
    facts = _facts(language)
    voice: Voice = VOICES[language]
    for name in Voice.__dataclass_fields__:
        value = getattr(voice, name)
        for template in (value,) if isinstance(value, str) else value:
            _assert_whole(template, facts)


@pytest.mark.parametrize("topic", TOPICS.values(), ids=TOPICS)
def test_every_topic_is_told_richly_in_english(topic: Topic):
    assert len({opening.line.text for opening in topic.english.openings}) >= 6
    assert len(topic.english.subjects) >= 4
    assert len(topic.english.fixes) >= 2
    assert topic.resolution
    assert topic.tags
    for line in topic.notes:
        _assert_whole(line.text, EnglishFacts(_facts("de")))


def test_forty_topics_over_many_categories_land_in_real_groups():
    groups = {group.name for group in GROUPS}
    assert len(TOPICS) >= 40
    assert len(CATEGORIES) >= 10
    assert {t.group for t in TOPICS.values()} | {t.escalates_to for t in TOPICS.values()} <= groups | {None}


@pytest.mark.parametrize("language", ["de", "es", "pt", "fr"])
def test_fifteen_topics_in_each_main_language(language):
    assert len(TEXTS[language]) >= 15
    assert all(len(text.openings) >= 2 for text in TEXTS[language].values())


@pytest.mark.parametrize("language", ["it", "pl", "tr", "ja", "ar", "uk"])
def test_a_handful_in_the_other_languages(language):
    assert len(TEXTS[language]) >= 4


def test_choices_and_slots_are_rendered():
    assert render("[a|b] {x}", Random(0), {"x": 1}) in ("a 1", "b 1")
    assert render("[no choice] {x}", Random(0), {"x": 1}) == "[no choice] 1"
