"""Finds who or what a value of a search means: me, an id, an address, a name."""

from collections.abc import Sequence

from django.db.models import Q

from crewdesk.accounts.models import Brand, Group, Organization, User

# A name that many people share is still a search, not a list of everybody.
MOST_NAMESAKES = 200
NAMED = {"group": Group, "organization": Organization, "brand": Brand}


def ids_of_people(values: Sequence[str], member: User, *, is_staff: bool = False) -> list[int]:
    """The users that `values` mean, for `me` the one who asks; nobody where nothing fits."""
    ids = {member.pk for value in values if value.lower() == "me"}
    others = [value for value in values if value.lower() not in ("me", "none")]
    if others:
        users = User.objects.staff() if is_staff else User.objects.all()
        condition = Q()
        for value in others:
            condition |= _person(value)
        ids |= set(users.filter(condition).values_list("pk", flat=True)[:MOST_NAMESAKES])
    return sorted(ids)


def ids_of_named(key: str, values: Sequence[str]) -> list[int]:
    """The groups, organizations or brands (by `key`) that `values` mean."""
    condition = Q(pk__in=[])
    for value in values:
        condition |= Q(pk=int(value)) if _is_id(value) else Q(name__iexact=value)
    return list(NAMED[key].objects.filter(condition).values_list("pk", flat=True)[:MOST_NAMESAKES])


def _person(value: str) -> Q:
    if _is_id(value):
        return Q(pk=int(value))
    if "@" in value:
        return Q(identities__value=value.lower())
    return Q(name__iexact=value) | Q(name__istartswith=f"{value} ")


def _is_id(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) < 19
