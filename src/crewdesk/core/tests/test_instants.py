"""Instants come from the database as they went in, whatever their fractions, and as UTC."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.db import connection

from crewdesk.core.postgres.instants import InstantLoader


@pytest.mark.parametrize("at", [
    datetime(2026, 11, 27, 4, 1, 6, 96771, UTC), datetime(2026, 11, 27, 4, 1, 6, 100000, UTC), datetime(2026, 11, 27, tzinfo=UTC),
    datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, 59, 999999, UTC), datetime(2026, 3, 29, 2, 30, tzinfo=timezone(timedelta(hours=5, minutes=45))),
])  # fmt: skip
@pytest.mark.django_db
def test_as_they_went_in(at):
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::timestamptz, NULL::timestamptz, ARRAY[%s::timestamptz]", [at, at])
        found, none, [in_array] = cursor.fetchone()
        assert cursor.cursor.adapters.get_loader(1184, 0) is InstantLoader
    assert (found, found.utcoffset(), none, in_array) == (at, timedelta(0), None, at)
