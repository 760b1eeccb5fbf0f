"""The web servers: Granian with Django's WSGI application."""

import logging
import multiprocessing
import os

from django.conf import settings
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from ..reception import RECEIVING
from .process import die_with_parent


def _is_news(record: logging.LogRecord) -> bool:
    # Most threads wait for senders: the places in `reception` are what limits Python.
    return "Python threads" not in record.getMessage()


# Granian's lines go to our own log.
TO_OUR_LOG = {
    "filters": {"news": {"()": lambda: _is_news}},
    "loggers": {name: {"handlers": [], "filters": ["news"], "propagate": True} for name in ("_granian", "granian.access")},
}
STOP_SECONDS = 3


def run() -> None:
    """Serve until SIGTERM, in WEB_WORKERS processes; in each, WEB_THREADS requests are answered at once and more are received."""
    # Forked and not spawned: the workers share the memory of all that is loaded already.
    multiprocessing.set_start_method("fork", force=True)
    server = Granian(
        "crewdesk.wsgi:application",
        address=settings.BIND,
        port=settings.PORT,
        interface=Interfaces.WSGI,
        workers=settings.WEB_WORKERS,
        blocking_threads=settings.WEB_THREADS + RECEIVING,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
        websockets=False,
        log_level=LogLevels.warning,
        log_dictconfig=TO_OUR_LOG,
    )
    server.serve(target_loader=_Loader(os.getpid()), wrap_loader=False)


class _Loader:
    """Called in each worker: loads the application, which refuses an unsafe database role."""

    def __init__(self, master: int):
        self.master = master

    def __call__(self):
        die_with_parent(self.master)
        from crewdesk.wsgi import application

        return application
