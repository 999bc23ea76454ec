"""`flask keys rotate`."""

from __future__ import annotations

import click

from coachsched.cli.common import told
from coachsched.services import sealing


@click.group("keys")
def keys() -> None:
    """The keys of what is encrypted in the database."""


@keys.command("rotate")
@told
def rotate() -> None:
    """Encrypt everything anew with the first of COACHSCHED_DATA_KEYS; older keys may go afterwards."""
    done, lost = sealing.rotate()
    click.echo(f"{done} encrypted with the first key.")
    if lost:
        click.echo(f"{lost} cannot be read with any key that is set. They are left as they are.")


COMMANDS = [keys]
