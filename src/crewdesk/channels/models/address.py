"""Addresses that customers write to."""

from django.db import models

from crewdesk.core.tenancy import DeskForeignKey, DeskModel


class SupportAddress(DeskModel):
    """An address of the desk: mail to it opens a ticket, answers are sent from it."""

    address = models.EmailField()
    display_name = models.CharField(max_length=120, blank=True)
    brand = DeskForeignKey("accounts.Brand", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    group = DeskForeignKey("accounts.Group", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    is_default = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        # Unique over all desks on purpose: an address leads to one desk only. It names no row of another desk in its
        # error, and the listener resolves it through `desk_of_address`.
        constraints = [models.UniqueConstraint("address", name="support_address_once")]

    def __str__(self):
        return self.address
