"""`crewdesk export` and `crewdesk import`: a desk as a file and back, and tables from elsewhere."""

from pathlib import Path

import click

from .bars import bars
from .failures import WrongUse
from .program import database, found_desk
from .zendesk import import_zendesk


@click.group("export")
def export_group() -> None:
    """Take a desk along."""


@click.group("import")
def import_group() -> None:
    """Bring a desk, a Zendesk account, or lists of users, organizations and tickets."""


import_group.add_command(import_zendesk)


@export_group.command("desk")
@click.option("--desk", required=True, metavar="SLUG")
@click.option("--force", is_flag=True, help="Overwrite TARGET.tar.")
@click.argument("target", type=click.Path(path_type=Path))
def export_desk(desk: str, target: Path, force: bool) -> None:
    """Write all of a desk to TARGET: one file where the name ends in .tar, a folder otherwise.

    Tables as JSON lines, uploaded files, and manifest.json with the SHA-256 of each. No passwords, tokens or credentials are in it;
    everything that customers said is.
    """
    if target.exists() and not (force and target.suffix == ".tar"):
        raise WrongUse(f"{target} exists. Choose another name{', or say --force' if target.suffix == '.tar' else ''}.")
    if not target.absolute().parent.is_dir():
        raise WrongUse(f"There is no folder {target.parent}.")
    with database(), bars() as progress:
        from crewdesk.connectors.operations.exports import write_to
        from crewdesk.core.clock import now

        manifest = write_to(target.absolute(), found_desk(desk), at=now(), progress=progress)
    rows = sum(piece.get("rows", 0) for piece in manifest["pieces"].values())
    files = sum(name.startswith("files/") for name in manifest["pieces"])
    click.echo(f"Wrote {target}: {rows} rows, {files} files.", err=True)
    for label, count in manifest["left_out"].items():
        click.echo(f"Left behind, as they are secrets: {count} × {label}.", err=True)


@import_group.command("desk")
@click.argument("source", type=click.Path(exists=True, path_type=Path))
@click.option("--as", "slug", required=True, metavar="SLUG", help="Name in addresses of the new desk.")
def import_desk(source: Path, slug: str) -> None:
    """Make a new desk of what `crewdesk export desk` wrote. Its hashes are checked before anything is written; it comes whole or not at all."""
    with database(), bars() as progress:
        from django.conf import settings

        from crewdesk.connectors.desks.arriving import read_desk
        from crewdesk.connectors.models import ImportRun
        from crewdesk.core.clock import now
        from crewdesk.core.tenancy import desk_scope

        desk = read_desk(source, slug=slug, at=now(), progress=progress)
        with desk_scope(desk.pk):
            report = ImportRun.objects.get().report
    click.echo(f"Made desk {desk.slug}: {settings.SITE_URL}/d/{desk.slug}/", err=True)
    for entry in report:
        click.echo(f"{entry['count']} × {entry['what']} {' '.join(entry['examples'])}".rstrip(), err=True)
    click.echo(
        "Its people sign in as before where they have an account here; the others ask for a password at the sign-in page.",
        err=True,
    )


@import_group.command("csv")
@click.option("--desk", required=True, metavar="SLUG")
@click.option("--kind", required=True, type=click.Choice(["users", "organizations", "tickets"]))
@click.option(
    "--map",
    "pairs",
    multiple=True,
    metavar="HEADING=TARGET",
    help="What a column is; may be given again. Others are guessed by their heading.",
)
@click.option(
    "--dates", type=click.Choice(["dmy", "mdy"]), help="Order of dates like 03/04/2024; seen from the file when left out."
)
@click.option("--dry-run", is_flag=True, help="Say what would be done, and write nothing.")
@click.option(
    "--bad-rows", type=click.Path(dir_okay=False, path_type=Path), help="Write the rows that cannot be read to this CSV file."
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_csv(
    desk: str, kind: str, pairs: tuple[str, ...], dates: str | None, dry_run: bool, bad_rows: Path | None, file: Path
) -> None:
    """Bring users, organizations or tickets from a CSV FILE. It may be run again: what is here already is not brought in twice.

    The whole file is checked first. No rule runs and no mail is sent; dates stay as they are in the file.
    """
    with database(), bars() as progress:
        from crewdesk.connectors.sheets.by_hand import bring_csv

        chosen, to = dict(_pair(pair) for pair in pairs), found_desk(desk)
        run = bring_csv(to, file, kind=kind, chosen=chosen, dates=dates, is_dry=dry_run, bad_rows=bad_rows, progress=progress)
    _tell(run, dry_run)


def _pair(text: str) -> tuple[str, str]:
    heading, equals, target = text.rpartition("=")
    if not equals:
        raise WrongUse(f"--map takes HEADING=TARGET, not {text!r}.")
    return heading, target


def _tell(run, is_dry: bool) -> None:
    counts = run.counters
    words = (
        "would be created, {updated} updated, {skipped} skipped" if is_dry else "created, {updated} updated, {skipped} skipped"
    )
    click.echo(f"{counts['rows']} rows: {counts['created']} {words.format(**counts)}, {counts['bad']} bad.", err=True)
    for entry in run.report:
        click.echo(f"{entry['what']}: {entry['count']} × {', '.join(entry['examples'])}", err=True)
    for example in run.settings.get("examples", ()):
        click.echo(f"Line {example['line']}: {example['problem']}", err=True)
