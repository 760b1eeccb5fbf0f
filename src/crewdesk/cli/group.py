"""The tree of commands. A command's module is imported when it is called, so `--help` needs no Django."""

import sys
from importlib import import_module
from importlib.metadata import version

import click

from .failures import as_one_line

# Name: (module, command in it, one line of help).
COMMANDS = {
    "up": ("up", "up", "Start everything: database, web, live pages, worker, mail."),
    "serve": ("serve", "serve", "Run single parts, for systemd and further machines."),
    "migrate": ("migrate", "migrate", "Bring the database to this version."),
    "desk": ("desk", "desk", "Make a desk."),
    "user": ("user", "user", "Invite people to a desk."),
    "token": ("token", "token", "Make API tokens."),
    "mail": ("mail", "mail", "Deliver a message, try the outgoing server."),
    "jobs": ("jobs", "jobs", "List and retry jobs that failed."),
    "doctor": ("doctor", "doctor", "Check the installation and say what to do."),
    "backup": ("backup", "backup", "Write everything into one file."),
    "restore": ("backup", "restore", "Put a backup into an empty installation."),
    "export": ("transfer", "export_group", "Write a desk into a file."),
    "import": ("transfer", "import_group", "Bring a desk, a Zendesk account, or lists of people and tickets."),
    "sample": ("sample", "sample", "Fill a desk with invented tickets."),
    "bench": ("bench", "bench", "Measure speed and memory."),
    "settings": ("settings", "settings_page", "Print the table of all settings."),
}


class LazyGroup(click.Group):
    """Knows its commands by name and imports one when it runs."""

    def list_commands(self, context):
        return list(COMMANDS)

    def get_command(self, context, name):
        if name not in COMMANDS:
            return None
        module, attribute, _help = COMMANDS[name]
        return getattr(import_module(f".{module}", __package__), attribute)

    def format_commands(self, context, formatter):
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_module, _attribute, text) in COMMANDS.items()])


@click.group(cls=LazyGroup)
@click.version_option(version("crewdesk"), prog_name="crewdesk")
def program() -> None:
    """The support desk that staffs itself. Settings come from the environment: docs/settings.md."""


def main() -> None:
    """Entry point: 0 done, 1 failed, 2 wrong use or wrong settings; a known failure is one line on stderr."""
    with as_one_line():
        program(prog_name="crewdesk")
    sys.exit(0)
