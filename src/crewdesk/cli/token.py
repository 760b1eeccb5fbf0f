"""`crewdesk token`."""

from datetime import timedelta

import click

from crewdesk.accounts.scopes import RESOURCES

from .program import desk_named, member_named


@click.group()
def token() -> None:
    """Make API tokens."""


SCOPES_HELP = (
    "What it may do, separated by commas: read, write, or with one resource alone, as in tickets:read,users:write."
    f" Resources are {', '.join(RESOURCES)}."
)


@token.command()
@click.option("--desk", required=True, metavar="SLUG")
@click.option("--user", required=True, metavar="EMAIL", help="Whom the token acts as.")
@click.option("--scopes", default="read", show_default=True, help=SCOPES_HELP)
@click.option("--name", default="Command line", show_default=True, help="What it is for.")
@click.option("--days", default=365, show_default=True, type=click.IntRange(1, 366), help="How long it lasts.")
@click.option(
    "--ip", "ips", multiple=True, help="Address or network that may use it; may be given again. Anywhere when left out."
)
def create(desk: str, user: str, scopes: str, name: str, days: int, ips: tuple[str, ...]) -> None:
    """Make a token and print it, and nothing else, on standard output. It is shown this once."""
    with desk_named(desk):
        from crewdesk.accounts.operations.tokens import create_token
        from crewdesk.core.clock import now

        at = now()
        _token, text = create_token(
            user=member_named(user), name=name, scopes=[scope.strip() for scope in scopes.split(",")], by=None,
            at=at, expires_at=at + timedelta(days=days), allowed_ips=ips,
        )  # fmt: skip
    click.echo(text)
