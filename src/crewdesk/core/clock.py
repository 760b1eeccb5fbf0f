"""The time. Verbs are handed `at`; only the outermost caller asks the clock."""

from datetime import UTC, datetime


def now() -> datetime:
    """This instant, aware, in UTC."""
    return datetime.now(UTC)
