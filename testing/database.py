"""A real PostgreSQL for the suite: one private server a run, one database a test process, connected as the app role."""

import os

import pytest

# The files of all test processes lie in one folder, each desk's in one named by its id.
DESKS_OF_A_PROCESS = 1_000_000


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker):
    """Make this process's database; migrations run as the owner, the tests as the app role."""
    from django.conf import settings
    from django.db import connection
    from django.test.signals import setting_changed

    from crewdesk.core.postgres import bootstrap

    settings.CHECK_OPERATIONS = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    # Whatever touched a storage while tests were collected holds the former ones.
    setting_changed.send(sender=None, setting="STORAGES", value=settings.STORAGES, enter=True)
    with django_db_blocker.unblock():
        bootstrap.make_embedded_roles(settings.EMBEDDED, os.environ["CREWDESK_DATABASE"])
        bootstrap.migrate()
        _number_desks_apart(settings.EMBEDDED.dsn("postgres", os.environ["CREWDESK_DATABASE"]))
        yield
        connection.close()


def _number_desks_apart(dsn: str) -> None:
    import psycopg

    process = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(f"ALTER SEQUENCE accounts_desk_id_seq RESTART WITH {process * DESKS_OF_A_PROCESS + 1}")


@pytest.fixture(autouse=True)
def speak_english():
    """A request leaves its client's language behind (LocaleMiddleware) for the next one to change, which a test of a verb does not."""
    yield
    from django.utils import translation

    translation.deactivate()


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """Real transactions instead of one that is rolled back. Nothing is cleaned up: each test has desks of its own."""
    from django.db import connections

    with django_db_blocker.unblock():
        yield
        connections.close_all()


@pytest.fixture
def owner_connection(django_db_setup):
    """A psycopg connection as the owner of the tables, for looking at what the app role must not see."""
    import psycopg
    from django.conf import settings

    with psycopg.connect(settings.EMBEDDED.dsn("postgres", os.environ["CREWDESK_DATABASE"]), autocommit=True) as connection:
        yield connection


@pytest.fixture
def fresh_installation(django_db_setup, django_db_blocker):
    """A database of this test's own in which nobody has made a desk yet."""
    from django.conf import settings
    from django.db import connection

    from crewdesk.core.postgres import bootstrap

    usual = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        connection.close()
        fresh = os.environ["CREWDESK_DATABASE"] = connection.settings_dict["NAME"] = f"{usual}_fresh"
        try:
            bootstrap.make_embedded_roles(settings.EMBEDDED, fresh)
            bootstrap.migrate()
            yield
        finally:
            connection.close()
            os.environ["CREWDESK_DATABASE"] = connection.settings_dict["NAME"] = usual
            _drop(fresh)


def _drop(database: str) -> None:
    import psycopg
    from django.conf import settings

    with psycopg.connect(settings.EMBEDDED.dsn("postgres", "postgres"), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{database}" WITH (FORCE)')
