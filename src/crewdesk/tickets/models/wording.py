"""Free text that an event speaks of."""

from django.db import models

from crewdesk.core.tenancy import DeskForeignKey, DeskModel


class Wording(DeskModel):
    """A subject or free field value as it once was. Events, which nobody can alter, name it by id, so that it
    can be redacted.
    """

    ticket = DeskForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="wordings")
    text = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index("desk_id", "ticket", name="wording_by_ticket")]

    def __str__(self):
        return self.text[:60]
