"""`crewdesk desk`."""

import sys

import click

from .program import database


@click.group()
def desk() -> None:
    """Make a desk: one client company's support operation."""


@desk.command()
@click.option("--slug", required=True, help="Name in addresses: small letters, digits, hyphens.")
@click.option("--name", required=True, help="Name that people read.")
@click.option("--owner", required=True, metavar="EMAIL", help="Who owns it; may be somebody who has an account already.")
@click.option("--owner-name", required=True, help="The owner's name.")
@click.option(
    "--password-stdin", is_flag=True, help="Read the owner's password from standard input; else they ask for one by e-mail."
)
@click.option("--locale", default="en", show_default=True)
@click.option("--time-zone", default="UTC", show_default=True, help="Such as Europe/Berlin.")
def create(slug: str, name: str, owner: str, owner_name: str, password_stdin: bool, locale: str, time_zone: str) -> None:
    """Make a desk with its owner, a first group and office hours."""
    password = sys.stdin.readline().rstrip("\n") if password_stdin else None
    with database():
        from django.conf import settings

        from crewdesk.accounts.operations.desks import create_desk
        from crewdesk.core.clock import now

        made = create_desk(
            slug=slug,
            name=name,
            owner_email=owner,
            owner_name=owner_name,
            password=password,
            locale=locale,
            time_zone=time_zone,
            at=now(),
        )
        click.echo(f"Made desk {made.slug}: {settings.SITE_URL}/d/{made.slug}/", err=True)
