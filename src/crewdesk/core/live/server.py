"""The live stream: `GET /live?desk=<slug>` answers with server-sent events. A small process of its own, without Django's models."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crewdesk.settings")

import psycopg  # noqa: E402  (settings first)
from django.conf import settings  # noqa: E402
from granian.constants import Interfaces  # noqa: E402
from granian.log import LogLevels  # noqa: E402
from granian.server.embed import Server  # noqa: E402

from crewdesk.core import logs  # noqa: E402
from crewdesk.core.numbers import whole  # noqa: E402
from crewdesk.settings import database_dsn  # noqa: E402

from .frames import HEARTBEAT  # noqa: E402
from .hub import Hub, Stream  # noqa: E402

HEARTBEAT_SECONDS = 15.0
MOST_STREAMS = 20_000
STOP_SECONDS = 3
TO_OUR_LOG = {"loggers": {name: {"handlers": [], "propagate": True} for name in ("_granian", "granian.access")}}
STREAM_HEADERS = [(b"content-type", b"text/event-stream"), (b"cache-control", b"no-store"), (b"x-accel-buffering", b"no")]


def serve() -> None:
    """Serve until SIGTERM or SIGINT on BIND and LIVE_PORT."""
    logs.configure(settings.LOGGING)
    asyncio.run(_serve())


async def _serve() -> None:
    hub = Hub(_connect)
    server = Server(
        LiveApp(hub), address=settings.BIND, port=settings.LIVE_PORT, interface=Interfaces.ASGINL, websockets=False,
        backlog=1024, backpressure=MOST_STREAMS, log_level=LogLevels.error, log_dictconfig=TO_OUR_LOG,
    )  # fmt: skip
    serving = asyncio.create_task(server.serve())
    tasks = [serving, *(asyncio.create_task(work) for work in (hub.run(), hub.watch()))]
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    waiting = asyncio.create_task(stop.wait())
    await asyncio.wait([waiting, *tasks], return_when=asyncio.FIRST_COMPLETED)
    hub.close_all()
    server.stop()
    # It ends by itself; cancelled before, Granian would report its own unfinished future.
    await asyncio.wait([serving], timeout=STOP_SECONDS)
    if not stop.is_set():
        await next(task for task in tasks if task.done())  # raises what ended it


async def _connect() -> psycopg.AsyncConnection:
    return await psycopg.AsyncConnection.connect(database_dsn("direct"), autocommit=True, prepare_threshold=None)


class LiveApp:
    """The ASGI application."""

    def __init__(self, hub: Hub):
        self.hub = hub

    async def __call__(self, scope: dict, receive: Callable, send: Callable) -> None:
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        origin = headers.get("origin", "")
        if scope["path"] == "/readyz":
            await _answer(send, 200, b"ok")
        elif scope["path"] != "/live" or scope["method"] != "GET":
            await _answer(send, 404, b"")
        elif origin and not is_ours(origin, headers.get("host", "")):
            await _answer(send, 403, b"")
        else:
            await self._stream(scope, receive, send, headers, _cors(origin))

    async def _stream(self, scope, receive, send, headers: dict, cors: list) -> None:
        query = {name: values[-1] for name, values in parse_qs(scope["query_string"].decode("latin-1")).items()}
        after = headers.get("last-event-id") or query.get("last-event-id") or query.get("after") or ""
        stream = await self.hub.open(query.get("desk", ""), session_key(headers.get("cookie", "")), whole(after))
        if stream is None:
            await _answer(send, 403, b"", cors)
            return
        gone = asyncio.create_task(_until_gone(receive, stream))
        try:
            await send({"type": "http.response.start", "status": 200, "headers": STREAM_HEADERS + cors})
            await _feed(stream, send)
        finally:
            gone.cancel()
            self.hub.close(stream)


async def _feed(stream: Stream, send: Callable) -> None:
    await send({"type": "http.response.body", "body": HEARTBEAT, "more_body": True})
    while True:
        try:
            frame = await asyncio.wait_for(stream.waiting.get(), HEARTBEAT_SECONDS)
        except TimeoutError:
            frame = HEARTBEAT
        if frame is None:
            break
        await send({"type": "http.response.body", "body": frame, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


async def _until_gone(receive: Callable, stream: Stream) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    stream.end()


async def _answer(send: Callable, status: int, body: bytes, headers: list = ()) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-type", b"text/plain"), *headers]})
    await send({"type": "http.response.body", "body": body})


def session_key(cookies: str) -> str:
    """The session in a Cookie header, or ''."""
    pairs = (part.strip().partition("=") for part in cookies.split(";"))
    return next((value for name, _equals, value in pairs if name == settings.SESSION_COOKIE_NAME), "")


def is_ours(origin: str, host: str) -> bool:
    """Whether pages of `origin` may listen: the same host name on one of our ports, or SITE_URL."""
    page, site = urlsplit(origin), urlsplit(settings.SITE_URL)
    if (page.scheme, page.netloc) == (site.scheme, site.netloc) or origin in settings.CSRF_TRUSTED_ORIGINS:
        return True
    return page.hostname == urlsplit(f"//{host}").hostname and page.port in {settings.PORT, settings.LIVE_PORT}


def _cors(origin: str) -> list:
    if not origin:
        return []
    allowed = [(b"access-control-allow-origin", origin.encode("latin-1")), (b"access-control-allow-credentials", b"true")]
    return [*allowed, (b"vary", b"origin")]


if __name__ == "__main__":
    serve()
    # As the supervisor ends its parts: a thread of the server that asks for the interpreter while that is taken down would
    # abort the process (PyO3 #4874; until Python 3.14).
    sys.stderr.flush()
    os._exit(0)
