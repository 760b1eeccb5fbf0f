"""Does waiting jobs within a test, in its own transaction, instead of a worker."""

from collections.abc import Callable

import pytest


@pytest.fixture
def do_jobs(request) -> Callable[..., int]:
    """`do_jobs()` does all jobs that are due, and those that they leave, lane by lane; returns how many. A job that fails fails the test,
    unless an earlier test left it: those that really commit share the database."""
    from crewdesk.core.jobs import Lane
    from crewdesk.core.worker.doing import do_next_job

    if "committed" in request.fixturenames:
        request.getfixturevalue("committed")
    else:
        _throw_away_left_ones(request.getfixturevalue("owner_connection"))
        request.getfixturevalue("db")
    before = _newest_job()

    def do(*lanes: Lane) -> int:
        done = 0
        while sum(rounds := [_drain(lane, do_next_job) for lane in lanes or Lane]):
            done += sum(rounds)
        _assert_none_failed(before)
        return done

    return do


def _drain(lane, do_next_job) -> int:
    done = 0
    while do_next_job(lane, None, on_found=lambda: None):
        done += 1
    return done


def _throw_away_left_ones(elsewhere) -> None:
    """What is seen from outside of this test's transaction is of tests that really committed; their desks are not in its scope."""
    elsewhere.execute("SET lock_timeout = '10s'")
    elsewhere.execute("DELETE FROM procrastinate_jobs")


def _newest_job() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM procrastinate_jobs")
        return cursor.fetchone()[0]


def _assert_none_failed(before: int) -> None:
    from django.db import connection

    failed = "SELECT task_name, args->'_run'->>'problem' FROM procrastinate_jobs WHERE args->'_run' ? 'problem' AND id > %s"
    with connection.cursor() as cursor:
        cursor.execute(failed, [before])
        assert cursor.fetchall() == []
