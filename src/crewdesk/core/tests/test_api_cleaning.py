"""What clients send is cleaned of what PostgreSQL cannot hold."""

import json

import pytest
from django.test import RequestFactory

from crewdesk.core.api.cleaning import CleanParser, clean


@pytest.mark.parametrize(
    "sent,kept",
    [
        ("a\x00b", "ab"),
        ("\ud800 Zoë 😀", "? Zoë 😀"),
        ({"k\x00": ["v\x00", {"\udfff": 1}]}, {"k": ["v", {"?": 1}]}),
        ([float("inf"), float("-inf"), 1.5, 10**30, True, None], [None, None, 1.5, 10**30, True, None]),
    ],
)
def test_only_what_cannot_be_held_is_taken_out(sent, kept):
    assert clean(sent) == kept


def test_numbers_that_are_none_become_null():
    assert clean(float("nan")) is None


def test_bodies_and_query_strings_are_cleaned():
    body = json.dumps({"name": "N\x00ia", "much": float("inf")})
    request = RequestFactory().post("/?query=a%00b&ids=1%00&ids=2", body, content_type="application/json")
    assert CleanParser().parse_body(request) == {"name": "Nia", "much": None}
    assert CleanParser().parse_querydict(request.GET, ["ids"], request) == {"query": "ab", "ids": ["1", "2"]}
