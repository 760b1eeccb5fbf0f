"""A year of stories is the same for the same seed, keeps its facts, and ends as its age demands."""

import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from ..conversation import incidents, stories, story
from ..fields import FIELDS, SEVERITIES
from ..languages import TEXTS
from ..model import Story
from ..people import BY_EMAIL, CLEO
from ..topics import CATEGORIES, TOPICS

UNTIL = datetime(2026, 6, 15, 14, tzinfo=UTC)
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*")


@pytest.fixture(scope="module")
def year() -> list[Story]:
    return list(stories(11, 6000, until=UNTIL))


def _ended_at(told: Story) -> datetime:
    return told.at + timedelta(minutes=sum(turn.minutes for turn in told.turns))


def test_the_same_seed_tells_the_same_year(year):
    again = list(stories(11, 6000, until=UNTIL))
    assert again == year
    assert list(stories(12, 20, until=UNTIL)) != list(stories(13, 20, until=UNTIL))


def test_a_year_is_told_in_order_up_to_the_present(year):
    assert len(year) == 6000
    assert [s.at for s in year] == sorted(s.at for s in year)
    assert UNTIL - timedelta(days=365) <= year[0].at
    assert all(_ended_at(s) <= UNTIL for s in year)


def test_nothing_is_left_unfilled(year):
    for told in year:
        for text in (told.subject, *(turn.text for turn in told.turns)):
            assert text.strip()
            assert not set("{}") & set(text), text
            assert "\n\n\n" not in text, text
            assert not re.search(r"^@\d", text), text


def test_every_address_is_an_example(year):
    for told in year:
        written = "\n".join(turn.text for turn in told.turns)
        for address in (told.requester.email, *ADDRESS.findall(written)):
            assert address.rstrip(".").endswith(".example"), address


def test_languages_and_channels_are_spread(year):
    languages = Counter(s.language for s in year)
    assert set(languages) == set(TEXTS)
    assert 0.5 < languages["en"] / len(year) < 0.75
    assert all(languages[code] / len(year) > 0.04 for code in ("de", "es", "pt", "fr"))
    channels = Counter(s.channel for s in year)
    for channel, share in {"email": 0.55, "web": 0.25, "chat": 0.12, "api": 0.08}.items():
        assert channels[channel] / len(year) == pytest.approx(share, abs=0.03)


def test_every_topic_comes_up(year):
    assert {s.topic for s in year} == set(TOPICS)
    assert all(s.subcategory in CATEGORIES[s.category] for s in year)


def test_old_tickets_are_closed_and_young_ones_are_not(year):
    old = Counter(s.status for s in year if UNTIL - s.at > timedelta(days=60))
    assert old["closed"] > 0.98 * old.total()
    young = Counter(s.status for s in year if UNTIL - s.at < timedelta(hours=30))
    assert young["closed"] == 0
    assert young["new"] + young["open"] + young["pending"] > 0
    statuses = Counter(s.status for s in year)
    assert set(statuses) == {"new", "open", "pending", "hold", "solved", "closed"}
    unsolved = statuses.total() - statuses["solved"] - statuses["closed"]
    assert 0.01 < unsolved / statuses.total() < 0.06


def test_a_new_ticket_has_no_assignee_and_no_reply(year):
    for told in year:
        assert (told.status == "new") == (told.assignee is None)
        if told.status == "new":
            assert all(turn.who == "customer" for turn in told.turns)


def test_a_conversation_begins_with_the_customer_and_staff_sign_their_turns(year):
    for told in year:
        assert told.turns[0].who == "customer"
        for turn in told.turns:
            assert (turn.author is None) == (turn.who == "customer")
            assert turn.author is None or turn.author in BY_EMAIL
            assert turn.is_public == (turn.who != "note")


def test_agents_write_the_language_of_the_customer(year):
    for told in year:
        for turn in told.turns:
            if turn.who in ("agent", "agent2"):
                assert told.language in BY_EMAIL[turn.author].languages


def test_a_second_agent_appears_only_after_a_hand_over(year):
    handed = [s for s in year if "escalated" in s.tags]
    assert handed
    assert {s.topic for s in handed} <= {key for key, topic in TOPICS.items() if topic.escalates_to}
    assert all("escalated" in s.tags for s in year if any(t.who == "agent2" for t in s.turns))


