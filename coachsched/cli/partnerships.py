"""`flask partnership create` and `flask partnership delete`."""

from __future__ import annotations

import click

from coachsched.cli.common import counted, school_option, the_school, told
from coachsched.services import deleting, partnerships, records


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


@partnership.command("delete")
@click.argument("number", type=int)
@click.option("--yes", is_flag=True, help="Do not ask.")
@school_option
@told
def delete(number: int, yes: bool, school_name: str | None) -> None:
    """Delete partnership NUMBER with all that belongs to it: one that has ended, or has never met.

    Where it has met, its people get a mail with a proof of their record as it stood.
    """
    school = the_school(school_name)
    going = deleting.look_up(school, number)
    took = f"{counted(going.meetings, 'meeting')} held, {records.hours(going.minutes)}"
    what = f"Partnership {number}, {' and '.join(going.names)}: {took}; {going.ahead} ahead"
    if not yes:
        click.confirm(f"{what}. Delete it for good?", abort=True)
    deleting.delete_numbered(school, number)
    click.echo(f"{what}. It is deleted.")


COMMANDS = [partnership]
