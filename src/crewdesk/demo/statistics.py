"""What the planner knows of tables that have just been filled."""

import psycopg
from django.conf import settings

from crewdesk.settings import database_dsn

TABLES = (
    "tickets_ticket", "tickets_comment", "tickets_searchdocument", "tickets_tally", "tickets_participation", "tickets_attachment",
    "accounts_user", "accounts_useridentity", "core_event", "channels_incomingmail", "channels_outgoingmail", "channels_threadaddress",
)  # fmt: skip


def refresh_statistics() -> None:
    """VACUUM ANALYZE as the owner, who alone may. Where there is no login for the owner, autovacuum does it in its own time."""
    if not settings.EMBEDDED and not settings.DATABASE_OWNER_URL:
        return
    with psycopg.connect(database_dsn("owner"), autocommit=True) as connection:
        for table in TABLES:
            connection.execute(f"VACUUM (ANALYZE) {table}")
