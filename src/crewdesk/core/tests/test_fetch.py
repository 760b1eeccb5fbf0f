"""Fetching what others name reaches nothing of our own network."""

import socket
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from crewdesk.core.fetch import MOST_REDIRECTS, CannotFetch, fetch, public_address


class Listener(ThreadingHTTPServer):
    """A server of our own network that counts who comes."""

    daemon_threads = False  # so that closing the server waits for its handlers

    def __init__(self, family: int, host: str):
        self.address_family = family
        self.requests: list[tuple[str, dict]] = []
        self.answers: dict[str, tuple[int, dict, bytes]] = {}
        super().__init__((host, 0), Handler)

    @property
    def port(self) -> int:
        return self.server_address[1]


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.requests.append((self.path, dict(self.headers)))
        if self.path == "/drip":
            self.server.drip(self)
            return
        status, headers, body = self.server.answers.get(self.path, (200, {}, b"secret"))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        """Keep quiet."""


@contextmanager
def listening(family: int, host: str):
    with Listener(family, host) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def inside():
    with listening(socket.AF_INET, "127.0.0.1") as server:
        yield server


@pytest.fixture
def allowed(settings):
    """A server that FETCH_ALLOW_PRIVATE lets through; it stands for the outside."""
    settings.FETCH_ALLOW_PRIVATE = ["::1/128"]
    with listening(socket.AF_INET6, "::1") as server:
        yield server


FORBIDDEN = [
    "http://127.0.0.1:{port}/", "http://127.1:{port}/", "http://localhost:{port}/", "http://2130706433:{port}/", "http://0x7f000001:{port}/",
    "http://0:{port}/", "http://0.0.0.0:{port}/", "http://[::1]:{port}/", "http://[::]:{port}/", "http://[::ffff:127.0.0.1]:{port}/",
    "http://[::ffff:10.0.0.1]/", "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/", "http://169.254.169.254/latest/meta-data/",
    "http://[fe80::1%25lo]/", "http://[fd00::1]/", "http://10.0.0.1/", "http://172.16.0.1/", "http://192.168.1.1/", "http://100.64.0.1/",
    "http://224.0.0.1/", "http://[ff02::1]/", "https://127.0.0.1:{port}/", "http://user@127.0.0.1:{port}/", "http://public.example@127.0.0.1:{port}/",
    "file:///etc/passwd", "gopher://127.0.0.1:{port}/", "http:///nowhere", "http://[::1/", "http://127.0.0.1:99999/",
]  # fmt: skip


@pytest.mark.parametrize("url", FORBIDDEN)
def test_criterion_26_private_addresses_are_not_reached(inside, url):
    with pytest.raises(CannotFetch):
        fetch(url.format(port=inside.port))
    assert inside.requests == []


def test_criterion_26_redirect_inside_is_not_followed(inside, allowed):
    allowed.answers["/go"] = (302, {"Location": f"http://127.0.0.1:{inside.port}/"}, b"")
    with pytest.raises(CannotFetch):
        fetch(f"http://[::1]:{allowed.port}/go")
    assert len(allowed.requests) == 1
    assert inside.requests == []


def test_criterion_26_name_is_looked_up_once(inside, settings, monkeypatch):
    """A name that turns to the inside at the second look never gets a second look."""
    looks = []

    def lookup(host, port, *args, **kwargs):
        looks.append(host)
        address = "93.184.215.14" if len(looks) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    connected = []

    def connect(address, timeout):
        connected.append(address)
        raise OSError("no network here")

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(CannotFetch):
        fetch(f"http://rebinding.example:{inside.port}/")
    assert looks == ["rebinding.example"]
    assert connected == [("93.184.215.14", inside.port)]


def test_criterion_26_one_private_address_among_several_is_enough(monkeypatch):
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)) for address in ("93.184.215.14", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: found)
    with pytest.raises(CannotFetch, match="private"):
        public_address("mixed.example", 80)


def test_what_is_allowed_is_fetched(allowed):
    allowed.answers["/a?b=c"] = (201, {"X-Kind": "good"}, b"body")
    answer = fetch(f"http://[::1]:{allowed.port}/a?b=c")
    assert (answer.status, answer.body, answer.headers["x-kind"]) == (201, b"body", "good")


def test_redirects_end(allowed):
    allowed.answers["/round"] = (302, {"Location": "/round"}, b"")
    with pytest.raises(CannotFetch, match="too often"):
        fetch(f"http://[::1]:{allowed.port}/round")
    assert len(allowed.requests) == MOST_REDIRECTS + 1


def test_credentials_stay_with_the_first_server(allowed):
    with listening(socket.AF_INET6, "::1") as other:
        allowed.answers["/go"] = (302, {"Location": f"http://[::1]:{other.port}/"}, b"")
        fetch(f"http://[::1]:{allowed.port}/go", headers={"Authorization": "Bearer x"})
        assert "Authorization" in allowed.requests[0][1]
        assert "Authorization" not in other.requests[0][1]


def test_too_much_is_not_read(allowed):
    allowed.answers["/"] = (200, {}, b"x" * 2000)
    with pytest.raises(CannotFetch, match="more than 1000 bytes"):
        fetch(f"http://[::1]:{allowed.port}/", most_bytes=1000)


def test_a_server_that_drips_is_cut_off(allowed):
    """Each byte comes in time, the answer never does."""
    began, ended = time.monotonic(), threading.Event()

    def drip(handler):
        while not ended.wait(0.05):
            handler.wfile.write(b"H")

    allowed.drip = drip
    try:
        with pytest.raises(CannotFetch, match="too long"):
            fetch(f"http://[::1]:{allowed.port}/drip", seconds=0.5)
        assert time.monotonic() - began < 2
    finally:
        ended.set()
