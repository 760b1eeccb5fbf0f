"""criterion 34: many people upload large files at once; the web process stays small, and everybody else is answered meanwhile."""

import http.client
import json
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field

import psutil
import pytest

from .test_criterion_44 import token  # noqa: F401

pytestmark = pytest.mark.xdist_group("installation")
UPLOADS, SIZE = 20, 50 * 1024 * 1024
MOST_GROWTH = 100 * 1024 * 1024
CHUNK = 1024 * 1024
# What each upload holds back until everybody else was answered.
HELD_BACK = CHUNK
OTHERS = ["/healthz", "/accounts/login/", "/api/v2/tickets.json", "/api/v2/users/me.json", "/api/v2/groups.json"]
PATIENCE = 60


@dataclass
class Uploads:
    """Files on their way in, each but for its last part until `go_on` is set."""

    port: int
    token: str
    begun: threading.Barrier = field(default_factory=lambda: threading.Barrier(UPLOADS + 1))
    go_on: threading.Event = field(default_factory=threading.Event)
    answers: list[tuple[int, int]] = field(default_factory=list)

    def __enter__(self):
        self.threads = [threading.Thread(target=self._upload, args=(number,)) for number in range(UPLOADS)]
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *problem):
        self.go_on.set()
        for thread in self.threads:
            thread.join()

    def _upload(self, number: int) -> None:
        # A client that hangs up early leaves no answer behind, and the test says so.
        with suppress(OSError, http.client.HTTPException, threading.BrokenBarrierError):
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
            try:
                headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/octet-stream"}
                path = f"/api/v2/uploads.json?filename=large-{number}.bin"
                connection.request("POST", path, self._body(), headers | {"Content-Length": str(SIZE)})
                answer = connection.getresponse()
                said = json.loads(answer.read())
                self.answers.append((answer.status, said["upload"]["attachment"]["size"]))
            finally:
                connection.close()

    def _body(self):
        chunk = bytes(CHUNK)
        for _part in range((SIZE - HELD_BACK) // CHUNK):
            yield chunk
        self.begun.wait(PATIENCE)
        self.go_on.wait(PATIENCE)
        yield bytes(HELD_BACK)


class Growth:
    """The most by which any web process grew, looked at all the time."""

    def __init__(self, installation):
        self.before = {process: process.memory_info().rss for process in map(psutil.Process, installation.pids("web"))}
        self.most, self.over = 0, threading.Event()
        self.thread = threading.Thread(target=self._look)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *problem):
        self.over.set()
        self.thread.join()

    def _look(self) -> None:
        while not self.over.wait(0.02):
            self.most = max(self.most, *(process.memory_info().rss - rss for process, rss in self.before.items()))


def status_of(port: int, path: str, token: str) -> int:  # noqa: F811
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", path, headers={"Authorization": f"Bearer {token}"} if path.startswith("/api/") else {})
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()


def test_criterion_34_twenty_large_uploads_leave_the_process_small_and_everybody_else_answered(running, token):  # noqa: F811
    port, key = running.ports["PORT"], token(running)
    assert {status_of(port, path, key) for path in OTHERS} == {200}
    with Growth(running) as growth:
        began = time.monotonic()
        with Uploads(port, key) as uploads:
            uploads.begun.wait(PATIENCE)
            # All are under way, and none can end.
            others = [status_of(port, path, key) for path in OTHERS * 4]
            assert uploads.answers == []
        print(f"{UPLOADS} uploads within {time.monotonic() - began:.1f} s; the web process grew by {growth.most / 2**20:.0f} MB")
    assert set(others) == {200}
    assert uploads.answers == [(201, SIZE)] * UPLOADS
    assert growth.most < MOST_GROWTH
