"""`crewdesk sample`: a desk full of invented tickets."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from .program import database

DEMO_TICKETS = 5000


@click.command()
@click.option("--tickets", default=DEMO_TICKETS, show_default=True, type=click.IntRange(1), help="How many.")
@click.option(
    "--desk", default="harbor", show_default=True, metavar="SLUG", help="The desk, which is made. A loaded sample stays as it is."
)
def sample(tickets: int, desk: str) -> None:
    """Make a desk with a believable year of tickets. Its people sign in as <name>@SLUG.example."""
    with database(), _bar(tickets) as progress:
        from crewdesk.demo.sample import SETTING, load

        made = load(slug=desk, tickets=tickets, progress=progress)
    click.echo(f"The desk {made.slug} has its {made.settings[SETTING]['tickets']} sample tickets.", err=True)


def load_demo() -> None:
    """Load the sample desks into the running database, once."""
    from crewdesk.demo import sample as sample_desks

    with _bar(DEMO_TICKETS) as progress:
        sample_desks.load_demo(tickets=DEMO_TICKETS, progress=progress)


@contextmanager
def _bar(total: int) -> Iterator[Callable[[int], None]]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task("Sample tickets", total=total)
        yield lambda done: progress.update(bar, completed=done)
