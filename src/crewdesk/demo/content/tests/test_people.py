"""The people of Harbor are complete, invented and reachable nowhere."""

from collections import Counter
from random import Random
from zoneinfo import ZoneInfo

import pytest

from ..languages import TEXTS
from ..names import CULTURES
from ..people import CLEO, GROUPS, ORGANIZATIONS, STAFF, customer, speakers


def test_forty_people_work_at_harbor():
    roles = Counter(member.role for member in STAFF)
    assert roles == {"owner": 1, "admin": 2, "lead": 5, "agent": 28, "light_agent": 4}
    assert {member.tier for member in STAFF if member.role == "agent"} == {1, 2}


def test_the_cast_is_there():
    cast = {member.email: (member.name, member.role, member.tier) for member in STAFF}
    assert cast["ada@harbor.example"][:2] == ("Ada Okafor", "admin")
    assert cast["lena@harbor.example"][:2] == ("Lena Brandt", "lead")
    assert cast["ben@harbor.example"] == ("Ben Castillo", "agent", 1)
    assert (CLEO.name, CLEO.email) == ("Cleo Marsh", "cleo@marsh.example")


def test_each_group_has_a_lead_and_agents():
    leads = {member.email for member in STAFF if member.role == "lead"}
    for group in GROUPS:
        assert group.lead in leads
        assert any(group.name in member.groups for member in STAFF if member.role == "agent"), group.name


def test_agents_stand_in_a_group_of_their_tier():
    tiers = {group.name: group.tier for group in GROUPS}
    for member in STAFF:
        if member.role == "agent":
            assert {tiers[name] for name in member.groups} == {member.tier}, member.name


def test_everybody_lives_in_a_real_zone():
    for zone in {m.zone for m in STAFF} | {p.zone for c in CULTURES for p in c.places}:
        assert ZoneInfo(zone)


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_every_language_finds_a_speaker_in_every_group(language):
    for group in GROUPS:
        assert all(language in member.languages for member in speakers(group.name, language))
        assert speakers(group.name, language)


def test_about_sixty_companies_with_names_and_domains_of_their_own():
    assert 55 <= len(ORGANIZATIONS) <= 70
    assert len({o.domain for o in ORGANIZATIONS}) == len({o.name for o in ORGANIZATIONS}) == len(ORGANIZATIONS)
    assert all(o.domain.endswith(".example") for o in ORGANIZATIONS)


def test_customers_come_from_many_cultures_and_keep_to_example_addresses():
    rng = Random(5)
    crowd = [customer(rng) for _ in range(4000)]
    assert len(CULTURES) >= 12
    assert {c.language for c in crowd} == set(TEXTS)
    for somebody in crowd:
        local, _, domain = somebody.email.partition("@")
        assert local
        assert somebody.email.isascii(), somebody.email
        assert " " not in somebody.email
        assert domain.endswith(".example")


def test_a_client_of_a_company_writes_from_its_domain():
    rng = Random(6)
    domains = {o.name: o.domain for o in ORGANIZATIONS}
    clients = [c for c in (customer(rng, side="client") for _ in range(400)) if c.organization]
    assert clients
    assert all(c.email.endswith("@" + domains[c.organization]) for c in clients)
