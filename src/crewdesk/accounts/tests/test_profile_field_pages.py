"""The settings of customer fields, and the pages on which they are filled in, by HTTP."""

import pytest
from django.urls import reverse

from crewdesk.accounts.models import Organization, ProfileField, User
from crewdesk.accounts.operations.organizations import create_organization
from crewdesk.accounts.operations.profile_fields import TYPES, create_profile_field, update_profile_field
from crewdesk.accounts.operations.users import update_user
from crewdesk.core.clock import now
from crewdesk.tickets.operations.comments import Said
from crewdesk.tickets.operations.create import create_ticket

SAID = {"by": None, "via": "system"}
PLANS = [{"name": "Gold", "value": "gold"}, {"name": "Free", "value": "free"}]
KINDS = pytest.mark.parametrize("kind", ["user", "organization"])


def url(harbor, name: str, **keys) -> str:
    return reverse(f"accounts:{name}", kwargs={"desk": harbor.desk.slug, **keys})


def define(type: str = "text", title: str = "Plan", kind: str = "user", **facts) -> ProfileField:
    facts |= {"options": PLANS} if type in ("tagger", "multiselect") else {}
    facts |= {"regexp_for_validation": "^PO-[0-9]{3}$"} if type == "regexp" else {}
    return create_profile_field(kind=kind, type=type, title=title, **facts, **SAID, at=now())


@pytest.fixture
def ada(in_harbor, sign_in):
    return sign_in(in_harbor.ada)


@KINDS
def test_pages_open_for_admins_alone(in_harbor, ada, sign_in, kind):
    row = define(kind=kind)
    pages = [
        url(in_harbor, "profile-field-list"),
        *(url(in_harbor, f"profile-field-{page}", kind=kind) for page in ("kind", "create")),
    ]
    pages.append(url(in_harbor, "profile-field-update", kind=kind, pk=row.pk))
    assert {ada.get(page).status_code for page in pages} == {200}
    for member in (in_harbor.lena, in_harbor.ben):
        assert {sign_in(member).get(page).status_code for page in pages} == {403}


def test_an_unknown_kind_or_a_field_of_the_other_is_not_found(in_harbor, ada):
    row = define()
    for page in (
        url(in_harbor, "profile-field-kind", kind="ticket"), url(in_harbor, "profile-field-create", kind="ticket"),
        url(in_harbor, "profile-field-create", kind="ticket") + "?type=text", url(in_harbor, "profile-field-update", kind="organization", pk=row.pk),
    ):  # fmt: skip
        assert ada.get(page).status_code == 404
    for name in ("move", "delete"):
        assert ada.post(url(in_harbor, f"profile-field-{name}", kind="organization", pk=row.pk)).status_code == 404
    assert ProfileField.objects.get() == row


@KINDS
@pytest.mark.parametrize("type", TYPES)
def test_a_field_of_every_type_is_made_and_opened_again(in_harbor, ada, type, kind):
    facts = {"options": "Gold = gold\nFree"} if type in ("tagger", "multiselect") else {}
    facts |= {"regexp_for_validation": "PO-[0-9]{7}"} if type == "regexp" else {}
    answer = ada.post(
        f"{url(in_harbor, 'profile-field-create', kind=kind)}?type={type}", {"title": "Plan", "key": "the_plan"} | facts
    )
    assert answer.status_code == 302
    row = ProfileField.objects.get()
    assert (row.kind, row.type, row.title, row.key, row.is_active) == (kind, type, "Plan", "the_plan", True)
    assert "the_plan" in ada.get(url(in_harbor, "profile-field-update", kind=kind, pk=row.pk)).content.decode()


@pytest.mark.parametrize(
    ("facts", "said"),
    [({"key": "No key"}, "small letters"), ({"key": "plan"}, "has this key already"), ({"title": ""}, "required")],
)
def test_mistakes_are_told_beside_what_was_typed(in_harbor, ada, facts, said):
    define()
    sent = {"title": "Other", "description": "Ask twice"} | facts
    answer = ada.post(f"{url(in_harbor, 'profile-field-create', kind='user')}?type=text", sent)
    page = answer.content.decode()
    assert (answer.status_code, said in page, "Ask twice" in page) == (422, True, True)
    assert ProfileField.objects.count() == 1


