"""`flask import people`, `flask import timetable` and `flask import history`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from coachsched.cli.common import DATE, encoding_option, read_file, school_option, the_school, told
from coachsched.cli.schools import say_broken
from coachsched.core.errors import Problem
from coachsched.services import histories, people_files, timetables
from coachsched.services.timetables import Applied

SHOWN = 10


@click.group("import")
def import_() -> None:
    """Read people, timetables and histories from files."""


@import_.command("people")
@click.argument("file")
@school_option
@encoding_option
@told
def people(file: str, school_name: str | None, encoding: str | None) -> None:
    """Add or update the people in FILE: name, email, teacher, and optionally faculty, roles."""
    done = people_files.import_people(the_school(school_name), read_file(file), Path(file).name, encoding)
    click.echo(f"{done.added} added, {done.changed} changed, {done.unchanged} as they were.")


@import_.command("timetable")
@click.argument("file")
@click.option("--format", metavar="NAME", help="canonical or fet; recognised where not named.")
@click.option("--from", "valid_from", type=DATE, help="In force from this date on.")
@click.option("--dry-run", is_flag=True, help="Say what would happen; write nothing.")
@school_option
@encoding_option
@told
def timetable(
    file: str,
    format: str | None,
    valid_from: date | None,
    dry_run: bool,
    school_name: str | None,
    encoding: str | None,
) -> None:
    """Put the timetable in FILE in force."""
    done = timetables.import_timetable(
        the_school(school_name),
        read_file(file),
        Path(file).name,
        format=format,
        encoding=encoding,
        valid_from=valid_from,
        dry_run=dry_run,
    )
    _say(done, dry_run)


@import_.command("history")
@click.argument("file")
@school_option
@encoding_option
@told
def history(file: str, school_name: str | None, encoding: str | None) -> None:
    """Add what the log in FILE tells of partnerships: date, people, what, and until."""
    done = histories.import_history(the_school(school_name), read_file(file), Path(file).name, encoding)
    click.echo(f"{done.partnerships} partnerships made, {done.added} rows added, {done.known} known already.")


COMMANDS = [import_]


def _say(done: Applied, dry_run: bool) -> None:
    click.echo(f"Format: {done.format}. {done.lines_read} lines read, {done.rows} rows understood.")
    teachers = len(done.matched) + len(done.unmatched)
    click.echo(f"{teachers} teachers, {len(done.matched)} of them with an account.")
    if done.unmatched:
        click.echo(f"  without an account: {_few([*done.unmatched])}")
    _say_problems("left out", done.left_out)
    _say_problems("to look at", done.warnings)
    if not done.changed:
        click.echo("This timetable was in force already. Nothing changed.")
    elif dry_run:
        click.echo("Nothing was written.")
    else:
        click.echo("It is in force.")
    say_broken(done.broken)


def _say_problems(title: str, problems: tuple[Problem, ...]) -> None:
    if problems:
        click.echo(f"{len(problems)} {title}:")
        for problem in problems[:SHOWN]:
            click.echo(f"  {problem}")
        if len(problems) > SHOWN:
            click.echo(f"  and {len(problems) - SHOWN} more")


def _few(names: list[str]) -> str:
    rest = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + rest
