"""`crewdesk bench intake`: mail from the SMTP conversation to the ticket, its acknowledgement, and the agent's screen."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from statistics import quantiles
from typing import Any

from crewdesk.demo.furnishing import PASSWORD

from .rig.figures import conditions, figure
from .rig.installation import DESK, TICKETS, Installation, free_ports, installation
from .rig.letters import Postman, Sink
from .rig.meter import Meter
from .rig.screen import Screen
from .rig.visitor import Visitor

WARM_UP, MAILS, WATCHED = 40, 300, 60
GOAL_CPU_MS, GOAL_SCREEN_MS = 25, 1000
# An address gets no more than ten acknowledgements a day, so each customer writes once.
SENDERS = "SELECT name, email FROM accounts_user WHERE role = 'end_user' AND email_verified AND desk_id = %s ORDER BY random() LIMIT %s"


def run(*, tickets: int = TICKETS, data: Path | None = None) -> Iterator[dict[str, Any]]:
    """Figures of the mail door; see README.md."""
    sink, [sink_port] = Sink(), free_ports(1)
    server = sink.listen(sink_port)
    server.start()
    try:
        with installation(tickets=tickets, data=data, sink_port=sink_port) as running:
            yield from _figures(running, sink)
    finally:
        server.stop()


def _figures(running: Installation, sink: Sink) -> Iterator[dict[str, Any]]:
    known, meter, post = conditions(running), Meter(running), Postman(running.ports["MAIL_PORT"], seed=7)
    senders = _senders(running, WARM_UP + MAILS)
    _measure_intake(meter, post, sink, senders[:WARM_UP])
    meter.rest()
    reading = _measure_intake(meter, post, sink, senders[WARM_UP:])
    yield figure("mail_intake", "ms", reading.cpu_ms_each, GOAL_CPU_MS, known, **reading.conditions())
    yield figure("mails_per_second", "1/s", reading.each_second, None, known, n=reading.count)
    times = _times_to_screen(running, post)
    p95 = round(quantiles(times, n=20)[-1], 1)
    yield figure("mail_to_screen_p95", "ms", p95, GOAL_SCREEN_MS, known, n=len(times), median=round(quantiles(times, n=2)[0], 1))


def _senders(running: Installation, most: int) -> list[tuple[str, str]]:
    desk_id = running.database.execute("SELECT id FROM accounts_desk WHERE slug = %s", [DESK]).fetchone()[0]
    return running.database.execute(SENDERS, [desk_id, most]).fetchall()


def _measure_intake(meter: Meter, post: Postman, sink: Sink, senders: list[tuple[str, str]]):
    """Done when every sender has the acknowledgement: the mail was taken, read, filed, and answered over SMTP."""
    letters, before = post.letters(senders), sink.arrived
    return meter.measure(
        (partial(post.deliver, raw) for _subject, raw in letters), until=lambda: sink.arrived - before >= len(letters)
    )


def _times_to_screen(running: Installation, post: Postman) -> list[float]:
    agent = Visitor(running.ports["PORT"], email=f"ben@{DESK}.example", password=PASSWORD)
    with Screen(running.ports["LIVE_PORT"], agent) as screen:
        letters = post.letters(_senders(running, WATCHED))
        return [screen.milliseconds_to_row(subject, partial(post.deliver, raw)) for subject, raw in letters]
