"""Calls to the API as one user of a desk."""

import json
import re

from django.test import Client
from django.urls import Resolver404, resolve

from crewdesk.accounts.operations.tokens import create_token
from crewdesk.api import description
from crewdesk.core.clock import now


class Caller:
    """A client with a token of `member`."""

    def __init__(self, cast, member, scopes=("read", "write")):
        with cast.scope():
            self.token = create_token(user=member, name="test", scopes=scopes, by=None, at=now())[1]
        self.client = Client()

    def call(self, method: str, path: str, body: dict | None = None, **headers):
        """One call; `path` with its query string."""
        content = json.dumps(body) if body is not None else ""
        named = {"Authorization": f"Bearer {self.token}"} | headers
        reply = self.client.generic(method, f"/api/v2/{path}", content, content_type="application/json", headers=named)
        _assert_described(method, path, reply.status_code)
        return reply

    def get(self, path: str, **headers):
        return self.call("GET", path, **headers)

    def post(self, path: str, body: dict):
        return self.call("POST", path, body)

    def put(self, path: str, body: dict | None = None):
        return self.call("PUT", path, body or {})

    def delete(self, path: str, body: dict | None = None):
        return self.call("DELETE", path, body)


def _assert_described(method: str, path: str, status: int) -> None:
    """The description of the API knows that this operation is answered so."""
    try:
        route = resolve("/api/v2/" + path.partition("?")[0].removesuffix(".json")).route
    except Resolver404:
        return
    described = description()["paths"]["/" + re.sub(r"<\w+:(\w+)>", r"{\1}", route)]
    assert str(status) in described[method.lower()]["responses"], (method, path, status)


def fault(reply) -> tuple[int, str, str]:
    """Status, field and code of a refusal."""
    body = reply.json()
    assert body["error"] == "RecordInvalid", body
    field, problems = next(iter(body["details"].items()))
    assert problems[0]["description"]
    return reply.status_code, field, problems[0]["error"]
