"""Tickets with their conversations: those that are new here, and what changed about the others."""

from django.db import transaction
from django.utils.translation import gettext as _

from crewdesk.tickets.models import Status, Ticket
from crewdesk.tickets.operations.history import write_tickets
from crewdesk.tickets.operations.tags import CLOSED_BY_MERGE

from .changes import Changes
from .company import named_in
from .facts import Facts
from .files import Files
from .known import touched
from .links import link, waiting_for
from .numbers import numbers_for
from .past import Past
from .people import Directory, People
from .running import Work
from .streams import export, total_of
from .talk import Talk, fetch_talk
from .values import Values
from .words import Row, key, strings, text

CHUNK = 20


def bring_tickets(work: Work) -> None:
    """Tickets that are new or changed, some at a time: their comments and files are fetched, then all is written at once."""
    total = total_of(work, "/api/v2/tickets/count.json", "tickets")
    directory, values, files = Directory(work), Values(work), Files(work)
    for rows, place in export(work, "/api/v2/incremental/tickets/cursor.json", "tickets", CHUNK, include="metric_sets"):
        try:
            wanted = _wanted(work, rows)
            talks = _talks(work, wanted, files)
            wanted = [row for row in wanted if key(row["id"]) in talks]
            ids = {theirs for row in wanted for theirs in named_in(row) | talks[key(row["id"])].speakers()}
            new = directory.fetch(ids)
            with work.batch(**place):
                people = People(work, ids, new)
                _Batch(work, wanted, talks, people, values).bring()
                link(work, wanted)
                transaction.on_commit(files.settle)
        except BaseException:
            files.take_back()
            raise
        work.tell("Tickets", len(rows), total)


def _wanted(work: Work, rows: list[Row]) -> list[Row]:
    """Without those that are gone at the other side, or went into another ticket before they came here."""
    with work.scope():
        here = work.known.ours("ticket", [key(row["id"]) for row in rows])
    found = []
    for row in rows:
        theirs = key(row["id"])
        if row.get("status") == "deleted":
            work.note(
                _("Deleted at the other side, and still here") if theirs in here else _("Deleted ticket: left out"), f"#{theirs}"
            )
        elif theirs not in here and row.get("status") == Status.CLOSED and CLOSED_BY_MERGE in strings(row.get("tags")):
            work.note(_("Merged into another ticket: left out"), f"#{theirs} {text(row.get('subject'), 80)}")
        else:
            found.append(row)
    work.count("tickets", "skipped", len(rows) - len(found))
    return found


def _talks(work: Work, rows: list[Row], files: Files) -> dict[str, Talk]:
    """What was said on each of them."""
    found = {}
    for row in rows:
        talk = fetch_talk(work, key(row["id"]), files)
        if talk is None:
            work.note(
                _("Ticket had no conversation when it was asked for, as if deleted in between: left out"), f"#{key(row['id'])}"
            )
            work.count("tickets", "skipped")
        else:
            found[key(row["id"])] = talk
    return found


class _Batch:
    """Some tickets of theirs, all that they name at hand, in one transaction."""

    def __init__(self, work: Work, rows: list[Row], talks: dict[str, Talk], people: People, values: Values):
        self.work, self.rows, self.talks = work, rows, talks
        ids = [key(row["id"]) for row in rows]
        self.known = work.known.ours("ticket", ids)
        waiting = work.known.ours("ticket", waiting_for(work, rows))
        # Locked in one order, as the verbs do, and with those that will be linked.
        locked = Ticket.objects.select_for_update().filter(pk__in={*self.known.values(), *waiting.values()}).order_by("pk")
        by_key = {ticket.pk: ticket for ticket in locked}
        self.here = {theirs: by_key[pk] for theirs, pk in self.known.items() if pk in by_key}
        facts = Facts(work, rows, people, values)
        self.past = Past(work, facts, people, values)
        self.changes = Changes(work, facts, people, touched("ticket", by_key))

    def bring(self) -> None:
        """Write them."""
        new = [row for row in self.rows if key(row["id"]) not in self.known]
        numbers = numbers_for(self.work, [key(row["id"]) for row in new])
        made = [self.past.rows(row, self.talks[key(row["id"])], numbers[key(row["id"])]) for row in new]
        write_tickets(made)
        self.work.known.remember("ticket", [(key(row["id"]), rows.ticket.pk) for row, rows in zip(new, made, strict=True)])
        self.work.count("tickets", "created", len(made))
        for row in self.rows:
            if key(row["id"]) in self.known:
                self._follow(row)

    def _follow(self, row: Row) -> None:
        ticket = self.here.get(key(row["id"]))
        if ticket is None or ticket.is_deleted or ticket.is_spam:
            self.work.count("tickets", "skipped")  # somebody here threw it away
        else:
            self.changes.follow(ticket, row, self.talks[key(row["id"])])
