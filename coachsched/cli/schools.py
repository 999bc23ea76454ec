"""`flask school`: create, apply, show and save."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app

from coachsched.cli.common import read_file, school_option, the_school, told
from coachsched.core.errors import InputError, Problem
from coachsched.services import schools, setup, starting
from coachsched.services.recheck import Broken
from coachsched.services.starting import Code, Missing

# Of each step: what it is, and the commands that do it.
STEPS: dict[Code, tuple[str, tuple[str, ...]]] = {
    "school": ("The school and its time zone", ("school create NAME --timezone TZ --admin EMAIL",)),
    "timetable": ("The timetable", ("import timetable FILE --take-days",)),
    "terms": (
        "Terms and days off",
        ("calendar term NAME --from DATE --to DATE", "import holidays --country CODE --years YEARS"),
    ),
    "people": ("People and invitations", ("import people FILE", "people invite")),
    "partnerships": (
        "The first partnerships",
        ("partnership suggest", "partnership create EMAIL EMAIL"),
    ),
}
MORE: dict[Missing, tuple[str, ...]] = {"names": ('import timetable FILE --teacher "NAME=EMAIL"',)}
LACKS: dict[Missing, str] = {
    "file": "none is in force",
    "terms": "there is no term",
    "new_term": "every term is over",
    "people": "nobody but the administrator is there",
    "names": "the timetable does not know the people",
    "invitations": "nobody has been invited to sign in",
    "pair": "there is none",
}


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
        click.echo(f"{name} is set up. Next: flask school steps says what is missing, and how to do it.")
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
    click.echo("Next: flask school steps says what is missing, and how to do it.")


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
        remedy = "Sign in as its administrator; flask people password EMAIL gives a new password."
        raise InputError(Problem("database", "it holds a school already.", remedy))
    click.echo(setup.link(current_app.config["SETTINGS"].base_url))


@school.command("steps")
@school_option
@told
def steps(school_name: str | None) -> None:
    """Say what a new school still lacks before times can be offered, and the command for each step."""
    for step in starting.all_steps(the_school(school_name)):
        what, commands = STEPS[step.code]
        if step.done:
            click.echo(f"done   {what}")
            continue
        click.echo(f"to do  {what}: {LACKS[step.missing]}")
        for command in (*commands, *MORE.get(step.missing, ())):
            click.echo(f"         flask {command}")


def say_broken(broken: list[Broken]) -> None:
    """Which booked meetings a change broke: kinds and dates, no names."""
    for one in broken:
        why = "not possible then" if one.stays else "no school that day"
        what = f"called off, {why}" if one.called_off else "needs a new time"
        click.echo(f"  {one.meeting.kind} on {one.meeting.date}, period {one.meeting.period}: {what}")


COMMANDS = [school]
