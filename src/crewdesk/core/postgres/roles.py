"""The database roles, made once by a superuser (embedded: at first start; own server: `crewdesk migrate`).

owner   makes and alters tables; no process that serves people runs as it
app     web and live pages; every row it sees passes row-level security
worker  jobs and mail; the same rights as app
search  cannot log in; owns the few functions that may look past row-level security
backup  reads everything; only `crewdesk backup` uses it
"""

import psycopg
from psycopg import sql

OWNER, APP, WORKER, SEARCH, BACKUP = (f"crewdesk_{name}" for name in ("owner", "app", "worker", "search", "backup"))
# Any number works; it names the lock under which roles are made.
ROLES_LOCK = 7_246_550
ATTRIBUTES = {
    OWNER: "LOGIN CREATEROLE NOSUPERUSER NOBYPASSRLS",
    APP: "LOGIN NOSUPERUSER NOBYPASSRLS",
    WORKER: "LOGIN NOSUPERUSER NOBYPASSRLS",
    SEARCH: "NOLOGIN NOSUPERUSER BYPASSRLS",
    BACKUP: "LOGIN NOSUPERUSER BYPASSRLS",
}


def make_roles(admin_dsn: str, *, database: str, passwords: dict[str, str] | None = None) -> None:
    """Make the roles and the database where they are missing. `admin_dsn` logs in as a superuser."""
    with psycopg.connect(admin_dsn, autocommit=True) as connection:
        # Two programs that start at once would make the same role; the lock ends with the connection.
        connection.execute("SELECT pg_advisory_lock(%s)", [ROLES_LOCK])
        for role, attributes in ATTRIBUTES.items():
            verb = "ALTER" if _exists(connection, "pg_roles", "rolname", role) else "CREATE"
            connection.execute(sql.SQL(f"{verb} ROLE {{}} {attributes}").format(sql.Identifier(role)))
            if passwords and role in passwords:
                connection.execute(
                    sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(role), sql.Literal(passwords[role]))
                )
        # Exports ask since when others have been writing (sql/changes.sql).
        connection.execute(sql.SQL("GRANT pg_read_all_stats TO {}").format(sql.Identifier(SEARCH)))
        # The owner hands functions over to the search role, which takes membership in it.
        connection.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(SEARCH), sql.Identifier(OWNER)))
        if not _exists(connection, "pg_database", "datname", database):
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8'").format(
                    sql.Identifier(database), sql.Identifier(OWNER)
                )
            )


def grant_database(owner_connection) -> None:
    """Let the roles in and give them what they need by default; run by the owner in the database itself."""
    owner_connection.execute(f"GRANT USAGE ON SCHEMA public TO {APP}, {WORKER}, {SEARCH}, {BACKUP}")
    owner_connection.execute(f"GRANT CREATE ON SCHEMA public TO {SEARCH}")
    owner_connection.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {APP}, {WORKER}")
    owner_connection.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {APP}, {WORKER}")
    owner_connection.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {BACKUP}")
    owner_connection.execute(f"GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO {BACKUP}")


class UnsafeRole(SystemExit):
    """The process is connected as a role that row-level security does not hold."""


def refuse_unsafe_role(cursor) -> None:
    """Stop the process when its database role could look past the walls between desks."""
    cursor.execute(
        "SELECT current_user, rolsuper OR rolbypassrls,"
        " EXISTS (SELECT 1 FROM pg_class WHERE relname = 'core_event' AND pg_has_role(current_user, relowner, 'MEMBER'))"
        " FROM pg_roles WHERE rolname = current_user"
    )
    role, beyond, owns = cursor.fetchone()
    if beyond or owns:
        why = "is a superuser or has BYPASSRLS" if beyond else "owns the tables"
        raise UnsafeRole(
            f"Crewdesk refuses to start: the database role {role!r} {why}, so row-level security does not hold it. "
            "Point DATABASE_URL to the role crewdesk_app (docs/running.md, 'Roles')."
        )


def _exists(connection, catalogue: str, column: str, name: str) -> bool:
    return connection.execute(f"SELECT 1 FROM {catalogue} WHERE {column} = %s", [name]).fetchone() is not None
