"""The live server in a process of its own, and pages that listen to it."""

import http.client
import json
import os
import queue
import signal
import socket
import subprocess
import sys
import threading
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connection
from django.db.models import Max
from django.test import Client

from crewdesk.accounts.models import Person
from crewdesk.core.models import Event

from .workers import eventually

ENDED = object()


class Page:
    """An open stream. `next()` gives the next message, None when there is none within `seconds`, ENDED once it is closed."""

    def __init__(self, port: int, *, cookie: str = "", headers: dict | None = None, old: int = 0, **query):
        self._old = old
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.connection.request("GET", f"/live?{urlencode(query)}", headers={"Cookie": cookie} | (headers or {}))
        self.response = self.connection.getresponse()
        self.status = self.response.status
        self._messages: queue.Queue = queue.Queue()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def next(self, seconds: float = 10):
        try:
            return self._messages.get(timeout=seconds)
        except queue.Empty:
            return None

    def close(self) -> None:
        if self.connection.sock:
            self.connection.sock.shutdown(socket.SHUT_RDWR)
        self._thread.join(timeout=5)
        self.response.close()
        self.connection.close()

    def _read(self) -> None:
        try:
            for line in self.response:
                if line.startswith(b"data: ") and (message := json.loads(line[6:])).get("id", self._old + 1) > self._old:
                    self._messages.put(message)
        except (OSError, http.client.HTTPException, ValueError):
            pass
        self._messages.put(ENDED)


class Live:
    """The running server: `listen(member, desk)` opens a page."""

    def __init__(self, port: int, process: subprocess.Popen):
        self.port, self.process, self.pages = port, process, []

    def listen(self, member, desk, **options) -> Page:
        cookie = f"{settings.SESSION_COOKIE_NAME}={session_key(member)}" if member else ""
        # What was committed just before may reach the server after the page did; only who asks for a replay is to hear it.
        old = 0 if {"headers", "after", "last-event-id"} & options.keys() else _latest_event(desk)
        page = Page(self.port, desk=desk.desk.slug, **({"cookie": cookie, "old": old} | options))
        self.pages.append(page)
        return page


def _latest_event(desk) -> int:
    with desk.scope():
        return Event.objects.aggregate(latest=Max("pk"))["latest"] or 0


def session_key(member) -> str:
    """Sign the member in; the key that their browser holds."""
    client = Client()
    client.force_login(Person.objects.get(pk=member.person_id), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.fixture(scope="module")
def live_process(django_db_setup):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen([sys.executable, "-m", "crewdesk.core.live.server"], env=os.environ | {"LIVE_PORT": str(port)})
    eventually(lambda: _answers(port))
    yield Live(port, process)
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=20) == 0


@pytest.fixture
def live(live_process, committed):
    # Until then, what is no event would be told to nobody.
    eventually(_hears)
    yield live_process
    while live_process.pages:
        live_process.pages.pop().close()


def _hears() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN crewdesk_live%'")
        return cursor.fetchone() is not None


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False
