"""Verbs on groups: teams, tiers, departments."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crewdesk.core.events import Via, record
from crewdesk.core.operations import Refused, operation

from ..events import AccountEvent
from ..models import Group, Membership, User
from ..rights import require
from ._changes import apply, unless_taken

TAKEN = gettext_lazy("There is a group of this name already.")


@operation(AccountEvent.GROUP_CREATED)
def create_group(*, name: str, by: User | None, at: datetime, via: str = Via.WEB, **values: Any) -> Group:
    """Make a group: `description`, `tier` (1, 2, …; 0 is a department outside the tiers), `department`, `schedule`, `is_public`."""
    require(by, "group.update")
    name = _free_name(name)
    with unless_taken(TAKEN, field="name"):
        group = Group.objects.create(name=name, is_default=not _living().exists(), **values)
    record(AccountEvent.GROUP_CREATED, group, by=by, via=via, changes={"name": [None, group.name]}, at=at)
    return group


@operation(AccountEvent.GROUP_UPDATED)
def update_group(group: Group, *, by: User | None, at: datetime, via: str = Via.WEB, **values: Any) -> Group:
    """Change facts about a group. Members and lead have verbs of their own."""
    require(by, "group.update")
    if "name" in values:
        values["name"] = _free_name(values["name"], group)
    if values.get("is_default"):
        _living().exclude(pk=group.pk).update(is_default=False)
    with unless_taken(TAKEN, field="name"):
        changes = apply(group, values)
    if changes:
        record(AccountEvent.GROUP_UPDATED, group, by=by, via=via, changes=changes, at=at)
    return group


@operation(AccountEvent.GROUP_DELETED)
def delete_group(group: Group, *, by: User | None, at: datetime, via: str = Via.WEB) -> None:
    """Close a group; its past stays readable. Rooms above move open work when they hear of it."""
    require(by, "group.update")
    if group.is_default:
        raise Refused(_("New tickets go to this group: make another one the default first."))
    _stand_for_nobody(group, list(Membership.objects.filter(group=group).values_list("user_id", flat=True)))
    Membership.objects.filter(group=group).delete()
    apply(group, {"deleted_at": at})
    record(AccountEvent.GROUP_DELETED, group, by=by, via=via, changes={"name": [group.name, None]}, at=at)


@operation(AccountEvent.MEMBERSHIP_CHANGED)
def set_members(group: Group, *, members: Sequence[User], by: User | None, at: datetime, via: str = Via.WEB) -> None:
    """Make exactly `members` the group's; a lead who is not among them leads no more."""
    require(by, "group.update")
    if any(not user.is_staff_member for user in members):
        raise Refused(_("Customers cannot be in a group."), field="members")
    wanted = {user.pk for user in members}
    present = set(Membership.objects.filter(group=group).values_list("user_id", flat=True))
    if wanted == present:
        return
    Membership.objects.filter(group=group, user_id__in=present - wanted).delete()
    _stand_for_nobody(group, present - wanted)
    Membership.objects.bulk_create(Membership(group=group, user_id=pk) for pk in sorted(wanted - present))
    if group.lead_id is not None and group.lead_id not in wanted:
        apply(group, {"lead": None})
    record(AccountEvent.MEMBERSHIP_CHANGED, group, by=by, via=via, changes={"members": [sorted(present), sorted(wanted)]}, at=at)


@operation(AccountEvent.MEMBERSHIP_CHANGED)
def add_to_group(group: Group, *, member: User, by: User | None, at: datetime, via: str = Via.WEB) -> Membership:
    """Put one more member into a group."""
    set_members(group, members=[*_members_of(group), member], by=by, at=at, via=via)
    return Membership.objects.get(group=group, user=member)


@operation(AccountEvent.MEMBERSHIP_CHANGED)
def remove_from_group(membership: Membership, *, by: User | None, at: datetime, via: str = Via.WEB) -> None:
    """Take a member out of a group."""
    others = [user for user in _members_of(membership.group) if user.pk != membership.user_id]
    set_members(membership.group, members=others, by=by, at=at, via=via)


@operation(AccountEvent.MEMBERSHIP_CHANGED)
def make_default_membership(membership: Membership, *, by: User | None, at: datetime, via: str = Via.WEB) -> Membership:
    """Make this the group that stands for its member."""
    require(by, "group.update")
    Membership.objects.filter(user=membership.user_id).exclude(pk=membership.pk).update(is_default=False)
    apply(membership, {"is_default": True})
    changes = apply(membership.user, {"default_group": membership.group})
    record(AccountEvent.MEMBERSHIP_CHANGED, membership.group, by=by, via=via, changes=changes, at=at)
    return membership


@operation(AccountEvent.MEMBERSHIP_CHANGED, AccountEvent.GROUP_UPDATED)
def staff_group(
    group: Group, *, members: Sequence[User], lead: User | None, by: User | None, at: datetime, via: str = Via.WEB
) -> None:
    """Set members and lead together; the lead is a member too."""
    joined = {user.pk: user for user in [*members, *([lead] if lead else [])]}
    set_members(group, members=list(joined.values()), by=by, at=at, via=via)
    set_lead(group, lead=lead, by=by, at=at, via=via)


@operation(AccountEvent.MEMBERSHIP_CHANGED)
def set_groups(member: User, *, groups: Sequence[Group], by: User | None, at: datetime, via: str = Via.WEB) -> None:
    """Put a member into exactly `groups`."""
    require(by, "group.update")
    for group in _living():
        present = list(User.objects.filter(memberships__group=group))
        others = [user for user in present if user.pk != member.pk]
        if (group in groups) != (len(others) != len(present)):
            set_members(group, members=[*others, member] if group in groups else others, by=by, at=at, via=via)


@operation(AccountEvent.GROUP_UPDATED)
def set_lead(group: Group, *, lead: User | None, by: User | None, at: datetime, via: str = Via.WEB) -> None:
    """Put a member in charge of the group; somebody from outside joins it."""
    require(by, "group.update")
    if lead is not None and not lead.is_agent:
        raise Refused(_("A lead has to be an agent or above."), field="lead")
    if lead is not None:
        Membership.objects.get_or_create(group=group, user=lead)
    if changes := apply(group, {"lead": lead}):
        record(AccountEvent.GROUP_UPDATED, group, by=by, via=via, changes=changes, at=at)


def _stand_for_nobody(group: Group, user_ids: Collection[int]) -> None:
    """A group stands for its members alone."""
    User.objects.filter(pk__in=user_ids, default_group=group).update(default_group=None)


def _members_of(group: Group) -> list[User]:
    # Whoever adds another member at the same time waits: otherwise the one would take the other out again.
    Group.objects.select_for_update().get(pk=group.pk)
    return list(User.objects.filter(memberships__group=group))


def _living():
    return Group.objects.filter(deleted_at=None)


def _free_name(name: str, group: Group | None = None) -> str:
    name = name.strip()
    if not name:
        raise Refused(_("Give the group a name."), field="name", code="BlankValue")
    if _living().filter(name=name).exclude(pk=group.pk if group else None).exists():
        raise Refused(TAKEN, field="name", code="DuplicateValue")
    return name
