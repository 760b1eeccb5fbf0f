"""What the tests of this room share."""

from datetime import UTC, datetime

import pytest

MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


@pytest.fixture
def at() -> datetime:
    """The instant at which the stories begin: a Monday morning."""
    return MONDAY


@pytest.fixture
def owner(harbor, at):
    """Olivia, who owns Harbor."""
    from crewdesk.accounts.operations.users import add_member

    with harbor.scope():
        return add_member(
            email="olivia@harbor.example", name="Olivia", role="owner", by=None, password="correct horse battery staple"
        )


@pytest.fixture(autouse=True)
def no_limits_used_up():
    """Rate limits are counted in the cache, which outlives a test."""
    from django.core.cache import cache

    cache.clear()
