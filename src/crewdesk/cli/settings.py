"""`crewdesk settings`: the page docs/settings.md, written from the settings themselves."""

from pathlib import Path

import click

from .program import load_django

HEAD = """# Settings

Crewdesk reads all its settings from the environment, once, at start. A value that cannot be used stops the program with its
name and the reason. This page is printed by `bin/settings-doc > docs/settings.md`; a test holds it to the code.

| Name | Kind | Default | What it is |
|---|---|---|---|
"""


@click.command()
def settings_page() -> None:
    """Print the table of all settings as Markdown."""
    load_django()
    from crewdesk.env import REGISTRY

    click.echo(HEAD + "\n".join(_row(setting) for setting in REGISTRY.values()))


def _row(setting) -> str:
    secret = " Secret." if setting.secret else ""
    return f"| `{setting.name}` | {setting.kind} | {_shown(setting.default)} | {setting.help[0].upper()}{setting.help[1:]}.{secret} |"


def _shown(default) -> str:
    if isinstance(default, bool):
        return "yes" if default else "no"
    if isinstance(default, Path):
        return f"`./{default.relative_to(Path.cwd())}`"
    if isinstance(default, list):
        default = ",".join(default)
    return f"`{default}`" if default != "" else "—"
