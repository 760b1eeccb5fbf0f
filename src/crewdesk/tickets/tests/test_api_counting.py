"""Numbers beside users and organizations count what the caller may see, and not for ever."""

import pytest

from crewdesk.accounts.models import Organization
from crewdesk.tickets import tally
from crewdesk.tickets.api import counting
from crewdesk.tickets.operations.bin import delete_ticket

from .story import BY_WEB, changed, opened
from .test_api import Caller, token_of


@pytest.fixture
def company(harbor) -> Organization:
    """Cleo's, with three tickets of hers: one is Ben's, one Ada's, on which Cleo is copied in nowhere; a fourth lies in the bin."""
    with harbor.scope():
        company = Organization.objects.create(name="Quay")
        harbor.cleo.organization = company
        harbor.cleo.save()
        for assignee in (harbor.ben, harbor.ada, None):
            opened(harbor.cleo, by=harbor.ada, assignee=assignee, ccs=[harbor.lena])
        gone = opened(harbor.cleo, by=harbor.ada, assignee=harbor.ben, ccs=[harbor.lena])
        delete_ticket(gone, by=harbor.ada, **BY_WEB)
        return company


def numbers(client, harbor, company) -> dict[str, int]:
    ben = Caller(client, token_of(harbor, harbor.ben))
    of_cleo = ben.get(f"users/{harbor.cleo.pk}/related").json()["user_related"]
    return {
        "requested": of_cleo["requested_tickets"],
        "open": ben.get(f"users/{harbor.cleo.pk}", include="open_ticket_count")
        .json()["open_ticket_count"]
        .get(str(harbor.cleo.pk), 0),
        "assigned": ben.get(f"users/{harbor.ada.pk}/related").json()["user_related"]["assigned_tickets"],
        "mine": ben.get(f"users/{harbor.ben.pk}/related").json()["user_related"]["assigned_tickets"],
        "copied": ben.get(f"users/{harbor.lena.pk}/related").json()["user_related"]["ccd_tickets"],
        "company": ben.get(f"organizations/{company.pk}/related").json()["organization_related"]["tickets_count"],
    }


def test_all_is_counted_for_those_who_see_all(client, harbor, company):
    expected = {"requested": 3, "open": 3, "assigned": 1, "mine": 1, "copied": 3, "company": 3}
    assert numbers(client, harbor, company) == expected


def test_a_restriction_restricts_the_numbers(client, harbor, company):
    with harbor.scope():
        harbor.ben.ticket_restriction = "assigned"
        harbor.ben.save()
    expected = {"requested": 1, "open": 1, "assigned": 0, "mine": 1, "copied": 1, "company": 1}
    assert numbers(client, harbor, company) == expected


def test_long_lists_are_not_counted_to_their_end(client, harbor, company, monkeypatch):
    monkeypatch.setattr(counting, "DEEPEST_ROW", 2)
    found = numbers(client, harbor, company)
    assert (found["requested"], found["copied"], found["company"]) == (2, 2, 2)


def test_views_of_the_restricted_are_not_counted_to_their_end(in_harbor, monkeypatch):
    company = Organization.objects.create(name="Quay")
    in_harbor.ben.ticket_restriction, in_harbor.ben.organization = "organization", company
    for _n in range(3):
        changed(opened(in_harbor.cleo), in_harbor.ada, organization=company)
    assert (tally.live_count(in_harbor.ben), tally.view_counts(in_harbor.ben)["unsolved"]) == (3, 3)
    monkeypatch.setattr(tally, "MOST_COUNTED", 2)
    assert (tally.live_count(in_harbor.ben), tally.view_counts(in_harbor.ben)["unsolved"]) == (2, 2)
