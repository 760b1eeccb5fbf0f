"""`crewdesk jobs`: work that failed for good and waits for somebody to look at it."""

import click

from .failures import WrongUse
from .program import database


@click.group()
def jobs() -> None:
    """List and retry jobs that failed."""


@jobs.command("list")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1))
def list_failed(limit: int) -> None:
    """Print the failed jobs, newest first: id, lane, desk, what it was, what went wrong."""
    with database():
        from procrastinate.contrib.django.models import ProcrastinateJob

        failed = list(ProcrastinateJob.objects.filter(status="failed").order_by("-id")[:limit])
    for job in failed:
        problem = (job.args.get("_run") or {}).get("problem", "")
        click.echo(f"{job.pk}\t{job.queue_name}\tdesk {job.args.get('desk_id', '-')}\t{job.task_name}\t{problem}")
    if not failed:
        click.echo("No job has failed.", err=True)


@jobs.command()
@click.argument("ids", nargs=-1, type=int)
@click.option("--all", "everything", is_flag=True, help="All that failed.")
def retry(ids: tuple[int, ...], everything: bool) -> None:
    """Let failed jobs run once more."""
    if bool(ids) == everything:
        raise WrongUse("Name the jobs by id, or say --all. `crewdesk jobs list` shows them.")
    with database():
        from procrastinate.contrib.django.models import ProcrastinateJob

        failed = dict(ProcrastinateJob.objects.filter(status="failed").values_list("id", "args__desk_id"))
        if missing := set(ids) - set(failed):
            raise WrongUse(f"No failed job has the id {min(missing)}.")
        again = sum(_retry(job_id, failed[job_id]) for job_id in (failed if everything else ids))
    click.echo(f"{again} to run again.", err=True)


def _retry(job_id: int, desk_id: int | None) -> bool:
    """False for a job of no desk: the clock starts it again by itself."""
    from crewdesk.core.jobs import retry_failed
    from crewdesk.core.tenancy import desk_scope

    if desk_id is None:
        return False
    with desk_scope(desk_id):
        return retry_failed(job_id)
