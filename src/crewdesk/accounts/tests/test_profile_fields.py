"""What an admin defines of customers and organizations, by the verbs."""

import pytest

from crewdesk.accounts.models import ProfileField
from crewdesk.accounts.operations import profile_fields as verbs
from crewdesk.accounts.operations.defining import CannotDefine
from crewdesk.accounts.operations.profile_fields import (
    create_profile_field,
    delete_profile_field,
    reorder_profile_fields,
    update_profile_field,
)
from crewdesk.accounts.operations.users import update_user
from crewdesk.core.events import Via
from crewdesk.core.models import Event
from crewdesk.core.operations import NotPermitted, Refused

PLANS = [{"name": "Gold", "value": "gold"}, {"name": "Free plan"}]


@pytest.fixture
def said(in_harbor, at):
    return {"by": in_harbor.ada, "via": Via.WEB, "at": at}


def made(said, **facts) -> ProfileField:
    return create_profile_field(**{"kind": "user", "type": "text", "title": "Account number"} | facts, **said)


def told() -> list[dict]:
    return [event.changes for event in Event.objects.filter(kind="profile_field.changed").order_by("id")]


def test_a_field_is_made_with_a_key_of_its_own_and_on_record(in_harbor, said):
    field = made(said, type="tagger", title="Plan", options=PLANS, description="What they pay for")
    assert (field.key, field.position, field.is_active) == ("plan", 0, True)
    assert list(field.options.values_list("name", "value")) == [("Gold", "gold"), ("Free plan", "free_plan")]
    [event] = Event.objects.filter(kind="profile_field.changed")
    assert (event.actor_id, event.subject_id, event.via) == (in_harbor.ada.pk, field.pk, "web")
    assert event.changes["key"] == [None, "plan"]
    assert event.changes["options"] == [[], [["gold", "Gold"], ["free_plan", "Free plan"]]]


@pytest.mark.parametrize(
    ("title", "key"),
    [("Account number", "account_number"), ("2024", "field_2024"), ("価格", "field"), ("N" * 120, "n" * 55), (" - Née? ", "nee")],
)
def test_a_key_is_made_from_the_title(said, title, key):
    assert made(said, title=title).key == key
    assert made(said, title=title).key == f"{key}_2"
    assert made(said, title=title, kind="organization").key == key


@pytest.mark.parametrize("key", ["Plan", "with-dash", "12345", "with space", "é", "a" * 61, "a\x00", "a\n"])
def test_a_key_that_is_none_is_refused(said, key):
    with pytest.raises(CannotDefine) as refused:
        made(said, key=key)
    assert refused.value.field == "key"
    assert not ProfileField.objects.exists()


def test_a_key_is_there_once_for_each_kind_and_desk(harbor, meridian, at):
    said = {"via": Via.WEB, "at": at}
    with harbor.scope():
        made(said | {"by": harbor.ada}, key="plan_1")
        with pytest.raises(Refused) as refused:
            made(said | {"by": harbor.ada}, key="plan_1")
        assert (refused.value.field, refused.value.code) == ("key", "DuplicateValue")
        made(said | {"by": harbor.ada}, key="plan_1", kind="organization")
    with meridian.scope():
        assert not ProfileField.objects.exists()
        made(said | {"by": meridian.olga}, key="plan_1")


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"type": "lookup"}, "type"), ({"type": "partialcreditcard"}, "type"), ({"type": "subject"}, "type"), ({"title": " "}, "title"),
        ({"type": "regexp", "regexp_for_validation": "("}, "regexp_for_validation"), ({"options": PLANS}, "custom_field_options"),
        ({"type": "tagger", "options": [{"name": "A", "value": "x"}, {"name": "B", "value": "x"}]}, "custom_field_options"),
        ({"type": "tagger", "options": [{"name": ""}]}, "custom_field_options"),
    ],
)  # fmt: skip
def test_what_is_no_field_is_refused_by_name(said, facts, field):
    with pytest.raises(CannotDefine) as refused:
        made(said, **facts)
    assert refused.value.field == field
    assert not ProfileField.objects.exists()


def test_only_admins_define(in_harbor, said, at):
    field = made(said)
    for member in (in_harbor.lena, in_harbor.ben, in_harbor.liv, in_harbor.cleo):
        by = said | {"by": member}
        for verb in (
            lambda by=by: made(by, title="Other"), lambda by=by: update_profile_field(field, title="Other", **by),
            lambda by=by: delete_profile_field(field, **by), lambda by=by: reorder_profile_fields("user", [field.pk], **by),
        ):  # fmt: skip
            with pytest.raises(NotPermitted):
                verb()
    assert ProfileField.objects.get().title == "Account number"


def test_update_changes_all_but_type_and_key(said):
    field = made(said, type="tagger", title="Plan", options=PLANS)
    gold, free = field.options.all()
    update_profile_field(field, title="Contract", is_active=False, options=[{"id": free.pk, "name": "Nothing"}], **said)
    field = ProfileField.objects.get()
    assert (field.title, field.key, field.is_active) == ("Contract", "plan", False)
    assert list(field.options.values_list("pk", "name", "value")) == [(free.pk, "Nothing", "free_plan")]
    assert not field.options.filter(pk=gold.pk).exists()
    for name in ("key", "type", "kind"):
        with pytest.raises(TypeError):
            update_profile_field(field, **{name: "x"}, **said)
    before = len(told())
    update_profile_field(field, title="Contract", **said)
    assert len(told()) == before, "nothing changed"


def test_fields_of_a_kind_are_put_in_order(said):
    first, second, third = (made(said, title=title) for title in ("First", "Second", "Third"))
    other = made(said, title="Other", kind="organization")
    reorder_profile_fields("user", [third.pk, other.pk, first.pk], **said)
    assert list(ProfileField.objects.filter(kind="user").values_list("key", flat=True)) == ["third", "first", "second"]
    assert told()[-1] == {"order": [["first", "second", "third"], ["third", "first", "second"]]}
    other.refresh_from_db()
    assert (other.position, second.pk) == (0, ProfileField.objects.filter(kind="user").last().pk)


def test_values_outlive_their_field_and_come_back_with_its_key(in_harbor, said, at):
    field = made(said, type="integer", key="seats")
    update_user(in_harbor.cleo, by=in_harbor.ben, at=at, user_fields={"seats": "12"})
    delete_profile_field(field, **said)
    assert told()[-1] == {"key": ["seats", None], "title": ["Account number", None], "deleted": True}
    in_harbor.cleo.refresh_from_db()
    assert in_harbor.cleo.user_fields == {"seats": 12}
    update_user(in_harbor.cleo, by=in_harbor.ben, at=at, user_fields={"seats": "a dozen"})
    assert made(said, type="integer", key="seats").key == "seats"


def test_there_is_a_most(said, monkeypatch):
    monkeypatch.setattr(verbs, "MOST_FIELDS", 2)
    made(said), made(said)
    with pytest.raises(CannotDefine):
        made(said)
    made(said, kind="organization")
