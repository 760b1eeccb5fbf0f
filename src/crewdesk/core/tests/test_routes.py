"""criterion 4: every URL and API route answers 404 with an identical body for foreign and for missing ids; and the walls around it:
who is below the right comes no further and changes nothing, no word of one desk is ever seen at another (testing/routes)."""

import json
import logging
import re
import time
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from testing.routes.table import API_LINKS, ENTRIES, FORM_LINKS, ROLES, WITHOUT_CSRF, Entry
from testing.routes.twins import build
from testing.routes.walk import ABSENT, Writes, address, arguments, ask, body, fingerprint, routes, taken_back

from crewdesk.accounts.models import Person
from crewdesk.accounts.operations.tokens import create_token
from crewdesk.accounts.operations.users import add_member
from crewdesk.accounts.sessions import CUSTOMER_KEY
from crewdesk.api import description
from crewdesk.core.clock import now

ALL = {name: pattern for name, pattern, _route in routes()}
PAGES = [entry for entry in ENTRIES.values() if entry.name in ALL and not entry.name.startswith("api:")]
API = [entry for entry in ENTRIES.values() if entry.name in ALL and entry.name.startswith("api:")]
AT_DESKS = [entry for entry in PAGES if entry.is_for_members]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NO_FIVES = range(200, 500)
# Shows an e-mail, which has to carry its styles in itself; nothing else of it is loaded or run.
WITH_INLINE_STYLES = "/styleguide/e-mail/"


def called(entry: Entry) -> str:
    return entry.name


class World:
    """Harbor and Meridian, alike; a browser for each of their people; what their tables held at first."""

    def __init__(self):
        others = (("Lena", "lead"), ("Ben", "agent"), ("Liv", "light_agent"))
        self.harbor = build("harbor", "harborcanary", admin="Ada", customer="Cleo", others=others, tickets=4)
        self.meridian = build("meridian", "meridiancanary", admin="Olga", customer="Carl", others=(("Omar", "agent"),), tickets=6)
        with self.harbor.scope():
            self.harbor.people.olivia = add_member(email="olivia@harbor.example", name="Olivia", role="owner", by=None)
        people = vars(self.harbor.people) | vars(self.meridian.people)
        self.browsers = {
            name: browser(people[name].person_id) for name in ("liv", "ben", "lena", "ada", "olivia", "olga", "omar")
        }
        self.browsers |= {"nobody": Client(), "cleo": customer_browser(self.harbor)}
        self.tokens = {name: token(self.harbor, people[name]) for name in ("cleo", "liv", "ben", "lena", "ada")}
        self.tokens |= {name: token(self.meridian, people[name]) for name in ("olga", "omar")}
        worker_is_up()
        self.writes = Writes()
        self.at_first = {twin.word: fingerprint(twin) for twin in (self.harbor, self.meridian)}

    def changed_tables(self) -> list[str]:
        """Tables of either desk that hold something else than at first."""
        present = {twin.word: fingerprint(twin) for twin in (self.harbor, self.meridian)}
        return [
            f"{table} of {word}"
            for word, hashes in present.items()
            for table, now_ in hashes.items()
            if now_ != self.at_first[word][table]
        ]


