"""The mail listener: a server to which an MTA (or the world) delivers by SMTP or LMTP."""

import asyncio
import signal
from concurrent.futures import ThreadPoolExecutor

import structlog
from django.conf import settings
from django.db import connection

from crewdesk.core.postgres.roles import refuse_unsafe_role

from .door import protocol

log = structlog.get_logger("crewdesk.mail")
# Each holds one database connection; conversations beyond it wait their turn.
DATABASE_THREADS = 3


def run() -> None:
    """Listen on MAIL_BIND:MAIL_PORT until SIGTERM or SIGINT. Raises UnsafeRole for a role that row-level security does not hold."""
    with connection.cursor() as cursor:
        refuse_unsafe_role(cursor)
    connection.close()
    asyncio.run(_listen())


async def _listen() -> None:
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    loop.set_default_executor(ThreadPoolExecutor(DATABASE_THREADS, thread_name_prefix="mail"))
    server = await loop.create_server(protocol, settings.MAIL_BIND, settings.MAIL_PORT)
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    log.info("mail listener ready", port=settings.MAIL_PORT, protocol=settings.MAIL_PROTOCOL)
    await stop.wait()
    server.close()
