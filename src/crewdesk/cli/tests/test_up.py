"""One supervisor starts everything, keeps it running and leaves nothing behind."""

import os
import signal
import socket
import time

import psutil
import pytest
from testing.browser import free_ports

from crewdesk.core.supervisor.supervisor import LONGEST_PAUSE

from .conftest import PARTS

pytestmark = pytest.mark.xdist_group("installation")
STOP_SECONDS = 10
# A part that died a minute ago already is left to rest first, by the tests before at that.
BACK_SECONDS = LONGEST_PAUSE + 30


def test_ctrl_c_leaves_no_process_and_the_next_start_keeps_the_data(running):
    running.stop()
    running.start()
    assert _make_desk(running, "kept").returncode == 0
    begun = time.monotonic()
    running.program.send_signal(signal.SIGINT)
    assert running.program.wait(STOP_SECONDS) == 0
    assert time.monotonic() - begun < STOP_SECONDS
    assert running.processes() == {}
    assert "granian" not in running.said(), "its start and end are no news"
    running.start()
    assert _make_desk(running, "kept").returncode == 2


def test_killed_supervisor_leaves_no_process(running):
    assert len(running.processes()) > len(PARTS)
    running.program.kill()
    running.program.wait(5)
    running.wait_until(lambda: running.processes() == {}, STOP_SECONDS)


@pytest.mark.parametrize("part", ["web", "live", "worker", "mail", "db"])
def test_killed_part_comes_back(running, part):
    before = running.pids(part)
    os.kill(min(before), signal.SIGKILL)
    running.wait_until(lambda: (pids := running.pids(part)) and pids.isdisjoint(before) and running.is_up(), BACK_SECONDS)


def test_killed_database_comes_back(running):
    postmaster = int((running.data / "postgres" / "postmaster.pid").read_text().splitlines()[0])
    os.kill(postmaster, signal.SIGKILL)
    running.wait_until(lambda: not psutil.pid_exists(postmaster) and running.is_up(), BACK_SECONDS)
    assert _make_desk(running, "after-crash").returncode == 0


def test_second_start_on_the_same_folder_is_refused(running):
    answer = running.call("up", **other_ports())
    assert answer.returncode == 2
    assert f"already runs on {running.data} (process {running.program.pid})" in answer.stderr.decode()
    assert running.is_up()


def test_busy_port_is_named_before_anything_starts(tmp_path, migrated):
    data = tmp_path / "fresh"
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        answer = migrated.call("up", CREWDESK_DATA=str(data), **other_ports() | {"PORT": str(port)})
    assert answer.returncode == 2
    assert answer.stderr.decode().strip() == f"Port {port} at 127.0.0.1 is in use. Choose another one: PORT={port + 10}"
    assert not (data / "postgres").exists()


def test_port_wanted_twice_is_named(tmp_path, migrated):
    port = str(free_ports(1)[0])
    answer = migrated.call("up", CREWDESK_DATA=str(tmp_path / "fresh"), PORT=port, LIVE_PORT=port, MAIL_PORT="0")
    assert (answer.returncode, b"LIVE_PORT=" in answer.stderr) == (2, True)


def test_half_made_folder_gets_a_clear_message(tmp_path, migrated):
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "base").touch()
    answer = migrated.call("up", CREWDESK_DATA=str(tmp_path), **other_ports())
    assert answer.returncode == 1
    assert "no finished database cluster" in answer.stderr.decode()
    assert len(answer.stderr.decode().strip().splitlines()) == 1


def test_half_copied_cluster_gets_a_clear_message(tmp_path, migrated):
    (tmp_path / "postgres" / "global").mkdir(parents=True)
    (tmp_path / "postgres" / "PG_VERSION").write_text("18\n")
    answer = migrated.call("up", CREWDESK_DATA=str(tmp_path), **other_ports())
    assert answer.returncode == 1
    assert "global/pg_control, postgresql.conf, pg_hba.conf, pg_wal is missing" in answer.stderr.decode()
    assert len(answer.stderr.decode().strip().splitlines()) == 1


def test_folder_that_cannot_be_made_gets_a_clear_message(tmp_path, migrated):
    (tmp_path / "file").touch()
    answer = migrated.call("up", CREWDESK_DATA=str(tmp_path / "file" / "data"), MAIL_PORT="0")
    assert answer.returncode == 2
    assert "Choose another data folder: CREWDESK_DATA=" in answer.stderr.decode()


def other_ports() -> dict[str, str]:
    port, live_port = free_ports(2)
    return {"PORT": str(port), "LIVE_PORT": str(live_port), "MAIL_PORT": "0"}


def _make_desk(installation, slug: str):
    return installation.call(
        "desk", "create", "--slug", slug, "--name", slug, "--owner", f"ada@{slug}.example", "--owner-name", "Ada"
    )
