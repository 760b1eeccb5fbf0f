"""The doctor names what is wrong, and fails for what must not be."""

import os

import pytest

from .conftest import as_process


def lines(answer) -> dict[str, str]:
    """What was looked at to the state that was found."""
    return {
        line[6:].partition(":")[0]: line[:5].strip() for line in answer.stdout.decode().splitlines() if line[:1] not in ("", " ")
    }


def test_healthy_installation_passes(committed):
    answer = as_process("doctor")
    found = lines(answer)
    assert answer.returncode == 0, answer.stdout
    for what in ("data folder", "secret_key", "field_key", "database", "migrations", "role app", "role worker", "walls", "clock"):
        assert found[what] == "ok", what


def test_open_wall_fails(committed, owner_connection):
    owner_connection.execute("ALTER TABLE core_event NO FORCE ROW LEVEL SECURITY")
    try:
        answer = as_process("doctor")
    finally:
        owner_connection.execute("ALTER TABLE core_event FORCE ROW LEVEL SECURITY")
    assert answer.returncode == 1
    assert "fail  walls: open: core_event" in answer.stdout.decode()


@pytest.mark.parametrize(
    "environment, what",
    [
        ({"CREWDESK_DATABASE": "gone"}, "database"),
        ({"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": "1"}, "mail server"),
        ({"SITE_URL": "https://help.example.com"}, "address"),
    ],
)
def test_failure_is_named_and_ends_with_1(committed, environment, what):
    answer = as_process("doctor", **environment)
    assert answer.returncode == 1
    assert "fail" in {state for name, state in lines(answer).items() if name == what}


def test_superuser_as_app_fails(committed, settings):
    answer = as_process("doctor", DATABASE_URL=settings.EMBEDDED.dsn("postgres", os.environ["CREWDESK_DATABASE"]))
    assert (answer.returncode, lines(answer)["role app"]) == (1, "fail")
