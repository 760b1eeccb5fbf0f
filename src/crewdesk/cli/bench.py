"""`crewdesk bench NAME`."""

import json
from importlib import import_module
from pkgutil import iter_modules

import click

from .failures import WrongUse
from .program import load_django

KEYS = ("bench", "op", "unit", "value", "goal", "conditions")


@click.command()
@click.argument("name")
def bench(name: str) -> None:
    """Measure NAME and print one JSON object a line: bench, op, unit, value, goal, conditions."""
    module = f"crewdesk.bench.{name}"
    if name not in names():
        raise WrongUse(f"There is no bench {name!r}. There are: {', '.join(names()) or 'none yet'}.")
    load_django()
    for figure in import_module(module).run():
        line = {"bench": name, **figure}
        click.echo(json.dumps({key: line[key] for key in KEYS}))


def names() -> list[str]:
    """Names of the benches that exist, each a module of crewdesk.bench with a `run()`."""
    from crewdesk import bench as folder

    return sorted(module.name for module in iter_modules(folder.__path__) if not module.name.startswith("_"))
