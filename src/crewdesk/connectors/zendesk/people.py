"""The users that tickets and comments speak of."""

import copy
from collections.abc import Iterable
from contextlib import suppress

from django.utils.translation import gettext as _

from crewdesk.accounts.models import Role, User
from crewdesk.core.bulk import insert

from .refusals import NotAllowed, NotThere
from .running import Work
from .users import CHUNK, STAFF, fetch_addresses, take_users
from .words import Row, identified, key

# Stands for everybody of whom the other side tells nothing any more.
NOBODY = "?"


class Directory:
    """Fetches those who are not here yet: they came while we were at it, or were deleted."""

    def __init__(self, work: Work):
        self.work = work
        self._untold: set[str] = set()

    def fetch(self, ids: Iterable[str]) -> tuple[list[Row], dict[str, list[Row]]]:
        """Users of these ids who are not here, with their addresses. Asks for each once."""
        with self.work.scope():
            wanted = set(ids) - {""}
            new = sorted(wanted - self.work.known.ours("user", wanted).keys() - self._untold)
        rows: list[Row] = []
        for begin in range(0, len(new), CHUNK):
            some = [one for one in new[begin : begin + CHUNK] if one.isdecimal()]
            with suppress(NotThere, NotAllowed):
                rows += (
                    identified(self.work.client.get("/api/v2/users/show_many.json", ids=",".join(some)), "users") if some else []
                )
        rows = [row for row in rows if key(row["id"]) in new]
        self._untold |= set(new) - {key(row["id"]) for row in rows}
        return rows, fetch_addresses(self.work, rows)


class People:
    """Our users by their ids, within one batch."""

    def __init__(self, work: Work, ids: Iterable[str], new: tuple[list[Row], dict[str, list[Row]]]):
        take_users(work, *new, with_gone=True)
        ids = set(ids)
        self._work = work
        self._users = work.known.rows("user", User, ids)
        self._staff = set(work.known.ours(STAFF, ids))
        self._nobody: User | None = None

    def user(self, theirs: str) -> User | None:
        """The user, None for somebody who is not here."""
        return self._users.get(theirs)

    def certain(self, theirs: str) -> User:
        """The user, or the one who stands for all that are unknown."""
        return self._users.get(theirs) or self._stand_in(theirs)

    def speaker(self, theirs: str) -> User:
        """The same as who they were when they spoke: staff of the other desk spoke for the desk, whatever they are here.

        A copy, which must not be saved.
        """
        user = self.certain(theirs)
        if theirs not in self._staff or user.is_staff_member:
            return user
        user = copy.copy(user)
        user.role = Role.AGENT
        return user

    def _stand_in(self, theirs: str) -> User:
        self._work.note(_("Person of whom the other side tells nothing: their words stand under a name for all of them"), theirs)
        if self._nobody is None:
            known = self._work.known
            self._nobody = known.rows("user", User, [NOBODY]).get(NOBODY)
        if self._nobody is None:
            at = self._work.at
            self._nobody = User(
                id=self._work.ids(User), name=_("Unknown person"), role=Role.END_USER, created_at=at, updated_at=at
            )
            insert([self._nobody])
            self._work.known.remember("user", [(NOBODY, self._nobody.pk)])
        return self._nobody
