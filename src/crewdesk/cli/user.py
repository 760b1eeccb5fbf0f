"""`crewdesk user`."""

import click

from .failures import WrongUse
from .program import desk_named

ROLES = ("light_agent", "agent", "lead", "admin", "owner")


@click.group()
def user() -> None:
    """Invite people to a desk."""


@user.command()
@click.option("--desk", required=True, metavar="SLUG")
@click.option("--email", required=True)
@click.option("--name", default="", help="Their name; they can change it.")
@click.option("--role", default="agent", show_default=True, type=click.Choice(ROLES))
@click.option("--group", "groups", multiple=True, metavar="NAME", help="Group to join; may be given again.")
def invite(desk: str, email: str, name: str, role: str, groups: tuple[str, ...]) -> None:
    """Send an invitation by e-mail. It is good once, for seven days."""
    with desk_named(desk):
        from crewdesk.accounts.operations.invitations import invite as send
        from crewdesk.core.clock import now

        invitation, _secret = send(email=email, name=name, role=role, groups=_groups(groups), by=None, at=now())
        click.echo(f"Invited {invitation.email} as {role}. The e-mail leaves as soon as the worker runs.", err=True)


def _groups(names: tuple[str, ...]) -> list:
    from crewdesk.accounts.models import Group

    found = {group.name: group for group in Group.objects.filter(name__in=names, deleted_at=None)}
    if missing := set(names) - set(found):
        raise WrongUse(f"This desk has no group {sorted(missing)[0]!r}.")
    return list(found.values())
