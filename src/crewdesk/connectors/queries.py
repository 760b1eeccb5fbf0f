"""Reads of this room that are worth a name."""

import json
from collections.abc import Callable

from django.db import connection

from crewdesk.core.tenancy import require_desk

from .models import ImportRun
from .tallies import rows_of

SHOWN_RUNS = 20


def has_job(*jobs: Callable, **arguments: int) -> bool:
    """Whether one of `jobs` waits or runs with these arguments at the desk in scope. A job that is given up is neither."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM procrastinate_jobs WHERE status IN ('todo', 'doing') AND task_name = ANY(%s) AND args @> %s)",
            [[job.job_name for job in jobs], json.dumps({"desk_id": require_desk(), **arguments})],
        )
        return cursor.fetchone()[0]


def latest_runs() -> list[tuple[ImportRun, int]]:
    """The newest imports of whole accounts and desks, each with how many rows it brought."""
    runs = ImportRun.objects.of_commands().defer("report", "cursor").select_related("started_by").order_by("-id")[:SHOWN_RUNS]
    return [(run, rows_of(run)) for run in runs]
