"""What an agent has begun to write, kept on the server."""

from django.db import models

from crewdesk.core.tenancy import DeskForeignKey, DeskModel


class Draft(DeskModel):
    """One unfinished comment per ticket and user."""

    ticket = DeskForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="drafts")
    user = DeskForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    html_body = models.TextField(blank=True)
    public = models.BooleanField(default=True)
    upload_token = models.CharField(max_length=64, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint("desk_id", "ticket", "user", name="draft_once")]

    def __str__(self):
        return f"draft of {self.user_id} on {self.ticket_id}"
