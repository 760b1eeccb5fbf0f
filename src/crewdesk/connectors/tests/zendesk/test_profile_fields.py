"""Fields of users and organizations of an account, and the values under their keys."""

from crewdesk.accounts.models import Organization, ProfileField, User
from crewdesk.accounts.operations.profile_fields import create_profile_field, delete_profile_field
from crewdesk.core.clock import now

from .account import Account, bring, noted
from .story import CUSTOMER

PLAN = {
    "id": 91, "key": "plan", "type": "dropdown", "title": "Plan", "description": "What they pay for", "active": True, "system": False,
    "custom_field_options": [{"id": 1, "name": "Gold", "value": "gold"}, {"id": 2, "name": "Free", "value": "free"}, {"id": 3, "name": "Twice", "value": "free"}],
}  # fmt: skip
FIELDS = [
    PLAN, {"id": 92, "key": "since", "type": "date", "title": "Since"}, {"id": 93, "key": "vip", "type": "checkbox", "title": "VIP", "tag": "is_vip", "active": False},
    {"id": 94, "key": "friend", "type": "lookup", "title": "Friend"}, {"id": 95, "key": "code", "type": "regexp", "title": "Code", "regexp_for_validation": "(?<=x)y"},
    {"id": 96, "key": "No Key", "type": "text", "title": "Odd"}, {"id": 97, "title": None, "type": ["text"], "key": 5},
]  # fmt: skip
VALUES = {"plan": "gold", "since": "2012-07-23T00:00:00+00:00", "vip": True, "code": "abc", "friend": 5, "other": 3}


def told(account: Account) -> None:
    account.lists["user_fields"] = FIELDS
    account.lists["organization_fields"] = [{"id": 91, "key": "seats", "type": "integer", "title": "Seats"}]
    account.lists["users"] = [CUSTOMER | {"user_fields": VALUES}]
    account.lists["organizations"] = [{"id": 5, "name": "Client", "organization_fields": {"seats": "many", "x": "y"}}]


def test_definitions_come_before_their_values(harbor, account: Account):
    told(account)
    work = bring(harbor, account)
    with harbor.scope():
        rows = {field.key: field for field in ProfileField.objects.filter(kind="user")}
        assert [(key, field.type, field.is_active) for key, field in rows.items()] == [
            ("plan", "tagger", True), ("since", "date", True), ("vip", "checkbox", False), ("code", "text", True),
        ]  # fmt: skip
        assert list(rows["plan"].options.values_list("name", "value")) == [("Gold", "gold"), ("Free", "free")]
        assert (rows["plan"].description, rows["vip"].tag) == ("What they pay for", "is_vip")
        nora = User.objects.get(email="nora@client.example")
        assert nora.user_fields == VALUES | {"since": "2012-07-23"}
        assert Organization.objects.get(name="Client").organization_fields == {"seats": "many", "x": "y"}, (
            "what does not fit stays"
        )
    assert noted(work)["Field of users or organizations was refused: its values stay as they came"] == 3
    assert noted(work)["Pattern cannot be used here: the field takes any text"] == 1
    assert not [what for what in noted(work) if what.startswith("Definitions")]
    assert work.counts["user fields"] == {"created": 4, "updated": 0, "skipped": 0}


def test_again_brings_new_options_and_no_second_field(harbor, account: Account):
    told(account)
    with harbor.scope():
        create_profile_field(
            kind="user", type="tagger", key="plan", title="Our plan", options=[{"name": "Ours", "value": "ours"}], by=None, via="system", at=now()
        )  # fmt: skip
    bring(harbor, account)
    with harbor.scope():
        plan = ProfileField.objects.get(kind="user", key="plan")
        assert (plan.title, list(plan.options.values_list("value", flat=True))) == ("Our plan", ["ours", "gold", "free"])
        delete_profile_field(ProfileField.objects.get(key="since"), by=None, via="system", at=now())
    again = bring(harbor, account)
    with harbor.scope():
        assert set(ProfileField.objects.filter(kind="user").values_list("key", flat=True)) == {"plan", "vip", "code"}
    assert (again.counts["user fields"]["created"], again.counts["user fields"]["updated"]) == (0, 0)


def test_an_account_that_has_no_such_lists_comes_all_the_same(harbor, account: Account):
    bring(harbor, account)
    with harbor.scope():
        assert User.objects.filter(email="nora@client.example").exists()
        assert not ProfileField.objects.exists()
