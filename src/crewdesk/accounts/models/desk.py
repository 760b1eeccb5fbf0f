"""The desk: one client company's support operation, the tenant."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from crewdesk.core.tenancy import DeskForeignKey, DeskManager, DeskModel

SLUG = RegexValidator(
    r"^[a-z][a-z0-9-]{1,38}[a-z0-9]$", _("Use 3 to 40 small letters, digits and hyphens, beginning with a letter.")
)


class Desk(models.Model):
    """A tenant. The row itself is global: it is how an address leads to a desk."""

    slug = models.CharField(max_length=40, unique=True, validators=[SLUG])
    name = models.CharField(max_length=120)
    locale = models.CharField(max_length=10, default="en")
    time_zone = models.CharField(max_length=64, default="UTC")
    # Roles that must have a second factor; enforced by accounts.middleware.
    mfa_roles = models.JSONField(default=list, blank=True)
    settings = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self):
        return self.name


class DeskHost(models.Model):
    """A host name under which customers (and the API) reach the desk. Only verified ones are used."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="hosts")
    host = models.CharField(max_length=255, unique=True)
    verified_at = models.DateTimeField(null=True)

    def __str__(self):
        return self.host


class Brand(DeskModel):
    """A face of the desk towards customers."""

    name = models.CharField(max_length=120)
    subdomain = models.CharField(max_length=60, blank=True)
    signature_template = models.TextField(blank=True)
    is_default = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self):
        return self.name


class Seat(DeskModel):
    """A person's place at a desk: the list behind the desk switcher.

    The one desk-owned table that is also readable by the person it is about, across desks: `crewdesk.person` is
    set by accounts.middleware after sign-in. It holds no customer's data.
    """

    row_policy = (
        "desk_id = nullif(current_setting('crewdesk.desk', true), '')::bigint"
        " OR person_id = nullif(current_setting('crewdesk.person', true), '')::bigint"
    )

    person = models.ForeignKey("accounts.Person", on_delete=models.CASCADE, related_name="+")
    user = DeskForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    is_active = models.BooleanField(default=True)

    objects = DeskManager()
    # For queries.seats_of alone: without a desk in scope, row-level security leaves a person's own seats.
    across_desks = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint("desk_id", "person", name="seat_once")]
        indexes = [models.Index("person", name="seat_by_person")]

    def __str__(self):
        return f"person {self.person_id} at desk {self.desk_id}"