def test_two_tickets_rarely_read_the_same(year):
    openings = Counter(s.turns[0].text for s in year)
    assert len(openings) > 0.95 * len(year)
    assert max(openings.values()) < 0.003 * len(year)


def test_a_fact_stays_the_same_through_a_ticket(year):
    for told in year:
        public = "\n".join([told.subject, *(t.text for t in told.turns)]).upper()
        assert len(set(re.findall(r"HB-\d{4}-\d{4}", public))) <= 1, public
        if "contract_id" in told.fields and "HB-" in public:
            assert told.fields["contract_id"] in public


def test_fields_have_the_form_that_the_catalogue_states(year):
    catalogue = {field.key: field for field in FIELDS}
    for told in year:
        assert told.severity in SEVERITIES
        for key, value in told.fields.items():
            assert re.search(catalogue[key].pattern, value)
            assert not catalogue[key].options or value in catalogue[key].options
        if "transaction_date" in told.fields:
            assert datetime.fromisoformat(told.fields["transaction_date"]).date() < told.at.date()


def test_traffic_has_nights_weekends_and_growth(year):
    plain = [s for s in year if not s.incident]
    hours = Counter(s.at.hour for s in plain)
    assert hours[13] + hours[14] > 2 * (hours[3] + hours[4])
    days = Counter(s.at.weekday() for s in plain)
    assert days[0] > 1.5 * days[5]
    half = UNTIL - timedelta(days=182)
    assert sum(s.at >= half for s in plain) > 1.2 * sum(s.at < half for s in plain)


def test_two_incidents_make_spikes(year):
    for incident in incidents(UNTIL):
        told = [s for s in year if s.incident == incident.key]
        assert len(told) > 15
        assert {s.topic for s in told} == {incident.topic}
        end = incident.started_at + timedelta(hours=incident.hours + 1)
        assert all(incident.started_at <= s.at <= end for s in told)


def test_what_is_said_about_an_incident_follows_its_course(year):
    outage = incidents(UNTIL)[0]
    replies = []
    for told in (s for s in year if s.incident == outage.key and s.language == "en"):
        for count, turn in enumerate(told.turns, start=1):
            if turn.who == "agent" and count < 4:
                sent_at = told.at + timedelta(minutes=sum(t.minutes for t in told.turns[:count]))
                replies.append((sent_at - outage.started_at, turn.text))
    early = [text for after, text in replies if after < timedelta(hours=5)]
    assert len(early) > 3
    assert not any("Payouts work again" in text for text in early)
    assert any("Payouts work again" in text for _, text in replies)


def test_the_busiest_day_is_a_day_of_an_incident(year):
    ((busiest, _),) = Counter(s.at.date() for s in year).most_common(1)
    assert busiest in {incident.started_at.date() for incident in incidents(UNTIL)}


def test_customers_come_back_and_an_address_is_one_person(year):
    tickets = Counter(s.requester.email for s in year)
    assert sum(count > 1 for count in tickets.values()) > 300
    assert tickets[CLEO.email] >= 2
    names = {(s.requester.email, s.requester.name) for s in year}
    assert len(names) == len(tickets)


def test_satisfaction_follows_a_solution_and_lies_in_the_past(year):
    rated = [s for s in year if s.satisfaction]
    assert 0.15 < len(rated) / len(year) < 0.4
    assert {s.status for s in rated} <= {"solved", "closed"}
    assert 0.7 < sum(s.satisfaction.score == "good" for s in rated) / len(rated) < 0.95
    assert all(_ended_at(s) + timedelta(minutes=s.satisfaction.minutes) <= UNTIL for s in rated)


def test_a_single_story_is_told_to_its_end():
    told = story(Random(3), at=UNTIL, topic="double_charge")
    assert (told.topic, told.status) == ("double_charge", "closed")
    assert told == story(Random(3), at=UNTIL, topic="double_charge")


def test_a_language_without_the_topic_is_refused():
    turkish = next(s.requester for s in stories(1, 3000, until=UNTIL) if s.language == "tr")
    with pytest.raises(KeyError):
        story(Random(1), at=UNTIL, requester=turkish, topic="harassment")
