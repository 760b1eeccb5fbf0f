"""A real installation under `crewdesk up`, on a folder of its own that later runs find again."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg

from crewdesk.core.postgres.embedded import SUPERUSER, EmbeddedServer

from .processes import cpu_seconds, memory_mb, tree
from .sink import Sink, sink_at

DESK, TICKETS = "harbor", 100_000
START_SECONDS, STOP_SECONDS = 180, 60
AUTHSERV = "mx.harbor.example"


@dataclass
class Installation:
    """A running installation; `database` is a connection past its walls, for looking and preparing, never for what is measured."""

    data: Path
    ports: dict[str, int]
    program: subprocess.Popen
    database: psycopg.Connection

    def parts(self) -> dict[str, list[int]]:
        """All its processes by part: the supervisor's children (web, live, worker, mail, db) with what they started, and PostgreSQL."""
        supervisor, postgres = psutil.Process(self.program.pid), tree(self._postmaster())
        parts = {child.name().removeprefix("crewdesk "): tree(child.pid) for child in supervisor.children()}
        own = {name: [pid for pid in pids if pid not in postgres] for name, pids in parts.items()}
        return {"supervisor": [self.program.pid], **own, "postgres": postgres}

    def pids(self) -> list[int]:
        """All its processes."""
        return [pid for pids in self.parts().values() for pid in pids]

    def cpu(self) -> dict[str, float]:
        """CPU seconds so far of each part."""
        return {name: cpu_seconds(pids) for name, pids in self.parts().items()}

    def memory(self) -> float:
        """Memory of all its processes in MB."""
        return memory_mb(self.pids())

    def _postmaster(self) -> int:
        return int((self.data / "postgres" / "postmaster.pid").read_text().splitlines()[0])


@contextmanager
def installation(*, tickets: int, data: Path | None) -> Iterator[tuple[Installation, Sink]]:
    """Have it up with a sample desk of `tickets`, and the sink where its mail arrives."""
    data = data or Path(tempfile.gettempdir()) / f"crewdesk-bench-{tickets}"
    *ours, sink_port = free_ports(4)
    ports = dict(zip(("PORT", "LIVE_PORT", "MAIL_PORT"), ours, strict=True))
    environment = _environment(data, ports, sink_port)
    for step in (("migrate",), ("sample", "--desk", DESK, "--tickets", str(tickets))):
        subprocess.run([sys.executable, "-m", "crewdesk.cli", *step], env=environment, check=True, stdout=sys.stderr)
    with (data / "bench.log").open("ab") as log:
        program = subprocess.Popen([sys.executable, "-m", "crewdesk.cli", "up"], env=environment, stdout=log, stderr=log)
    try:
        _wait_until_up(program, ports["PORT"], data)
        with psycopg.connect(EmbeddedServer(data).dsn(SUPERUSER), autocommit=True) as database, sink_at(sink_port) as sink:
            yield Installation(data, ports, program, database), sink
    finally:
        program.terminate()
        program.wait(STOP_SECONDS)


def free_ports(count: int) -> list[int]:
    """Ports that are free now."""
    probes = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports


def _environment(data: Path, ports: dict[str, int], sink_port: int) -> dict[str, str]:
    """Nothing but what a production start has: no debugging, no demo."""
    data.mkdir(parents=True, exist_ok=True)
    own = {name: value for name, value in os.environ.items() if not name.startswith(("CREWDESK_", "DATABASE_"))}
    mail = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(sink_port), "EMAIL_SECURITY": "none", "MAIL_AUTHSERV_ID": AUTHSERV}
    return (
        own
        | mail
        | {name: str(port) for name, port in ports.items()}
        | {"CREWDESK_DATA": str(data), "LOG_LEVEL": "WARNING", "API_RATE_LIMIT": "1000000000"}
    )


def _wait_until_up(program: subprocess.Popen, port: int, data: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not _is_up(port):
        if program.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"The installation did not come up; see {data / 'bench.log'}.")
        time.sleep(0.2)


def _is_up(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False
