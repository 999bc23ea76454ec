"""`flask partnership create`, `flask partnership suggest` and `flask partnership delete`."""

from __future__ import annotations

import click

from coachsched.cli.common import counted, json_option, print_json, school_option, the_school, told
from coachsched.services import deleting, first_pairs, partnerships, records

# The largest number a partnership can have in any of the databases.
LARGEST = 2**31 - 1


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


@partnership.command("suggest")
@click.option("--most", type=click.IntRange(1, 500), default=first_pairs.MOST, show_default=True)
@json_option
@school_option
@told
def suggest(most: int, as_json: bool, school_name: str | None) -> None:
    """Say whose timetables fit best, of those without a partner; nobody twice, and nothing is made.

    With the visits each of the two could pay the other in one round of timetable days.
    """
    found = first_pairs.suggested(the_school(school_name), most)
    if as_json:
        print_json(
            [
                {
                    "people": [one.one.person.email, one.other.person.email],
                    "visits": one.meets,
                    "days": one.days,
                }
                for one in found
            ]
        )
        return
    for one in found:
        emails = f"{one.one.person.email} {one.other.person.email}"
        click.echo(f"{emails}  {counted(one.meets, 'visit')} each in {counted(one.days, 'school day')}")
    made_by = "Make one with: flask partnership create EMAIL EMAIL"
    click.echo(made_by if found else "No two without a partner have time for each other.")


@partnership.command("delete")
@click.argument("number", type=click.IntRange(0, LARGEST))
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
