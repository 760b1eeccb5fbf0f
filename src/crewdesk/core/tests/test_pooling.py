"""Desks that take turns on one database connection never meet: first over one connection of ours, then through PgBouncer."""

import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection, connections
from testing.cast import make_desk

from crewdesk.accounts.models import Group

from .workers import eventually

TURNS = 1000
THREADS = 4
CONFIG = """
[databases]
* = host={server} pool_size=1
[pgbouncer]
unix_socket_dir = {folder}
listen_addr =
listen_port = 6432
auth_type = trust
auth_file = {folder}/users
pool_mode = transaction
"""


def take_turns(desks, turns: int, problems: list) -> None:
    """Visit the desks one after another; whatever is seen that should not be is a problem."""
    try:
        for turn in range(turns):
            desk = desks[turn % len(desks)]
            with desk.scope(), connection.cursor() as cursor:
                cursor.execute("SELECT name FROM accounts_group WHERE name LIKE 'canary%'")
                seen = {name for (name,) in cursor.fetchall()} | set(
                    Group.objects.filter(name__startswith="canary").values_list("name", flat=True)
                )
            if seen != {f"canary of {desk.desk.slug}"}:
                problems.append((desk.desk.slug, seen))
            with connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM accounts_group")
                if cursor.fetchone() != (0,):
                    problems.append("rows without a desk")
    except Exception as problem:
        problems.append(problem)
    finally:
        connection.close()


@pytest.fixture
def desks(committed_harbor):
    """Two desks, each with a canary."""
    both = [committed_harbor, make_desk(f"m-{committed_harbor.desk.slug}", admin="Olga")]
    for desk in both:
        with desk.scope():
            Group.objects.create(name=f"canary of {desk.desk.slug}")
    return both


def test_criterion_05_one_connection_shows_no_foreign_row(desks):
    problems: list = []
    take_turns(desks, TURNS, problems)
    assert problems == []


@pytest.fixture
def through_pgbouncer(tmp_path_factory, committed):
    """Connections that are made from now on go through PgBouncer, which has one to the server."""
    program = shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None:
        pytest.skip("PgBouncer is not installed")
    folder = Path(django_settings.EMBEDDED.socket_folder) / "pool"
    folder.mkdir()
    (folder / "users").write_text('"crewdesk_app" ""\n')
    (folder / "pgbouncer.ini").write_text(CONFIG.format(server=django_settings.EMBEDDED.socket_folder, folder=folder))
    as_user = []
    if os.geteuid() == 0:
        as_user = ["-u", folder.parent.owner()]
        shutil.chown(folder, folder.parent.owner())
    process = subprocess.Popen([program, *as_user, folder / "pgbouncer.ini"], stderr=subprocess.DEVNULL)
    eventually((folder / ".s.PGSQL.6432").exists)
    connection.close()
    present = connections.settings["default"]
    # As settings.py has it where DATABASE_URL is set.
    options = present["OPTIONS"] | {"prepare_threshold": None}
    connections.settings["default"] = present | {"HOST": str(folder), "PORT": "6432", "OPTIONS": options}
    yield
    connections.settings["default"] = present
    process.terminate()
    process.wait(timeout=10)
    shutil.rmtree(folder)


def test_criterion_05_pgbouncer_in_transaction_mode_shows_no_foreign_row(desks, through_pgbouncer, django_db_blocker):
    problems: list = []
    threads = [
        threading.Thread(target=take_turns, args=(desks[number % 2 :] + desks[: number % 2], TURNS // THREADS, problems))
        for number in range(THREADS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"DATABASE_URL": "postgresql://crewdesk_app@db/crewdesk"}, None),
        ({"DATABASE_URL": "postgresql://crewdesk_app@db/crewdesk", "DATABASE_PREPARE": "yes"}, 3),
        ({}, 3),
    ],
)
def test_plans_are_kept_where_no_pgbouncer_may_stand_in_between(given, kept, tmp_path):
    """An old one hands each transaction whichever connection is free, which knows nothing of another's plans."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE_")}
    ask = "from crewdesk.settings import DATABASES; print(DATABASES['default']['OPTIONS']['prepare_threshold'])"
    environment = own | {"CREWDESK_DATA": str(tmp_path)} | given
    told = subprocess.run([sys.executable, "-c", ask], env=environment, stdout=subprocess.PIPE, text=True, check=True).stdout
    assert told.strip() == str(kept)
