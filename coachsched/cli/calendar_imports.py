"""`flask import calendar` and `flask import holidays`: terms and days off."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from coachsched.cli.common import (
    SHOWN,
    encoding_option,
    read_file,
    say_problems,
    school_option,
    the_school,
    told,
)
from coachsched.cli.imports import import_
from coachsched.core.date_changes import DateChange
from coachsched.core.errors import InputError, Problem
from coachsched.services import calendar_files
from coachsched.services.calendar_files import DatesFile
from coachsched.services.calendars import Breaking
from coachsched.store.schools import School

TITLES = {
    "new": "to add",
    "changed": "to change",
    "gone": "to take out",
    "by_hand": "entered as something else at your school, kept as they are",
    "same": "as they are already",
    "outside": "on days without school, so nothing changes",
}

dry_run_option = click.option("--dry-run", is_flag=True, help="Say what would happen; write nothing.")
replace_option = click.option(
    "--replace", is_flag=True, help="Also change days that are of another kind at the school."
)


@import_.command("calendar")
@click.argument("file")
@click.option("--order", metavar="ORDER", help="dmy or mdy, where no date of the file shows it.")
@replace_option
@dry_run_option
@school_option
@encoding_option
@told
def calendar(
    file: str, order: str | None, replace: bool, dry_run: bool, school_name: str | None, encoding: str | None
) -> None:
    """Take the terms and days off in FILE (iCalendar, or a table or workbook: name, start, end, kind)."""
    school = the_school(school_name)
    dates = calendar_files.from_file(school, read_file(file), Path(file).name, order, encoding)  # type: ignore[arg-type]
    _take(school, dates, replace, dry_run)


@import_.command("holidays")
@click.option("--country", required=True, metavar="CODE", help="Two letters, such as DE or GB.")
@click.option("--subdivision", metavar="CODE", help="A part of the country, such as BY or ENG.")
@click.option("--years", required=True, metavar="YEARS", help="2027, or 2026-2027.")
@replace_option
@dry_run_option
@school_option
@told
def holidays(
    country: str, subdivision: str | None, years: str, replace: bool, dry_run: bool, school_name: str | None
) -> None:
    """Take the public and school holidays of a country, or a part of it, for some years."""
    school = the_school(school_name)
    dates = calendar_files.from_holidays(school, country, subdivision, _years(years))
    _take(school, dates, replace, dry_run)


# They join the group of cli.imports, which is added once.
COMMANDS: list[click.Command] = []


def _years(text: str) -> Sequence[int]:
    first, _, last = text.partition("-")
    if not (first.isdecimal() and (last or first).isdecimal() and len(text) <= 9):
        raise InputError(Problem("--years", f'"{text[:40]}" is no year.', "Write 2027, or 2026-2027."))
    return range(int(first), int(last or first) + 1)


def _take(school: School, dates: DatesFile, replace: bool, dry_run: bool) -> None:
    change = calendar_files.preview(school, dates, replace_by_hand=replace)
    for state, title in TITLES.items():
        _say_changes(title, [one for one in change.changes if one.state == state])
    say_problems("left out", change.left_out)
    say_problems("to look at", change.notes)
    if dry_run:
        click.echo("Nothing was written.")
        return _say_broken(change.broken)
    done = calendar_files.apply(school, change.ticked)
    click.echo("The calendar is up to date." if done.changed else "It was so already. Nothing changed.")
    return _say_broken(done.broken)


def _say_changes(title: str, changes: Sequence[DateChange]) -> None:
    if changes:
        click.echo(f"{len(changes)} {title}:")
        for one in changes[:SHOWN]:
            until = f" to {one.last}" if one.last != one.first else ""
            click.echo(f"  {one.first}{until}, {one.kind}: {one.name}")
        if len(changes) > SHOWN:
            click.echo(f"  and {len(changes) - SHOWN} more")


def _say_broken(broken: Sequence[Breaking]) -> None:
    """Which booked meetings it breaks: kinds and dates, no names."""
    for one in broken:
        why = "not possible then" if one.stays else "no school that day"
        what = f"called off, {why}" if one.called_off else "needs a new time"
        click.echo(f"  {one.kind} on {one.date}, period {one.period}: {what}")