def test_fields_are_changed_switched_off_moved_and_deleted(in_harbor, ada):
    first, second = define(title="First"), define("tagger", title="Second")
    ada.post(url(in_harbor, "profile-field-update", kind="user", pk=second.pk), {"title": "Later", "options": "Free = free"})
    second.refresh_from_db()
    assert (second.title, second.key, second.is_active, second.options.count()) == ("Later", "second", False, 1)
    assert "Not in use" in ada.get(url(in_harbor, "profile-field-list")).content.decode()
    ada.post(url(in_harbor, "profile-field-move", kind="user", pk=second.pk), {"to": "up"})
    assert list(ProfileField.objects.all()) == [second, first]
    ada.post(url(in_harbor, "profile-field-delete", kind="user", pk=first.pk))
    assert list(ProfileField.objects.all()) == [second]


def facts_of(page: str) -> dict[str, str]:
    """What a browser sends of the hidden field that names the inputs."""
    mark = 'name="shown_fields" value="'
    return {"shown_fields": page.split(mark)[1].split('"')[0]} if mark in page else {}


@pytest.fixture
def customer(in_harbor, sign_in):
    """Opens the page of Cleo, and saves it as Ben: (status, page)."""
    ben, page = sign_in(in_harbor.ben), url(in_harbor, "customer-update", pk=in_harbor.cleo.pk)

    def save(**sent):
        shown = facts_of(ben.get(page).content.decode())
        return ben.post(page, {"name": "Cleo"} | shown | sent)

    save.page = lambda: ben.get(page).content.decode()
    return save


def test_agents_fill_in_by_type(in_harbor, customer):
    for type in TYPES:
        define(type, title=type)
    values = {
        "text": "a", "textarea": "one\r\ntwo", "integer": "7", "decimal": "1.50", "date": "2026-05-31", "checkbox": "on", "tagger": "gold",
        "multiselect": ["free", "gold"], "regexp": "PO-123",
    }  # fmt: skip
    answer = customer(**{f"user_fields.{key}": value for key, value in values.items()})
    assert answer.status_code == 302, answer.content.decode()
    assert User.objects.get(pk=in_harbor.cleo.pk).user_fields == {
        "text": "a", "textarea": "one\ntwo", "integer": 7, "decimal": "1.50", "date": "2026-05-31", "checkbox": True, "tagger": "gold",
        "multiselect": ["gold", "free"], "regexp": "PO-123",
    }  # fmt: skip
    page = customer.page()
    for part in ('value="7"', 'value="2026-05-31"', 'type="date"', 'value="PO-123"', '<option value="gold" selected>'):
        assert part in page, part


def test_a_wrong_value_is_told_at_its_field_and_nothing_is_lost(in_harbor, customer):
    define("integer", title="Seats")
    define("regexp", title="Order")
    answer = customer(name="Cleo Cole", **{"user_fields.seats": "12", "user_fields.order": "nonsense"})
    page = answer.content.decode()
    assert (answer.status_code, "Order: " in page, 'value="nonsense"' in page, "Cleo Cole" in page) == (422, True, True, True)
    assert 'id="id_user_fields.order_error"' in page
    cleo = User.objects.get(pk=in_harbor.cleo.pk)
    assert (cleo.name, cleo.user_fields) == ("Cleo", {})


def test_what_the_page_did_not_show_stays(in_harbor, customer, at):
    """A field that was defined meanwhile, one out of use, one that nobody defined."""
    update_user(in_harbor.cleo, by=None, at=at, user_fields={"plan": "gold", "call": True, "undefined": 1, "old": "x"})
    for type, title in (("text", "Plan"), ("checkbox", "Call"), ("text", "Old")):
        define(type, title=title)
    update_profile_field(ProfileField.objects.get(key="old"), is_active=False, **SAID, at=at)
    assert customer(shown_fields="").status_code == 302
    held = {"plan": "gold", "call": True, "undefined": 1, "old": "x"}
    assert User.objects.get(pk=in_harbor.cleo.pk).user_fields == held
    assert customer(**{"user_fields.plan": "gold"}).status_code == 302
    assert User.objects.get(pk=in_harbor.cleo.pk).user_fields == held | {"call": False}


