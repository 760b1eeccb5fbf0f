"""A server outside that webhooks call: keeps what came, and answers as it was told, path by path."""

import json
import threading
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Received:
    method: str
    headers: dict[str, str]
    body: bytes
    at: float
    query: str = ""

    @property
    def said(self) -> dict:
        return json.loads(self.body)


class Receiver(ThreadingHTTPServer):
    """`answers[path]` is a status (200 without one); paths in `hanging` get none until the end."""

    request_queue_size = 200

    def __init__(self):
        self.received: dict[str, list[Received]] = defaultdict(list)
        self.answers: dict[str, int] = {}
        self.headers: dict[str, dict[str, str]] = {}
        self.hanging: set[str] = set()
        self.most_at_once: Counter = Counter()
        self.ended = threading.Event()
        self._here: Counter = Counter()
        self._lock = threading.Lock()
        super().__init__(("127.0.0.1", 0), _Handler)

    def url(self, path: str = "/") -> str:
        return f"http://127.0.0.1:{self.server_address[1]}{path}"

    def come(self, path: str, change: int) -> None:
        with self._lock:
            self._here[path] += change
            self.most_at_once[path] = max(self.most_at_once[path], self._here[path])

    def handle_error(self, request, client_address):
        """Callers that hang up are part of the story."""


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        server, (path, _mark, query) = self.server, self.path.partition("?")
        server.come(path, 1)
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        server.received[path].append(Received(self.command, dict(self.headers), body, time.monotonic(), query))
        if path in server.hanging:
            server.ended.wait()
        server.come(path, -1)
        self.send_response(server.answers.get(path, 200))
        for name, value in server.headers.get(path, {}).items():
            self.send_header(name, value)
        self.end_headers()

    do_PUT = do_PATCH = do_GET = do_DELETE = do_POST

    def log_message(self, *args):
        """Keep quiet."""
