"""What no client sends by accident, and what two send at once."""

import base64
import json
import threading

import pytest
from django.db import connection
from testing.cast import make_desk

from crewdesk.accounts.api.saving_users import create_or_update
from crewdesk.accounts.api.schemas import UserIn
from crewdesk.accounts.models import User
from crewdesk.accounts.operations import groups, identities, members, organizations, users
from crewdesk.accounts.operations.groups import create_group
from crewdesk.accounts.operations.identities import add_identity, change_identity
from crewdesk.accounts.operations.members import enrol_member
from crewdesk.accounts.operations.organizations import create_organization, update_organization
from crewdesk.accounts.operations.users import create_user
from crewdesk.core.clock import now
from crewdesk.core.operations import Refused

from .calling import Caller, fault
from .test_api_users import made

HALF = base64.urlsafe_b64encode(json.dumps(["f", "a\ud800", 1]).encode()).decode()
LONG = f"{'a' * 60}@{'.'.join(['b' * 60] * 3)}.example.example"


@pytest.fixture
def api(harbor):
    return Caller(harbor, harbor.ada)


@pytest.mark.parametrize(("path", "status"), [
    ("locales/0000000019999", 404), ("locales/000000001", 404), ("locales/00000001", 200), ("locales/%00", 404),
    ("job_statuses/%00", 404), ("job_statuses/show_many?ids=%00,x", 200), ("job_statuses/show_many?ids=%ED%A0%80", 200),
    ("search?query=type:user created>9999-12-31", 400), ("search?query=type:user created:0001-01-01", 400),
    (f"users?sort=name&page[size]=1&page[after]={HALF}", 400), ("users/show_many?external_ids=%00", 400),
    ("users/search?query=%00", 400),
])  # fmt: skip
def test_odd_addresses_are_answered(api, path, status):
    assert api.get(path).status_code == status


def test_addresses_are_as_long_as_their_columns(api, harbor):
    assert 254 < len(LONG) <= 320
    assert fault(api.post("users", {"user": {"name": "Nia", "email": LONG}})) == (422, "email", "InvalidValue")
    for sent in ({"type": "email", "value": LONG}, {"type": "phone_number", "value": "1" * 321}):
        assert api.post(f"users/{harbor.cleo.pk}/identities", {"identity": sent}).status_code == 422
        body = {"user": {"identities": [sent]}}
        assert fault(api.put(f"users/{harbor.cleo.pk}", body)) == (422, "identities", "InvalidValue")
    assert fault(api.put(f"users/{harbor.cleo.pk}", {"user": {"email": LONG}})) == (422, "email", "InvalidValue")


def test_a_forged_link_to_a_page_leads_to_the_first_one(harbor, sign_in):
    for page in ("tokens/calls/", "organizations/"):
        path = f"/d/{harbor.desk.slug}/settings/{page}" if page.startswith("tokens") else f"/d/{harbor.desk.slug}/{page}"
        reply = sign_in(harbor.ada).get(path, {"cursor": "made up", "q": "a"})
        assert (reply.status_code, reply["Location"]) == (302, f"{path}?q=a")


def test_repeated_names_stay_in_the_address_of_the_next_page(api):
    first = api.get("users?role[]=agent&role[]=admin&per_page=1").json()
    assert first["count"] > 2
    following = api.get(first["next_page"].partition("/api/v2/")[2]).json()
    assert following["count"] == first["count"]
    cursor = api.get("users?role[]=agent&role[]=admin&page[size]=1").json()["links"]["next"]
    assert cursor.count("role%5B%5D=") == 2


def test_an_address_is_found_once_however_many_a_user_has(api, harbor, at):
    with harbor.scope():
        for kind, value in (("email", "mia@one.example"), ("email", "mia@two.example"), ("external", "mia-3")):
            add_identity(harbor.cleo, kind=kind, value=value, by=None, at=at)
        other = create_user(name="Other", by=None)
        add_identity(other, kind="external", value="mia-4", by=None, at=at)
    found = api.get("search?query=type:user email:mia*").json()
    assert ([row["id"] for row in found["results"]], found["count"]) == ([harbor.cleo.pk], 1)


def test_verified_is_said_of_the_address_beside_it(api, harbor):
    pk = api.post("users", {"user": {"name": "Nia", "email": "nia@old.example"}}).json()["user"]["id"]
    told = api.put(f"users/{pk}", {"user": {"email": "nia@new.example", "verified": True}}).json()["user"]
    assert (told["email"], told["verified"]) == ("nia@old.example", False)
    proved = {one["value"]: one["verified"] for one in api.get(f"users/{pk}/identities").json()["identities"]}
    assert proved == {"nia@old.example": False, "nia@new.example": True}
    assert api.put(f"users/{pk}", {"user": {"email": "NIA@old.example", "verified": True}}).json()["user"]["verified"] is True


def test_verified_is_said_of_a_further_address_that_is_known_already(api):
    pk = made(api, email="nia@old.example", identities=[{"type": "email", "value": "nia@second.example"}])["id"]
    api.put(f"users/{pk}", {"user": {"email": "nia@second.example", "verified": True}})
    proved = {one["value"]: one["verified"] for one in api.get(f"users/{pk}/identities").json()["identities"]}
    assert proved == {"nia@old.example": False, "nia@second.example": True}


