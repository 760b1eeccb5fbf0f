"""A client program of the API: one connection kept alive, one token."""

import http.client
import json
from typing import Any


class Program:
    """Calls /api/v2 at a port of this machine."""

    def __init__(self, port: int, token: str = ""):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def __enter__(self):
        return self

    def __exit__(self, *problem):
        self.connection.close()

    def call(self, method: str, path: str, body: Any = None) -> bytes:
        """The answer to one call. Raises RuntimeError for a refusal."""
        self.connection.request(method, path, json.dumps(body) if body is not None else None, self.headers)
        answer = self.connection.getresponse()
        content = answer.read()
        if answer.status >= 300:
            raise RuntimeError(f"{method} {path} was answered {answer.status}: {content[:300]!r}")
        return content
