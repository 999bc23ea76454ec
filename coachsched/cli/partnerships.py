"""`flask partnership create`."""

from __future__ import annotations

import click

from coachsched.cli.common import school_option, the_school, told
from coachsched.services import partnerships


@click.group("partnership")
def partnership() -> None:
    """Partnerships."""


@partnership.command("create")
@click.argument("emails", nargs=-1, required=True, metavar="EMAIL EMAIL [EMAIL ...]")
@click.option("--coach", metavar="EMAIL", help="Which of them is the coach.")
@school_option
@told
def create(emails: tuple[str, ...], coach: str | None, school_name: str | None) -> None:
    """Bring two or more people together."""
    made = partnerships.create(the_school(school_name), emails, coach)
    click.echo(f"Partnership {made.id}: {', '.join(emails)}.")


COMMANDS = [partnership]
