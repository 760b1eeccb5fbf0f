"""Columns of a file that become fields of customers and organizations."""

import pytest

from crewdesk.accounts.models import Organization, ProfileField, User
from crewdesk.accounts.operations.organizations import create_organization
from crewdesk.accounts.operations.profile_fields import create_profile_field, delete_profile_field
from crewdesk.accounts.operations.users import update_user
from crewdesk.connectors.operations.imports import begin_import, work_here
from crewdesk.connectors.sheets.running import Import
from crewdesk.connectors.sheets.targets import targets
from crewdesk.core.clock import now

from .sheets import checked, counts, imported, problems

PLANS = [{"name": "Gold plan", "value": "gold"}, {"name": "Free", "value": "free"}]
USERS = "email,Plan,Seats,since\nnew@x.example,Gold plan,12,2026-05-31\ncleo@customer.example,free,,\nbad@x.example,Silver,,\nworse@x.example,,many,\n"


@pytest.fixture
def fields(in_harbor):
    for kind in ("user", "organization"):
        for type, title in (("tagger", "Plan"), ("integer", "Seats"), ("date", "Since")):
            options = PLANS if type == "tagger" else ()
            create_profile_field(kind=kind, type=type, title=title, options=options, by=None, via="system", at=now())


def test_columns_are_found_by_name_and_read_by_type(in_harbor, fields):
    update_user(in_harbor.cleo, by=None, at=now(), tags=["vip"], user_fields={"plan": "gold", "shoe": 44})
    run = imported(in_harbor, "users", USERS)
    assert counts(run) == (1, 1, 0, 2)
    new, cleo = User.objects.get(email="new@x.example"), User.objects.get(pk=in_harbor.cleo.pk)
    assert (new.user_fields, new.tags) == ({"plan": "gold", "seats": 12, "since": "2026-05-31"}, ["gold"])
    assert (cleo.user_fields, cleo.tags) == ({"plan": "free", "shoe": 44}, ["free", "vip"])
    assert [(line, said.partition(":")[0]) for line, said in problems(run)] == [(4, "Plan"), (5, "Seats")]
    assert counts(imported(in_harbor, "users", USERS)) == (0, 0, 2, 2), "a second time changes nothing"


def test_organizations_too(in_harbor, fields):
    create_organization(name="Ash", by=None, at=now(), organization_fields={"seats": 1, "x": "y"})
    run = imported(in_harbor, "organizations", "Name,Plan,Seats\nMarsh,Free,3\nAsh,,4\n")
    assert counts(run) == (1, 1, 0, 0)
    assert dict(Organization.objects.values_list("name", "organization_fields")) == {
        "Marsh": {"plan": "free", "seats": 3}, "Ash": {"seats": 4, "x": "y"},
    }  # fmt: skip


def test_each_kind_of_file_offers_its_own_fields(in_harbor, fields):
    create_profile_field(kind="user", type="text", title="Off", is_active=False, by=None, via="system", at=now())
    offered = {kind: [one.key for one in targets(kind) if one.is_custom] for kind in ("users", "organizations", "tickets")}
    own = ["field:plan", "field:seats", "field:since"]
    assert offered == {"users": own, "organizations": own, "tickets": []}


def test_a_field_that_went_meanwhile_is_said(in_harbor, fields):
    foretold = checked(in_harbor, "users", "email,Seats\nnew@x.example,3\n")
    delete_profile_field(ProfileField.objects.get(kind="user", key="seats"), by=None, via="system", at=now())
    run = work_here(Import, in_harbor.desk, begin_import(foretold, by=in_harbor.ada, at=now(), with_job=False))
    assert counts(run)[3] == 1
    assert not User.objects.filter(email="new@x.example").exists()
