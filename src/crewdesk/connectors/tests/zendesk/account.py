"""An account of the other helpdesk, as answers that a test can twist."""

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

from crewdesk.connectors.zendesk.account import STEPS
from crewdesk.connectors.zendesk.client import Client
from crewdesk.connectors.zendesk.running import Work
from crewdesk.connectors.zendesk.runs import begin_run
from crewdesk.core.clock import now
from crewdesk.core.fetch import CannotFetch, Fetched

URL = "https://acme.zendesk.com"
# Every account has these lists; others depend on the plan.
ALWAYS = ("groups", "organizations", "ticket_fields", "users", "group_memberships", "tickets")
JSON = {"content-type": "application/json"}


class Account:
    """Answers `fetch`. `answers` are bodies by path; `faults` are answered, or raised, first; `asked` is what was asked for."""

    def __init__(self, **lists: list[dict]):
        self.lists: dict[str, Any] = {name: [] for name in ALWAYS} | lists
        self.answers: dict[str, Any] = {"/api/v2/users/me": {"user": {"id": 1, "email": "boss@acme.example"}}}
        self.faults: list[Any] = []
        self.asked: list[str] = []
        self.headers: list[dict] = []
        self.slept: list[float] = []

    def client(self, **how) -> Client:
        return Client(
            how.pop("url", URL),
            email=how.pop("email", "boss@acme.example"),
            token="s3cret",
            sleep=self.slept.append,
            fetch=self.fetch,
        )

    def fetch(self, url: str, *, headers: dict, most_bytes: int, seconds: float) -> Fetched:
        self.asked.append(url)
        self.headers.append(headers)
        if self.faults:
            fault = self.faults.pop(0)
            if isinstance(fault, Exception):
                raise fault
            if fault is not None:
                return fault
        path, query = urlsplit(url).path.removesuffix(".json"), parse_qs(urlsplit(url).query)
        body = self.answers.get(url, self.answers.get(path))
        if callable(body):
            body = body(query)
        if isinstance(body, Fetched):
            return body
        if body is None:
            body = self._listed(path, query)
        if body is None:
            return Fetched(url, 404, JSON, b'{"error": "RecordNotFound", "description": "Not found"}')
        return Fetched(url, 200, JSON, body if isinstance(body, bytes) else json.dumps(body).encode())

    def comments(self, ticket: int, *said: dict) -> None:
        self.answers[f"/api/v2/tickets/{ticket}/comments"] = {
            "comments": list(said),
            "meta": {"has_more": False},
            "links": {"next": None},
        }

    def _listed(self, path: str, query: dict) -> Any:
        name = path.removeprefix("/api/v2/").removeprefix("incremental/").removesuffix("/cursor")
        if name == "users/show_many":
            wanted = query["ids"][0].split(",")
            users = [one for one in self.lists.get("users", []) if str(one.get("id")) in wanted]
            identities = [one for one in self.lists.get("identities", []) if str(one.get("user_id")) in wanted]
            return {"users": users} | ({"identities": identities} if query.get("include") == ["identities"] else {})
        if path.endswith("/cursor"):
            # The cursor is how many rows were given out; the rows of a test stand in the order of their last change.
            begin = int(query.get("cursor", ["0"])[0])
            rows = self.lists.get(name, [])[begin:]
            return {name: rows, "after_cursor": str(begin + len(rows)), "end_of_stream": True}
        if name.endswith("/comments"):
            return {"comments": []}
        return {name: self.lists[name], "next_page": None} if name in self.lists else None


def bring(cast, account: Account, *steps: str):
    """Do some steps of an import, or all; returns the work."""
    with cast.scope():
        run = begin_run("zendesk:acme", origin=URL, at=now())
    work = Work(cast.desk, run, account.client(), at=now())
    work.carry_out({name: step for name, step in STEPS.items() if not steps or name in steps})
    with cast.scope():
        run.refresh_from_db()
        run.state = "done"
        run.save()
    return work


def dropped() -> CannotFetch:
    return CannotFetch("acme.zendesk.com does not answer properly: connection reset")


def status(code: int, body: bytes = b"", **headers: str) -> Fetched:
    return Fetched(URL, code, {name.replace("_", "-"): value for name, value in headers.items()}, body)


def noted(work) -> dict[str, int]:
    """What the report counts."""
    return {what: entry["count"] for what, entry in work.report.items()}
