"""What fields hold of customers and organizations: checked by type, kept under any other key."""

import threading

import pytest
from django.db import connection, transaction

from crewdesk.accounts.models import Organization, ProfileField, User
from crewdesk.accounts.operations.organizations import create_organization, update_organization
from crewdesk.accounts.operations.profile_fields import create_profile_field, update_profile_field
from crewdesk.accounts.operations.users import add_customer, create_user, update_user
from crewdesk.accounts.profile_values import fields_of, noted, told
from crewdesk.core.clock import now
from crewdesk.core.models import Event
from crewdesk.core.operations import NotPermitted, Refused

PLANS = [{"name": "Gold", "value": "gold"}, {"name": "Free", "value": "free"}]
FACTS = {
    "tagger": {"options": PLANS}, "multiselect": {"options": PLANS}, "regexp": {"regexp_for_validation": "^PO-[0-9]{3}$"},
    "checkbox": {"tag": "may_call"},
}  # fmt: skip


def define(type: str, *, kind: str = "user", key: str = "it", **facts) -> ProfileField:
    facts = {"title": "It", **FACTS.get(type, {}), **facts}
    return create_profile_field(kind=kind, type=type, key=key, by=None, via="system", at=now(), **facts)


def held(person: User) -> dict:
    return User.objects.get(pk=person.pk).user_fields


@pytest.fixture
def put(in_harbor, at):
    """Writes fields of Cleo as Ben, and gives what she holds then."""

    def put(**values) -> dict:
        update_user(in_harbor.cleo, by=in_harbor.ben, at=at, user_fields=values)
        return held(in_harbor.cleo)

    return put


GOOD = [
    ("text", "one\ntwo", "one two"), ("text", 3, "3"), ("textarea", "one\ntwo", "one\ntwo"), ("integer", " 12 ", 12), ("integer", 12.0, 12),
    ("decimal", "5.10", "5.10"), ("decimal", 5.1, "5.1"), ("decimal", "1e3", "1000"), ("date", "2026-05-31", "2026-05-31"),
    ("date", "2026-05-31T00:00:00Z", "2026-05-31"), ("checkbox", True, True), ("checkbox", "false", False), ("tagger", "Gold", "gold"),
    ("multiselect", ["free", "gold"], ["gold", "free"]), ("multiselect", "free", ["free"]), ("regexp", "PO-123", "PO-123"),
]  # fmt: skip
BAD = [
    ("text", ["x"]), ("textarea", ["x"]), ("integer", "twelve"), ("integer", 1.5), ("integer", True), ("integer", 10**30), ("decimal", "NaN"),
    ("decimal", "1" * 50), ("decimal", True), ("date", "yesterday"), ("date", 5), ("date", "2026-13-01"), ("checkbox", "maybe"), ("checkbox", 2),
    ("tagger", "silver"), ("tagger", ["gold"]), ("multiselect", ["gold", "silver"]), ("regexp", "PO-12"), ("regexp", ["PO-123"]),
]  # fmt: skip


@pytest.mark.parametrize(("type", "sent", "kept"), GOOD)
def test_a_value_is_kept_by_its_type(put, type, sent, kept):
    define(type)
    value = put(it=sent)["it"]
    assert (value, value.__class__) == (kept, kept.__class__)


@pytest.mark.parametrize(("type", "sent"), BAD)
def test_a_value_that_does_not_fit_is_refused_by_name(in_harbor, put, at, type, sent):
    define(type, title="Contract")
    with pytest.raises(Refused) as refused:
        put(it=sent, other=1)
    assert refused.value.field == "user_fields.it"
    assert refused.value.message.startswith("Contract: ")
    assert held(in_harbor.cleo) == {}
    with pytest.raises(Refused):
        create_user(name="New", by=None, user_fields={"it": sent})
    define(type, kind="organization")
    for verb in (
        create_organization,
        lambda **facts: update_organization(create_organization(name="B", by=None, at=at), **facts),
    ):
        with pytest.raises(Refused) as refused:
            verb(name="A", by=None, at=at, organization_fields={"it": sent})
        assert refused.value.field == "organization_fields.it"
    assert not Organization.objects.filter(name="A").exists()


@pytest.mark.parametrize("nothing", [None, "", []])
@pytest.mark.parametrize("type", ["text", "integer", "date", "checkbox", "tagger", "multiselect"])
def test_nothing_unsets(put, type, nothing):
    define(type)
    put(it=next(sent for one, sent, _kept in GOOD if one == type))
    assert put(it=nothing) == {}


def test_what_has_no_field_is_kept_as_it_is(put):
    define("integer")
    assert put(shoe="44", big=10**30, list=["a"], gone=None) == {"shoe": "44", "big": 10**30, "list": ["a"], "gone": None}
    assert put(it="3") == {"shoe": "44", "big": 10**30, "list": ["a"], "gone": None, "it": 3}


