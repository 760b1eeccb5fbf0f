"""A real PostgreSQL for the suite: one private server a run, one database a test process, connected as the app role."""

import os

import pytest


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker):
    """Make this process's database; migrations run as the owner, the tests as the app role."""
    from django.conf import settings
    from django.db import connection

    from crewdesk.core.postgres import bootstrap

    settings.CHECK_OPERATIONS = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with django_db_blocker.unblock():
        bootstrap.make_embedded_roles(settings.EMBEDDED, os.environ["CREWDESK_DATABASE"])
        bootstrap.migrate()
        yield
        connection.close()


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
