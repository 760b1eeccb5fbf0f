"""zenpy and what a desk defines of users and organizations."""

import pytest
from zenpy.lib.api_objects import Organization, OrganizationField, User, UserField
from zenpy.lib.exception import APIException, RecordNotFoundException

pytestmark = pytest.mark.usefixtures("committed_harbor")
PLANS = [{"name": "Gold", "value": "gold"}, {"name": "Free", "value": "free"}]


def test_user_fields_and_their_values(zenpy):
    field = zenpy.user_fields.create(UserField(type="dropdown", key="plan", title="Plan", custom_field_options=PLANS))
    assert [(one.key, one.type, one.system) for one in zenpy.user_fields()] == [("plan", "dropdown", False)]
    field.title = "Contract"
    assert zenpy.user_fields.update(field).title == "Contract"
    nia = zenpy.users.create(User(name="Nia", email="nia@profiles.example", user_fields={"plan": "gold"}))
    assert (nia.user_fields["plan"], nia.tags) == ("gold", ["gold"])
    nia.user_fields["plan"] = "silver"
    with pytest.raises(APIException):
        zenpy.users.update(nia)
    zenpy.user_fields.delete(field)
    with pytest.raises(RecordNotFoundException):
        zenpy.user_fields(id=field.id)


def test_organization_fields_in_order(zenpy):
    fields = [
        zenpy.organization_fields.create(OrganizationField(type=type, key=type, title=type)) for type in ("integer", "date")
    ]
    zenpy.organization_fields.reorder([one.id for one in reversed(fields)])
    assert [one.key for one in zenpy.organization_fields()] == ["date", "integer"]
    acme = zenpy.organizations.create(Organization(name="Acme", organization_fields={"integer": "3"}))
    assert (acme.organization_fields["integer"], acme.organization_fields["date"]) == (3, None)
