"""`python -m crewdesk.core.worker`."""

import os

import django

os.environ["DATABASE_ROLE"] = "worker"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crewdesk.settings")
django.setup(set_prefix=False)

from crewdesk.core.worker import run  # noqa: E402  (settings first)

run()
