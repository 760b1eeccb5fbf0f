"""The worker and its jobs, and whether the web server answers."""

from collections.abc import Iterator

from django.db import DatabaseError, connections

from crewdesk.core.health import WORKER_SILENCE_SECONDS

from ..banner import is_healthy, local_address
from .finding import Finding, State, judge

MOST_WAITING_SECONDS = 300


def findings() -> Iterator[Finding]:
    """All of them; none where the tables are missing."""
    try:
        yield _worker()
        yield _failed()
        yield _waiting()
    except DatabaseError:
        return
    address = local_address()
    yield judge(
        is_healthy(address),
        "web",
        address,
        "It does not answer, or not all is up. `crewdesk up` starts it.",
        otherwise=State.WARN,
    )


def _worker() -> Finding:
    silence = _ask("SELECT extract(epoch FROM now() - max(last_heartbeat))::int FROM procrastinate_workers")
    text = "none has run" if silence is None else f"last heard of {silence} s ago"
    alive = silence is not None and silence <= WORKER_SILENCE_SECONDS
    return judge(
        alive, "worker", text, "No worker runs: mail is neither read nor sent. `crewdesk up` starts one.", otherwise=State.WARN
    )


def _failed() -> Finding:
    failed = _ask("SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'")
    return judge(
        failed == 0, "failed jobs", str(failed), "See `crewdesk jobs list`, then `crewdesk jobs retry`.", otherwise=State.WARN
    )


def _waiting() -> Finding:
    oldest = _ask(
        "SELECT coalesce(extract(epoch FROM now() - min(coalesce(job.scheduled_at, event.at)))::int, 0) FROM procrastinate_jobs job"
        " JOIN procrastinate_events event ON event.job_id = job.id AND event.type = 'deferred'"
        " WHERE job.status = 'todo' AND (job.scheduled_at IS NULL OR job.scheduled_at < now())"
    )
    advice = "Jobs pile up: run more workers (`crewdesk serve worker`), or raise WORKER_CONCURRENCY."
    return judge(oldest <= MOST_WAITING_SECONDS, "waiting jobs", f"the oldest for {oldest} s", advice, otherwise=State.WARN)


def _ask(query: str) -> int | None:
    with connections["default"].cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]
