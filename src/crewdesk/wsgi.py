"""The web application under a WSGI server; refuses to start as a role that the walls do not hold."""

import os

import django
from django.core.handlers.wsgi import WSGIHandler

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crewdesk.settings")
django.setup(set_prefix=False)

from django.db import connection  # noqa: E402  (settings first)

from crewdesk.core.postgres.roles import refuse_unsafe_role  # noqa: E402

with connection.cursor() as cursor:
    refuse_unsafe_role(cursor)
connection.close()

application = WSGIHandler()
