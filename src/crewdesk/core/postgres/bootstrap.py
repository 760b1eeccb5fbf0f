"""Brings the database to the state that this version needs: roles, migrations, walls."""

from django.conf import settings
from django.core.management import call_command
from django.db import connections

from crewdesk.core.tenancy.walls import raise_walls

from . import roles
from .embedded import DATABASE, SUPERUSER, EmbeddedServer


def make_embedded_roles(server: EmbeddedServer, database: str = DATABASE) -> None:
    """Make login roles and database in the embedded server, which must run."""
    roles.make_roles(server.dsn(SUPERUSER, "postgres"), database=database)


def migrate(*, verbosity: int = 0) -> None:
    """Apply migrations and raise the walls, as the owner role. The process must not serve requests."""
    present = connections["default"]
    present.close()
    settings.DATABASES["default"] = connections.settings["default"] = settings_of("owner")
    connections["default"] = connections.create_connection("default")
    try:
        with connections["default"].cursor() as cursor:
            roles.grant_database(cursor)
        call_command("migrate", interactive=False, verbosity=verbosity)
        raise_walls(connections["default"])
    finally:
        connections["default"].close()
        connections.settings["default"] = settings.DATABASES["default"] = present.settings_dict
        connections["default"] = present


def settings_of(role: str) -> dict:
    """Complete DATABASES entry for `role`."""
    return connections.configure_settings({"default": settings.DATABASE_SETTINGS_OF(role)})["default"]
