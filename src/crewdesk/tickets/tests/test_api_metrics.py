"""Ticket metrics through the API."""

from datetime import UTC, datetime, timedelta

import pytest

from crewdesk.accounts.models import Group
from crewdesk.accounts.operations.schedules import create_schedule
from crewdesk.core.clock import now
from crewdesk.tickets.operations.comments import Said
from crewdesk.tickets.operations.reply import reply

from .story import opened
from .test_api import Caller, token_of

MONDAY = datetime(2026, 5, 4, 8, tzinfo=UTC)
NINE_TO_FIVE = [(day * 1440 + 540, day * 1440 + 1020) for day in range(1, 6)]


@pytest.fixture
def api(client, harbor):
    return Caller(client, token_of(harbor, harbor.ada))


@pytest.fixture
def solved(harbor):
    """Asked at eight on a Monday, solved two hours later by a group that begins at nine."""
    with harbor.scope():
        create_schedule(name="Never", time_zone="UTC", intervals=[], by=None, at=now())
        hours = create_schedule(name="Office", time_zone="UTC", intervals=NINE_TO_FIVE, by=None, at=now())
        Group.objects.filter(pk=harbor.group.pk).update(schedule=hours)
        ticket = opened(harbor.cleo, at=MONDAY)
        changes = {"status": "solved", "assignee": harbor.ben, "group": harbor.group}
        reply(ticket, by=harbor.ben, said=Said(body="Done"), via="web", at=MONDAY + timedelta(hours=2), changes=changes)
        return ticket


def test_figures_of_a_ticket(api, harbor, solved):
    figures = api.get(f"tickets/{solved.number}/metrics").json()["ticket_metric"]
    assert (figures["ticket_id"], figures["replies"], figures["reopens"]) == (solved.number, 1, 0)
    assert figures["reply_time_in_minutes"] == {"calendar": 120, "business": 60}
    assert figures["reply_time_in_seconds"] == {"calendar": 7200}
    assert figures["full_resolution_time_in_minutes"] == {"calendar": 120, "business": 60}
    assert figures["requester_wait_time_in_minutes"] == {"calendar": 120, "business": 60}
    assert (figures["group_stations"], figures["assignee_stations"]) == (1, 1)
    assert figures["solved_at"] == figures["assigned_at"] == figures["status_updated_at"] == "2026-05-04T10:00:00Z"
    assert figures["agent_wait_time_in_minutes"] == {"calendar": 0, "business": 0}


def test_without_a_group_the_desks_hours_count(api, harbor, solved):
    with harbor.scope():
        Group.objects.filter(pk=harbor.group.pk).update(schedule=None)
    figures = api.get(f"tickets/{solved.number}/metrics").json()["ticket_metric"]
    assert figures["reply_time_in_minutes"] == {"calendar": 120, "business": 0}


def test_the_metric_resolves_by_its_id_and_url(api, solved):
    row = api.get("ticket_metrics").json()["ticket_metrics"][0]
    assert api.client.get(row["url"], headers=api.headers).json()["ticket_metric"] == row
    beside = api.get(f"tickets/{solved.number}", include="metric_sets").json()["ticket"]["metric_set"]
    assert beside == row
    assert "meta" in api.get("ticket_metrics", **{"page[size]": 5}).json()


def test_fifty_rows_cost_what_one_costs(api, harbor, solved, django_assert_max_num_queries):
    with harbor.scope():
        for n in range(50):
            opened(harbor.cleo, subject=f"T{n}", group=harbor.group)
    api.get("users/me")
    for path, include in (
        ("ticket_metrics", ""),
        ("tickets", "metric_sets,dates,slas,comment_count,incident_counts,last_audits,users"),
    ):
        with django_assert_max_num_queries(27) as few:
            api.get(path, per_page=1, include=include, sort="-id")
        with django_assert_max_num_queries(27) as many:
            api.get(path, per_page=51, include=include, sort="-id")
        assert len(few) == len(many), path
