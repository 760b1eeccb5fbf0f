"""`users/search?query=`: words, and `name:value` pairs, all of which hold."""

import shlex
from collections.abc import Callable

from django.db.models import Q, QuerySet

from crewdesk.core.api.errors import BadRequest

from ..models import Role, User, UserIdentity
from ..operations.tags import clean_tags
from ..queries import MOST_ADDRESSES, beginning, organizations_found, users_found
from .present import ROLES

MOST_WORDS = 10
SHORTEST = 2


def named(users: QuerySet[User], text: str) -> QuerySet[User]:
    """Those whose name or address begins with `text`, which has two characters at least."""
    if len(text.strip()) < SHORTEST:
        raise BadRequest("Invalid attribute", f"name must have at least {SHORTEST} characters")
    return users_found(users, text)


def searched(users: QuerySet[User], query: str) -> QuerySet[User]:
    """Those of whom the whole query holds. Raises BadRequest for a pair that we do not know."""
    free: list[str] = []
    for word in _words(query):
        key, colon, value = word.partition(":")
        if colon and key.lower() in PAIRS:
            users = PAIRS[key.lower()](users, value)
        elif colon and key.isalpha():
            raise BadRequest("Invalid search", f"{key[:40]}: is not one of {', '.join(PAIRS)}")
        else:
            free.append(word)
    return users_found(users, " ".join(free)) if free else users


def _words(query: str) -> list[str]:
    lexer = shlex.shlex(query, posix=True)
    lexer.whitespace_split, lexer.commenters, lexer.quotes, lexer.escape = True, "", '"', ""
    try:
        words = list(lexer)
    except ValueError as problem:
        raise BadRequest("Invalid search", "A quotation mark is never closed.") from problem
    if len(words) > MOST_WORDS:
        raise BadRequest("Invalid search", f"At most {MOST_WORDS} words.")
    return words


def _by_kind(kind: str) -> Callable[[QuerySet[User], str], QuerySet[User]]:
    def narrowed(users: QuerySet[User], value: str) -> QuerySet[User]:
        value = value.rstrip("*")
        found = UserIdentity.objects.filter(beginning("value", value.lower()), kind=kind).values_list("user_id", flat=True)
        own = Q(phone=value) if kind == UserIdentity.Kind.PHONE else Q()
        return (
            users.filter(Q(pk__in=list(found[:MOST_ADDRESSES])) | own)
            if own
            else users.filter(pk__in=list(found[:MOST_ADDRESSES]))
        )

    return narrowed


def _by_role(users: QuerySet[User], value: str) -> QuerySet[User]:
    name = value.lower()
    roles = [role for role in Role.values if name in (ROLES[role], role)]
    if not roles:
        raise BadRequest("Invalid search", f"role:{value[:40]} is not one of end-user, agent, admin")
    return users.filter(role__in=roles)


def _by_organization(users: QuerySet[User], value: str) -> QuerySet[User]:
    if value.lower() == "none":
        return users.filter(organization=None)
    return users.filter(organization__in=list(organizations_found(value).values_list("pk", flat=True)[:MOST_ADDRESSES]))


def _by_type(users: QuerySet[User], value: str) -> QuerySet[User]:
    return users if value.lower() == "user" else users.none()


def _by_name(users: QuerySet[User], value: str) -> QuerySet[User]:
    return users.filter(beginning("name_key", value.rstrip("*").lower()))


def _by_tag(users: QuerySet[User], value: str) -> QuerySet[User]:
    return users.filter(tags__contains=clean_tags([value]))


def _by_verified(users: QuerySet[User], value: str) -> QuerySet[User]:
    return users.filter(email_verified=value.lower() == "true")


def _by_suspended(users: QuerySet[User], value: str) -> QuerySet[User]:
    return users.filter(suspended=value.lower() == "true")


def _by_external_id(users: QuerySet[User], value: str) -> QuerySet[User]:
    return users.filter(external_id=value)


PAIRS: dict[str, Callable[[QuerySet[User], str], QuerySet[User]]] = {
    "type": _by_type, "name": _by_name, "email": _by_kind(UserIdentity.Kind.EMAIL), "phone": _by_kind(UserIdentity.Kind.PHONE),
    "role": _by_role, "organization": _by_organization, "tags": _by_tag, "external_id": _by_external_id, "is_verified": _by_verified,
    "is_suspended": _by_suspended,
}  # fmt: skip