def worker_is_up() -> None:
    """For /healthz."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")


def browser(person_id: int) -> Client:
    """A browser that gave its password just now."""
    client = Client()
    client.force_login(Person.objects.get(pk=person_id), backend=BACKEND)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session["account_authentication_methods_user"] = str(person_id)
    session.save()
    return client


def customer_browser(twin) -> Client:
    client = Client()
    session = client.session
    session[CUSTOMER_KEY.format(twin.desk.pk)] = twin.people.customer.pk
    session.save()
    client.cookies["session"] = session.session_key
    return client


def token(twin, user) -> str:
    with twin.scope():
        row, text = create_token(user=user, name="walk", scopes=["read", "write"], by=None, at=now())
        # Its use is noted once a minute; here it was noted already.
        row.last_used_at = now() + timedelta(days=1)
        row.save()
    return text


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Built once; every question is taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def unlimited(settings):
    """Rate limits are counted in the cache, which no transaction takes back."""
    settings.ACCOUNT_RATE_LIMITS = False
    cache.clear()
    # Thousands of refusals, each with its line.
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


def own_path(entry: Entry, twin) -> str:
    return address(entry, ALL, twin.desk.slug, arguments(entry, twin))


def members_of(entry: Entry, *, allowed: bool) -> list[str]:
    ranked = dict(zip(("liv", "ben", "lena", "ada", "olivia"), ROLES, strict=True))
    return [name for name, role in ranked.items() if (ROLES.index(role) >= ROLES.index(entry.lowest)) == allowed]


def assert_sealed(response, *foreign_words: str) -> bytes:
    """What holds for every answer: no failure, the headers of criterion 28, no word of the other desk."""
    path = response.request["PATH_INFO"]
    assert response.status_code in NO_FIVES, path
    policy = response.headers.get("Content-Security-Policy", "")
    assert "unsafe-inline" not in policy or path == WITH_INLINE_STYLES, path
    assert "default-src" in policy, path
    assert response.headers.get("X-Content-Type-Options") == "nosniff", path
    assert "frame-ancestors" in policy or "sandbox" in policy, path
    content = body(response)
    assert not [word for word in foreign_words if word.encode() in content], path
    return content


def test_criterion_04_every_route_is_listed():
    assert set(ALL) - set(ENTRIES) == set(), "enter it in testing/routes/table.py"
    assert set(ENTRIES) - set(ALL) == set(), "is no route any more"


def test_criterion_04_the_table_and_the_routes_name_the_same_right():
    from crewdesk.accounts.rights import CUSTOMER, LOWEST_ROLE

    stated = {name: getattr(route.callback, "right", None) for name, _pattern, route in routes()}
    lowest = {
        name: "customer" if right == CUSTOMER else LOWEST_ROLE[right] for name, right in stated.items() if right in LOWEST_ROLE
    }
    assert {name: ENTRIES[name].lowest for name in lowest} == {name: str(role) for name, role in lowest.items()}
    assert {entry.name for entry in AT_DESKS} <= set(lowest)


def test_no_form_is_open_to_forged_posts():
    exempt = {name for name, _pattern, route in routes() if getattr(route.callback, "csrf_exempt", False)}
    assert {name for name in exempt if not name.startswith("api:")} == WITHOUT_CSRF


@pytest.mark.parametrize("entry", PAGES, ids=called)
def test_criterion_04_who_may_comes_in_and_reading_writes_nothing(world, entry):
    path = own_path(entry, world.harbor)
    for name in members_of(entry, allowed=True) if entry.is_for_members else ("nobody", "cleo", "liv", "olivia"):
        with taken_back():
            response = ask(world.browsers[name], "GET", path)
            assert_sealed(response, world.meridian.word)
            if entry.is_for_members:
                assert response.status_code in {200, 204, 302, 405}, (name, response.status_code)
                assert "/sign-in/" not in response.headers.get("Location", "")
            if world.writes.happened() and "records" not in entry.marks:
                assert world.changed_tables() == [], name


@pytest.mark.parametrize("entry", AT_DESKS, ids=called)
def test_criterion_04_who_may_not_is_turned_away_and_changes_nothing(world, entry):
    path = own_path(entry, world.harbor)
    for name in ("nobody", "cleo", *members_of(entry, allowed=False)):
        for method in ("GET", "POST", "PUT", "DELETE") if name == "nobody" else ("GET", "POST"):
            with taken_back():
                response = ask(world.browsers[name], method, path)
                assert_sealed(response, world.harbor.word, world.meridian.word)
                if name in ("nobody", "cleo"):
                    assert response.status_code == 302, (name, method)
                    assert "/sign-in/" in response["Location"]
                else:
                    assert response.status_code == 403, (name, method)
                if world.writes.happened():
                    assert world.changed_tables() == [], (name, method)


@pytest.mark.parametrize("entry", AT_DESKS, ids=called)
def test_criterion_04_a_stranger_cannot_tell_a_desk_from_none(world, entry):
    for name, method in (("olga", "GET"), ("olga", "POST"), ("omar", "GET")):
        answers = []
        for slug in ("harbor", "nowhere"):
            with taken_back():
                response = ask(world.browsers[name], method, address(entry, ALL, slug, arguments(entry, world.harbor)))
                content = assert_sealed(response, world.harbor.word)
                answers.append((response.status_code, content.replace(slug.encode(), b"DESK")))
                if world.writes.happened():
                    assert world.changed_tables() == [], (name, method)
        assert answers[0] == answers[1]
        assert answers[0][0] == 404


@pytest.mark.parametrize("entry", [entry for entry in AT_DESKS if entry.things], ids=called)
def test_criterion_04_foreign_and_missing_are_the_same(world, entry):
    for replaced in entry.things:
        foreign = world.meridian.things[
            "last_ticket" if "number" in replaced or replaced == "other" else entry.arguments[replaced]
        ]
        for method in ("GET", "POST"):
            answers = [_answer(world, entry, method, {replaced: value}) for value in (foreign, ABSENT)]
            assert answers[0] == answers[1], (replaced, method)
            assert answers[0][0] in {404, 405} or "blind" in entry.marks, (replaced, method, answers[0][0])


def _answer(world, entry: Entry, method: str, instead: dict) -> tuple[int, bytes]:
    with taken_back():
        path = address(entry, ALL, "harbor", arguments(entry, world.harbor, instead=instead))
        response = ask(world.browsers["olivia"], method, path)
        content = assert_sealed(response, world.meridian.word)
        if world.writes.happened() and "blind" not in entry.marks:
            assert world.changed_tables() == [], method
        return response.status_code, content.replace(path.encode(), b"PATH")


@pytest.mark.parametrize("entry", PAGES, ids=called)
def test_criterion_04_an_empty_form_breaks_nothing(world, entry):
    for twin, other, name in ((world.harbor, world.meridian, "olivia"), (world.meridian, world.harbor, "olga")):
        with taken_back():
            assert_sealed(ask(world.browsers[name], "POST", own_path(entry, twin), data={}), other.word)


@pytest.mark.parametrize("link", FORM_LINKS, ids=lambda link: f"{link.name} {link.parameter}")
def test_criterion_04_no_form_reaches_a_row_of_another_desk(world, link):
    """The same form with one's own row does change something: so it is the wall that refuses, and no mistake in the form."""
    path, entry = own_path(ENTRIES[link.name], world.harbor), world.browsers["ada"]
    for twin, changes in ((world.harbor, True), (world.meridian, False)):
        data = {name: twin.things["upload_id"] if value == "*" else value for name, value in link.rest.items()}
        with taken_back():
            response = ask(entry, "POST", path, data=data | {link.parameter: twin.things[link.thing]})
            assert_sealed(response, world.meridian.word)
            changed = world.changed_tables()
            assert bool(changed) is (changes or link.leaves_out), (twin.word, response.status_code, changed)
            assert not [table for table in changed if table.endswith(world.meridian.word)]


