"""An open list of tickets: the live stream, and the rows that are fetched when it tells of one."""

import html
import http.client
import json
import time
from collections.abc import Callable

from .installation import DESK
from .visitor import Visitor

PATIENCE_SECONDS = 30


class Screen:
    """Listens at /live as the page does, by the session of `agent`."""

    def __init__(self, live_port: int, agent: Visitor):
        self.agent = agent
        self.connection = http.client.HTTPConnection("127.0.0.1", live_port, timeout=PATIENCE_SECONDS)

    def __enter__(self):
        self.connection.request("GET", f"/live?desk={DESK}", headers={"Cookie": self.agent.cookie_header})
        self.stream = self.connection.getresponse()
        if self.stream.status != 200:
            raise RuntimeError(f"The live stream answered {self.stream.status}.")
        return self

    def __exit__(self, *problem):
        self.connection.close()

    def milliseconds_to_row(self, subject: str, deliver: Callable[[], None]) -> float:
        """From the moment that the mail with `subject` was accepted to the moment that its row was fetched."""
        deliver()
        accepted = time.monotonic()
        while time.monotonic() - accepted < PATIENCE_SECONDS:
            notice = self._next_notice()
            if notice["kind"] == "ticket.created" and html.escape(subject) in self._rows(notice["subject"]):
                return (time.monotonic() - accepted) * 1000
        raise RuntimeError(f"{subject!r} did not appear.")

    def _rows(self, ticket_id: int) -> str:
        return self.agent.get(f"/d/{DESK}/tickets/rows/?view=unsolved&ids={ticket_id}")

    def _next_notice(self) -> dict:
        while True:
            line = self.stream.readline()
            if not line:
                raise RuntimeError("The live stream ended.")
            if line.startswith(b"data: "):
                return json.loads(line.removeprefix(b"data: "))
