"""Somebody who was deleted is erased for good: what goes, what stays, who may not."""

import threading

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crewdesk.accounts.models import Invitation, MagicLink, Person, User, UserIdentity
from crewdesk.accounts.operations.erase_user import erase_user
from crewdesk.accounts.operations.identities import add_identity
from crewdesk.accounts.operations.magic_links import make_magic_link
from crewdesk.accounts.operations.members import remove_member
from crewdesk.accounts.operations.organizations import create_organization
from crewdesk.accounts.operations.users import create_user, delete_customer
from crewdesk.core.models import Event
from crewdesk.core.operations import NotPermitted, Refused

from .calling import Caller

FACTS = {
    "phone": "+31 20 1", "alias": "Zeb", "locale": "de", "time_zone": "Europe/Berlin", "signature": "Yours, Zeb", "notes": "Limps.",
    "details": "Elm 1", "tags": ["vip"], "user_fields": {"shoe": 44}, "external_id": "crm-9",
}  # fmt: skip


@pytest.fixture
def zeb(in_harbor, at):
    """A customer of whom much is known."""
    acme = create_organization(name="Acme", by=None, at=at)
    zeb = create_user(name="Zeb", email="zeb@home.example", by=None, organization=acme, **FACTS)
    add_identity(zeb, kind="phone_number", value="+31 20 1", by=None, at=at)
    return zeb


@pytest.fixture
def gone(zeb, in_harbor, at):
    """The same, deleted."""
    return delete_customer(zeb, by=in_harbor.lena, at=at)


def test_nothing_is_known_of_them_and_the_row_stays(in_harbor, gone, at):
    erase_user(gone, by=in_harbor.lena, at=at)
    row = User.objects.values().get(pk=gone.pk)
    assert row["name"] == f"Deleted user {gone.pk}"
    assert {row[name] for name in FACTS if name not in ("tags", "user_fields")} == {""}
    assert (row["email"], row["tags"], row["user_fields"], row["organization_id"], row["person_id"]) == ("", [], {}, None, None)
    assert (row["is_active"], row["erased_at"], row["role"]) == (False, at, "end_user")
    assert not UserIdentity.objects.filter(user=gone).exists()
    event = Event.objects.last()
    assert (event.kind, event.subject_id, event.actor_id, event.changes) == ("user.erased", gone.pk, in_harbor.lena.pk, {})


def test_links_and_invitations_to_their_addresses_go(in_harbor, zeb, at):
    make_magic_link(address=zeb.email, at=at)
    for email in (zeb.email, "other@home.example"):
        Invitation.objects.create(email=email, name="N", role="agent", expires_at=at)
    assert MagicLink.objects.filter(user=zeb).exists()
    delete_customer(zeb, by=None, at=at)
    erase_user(zeb, by=None, at=at)
    assert not MagicLink.objects.filter(user=zeb).exists()
    assert list(Invitation.objects.values_list("email", flat=True)) == ["other@home.example"]


def test_an_address_that_is_somebody_elses_by_now_is_theirs(in_harbor, gone, at):
    create_user(name="Zoe", email="zeb@home.example", by=None)
    Invitation.objects.create(email="zeb@home.example", name="Zoe", role="agent", expires_at=at)
    erase_user(gone, by=None, at=at)
    assert Invitation.objects.filter(email="zeb@home.example").exists()
    assert UserIdentity.objects.get(value="zeb@home.example").user.name == "Zoe"


def test_only_who_is_gone_and_only_once(in_harbor, zeb, at):
    for living in (zeb, in_harbor.ben):
        with pytest.raises(Refused):
            erase_user(living, by=in_harbor.ada, at=at)
    delete_customer(zeb, by=None, at=at)
    erase_user(zeb, by=None, at=at)
    with pytest.raises(Refused) as refusal:
        erase_user(zeb, by=None, at=at)
    assert refusal.value.code == "RecordNotFound"
    assert Event.objects.filter(kind="user.erased").count() == 1
    in_harbor.ben.refresh_from_db()
    assert in_harbor.ben.name == "Ben"


def test_rights_are_those_of_deleting(in_harbor, gone, at):
    for by in (in_harbor.ben, in_harbor.liv, in_harbor.cleo):
        with pytest.raises(NotPermitted):
            erase_user(gone, by=by, at=at)
    gone.refresh_from_db()
    assert (gone.name, gone.notes, gone.erased_at) == ("Zeb", "Limps.", None)