def ask_api(world, name: str, method: str, path: str, content: dict | None = None):
    headers = {"Authorization": f"Bearer {world.tokens[name]}"} if name in world.tokens else {}
    return Client().generic(method, path, json.dumps(content or {}), content_type="application/json", headers=headers)


METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def methods_of(entry: Entry) -> set[str]:
    """What the description says that the route takes."""
    path = "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", ALL[entry.name])
    return {method.upper() for method in description()["paths"].get(path, METHODS)}


@pytest.mark.parametrize("entry", API, ids=called)
def test_criterion_04_api_routes_ask_who_calls(world, entry):
    path, taken = own_path(entry, world.harbor), methods_of(entry)
    for method in METHODS:
        for name in world.tokens if method in taken else ("ada",):
            foreign = world.harbor.word if name in ("olga", "omar") else world.meridian.word
            with taken_back():
                answer = ask_api(world, name, method, path)
                assert_sealed(answer, foreign)
                assert (answer.status_code == 405) is (method not in taken), (name, method)
        world.writes.happened()
        with taken_back():
            answer = ask_api(world, "nobody", method, path)
            assert_sealed(answer, world.harbor.word, world.meridian.word)
            assert answer.status_code == 401
            assert not world.writes.happened() or world.changed_tables() == []


@pytest.mark.parametrize("method", ["GET", "PUT"])
@pytest.mark.parametrize("name", ["cleo", "liv", "ben", "ada"])
def test_criterion_04_api_foreign_and_missing_are_the_same(world, name, method):
    answers = []
    for number in (world.meridian.things["last_ticket"], ABSENT):
        with taken_back():
            path = address(ENTRIES["api:ticket-show"], ALL, "harbor", {"number": number})
            answer = ask_api(world, name, method, path, {"ticket": {"status": "solved"}})
            answers.append((answer.status_code, assert_sealed(answer, world.meridian.word)))
            assert world.changed_tables() == []
    assert answers[0] == answers[1]
    # Customers have /requests.
    assert answers[0][0] == (403 if name == "cleo" else 404)


@pytest.mark.parametrize("name", ["cleo", "liv", "omar", "olga"])
def test_criterion_04_api_writes_without_the_right_change_nothing(world, name):
    """Customers and light agents change no ticket's fields; a stranger's call never leaves the stranger's desk."""
    before = fingerprint(world.harbor)
    with taken_back():
        path = own_path(ENTRIES["api:ticket-update"], world.harbor)
        answer = ask_api(world, name, "PUT", path, {"ticket": {"priority": "urgent", "subject": "Taken over"}})
        assert_sealed(answer)
        assert fingerprint(world.harbor) == before
        assert name in ("omar", "olga") or answer.status_code in {403, 404, 422}


@pytest.mark.parametrize("field", API_LINKS)
@pytest.mark.parametrize("route", ["api:ticket-update", "api:ticket-create"])
def test_criterion_04_no_api_body_reaches_a_row_of_another_desk(world, route, field):
    method = "PUT" if route == "api:ticket-update" else "POST"
    for twin, changes in ((world.harbor, True), (world.meridian, False)):
        new = {"subject": "New", "comment": {"body": "New"}, "type": "incident"} if method == "POST" else {}
        ticket = new | {field: twin.things[API_LINKS[field]]}
        with taken_back():
            answer = ask_api(world, "ada", method, own_path(ENTRIES[route], world.harbor), {"ticket": ticket})
            assert_sealed(answer, world.meridian.word)
            assert bool(world.changed_tables()) is changes, (twin.word, answer.status_code, answer.content)
