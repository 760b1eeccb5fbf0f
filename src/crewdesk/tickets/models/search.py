"""The full-text side of a ticket."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from crewdesk.core.tenancy import DeskForeignKey, DeskModel


class SearchDocument(DeskModel):
    """One row a ticket: the words of subject and comments, and labels (operations/words.py)."""

    ticket = DeskForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="+")
    words = SearchVectorField()

    class Meta:
        constraints = [models.UniqueConstraint("desk_id", "ticket", name="search_once")]
        # A short pending list: a reply is not slowed by a hundred postings, and a search reads little that is
        # not yet in order.
        indexes = [GinIndex(fields=["words"], name="search_words", fastupdate=True, gin_pending_list_limit=256)]

    def __str__(self):
        return f"words of {self.ticket_id}"
