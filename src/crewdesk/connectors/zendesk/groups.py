"""Groups, known by name where they were here before. And who is in them."""

from django.utils.translation import gettext as _

from crewdesk.accounts.events import AccountEvent
from crewdesk.accounts.models import Group, Membership, User
from crewdesk.core.bulk import insert

from .running import Work
from .streams import list_pages
from .words import Row, flag, key, prose, text

# Beside `group`: those that did not exist here. Who joins one of these sees nothing that was here before.
MADE = "made_group"


def bring_groups(work: Work) -> None:
    """All groups that are in use."""
    for rows in list_pages(work, "/api/v2/groups.json", "groups"):
        with work.batch():
            here = work.known.ours("group", [key(row["id"]) for row in rows])
            work.count("groups", "skipped", len(here))
            by_name = {group.name.casefold(): group.pk for group in Group.objects.filter(deleted_at=None)}
            for row in rows:
                if key(row["id"]) not in here and not flag(row, "deleted"):
                    _bring(work, row, by_name)


def _bring(work: Work, row: Row, by_name: dict[str, int]) -> None:
    name = text(row.get("name"), 120) or _("Group %(id)s") % {"id": key(row["id"])}
    if (present := by_name.get(name.casefold())) is not None:
        work.known.remember("group", [(key(row["id"]), present)])
        work.count("groups", "skipped")
        return
    group = Group(
        id=work.ids(Group), name=name, description=prose(row.get("description"), 2_000), is_default=not by_name,
        is_public=flag(row, "is_public", True), created_at=work.at, updated_at=work.at,
    )  # fmt: skip
    insert([group])
    work.record(AccountEvent.GROUP_CREATED, group, {"name": [None, name]})
    by_name[name.casefold()] = group.pk
    for kind in ("group", MADE):
        work.known.remember(kind, [(key(row["id"]), group.pk)])
    work.count("groups", "created")


def bring_memberships(work: Work) -> None:
    """Members of this desk join the groups that the import made, as they were in them there."""
    for rows in list_pages(work, "/api/v2/group_memberships.json", "group_memberships"):
        with work.batch():
            users = work.known.rows("user", User, {key(row.get("user_id")) for row in rows})
            groups = work.known.rows(MADE, Group, {key(row.get("group_id")) for row in rows})
            present = set(Membership.objects.filter(group__in=groups.values()).values_list("user_id", "group_id"))
            for row in rows:
                user, group = users.get(key(row.get("user_id"))), groups.get(key(row.get("group_id")))
                if (
                    user is None
                    or group is None
                    or not user.is_staff_member
                    or group.deleted_at
                    or (user.pk, group.pk) in present
                ):
                    work.count("group memberships", "skipped")
                    continue
                insert([Membership(id=work.ids(Membership), group=group, user=user, created_at=work.at, updated_at=work.at)])
                present.add((user.pk, group.pk))
                members = sorted(member for member, of in present if of == group.pk)
                work.record(
                    AccountEvent.MEMBERSHIP_CHANGED, group, {"members": [[pk for pk in members if pk != user.pk], members]}
                )
                work.count("group memberships", "created")
