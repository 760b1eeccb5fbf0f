"""criterion 4: every page and form answers 404 with an identical body for foreign and for missing ids; and the walls around it:
who is below the right comes no further and changes nothing, no word of one desk is ever seen at another (testing/routes).
The API's calls: test_api_routes.py."""

import pytest
from testing.routes.api_table import CALLS
from testing.routes.table import ENTRIES, FORM_LINKS, ROLES, WITHOUT_CSRF, Entry
from testing.routes.walk import ABSENT, address, arguments, ask, routes, taken_back
from testing.routes.world import assert_sealed

pytestmark = pytest.mark.usefixtures("unlimited")
ALL = {name: pattern for name, pattern, _route in routes()}
PAGES = [entry for entry in ENTRIES.values() if entry.name in ALL]
AT_DESKS = [entry for entry in PAGES if entry.is_for_members]


def called(entry: Entry) -> str:
    return entry.name


def own_path(entry: Entry, twin) -> str:
    return address(entry, ALL, twin.desk.slug, arguments(entry, twin))


def members_of(entry: Entry, *, allowed: bool) -> list[str]:
    ranked = dict(zip(("liv", "ben", "lena", "ada", "olivia"), ROLES, strict=True))
    return [name for name, role in ranked.items() if (ROLES.index(role) >= ROLES.index(entry.lowest)) == allowed]


def test_criterion_04_every_route_is_listed():
    listed = set(ENTRIES) | {call.name for call in CALLS}
    assert set(ALL) - listed == set(), "enter it in testing/routes/table.py, or api_table.py"
    assert listed - set(ALL) == set(), "is no route any more"


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
