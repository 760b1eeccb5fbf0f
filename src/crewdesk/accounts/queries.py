"""Reads of persons and desks."""

from collections.abc import Iterable
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.db import connection, transaction
from django.db.models import Q, QuerySet

from .models import Desk, Organization, Person, Seat, User, UserIdentity

# So many addresses at most are looked at for one search; the list is paged by name anyway.
MOST_ADDRESSES = 500


@dataclass(frozen=True)
class SeatAt:
    """A person's place at one desk."""

    desk: Desk
    user_id: int

    @property
    def desk_id(self) -> int:
        return self.desk.pk


def seats_of(person: Person) -> list[SeatAt]:
    """The desks at which the person works, by name. Needs no desk in scope: a person may see their own seats everywhere."""
    with transaction.atomic(), connection.cursor() as cursor:
        # A statement and not set_config(), as in core.tenancy.scope.
        cursor.execute(f"SET LOCAL crewdesk.person = '{int(person.pk)}'")
        seats = dict(Seat.across_desks.filter(person_id=person.pk, is_active=True).values_list("desk_id", "user_id"))
    desks = Desk.objects.filter(pk__in=seats).order_by("name")
    return [SeatAt(desk, seats[desk.pk]) for desk in desks]


def has_second_factor(person_id: int) -> bool:
    """Whether the person has an authenticator app or a passkey. Recovery codes alone are none."""
    return bool(with_second_factor([person_id]))


def with_second_factor(person_ids: Iterable[int]) -> set[int]:
    """Those of the persons who have a second factor."""
    factors = Authenticator.objects.filter(user_id__in=person_ids).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return set(factors.values_list("user_id", flat=True))


def users_found(users: QuerySet[User], text: str) -> QuerySet[User]:
    """Those of `users` whose name, or one of whose addresses, begins with `text`. Two ranges of an index, no LIKE."""
    text = text.strip().lower()
    if not text:
        return users
    owners = list(UserIdentity.objects.filter(beginning("value", text)).values_list("user_id", flat=True)[:MOST_ADDRESSES])
    return users.filter(beginning("name_key", text) | Q(pk__in=owners))


def organizations_found(text: str) -> QuerySet[Organization]:
    """Organizations of the desk whose name begins with `text`."""
    text = text.strip().lower()
    return Organization.objects.filter(beginning("name_key", text)) if text else Organization.objects.all()


def organization_named(text: str) -> Organization | None:
    """The organization of this whole name; large and small letters are alike where that leaves no doubt."""
    alike = list(Organization.objects.filter(name_key=text.strip().lower()))
    exact = [one for one in alike if one.name == text.strip()]
    return (exact or alike)[0] if len(exact or alike) == 1 else None


def beginning(column: str, text: str) -> Q:
    """Condition that `column`, which is in byte order, begins with `text`."""
    return Q(**{f"{column}__gte": text, f"{column}__lt": f"{text}\U0010ffff"})
