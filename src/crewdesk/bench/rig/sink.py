"""The server where the installation's own mail arrives."""

from collections.abc import Iterator
from contextlib import contextmanager

from aiosmtpd.controller import Controller


class Sink:
    """Counts what arrives."""

    def __init__(self):
        self.arrived = 0

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802  (aiosmtpd's name)
        """Take it over."""
        self.arrived += 1
        return "250 OK"


@contextmanager
def sink_at(port: int) -> Iterator[Sink]:
    """A sink behind an SMTP server on this machine."""
    sink = Sink()
    server = Controller(sink, hostname="127.0.0.1", port=port)
    server.start()
    try:
        yield sink
    finally:
        server.stop()
