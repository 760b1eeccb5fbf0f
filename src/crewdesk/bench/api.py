"""`crewdesk bench api`: CPU of calls to the API, its throughput at 8 clients against a bare transaction, and the bulk import."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import count, cycle, islice
from pathlib import Path
from typing import Any

from crewdesk.core.postgres.embedded import SUPERUSER, EmbeddedServer

from .rig.bare import bare_server
from .rig.figures import conditions, figure
from .rig.installation import DESK, TICKETS, Installation, free_ports, installation
from .rig.meter import Meter
from .rig.program import Program

N, CLIENTS = 300, 8
GOALS = {"create": 4, "show": 3, "list_100": 10, "search": 6, "incremental_1000": 60}
LEAST_SHARE = 0.5
IMPORTS_PER_SECOND = 2000
NUMBERS = "SELECT number FROM tickets_ticket WHERE deleted_at IS NULL AND NOT is_spam ORDER BY id DESC LIMIT 200"
SEARCHES = ("refund", "type:ticket payout status<solved", '"bank transfer"', "tags:payout", "created>2026-01-01 contract")
WEB_WORKERS, WEB_THREADS = 2, 3


def run(*, tickets: int = TICKETS, data: Path | None = None, n: int = N) -> Iterator[dict[str, Any]]:
    """Figures of the API; see README.md."""
    with installation(tickets=tickets, data=data) as (running, _sink):
        yield from figures(running, n=n)


def figures(running: Installation, *, n: int) -> Iterator[dict[str, Any]]:
    """The same on an installation that runs; each call is made `n` times."""
    known, meter, token = conditions(running), Meter(running), _token(running)
    with Program(running.ports["PORT"], token) as program:
        calls = _calls(running, program)
        for make in calls.values():
            for call in islice(make(), n // 10):
                call()
        meter.rest(n)
        for op, make in calls.items():
            times = n if op != "incremental_1000" else max(5, n // 10)
            reading = meter.measure(islice(make(), times))
            yield figure(op, "ms", reading.cpu_ms_each, GOALS[op], known, **reading.conditions())
    yield from _throughput(running, token, known, n)
    yield _bulk_import(running, known, n)


def _calls(running: Installation, program: Program) -> dict[str, Callable[[], Iterator[Callable]]]:
    """Endless calls by name of the operation."""
    numbers = [number for (number,) in running.database.execute(NUMBERS).fetchall()]
    fresh = count()

    def of(method: str, paths: list[str]) -> Iterator[Callable]:
        return (partial(program.call, method, path) for path in cycle(paths))

    def creating() -> Iterator[Callable]:
        return (partial(program.call, "POST", "/api/v2/tickets.json", _ticket(number)) for number in fresh)

    return {
        "create": creating,
        "show": lambda: of("GET", [f"/api/v2/tickets/{number}.json" for number in numbers]),
        "list_100": lambda: of(
            "GET", ["/api/v2/tickets.json?page[size]=100", "/api/v2/tickets.json?page[size]=100&sort=-updated_at"]
        ),
        "search": lambda: of("GET", [f"/api/v2/search.json?per_page=25&query={_quoted(text)}" for text in SEARCHES]),
        "incremental_1000": lambda: of("GET", ["/api/v2/incremental/tickets/cursor.json?start_time=0&per_page=1000"]),
    }


def _quoted(text: str) -> str:
    from urllib.parse import quote

    return quote(text if "type:" in text else f"type:ticket {text}")


def _ticket(number: int) -> dict:
    words = {"body": f"The transfer of invoice {number} has not arrived, and the bank knows nothing of it."}
    return {
        "ticket": {"subject": f"Transfer {number} is missing", "comment": words, "priority": "high", "tags": ["payout", "bank"]}
    }


def _throughput(running: Installation, token: str, known: dict, n: int) -> Iterator[dict[str, Any]]:
    """Creations a second by eight clients at once, and of three bare rows by the same clients on the same kind of server."""
    [port] = free_ports(1)
    dsn = EmbeddedServer(running.data).dsn(SUPERUSER)
    api = _by_clients(running.ports["PORT"], token, "/api/v2/tickets.json", n)
    with bare_server(port, dsn, workers=WEB_WORKERS, threads=WEB_THREADS):
        _by_clients(port, "", "/", n // 10)
        bare = _by_clients(port, "", "/", n)
    shared = {"clients": CLIENTS, "bare_per_second": bare, "share_of_bare": round(api / bare, 3), "least_share": LEAST_SHARE}
    yield figure("create_per_second", "1/s", api, round(bare * LEAST_SHARE, 1), known, **shared)


def _by_clients(port: int, token: str, path: str, n: int) -> float:
    """Calls a second of eight clients that make `n` each; a call that fails fails the bench."""

    def work(client: int) -> None:
        with Program(port, token) as program:
            for number in range(n):
                program.call("POST", path, _ticket(client * 1_000_000 + number))

    begun = time.monotonic()
    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(work, range(CLIENTS)))
    return round(CLIENTS * n / (time.monotonic() - begun), 1)


def _bulk_import(running: Installation, known: dict, n: int) -> dict[str, Any]:
    """Tickets a second that one process writes as imports do, commits included."""
    count = 20 * max(n, 50)
    seconds = float(_said_by(running, "crewdesk.bench.rig.bulk", DESK, str(count)))
    return figure("import_per_second", "1/s", round(count / seconds, 1), IMPORTS_PER_SECOND, known, n=count)


def _token(running: Installation) -> str:
    asked = ("token", "create", "--desk", DESK, "--user", f"ada@{DESK}.example", "--scopes", "read,write")
    return _said_by(running, "crewdesk.cli", *asked)


def _said_by(running: Installation, module: str, *arguments: str) -> str:
    """What a program prints that runs beside the installation, on its data folder."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("CREWDESK_", "DATABASE_"))}
    environment = own | {"CREWDESK_DATA": str(running.data)}
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
