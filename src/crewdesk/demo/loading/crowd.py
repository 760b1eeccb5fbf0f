"""Customers as users of the desk, each made when they first write."""

from datetime import datetime

from crewdesk.accounts.events import AccountEvent
from crewdesk.accounts.models import Organization, Role, User, UserIdentity
from crewdesk.core.bulk import Ids
from crewdesk.core.events import Via
from crewdesk.core.models import Event

from ..content.model import Customer


class Crowd:
    """Finds or makes the user of a customer; `take_new()` gives the rows that wait to be written."""

    def __init__(self, ids: Ids):
        self._ids = ids
        self._known = {user.email: user for user in User.objects.customers()}
        self._organizations = {domain: one for one in Organization.objects.all() for domain in one.domain_names}
        self._colleagues: dict[int, list[User]] = {}
        self._new: list[tuple[User, datetime]] = []
        for user in self._known.values():
            self._introduce(user)

    def user_of(self, customer: Customer, *, at: datetime) -> User:
        """The user behind `customer`, who first writes `at`."""
        if (user := self._known.get(customer.email)) is None:
            user = self._known[customer.email] = self._user(customer, at)
            self._introduce(user)
            self._new.append((user, at))
        return user

    def colleagues_of(self, user: User) -> list[User]:
        """Others of the same organization who have written already, oldest first."""
        return [one for one in self._colleagues.get(user.organization_id, ()) if one is not user]

    def take_new(self) -> list[tuple[User, datetime]]:
        """New users, each with the instant of their first message."""
        new, self._new = self._new, []
        return new

    def _introduce(self, user: User) -> None:
        if user.organization_id:
            self._colleagues.setdefault(user.organization_id, []).append(user)

    def _user(self, customer: Customer, at: datetime) -> User:
        about = ", ".join(part for part in (customer.job_title, customer.organization, customer.city) if part)
        return User(
            id=self._ids(User), name=customer.name, email=customer.email, email_verified=True, role=Role.END_USER, locale=customer.language,
            time_zone=customer.zone, details=about, tags=[customer.side],
            organization=self._organizations.get(customer.email.rpartition("@")[2]), created_at=at, updated_at=at,
        )  # fmt: skip


def identity_of(user: User, at: datetime) -> UserIdentity:
    """The address of a new customer."""
    return UserIdentity(
        user=user, kind=UserIdentity.Kind.EMAIL, value=user.email, is_primary=True, verified_at=at, created_at=at, updated_at=at
    )


def arrival_of(user: User, at: datetime) -> Event:
    """The event of their coming."""
    changes = {"role": [None, user.role]}
    return Event(at=at, kind=AccountEvent.USER_CREATED, via=Via.EMAIL, subject_type="user", subject_id=user.pk, changes=changes)
