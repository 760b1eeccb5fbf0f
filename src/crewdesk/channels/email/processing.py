"""Turns a kept message into what it is: a ticket, an answer, a bounce, or something a person should look at first."""

import atexit
import threading

import structlog
from django.conf import settings
from django.db import DataError
from django.utils import timezone

from crewdesk.core.jobs import Lane, job
from crewdesk.core.tenancy import desk_scope

from ..labels import NOT_FILED
from ..models import IncomingMail
from .authenticity import verdict_of
from .filing import file_mail, file_unreadable
from .reading.sandbox import Reader, UnreadableMail

log = structlog.get_logger("crewdesk.mail")
# What a message can provoke that no second try would mend. Trouble of the database comes back as a job that runs again.
PROVOKED = (DataError, ValueError, TypeError, LookupError, RecursionError)
_reader: Reader | None = None
_reader_lock = threading.Lock()


@job(lane=Lane.INBOUND, in_desk=False)
def process_incoming(*, desk_id: int, mail_id: int) -> None:
    """Read a kept message and file it. Idempotent: filing locks the row and does nothing for one that is filed."""
    with desk_scope(desk_id):
        row = IncomingMail.objects.only("raw", "door", "mailbox").filter(pk=mail_id, state=IncomingMail.State.RECEIVED).first()
        mailbox = row.mailbox if row else None
    if row is None:
        return
    raw = bytes(row.raw)
    try:
        # Outside a transaction: a hostile message may take its full two seconds, and DNS may be asked for keys.
        mail = reader().read(raw)
        verdict = verdict_of(raw, mail, door=row.door, mailbox=mailbox)
        with desk_scope(desk_id):
            file_mail(mail_id, mail, verdict, at=timezone.now())
    except UnreadableMail as problem:
        log.warning("mail could not be read", mail_id=mail_id, reason=str(problem))
        _make_visible(desk_id, mail_id, problem.reason)
    except PROVOKED as problem:
        log.exception("mail could not be filed", mail_id=mail_id, problem=str(problem))
        _make_visible(desk_id, mail_id, NOT_FILED)


def reader() -> Reader:
    """The reading processes of this process, started at first use."""
    global _reader
    with _reader_lock:
        if _reader is None:
            _reader = Reader(processes=settings.READER_PROCESSES)
            atexit.register(_reader.close)
    return _reader


def _make_visible(desk_id: int, mail_id: int, reason: str) -> None:
    with desk_scope(desk_id):
        file_unreadable(mail_id, reason=reason, at=timezone.now())
