"""Gives the jobs of dead workers to living ones."""

import psycopg
import structlog

from ..jobs import MOST_CRASHES

# Jobs that may have killed their worker come back one by one, so that the guilty one does not take the others along again.
SUSPECT_GAP_SECONDS = 2
# Row locks make this single-flight: a second rescuer skips what the first one holds. `crashes` is counted apart from
# `attempts`, since a job may have a right to more attempts than to killed workers. A job that comes back lets go of its queueing
# lock, which belongs to one that waits: another like it may have been left while it ran, and two may not hold it.
RESCUE = f"""
WITH orphan AS (
    SELECT job.id, coalesce((args->'_run'->>'crashes')::int, 0) + 1 AS crashes
      FROM procrastinate_jobs job LEFT JOIN procrastinate_workers worker ON worker.id = job.worker_id
     WHERE job.status = 'doing' AND job.worker_id IS DISTINCT FROM %(own)s
       AND (worker.id IS NULL OR worker.last_heartbeat < now() - %(seconds)s * interval '1 second')
       FOR UPDATE OF job SKIP LOCKED
), turn AS (
    SELECT id, crashes, row_number() OVER (PARTITION BY crashes > 1 ORDER BY id) - 1 AS place FROM orphan
)
UPDATE procrastinate_jobs job
   SET status = (CASE WHEN crashes >= {MOST_CRASHES} THEN 'failed' ELSE 'todo' END)::procrastinate_job_status,
       abort_requested = false, attempts = attempts + 1, worker_id = NULL, queueing_lock = NULL,
       scheduled_at = now() + (CASE WHEN crashes > 1 THEN place * {SUSPECT_GAP_SECONDS} ELSE 0 END) * interval '1 second',
       args = args || jsonb_build_object('_run', coalesce(args->'_run', '{{}}')
              || jsonb_build_object('crashes', crashes, 'problem', 'The worker was killed or stood still.'))
  FROM turn WHERE turn.id = job.id
RETURNING job.id, task_name, queue_name, job.status, crashes
"""

log = structlog.get_logger("crewdesk.worker")


def rescue(connection: psycopg.Connection, *, stalled_seconds: float, own_id: int) -> set[str]:
    """Let the jobs of other workers that were silent for `stalled_seconds` run again; those that took three along are parked.

    Returns the lanes that have jobs again.
    """
    rescued = connection.execute(RESCUE, {"seconds": stalled_seconds, "own": own_id}).fetchall()
    for job_id, task, _lane, status, crashes in rescued:
        log.warning("job rescued", job_id=job_id, task=task, status=status, crashes=crashes)
    return {lane for _id, _task, lane, status, _crashes in rescued if status == "todo"}
