"""Jobs: exactly once, whatever happens to the worker."""

import os
import signal
from collections import Counter

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app as queue

from crewdesk.core import jobs
from crewdesk.core.jobs import Lane, defer
from crewdesk.core.models import Event
from crewdesk.core.queries import failed_jobs
from crewdesk.core.worker.chores import Chores
from crewdesk.core.worker.rescue import RESCUE

from . import sample_jobs
from .sample_jobs import EFFECT, fail, kill_worker, leave_mark, leave_mark_slowly, talk_outside
from .workers import eventually, start_worker

__all__ = ["start_worker"]
jobs.adopt(queue)


def marks(desk) -> Counter:
    """How often each number was written on the desk."""
    with desk.scope():
        return Counter(Event.objects.filter(kind=EFFECT).values_list("subject_id", flat=True))


def waiting(desk) -> int:
    """How many jobs of the desk are not done yet, given-up ones aside."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE (args->>'desk_id')::bigint = %s AND status IN ('todo', 'doing')",
            [desk.desk.pk],
        )
        return cursor.fetchone()[0]


def leave(desk, function, **arguments) -> None:
    """Commit one job."""
    with desk.scope():
        defer(function, desk_id=desk.desk.pk, **arguments)


@pytest.mark.parametrize("waits", ["before", "after"])
def test_criterion_44_killed_worker_loses_and_doubles_nothing(committed_harbor, start_worker, tmp_path, waits):
    for number in range(10):
        leave(committed_harbor, leave_mark, number=number)
    leave(committed_harbor, leave_mark_slowly, number=10, folder=str(tmp_path), waits=waits)
    for number in range(11, 20):
        leave(committed_harbor, leave_mark, number=number)
    doomed = start_worker(concurrency=2)
    eventually((tmp_path / f"started-{doomed.pid}").exists)
    doomed.kill()
    (tmp_path / "go").touch()
    start_worker(concurrency=2)
    eventually(lambda: waiting(committed_harbor) == 0)
    assert marks(committed_harbor) == dict.fromkeys(range(20), 1)


@pytest.mark.parametrize("zombie_limit", [1.0, 60.0], ids=["its transaction is ended", "its transaction is fenced"])
def test_criterion_46_late_zombie_cannot_commit(committed_harbor, start_worker, tmp_path, zombie_limit):
    leave(committed_harbor, leave_mark_slowly, number=1, folder=str(tmp_path), waits="after")
    zombie = start_worker(stalled=zombie_limit)
    eventually((tmp_path / f"started-{zombie.pid}").exists)
    os.kill(zombie.pid, signal.SIGSTOP)
    (tmp_path / "go").touch()
    start_worker()
    eventually(lambda: marks(committed_harbor) == {1: 1})
    os.kill(zombie.pid, signal.SIGCONT)
    zombie.terminate()
    zombie.join(timeout=20)
    assert not zombie.is_alive()
    assert marks(committed_harbor) == {1: 1}
    assert waiting(committed_harbor) == 0


def test_criterion_46_zombie_does_not_overtake_the_present_run(committed_harbor, start_worker, tmp_path):
    leave(committed_harbor, leave_mark_slowly, number=1, folder=str(tmp_path), waits="after")
    zombie = start_worker(stalled=60.0)
    eventually((tmp_path / f"started-{zombie.pid}").exists)
    os.kill(zombie.pid, signal.SIGSTOP)
    present = start_worker()
    eventually((tmp_path / f"started-{present.pid}").exists)
    (tmp_path / f"go-{zombie.pid}").touch()
    os.kill(zombie.pid, signal.SIGCONT)
    zombie.terminate()
    zombie.join(timeout=20)
    assert marks(committed_harbor) == {}
    (tmp_path / "go").touch()
    eventually(lambda: waiting(committed_harbor) == 0)
    with committed_harbor.scope():
        assert [event.changes for event in Event.objects.filter(kind=EFFECT)] == [{"pid": present.pid}]


def test_criterion_47_failing_job_is_parked_and_others_proceed(committed_harbor, start_worker):
    leave(committed_harbor, fail, number=7)
    leave(committed_harbor, leave_mark, number=8)
    start_worker()
    eventually(lambda: waiting(committed_harbor) == 0)
    assert marks(committed_harbor) == {8: 1}
    with committed_harbor.scope():
        (parked,) = failed_jobs()
    assert parked.problem == "ValueError: number 7 cannot be done"
    assert parked.attempts == 3
    assert parked.name == "fail"


def test_criterion_47_job_that_kills_its_worker_is_parked_and_others_proceed(committed_harbor, start_worker):
    leave(committed_harbor, kill_worker, number=1)
    for number in range(2, 6):
        leave(committed_harbor, leave_mark, number=number)
    killed = 0
    while True:
        process = start_worker(concurrency=2)
        eventually(lambda process=process: not process.is_alive() or waiting(committed_harbor) == 0)
        if process.is_alive():
            break
        killed += 1
    assert killed == 3
    assert marks(committed_harbor) == dict.fromkeys(range(2, 6), 1)
    with committed_harbor.scope():
        (parked,) = failed_jobs()
    assert parked.name == "kill worker"


def test_worker_ends_its_job_before_it_stops(committed_harbor, start_worker, tmp_path):
    leave(committed_harbor, leave_mark_slowly, number=1, folder=str(tmp_path), waits="before")
    leave(committed_harbor, leave_mark, number=2)
    worker = start_worker()
    eventually((tmp_path / f"started-{worker.pid}").exists)
    worker.terminate()
    (tmp_path / "go").touch()
    worker.join(timeout=20)
    assert worker.exitcode == 0
    assert marks(committed_harbor) == {1: 1}
    assert waiting(committed_harbor) == 1


def test_job_of_a_rolled_back_transaction_never_was(committed_harbor):
    with committed_harbor.scope():
        defer(leave_mark, desk_id=committed_harbor.desk.pk, number=1)
        transaction.set_rollback(True)
    assert waiting(committed_harbor) == 0


def test_orphans_come_back_one_by_one_once_they_are_suspects(committed_harbor, owner_connection):
    for number in range(3):
        leave(committed_harbor, leave_mark, number=number)
    desk = str(committed_harbor.desk.pk)
    found = []
    for _crash in range(2):
        owner_connection.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = NULL WHERE args->>'desk_id' = %s", [desk]
        )
        owner_connection.execute(RESCUE, {"seconds": 30, "own": 0})
        found.append(
            owner_connection.execute(
                "SELECT extract(epoch FROM scheduled_at - min(scheduled_at) OVER ())::int FROM procrastinate_jobs"
                " WHERE args->>'desk_id' = %s ORDER BY id",
                [desk],
            ).fetchall()
        )
    assert found == [[(0,), (0,), (0,)], [(0,), (2,), (4,)]]


def test_queueing_lock_lets_one_wait(in_harbor, do_jobs):
    for _time in range(3):
        defer(leave_mark, desk_id=in_harbor.desk.pk, queueing_lock="once", number=1)
    assert do_jobs(Lane.BATCH) == 1
    defer(leave_mark, desk_id=in_harbor.desk.pk, queueing_lock="once", number=1)
    assert do_jobs(Lane.BATCH) == 1
    assert marks(in_harbor) == {1: 2}


@pytest.mark.parametrize("way", ["rescued", "tried again", "asked for again"])
def test_a_job_comes_back_beside_another_that_waits_in_its_place(committed_harbor, owner_connection, start_worker, way):
    """The other was left while this one ran, which had let it: to come back with the lock would have ended every worker."""
    desk, own = committed_harbor, f"once {committed_harbor.desk.pk}"
    leave(desk, fail if way == "tried again" else leave_mark, queueing_lock=own, number=1)
    job = "FROM procrastinate_jobs WHERE queueing_lock = %s"
    [(first,)] = owner_connection.execute(f"SELECT id {job}", [own]).fetchall()
    state = "failed" if way == "asked for again" else "doing"
    with owner_connection.transaction():
        owner_connection.execute("UPDATE procrastinate_jobs SET status = %s WHERE id = %s", [state, first])
        owner_connection.execute("UPDATE procrastinate_jobs SET worker_id = NULL WHERE id = %s", [first])
    leave(desk, leave_mark, queueing_lock=own, schedule_in={"hours": 1}, number=2)
    if way == "asked for again":
        with desk.scope():
            assert jobs.retry_failed(first)
    start_worker()
    marked = {} if way == "tried again" else {1: 1}
    eventually(lambda: waiting(desk) == 1)
    assert marks(desk) == marked
    owner_connection.execute(f"DELETE {job}", [own])


def test_scheduled_job_waits(in_harbor, do_jobs):
    defer(leave_mark, desk_id=in_harbor.desk.pk, schedule_in={"minutes": 5}, number=1)
    assert do_jobs(Lane.BATCH) == 0
    assert waiting(in_harbor) == 1


def test_done_jobs_leave_nothing_behind(in_harbor, do_jobs):
    defer(leave_mark, desk_id=in_harbor.desk.pk, number=1)
    defer(talk_outside, desk_id=in_harbor.desk.pk, number=1)
    assert do_jobs() == 2
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE (args->>'desk_id')::bigint = %s", [in_harbor.desk.pk])
        assert cursor.fetchone() == (0,)


def _parked(desk) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'failed' WHERE (args->>'desk_id')::bigint = %s RETURNING id", [desk.desk.pk]
        )
        return cursor.fetchone()[0]


def test_clock_starts_a_job_once_however_many_workers_look(owner_connection):
    before = owner_connection.execute("SELECT coalesce(max(id), 0) FROM procrastinate_jobs").fetchone()[0]
    try:
        workers = [Chores(owner_connection, stalled_seconds=30, poll_seconds=5) for _worker in range(2)]
        for chores in workers:
            chores.do()
            chores.sign_off()
        started = owner_connection.execute(
            "SELECT queue_name, args->'timestamp' IS NOT NULL FROM procrastinate_jobs WHERE task_name = %s AND id > %s",
            [sample_jobs.tick.job_name, before],
        ).fetchall()
        assert started == [("batch", True)]
    finally:
        owner_connection.execute("DELETE FROM procrastinate_jobs WHERE id > %s", [before])
        owner_connection.execute("DELETE FROM procrastinate_periodic_defers")


def test_failed_jobs_page_lets_an_admin_run_them_again(harbor, sign_in, do_jobs):
    leave(harbor, leave_mark, number=4)
    job_id = _parked(harbor)
    client = sign_in(harbor.ada)
    assert "leave mark" in client.get(f"/d/{harbor.desk.slug}/settings/jobs/").text
    assert client.post(f"/d/{harbor.desk.slug}/settings/jobs/{job_id}/retry/").status_code == 302
    assert do_jobs(Lane.BATCH) == 1
    assert marks(harbor) == {4: 1}
    assert "leave mark" not in client.get(f"/d/{harbor.desk.slug}/settings/jobs/").text


def test_failed_jobs_of_a_desk_are_for_its_admins_alone(harbor, meridian, sign_in):
    leave(harbor, leave_mark, number=4)
    job_id = _parked(harbor)
    client = sign_in(harbor.ben)
    assert client.get(f"/d/{harbor.desk.slug}/settings/jobs/").status_code == 403
    assert client.post(f"/d/{harbor.desk.slug}/settings/jobs/{job_id}/retry/").status_code == 403
    client = sign_in(meridian.olga)
    assert "leave mark" not in client.get(f"/d/{meridian.desk.slug}/settings/jobs/").text
    assert client.post(f"/d/{meridian.desk.slug}/settings/jobs/{job_id}/retry/").status_code == 404
    assert client.post(f"/d/{harbor.desk.slug}/settings/jobs/{job_id}/retry/").status_code == 404


def test_every_job_has_one_home():
    names = [options["name"] for _function, options, _cron in jobs._registered]
    assert len(names) == len(set(names))
    assert sample_jobs.leave_mark.job_name in names
