"""Reads of the core that are worth a name."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from .tenancy import require_desk

MOST_FAILED_JOBS = 200


@dataclass(frozen=True)
class FailedJob:
    """A job that was given up: it stays until somebody lets it run again."""

    id: int
    task: str
    lane: str
    arguments: dict
    attempts: int
    problem: str
    failed_at: datetime | None

    @property
    def name(self) -> str:
        """The last part of the task's name, and for a handler of events the handler's."""
        return (self.arguments.get("handler") or self.task).rpartition(".")[2].replace("_", " ")


def failed_jobs() -> list[FailedJob]:
    """The jobs of the desk in scope that were given up, newest first. Jobs are not behind row-level security: the desk is asked for here."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT job.id, task_name, queue_name, args - '_run' - 'desk_id', attempts, coalesce(args->'_run'->>'problem', ''),"
            " (SELECT max(at) FROM procrastinate_events WHERE job_id = job.id AND type = 'failed')"
            " FROM procrastinate_jobs job WHERE status = 'failed' AND (args->>'desk_id')::bigint = %s ORDER BY job.id DESC LIMIT %s",
            [require_desk(), MOST_FAILED_JOBS],
        )
        return [FailedJob(*row[:3], json.loads(row[3]), *row[4:]) for row in cursor.fetchall()]
