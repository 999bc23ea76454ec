"""`flask busy fetch`."""

from __future__ import annotations

import click

from coachsched.cli.common import told
from coachsched.services import busy_calendars, clock


@click.group("busy")
def busy() -> None:
    """People's own calendars."""


@busy.command("fetch")
@told
def fetch() -> None:
    """Read the calendars whose turn it is, once."""
    read, unread = busy_calendars.fetch_due(clock.real)
    click.echo(f"{read} read, {unread} not read.")


COMMANDS = [busy]
