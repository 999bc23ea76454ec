"""`flask nudge`: the school-morning round, by hand or tried out."""

from __future__ import annotations

from datetime import date

import click

from coachsched.cli.common import LocalDate, school_option, the_school, told
from coachsched.services import clock, nudges


@click.command("nudge")
@click.option("--on", type=LocalDate(), help="The date it is for; today where none is given.")
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@school_option
@told
def nudge(on: date | None, dry_run: bool, school_name: str | None) -> None:
    """Write to the partners of what has gone quiet, as the worker does each school morning."""
    school = the_school(school_name)
    done = nudges.run(school, on or clock.today(school.timezone), dry_run=dry_run)
    for one in done:
        reason = one.reason.replace("_", " ")
        days = f"{one.school_days} school day{'s' if one.school_days != 1 else ''}"
        click.echo(f"Partnership {one.partnership}: {reason}, {days}; {_letters(one.letters)}.")
    total = sum(one.letters for one in done)
    click.echo(f"{len(done)} nudged, {_letters(total)}{', nothing written' if dry_run else ''}.")


def _letters(count: int) -> str:
    return f"{count} letter{'s' if count != 1 else ''}"


COMMANDS = [nudge]
