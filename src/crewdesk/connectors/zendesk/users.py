"""Users: everybody comes as a customer, but for whom this desk has already.

A seat gives sight of everything that the desk holds, so no list from elsewhere gives one: a member who has the address is that
member, and stays as they are; everybody else is a customer until an admin invites them. Addresses come unproved.
"""

from contextlib import suppress
from typing import Any

from django.utils.translation import gettext as _

from crewdesk.accounts.events import AccountEvent
from crewdesk.accounts.models import Organization, ProfileField, Role, User, UserIdentity
from crewdesk.accounts.profile_values import fields_of
from crewdesk.core.bulk import insert

from ..sheets.kinds.users import people_with
from .identities import Addresses
from .known import touched
from .refusals import NotAllowed, NotThere
from .running import Work, differing
from .streams import export, total_of
from .user_words import columns_of
from .words import Row, email, flag, identified, instant, key, listed

CHUNK = 100
# Beside `user`: who works at the other desk. What they say there is said by the desk.
STAFF = "staff"
MOST_NAMED = 1_000


def bring_users(work: Work) -> None:
    """Users that are new or changed."""
    total = total_of(work, "/api/v2/users/count.json", "users")
    for rows, place in export(work, "/api/v2/incremental/users/cursor.json", "users", CHUNK):
        addresses = fetch_addresses(work, rows)
        with work.batch(**place):
            take_users(work, rows, addresses)
        work.tell("Users", len(rows), total)


def take_users(work: Work, rows: list[Row], addresses: dict[str, list[Row]], *, with_gone: bool = False) -> None:
    """Bring these users in, in the batch of the caller. Deleted ones come `with_gone` only, where a ticket speaks of them."""
    _Page(work, rows, addresses).bring(with_gone=with_gone)


def fetch_addresses(work: Work, rows: list[Row]) -> dict[str, list[Row]]:
    """All addresses of these users by their id: 100 users a call where the other side can, else one."""
    ids = [key(row["id"]) for row in rows if flag(row, "active", True)]
    if not ids:
        return {}
    found: dict[str, list[Row]] = {}
    with suppress(NotThere, NotAllowed):
        page = work.client.get("/api/v2/users/show_many.json", ids=",".join(ids), include="identities")
        if isinstance(page.get("identities"), list):
            for one in listed(page, "identities"):
                found.setdefault(key(one.get("user_id")), []).append(one)
            return found
    for one in ids:
        with suppress(NotThere, NotAllowed):
            found[one] = [
                row
                for page in work.client.pages(f"/api/v2/users/{one}/identities.json")
                for row in identified(page, "identities")
            ]
    return found


class _Page:
    """What is here around some users of theirs."""

    def __init__(self, work: Work, rows: list[Row], addresses: dict[str, list[Row]]):
        self.work, self.rows, self.addresses = work, rows, addresses
        ids = [key(row["id"]) for row in rows]
        self.known = work.known.ours("user", ids)
        self.present = {theirs: user for theirs, user in work.known.rows("user", User, ids).items() if user.is_active}
        self.staff = work.known.ours(STAFF, ids)
        self.touched = touched("user", [user.pk for user in self.present.values()])
        self.by_address = people_with({address for row in rows if (address := email(row.get("email")))})
        self.organizations = work.known.rows("organization", Organization, {key(row.get("organization_id")) for row in rows})
        self.fields = fields_of(ProfileField.Kind.USER, with_options=True)

    def bring(self, *, with_gone: bool) -> None:
        identities = Addresses(self.work)
        for row in self.rows:
            theirs = key(row["id"])
            user = self.present.get(theirs)
            if user is None and theirs in self.known:
                self.work.count("users", "skipped")  # deleted or merged here
                continue
            if user is None and not flag(row, "active", True) and not with_gone:
                self.work.note(_("Deleted user: left out"))
                self.work.count("users", "skipped")
                continue
            was_here = user is None and email(row.get("email")) in self.by_address
            user = self._take(row) if user is None else self._update(user, row)
            self._note_staff(row, user)
            if not was_here and user.pk not in self.touched:
                identities.add(user, self.addresses.get(theirs, []))
        identities.write()

    def _take(self, row: Row) -> User:
        work, address = self.work, email(row.get("email"))
        user = self.by_address.get(address)
        if user is None:
            user = self._make(row, address)
            if address:
                self.by_address[address] = user
            work.count("users", "created")
        else:
            work.count("users", "skipped")
        work.known.remember("user", [(key(row["id"]), user.pk)])
        return user

    def _make(self, row: Row, address: str) -> User:
        work, at = self.work, self.work.at
        created = instant(row.get("created_at"), at) or at
        user = User(
            id=work.ids(User), email=address, role=Role.END_USER, is_active=flag(row, "active", True), created_at=created,
            updated_at=instant(row.get("updated_at"), at) or created, **self._columns(row),
        )  # fmt: skip
        insert([user])
        if address:
            kind = UserIdentity.Kind.EMAIL
            insert(
                [
                    UserIdentity(
                        id=work.ids(UserIdentity),
                        user=user,
                        kind=kind,
                        value=address,
                        is_primary=True,
                        created_at=at,
                        updated_at=at,
                    )
                ]
            )
        work.record(AccountEvent.USER_CREATED, user, {"role": [None, user.role]})
        return user

    def _update(self, user: User, row: Row) -> User:
        changes = differing(user, self._columns(row))
        if not changes or user.is_staff_member or user.pk in self.touched or not flag(row, "active", True):
            self.work.count("users", "skipped")
            return user
        for name, (_before, after) in changes.items():
            setattr(user, name, after)
        user.save(update_fields=[*changes, "updated_at"])
        self.work.record(AccountEvent.USER_UPDATED, user, changes)
        self.work.count("users", "updated")
        return user

    def _note_staff(self, row: Row, user: User) -> None:
        if row.get("role") not in ("agent", "admin") or not flag(row, "active", True):
            return
        if key(row["id"]) not in self.staff:
            self.work.known.remember(STAFF, [(key(row["id"]), user.pk)])
        if not user.is_staff_member:
            what = _("Member of the other desk, and a customer here: invite them where they are to work here")
            self.work.note(what, user.email or user.name, most=MOST_NAMED)

    def _columns(self, row: Row) -> dict[str, Any]:
        return columns_of(row, self.organizations.get(key(row.get("organization_id"))), self.fields)
