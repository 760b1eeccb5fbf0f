"""`crewdesk migrate`."""

import click

from .failures import WrongUse
from .program import database


@click.command()
def migrate() -> None:
    """Make roles, apply migrations, raise the walls between desks.

    With a server of your own this needs DATABASE_OWNER_URL, and the first time DATABASE_ADMIN_URL for the roles.
    """
    with database():
        bring_up_to_date(verbosity=1)
    click.echo("The database is up to date.", err=True)


def bring_up_to_date(*, verbosity: int = 0) -> None:
    """Make the roles where a superuser's login is at hand, then migrate as the owner."""
    from crewdesk.core.postgres import bootstrap

    make_roles_on_own_server()
    bootstrap.migrate(verbosity=verbosity)


def refuse_outdated() -> None:
    """Raise WrongUse when migrations wait to be applied."""
    if waiting := unapplied():
        raise WrongUse(
            f"{len(waiting)} migrations wait (first: {waiting[0]}). Run `crewdesk migrate` with DATABASE_OWNER_URL set."
        )


def unapplied() -> list[str]:
    """Names of the migrations that the database lacks."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def make_roles_on_own_server() -> None:
    """Make database and roles with DATABASE_ADMIN_URL, where that is set; their passwords are those in the other URLs."""
    from django.conf import settings

    if not settings.DATABASE_ADMIN_URL:
        return
    from psycopg.conninfo import conninfo_to_dict

    from crewdesk.core.postgres import roles

    urls = (settings.DATABASE_URL, settings.DATABASE_WORKER_URL, settings.DATABASE_OWNER_URL, settings.DATABASE_BACKUP_URL)
    logins = [conninfo_to_dict(url) for url in urls if url]
    passwords = {login["user"]: login["password"] for login in logins if login.get("password")}
    roles.make_roles(settings.DATABASE_ADMIN_URL, database=logins[0]["dbname"], passwords=passwords)
