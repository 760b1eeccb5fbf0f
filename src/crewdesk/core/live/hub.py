"""One database connection that hears what happens, and all streams that are told of it."""

import asyncio
from collections import defaultdict
from collections.abc import Callable

import psycopg
import structlog

from . import people, replay
from .frames import RESET, Notice

CHANNEL = "crewdesk_live"
RECONNECT_SECONDS = 1.0
# A member who is sent away hears nothing more after at most five seconds.
CHECK_SECONDS = 4.0
# After these, who may listen is asked before anybody is told anything more.
PEOPLE_CHANGED = ("member.", "user.suspended")
# A page that is so far behind fetches everything again.
MOST_WAITING = 200

log = structlog.get_logger("crewdesk.live")


class Stream:
    """One open page: the frames that wait for it. None in the queue ends it."""

    def __init__(self, desk_id: int, person_id: int, session_key: str):
        self.desk_id, self.who = desk_id, (person_id, session_key)
        self.waiting: asyncio.Queue[bytes | None] = asyncio.Queue()
        self.is_ended = False

    def tell(self, frame: bytes) -> None:
        """Add a frame; a page that does not keep up is told to fetch again instead."""
        if self.is_ended:
            return
        if self.waiting.qsize() >= MOST_WAITING:
            self._drop()
            frame = RESET
        self.waiting.put_nowait(frame)

    def end(self) -> None:
        """Close the stream; what waits is dropped."""
        self._drop()
        self.is_ended = True
        self.waiting.put_nowait(None)

    def _drop(self) -> None:
        while not self.waiting.empty():
            self.waiting.get_nowait()


class Hub:
    """Fans out what NOTIFY brings. `connect` opens an autocommit connection past PgBouncer."""

    def __init__(self, connect: Callable):
        self.connect = connect
        self.streams: dict[int, set[Stream]] = defaultdict(set)
        self.asking: psycopg.AsyncConnection | None = None
        self.lock = asyncio.Lock()
        self.last_id = 0

    async def run(self) -> None:
        """Hear and tell until cancelled; a lost connection is made anew and what was missed is told."""
        while True:
            try:
                await self._hear()
            except psycopg.OperationalError as problem:
                log.warning("live stream lost the database", problem=str(problem))
                await asyncio.sleep(RECONNECT_SECONDS)

    async def watch(self) -> None:
        """Send those away who may not listen any more; runs until cancelled."""
        while True:
            await asyncio.sleep(CHECK_SECONDS)
            for desk_id in list(self.streams):
                await self.check(desk_id)

    async def open(self, slug: str, session_key: str, after: int | None) -> Stream | None:
        """A stream for the person of this session, with what happened since event `after`; None when they may not listen."""
        async with self.lock:
            connection = await self._connection()
            desk_id = await people.desk_of(connection, slug)
            person_id = await people.person_of(connection, session_key, desk_id) if desk_id else None
            if person_id is None or not await people.still_there(connection, desk_id, {(person_id, session_key)}):
                return None
            stream = Stream(desk_id, person_id, session_key)
            self.streams[desk_id].add(stream)
            if after is not None:
                await self._replay(connection, desk_id, after, [stream])
        return stream

    def close(self, stream: Stream) -> None:
        """Forget a stream."""
        self.streams[stream.desk_id].discard(stream)
        if not self.streams[stream.desk_id]:
            del self.streams[stream.desk_id]

    def close_all(self) -> None:
        """End every stream; their pages connect again elsewhere."""
        for streams in list(self.streams.values()):
            for stream in streams:
                stream.end()

    async def check(self, desk_id: int) -> None:
        """Ask who may still hear the desk, and end the streams of the others. Not knowing counts as no."""
        asked = set(self.streams.get(desk_id, ()))
        try:
            async with self.lock:
                allowed = await people.still_there(await self._connection(), desk_id, {stream.who for stream in asked})
        except psycopg.Error:
            allowed = set()
        for stream in asked:
            if stream.who not in allowed:
                stream.end()

    async def _hear(self) -> None:
        async with await self.connect() as ear:
            await ear.execute(f"LISTEN {CHANNEL}")
            await self._catch_up()
            async for notification in ear.notifies():
                await self._tell(Notice.parse(notification.payload))

    async def _tell(self, notice: Notice) -> None:
        self.last_id = max(self.last_id, notice.id)
        if notice.kind.startswith(PEOPLE_CHANGED) and notice.desk_id in self.streams:
            await self.check(notice.desk_id)
        frame = notice.as_frame()
        for stream in self.streams.get(notice.desk_id, ()):
            stream.tell(frame)

    async def _catch_up(self) -> None:
        async with self.lock:
            connection = await self._connection()
            for desk_id, streams in list(self.streams.items()):
                await self._replay(connection, desk_id, self.last_id, list(streams))

    async def _replay(self, connection, desk_id: int, after: int, streams: list[Stream]) -> None:
        async with connection.transaction():
            await connection.execute(f"SET LOCAL crewdesk.desk = '{int(desk_id)}'")
            rows = await (await connection.execute(replay.SINCE, {"desk": desk_id, "after": after})).fetchall()
        missed = replay.notices(rows)
        for stream in streams:
            for frame in [RESET] if missed is None else [notice.as_frame() for notice in missed]:
                stream.tell(frame)

    async def _connection(self) -> psycopg.AsyncConnection:
        if self.asking is None or self.asking.closed:
            self.asking = await self.connect()
        return self.asking
