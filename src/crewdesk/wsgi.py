"""The web application under a WSGI server; refuses to start as a role that the walls do not hold."""

import os

import django
from django.core.handlers.wsgi import WSGIHandler

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crewdesk.settings")
django.setup(set_prefix=False)

from django.conf import settings  # noqa: E402  (settings first)
from django.db import connection  # noqa: E402

from crewdesk.core.postgres.roles import refuse_unsafe_role  # noqa: E402
from crewdesk.core.reception import RECEIVING, Reception  # noqa: E402

with connection.cursor() as cursor:
    refuse_unsafe_role(cursor)
connection.close()

application = Reception(WSGIHandler(), places=settings.WEB_THREADS, receiving=RECEIVING)
