"""The part `mail`: the listener, and beside it the mailboxes that are fetched by IMAP."""

import os
import signal
import threading

from django.conf import settings

from crewdesk.channels.email import fetching, listener
from crewdesk.core.supervisor.signals import Ear

STOP_SECONDS = 3
HOUR = 3600


def run() -> None:
    """Take mail in until SIGTERM. MAIL_PORT=0 leaves the listener out."""
    stop = threading.Event()
    fetcher = threading.Thread(target=_fetch, args=(stop,), name="fetcher", daemon=True)
    fetcher.start()
    if settings.DEMO:
        _receive_own_mail()
    if settings.MAIL_PORT:
        listener.run()
    else:
        _wait_for_sigterm()
    stop.set()
    fetcher.join(STOP_SECONDS)


def _receive_own_mail() -> None:
    """The demo has a server of its own where the desk's mail arrives; it runs in a thread until the process ends."""
    from crewdesk.demo.post.office import controller

    controller().start()


def _fetch(stop: threading.Event) -> None:
    try:
        fetching.run(stop)
    finally:
        # A fetcher that fails ends the process, so that the supervisor starts it anew.
        if not stop.is_set():
            os.kill(os.getpid(), signal.SIGTERM)


def _wait_for_sigterm() -> None:
    with Ear({signal.SIGTERM}) as ear:
        while ear.wait(HOUR) is None:
            pass
