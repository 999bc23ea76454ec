"""`flask backup` and `flask restore`."""

from __future__ import annotations

from pathlib import Path

import click
from flask_migrate import upgrade

from coachsched.cli.common import told
from coachsched.services import backups

FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("backup")
@click.argument("file", type=FILE)
@told
def backup(file: Path) -> None:
    """Write a consistent copy of everything to FILE while people go on working.

    It holds no keys: keep COACHSCHED_DATA_KEYS and the secret key somewhere else.
    """
    backups.backup(file)
    click.echo(f"{file} is written: {file.stat().st_size} bytes, for you alone to read.")


@click.command("restore")
@click.argument("file", type=FILE)
@click.option("--replace", is_flag=True, help="Also where the database holds something: it is replaced.")
@told
def restore(file: Path, replace: bool) -> None:
    """Put a copy back into an empty database, and bring it up to date. Its mail is held back."""
    backups.restore(file, replace, lambda revision: upgrade(revision=revision))
    click.echo(
        f"{file} is put back. No mail is sent until `flask mail release`: "
        "what waits in the copy may have gone since it was made."
    )


COMMANDS = [backup, restore]
