"""`flask school`: create, apply, show and save."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app

from coachsched.cli.common import read_file, school_option, the_school, told
from coachsched.core.errors import InputError, Problem
from coachsched.services import schools, setup
from coachsched.services.recheck import Broken


@click.group("school")
def school() -> None:
    """The school: its calendar, bells, terms and settings."""


@school.command("apply")
@click.argument("file")
@told
def apply(file: str) -> None:
    """Create or update the school that FILE (a school.toml) describes."""
    applied = schools.apply(read_file(file), Path(file).name)
    name = applied.school.name
    if applied.created:
        click.echo(f"{name} is set up. Next: flask import people FILE, then flask import timetable FILE.")
    elif applied.changed:
        click.echo(f"{name} is up to date with {file}.")
    else:
        click.echo(f"{name} was up to date already. Nothing changed.")
    say_broken(applied.broken)


@school.command("create")
@click.argument("name")
@click.option("--timezone", required=True, metavar="TZ", help="Such as Europe/Berlin.")
@click.option("--admin", required=True, metavar="EMAIL", help="The first administrator.")
@told
def create(name: str, timezone: str, admin: str) -> None:
    """A new school and its first administrator."""
    password = schools.create(name, timezone, admin)
    click.echo(f"{name} is there. {admin} can sign in with the password {password}")
    click.echo("Next: sign in and put its calendar in, or flask school apply FILE.toml.")


@school.command("show")
@school_option
@told
def show(school_name: str | None) -> None:
    """Print the school as the school.toml it could be applied from."""
    click.echo(schools.as_toml(the_school(school_name)), nl=False)


@school.command("save")
@click.argument("file")
@school_option
@told
def save(file: str, school_name: str | None) -> None:
    """Write the school to FILE as school.toml."""
    text = schools.as_toml(the_school(school_name))
    try:
        Path(file).write_text(text, encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"{file}: cannot be written: {error.strerror}.") from None
    click.echo(f"The school is in {file}. Put it in anywhere with: flask school apply {file}")


@school.command("setup-link")
@told
def setup_link() -> None:
    """Print the address at which an empty installation is set up in the browser."""
    if not setup.is_wanted():
        raise InputError(Problem("database", "it holds a school already.", "Sign in as its administrator."))
    click.echo(setup.link(current_app.config["SETTINGS"].base_url))


def say_broken(broken: list[Broken]) -> None:
    """Which booked meetings a change broke: kinds and dates, no names."""
    for one in broken:
        why = "not possible then" if one.stays else "no school that day"
        what = f"called off, {why}" if one.called_off else "needs a new time"
        click.echo(f"  {one.meeting.kind} on {one.meeting.date}, period {one.meeting.period}: {what}")


COMMANDS = [school]
