"""What stands between the server and Django: a request is received whole before it takes a place.

A place is a database connection, and there are few. A thread that waits for a slow sender costs next to nothing, so there are many:
however many people upload at once, and however slowly, everybody else finds a place. Bodies lie in files without a name meanwhile.
"""

import errno
import io
import tempfile
from collections.abc import Callable, Iterable, Iterator
from queue import LifoQueue
from threading import BoundedSemaphore
from typing import Any, BinaryIO

import structlog
from django.conf import settings
from django.db import connections
from django.http import FileResponse

from .files.bytes_kept import StorageFull, refuse_when_nearly_full

log = structlog.get_logger("crewdesk.request")
# Requests of a web process that may be on their way in at once; more are told to come again.
RECEIVING = 64
CHUNK = 256 * 1024
# Smaller bodies stay in memory.
IN_MEMORY = 64 * 1024
# What a form has around its file.
AROUND_A_FILE = 1024 * 1024
RETRY_SECONDS = "5"
REFUSALS = {
    400: ("Bad Request", "The request ended before it was whole. Please send it again."),
    413: ("Content Too Large", "This is more than can be sent at once."),
    503: ("Service Unavailable", "Too much is being sent at the moment. Please try again in some seconds."),
    507: (
        "Insufficient Storage",
        "There is no room for more files at the moment. Everything else works; please try again later.",
    ),
}
Environ = dict[str, Any]


class NotReceived(Exception):
    """A body that is not taken; `status` says why."""

    def __init__(self, status: int):
        super().__init__(REFUSALS[status][1])
        self.status = status


class Reception:
    """The WSGI application: `places` requests are in Django at once, and `receiving` more are on their way in."""

    def __init__(self, application: Callable, *, places: int, receiving: int):
        self._application = application
        self._receiving = BoundedSemaphore(receiving)
        # Files that came whole are still to be hashed and stored: they leave places to everybody else.
        self._large = BoundedSemaphore(max(1, places - 2))
        self._places: LifoQueue = LifoQueue()
        for _place in range(places):
            self._places.put(_shared_connection())

    def __call__(self, environ: Environ, start_response: Callable) -> Iterable[bytes]:
        if not _has_body(environ):
            return self._answered(environ, start_response)
        try:
            body, size = self._received(environ)
        except NotReceived as problem:
            return _refused(problem.status, start_response)
        with body:
            environ |= {"wsgi.input": body, "CONTENT_LENGTH": str(size)}
            environ.pop("HTTP_TRANSFER_ENCODING", None)
            if size <= IN_MEMORY:
                return self._answered(environ, start_response)
            with self._large:
                return self._answered(environ, start_response)

    def _received(self, environ: Environ) -> tuple[BinaryIO, int]:
        if not self._receiving.acquire(blocking=False):
            raise NotReceived(503)
        try:
            return receive(environ)
        finally:
            self._receiving.release()

    def _answered(self, environ: Environ, start_response: Callable) -> Iterable[bytes]:
        place = self._places.get()
        connections["default"] = place
        try:
            response = self._application(environ, start_response)
            if isinstance(response, FileResponse):
                return response  # needs no database any more, however slowly it is fetched
            if response.streaming:
                streamed, place = _Streamed(response, lambda held=place: self._leave(held)), None
                return streamed
            content = list(response)
            response.close()
            return content
        finally:
            if place is not None:
                self._leave(place)

    def _leave(self, place: Any) -> None:
        # Whoever sits there next may do so in another thread. An answer that was dropped may leave from any, which keeps its own.
        if place in connections.all(initialized_only=True):
            del connections["default"]
        self._places.put(place)


def receive(environ: Environ) -> tuple[BinaryIO, int]:
    """The whole body, and how large it is. Raises NotReceived for one that is too large, ends early or finds no room."""
    announced = int(environ.get("CONTENT_LENGTH") or -1)
    most = max(settings.UPLOAD_LIMIT_MB, settings.IMPORT_LIMIT_MB) * 1024 * 1024 + AROUND_A_FILE
    if announced > most:
        raise NotReceived(413)
    body = io.BytesIO() if 0 <= announced <= IN_MEMORY else _file(announced)
    try:
        size = _copied(environ["wsgi.input"], body, announced if announced >= 0 else most + 1)
    except OSError as problem:
        body.close()
        raise NotReceived(507 if problem.errno in (errno.ENOSPC, errno.EDQUOT) else 400) from problem
    if size > most or (announced >= 0 and size < announced):
        body.close()
        raise NotReceived(413 if size > most else 400)
    body.seek(0)
    return body, size


class _Streamed:
    """An answer that is made while it is sent: it keeps its place until then."""

    def __init__(self, response: Any, leave: Callable[[], None]):
        self._response, self._leave = response, leave

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._response)

    def close(self) -> None:
        leave, self._leave = self._leave, None
        if leave is not None:
            try:
                self._response.close()
            finally:
                leave()

    # A server that drops an answer without closing it must not take the place along.
    __del__ = close


def _has_body(environ: Environ) -> bool:
    return environ.get("CONTENT_LENGTH", "0") not in ("", "0") or "HTTP_TRANSFER_ENCODING" in environ


def _copied(source: BinaryIO, target: BinaryIO, most: int) -> int:
    size = 0
    while size < most and (chunk := source.read(min(CHUNK, most - size))):
        target.write(chunk)
        size += len(chunk)
    return size


def _file(announced: int) -> BinaryIO:
    """A file without a name, on the disk of the data: /tmp may be memory."""
    try:
        if not 0 <= announced <= settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            refuse_when_nearly_full()
    except StorageFull as problem:
        raise NotReceived(507) from problem
    return tempfile.TemporaryFile(dir=settings.CREWDESK_DATA)


def _shared_connection() -> Any:
    """A connection that goes from thread to thread; it is opened when it is needed first."""
    made = connections.create_connection("default")
    made.inc_thread_sharing()
    return made


def _refused(status: int, start_response: Callable) -> list[bytes]:
    title, sentence = REFUSALS[status]
    headers = [("Content-Type", "text/plain; charset=utf-8"), ("X-Content-Type-Options", "nosniff")]
    if status == 503:
        headers.append(("Retry-After", RETRY_SECONDS))
    # What this thread answered last is another matter.
    structlog.contextvars.clear_contextvars()
    log.warning("body not received", status=status)
    start_response(f"{status} {title}", headers)
    return [sentence.encode()]
