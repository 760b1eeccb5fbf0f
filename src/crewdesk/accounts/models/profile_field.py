"""Fields of customers and organizations that a desk makes for itself."""

from django.db import models

from crewdesk.core.tenancy import DeskForeignKey, DeskModel

from .field_type import FieldType


class ProfileField(DeskModel):
    """What a desk notes of all its users or organizations; their values stand under its key in `user_fields` or `organization_fields`."""

    class Kind(models.TextChoices):
        USER = "user"
        ORGANIZATION = "organization"

    kind = models.CharField(max_length=12, choices=Kind.choices)
    # Programs know the field by it: it never changes.
    key = models.CharField(max_length=60)
    type = models.CharField(max_length=12, choices=FieldType.choices)
    title = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    position = models.PositiveIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    regexp_for_validation = models.CharField(max_length=300, blank=True)
    # The tag that a ticked checkbox sets on whom it is ticked for.
    tag = models.CharField(max_length=100, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint("desk_id", "kind", "key", name="profile_field_key_once")]
        ordering = ["position", "id"]

    def __str__(self):
        return self.title


class ProfileFieldOption(DeskModel):
    """A choice of a drop-down or multi-select; `value` is what is kept of it, and a tag of whom it is chosen for."""

    field = DeskForeignKey(ProfileField, on_delete=models.CASCADE, related_name="options")
    name = models.CharField(max_length=120)
    value = models.CharField(max_length=100)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint("desk_id", "field", "value", name="profile_option_value_once")]
        ordering = ["position", "id"]

    def __str__(self):
        return self.name
