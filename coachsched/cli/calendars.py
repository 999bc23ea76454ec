"""`flask calendar`, `flask slots` and `flask quiet`: what the rules say, for people and programs."""

from __future__ import annotations

from datetime import date

import click

from coachsched.cli.common import (
    DATE,
    check_range,
    json_option,
    print_json,
    school_option,
    the_school,
    told,
)
from coachsched.core.calendar import Day, Term
from coachsched.services import first_terms, listing, standings
from coachsched.store import schools


@click.group("calendar")
def calendar() -> None:
    """The school calendar."""


@calendar.command("show")
@click.option("--from", "first", type=DATE, required=True)
@click.option("--to", "last", type=DATE, required=True)
@json_option
@school_option
@told
def show(first: date, last: date, as_json: bool, school_name: str | None) -> None:
    """Each date's cycle day and bell."""
    check_range(first, last)
    days = schools.school_time(the_school(school_name)).calendar.days(first, last)
    if as_json:
        print_json([_day(day) for day in days])
        return
    for day in days:
        words = [day.date.strftime("%a %Y-%m-%d"), day.cycle_day or "-", day.bell.name if day.bell else "-"]
        click.echo("  ".join(word.ljust(14) for word in words) + (day.reason or ""))


@calendar.command("term")
@click.argument("name")
@click.option("--from", "first", type=DATE, required=True, help="Its first day.")
@click.option("--to", "last", type=DATE, required=True, help="Its last day.")
@school_option
@told
def term(name: str, first: date, last: date, school_name: str | None) -> None:
    """Put a term in, or give the one of this NAME other dates."""
    check_range(first, last)
    if first_terms.add_term(the_school(school_name), Term(name, first, last)):
        click.echo(f"{name} is in, from {first} to {last}.")
    else:
        click.echo(f"{name} was in already. Nothing changed.")


@click.command("slots")
@click.option("--observer", "observers", multiple=True, required=True, metavar="EMAIL")
@click.option("--host", required=True, metavar="EMAIL")
@click.option("--from", "first", type=DATE, required=True)
@click.option("--to", "last", type=DATE, required=True)
@json_option
@school_option
@told
def slots(
    observers: tuple[str, ...],
    host: str,
    first: date,
    last: date,
    as_json: bool,
    school_name: str | None,
) -> None:
    """Every visit the observers could pay the host, with the debriefs that could follow."""
    check_range(first, last)
    found = listing.slots(the_school(school_name), host, observers, first, last)
    if as_json:
        print_json(found)
        return
    for slot in found:
        visit, debriefs = slot["visit"], slot["debriefs"]
        what = " ".join(visit[name] for name in ("class", "room") if visit[name])
        talks = ", ".join(f"{talk['date']} {talk['start']}" for talk in debriefs[:3]) or "none"
        click.echo(f"{visit['date']} {visit['start']}-{visit['end']}  {what}  debrief: {talks}")
    click.echo(f"{len(found)} visits are possible.")


@click.command("quiet")
@click.option("--on", type=DATE, help="Today where left out.")
@json_option
@school_option
@told
def quiet(on: date | None, as_json: bool, school_name: str | None) -> None:
    """How every partnership stands on a date."""
    found = listing.standings(the_school(school_name), on)
    if as_json:
        print_json(found)
        return
    order = standings.ORDER
    for line in sorted(found, key=lambda line: (order.index(line["state"]), -(line["school_days"] or 0))):
        words = " ".join(str(part) for part in (line["state"], line["reason"] or "") if part)
        days = f"{line['school_days']} school days" if line["school_days"] is not None else ""
        click.echo(f"{words:24} {days:16} {', '.join(line['people'])}")


COMMANDS = [calendar, slots, quiet]


def _day(day: Day) -> dict[str, object]:
    return {
        "date": day.date.isoformat(),
        "open": day.open,
        "cycle_day": day.cycle_day,
        "bell": day.bell.name if day.bell else None,
        "reason": day.reason,
    }
