"""An installation of its own, in a folder of its own, run by the real program."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from io import BytesIO, TextIOWrapper
from pathlib import Path

import psutil
import pytest
from testing.browser import free_ports, start_process

from crewdesk.cli import main
from crewdesk.cli.banner import is_healthy

START_SECONDS = 90
PARTS = {f"crewdesk {name}" for name in ("web", "live", "worker", "mail", "db")} | {"postgres"}
# What the suite sets for itself must not reach an installation of its own.
OWN = {"WEB_WORKERS": "1", "LOG_LEVEL": "WARNING", "API_RATE_LIMIT": "1000000"}
FOREIGN = ("CREWDESK_DATABASE", "DATABASE_ROLE", "DATABASE_URL", "PYTEST_CURRENT_TEST")


def in_process(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess:
    """Call the program inside this process, with its settings and its database."""
    out, err = TextIOWrapper(BytesIO()), TextIOWrapper(BytesIO())
    before = sys.argv, sys.stdin, sys.stdout, sys.stderr
    sys.argv, sys.stdin, sys.stdout, sys.stderr = ["crewdesk", *arguments], TextIOWrapper(BytesIO(stdin)), out, err
    try:
        main()
    except SystemExit as end:
        code = end.code
    finally:
        sys.argv, sys.stdin, sys.stdout, sys.stderr = before
        for stream in (out, err):
            stream.flush()
    return subprocess.CompletedProcess(arguments, code, out.buffer.getvalue(), err.buffer.getvalue())


def as_process(*arguments: str, stdin: bytes = b"", **environment: str | None) -> subprocess.CompletedProcess:
    """Run the program on the database of this test process, under other settings (None takes one away)."""
    command = [sys.executable, "-m", "crewdesk.cli", *arguments]
    changed = {name: value for name, value in (os.environ | environment).items() if value is not None}
    return subprocess.run(command, input=stdin, env=changed, capture_output=True, timeout=120)


class Installation:
    """A data folder with free ports, and `crewdesk` called on it."""

    def __init__(self, data: Path):
        self.data = data
        self.ports = dict(zip(("PORT", "LIVE_PORT", "MAIL_PORT"), free_ports(3), strict=True))
        self.log, self._log_begins = data.with_suffix(".log"), 0
        self.program = None

    def environment(self, **other: str) -> dict[str, str]:
        own = {name: value for name, value in os.environ.items() if name not in FOREIGN}
        ports = {name: str(port) for name, port in self.ports.items()}
        return own | ports | OWN | {"CREWDESK_DATA": str(self.data)} | other

    def call(self, *arguments: str, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess:
        """Run `crewdesk` to its end."""
        return as_process(*arguments, stdin=stdin, **dict.fromkeys(FOREIGN), **self.environment(**environment))

    def start(self) -> None:
        """Run `crewdesk up` and wait until all is up."""
        with self.log.open("ab") as log:
            self._log_begins = log.tell()
            self.program = start_process(
                [sys.executable, "-m", "crewdesk.cli", "up"], env=self.environment(), stdout=log, stderr=log
            )
        self.wait_until(self.is_up, START_SECONDS)

    def said(self) -> str:
        """What it logged since it was started last; tests before this one kill its parts."""
        return self.log.read_bytes()[self._log_begins :].decode()

    def is_up(self) -> bool:
        assert self.program.poll() is None, self.log.read_text()
        return set(self.processes().values()) >= PARTS and is_healthy(f"http://127.0.0.1:{self.ports['PORT']}")

    def wait_until(self, condition, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < deadline, f"not within {seconds} s\n{self.log.read_text()[-3000:]}"
            time.sleep(0.05)

    def processes(self) -> dict[int, str]:
        """Pid to name of all processes of this installation, the database's included."""
        return {process.pid: name for process in psutil.process_iter() if (name := self._name_if_ours(process))}

    def pids(self, name: str) -> set[int]:
        """Pids of its processes of the part `name`."""
        return {pid for pid, found in self.processes().items() if found == f"crewdesk {name}"}

    def stop(self) -> None:
        if self.program and self.program.poll() is None:
            self.program.send_signal(signal.SIGTERM)
            self.program.wait(30)

    def _name_if_ours(self, process: psutil.Process) -> str:
        try:
            ours = process.environ().get("CREWDESK_DATA") == str(self.data) or any(
                str(self.data) in part for part in process.cmdline()
            )
            return process.name() if ours and process.status() != psutil.STATUS_ZOMBIE else ""
        except (psutil.AccessDenied, psutil.NoSuchProcess):
            return ""


@pytest.fixture(scope="session")
def migrated():
    """An installation that was started once; it may be down or up."""
    # Not below pytest's folder: it is closed to the system user as whom PostgreSQL runs when a second run of pytest begins.
    with tempfile.TemporaryDirectory(prefix="crewdesk-cli-") as folder:
        installation = Installation(Path(folder) / "data")
        yield installation
        installation.stop()


@pytest.fixture
def running(migrated):
    """An installation that is up when the test begins."""
    if migrated.program is None or migrated.program.poll() is not None:
        migrated.start()
    return migrated
