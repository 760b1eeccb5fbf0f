"""Ties between tickets, besides the columns problem, merged_into and followup_of."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from crewdesk.core.tenancy import DeskForeignKey, DeskModel


class TicketLink(DeskModel):
    """A tie of one kind from one ticket to another."""

    class Kind(models.TextChoices):
        RELATED = "related", _("Related")
        SPLIT = "split", _("Split off")

    kind = models.CharField(max_length=8, choices=Kind.choices)
    source = DeskForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="links_out")
    target = DeskForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="links_in")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint("desk_id", "kind", "source", "target", name="link_once")]

    def __str__(self):
        return f"{self.source_id} {self.kind} {self.target_id}"
