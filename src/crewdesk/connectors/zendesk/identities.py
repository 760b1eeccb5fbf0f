"""Further addresses of users. One that somebody has here already stays with them."""

from django.utils.translation import gettext as _

from crewdesk.accounts.events import AccountEvent
from crewdesk.accounts.models import User, UserIdentity
from crewdesk.core.bulk import insert

from .running import Work
from .words import Row, email, flag, text, word

Kind = UserIdentity.Kind
KINDS = {
    "email": Kind.EMAIL,
    "phone_number": Kind.PHONE,
    "phone": Kind.PHONE,
    "any_channel": Kind.EXTERNAL,
    "external": Kind.EXTERNAL,
}


class Addresses:
    """Collects the addresses of some users and writes those that are free."""

    def __init__(self, work: Work):
        self.work = work
        self.wanted: dict[tuple[str, str], User] = {}

    def add(self, user: User, rows: list[Row]) -> None:
        """Note what the other side knows of a user. Members keep the addresses that they have: mail from them speaks for the desk."""
        if user.is_staff_member:
            return
        for row in rows:
            kind, value = KINDS.get(word(row, "type")), text(row.get("value"), 320)
            if kind == Kind.EMAIL:
                value = email(value)
            if kind == Kind.EMAIL and value and value != user.email and not flag(row, "verified"):
                # Whoever names a stranger's address as theirs would read the stranger's mail here.
                self.work.note(_("Further address was not proved at the other side: left out"), value)
            elif kind and value:
                self.wanted.setdefault((kind, value), user)
            else:
                self.work.note(_("Address of a kind that there is no room for"), text(row.get("type"), 40))

    def write(self) -> None:
        """Write those that nobody has, unproved."""
        values = {value for _kind, value in self.wanted}
        taken = {(one.kind, one.value): one.user_id for one in UserIdentity.objects.filter(value__in=values)}
        primary = set(
            UserIdentity.objects.filter(user__in=list(self.wanted.values()), is_primary=True).values_list("user_id", "kind")
        )
        for (kind, value), user in self.wanted.items():
            if (owner := taken.get((kind, value))) is None:
                is_first = (user.pk, str(kind)) not in primary
                primary.add((user.pk, str(kind)))
                self._write(user, kind, value, is_primary=is_first)
            elif owner != user.pk:
                self.work.note(_("Address belongs to somebody else here"), value)

    def _write(self, user: User, kind: str, value: str, *, is_primary: bool) -> None:
        at = self.work.at
        row = UserIdentity(
            id=self.work.ids(UserIdentity), user=user, kind=kind, value=value, is_primary=is_primary, created_at=at, updated_at=at
        )
        insert([row])
        if is_primary and kind == Kind.EMAIL and not user.email:
            User.objects.filter(pk=user.pk).update(email=value)
        self.work.record(AccountEvent.IDENTITY_ADDED, user, {str(kind): [None, value]})
        self.work.count("addresses", "created")
