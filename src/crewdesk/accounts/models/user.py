"""A person, or a customer who never signs in, in one desk."""

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from crewdesk.core.exported import Exported, export_indexes
from crewdesk.core.tenancy import DeskForeignKey, DeskManager, DeskModel, DeskQuerySet


class Role(models.TextChoices):
    """What a user may do; each role's verbs stand in rights.py."""

    END_USER = "end_user", _("Customer")
    LIGHT_AGENT = "light_agent", _("Light agent")
    AGENT = "agent", _("Agent")
    LEAD = "lead", _("Team lead")
    ADMIN = "admin", _("Admin")
    OWNER = "owner", _("Owner")


RANK = {role: rank for rank, role in enumerate(Role.values)}
STAFF = tuple(role for role in Role.values if role != Role.END_USER)
AGENTS = (Role.AGENT, Role.LEAD, Role.ADMIN, Role.OWNER)


class UserQuerySet(DeskQuerySet):
    """Users of the desk in scope."""

    def staff(self):
        return self.filter(role__in=STAFF, is_active=True)

    def members(self):
        """Who has a seat, shut out for now or not."""
        return self.filter(role__in=STAFF, is_active=True, person__isnull=False)

    def assignable(self):
        return self.filter(role__in=AGENTS, is_active=True, suspended=False)

    def customers(self):
        return self.filter(role=Role.END_USER)

    def visible_to(self, user: "User"):
        """Staff see everybody on their desk; customers see themselves."""
        return self if user.is_staff_member else self.filter(pk=user.pk)

    def with_address(self, address: str):
        """Users to whom the e-mail address belongs, verified or not."""
        address = address.strip().lower()
        return self.filter(identities__kind=UserIdentity.Kind.EMAIL, identities__value=address)


class User(DeskModel, Exported):
    """Requester, submitter, assignee, follower and author are always Users of the desk."""

    person = models.ForeignKey("accounts.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=120)
    # In lower case and byte order: lists sort by it and find by its beginning. Row-level security keeps the planner
    # from using an index on an expression, or LIKE, so it is a column and is compared with >= and <.
    name_key = models.GeneratedField(
        expression=Lower("name"), output_field=models.CharField(max_length=120, db_collation="C"), db_persist=True
    )
    # The primary address, repeated from `identities` so that lists need no join. Empty when there is none.
    email = models.EmailField(blank=True)
    email_verified = models.BooleanField(default=False)
    phone = models.CharField(max_length=40, blank=True)
    role = models.CharField(max_length=12, choices=Role.choices, default=Role.END_USER)
    alias = models.CharField(max_length=60, blank=True)
    locale = models.CharField(max_length=10, blank=True)
    time_zone = models.CharField(max_length=64, blank=True)
    organization = DeskForeignKey("accounts.Organization", on_delete=models.SET_NULL, null=True, blank=True, related_name="users")
    default_group = DeskForeignKey("accounts.Group", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    signature = models.TextField(blank=True)
    notes = models.TextField(blank=True)
    details = models.TextField(blank=True)
    tags = models.JSONField(default=list, blank=True)
    user_fields = models.JSONField(default=dict, blank=True)
    external_id = models.CharField(max_length=255, blank=True)
    # Which tickets an agent may see: "" all, or groups, assigned, organization, requested.
    ticket_restriction = models.CharField(max_length=12, blank=True)
    suspended = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    last_seen_at = models.DateTimeField(null=True, blank=True)
    # Since when nothing is known of somebody who was deleted before.
    erased_at = models.DateTimeField(null=True, blank=True)

    objects = DeskManager.from_queryset(UserQuerySet)()

    class Meta:
        indexes = [
            *export_indexes("user"),
            models.Index("desk_id", "role", "name_key", "id", name="user_by_role"),
            models.Index("desk_id", "external_id", name="user_by_external_id", condition=~models.Q(external_id="")),
            models.Index("desk_id", "organization", name="user_by_organization"),
        ]
        constraints = [
            models.UniqueConstraint("desk_id", "person", name="user_once_per_person", condition=models.Q(person__isnull=False)),
        ]

    def __str__(self):
        return self.name or self.email

    @property
    def is_staff_member(self) -> bool:
        return self.role != Role.END_USER

    @property
    def sees_all_tickets(self) -> bool:
        """Whether no restriction narrows what this member of the team sees."""
        return self.is_staff_member and not self.ticket_restriction

    @property
    def public_name(self) -> str:
        """The name that customers see: staff may go by another one."""
        return self.alias or self.name if self.is_staff_member else self.name

    @property
    def is_agent(self) -> bool:
        """Whether tickets may be assigned to this user."""
        return self.role in AGENTS

    @property
    def rank(self) -> int:
        """Height of the role: 0 customer … 5 owner."""
        return RANK[self.role]


class UserIdentity(DeskModel):
    """An address by which a user is known on a channel. An e-mail address belongs to one user of a desk."""

    class Kind(models.TextChoices):
        EMAIL = "email", _("E-mail")
        PHONE = "phone_number", _("Phone")
        EXTERNAL = "external", _("External id")

    user = DeskForeignKey(User, on_delete=models.CASCADE, related_name="identities")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    value = models.CharField(max_length=320, db_collation="C")
    is_primary = models.BooleanField(default=False)
    verified_at = models.DateTimeField(null=True, blank=True)
    # Set when mail to the address bounced for good.
    undeliverable_since = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint("desk_id", "kind", "value", name="identity_once")]
        indexes = [models.Index("desk_id", "user", name="identity_by_user")]

    def __str__(self):
        return self.value
