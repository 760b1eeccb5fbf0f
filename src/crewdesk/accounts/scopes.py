"""What a token may do: `read` and `write` everything that its user may, or one resource alone, as `tickets:read`."""

from collections.abc import Iterable

RESOURCES = (
    "tickets", "requests", "search", "users", "organizations", "groups", "uploads", "incremental", "webhooks", "views", "macros",
    "triggers", "automations", "job_statuses",
)  # fmt: skip
SCOPES = ("read", "write", *(f"{resource}:{verb}" for resource in RESOURCES for verb in ("read", "write")))


# Paths below a row of one resource that answer with rows of another: `users/1/tickets/requested` is about tickets.
NESTING = {"tickets", "users", "organizations", "groups", "views"}
ANSWERS_WITH = {
    "tickets": "tickets", "execute": "tickets", "requests": "requests", "users": "users", "collaborators": "users",
    "followers": "users", "email_ccs": "users", "organizations": "organizations", "groups": "groups",
}  # fmt: skip


def resource_of(path: str) -> str:
    """What a path below /api/v2/ is about: its first word, or the last one below it that tells of other rows."""
    first, *below = path.split("/")
    named = [ANSWERS_WITH[word] for word in below if word in ANSWERS_WITH] if first in NESTING else []
    return named[-1] if named else first


def allows(scopes: Iterable[str], resource: str, *, writes: bool) -> bool:
    """Whether a token with `scopes` may read or write `resource`. Who may write may read what the write answers with, and no more."""
    verb = "write" if writes else "read"
    return not {verb, f"{resource}:{verb}"}.isdisjoint(scopes)
