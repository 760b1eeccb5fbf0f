"""`crewdesk bench desk`: what an agent's pages and answers cost, and what all processes hold in memory."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from threading import Event, Thread
from typing import Any
from urllib.parse import quote

from crewdesk.demo.furnishing import PASSWORD

from .rig.figures import conditions, figure
from .rig.installation import DESK, TICKETS, Installation, installation
from .rig.letters import Postman
from .rig.meter import Meter, Reading
from .rig.sink import Sink
from .rig.visitor import Visitor

N = 300
GOALS = {"ticket_page": 12, "list_page": 10, "search_page": 10, "reply": 8, "memory_idle": 350, "memory_load": 700}
LONG, LONG_TICKETS = 20, 12
LISTS = ("view/unsolved/", "view/solved/", "view/pending/", "view/unassigned/?sort=-created")
# Rare and common words, phrases, conditions, and both together.
SEARCHES = (
    "invoice", "payout", "login", "collimation", "zebra", '"two-factor"', "status:open invoice", "status:solved payout", "assignee:me",
    "tags:payout", "priority:urgent", "created>2026-01-01 contract", "rechnung", "facture status:closed",
)  # fmt: skip
LIVE = "t.deleted_at IS NULL AND NOT t.is_spam AND t.status NOT IN ('closed')"
WITH_COMMENTS = f"SELECT number FROM tickets_ticket t WHERE comment_count = {LONG} AND {LIVE} ORDER BY id DESC LIMIT %s"
SHORTER = (
    f"SELECT number, {LONG} - comment_count FROM tickets_ticket t JOIN accounts_desk d ON d.id = t.desk_id"
    f" WHERE d.slug = '{DESK}' AND comment_count < {LONG} AND {LIVE} ORDER BY t.id DESC LIMIT %s"
)
ANSWERABLE = (
    f"SELECT number FROM tickets_ticket t WHERE {LIVE} AND comment_count < {LONG} ORDER BY id DESC LIMIT %s OFFSET {LONG_TICKETS}"
)


def run(*, tickets: int = TICKETS, data: Path | None = None, n: int = N) -> Iterator[dict[str, Any]]:
    """Figures of the agent's desk; see README.md."""
    with installation(tickets=tickets, data=data) as (running, sink):
        yield from figures(running, sink, n=n)


def figures(running: Installation, sink: Sink, *, n: int) -> Iterator[dict[str, Any]]:
    """The same on an installation that runs; each operation is done `n` times."""
    known, meter = conditions(running), Meter(running)
    yield figure("memory_idle", "MB", round(running.memory(), 1), GOALS["memory_idle"], known, processes=len(running.pids()))
    with Visitor(running.ports["PORT"], email=f"ben@{DESK}.example", password=PASSWORD) as agent:
        yield from _figures_of(agent, running, sink, meter, known, n)


def _figures_of(agent: Visitor, running: Installation, sink: Sink, meter: Meter, known: dict, n: int) -> Iterator[dict[str, Any]]:
    long_tickets = _long_tickets(running, agent, max(2, min(LONG_TICKETS, n // 25)))
    pages = {
        "list_page": [f"/d/{DESK}/tickets/{path}" for path in LISTS],
        "ticket_page": [f"/d/{DESK}/tickets/{number}/" for number in long_tickets],
        "search_page": [f"/d/{DESK}/tickets/search/?q={quoted}" for quoted in map(quote, SEARCHES)],
    }
    for paths in pages.values():
        for path in islice(cycle(paths), n // 5):
            agent.get(path)
    meter.rest(n)
    for op, paths in pages.items():
        reading = meter.measure(partial(agent.get, path) for path in islice(cycle(paths), n))
        yield figure(op, "ms", reading.cpu_ms_each, GOALS[op], known, **reading.conditions())
    reading = _replies(running, agent, meter, sink, n)
    yield figure("reply", "ms", reading.cpu_ms_each, GOALS["reply"], known, with_mail=True, **reading.conditions())
    most = _memory_under_load(running, agent, [path for paths in pages.values() for path in paths])
    yield figure("memory_load", "MB", round(most, 1), GOALS["memory_load"], known, processes=len(running.pids()))


def _long_tickets(running: Installation, agent: Visitor, how_many: int) -> list[int]:
    """Tickets with 20 comments: where a former run made none, answers are written until there are some."""
    ask = running.database.execute
    if len(found := ask(WITH_COMMENTS, [how_many]).fetchall()) < how_many:
        for number, missing in ask(SHORTER, [how_many]).fetchall():
            for turn in range(missing):
                _answer(agent, number, f"Update {turn + 1}: the bank has confirmed the transfer, and the amount is on its way.")
        found = ask(WITH_COMMENTS, [how_many]).fetchall()
    return [number for (number,) in found]


def _answer(agent: Visitor, number: int, text: str) -> None:
    agent.post(f"/d/{DESK}/tickets/{number}/comments/", {"body": text, "public": "yes"})


def _replies(running: Installation, agent: Visitor, meter: Meter, sink: Sink, n: int) -> Reading:
    """Public replies, each with the mail that it sends to the customer."""
    numbers = [number for (number,) in running.database.execute(ANSWERABLE, [n]).fetchall()]
    before = sink.arrived
    answers = (
        partial(_answer, agent, number, "Thank you. We have looked into it and will write again tomorrow.") for number in numbers
    )
    return meter.measure(answers, until=lambda: sink.arrived - before >= len(numbers))


def _memory_under_load(running: Installation, agent: Visitor, paths: list[str]) -> float:
    """The most memory while pages are asked for and mail comes in."""
    post, done = Postman(running.ports["MAIL_PORT"], seed=11), Event()
    letters = post.letters([("Dan Doe", f"dan{number}@mail.example") for number in range(100)])
    load: list[Callable[[], object]] = [partial(agent.get, path) for path in paths * 4]

    def work() -> None:
        for (_subject, raw), page in zip(cycle(letters), load, strict=False):
            post.deliver(raw)
            page()
        done.set()

    with post:
        worker = Thread(target=work)
        worker.start()
        most = running.memory()
        while not done.wait(0.5):
            most = max(most, running.memory())
        worker.join()
    return most
