"""A customer's company."""

from django.db import models
from django.db.models.functions import Lower

from crewdesk.core.exported import Exported, export_indexes
from crewdesk.core.tenancy import DeskForeignKey, DeskModel


class Organization(DeskModel, Exported):
    """Customers whose address lies in one of `domain_names` belong to it at first contact."""

    name = models.CharField(max_length=200)
    # As User.name_key.
    name_key = models.GeneratedField(
        expression=Lower("name"), output_field=models.CharField(max_length=200, db_collation="C"), db_persist=True
    )
    domain_names = models.JSONField(default=list, blank=True)
    details = models.TextField(blank=True)
    notes = models.TextField(blank=True)
    tags = models.JSONField(default=list, blank=True)
    organization_fields = models.JSONField(default=dict, blank=True)
    external_id = models.CharField(max_length=255, blank=True)
    group = DeskForeignKey("accounts.Group", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    # Its members see each other's requests.
    shared_tickets = models.BooleanField(default=False)
    shared_comments = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint("desk_id", "name", name="organization_once")]
        indexes = [*export_indexes("organization"), models.Index("desk_id", "name_key", "id", name="organization_by_name")]

    def __str__(self):
        return self.name
