"""`crewdesk backup` and `crewdesk restore`."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from .failures import WrongUse
from .program import database


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Overwrite FILE.")
def backup(file: Path, force: bool) -> None:
    """Write database, uploaded files and keys into FILE while everything runs. Keep FILE as safe as the keys in it."""
    if file.exists() and not force:
        raise WrongUse(f"{file} exists. Choose another name, or say --force.")
    if not file.parent.is_dir():
        raise WrongUse(f"There is no folder {file.parent}.")
    with database(), _progress_bars() as progress:
        from django.conf import settings

        from crewdesk.core.postgres.backup import write_backup
        from crewdesk.settings import database_dsn

        manifest = write_backup(file, data=settings.CREWDESK_DATA, dsn=database_dsn("backup"), progress=progress)
    click.echo(f"Wrote {file}: {len(manifest['sha256'])} files, {file.stat().st_size / 1e6:.1f} MB.", err=True)
    if settings.MEDIA_URL.startswith("s3://"):
        click.echo(f"Uploaded files lie in {settings.MEDIA_URL} and are not in it; turn versioning on there.", err=True)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(file: Path) -> None:
    """Put a backup into an empty data folder and an empty database. Its hashes are checked before anything is written."""
    from crewdesk.core.postgres.backup import read_backup, restore_backup

    manifest = read_backup(file)
    with database(), _progress_bars() as progress:
        from django.conf import settings

        from crewdesk.core.supervisor.folder import taken
        from crewdesk.settings import database_dsn

        from .migrate import bring_up_to_date, make_roles_on_own_server

        with taken(settings.CREWDESK_DATA):
            make_roles_on_own_server()
            restore_backup(file, data=settings.CREWDESK_DATA, dsn=database_dsn("owner"), progress=progress)
            progress("Migrations", 0, 1)
            bring_up_to_date()
            progress("Migrations", 1, 1)
    click.echo(f"Restored the backup of {manifest['made_at']}: {len(manifest['sha256'])} files.", err=True)


@contextmanager
def _progress_bars() -> Iterator:
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True)) as bars:
        tasks = {}

        def show(label: str, done: int, total: int) -> None:
            if label not in tasks:
                tasks[label] = bars.add_task(label, total=total)
            bars.update(tasks[label], completed=done, total=total)

        yield show
