"""The full-text side of a ticket."""

from django.contrib.postgres.search import SearchVectorField
from django.db import models

from crewdesk.core.tenancy import DeskForeignKey, DeskModel


class SearchDocument(DeskModel):
    """One row a ticket: all words of subject and comments, plus the lexeme of its desk (search.py says why)."""

    ticket = DeskForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="+")
    words = SearchVectorField()

    class Meta:
        constraints = [models.UniqueConstraint("desk_id", "ticket", name="search_once")]

    def __str__(self):
        return f"words of {self.ticket_id}"
