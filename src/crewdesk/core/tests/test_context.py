"""Links that rooms hang into the shell: who sees them, where they lead, which one is lit."""

from types import SimpleNamespace

import pytest
from django.test import RequestFactory

from crewdesk.core import context


@pytest.fixture
def links(monkeypatch):
    """A shell with nothing in it yet."""
    monkeypatch.setattr(context, "links", [])
    return context.links


def asked(path: str, role: str = "agent"):
    request = RequestFactory().get(path)
    request.desk, request.member = SimpleNamespace(slug="harbor"), SimpleNamespace(role=role)
    return request


def hang(url: str, **details):
    context.add_link("rail", lambda request: url, label=url, **details)


def test_links_come_in_order_and_the_deepest_match_is_lit(links):
    hang("/d/harbor/settings/", order=20)
    hang("/d/harbor/", order=10)
    items = context.page(asked("/d/harbor/settings/mail/"))["rail_items"]
    assert [(item.url, item.active) for item in items] == [
        ("/d/harbor/", False),
        ("/d/harbor/settings/", True),
    ]


def test_a_link_is_shown_only_to_whom_it_is_for(links):
    hang("/d/harbor/settings/", shown_to=lambda member: member.role == "admin")
    assert len(context.page(asked("/", role="admin"))["rail_items"]) == 1
    assert context.page(asked("/", role="agent"))["rail_items"] == []


def test_single_places_give_one_address(links):
    context.add_link("search", lambda request: f"/d/{request.desk.slug}/search/")
    shell = context.page(asked("/"))["shell"]
    assert (shell["search"], shell["palette"]) == ("/d/harbor/search/", "")


def test_addresses_are_worked_out_once_and_only_when_asked_for(links):
    asked_for = []
    context.add_link("live", lambda request: asked_for.append(request) or "/live")
    shell = context.page(asked("/"))["shell"]
    assert asked_for == []
    assert (shell["live"], shell["live"]) == ("/live", "/live")
    assert len(asked_for) == 1


def test_an_unknown_place_is_refused(links):
    with pytest.raises(ValueError, match="cellar"):
        context.add_link("cellar", "tickets:list")


def test_outside_a_desk_there_is_no_shell(links):
    assert context.page(RequestFactory().get("/")) == {"desk": None, "member": None}
