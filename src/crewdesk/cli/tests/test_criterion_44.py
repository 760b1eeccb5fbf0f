"""Processes are killed while others write: what was acknowledged is there, and once."""

import http.client
import itertools
import json
import os
import random
import signal
import threading
from collections import Counter

import psutil
import pytest

pytestmark = pytest.mark.xdist_group("installation")
WRITERS = 4
BACK_WITHIN = 60


class Load:
    """Writers that make tickets over the API, each under a subject of its own, and ask again until it is acknowledged."""

    def __init__(self, installation, token: str, word: str):
        self.port, self.word = installation.ports["PORT"], word
        self.headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        self.acknowledged: dict[str, int] = {}
        self.over = threading.Event()
        self.threads = [threading.Thread(target=self._write, args=(number,)) for number in range(WRITERS)]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *problem):
        self.over.set()
        for thread in self.threads:
            thread.join()

    def ask(self, method: str, path: str, content: dict | None = None, **headers: str) -> tuple[int, dict]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, f"/api/v2/{path}", json.dumps(content) if content else None, self.headers | headers)
            answer = connection.getresponse()
            body = answer.read()
            return answer.status, json.loads(body) if answer.status < 300 else {}
        finally:
            connection.close()

    def stored(self) -> Counter:
        """How often each subject of this load stands in the desk."""
        found, page = Counter(), 1
        while rows := self._page(page):
            found.update(row["subject"] for row in rows if row["subject"].startswith(self.word))
            page += 1
        return found

    def _page(self, number: int) -> list[dict]:
        status, answer = self.ask("GET", f"tickets.json?per_page=100&page={number}&sort_by=id&sort_order=asc")
        assert status == 200, status
        return answer["tickets"]

    def _write(self, number: int) -> None:
        for count in itertools.count(1):
            subject = f"{self.word}-{number}-{count}"
            while not self._is_made(subject):
                if self.over.wait(0.1):
                    return
            if self.over.is_set():
                return

    def _is_made(self, subject: str) -> bool:
        """Whether the server said so. Under one key, so that a server that forgot what it did would do it twice."""
        ticket = {"subject": subject, "comment": {"body": subject}}
        try:
            status, made = self.ask("POST", "tickets.json", {"ticket": ticket}, **{"Idempotency-Key": subject})
        except (OSError, http.client.HTTPException):
            return False
        if status == 201:
            self.acknowledged[subject] = made["ticket"]["id"]
        return status == 201


@pytest.fixture(scope="module")
def token(migrated):
    """A token of the owner of a desk of its own; the installation is up when it is asked for."""

    def made(installation) -> str:
        installation.call(
            "desk", "create", "--slug", "faults", "--name", "Faults", "--owner", "ada@faults.example", "--owner-name", "Ada"
        )
        answer = installation.call(
            "token", "create", "--desk", "faults", "--user", "ada@faults.example", "--scopes", "read,write"
        )
        assert answer.returncode == 0, answer.stderr
        return answer.stdout.decode().strip()

    return made


def victim_of(installation, part: str, chance: random.Random) -> int:
    if part == "db":
        return int((installation.data / "postgres" / "postmaster.pid").read_text().splitlines()[0])
    return chance.choice(sorted(installation.pids(part)))


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("part", ["web", "worker", "db"])
def test_criterion_44_killed_part_loses_and_doubles_no_acknowledged_write(running, token, part, seed):
    chance = random.Random(f"{part}{seed}")
    with Load(running, token(running), f"{part}{seed}") as load:
        running.wait_until(lambda: len(load.acknowledged) >= chance.randint(5, 30), BACK_WITHIN)
        killed = victim_of(running, part, chance)
        os.kill(killed, signal.SIGKILL)
        before = len(load.acknowledged)
        running.wait_until(lambda: not psutil.pid_exists(killed) and running.is_up(), BACK_WITHIN)
        running.wait_until(lambda: len(load.acknowledged) >= before + 10, BACK_WITHIN)
    stored = load.stored()
    assert set(load.acknowledged) - set(stored) == set()
    assert max(stored.values()) == 1
