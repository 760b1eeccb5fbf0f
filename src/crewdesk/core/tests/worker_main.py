"""What a worker process of the tests runs. Loaded once by multiprocessing's fork server, from which every worker is forked."""

import os

from django.apps import apps

IN_FORK_SERVER = not apps.ready
if IN_FORK_SERVER:
    os.environ["DATABASE_ROLE"] = "worker"
    import django

    django.setup()

from procrastinate.contrib.django import app  # noqa: E402  (settings first)
from procrastinate.periodic import PeriodicRegistry  # noqa: E402

from crewdesk.core import jobs, worker  # noqa: E402

from . import sample_jobs  # noqa: E402, F401

jobs.adopt(app)
if IN_FORK_SERVER:
    # What the clock starts would be left for the tests that come after.
    app.periodic_registry = PeriodicRegistry()


def work(*, concurrency: int, stalled: float) -> None:
    """Do the jobs of the batch lane."""
    worker.run(lanes=[jobs.Lane.BATCH], concurrency=concurrency, stalled_seconds=stalled, poll_seconds=0.2)
