"""Who else follows a ticket."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from crewdesk.core.tenancy import DeskForeignKey, DeskModel


class Participation(DeskModel):
    """A follower (staff) or a CC (customer). A CC gets public replies and gains no sight of the ticket."""

    class Kind(models.TextChoices):
        FOLLOWER = "follower", _("Follower")
        CC = "cc", _("CC")

    ticket = DeskForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="participations")
    user = DeskForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint("desk_id", "ticket", "user", "kind", name="participation_once")]
        indexes = [models.Index("desk_id", "user", name="participation_by_user")]

    def __str__(self):
        return f"{self.kind} {self.user_id}"
