"""Fields, forms and statuses that a desk makes for itself."""

from django.db import models

from crewdesk.accounts.models import FieldType
from crewdesk.core.tenancy import DeskForeignKey, DeskManager, DeskModel, DeskQuerySet

from .ticket import Status


class TicketField(DeskModel):
    """A custom field. Values of drop-downs, multi-selects and checkboxes are tags as well."""

    key = models.SlugField(max_length=60)
    type = models.CharField(max_length=12, choices=FieldType.choices)
    title = models.CharField(max_length=120)
    title_in_portal = models.CharField(max_length=120, blank=True)
    description = models.TextField(blank=True)
    agent_description = models.TextField(blank=True)
    position = models.PositiveIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    # Required before an agent may solve the ticket.
    required = models.BooleanField(default=False)
    visible_in_portal = models.BooleanField(default=False)
    editable_in_portal = models.BooleanField(default=False)
    required_in_portal = models.BooleanField(default=False)
    regexp_for_validation = models.CharField(max_length=300, blank=True)
    # The tag that a ticked checkbox sets.
    tag = models.CharField(max_length=100, blank=True)
    # user, organization or ticket: what a lookup field points to.
    lookup_target = models.CharField(max_length=12, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint("desk_id", "key", name="field_key_in_desk")]
        ordering = ["position", "id"]

    def __str__(self):
        return self.title


class FieldOption(DeskModel):
    """A choice of a drop-down or multi-select; `value` is the tag, and belongs to one option of the desk."""

    field = DeskForeignKey(TicketField, on_delete=models.CASCADE, related_name="options")
    name = models.CharField(max_length=120)
    value = models.CharField(max_length=100)
    position = models.PositiveIntegerField(default=0)
    is_default = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint("desk_id", "value", name="option_value_once")]
        ordering = ["position", "id"]

    def __str__(self):
        return self.name


class TicketFormQuerySet(DeskQuerySet):
    """Forms of the desk in scope."""

    def for_customers(self):
        """Those that customers choose from."""
        return self.filter(is_active=True, end_user_visible=True)


class TicketForm(DeskModel):
    """Which fields are asked for, and when. Conditions have the dialect's shape (helpdesk-api, 'Ticket
    forms').
    """

    name = models.CharField(max_length=120)
    display_name = models.CharField(max_length=120, blank=True)
    # Ids of TicketField, in order.
    ticket_field_ids = models.JSONField(default=list, blank=True)
    agent_conditions = models.JSONField(default=list, blank=True)
    end_user_conditions = models.JSONField(default=list, blank=True)
    end_user_visible = models.BooleanField(default=True)
    is_default = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    position = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = DeskManager.from_queryset(TicketFormQuerySet)()

    class Meta:
        ordering = ["position", "id"]

    def __str__(self):
        return self.name


class CustomStatus(DeskModel):
    """A status of the desk's own within one of the categories."""

    status_category = models.CharField(max_length=8, choices=Status.choices)
    agent_label = models.CharField(max_length=60)
    end_user_label = models.CharField(max_length=60, blank=True)
    description = models.TextField(blank=True)
    is_default = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self):
        return self.agent_label
