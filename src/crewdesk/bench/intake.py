"""`crewdesk bench intake`: mail from the SMTP conversation to the ticket, its acknowledgement, and the agent's screen."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from statistics import quantiles
from typing import Any

from crewdesk.demo.furnishing import PASSWORD

from .rig.figures import conditions, figure
from .rig.installation import DESK, TICKETS, Installation, installation
from .rig.letters import Postman
from .rig.meter import Meter, Reading
from .rig.screen import Screen
from .rig.sink import Sink
from .rig.visitor import Visitor

N = 300
GOAL_CPU_MS, GOAL_SCREEN_MS = 25, 1000
# An address gets no more than ten acknowledgements a day, so each customer writes once.
SENDERS = (
    "SELECT name, email FROM accounts_user WHERE role = 'end_user' AND email_verified AND desk_id = %s ORDER BY random() LIMIT %s"
)


def run(*, tickets: int = TICKETS, data: Path | None = None, n: int = N) -> Iterator[dict[str, Any]]:
    """Figures of the mail door; see README.md."""
    with installation(tickets=tickets, data=data) as (running, sink):
        yield from figures(running, sink, n=n)


def figures(running: Installation, sink: Sink, *, n: int) -> Iterator[dict[str, Any]]:
    """The same on an installation that runs; `n` mails are measured."""
    with Postman(running.ports["MAIL_PORT"], seed=7) as post:
        yield from _figures(running, sink, post, n)


def _figures(running: Installation, sink: Sink, post: Postman, n: int) -> Iterator[dict[str, Any]]:
    known, meter = conditions(running), Meter(running)
    warm_up = n // 8 + 1
    senders = _senders(running, warm_up + n)
    _measure_intake(meter, post, sink, senders[:warm_up])
    meter.rest(n)
    reading = _measure_intake(meter, post, sink, senders[warm_up:])
    yield figure("mail_intake", "ms", reading.cpu_ms_each, GOAL_CPU_MS, known, **reading.conditions())
    yield figure("mails_per_second", "1/s", reading.each_second, None, known, n=reading.count)
    times = _times_to_screen(running, post, n // 5)
    p95 = round(quantiles(times, n=20)[-1], 1)
    yield figure("mail_to_screen_p95", "ms", p95, GOAL_SCREEN_MS, known, n=len(times), median=round(quantiles(times, n=2)[0], 1))


def _senders(running: Installation, most: int) -> list[tuple[str, str]]:
    desk_id = running.database.execute("SELECT id FROM accounts_desk WHERE slug = %s", [DESK]).fetchone()[0]
    return running.database.execute(SENDERS, [desk_id, most]).fetchall()


def _measure_intake(meter: Meter, post: Postman, sink: Sink, senders: list[tuple[str, str]]) -> Reading:
    """Done when every sender has the acknowledgement: the mail was taken, read, filed, and answered over SMTP."""
    letters, before = post.letters(senders), sink.arrived
    return meter.measure(
        (partial(post.deliver, raw) for _subject, raw in letters), until=lambda: sink.arrived - before >= len(letters)
    )


def _times_to_screen(running: Installation, post: Postman, n: int) -> list[float]:
    agent = Visitor(running.ports["PORT"], email=f"ben@{DESK}.example", password=PASSWORD)
    with agent, Screen(running.ports["LIVE_PORT"], agent) as screen:
        letters = post.letters(_senders(running, n))
        return [screen.milliseconds_to_row(subject, partial(post.deliver, raw)) for subject, raw in letters]
