"""Requests are received before they take a place: bodies that are slow, short or too large, and who is answered meanwhile."""

import errno
import io
import threading
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from django.db import connections
from django.http import FileResponse, HttpResponse, StreamingHttpResponse

from crewdesk.core import reception
from crewdesk.core.files.bytes_kept import StorageFull
from crewdesk.core.reception import IN_MEMORY, Reception


class Slow:
    """A body whose sender waits in the middle."""

    def __init__(self, data: bytes):
        self.parts, self.asked, self.go_on = [data[:1], data[1:]], threading.Event(), threading.Event()

    def read(self, size: int) -> bytes:
        self.asked.set()
        if len(self.parts) == 1:
            assert self.go_on.wait(10)
        return self.parts.pop(0) if self.parts else b""


class Door:
    """A reception with few places, whose application says what it was given; asked in threads, as by a server."""

    def __init__(self, application=None, *, places: int = 2, receiving: int = 2):
        self.seen: list[dict] = []
        self.reception = Reception(application or self._application, places=places, receiving=receiving)
        self.pool = ThreadPoolExecutor(8)

    def ask(self, body=None, length: int | str | None = None, **environ) -> Future:
        if body is not None:
            source = io.BytesIO(body) if isinstance(body, bytes) else body
            environ |= {"wsgi.input": source, "CONTENT_LENGTH": str(len(body) if length is None else length)}
        return self.pool.submit(self._asked, environ)

    def said(self, *args, **named) -> tuple[str, bytes, dict]:
        return self.ask(*args, **named).result(10)

    def _asked(self, environ: dict) -> tuple[str, bytes, dict]:
        told = {}
        answer = self.reception(
            environ, lambda status, headers: told.update(status=status.partition(" ")[0], headers=dict(headers))
        )
        try:
            return told.get("status", "200"), b"".join(answer), told.get("headers", {})
        finally:
            if hasattr(answer, "close"):
                answer.close()

    def _application(self, environ: dict, start_response) -> HttpResponse:
        source = environ.get("wsgi.input")
        data = source.read() if source else b""
        self.seen.append({"kind": type(source), "length": environ.get("CONTENT_LENGTH"), "connection": connections["default"]})
        return HttpResponse(data[:20])


@pytest.fixture
def door():
    door = Door()
    yield door
    door.pool.shutdown()


@pytest.mark.parametrize("size", [1, IN_MEMORY, IN_MEMORY + 1, 3 * 1024 * 1024])
def test_a_body_is_whole_before_it_is_answered(door, size):
    status, said, _headers = door.said(b"x" * size)
    assert (status, said, door.seen[0]["length"]) == ("200", b"x" * min(20, size), str(size))
    assert (door.seen[0]["kind"] is io.BytesIO) == (size <= IN_MEMORY)


def test_a_body_in_chunks_has_a_length_afterwards(door):
    status, said, _headers = door.said(**{"wsgi.input": io.BytesIO(b"chunks"), "HTTP_TRANSFER_ENCODING": "chunked"})
    assert (status, said, door.seen[0]["length"]) == ("200", b"chunks", "6")


def test_who_sends_slowly_takes_no_place(door):
    """As many as may send at once wait in the middle of it: everybody else is answered, and one more that sends is told to come again."""
    slow = [Slow(b"abc"), Slow(b"x" * (IN_MEMORY + 1))]
    sending = [door.ask(each, length=size) for each, size in zip(slow, (3, IN_MEMORY + 1), strict=True)]
    assert all(each.asked.wait(10) for each in slow)
    assert [door.said()[0] for _n in range(5)] == ["200"] * 5
    status, _said, headers = door.said(b"y")
    assert (status, headers["Retry-After"]) == ("503", reception.RETRY_SECONDS)
    for each in slow:
        each.go_on.set()
    assert {future.result(10)[0] for future in sending} == {"200"}
    assert door.said(b"y")[0] == "200"


@pytest.mark.parametrize("length", [4, IN_MEMORY * 2])
def test_a_body_that_ends_early_is_no_body(door, length):
    assert door.said(b"abc", length=length)[0] == "400"
    assert door.seen == []


