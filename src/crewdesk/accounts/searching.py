"""Users, organizations and groups by the field's search syntax: `role:agent organization:acme created>2026-01-01 "Mia O"`.

Words find names and addresses that begin with them; there is no index inside names.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Q, QuerySet

from .models import Group, Organization, Role, User, UserIdentity
from .operations.tags import clean_tags
from .queries import MOST_ADDRESSES, beginning, organizations_found, users_found

_TERM = re.compile(
    r'(?P<minus>-?)(?:(?P<key>[a-z_]+)(?P<op>:|<=|>=|<|>)(?P<value>"[^"]*"|\S+)|(?P<words>"[^"]*"|[^\s"]+))', re.IGNORECASE
)
_LOOKUPS = {":": "", "<": "__lt", "<=": "__lte", ">": "__gt", ">=": "__gte"}
ROLES = {
    "end-user": [Role.END_USER],
    "agent": [Role.LIGHT_AGENT, Role.AGENT, Role.LEAD],
    "admin": [Role.ADMIN, Role.OWNER],
    **{role: [role] for role in Role.values},
}
MOST_TERMS = 30
TRUE = {"true", "yes", "1"}


class UnreadableSearch(ValueError):
    """A term that makes no sense; the message says which."""


@dataclass(frozen=True)
class Term:
    """`key` with a value, to hold or not to hold."""

    key: str
    operator: str
    value: str
    negated: bool


def users_searched(users: QuerySet[User], text: str) -> QuerySet[User]:
    """Those of `users` that `text` finds. Raises UnreadableSearch."""
    return _searched(users_found(users, _words(text)), text, USER_KEYS)


def organizations_searched(text: str) -> QuerySet[Organization]:
    """Organizations that `text` finds. Raises UnreadableSearch."""
    return _searched(organizations_found(_words(text)), text, ORGANIZATION_KEYS)


def groups_searched(text: str) -> QuerySet[Group]:
    """Groups that `text` finds, of which there are never many. Raises UnreadableSearch."""
    groups = Group.objects.filter(deleted_at=None)
    words = _words(text)
    return _searched(groups.filter(name__istartswith=words) if words else groups, text, GROUP_KEYS)


def _terms(text: str) -> list[re.Match]:
    terms = list(_TERM.finditer(text.replace("\x00", "")))
    if len(terms) > MOST_TERMS:
        raise UnreadableSearch(f"At most {MOST_TERMS} words.")
    return terms


def _words(text: str) -> str:
    return " ".join(term["words"].strip('"').rstrip("*") for term in _terms(text) if term["words"] and not term["minus"]).strip()


def _searched(rows: QuerySet, text: str, keys: dict[str, Callable[[Term], Q]]) -> QuerySet:
    for match in _terms(text):
        if not match["key"]:
            continue
        term = Term(match["key"].lower(), match["op"], match["value"].strip('"'), bool(match["minus"]))
        if term.key not in keys:
            raise UnreadableSearch(f"{term.key!r} is not something to search by here; use {', '.join(sorted(keys))}.")
        condition = keys[term.key](term)
        rows = rows.exclude(condition) if term.negated else rows.filter(condition)
    return rows


def _text(column: str) -> Callable[[Term], Q]:
    return lambda term: Q(**{column: term.value})


def _name(term: Term) -> Q:
    return beginning("name_key", term.value.rstrip("*").lower())


def _alike(column: str, value: str) -> Q:
    """The value itself, or with `*` its beginning."""
    return beginning(column, value.rstrip("*")) if value.endswith("*") else Q(**{column: value})


def _owners(kind: str, value: str) -> Q:
    # By the owners and not by a join, which would find a user once for each address.
    found = UserIdentity.objects.filter(_alike("value", value), kind=kind).values_list("user_id", flat=True)
    return Q(pk__in=list(found[:MOST_ADDRESSES]))


def _email(term: Term) -> Q:
    return _owners("email", term.value.lower())


def _phone(term: Term) -> Q:
    return _alike("phone", term.value) | _owners("phone_number", term.value)


def _type(noun: str) -> Callable[[Term], Q]:
    """All rows here are of one type: another one finds none."""
    return lambda term: ~Q(pk=None) if term.value.lower() == noun else Q(pk=None)


def _tags(term: Term) -> Q:
    tags = clean_tags([term.value])
    return Q(tags__contains=tags) if tags else Q(pk=None)


def _role(term: Term) -> Q:
    if term.value.lower() not in ROLES:
        raise UnreadableSearch(f"{term.value!r} is no role; use {', '.join(ROLES)}.")
    return Q(role__in=ROLES[term.value.lower()])


def _flag(column: str) -> Callable[[Term], Q]:
    return lambda term: Q(**{column: term.value.lower() in TRUE})


def _organization(term: Term) -> Q:
    if term.value.isascii() and term.value.isdigit() and len(term.value) < 19:
        return Q(organization_id=int(term.value))
    if term.value.lower() == "none":
        return Q(organization_id=None)
    return beginning("organization__name_key", term.value.rstrip("*").lower())


def _day(column: str) -> Callable[[Term], Q]:
    def compared(term: Term) -> Q:
        try:
            start = datetime.combine(date.fromisoformat(term.value[:10]), time(), UTC)
        except ValueError:
            raise UnreadableSearch(f"{term.value!r} is no date; write 2026-05-31.") from None
        if not 1900 <= start.year <= 2900:
            raise UnreadableSearch(f"{term.value!r} lies too far away; years go from 1900 to 2900.")
        end = start + timedelta(days=1)
        if term.operator == ":":
            return Q(**{f"{column}__gte": start, f"{column}__lt": end})
        return Q(**{f"{column}{_LOOKUPS[term.operator]}": start if term.operator in ("<", ">=") else end})

    return compared


_COMMON = {"external_id": _text("external_id"), "tags": _tags, "created": _day("created_at"), "updated": _day("updated_at")}
USER_KEYS = _COMMON | {
    "name": _name, "user": _name, "email": _email, "role": _role, "organization": _organization, "organization_id": _organization,
    "phone": _phone, "type": _type("user"), "suspended": _flag("suspended"), "is_suspended": _flag("suspended"), "verified": _flag("email_verified"),
    "is_verified": _flag("email_verified"),
}  # fmt: skip
ORGANIZATION_KEYS = _COMMON | {"name": _name, "organization": _name, "type": _type("organization")}
GROUP_KEYS = {
    "name": lambda term: Q(name__istartswith=term.value), "created": _day("created_at"), "updated": _day("updated_at"),
    "type": _type("group"),
}  # fmt: skip
