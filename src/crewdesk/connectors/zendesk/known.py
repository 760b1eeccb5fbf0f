"""Which of our rows came from which of theirs, and which of them somebody here has changed since."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db import models

from crewdesk.accounts.events import AccountEvent
from crewdesk.core.bulk import insert
from crewdesk.core.events import Via
from crewdesk.core.models import Event

from ..models import ImportedRow

# Stands in each event that an import writes, and says whose past it tells.
MARK = "imported_from"
# A customer who signs in changes nothing that came along.
NO_CHANGE = {
    AccountEvent.MAGIC_LINK_SENT,
    AccountEvent.MAGIC_LINK_USED,
    AccountEvent.MAGIC_CODE_MISTYPED,
    AccountEvent.IDENTITY_VERIFIED,
}
Model = TypeVar("Model", bound=models.Model)


class Known:
    """The rows of one account that are here."""

    def __init__(self, source: str, run_id: int):
        self.source, self.run_id = source, run_id

    def ours(self, kind: str, theirs: Iterable[str]) -> dict[str, int]:
        """Our keys by their ids, of those that were brought in; the rows themselves may be gone."""
        found = ImportedRow.objects.filter(source=self.source, kind=kind, source_id__in=list(theirs))
        return dict(found.values_list("source_id", "our_id"))

    def rows(self, kind: str, model: type[Model], theirs: Iterable[str]) -> dict[str, Model]:
        """Our rows by their ids, of those that are still here."""
        keys = self.ours(kind, theirs)
        present = model.objects.in_bulk(set(keys.values()))
        return {source_id: present[pk] for source_id, pk in keys.items() if pk in present}

    def remember(self, kind: str, pairs: Iterable[tuple[str, int]]) -> None:
        """From now on these rows are here: (their id, our key)."""
        insert([
            ImportedRow(source=self.source, kind=kind, source_id=source_id, our_id=pk, run_id=self.run_id) for source_id, pk in pairs
        ])  # fmt: skip

    def marked(self, changes: dict[str, Any]) -> dict[str, Any]:
        """The changes of an event, with where they came from."""
        return {**changes, MARK: self.source}


def touched(noun: str, keys: Iterable[int]) -> set[int]:
    """Those of our rows that a person or a rule changed here. What the desk does by itself, such as closing after days, does not count."""
    events = Event.objects.filter(subject_type=noun, subject_id__in=list(keys)).exclude(changes__has_key=MARK)
    events = events.exclude(kind__in=NO_CHANGE)
    return set(events.exclude(actor_id=None, via=Via.SYSTEM).values_list("subject_id", flat=True))