def test_values_that_do_not_fit_any_more_stay_until_they_are_changed(in_harbor, customer, at):
    update_user(in_harbor.cleo, by=None, at=at, user_fields={"plan": "silver", "since": "last year", "more": ["old"]})
    define("tagger", title="Plan")
    define("date", title="Since")
    define("multiselect", title="More")
    page = customer.page()
    assert "silver (no longer a choice)" in page
    assert 'value="last year"' in page
    assert 'type="date"' not in page, "an input for dates would lose what is none"
    same = {"user_fields.plan": "silver", "user_fields.since": "last year", "user_fields.more": ["old"]}
    assert customer(**same).status_code == 302
    assert User.objects.get(pk=in_harbor.cleo.pk).user_fields == {"plan": "silver", "since": "last year", "more": ["old"]}
    assert customer(**same | {"user_fields.plan": "free", "user_fields.since": ""}).status_code == 302
    assert User.objects.get(pk=in_harbor.cleo.pk).user_fields == {"plan": "free", "more": ["old"]}


def test_light_agents_and_strangers_change_nothing(in_harbor, customer, sign_in):
    define()
    sent = {"name": "Cleo", "shown_fields": "user_fields.plan", "user_fields.plan": "x"}
    assert sign_in(in_harbor.liv).post(url(in_harbor, "customer-update", pk=in_harbor.cleo.pk), sent).status_code == 403
    assert User.objects.get(pk=in_harbor.cleo.pk).user_fields == {}


def test_help_is_text_and_no_html(in_harbor, customer):
    define(description="<script>alert(1)</script> & <b>more</b>", title="<i>Plan</i>")
    page = customer.page()
    assert "<script>alert" not in page
    assert "<i>Plan" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;more" in page


def test_an_organization_is_filled_in_when_it_is_made_and_later(in_harbor, sign_in):
    define("integer", title="Seats", kind="organization")
    ben = sign_in(in_harbor.ben)
    sent = {"name": "Acme", "shown_fields": "organization_fields.seats", "organization_fields.seats": "3"}
    assert ben.post(url(in_harbor, "organization-create"), sent).status_code == 302
    acme = Organization.objects.get()
    assert acme.organization_fields == {"seats": 3}
    page = url(in_harbor, "organization-update", pk=acme.pk)
    assert 'value="3"' in ben.get(page).content.decode()
    assert ben.post(page, sent | {"organization_fields.seats": "few"}).status_code == 422
    assert ben.post(page, sent | {"organization_fields.seats": "4"}).status_code == 302
    acme.refresh_from_db()
    assert acme.organization_fields == {"seats": 4}


def test_a_ticket_shows_what_is_known_of_its_customer(in_harbor, sign_in, at):
    define("tagger", title="Contract plan")
    define("date", title="Renewal day", kind="organization")
    acme = create_organization(name="Acme", by=None, at=at, organization_fields={"renewal_day": "2027-01-31"})
    ticket = create_ticket(requester=in_harbor.cleo, by=None, via="web", at=now(), said=Said(body="Hello"), subject="Hello")
    page = reverse("tickets:ticket", kwargs={"desk": in_harbor.desk.slug, "number": ticket.number})
    ben = sign_in(in_harbor.ben)
    assert "Contract plan" not in ben.get(page).content.decode()
    update_user(in_harbor.cleo, by=None, at=at, organization=acme, user_fields={"contract_plan": "gold"})
    ticket.organization = acme
    ticket.save()
    shown = ben.get(page).content.decode()
    for words in ("Contract plan", "Gold", "Renewal day", "Jan. 31, 2027"):
        assert words in shown


def test_a_ticket_page_asks_for_fields_only_where_something_is_held(in_harbor, sign_in, at):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    ticket = create_ticket(requester=in_harbor.cleo, by=None, via="web", at=now(), said=Said(body="Hello"), subject="Hello")
    page = reverse("tickets:ticket", kwargs={"desk": in_harbor.desk.slug, "number": ticket.number})
    ben = sign_in(in_harbor.ben)
    with CaptureQueriesContext(connection) as asked:
        assert ben.get(page).status_code == 200
    assert not [query for query in asked.captured_queries if "profilefield" in query["sql"]]
