"""The ticket: one customer's matter, from the first word to the end."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from crewdesk.core.exported import Exported, export_indexes
from crewdesk.core.tenancy import DeskForeignKey, DeskManager, DeskModel, DeskQuerySet


class Status(models.TextChoices):
    """The category of a ticket's status, in the order of its life."""

    NEW = "new", _("New")
    OPEN = "open", _("Open")
    PENDING = "pending", _("Pending")
    HOLD = "hold", _("On hold")
    SOLVED = "solved", _("Solved")
    CLOSED = "closed", _("Closed")


UNSOLVED = (Status.NEW, Status.OPEN, Status.PENDING, Status.HOLD)


class TicketType(models.TextChoices):
    QUESTION = "question", _("Question")
    INCIDENT = "incident", _("Incident")
    PROBLEM = "problem", _("Problem")
    TASK = "task", _("Task")


class Priority(models.TextChoices):
    LOW = "low", _("Low")
    NORMAL = "normal", _("Normal")
    HIGH = "high", _("High")
    URGENT = "urgent", _("Urgent")


class TicketQuerySet(DeskQuerySet):
    """Tickets of the desk in scope."""

    def live(self):
        """Neither deleted nor spam."""
        return self.filter(deleted_at__isnull=True, is_spam=False)

    def unsolved(self):
        return self.filter(status__in=UNSOLVED)

    def visible_to(self, user):
        """The tickets that `user` may read: staff by their restriction, customers the public ones of their
        own and of a shared organization.
        """
        if user.is_staff_member:
            return self._within_restriction(user)
        own = models.Q(requester=user)
        if user.organization_id and user.organization.shared_tickets:
            own |= models.Q(organization_id=user.organization_id)
        return self.live().filter(own, is_public=True)

    def _within_restriction(self, user):
        match user.ticket_restriction:
            case "groups":
                groups = user.memberships.values("group_id")
                return self.filter(models.Q(group__in=groups) | models.Q(assignee=user))
            case "assigned":
                return self.filter(assignee=user)
            case "organization":
                return self.filter(organization_id=user.organization_id, organization_id__isnull=False)
            case "requested":
                return self.filter(requester=user)
            case _:
                return self


class Ticket(DeskModel, Exported):
    """A ticket. People know it by `number`, which counts up per desk and may have gaps."""

    number = models.BigIntegerField()
    subject = models.CharField(max_length=500, blank=True)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.NEW)
    custom_status = DeskForeignKey("tickets.CustomStatus", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    type = models.CharField(max_length=8, choices=TicketType.choices, blank=True)
    priority = models.CharField(max_length=6, choices=Priority.choices, blank=True)

    requester = DeskForeignKey("accounts.User", on_delete=models.PROTECT, related_name="requested_tickets")
    submitter = DeskForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    assignee = DeskForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="assigned_tickets")
    group = DeskForeignKey("accounts.Group", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    organization = DeskForeignKey("accounts.Organization", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    brand = DeskForeignKey("accounts.Brand", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    form = DeskForeignKey("tickets.TicketForm", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    problem = DeskForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="incidents")
    merged_into = DeskForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    followup_of = DeskForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="followups")

    tags = models.JSONField(default=list, blank=True)
    # {"<TicketField id>": value}; checked by operations/fields.py.
    custom_fields = models.JSONField(default=dict, blank=True)
    via = models.CharField(max_length=30, default="web")
    # The dialect's `via.source`: from, to, rel.
    via_source = models.JSONField(default=dict, blank=True)
    # The support address that the first mail was sent to.
    recipient = models.CharField(max_length=320, blank=True)
    external_id = models.CharField(max_length=255, blank=True)
    locale = models.CharField(max_length=10, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    is_public = models.BooleanField(default=True)
    is_spam = models.BooleanField(default=False)
    deleted_at = models.DateTimeField(null=True, blank=True)

    # Kept by the verbs so that a list needs no join and no count.
    snippet = models.CharField(max_length=160, blank=True)
    comment_count = models.PositiveIntegerField(default=0)
    last_comment_at = models.DateTimeField(null=True, blank=True)
    # Since when the customer waits for an answer; null while we wait for the customer.
    waiting_since = models.DateTimeField(null=True, blank=True)
    assigned_at = models.DateTimeField(null=True, blank=True)
    first_replied_at = models.DateTimeField(null=True, blank=True)
    solved_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    reopens = models.PositiveIntegerField(default=0)
    # Counts saves; a save that names an older version is told what changed since.
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = DeskManager.from_queryset(TicketQuerySet)()

    class Meta:
        constraints = [models.UniqueConstraint("desk_id", "number", name="ticket_number_once")]
        indexes = [
            *export_indexes("ticket"),
            models.Index("desk_id", models.F("updated_at").desc(), models.F("id").desc(), name="ticket_by_update"),
            models.Index("desk_id", models.F("created_at").desc(), models.F("id").desc(), name="ticket_by_creation"),
            models.Index("desk_id", "requester", models.F("id").desc(), name="ticket_by_requester"),
            models.Index(
                "desk_id",
                "organization",
                models.F("id").desc(),
                name="ticket_by_organization",
                condition=models.Q(organization__isnull=False),
            ),
            models.Index(
                "desk_id",
                "assignee",
                models.F("updated_at").desc(),
                models.F("id").desc(),
                name="ticket_by_assignee",
                condition=models.Q(status__in=UNSOLVED, deleted_at__isnull=True, is_spam=False),
            ),
            models.Index(
                "desk_id",
                "group",
                models.F("updated_at").desc(),
                models.F("id").desc(),
                name="ticket_by_group",
                condition=models.Q(status__in=UNSOLVED, deleted_at__isnull=True, is_spam=False),
            ),
            models.Index(
                "desk_id",
                models.F("updated_at").desc(),
                models.F("id").desc(),
                name="ticket_unsolved",
                condition=models.Q(status__in=UNSOLVED, deleted_at__isnull=True, is_spam=False),
            ),
            models.Index(
                "desk_id",
                "status",
                models.F("updated_at").desc(),
                models.F("id").desc(),
                name="ticket_by_status",
            ),
            models.Index("desk_id", "deleted_at", name="ticket_in_bin", condition=models.Q(deleted_at__isnull=False)),
            models.Index(
                "desk_id",
                models.F("updated_at").desc(),
                models.F("id").desc(),
                name="ticket_spam",
                condition=models.Q(is_spam=True),
            ),
            models.Index("desk_id", "external_id", name="ticket_by_external_id", condition=~models.Q(external_id="")),
            models.Index("desk_id", "problem", name="ticket_by_problem", condition=models.Q(problem__isnull=False)),
            models.Index("desk_id", "id", name="ticket_problems", condition=models.Q(type=TicketType.PROBLEM)),
        ]

    def __str__(self):
        return f"#{self.number} {self.subject}"

    @property
    def is_closed(self) -> bool:
        """Whether nothing but a follow-up may happen any more."""
        return self.status == Status.CLOSED

    @property
    def is_solved(self) -> bool:
        return self.status in (Status.SOLVED, Status.CLOSED)

    @property
    def is_deleted(self) -> bool:
        return self.deleted_at is not None