@pytest.mark.parametrize("is_announced", [True, False])
def test_a_body_that_is_too_large_is_refused(door, settings, monkeypatch, is_announced):
    settings.UPLOAD_LIMIT_MB = settings.IMPORT_LIMIT_MB = 1
    monkeypatch.setattr(reception, "AROUND_A_FILE", 0)
    data = io.BytesIO(b"x" * (1024 * 1024 + 1))
    announced = {"CONTENT_LENGTH": str(1024 * 1024 + 1)} if is_announced else {"HTTP_TRANSFER_ENCODING": "chunked"}
    assert door.said(**{"wsgi.input": data} | announced)[0] == "413"
    assert door.seen == []
    assert (data.tell() == 0) == is_announced


def test_without_room_large_bodies_are_refused_and_small_ones_are_not(door, monkeypatch):
    def full():
        raise StorageFull

    monkeypatch.setattr(reception, "refuse_when_nearly_full", full)
    assert door.said(b"x" * (5 * 1024 * 1024))[0] == "507"
    assert door.said(b"x" * (IN_MEMORY + 1))[0] == "200"
    monkeypatch.setattr(reception, "_copied", lambda *_args: (_ for _ in ()).throw(OSError(errno.ENOSPC, "full")))
    assert door.said(b"x")[0] == "507"


def test_all_threads_share_as_many_connections_as_there_are_places(door):
    assert {status for status, *_rest in [door.said(b"x") for _n in range(20)]} == {"200"}
    assert len({id(seen["connection"]) for seen in door.seen}) <= 2


def test_large_bodies_leave_a_place_to_everybody_else():
    """With three places, one of them: a second large body waits although there are places."""
    inside, go_on = threading.Semaphore(0), threading.Event()

    def application(environ, start_response):
        if environ.get("wsgi.input"):
            inside.release()
            assert go_on.wait(10)
        return HttpResponse(b"ok")

    door = Door(application, places=3, receiving=4)
    large = [door.ask(b"x" * (IN_MEMORY + 1)) for _n in range(3)]
    assert inside.acquire(timeout=10)
    assert [door.said()[1] for _n in range(5)] == [b"ok"] * 5
    assert not inside.acquire(blocking=False)
    go_on.set()
    assert {future.result(10)[1] for future in large} == {b"ok"}
    door.pool.shutdown()


def test_a_place_is_given_back_whatever_happens():
    def application(environ, start_response):
        raise ZeroDivisionError

    door = Door(application, places=1)
    for _n in range(3):
        with pytest.raises(ZeroDivisionError):
            door.said()
    door.pool.shutdown()


def test_an_answer_that_is_made_while_it_is_sent_keeps_its_place():
    def application(environ, start_response):
        return StreamingHttpResponse(iter([b"a", b"b"])) if environ.get("streams") else HttpResponse(b"ok")

    door = Door(application, places=1)
    answers = []
    door.pool.submit(lambda: answers.append(door.reception({"streams": True}, None))).result(10)
    waiting, own = door.ask(), connections["default"]
    assert not waiting.done()
    assert list(answers[0]) == [b"a", b"b"]
    answers[0].close()
    assert connections["default"] is own, "another thread's"
    assert waiting.result(10)[1] == b"ok"
    door.pool.submit(lambda: door.reception({"streams": True}, None) and None).result(10)
    assert door.said()[1] == b"ok", "one that nobody closed"
    door.pool.shutdown()


def test_a_file_that_is_fetched_slowly_takes_no_place():
    def application(environ, start_response):
        return FileResponse(io.BytesIO(b"file")) if environ.get("file") else HttpResponse(b"ok")

    door = Door(application, places=1)
    answers = []
    door.pool.submit(lambda: answers.append(door.reception({"file": True}, None))).result(10)
    assert door.said()[1] == b"ok"
    assert b"".join(answers[0]) == b"file"
    answers[0].close()
    door.pool.shutdown()
