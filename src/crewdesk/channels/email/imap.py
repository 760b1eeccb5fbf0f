"""Fetch mail by IMAP: IDLE where the server has it, else by polling.

A message is marked seen only after its raw bytes are committed (trust.md, criterion 10). What was fetched twice is stored
once, so when in doubt this fetches again.
"""

from collections.abc import Callable
from datetime import datetime

import structlog
from django.db import Error, close_old_connections
from django.utils import timezone
from imapclient import SEEN, IMAPClient

from crewdesk.core.tenancy import desk_scope

from ..models import Mailbox
from .imap_session import PROBLEMS, session, words_for
from .intake import accept

log = structlog.get_logger("crewdesk.mail")
# Servers may drop an IDLE after 30 minutes (RFC 2177).
IDLE_SECONDS = 9 * 60
POLL_SECONDS = 60
MOST_BACKOFF_SECONDS = 15 * 60


def watch(desk_id: int, mailbox_id: int, *, stopped: Callable[[], bool], pause: Callable[[float], None]) -> None:
    """Keep fetching one mailbox until `stopped()`; trouble is noted on the mailbox and tried again, ever more slowly."""
    trouble = 0
    while not stopped():
        close_old_connections()
        try:
            with desk_scope(desk_id):
                mailbox = Mailbox.objects.get(pk=mailbox_id)
            with session(mailbox) as client:
                fetch_new(client, mailbox)
                trouble = 0
                _stay(client, mailbox, stopped, pause)
        except (*PROBLEMS, Error) as problem:
            trouble += 1
            log.warning("mailbox not readable", mailbox_id=mailbox_id, problem=str(problem))
            if not isinstance(problem, Error):
                _note(desk_id, mailbox_id, words_for(problem))
            pause(min(5 * 2**trouble, MOST_BACKOFF_SECONDS))


def fetch_new(client: IMAPClient, mailbox: Mailbox) -> int:
    """Take in every message after the last one; returns how many. Each is committed before it is marked seen."""
    # `n:*` always names the newest message too, be it new or not.
    waiting = [uid for uid in client.search(["UID", f"{mailbox.last_uid + 1}:*"]) if uid > mailbox.last_uid]
    for uid in sorted(waiting):
        _take(client, mailbox, uid)
    _note(mailbox.desk_id, mailbox.pk, "", checked_at=timezone.now())
    return len(waiting)


def _take(client: IMAPClient, mailbox: Mailbox, uid: int) -> None:
    raw = client.fetch([uid], ["BODY.PEEK[]"]).get(uid, {}).get(b"BODY[]")
    if raw is not None:
        accept(raw, desk_id=mailbox.desk_id, door="imap", peer=mailbox.host, mailbox_id=mailbox.pk)
        client.add_flags([uid], [SEEN], silent=True)
    mailbox.last_uid = uid
    with desk_scope(mailbox.desk_id):
        Mailbox.objects.filter(pk=mailbox.pk).update(last_uid=uid, uid_validity=mailbox.uid_validity)


def _stay(client: IMAPClient, mailbox: Mailbox, stopped: Callable[[], bool], pause: Callable[[float], None]) -> None:
    can_idle = b"IDLE" in client.capabilities()
    while not stopped():
        if can_idle:
            _idle(client, stopped)
        else:
            pause(POLL_SECONDS)
            client.noop()
        close_old_connections()
        fetch_new(client, mailbox)


def _idle(client: IMAPClient, stopped: Callable[[], bool]) -> None:
    client.idle()
    try:
        for _second in range(IDLE_SECONDS):
            if stopped() or client.idle_check(timeout=1):
                return
    finally:
        client.idle_done()


def _note(desk_id: int, mailbox_id: int, problem: str, checked_at: datetime | None = None) -> None:
    changes = {"problem": problem[:300]} | ({"last_checked_at": checked_at} if checked_at else {})
    with desk_scope(desk_id):
        Mailbox.objects.filter(pk=mailbox_id).update(**changes)
