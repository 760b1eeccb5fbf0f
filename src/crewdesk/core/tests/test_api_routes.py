"""criterion 4 for the API: every call, made by everybody, about one's own rows, those of another desk and those that are not
(testing/routes/api_table.py)."""

import re

import pytest
from testing.routes.api_table import API_LINKS, BODIES, CALLERS, CALLS, Call
from testing.routes.bodies import smallest_body
from testing.routes.walk import ABSENT, address, arguments, fingerprint, routes, taken_back
from testing.routes.world import ask_api, assert_sealed

from crewdesk.api import api, description

pytestmark = pytest.mark.usefixtures("unlimited")
ALL = {name: pattern for name, pattern, _route in routes() if name.startswith("api:")}
TOKENS = dict(zip(CALLERS, ("cleo", "liv", "ben", "lena", "ada"), strict=False))
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
HIDDEN = {403, 404}


def described(name: str) -> str:
    """The path as the description writes it."""
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", ALL[name])


def test_criterion_04_every_call_is_listed():
    routers = [router for _prefix, router in api._routers]
    views = [view for router in routers for view in router.path_operations.values()]
    there = {(method, f"api:{one.url_name}") for view in views for one in view.operations for method in one.methods}
    assert {(call.method, call.name) for call in CALLS} == there | {("GET", "api:api-root")}
    assert len(CALLS) == len(there) + 1


@pytest.mark.parametrize("call", CALLS, ids=str)
def test_criterion_04_who_may_call_is_heard_and_who_may_not_changes_nothing(world, call):
    path = own_path(call, world.harbor)
    sent = body_for(call, world.harbor)
    for role, name in TOKENS.items():
        world.writes.happened()
        with taken_back():
            answer = ask_api(world, name, call.method, path, sent)
            assert_sealed(answer, world.meridian.word)
            if CALLERS.index(role) < CALLERS.index(call.lowest):
                assert answer.status_code in HIDDEN, (name, answer.status_code)
                assert not world.writes.happened() or world.changed_tables() == [], name
            elif "none" in call.marks:
                assert answer.status_code == 404, name
            elif role == call.lowest or "own" not in call.marks:
                assert answer.status_code not in {401, 405, *HIDDEN}, (name, answer.status_code)
    with taken_back():
        answer = ask_api(world, "nobody", call.method, path, sent)
        assert_sealed(answer, world.harbor.word, world.meridian.word)
        assert answer.status_code == 401
        assert not world.writes.happened() or world.changed_tables() == []


@pytest.mark.parametrize("call", [call for call in CALLS if call.things], ids=str)
def test_criterion_04_api_foreign_and_missing_are_the_same(world, call):
    """For whoever may the most, and for customers."""
    sent = body_for(call, world.harbor)
    for replaced in call.things:
        foreign = foreign_of(call, replaced, world.meridian)
        for name in ("ada", "cleo"):
            answers = []
            for value in (foreign, "0" * len(foreign) if isinstance(foreign, str) else ABSENT):
                world.writes.happened()
                with taken_back():
                    path = own_path(call, world.harbor, {replaced: value})
                    answer = ask_api(world, name, call.method, path, sent)
                    content = assert_sealed(answer, world.meridian.word)
                    answers.append((answer.status_code, content.replace(path.encode(), b"PATH")))
                    assert not world.writes.happened() or world.changed_tables() == [], (replaced, name)
            assert answers[0] == answers[1], (replaced, name)
            assert answers[0][0] in HIDDEN, (replaced, name, answers[0][0])
            assert name == "cleo" or call.lowest == "owner" or answers[0][0] == 404, (replaced, answers[0][0])


@pytest.mark.parametrize("name", sorted({call.name for call in CALLS}))
def test_other_methods_are_refused_as_such(world, name):
    path = own_path(next(call for call in CALLS if call.name == name), world.harbor)
    taken = {method.upper() for method in description()["paths"].get(described(name), METHODS)}
    for method in set(METHODS) - taken:
        with taken_back():
            answer = ask_api(world, "ada", method, path)
            assert_sealed(answer, world.meridian.word)
            assert answer.status_code == 405, method


@pytest.mark.parametrize("field", API_LINKS)
@pytest.mark.parametrize("name", ["api:ticket-update", "api:ticket-create"])
def test_criterion_04_no_api_body_reaches_a_row_of_another_desk(world, name, field):
    call = next(call for call in CALLS if call.name == name)
    for twin, changes in ((world.harbor, True), (world.meridian, False)):
        new = {"subject": "New", "comment": {"body": "New"}, "type": "incident"} if call.method == "POST" else {}
        ticket = new | {field: twin.things[API_LINKS[field]]}
        with taken_back():
            answer = ask_api(world, "ada", call.method, own_path(call, world.harbor), {"ticket": ticket})
            assert_sealed(answer, world.meridian.word)
            assert bool(world.changed_tables()) is changes, (twin.word, answer.status_code, answer.content)


@pytest.mark.parametrize("name", ["cleo", "liv", "omar", "olga"])
def test_criterion_04_api_writes_without_the_right_change_nothing(world, name):
    """Customers and light agents change no ticket's fields; a stranger's call never leaves the stranger's desk."""
    call = next(call for call in CALLS if call.name == "api:ticket-update")
    before = fingerprint(world.harbor)
    with taken_back():
        changes = {"priority": "urgent", "subject": "Taken over"}
        answer = ask_api(world, name, "PUT", own_path(call, world.harbor), {"ticket": changes})
        assert_sealed(answer)
        assert fingerprint(world.harbor) == before
        assert name in ("omar", "olga") or answer.status_code in {403, 404, 422}


def own_path(call: Call, twin, instead: dict | None = None) -> str:
    return address(call, ALL, twin.desk.slug, arguments(call, twin, instead=instead)) + call.query


def body_for(call: Call, twin) -> str | dict:
    if (body := BODIES.get((call.method, call.name))) is None:
        return smallest_body(call.method, described(call.name)) if call.name != "api:api-root" else ""
    return _filled(body, twin)


def _filled(value, twin):
    if isinstance(value, dict):
        return {name: _filled(one, twin) for name, one in value.items()}
    if isinstance(value, list):
        return [_filled(one, twin) for one in value]
    return twin.things[value[1:]] if value.startswith(":") else value


def foreign_of(call: Call, argument: str, twin):
    """A number of a ticket that only the other desk has; ids are nobody else's anyway."""
    return twin.things["last_ticket" if argument == "number" else call.arguments[argument]]
