"""What was said on a ticket."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from crewdesk.core.tenancy import DeskForeignKey, DeskManager, DeskModel, DeskQuerySet

from .ticket import Ticket


class Delivery(models.TextChoices):
    """How far a public reply got on its way to the customer."""

    NONE = "", _("Not sent")
    QUEUED = "queued", _("Queued")
    SENT = "sent", _("Sent")
    BOUNCED = "bounced", _("Bounced")
    FAILED = "failed", _("Failed")


class CommentQuerySet(DeskQuerySet):
    def visible_to(self, user):
        """Customers never see internal notes."""
        return self if user.is_staff_member else self.filter(public=True)


class Comment(DeskModel):
    """A public reply or an internal note. `html_body` is sanitised before it is stored."""

    ticket = DeskForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="comments")
    author = DeskForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    public = models.BooleanField(default=True)
    body = models.TextField(blank=True)
    html_body = models.TextField(blank=True)
    # What the writer quoted below the answer, and the signature: folded away on the page.
    quoted_html = models.TextField(blank=True)
    via = models.CharField(max_length=30, default="web")
    via_source = models.JSONField(default=dict, blank=True)
    metadata = models.JSONField(default=dict, blank=True)
    mentions = models.JSONField(default=list, blank=True)
    # False where the sender's identity is only claimed (mail that nobody vouched for).
    is_trusted = models.BooleanField(default=True)
    remote_images = models.PositiveIntegerField(default=0)
    delivery = models.CharField(max_length=8, choices=Delivery.choices, default=Delivery.NONE, blank=True)
    delivery_note = models.CharField(max_length=300, blank=True)
    redacted_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    objects = DeskManager.from_queryset(CommentQuerySet)()

    class Meta:
        indexes = [models.Index("desk_id", "ticket", "id", name="comment_by_ticket")]

    def __str__(self):
        return self.body[:60]


class AttachmentQuerySet(DeskQuerySet):
    def readable_by(self, user):
        """What hangs on a comment that `user` may read, or was uploaded by them and not sent yet."""
        comments = Comment.objects.visible_to(user).filter(ticket__in=Ticket.objects.visible_to(user))
        return self.filter(models.Q(comment__in=comments) | models.Q(comment=None, uploaded_by=user))


class Attachment(DeskModel):
    """A file on a comment. Before the comment exists it hangs on an upload token or a draft."""

    comment = DeskForeignKey(Comment, on_delete=models.CASCADE, null=True, blank=True, related_name="attachments")
    file = DeskForeignKey("core.StoredFile", on_delete=models.PROTECT, related_name="+")
    uploaded_by = DeskForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    # Groups uploads that are not on a comment yet; random, and the only way to claim them.
    upload_token = models.CharField(max_length=64, blank=True)
    is_inline = models.BooleanField(default=False)
    content_id = models.CharField(max_length=255, blank=True)
    redacted_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = DeskManager.from_queryset(AttachmentQuerySet)()

    class Meta:
        indexes = [
            models.Index("desk_id", "comment", name="attachment_by_comment"),
            models.Index("desk_id", "upload_token", name="attachment_by_token", condition=~models.Q(upload_token="")),
        ]

    def __str__(self):
        return f"file {self.file_id}"
