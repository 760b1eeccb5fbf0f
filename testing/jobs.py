"""Does waiting jobs within a test, in its own transaction, instead of a worker."""

from collections.abc import Callable

import pytest


@pytest.fixture
def do_jobs() -> Callable[..., int]:
    """`do_jobs()` does all jobs that are due, and those that they leave, lane by lane; returns how many. A job that fails fails the test."""
    from crewdesk.core.jobs import Lane
    from crewdesk.core.worker.doing import do_next_job

    def do(*lanes: Lane) -> int:
        done = 0
        while sum(rounds := [_drain(lane, do_next_job) for lane in lanes or Lane]):
            done += sum(rounds)
        _assert_none_failed()
        return done

    return do


def _drain(lane, do_next_job) -> int:
    done = 0
    while do_next_job(lane, None, on_found=lambda: None):
        done += 1
    return done


def _assert_none_failed() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, args->'_run'->>'problem' FROM procrastinate_jobs WHERE args->'_run' ? 'problem'")
        assert cursor.fetchall() == []
