"""Which database role a process works as."""

import os

from django.conf import settings
from django.db import connections

from crewdesk.core.postgres.bootstrap import settings_of


def use_role(role: str) -> None:
    """Connect as `role` (app or worker) from now on, in this thread and in those to come."""
    os.environ["DATABASE_ROLE"] = role
    settings.DATABASE_ROLE = role
    connections["default"].close()
    settings.DATABASES["default"] = connections.settings["default"] = settings_of(role)
    connections["default"] = connections.create_connection("default")
