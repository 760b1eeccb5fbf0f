import pytest
from django.urls import reverse

from crewdesk.accounts.models import Group, ProfileField, Schedule
from crewdesk.accounts.operations.organizations import create_organization
from crewdesk.accounts.urls import people, staff

POST_ONLY = {
    "brand-update", "invitation-revoke", "member-role", "member-groups", "member-suspend", "member-remove", "group-members", "group-delete",
    "holiday-create", "holiday-delete", "schedule-delete", "token-revoke", "security-second-factor", "security-single-sign-on",
    "security-single-sign-on-remove", "identity-create", "identity-change", "customer-suspend", "customer-merge", "organization-delete", "organization-merge",
    "profile-field-move", "profile-field-delete",
}  # fmt: skip
PAGES = [route for route in (*staff, *people) if route.name not in POST_ONLY]


@pytest.fixture
def addresses(harbor, at):
    """A URL of every page of Harbor's settings and people, by name."""

    with harbor.scope():
        things = {
            "member-update": harbor.ben.pk, "group-update": Group.objects.get().pk, "customer-update": harbor.cleo.pk,
            "schedule-update": Schedule.objects.create(name="Hours", time_zone="Asia/Kolkata", country="IN").pk,
            "organization-update": create_organization(name="Acme", by=None, at=at, domain_names=["acme.example"]).pk,
            "profile-field-update": ProfileField.objects.create(kind="user", key="plan", type="text", title="Plan").pk,
        }  # fmt: skip

    def address(name: str) -> str:
        keys = {"desk": harbor.desk.slug} | ({"pk": things[name]} if name in things else {})
        if name.startswith("profile-field") and name != "profile-field-list":
            keys["kind"] = "user"
        return reverse(f"accounts:{name}", kwargs=keys)

    return address


@pytest.fixture
def recently(client):
    """Makes the client's session one that gave its password just now."""
    import time

    def mark(member):
        session = client.session
        session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
        session["account_authentication_methods_user"] = str(member.person_id)
        session.save()

    return mark


@pytest.mark.parametrize("route", PAGES, ids=lambda route: route.name)
def test_the_owner_opens_every_page(route, addresses, owner, sign_in, recently):
    client = sign_in(owner)
    recently(owner)
    answer = client.get(addresses(route.name))
    assert answer.status_code in (200, 302)
    if answer.status_code == 302:
        assert route.name == "settings"


@pytest.mark.parametrize("route", [*staff, *people], ids=lambda route: route.name)
def test_strangers_and_customers_find_nothing(route, addresses, harbor, meridian, sign_in):
    names = {"pk": 1, "identity": 1, "holiday": 1, "verb": "verify", "kind": "user"}
    keys = {key: value for key, value in names.items() if f":{key}>" in str(route.pattern)}
    address = reverse(f"accounts:{route.name}", kwargs={"desk": harbor.desk.slug, **keys})
    assert sign_in(meridian.olga).get(address).status_code == 404
    assert sign_in(meridian.olga).post(address).status_code == 404


def test_a_light_agent_reads_customers_and_no_settings(addresses, harbor, sign_in):
    client = sign_in(harbor.liv)
    assert client.get(addresses("customer-list")).status_code == 200
    for name in (
        "settings",
        "member-list",
        "group-list",
        "schedule-list",
        "token-list",
        "security",
        "desk-update",
        "customer-create",
    ):
        assert client.get(addresses(name)).status_code == 403


def test_an_admin_does_not_see_who_needs_a_second_factor(addresses, harbor, sign_in):
    client = sign_in(harbor.ada)
    assert client.get(addresses("security")).status_code == 403
    assert addresses("security") not in client.get(addresses("member-list")).content.decode()