def test_a_field_of_the_other_kind_or_another_desk_checks_nothing(harbor, meridian):
    with meridian.scope():
        define("integer")
    with harbor.scope():
        define("integer", kind="organization")
        update_user(harbor.cleo, by=None, at=now(), user_fields={"it": "not a number"})
        assert held(harbor.cleo) == {"it": "not a number"}
        assert fields_of("user") == {}


def test_a_field_out_of_use_is_still_checked_and_kept(put):
    field = define("integer")
    put(it=3)
    update_profile_field(field, is_active=False, by=None, via="system", at=now())
    with pytest.raises(Refused):
        put(it="three")
    assert put(it=4) == {"it": 4}
    assert told(fields_of("user"), {"it": 4, "x": 1}) == {"x": 1}


def test_a_choice_that_is_gone_stays_with_whom_it_was_made_for(put):
    field = define("tagger")
    put(it="gold")
    update_profile_field(field, options=[PLANS[1]], by=None, via="system", at=now())
    assert put(it="gold", other=1) == {"it": "gold", "other": 1}, "what a client was told, it may send back"
    assert put(it="free")["it"] == "free"
    with pytest.raises(Refused):
        put(it="gold")


def test_what_is_older_than_its_field_stays_until_it_is_changed(put):
    put(it="about a dozen", when="2020")
    define("integer")
    define("date", key="when")
    assert put(it="about a dozen", other=1)["it"] == "about a dozen"
    with pytest.raises(Refused):
        put(it="about two dozen")
    assert told(fields_of("user"), {"it": "about a dozen"}) == {"it": "about a dozen", "when": None}


def test_tags_follow_choices_and_ticks(in_harbor, put, at):
    define("tagger", key="plan")
    define("checkbox", key="call")
    define("multiselect", key="more", options=[*PLANS, {"name": "Old", "value": "old"}])
    cleo = in_harbor.cleo
    update_user(cleo, by=None, at=at, tags=["vip"])

    def tags() -> list[str]:
        return User.objects.get(pk=cleo.pk).tags

    put(plan="gold", call=True)
    assert tags() == ["gold", "may_call", "vip"]
    put(more=["gold", "old"])
    put(plan="free")
    assert tags() == ["free", "gold", "may_call", "old", "vip"], "gold is chosen elsewhere too"
    put(plan=None, call=False, more=[])
    assert tags() == ["vip"]
    update_user(cleo, by=None, at=at, tags=["new"], user_fields={"plan": "gold"})
    assert tags() == ["gold", "new"]
    made = create_user(name="Nia", by=None, user_fields={"plan": "free"}, tags=["x"])
    assert made.tags == ["free", "x"]


def test_who_may_not_change_a_customer_may_not_fill_in(in_harbor, at):
    define("text")
    for by in (in_harbor.liv, in_harbor.cleo):
        with pytest.raises(NotPermitted):
            update_user(in_harbor.ben, by=by, at=at, user_fields={"it": "x"})
    with pytest.raises(NotPermitted):
        update_organization(
            create_organization(name="A", by=None, at=at), by=in_harbor.liv, at=at, organization_fields={"it": "x"}
        )
    customer = add_customer(name="Nia", by=in_harbor.ben, at=at, user_fields={"it": "x"})
    assert customer.user_fields == {"it": "x"}


def test_a_change_is_on_record_and_no_change_is_not(in_harbor, put):
    define("integer")
    put(it="3")
    put(it=3)
    [event] = Event.objects.filter(kind="user.updated")
    assert event.changes == {"user_fields": [{}, {"it": 3}]}


def test_what_people_read(in_harbor, put, django_assert_num_queries):
    define("tagger", key="plan", title="Plan")
    define("checkbox", key="call", title="Calls")
    define("text", key="hidden", title="Hidden", is_active=False)
    define("decimal", key="value", title="Value")
    define("multiselect", key="more", title="More")
    put(plan="gold", call=False, hidden="x", undefined="y", value="1.50", more=["free", "gold"])
    cleo = User.objects.get(pk=in_harbor.cleo.pk)
    with django_assert_num_queries(2):
        assert noted(cleo) == [("Plan", "Gold"), ("Calls", "No"), ("Value", "1.50"), ("More", "Gold, Free")]
    with django_assert_num_queries(0):
        assert noted(in_harbor.ben) == []


def test_two_who_write_at_once_lose_nothing(committed_harbor):
    cast, first_wrote, second_began = committed_harbor, threading.Event(), threading.Event()

    def write(key: str, *, before=lambda: None, after=lambda: None):
        try:
            with cast.scope(), transaction.atomic():
                cleo = User.objects.get(pk=cast.cleo.pk)
                before()
                update_user(cleo, by=None, at=now(), user_fields={key: 1})
                after()
        finally:
            connection.close()

    def hold():
        first_wrote.set()
        assert second_began.wait(30)

    def wait():
        assert first_wrote.wait(30)
        second_began.set()

    threads = [
        threading.Thread(target=write, args=("a",), kwargs={"after": hold}),
        threading.Thread(target=write, args=("b",), kwargs={"before": wait}),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    with cast.scope():
        assert held(cast.cleo) == {"a": 1, "b": 1}