def test_a_removed_member_is_for_admins_and_the_person_stays(in_harbor, at):
    ben = in_harbor.ben
    person = ben.person_id
    remove_member(ben, by=in_harbor.ada, at=at)
    with pytest.raises(NotPermitted):
        erase_user(ben, by=in_harbor.lena, at=at)
    erased = erase_user(ben, by=in_harbor.ada, at=at)
    assert (erased.person_id, erased.email, erased.role) == (None, "", "agent")
    # Who may work at other desks too.
    assert Person.objects.filter(pk=person).exists()


def test_much_costs_what_little_costs(in_harbor, at):
    counts = []
    for number in (1, 20):
        user = create_user(name="N", email=f"n{number}@home.example", by=None)
        for n in range(number):
            add_identity(user, kind="email", value=f"n{n}@more{number}.example", by=None, at=at)
        delete_customer(user, by=None, at=at)
        with CaptureQueriesContext(connection) as queries:
            erase_user(user, by=in_harbor.lena, at=at)
        counts.append(len(queries))
    assert counts[0] == counts[1] < 50


def test_the_dialect_of_erasing(harbor, at):
    with harbor.scope():
        zeb = create_user(name="Zeb", email="zeb@home.example", by=None, **FACTS)
        other = create_user(name="Other", by=None, is_active=False)
    api = Caller(harbor, harbor.lena)
    path = f"deleted_users/{zeb.pk}"
    assert api.delete(path).status_code == 404
    assert api.delete(f"users/{zeb.pk}").status_code == 200
    before = api.get(f"{path}.json").json()["deleted_user"]
    assert (before["name"], before["permanently_deleted"]) == ("Zeb", False)
    reply = api.delete(f"{path}.json")
    after = reply.json()["deleted_user"]
    assert reply.status_code == 200
    assert (after["id"], after["active"], after["permanently_deleted"]) == (zeb.pk, False, True)
    assert (after["name"], after["email"], after["phone"]) == (f"Deleted user {zeb.pk}", None, None)
    assert b"zeb" not in reply.content.lower()
    assert [one["id"] for one in api.get("deleted_users").json()["deleted_users"]] == [other.pk]
    assert api.get("deleted_users/count").json()["count"]["value"] == 1
    assert api.get(path).status_code == api.delete(path).status_code == 404
    # Old tickets refer to them.
    assert api.get(f"users/{zeb.pk}").json()["user"]["name"] == f"Deleted user {zeb.pk}"


def test_who_may_not_call(harbor, meridian, at):
    with meridian.scope():
        foreign = create_user(name="Foreign", by=None, is_active=False)
    with harbor.scope():
        gone = create_user(name="Zeb", by=None, is_active=False)
    for member in (harbor.ben, harbor.liv, harbor.cleo):
        assert Caller(harbor, member).delete(f"deleted_users/{gone.pk}").status_code == 403
    ada = Caller(harbor, harbor.ada)
    assert ada.delete(f"deleted_users/{foreign.pk}").status_code == 404
    with harbor.scope():
        remove_member(harbor.ben, by=None, at=at)
    assert Caller(harbor, harbor.lena).delete(f"deleted_users/{harbor.ben.pk}").status_code == 403
    with harbor.scope():
        assert User.objects.filter(erased_at=None, pk__in=[gone.pk, harbor.ben.pk]).count() == 2
    with meridian.scope():
        assert User.objects.get(pk=foreign.pk).name == "Foreign"


def test_of_two_at_once_the_second_is_told(committed_harbor, at):
    with committed_harbor.scope():
        gone = create_user(name="Zeb", by=None, is_active=False)
    held, refused = threading.Event(), []

    def second() -> None:
        try:
            held.wait(30)
            with committed_harbor.scope():
                erase_user(gone, by=None, at=at)
        except Refused as problem:
            refused.append(problem.code)
        finally:
            connection.close()

    thread = threading.Thread(target=second)
    thread.start()
    with committed_harbor.scope():
        erase_user(gone, by=None, at=at)
        held.set()
        # Until it waits for us, or has gone wrong.
        while thread.is_alive() and not _somebody_waits():
            pass
    thread.join()
    assert refused == ["RecordNotFound"]
    with committed_harbor.scope():
        assert Event.objects.filter(kind="user.erased").count() == 1


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted)")
        return cursor.fetchone()[0]
