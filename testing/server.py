"""Starts the suite's private server before anything reads the settings (`-p testing.server` in pyproject.toml)."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

WATCHDOG = Path(__file__).with_name("watchdog.py")


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config):
    """Start the server in the first process. A wrapper, because pytest-django reads the settings in this very hook."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker is None:
        data = Path(tempfile.mkdtemp(prefix="crewdesk-test-"))
        (data / "static").mkdir()  # WhiteNoise warns when there is none
        os.environ.update(CREWDESK_DATA=str(data), LOG_LEVEL="ERROR", LOG_FORMAT="console", MAIL_PORT="0")
        for name in ("DATABASE_URL", "CREWDESK_DEBUG", "CREWDESK_DEMO", "PORT"):
            os.environ.pop(name, None)
        early_config.add_cleanup(start_server(data))
    os.environ["CREWDESK_DATABASE"] = f"test_{worker or 'main'}"
    os.environ["DJANGO_SETTINGS_MODULE"] = "crewdesk.settings"
    return (yield)


def pytest_collection_finish(session):
    """Refuse to run where tests of one xdist group would be spread, as they disturb each other then."""
    if os.environ.get("PYTEST_XDIST_WORKER"):
        spread = [item.nodeid for item in session.items if item.get_closest_marker("xdist_group") and "@" not in item.nodeid]
        if spread:
            raise pytest.UsageError(f"xdist does not keep groups together (--dist loadgroup?): {spread[0]}")


def start_server(data: Path):
    """Start the server of a folder; returns what stops it and removes the folder. Both happen as well when this process is killed."""
    from crewdesk.core.postgres.embedded import EmbeddedServer

    # A session of its own: what is sent to the group of the suite does not reach it.
    watchdog = subprocess.Popen(
        [sys.executable, "-P", str(WATCHDOG), str(data)], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    EmbeddedServer(data).start()

    def stop():
        # A byte and not the end alone: a process that the suite forked may hold the pipe open.
        watchdog.communicate(b".")

    return stop
