"""Groups of agents: a team of ten, a tier, a department."""

from django.db import models

from crewdesk.core.tenancy import DeskForeignKey, DeskModel


class Group(DeskModel):
    """Tickets are assigned to a group, and within it to a member."""

    name = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    lead = DeskForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    # 1 answers first, 2 takes what tier 1 escalates; 0 stands for a department outside the tiers.
    tier = models.PositiveSmallIntegerField(default=1)
    department = models.CharField(max_length=60, blank=True)
    schedule = DeskForeignKey("accounts.Schedule", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    is_default = models.BooleanField(default=False)
    is_public = models.BooleanField(default=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint("desk_id", "name", name="group_once", condition=models.Q(deleted_at__isnull=True))]

    def __str__(self):
        return self.name


class Membership(DeskModel):
    """A user in a group."""

    group = DeskForeignKey(Group, on_delete=models.CASCADE, related_name="memberships")
    user = DeskForeignKey("accounts.User", on_delete=models.CASCADE, related_name="memberships")
    is_default = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint("desk_id", "group", "user", name="membership_once")]
        indexes = [models.Index("desk_id", "user", name="membership_by_user")]

    def __str__(self):
        return f"{self.user_id} in {self.group_id}"
