"""The database: reachable, of this version, and with its walls up."""

from collections.abc import Iterator

from django.conf import settings
from django.db import DatabaseError, connection, connections

from crewdesk.core.clock import now
from crewdesk.core.postgres.roles import UnsafeRole, refuse_unsafe_role
from crewdesk.core.supervisor.role import use_role
from crewdesk.core.tenancy.walls import desk_models

from ..migrate import unapplied
from .finding import Finding, State, judge

OLDEST_VERSION = 150000
MOST_CLOCK_SECONDS = 2


def reachable() -> Finding:
    """Whether the server answers, and whether it is new enough."""
    where = "embedded" if settings.EMBEDDED else f"{settings.DATABASES['default']['HOST']}"
    try:
        connection.ensure_connection()
    except DatabaseError as problem:
        return Finding(State.FAIL, "database", str(problem).strip().splitlines()[0], "Is the server up, and DATABASE_URL right?")
    version = connection.pg_version
    return judge(
        version >= OLDEST_VERSION,
        "database",
        f"PostgreSQL {version // 10000} ({where})",
        "Crewdesk needs PostgreSQL 15 or newer.",
    )


def findings() -> Iterator[Finding]:
    """All but `reachable`."""
    waiting = unapplied()
    yield judge(not waiting, "migrations", f"{len(waiting)} wait" if waiting else "all applied", "Run `crewdesk migrate`.")
    for role in ("worker", "app"):
        yield _role(role)
    yield _walls()
    yield _clock()


def _role(role: str) -> Finding:
    use_role(role)
    try:
        with connections["default"].cursor() as cursor:
            refuse_unsafe_role(cursor)
    except UnsafeRole as problem:
        return Finding(State.FAIL, f"role {role}", str(problem))
    except DatabaseError as problem:
        return Finding(
            State.FAIL, f"role {role}", str(problem).strip().splitlines()[0], "Check its URL; `crewdesk migrate` makes the roles."
        )
    return Finding(State.OK, f"role {role}", f"{settings.DATABASES['default']['USER']} is held by row-level security")


def _walls() -> Finding:
    tables = {model._meta.db_table for model in desk_models()}
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relname = ANY(%s) AND relrowsecurity AND relforcerowsecurity"
            " AND EXISTS (SELECT 1 FROM pg_policy WHERE polrelid = pg_class.oid)",
            [list(tables)],
        )
        standing = {name for (name,) in cursor.fetchall()}
    open_tables = sorted(tables - standing)
    text = f"open: {', '.join(open_tables[:5])}" if open_tables else f"up around {len(tables)} tables"
    return judge(
        not open_tables, "walls", text, "Stop the program and run `crewdesk migrate`: desks could see each other's rows."
    )


def _clock() -> Finding:
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        apart = abs((cursor.fetchone()[0] - now()).total_seconds())
    advice = "Let both machines keep time by NTP: links, sessions and jobs go by it."
    return judge(apart <= MOST_CLOCK_SECONDS, "clock", f"{apart:.1f} s from the database's", advice, otherwise=State.WARN)