@pytest.mark.parametrize("number", [1e30, 10**30])
def test_a_number_beyond_all_measure_is_read_as_it_was_written(api, number):
    pk = made(api)["id"]
    assert api.put(f"users/{pk}", {"user": {"user_fields": {"n": number}}}).status_code == 200
    for path in (f"users/{pk}", "users", "users/search?query=nia"):
        assert api.get(path).status_code == 200, path
    assert api.get(f"users/{pk}").json()["user"]["user_fields"]["n"] == 10**30


def test_verified_alone_is_said_of_the_primary_address(api):
    pk = api.post("users", {"user": {"name": "Nia", "email": "nia@old.example"}}).json()["user"]["id"]
    assert api.put(f"users/{pk}", {"user": {"verified": True}}).json()["user"]["verified"] is True


@pytest.mark.parametrize("leave", ["set_members", "remove_from_group", "delete_group"])
def test_a_group_stands_for_its_members_alone(in_harbor, at, leave):
    group = create_group(name="Tier 9", by=None, at=at)
    membership = groups.add_to_group(group, member=in_harbor.ben, by=None, at=at)
    groups.make_default_membership(membership, by=None, at=at)
    {
        "set_members": lambda: groups.set_members(group, members=[], by=None, at=at),
        "remove_from_group": lambda: groups.remove_from_group(membership, by=None, at=at),
        "delete_group": lambda: groups.delete_group(group, by=None, at=at),
    }[leave]()
    assert User.objects.get(pk=in_harbor.ben.pk).default_group_id is None


def test_a_name_or_an_address_that_somebody_took_in_between_is_refused(in_harbor, at, monkeypatch):
    """Each looks first and writes then; between the two, somebody else was faster."""
    one = create_organization(name="One", by=None, at=at)
    create_organization(name="Two", by=None, at=at)
    mine = add_identity(in_harbor.cleo, kind="phone_number", value="+1", by=None, at=at)
    add_identity(in_harbor.ben, kind="phone_number", value="+2", by=None, at=at)
    monkeypatch.setattr(identities, "_refuse_taken", lambda kind, value: None)
    monkeypatch.setattr(members, "refuse_taken", lambda email: None)
    monkeypatch.setattr(users, "refuse_taken", lambda email: None)
    monkeypatch.setattr(organizations, "_refuse_taken_name", lambda name, others: None)
    monkeypatch.setattr(groups, "_free_name", lambda name, group=None: name)
    common = {"by": None, "at": at}
    for late in (
        lambda: add_identity(in_harbor.cleo, kind="phone_number", value="+2", **common),
        lambda: change_identity(mine, value="+2", **common),
        lambda: enrol_member(email=in_harbor.cleo.email, name="N", role="agent", **common),
        lambda: users.add_customer(email=in_harbor.cleo.email, name="N", **common),
        lambda: create_organization(name="Two", **common),
        lambda: update_organization(one, name="Two", **common),
        lambda: create_group(name=in_harbor.group.name, **common),
        lambda: groups.update_group(create_group(name="Mine", **common), name=in_harbor.group.name, **common),
    ):
        with pytest.raises(Refused) as refused:
            late()
        assert refused.value.code == "DuplicateValue"


@pytest.mark.parametrize("word", [{"email": "nia@new.example"}, {"external_id": "nia-1"}])
def test_two_at_once_make_one_user(committed_harbor, word):
    made, ready = [], threading.Event()

    def second() -> None:
        try:
            with committed_harbor.scope():
                ready.set()
                made.append(create_or_update(UserIn(name="Nia", **word), by=committed_harbor.ada, at=now()))
        finally:
            connection.close()

    thread = threading.Thread(target=second)
    with committed_harbor.scope():
        made.append(create_or_update(UserIn(name="Nia", **word), by=committed_harbor.ada, at=now()))
        thread.start()
        assert ready.wait(30)
        # Until it waits for us, or has gone wrong.
        while thread.is_alive() and not _somebody_waits():
            pass
    thread.join()
    assert [is_new for _user, is_new in made] == [True, False]
    assert made[0][0].pk == made[1][0].pk


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted)")
        return cursor.fetchone()[0]


def test_rows_of_another_server_are_as_good_as_just_changed(committed_harbor, owner_connection):
    """After a restore, transactions count anew: `crewdesk migrate`, behind the walls itself, marks in every desk what lies beyond them."""
    desks = [committed_harbor.desk.pk, make_desk("restored", admin="Olga").desk.pk]
    beyond = 2**60
    execute = owner_connection.execute
    execute("ALTER TABLE accounts_user DISABLE TRIGGER note_change")
    execute("UPDATE accounts_user SET changed_in = %s WHERE desk_id = ANY(%s)", [beyond, desks])
    execute("ALTER TABLE accounts_user ENABLE TRIGGER note_change")
    execute("SET ROLE crewdesk_owner")
    execute("SELECT crewdesk_bring_changes_here('accounts_user')")
    execute("RESET ROLE")
    left = execute("SELECT count(*), max(changed_in) FROM accounts_user WHERE desk_id = ANY(%s)", [desks]).fetchone()
    assert left[0] > 4
    assert 0 < left[1] < beyond
