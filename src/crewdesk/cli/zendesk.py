"""`crewdesk import zendesk`: a whole account through its API."""

import click

from .bars import bars
from .failures import WrongUse
from .program import database, found_desk


@click.command("zendesk")
@click.option("--desk", required=True, metavar="SLUG", help="The desk that it is brought to.")
@click.option(
    "--url",
    required=True,
    metavar="URL",
    help="Address of the account, such as https://acme.zendesk.com, or of another Crewdesk.",
)
@click.option("--email", default="", help="Whose token it is. Leave it out for a token of Crewdesk, or an OAuth token.")
@click.option(
    "--token",
    envvar="ZENDESK_TOKEN",
    metavar="TOKEN",
    help="API token of an admin. Better in the environment, as ZENDESK_TOKEN: others see what is typed here.",
)
def import_zendesk(desk: str, url: str, email: str, token: str | None) -> None:
    """Bring a whole Zendesk account: people, fields, forms, and tickets with all that was said and sent.

    Stopped or killed, it goes on where it was when it is run again. Run again after it is done, it brings what is new or changed since. No
    rule runs and no mail is sent; dates stay as they were.
    """
    if not (token := (token or "").strip()):
        raise WrongUse("Give the token of an admin, in the environment as ZENDESK_TOKEN or with --token.")
    with database(), bars() as progress:
        from crewdesk.connectors.zendesk.account import bring_account
        from crewdesk.connectors.zendesk.client import Client

        run = bring_account(found_desk(desk), Client(url, email=email.strip(), token=token), progress=progress)
    _tell(run)


def _tell(run) -> None:
    for kind, counts in sorted(run.counters.get("kinds", {}).items()):
        click.echo(f"{kind}: {counts['created']} created, {counts['updated']} updated, {counts['skipped']} skipped", err=True)
    for entry in run.report:
        click.echo(f"{entry['what']}: {entry['count']} × {', '.join(entry['examples'])}".rstrip(" ×"), err=True)
