"""What clients ask about the desk itself: brands, locales, roles, settings, fields."""

import pytest

from crewdesk.accounts.api.locales import LOCALES
from crewdesk.accounts.models import Brand

from .calling import Caller, fault


@pytest.fixture
def api(harbor):
    with harbor.scope():
        harbor.brand = Brand.objects.create(name="Harbor", is_default=True)
    return Caller(harbor, harbor.ada)


def test_brands_are_read_by_all_and_changed_by_admins(api, harbor):
    path = f"brands/{harbor.brand.pk}"
    assert Caller(harbor, harbor.cleo).get("brands").json()["brands"] == [api.get(path).json()["brand"]]
    assert api.put(path, {"brand": {"name": "Port", "signature_template": "Bye"}}).json()["brand"]["name"] == "Port"
    assert fault(api.put(path, {"brand": {"active": False}})) == (422, "active", "InvalidValue")
    assert fault(api.put(path, {"brand": {"name": ""}})) == (422, "name", "BlankValue")
    assert Caller(harbor, harbor.ben).put(path, {"brand": {"name": "X"}}).status_code == 403


def test_every_locale_id_resolves(api, harbor):
    rows = api.get("locales.json").json()["locales"]
    assert [row["id"] for row in rows] == list(range(1, len(LOCALES) + 1))
    assert len(set(LOCALES)) == len(LOCALES)
    assert rows == api.get("locales/public").json()["locales"] == api.get("locales/agent").json()["locales"]
    for row in rows:
        assert api.get(f"locales/{row['id']}").json()["locale"] == row == api.get(f"locales/{row['locale']}").json()["locale"]
    assert [row["locale"] for row in rows if row["default"]] == ["en"]
    for code in ("0", "999", "klingon", "%00"):
        assert api.get(f"locales/{code}").status_code == 404
    user = api.put(f"users/{harbor.cleo.pk}", {"user": {"locale": "PT_br"}}).json()["user"]
    assert api.get(f"locales/{user['locale_id']}").json()["locale"]["name"] == "Portuguese (Brazil)"


def test_the_ids_of_the_first_locales_stay(api):
    """They stand in other people's programs."""
    assert LOCALES[:6] == ("en", "de", "fr", "es", "it", "pt")
    assert LOCALES.index("zh-tw") + 1 == 62


def test_the_best_locale(api, harbor):
    assert api.get("locales/current").json()["locale"]["locale"] == "en"
    best = "locales/detect_best_locale"
    assert api.get(best, **{"Accept-Language": "xx, fr-CH;q=0.9, en;q=0.8"}).json()["locale"]["locale"] == "fr"
    assert (
        api.get(f"{best}?available_locales[]=es&available_locales[]=de", **{"Accept-Language": "de-DE"}).json()["locale"][
            "locale"
        ]
        == "de"
    )
    assert api.get(f"{best}?available_locales[]=es").json()["locale"]["locale"] == "es"


def test_a_role_for_each_of_ours(api, harbor):
    rows = api.get("custom_roles").json()["custom_roles"]
    assert [(row["id"], row["name"], row["team_member_count"]) for row in rows] == [
        (1, "Light agent", 1), (2, "Agent", 1), (3, "Team lead", 1), (4, "Admin", 1), (5, "Owner", 0),
    ]  # fmt: skip
    for row in rows:
        assert api.get(f"custom_roles/{row['id']}").json()["custom_role"] == row
    assert [row["configuration"]["ticket_deletion"] for row in rows] == [False, False, True, True, True]
    assert api.get("custom_roles/0").status_code == api.get("custom_roles/6").status_code == 404
    for user in api.get("users").json()["users"]:
        assert user["custom_role_id"] is None or api.get(f"custom_roles/{user['custom_role_id']}").status_code == 200


def test_account_settings_name_rows_that_are_there(api, harbor):
    told = api.get("account/settings").json()["settings"]
    assert api.get(f"brands/{told['brands']['default_brand_id']}").status_code == 200
    assert [api.get(f"locales/{pk}").status_code for pk in told["localization"]["locale_ids"]] == [200]
    assert told["localization"]["time_zone"] == "UTC"


def test_no_fields_are_defined(api):
    for name in ("user_fields", "organization_fields"):
        assert api.get(f"{name}.json").json() == {name: [], "count": 0, "next_page": None, "previous_page": None}
        assert api.get(f"{name}?page[size]=5").json()["meta"]["has_more"] is False
