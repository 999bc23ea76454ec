"""`flask cover sheet`: who takes which class on a date, to print or to send on."""

from __future__ import annotations

from datetime import date

import click

from coachsched.cli.common import LocalDate, school_option, the_school, told
from coachsched.services import clock, cover_page
from coachsched.store import schools


@click.group("cover")
def cover() -> None:
    """Classes that somebody else takes."""


@cover.command("sheet")
@click.option("--on", type=LocalDate(), help="The date; today where none is given.")
@school_option
@told
def sheet(on: date | None, school_name: str | None) -> None:
    """A line for each lesson: when, class, room, whose it is and who takes it."""
    school = the_school(school_name)
    day, zone = on or clock.today(school.timezone), schools.school_time(school).zone
    cards = cover_page.sheet_of(school, day)
    for card in cards:
        start, end = card.start_at.astimezone(zone), card.end_at.astimezone(zone)
        takes = card.colleague if card.state == "arranged" else "nobody yet"
        words = [f"{start:%H:%M}-{end:%H:%M}", card.period, card.klass, card.subject, card.room, card.teacher]
        click.echo("\t".join([*words, takes]))
    if not cards:
        click.echo(f"No class wants cover on {day}.")


COMMANDS = [cover]
