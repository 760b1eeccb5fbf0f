"""`crewdesk bench NAME`."""

import json
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import click

from .failures import WrongUse
from .program import load_django

KEYS = ("bench", "op", "unit", "value", "goal", "conditions")


@click.command()
@click.argument("name")
@click.option(
    "--tickets", type=click.IntRange(100), help="Tickets in the desk that is measured; 100,000 where the bench is about tickets."
)
@click.option(
    "--data", type=click.Path(path_type=Path), help="Data folder of the installation that is measured; made once, used again."
)
@click.option("--n", type=click.IntRange(10), help="How often each operation is done.")
def bench(name: str, **options) -> None:
    """Measure NAME and print one JSON object a line: bench, op, unit, value, goal, conditions."""
    module = f"crewdesk.bench.{name}"
    if name not in names():
        raise WrongUse(f"There is no bench {name!r}. There are: {', '.join(names()) or 'none yet'}.")
    load_django()
    for figure in import_module(module).run(**{key: value for key, value in options.items() if value is not None}):
        line = {"bench": name, **figure}
        click.echo(json.dumps({key: line[key] for key in KEYS}))


def names() -> list[str]:
    """Names of the benches that exist, each a module of crewdesk.bench with a `run()`."""
    from crewdesk import bench as folder

    return sorted(module.name for module in iter_modules(folder.__path__) if not module.ispkg)
