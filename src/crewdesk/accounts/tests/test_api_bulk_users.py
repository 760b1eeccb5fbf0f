"""Many at once, as jobs whose progress can be read."""

import subprocess
import sys

import pytest

from crewdesk.accounts.models import Membership, Organization, User
from crewdesk.accounts.operations.users import suspend_user
from crewdesk.core.api import bulk

from .calling import Caller


@pytest.fixture
def api(harbor):
    return Caller(harbor, harbor.ada)


@pytest.fixture
def done(api, do_jobs):
    """Makes a bulk call, does its job and returns what became of each item."""

    def run(method: str, path: str, body: dict | None = None) -> list[dict]:
        reply = api.call(method, path, body)
        assert reply.status_code == 200, reply.content
        status = reply.json()["job_status"]
        assert status["status"] == "queued"
        do_jobs()
        ended = api.get(f"job_statuses/{status['id']}").json()["job_status"]
        assert (ended["status"], ended["progress"]) == ("completed", ended["total"])
        return ended["results"]

    return run


def shown(results: list[dict]) -> list[tuple]:
    return [(row["index"], row["success"], row.get("status"), row.get("error")) for row in results]


def test_users_are_created_changed_and_deleted(api, done, harbor):
    created = done("POST", "users/create_many", {"users": [
        {"name": "A", "email": "a@new.example"}, {"name": "B", "email": "a@new.example"}, {"name": ""}, {"name": "C", "external_id": "c-1"},
    ]})  # fmt: skip
    assert shown(created) == [
        (0, True, "Created", None), (1, False, "Failed", "DuplicateValue"), (2, False, "Failed", "BlankValue"), (3, True, "Created", None),
    ]  # fmt: skip
    first, last = created[0]["id"], created[3]["id"]
    assert api.get(f"users/{first}").json()["user"]["email"] == "a@new.example"

    one_patch = done("PUT", f"users/update_many?ids={first},{last},999999", {"user": {"tags": ["new"], "id": 1}})
    assert shown(one_patch) == [(0, True, "Updated", None), (1, True, "Updated", None), (2, False, "Failed", "RecordNotFound")]
    done("PUT", "users/update_many", {"users": [{"id": first, "name": "A1"}, {"external_id": "c-1", "name": "C1"}]})
    users = api.get(f"users/show_many?ids={first},{last}").json()["users"]
    assert [(user["name"], user["tags"]) for user in users] == [("A1", ["new"]), ("C1", ["new"])]

    again = done(
        "POST",
        "users/create_or_update_many",
        {"users": [{"name": "A2", "email": "a@new.example"}, {"name": "D", "email": "d@new.example"}]},
    )
    assert [row["status"] for row in again] == ["Updated", "Created"]
    assert again[0]["id"] == first

    deleted = done("DELETE", f"users/destroy_many?ids={first},{last},{harbor.ada.pk}")
    assert shown(deleted)[:2] == [(0, True, "Deleted", None), (1, True, "Deleted", None)]
    assert deleted[2]["success"] is False
    assert api.get(f"users/{first}").json()["user"]["active"] is False


def test_organizations_and_memberships(api, done, harbor):
    created = done(
        "POST",
        "organizations/create_many",
        {"organizations": [{"name": "Acme"}, {"name": "Acme"}, {"name": "B", "external_id": "b-1"}]},
    )
    assert [row["success"] for row in created] == [True, False, True]
    done("PUT", "organizations/update_many?external_ids=b-1", {"organization": {"notes": "x"}})
    assert api.get(f"organizations/{created[2]['id']}").json()["organization"]["notes"] == "x"
    assert [row["status"] for row in done("DELETE", f"organizations/destroy_many?ids={created[0]['id']}")] == ["Deleted"]
    with harbor.scope():
        assert list(Organization.objects.values_list("name", flat=True)) == ["B"]
        member = Membership.objects.get(user=harbor.ben).pk
    assert [row["status"] for row in done("DELETE", f"group_memberships/destroy_many?ids={member}")] == ["Deleted"]
    join = {"user_id": harbor.ben.pk, "group_id": harbor.group.pk}
    joined = done(
        "POST", "group_memberships/create_many", {"group_memberships": [join, join, {**join, "user_id": harbor.cleo.pk}]}
    )
    assert [row.get("error") for row in joined] == [None, "DuplicateValue", "InvalidValue"]


@pytest.mark.parametrize(("method", "path", "body"), [
    ("POST", "users/create_many", {"users": [{"name": "N"}] * 101}),
    ("POST", "users/create_or_update_many", {"users": [{"name": "N"}] * 101}),
    ("PUT", "users/update_many", {"users": [{"id": 1}] * 101}),
    ("PUT", "users/update_many?ids=" + ",".join(map(str, range(1, 102))), {"user": {"name": "N"}}),
    ("DELETE", "users/destroy_many?ids=" + ",".join(map(str, range(1, 102))), None),
    ("POST", "organizations/create_many", {"organizations": [{"name": "N"}] * 101}),
    ("POST", "group_memberships/create_many", {"group_memberships": [{"user_id": 1, "group_id": 1}] * 101}),
])  # fmt: skip
def test_more_than_a_hundred_is_refused(api, method, path, body):
    reply = api.call(method, path, body)
    assert (reply.status_code, reply.json()["error"], reply.json()["max_count"]) == (400, "TooManyValues", 100)


@pytest.mark.parametrize(("method", "path", "body"), [
    ("PUT", "users/update_many", {"user": {"name": "N"}}), ("PUT", "users/update_many", {}), ("DELETE", "users/destroy_many", None),
    ("DELETE", "users/destroy_many?ids=a", None), ("POST", "users/create_many", {"users": []}),
])  # fmt: skip
def test_naming_no_row_is_a_mistake(api, method, path, body):
    assert api.call(method, path, body).status_code == 400


def test_a_job_has_the_rights_that_its_caller_has_now(api, harbor, do_jobs, at):
    lena = Caller(harbor, harbor.lena)
    job = lena.call("DELETE", f"users/destroy_many?ids={harbor.cleo.pk},{harbor.ben.pk}").json()["job_status"]["id"]
    with harbor.scope():
        suspend_user(harbor.lena, by=None, at=at)
    do_jobs()
    with harbor.scope():
        assert User.objects.get(pk=harbor.cleo.pk).is_active
        suspend_user(harbor.lena, by=None, at=at, suspended=False)
    results = lena.get(f"job_statuses/{job}").json()["job_status"]["results"]
    assert [row["error"] for row in results] == ["PermissionDenied"] * 2


def test_a_lead_deletes_customers_and_no_members(harbor, do_jobs):
    lena = Caller(harbor, harbor.lena)
    job = lena.call("DELETE", f"users/destroy_many?ids={harbor.cleo.pk},{harbor.ben.pk}").json()["job_status"]["id"]
    do_jobs()
    results = lena.get(f"job_statuses/{job}").json()["job_status"]["results"]
    assert [(row["success"], row.get("error")) for row in results] == [(True, None), (False, "PermissionDenied")]


def test_a_worker_knows_every_kind_of_bulk_call(api):
    """It serves no addresses, so nothing but its jobs makes it import them."""
    known = "import django; django.setup(); from crewdesk.core.api import bulk; print(*sorted(bulk._kinds))"
    told = subprocess.run([sys.executable, "-c", known], capture_output=True, text=True, timeout=60, check=True)
    api.get("users/me")
    assert {"user.create", "organization.update", "group_membership.delete"} <= bulk._kinds.keys()
    assert told.stdout.split() == sorted(kind for kind in bulk._kinds)
