"""The way in by password: who, how often, and what strangers learn."""

import pytest
from django.core import mail
from testing.cast import PASSWORD

from crewdesk.accounts.models import Desk, Person, User
from crewdesk.accounts.operations.users import add_member
from crewdesk.core.tenancy import desk_scope


def attempt(client, email, password="wrong password here"):
    return client.post("/accounts/login/", {"login": email, "password": password})


def visible(answer) -> str:
    """The page but for what was typed and the masked token."""
    import re

    return re.sub(r"[0-9A-Za-z]{64}|value=\"[^\"]*\"", "", answer.content.decode())


def test_known_and_unknown_addresses_get_the_same_answers(client, harbor):
    known, unknown = attempt(client, harbor.ada.email), attempt(client, "nobody@else.example")
    assert (known.status_code, visible(known)) == (unknown.status_code, visible(unknown))
    answers = [client.post("/accounts/password/reset/", {"email": email}) for email in (harbor.ada.email, "nobody@else.example")]
    assert {(answer.status_code, answer.url) for answer in answers} == {(302, "/accounts/password/reset/done/")}
    answers = [
        client.post(f"/h/{harbor.desk.slug}/sign-in/", {"address": email}) for email in (harbor.cleo.email, "nobody@else.example")
    ]
    assert {(answer.status_code, answer.url) for answer in answers} == {(302, f"/h/{harbor.desk.slug}/sign-in/code/")}
    assert not mail.outbox


def test_wrong_passwords_are_limited(client, harbor):
    for _ in range(5):
        attempt(client, harbor.ada.email)
    assert "_auth_user_id" not in attempt(client, harbor.ada.email, PASSWORD).wsgi_request.session


def test_asking_for_codes_is_limited(client, harbor):
    answers = [client.post(f"/h/{harbor.desk.slug}/sign-in/", {"address": harbor.cleo.email}).status_code for _ in range(12)]
    assert answers[:10] == [302] * 10
    assert answers[10:] == [429] * 2


def test_nobody_signs_up(client, db):
    facts = {"email": "eve@evil.example", "password1": PASSWORD, "password2": PASSWORD}
    assert client.get("/accounts/signup/").status_code == 200
    client.post("/accounts/signup/", facts)
    assert not Person.objects.filter(email="eve@evil.example").exists()


@pytest.mark.parametrize(
    "target", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "https:evil.example"]
)
def test_redirects_stay_here(client, harbor, target):
    answer = client.post(f"/accounts/login/?next={target}", {"login": harbor.ada.email, "password": PASSWORD, "next": target})
    assert "evil" not in answer.url
    assert answer.url.startswith("/")
    assert "evil" not in client.get(f"/d/{harbor.desk.slug}/sign-in/?next={target}").url


def test_the_start_page_leads_to_the_only_desk(client, sign_in, harbor):
    assert client.get("/").url == "/accounts/login/"
    assert sign_in(harbor.ben).get("/").url == f"/d/{harbor.desk.slug}/"


def test_several_desks_are_a_choice_of_ones_own(sign_in, harbor, meridian):
    with meridian.scope():
        add_member(email=harbor.ben.email, name="Ben", role="agent", by=None)
    page = sign_in(harbor.ben).get("/")
    assert [seat.desk for seat in page.context["seats"]] == [harbor.desk, meridian.desk]
    menu = sign_in(harbor.ben).get(f"/d/{harbor.desk.slug}/desks/", HTTP_HX_REQUEST="true").content.decode()
    assert f"/d/{meridian.desk.slug}/" in menu
    assert f"/d/{meridian.desk.slug}/" not in sign_in(harbor.ada).get(f"/d/{harbor.desk.slug}/desks/").content.decode()


def test_a_seat_is_seen_by_its_person_alone(harbor, meridian):
    from crewdesk.accounts.queries import seats_of

    assert [seat.desk for seat in seats_of(Person.objects.get(pk=meridian.olga.person_id))] == [meridian.desk]


def test_the_wizard_makes_the_first_desk_and_closes(client, fresh_installation):
    facts = {
        "name": "Acme", "slug": "acme", "owner_name": "Nora", "owner_email": "nora@acme.example", "password": "nine lives of a cat",
        "time_zone": "Europe/Oslo", "locale": "en",
    }  # fmt: skip
    assert client.get("/").url == "/welcome/"
    assert client.post("/welcome/", facts | {"password": "short"}).status_code == 422
    assert client.post("/welcome/", facts | {"slug": "A b"}).status_code == 422
    assert client.post("/welcome/", facts).url == "/d/acme/"
    assert client.get("/d/acme/profile/").status_code == 200
    with desk_scope(Desk.objects.get().pk):
        assert User.objects.get().role == "owner"
    assert client.get("/welcome/").status_code == 404
    assert client.post("/welcome/", facts | {"slug": "second"}).status_code == 404
    assert Desk.objects.count() == 1


def test_pages_speak_the_members_language_and_time(sign_in, harbor):
    from django.utils import timezone, translation

    with harbor.scope():
        User.objects.filter(pk=harbor.ben.pk).update(locale="de", time_zone="Asia/Kolkata")
    client = sign_in(harbor.ben)
    page = client.get(f"/d/{harbor.desk.slug}/profile/", HTTP_ACCEPT_LANGUAGE="en")
    assert page.headers["Content-Language"] == "de"
    assert '<html lang="de" data-time-zone="Asia/Kolkata"' in page.content.decode()
    assert (translation.get_language(), timezone.get_current_timezone_name()) == ("en", "UTC")
    assert client.get(f"/d/{harbor.desk.slug}/customers/").headers["Content-Language"] == "de"
