"""Puts an exported desk into this installation as a new desk. All of it or nothing: one transaction, and files that it takes back.

Ids are translated, ticket numbers kept. No rule, mail, job or live page hears of it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.db.models import Max
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from crewdesk.accounts.models import Desk, Seat, User
from crewdesk.accounts.operations.desks import validate_desk
from crewdesk.core.bulk import quietly
from crewdesk.core.events import Via, record
from crewdesk.core.files import bytes_kept
from crewdesk.core.operations import operation
from crewdesk.core.tenancy import desk_scope
from crewdesk.tickets.models import Comment, Ticket
from crewdesk.tickets.operations.history import index_many, reserve_numbers
from crewdesk.tickets.tally import fold

from ..events import ConnectorEvent
from ..models import ImportRun
from ..models.run import Source
from .archive import BadArchive, Progress, Reader, opened
from .catalogue import columns, exported, target_of
from .ids import Translated, ids_of
from .people import persons_of
from .rows import Addresses, Rows, StoredFiles

CHUNK = 500
# Of the file, at a time: a mail has up to 40 MB, and a chunk is one parameter of a statement.
CHUNK_BYTES = 16 * 1024**2


def read_desk(source: Path, *, slug: str, at: datetime, progress: Progress) -> Desk:
    """Make the desk `slug` of the archive `source`. Every hash is compared before anything is written.

    Raises BadArchive, or Refused for a slug that is taken or unfit; either way nothing is changed.
    """
    with opened(source) as archive:
        archive.check(progress)
        with _files_taken_back() as keys:
            try:
                return _make(archive, slug=slug, at=at, progress=progress, keys=keys)
            except DatabaseError as problem:
                line = str(problem).strip().splitlines()[0][:200]
                raise BadArchive(_("The desk does not fit this version: %(problem)s") % {"problem": line}) from problem
            except (KeyError, TypeError, ValueError, AttributeError) as problem:
                raise BadArchive(
                    _("The archive holds what cannot be read: %(problem)s") % {"problem": repr(problem)[:200]}
                ) from problem


def _make(archive: Reader, *, slug: str, at: datetime, progress: Progress, keys: list[str]) -> Desk:
    facts = next(archive.lines("desk.json"), None)
    if facts is None:
        raise BadArchive(_("The archive is not whole: %(name)s is missing.") % {"name": "desk.json"})
    with transaction.atomic():
        desk = _desk(facts, slug)
        with desk_scope(desk.pk):
            quietly()
            Arrival(archive, desk, old_desk=facts["id"], at=at, progress=progress, keys=keys).carry_out(facts)
    return desk


def _desk(facts: dict[str, Any], slug: str) -> Desk:
    desk = Desk(
        slug=slug, name=facts["name"], locale=facts["locale"], time_zone=facts["time_zone"], mfa_roles=facts["mfa_roles"],
        settings={}, created_at=parse_datetime(facts["created_at"]),
    )  # fmt: skip
    validate_desk(desk)
    desk.save()
    Desk.objects.filter(pk=desk.pk).update(created_at=parse_datetime(facts["created_at"]))
    return desk


class Arrival:
    """One desk on its way in."""

    def __init__(self, archive: Reader, desk: Desk, *, old_desk: int, at: datetime, progress: Progress, keys: list[str]):
        self.archive, self.desk, self.at, self.progress = archive, desk, at, progress
        self.to = Translated(old_desk, desk.pk)
        self.report: dict[str, dict[str, Any]] = {}
        self.counts: dict[str, int] = {}
        self._keys: list[str] = keys
        self._done: set[str] = set()

    @operation(ConnectorEvent.DESK_IMPORTED)
    def carry_out(self, facts: dict[str, Any]) -> None:
        """Write everything; the desk is in scope."""
        for label in exported():
            self.to.tables[label] = ids_of(self.archive, label)
        self.to.persons = persons_of(self.archive)
        for label in exported():
            self._write_table(label)
        self._seat_people()
        self._make_searchable()
        reserve_numbers(Ticket.objects.aggregate(highest=Max("number"))["highest"] or 0)
        fold()
        self._settle_desk(facts)

    def note(self, what: str, example: Any = None) -> None:
        """Something could not be taken over."""
        entry = self.report.setdefault(what, {"what": what, "count": 0, "examples": []})
        entry["count"] += 1
        if example is not None and len(entry["examples"]) < 5:
            entry["examples"].append(str(example)[:200])

    def _write_table(self, label: str) -> None:
        rows = self._rows(label)
        names = [
            "desk_id",
            *(field.attname for field in rows.model._meta.concrete_fields if not field.generated and field.attname != "desk_id"),
        ]
        total = len(self.to.tables[label])
        for done in self._chunks(rows, names):
            self.progress("Rows", done, total)
        self.counts[label] = total
        self._done.add(label)
        self._check_keys(label)

    def _rows(self, label: str) -> Rows:
        if label == "core.StoredFile":
            return StoredFiles(label, self, self._keys)
        return Addresses(label, self) if label == "channels.SupportAddress" else Rows(label, self)

    def _chunks(self, rows: Rows, names: list[str]) -> Iterator[int]:
        done = 0
        for chunk in self.archive.chunks(f"tables/{rows.label}.jsonl", rows=CHUNK, size=CHUNK_BYTES):
            rows.write(names, [rows.arrived(row) for row in chunk])
            done += len(chunk)
            self._check_keys(rows.label)
            yield done

    def _check_keys(self, label: str) -> None:
        """Let the database check its deferred foreign keys now where it can: millions that wait take memory."""
        targets = {target for one in (*self._done, label) for field in columns(one) if (target := target_of(field))}
        if targets <= self._done:
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")

    def _seat_people(self) -> None:
        members = User.objects.filter(person__isnull=False)
        Seat.objects.bulk_create([Seat(person_id=user.person_id, user=user, is_active=user.is_active) for user in members])

    def _make_searchable(self) -> None:
        last, total, done = 0, self.counts["tickets.Ticket"], 0
        while tickets := list(Ticket.objects.filter(pk__gt=last).order_by("id")[:CHUNK]):
            said: dict[int, list[Comment]] = {ticket.pk: [] for ticket in tickets}
            for comment in Comment.objects.filter(ticket__in=said).only("desk_id", "ticket_id", "body", "public").order_by("id"):
                said[comment.ticket_id].append(comment)
            index_many([(ticket, said[ticket.pk]) for ticket in tickets])
            last, done = tickets[-1].pk, done + len(tickets)
            self.progress("Search", done, total)

    def _settle_desk(self, facts: dict[str, Any]) -> None:
        self.desk.settings = self.to.named(facts["settings"])
        self.desk.save(update_fields=["settings"])
        left_out = self.archive.manifest.get("left_out") or {}
        for label, count in left_out.items():
            self.report[label] = {"what": f"left behind: {label}", "count": count, "examples": []}
        run = ImportRun.objects.create(
            source=Source.DESK, name=str(self.archive.manifest.get("desk", ""))[:255], state=ImportRun.State.DONE, counters=self.counts,
            report=list(self.report.values()), created_at=self.at, started_at=self.at, finished_at=self.at,
        )  # fmt: skip
        record(ConnectorEvent.DESK_IMPORTED, run, by=None, via=Via.SYSTEM, at=self.at, changes={"tables": len(self.counts)})


@contextmanager
def _files_taken_back() -> Iterator[list[str]]:
    """Keys of bytes that were written; they are removed again if the desk does not come about."""
    keys: list[str] = []
    try:
        yield keys
    except BaseException:
        bytes_kept.remove(keys)
        raise
