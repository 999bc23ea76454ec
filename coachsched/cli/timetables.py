"""`flask import timetable`, and what it says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from coachsched.cli.common import (
    DATE,
    SHOWN,
    counted,
    encoding_option,
    read_file,
    say_problems,
    school_option,
    the_school,
    told,
)
from coachsched.cli.schools import say_broken
from coachsched.core.errors import InputError, Problem
from coachsched.services import first_days, timetables
from coachsched.services.clock import wall
from coachsched.services.timetables import Applied, Plan, mapping
from coachsched.store.schools import School

STANDARD_INPUT = "-"


@click.command("timetable")
@click.argument("file")
@click.option("--format", metavar="NAME", help=f"{', '.join(mapping.FORMATS)}; recognised where not named.")
@click.option("--from", "valid_from", type=DATE, help="In force from this date on.")
@click.option("--map-day", "days", metavar="FILE=LABEL", multiple=True,
              help="Which cycle day one of the file is; several joined with +, - for none.")  # fmt: skip
@click.option("--map-period", "periods", metavar="FILE=LABEL", multiple=True,
              help="Which period one of the file is; - for none.")  # fmt: skip
@click.option("--teacher", "teachers", metavar="FILE=EMAIL", multiple=True,
              help="Whose account a teacher of the file is; - for nobody's.")  # fmt: skip
@click.option("--take-days", is_flag=True, help="For a school without days and periods: take the file's.")
@click.option("--first-day", type=DATE, help="With --take-days: a date that is the file's first day.")
@click.option("--as-proposed", is_flag=True, help="Take what is found by order or near times for certain.")
@click.option("--dry-run", is_flag=True, help="Say what would happen; write nothing.")
@school_option
@encoding_option
@told
def timetable(
    file: str,
    format: str | None,
    valid_from: date | None,
    days: Sequence[str],
    periods: Sequence[str],
    teachers: Sequence[str],
    take_days: bool,
    first_day: date | None,
    as_proposed: bool,
    dry_run: bool,
    school_name: str | None,
    encoding: str | None,
) -> None:
    """Put the timetable in FILE in force; - reads it from standard input.

    What is said of days, periods and teachers is remembered for the next file; rows of a day or
    period that is none are left out.
    """
    school = the_school(school_name)
    name = "standard input" if file == STANDARD_INPUT else Path(file).name
    data = read_file(file)
    if not take_days and first_days.are_wanted(school):
        remedy = (
            "Add --take-days to take those of the file, or put them in with flask school apply FILE.toml."
        )
        raise InputError(Problem(school.name, "it has no days and periods yet.", remedy))
    if take_days:
        _take_days(school, data, name, format, encoding, first_day, dry_run)
        if dry_run:
            return
    choices = mapping.choices(school, days, periods, teachers, valid_from, as_proposed)
    done = timetables.import_timetable(
        school, data, name,
        format=format, encoding=encoding, choices=choices, dry_run=dry_run,
    )  # fmt: skip
    _say(done, dry_run)


def _take_days(
    school: School,
    data: bytes,
    name: str,
    format: str | None,
    encoding: str | None,
    first_day: date | None,
    dry_run: bool,
) -> None:
    """Make the file's days and periods the school's; what would be, where nothing is to be written."""
    found = first_days.changed(first_days.of_file(school, data, name, format, encoding), None, first_day)
    if not dry_run:
        first_days.put(school, found)
    first = (
        f"; {found.rotation.anchor} is {found.rotation.labels[0]}" if found.rotation.mode != "weekday" else ""
    )
    click.echo(f"Days: {', '.join(found.rotation.labels)}{first}.")
    click.echo(f"Periods{'' if found.told else ', their times guessed: correct them'}:")
    for one in found.bell.periods:
        click.echo(f"  {wall(one.start)} to {wall(one.end)}  {one.label} ({one.kind})")
    if dry_run:
        click.echo("Nothing was written. Once the days are taken, --dry-run says what the lessons would be.")


def _say(done: Applied, dry_run: bool) -> None:
    plan = done.plan
    read, rows = counted(done.lines_read, "line"), counted(done.rows, "row")
    click.echo(f"Format: {done.format}. {read} read, {rows} understood.")
    _say_places(plan)
    _say_teachers(plan)
    say_problems("left out", done.left_out)
    say_problems("to look at", done.warnings)
    _say_difference(plan)
    if not done.changed:
        click.echo("This timetable was in force already. Nothing changed.")
    elif dry_run:
        click.echo("Nothing was written.")
    else:
        click.echo(f"It is in force{f' from {plan.valid_from} on' if plan.valid_from else ''}.")
    if done.broken:
        click.echo(f"{counted(len(done.broken), 'booked meeting')} {'would break' if dry_run else 'broken'}:")
    say_broken(done.broken)


def _say_places(plan: Plan) -> None:
    """The days and periods that the file calls otherwise than the school."""
    for one in mapping.foreign(plan.file, plan.placing):
        labels = "+".join(one.place.labels)
        click.echo(f"  {one.what} {one.name}: {f'{labels} ({one.place.how})' if labels else one.place.how}")


def _say_teachers(plan: Plan) -> None:
    click.echo(f"{counted(len(plan.matches), 'teacher')}, {len(plan.matched)} of them with an account.")
    for match in plan.new_names:
        click.echo(f"  {match.name}: {match.account and match.account.email} ({match.how}), remembered")
    doubtful = [match for match in plan.matches if not match.account and match.candidates]
    for match in doubtful[:SHOWN]:
        likely = "; ".join(f"{one.account.email} ({one.reason})" for one in match.candidates)
        click.echo(f'  {match.name}: perhaps {likely}. Say --teacher "{match.name}=E-MAIL".')
    if plan.unmatched:
        click.echo(f"  without an account: {_few(plan.unmatched)}")


def _say_difference(plan: Plan) -> None:
    found = plan.difference
    parts = f"{found.added} new, {found.gone} gone, {found.changed} changed, {found.same} as before"
    click.echo(f"Periods of teachers: {parts}.")
    listed = [f"{one.name} +{one.added} -{one.gone} ~{one.changed}" for one in found.teachers]
    if listed and found.same:
        click.echo(f"  {_few(listed)}")


def _few(names: Sequence[str]) -> str:
    rest = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return "; ".join(names[:SHOWN]) + rest
