"""`users/search?query=` and `users/autocomplete?name=`."""

from django.db.models import QuerySet

from crewdesk.core.api.errors import BadRequest

from ..models import User
from ..queries import users_found
from ..searching import UnreadableSearch, users_searched

SHORTEST = 2


def named(users: QuerySet[User], text: str) -> QuerySet[User]:
    """Those whose name or address begins with `text`, which has two characters at least."""
    if len(text.strip()) < SHORTEST:
        raise BadRequest("Invalid attribute", f"name must have at least {SHORTEST} characters")
    return users_found(users, text)


def searched(users: QuerySet[User], query: str) -> QuerySet[User]:
    """Those of whom the whole query holds. Raises BadRequest for what cannot be read."""
    if query.count('"') % 2:
        raise BadRequest("Invalid search", "A quotation mark is never closed.")
    try:
        return users_searched(users, query)
    except UnreadableSearch as problem:
        raise BadRequest("Invalid search", str(problem)) from problem
