"""Runs the listener, or one look into a mailbox, in a process of its own, which can be told to die at a given point.

`python -m crewdesk.channels.email.tests.mail_process listen`, `watch` or `fetch <desk id> <mailbox id>`; FAILPOINT names where SIGKILL strikes.
"""

import os
import signal
import sys
import threading

os.environ["DATABASE_ROLE"] = "worker"

import django  # noqa: E402

django.setup()

from django.db import connection  # noqa: E402

from crewdesk.channels.email import door, fetching, imap, intake, listener  # noqa: E402
from crewdesk.channels.email.imap_session import session  # noqa: E402
from crewdesk.channels.models import Mailbox  # noqa: E402
from crewdesk.core.tenancy import desk_scope  # noqa: E402


def die() -> None:
    """As kill -9."""
    os.kill(os.getpid(), signal.SIGKILL)


def strike(point: str) -> None:
    """Put SIGKILL at `point`; the code under test is otherwise as it is."""
    module = imap if "imap" in point else door
    match point.removeprefix("imap "):
        case "before the message is kept":
            module.accept = lambda *args, **named: die()
        case "after it is inserted, before the commit":
            intake.record = lambda *args, **named: die()
        case "after the commit":
            accept = module.accept
            module.accept = lambda *args, **named: (accept(*args, **named), die())
        case "after it is marked seen":
            imap.Mailbox.objects.filter = lambda *args, **named: die()
        case "after its number is noted":
            imap._note = lambda *args, **named: die()


def fetch(desk_id: int, mailbox_id: int) -> None:
    """Take in what is new in a mailbox, once."""
    with desk_scope(desk_id):
        mailbox = Mailbox.objects.get(pk=mailbox_id)
    with session(mailbox) as client:
        if point := os.environ.get("FAILPOINT"):
            strike(point)
        imap.fetch_new(client, mailbox)
    connection.close()


def watch() -> None:
    """Watch all mailboxes until SIGTERM."""
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    fetching.run(stop, look_over_seconds=1)


if __name__ == "__main__":
    if sys.argv[1] == "watch":
        watch()
    elif sys.argv[1] == "fetch":
        fetch(int(sys.argv[2]), int(sys.argv[3]))
    else:
        if point := os.environ.get("FAILPOINT"):
            strike(point)
        listener.run()
