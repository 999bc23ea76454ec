"""`flask import people` and `flask import history`; timetables are in timetables.py."""

from __future__ import annotations

from pathlib import Path

import click

from coachsched.cli.common import encoding_option, read_file, school_option, the_school, told
from coachsched.cli.timetables import timetable
from coachsched.services import histories, people_files
from coachsched.services.people_files import PeoplePreview


@click.group("import")
def import_() -> None:
    """Read people, timetables and histories from files."""


@import_.command("people")
@click.argument("file")
@click.option("--dry-run", is_flag=True, help="Say who would be added and changed; write nothing.")
@school_option
@encoding_option
@told
def people(file: str, dry_run: bool, school_name: str | None, encoding: str | None) -> None:
    """Add or update the people in FILE: name, email, teacher, and optionally faculty, roles."""
    school, data, name = the_school(school_name), read_file(file), Path(file).name
    if dry_run:
        preview = people_files.preview_people(school, data, name, encoding)
        _say_people(preview)
        done = preview.counts
    else:
        done = people_files.import_people(school, data, name, encoding)
    click.echo(f"{done.added} added, {done.changed} changed, {done.unchanged} as they were.")
    if dry_run:
        click.echo("Nothing was written.")


@import_.command("history")
@click.argument("file")
@click.option("--dry-run", is_flag=True, help="Say what would be made and added; write nothing.")
@school_option
@encoding_option
@told
def history(file: str, dry_run: bool, school_name: str | None, encoding: str | None) -> None:
    """Add what the log in FILE tells of partnerships: date, people, what, and until."""
    school, data, name = the_school(school_name), read_file(file), Path(file).name
    done = histories.import_history(school, data, name, encoding, dry_run=dry_run)
    click.echo(f"{done.partnerships} partnerships made, {done.added} rows added, {done.known} known already.")
    if dry_run:
        click.echo("Nothing was written.")


def _say_people(preview: PeoplePreview) -> None:
    for one in preview.people:
        changes = "; ".join(
            f"{what}: {before or '-'} -> {after or '-'}" for what, before, after in one.changes
        )
        if one.state != "unchanged":
            click.echo(f"  {one.row.email}: {one.state}{f' ({changes})' if changes else ''}")


import_.add_command(timetable)
COMMANDS = [import_]
