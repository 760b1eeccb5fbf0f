"""The customers of a year: an address is one person, and requests for a side or a language are met."""

from random import Random

from ..crowd import Crowd


def test_an_address_belongs_to_one_person():
    crowd, met = Crowd(Random(2)), {}
    for _ in range(12000):
        somebody = crowd.somebody()
        assert met.setdefault(somebody.email, somebody) == somebody


def test_side_and_languages_are_respected():
    crowd = Crowd(Random(3))
    found = [crowd.somebody(side="talent", languages=frozenset({"de", "fr"})) for _ in range(300)]
    assert {c.side for c in found} == {"talent"}
    assert {c.language for c in found} == {"de", "fr"}
