"""`crewdesk sample`: a desk full of invented tickets."""

import click

from .bars import bars
from .program import database

DEMO_TICKETS = 5000
LABEL = "Sample tickets"


@click.command()
@click.option("--tickets", default=DEMO_TICKETS, show_default=True, type=click.IntRange(1), help="How many.")
@click.option(
    "--desk", default="harbor", show_default=True, metavar="SLUG", help="The desk, which is made. A loaded sample stays as it is."
)
def sample(tickets: int, desk: str) -> None:
    """Make a desk with a believable year of tickets. Its people sign in as <name>@SLUG.example."""
    with database(), bars() as progress:
        from crewdesk.demo.sample import SETTING, load

        made = load(slug=desk, tickets=tickets, progress=lambda done: progress(LABEL, done, tickets))
    click.echo(f"The desk {made.slug} has its {made.settings[SETTING]['tickets']} sample tickets.", err=True)


def load_demo() -> None:
    """Load the sample desks into the running database, once."""
    from crewdesk.demo import sample as sample_desks

    with bars() as progress:
        sample_desks.load_demo(tickets=DEMO_TICKETS, progress=lambda done: progress(LABEL, done, DEMO_TICKETS))
