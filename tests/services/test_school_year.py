"""A school year lived day by day through the services: how every pair stands, against the table said twice.

COACHSCHED_YEAR_PAIRS asks for a larger school, COACHSCHED_YEAR_SEED for another year.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from typing import Any

from builders import LESSONS, SCHOOL_TOML, timetable_csv
from flask import Flask
from handles import Clock, MakeApp
from oracle.naive_standing import oracle
from year_hands import InPerson, Recorded, Staff, as_met, difference

from benchmarks.school_year import CLOSURES, HOLIDAYS, TERMS, Hands, Life, OnPaper, dates, pairs, school_days
from coachsched.core.history import Event
from coachsched.models import db
from coachsched.services import closing, histories, listing, people_files, schools, timetables
from coachsched.store import history, partnerships

PAIRS = int(os.environ.get("COACHSCHED_YEAR_PAIRS", "200"))
SEED = int(os.environ.get("COACHSCHED_YEAR_SEED", "7"))
# So many act in person; every fifth keeps a log of its own until the school brings it in.
IN_PERSON = PAIRS // 10
BROUGHT_IN = date(2027, 1, 19)
HINDSIGHT = 9


# Otherwise the year would have shown less than it claims.
EVERY_ROW = {
    "finished", "paused", "active", "waiting", "unanswered", "no_debrief", "called_off", "between_cycles",
    "never_started",
}  # fmt: skip
IN_PERSON_TOO = {
    "began", "proposed", "turned_down", "withdrawn", "visit_booked", "debrief_booked", "plan_booked",
    "talk_booked", "moved", "cancelled", "not_held", "visit_only", "informal", "paused", "finished",
}  # fmt: skip
EVERY_WORD = IN_PERSON_TOO | {"resumed", "plan", "visit", "debrief", "talk"}


class Limits:
    """The defaults of design 6."""

    unanswered, no_debrief, called_off, between_cycles, never_started = 5, 3, 5, 15, 10


class Year:
    """The school, its pairs, and what each knows of itself."""

    def __init__(self, app: Flask) -> None:
        self.clock = Clock(app)
        self.staff = Staff(found())
        self.paper, self.log = OnPaper(), OnPaper(as_log=True)
        self.lives = pairs(PAIRS, SEED, self._hands)
        self.logged = [life for life in self.lives if life.hands is self.log]
        self.stood: set[str] = set()

    def _hands(self, number: int) -> Hands:
        if number < IN_PERSON:
            return InPerson(self.staff, self.paper)
        return self.log if number % 5 == 0 else Recorded(self.staff, self.paper)

    def live(self, day: date) -> None:
        """A morning before school: closures are entered, a log brought in, and the pairs act."""
        self.clock.set(datetime.combine(day, time(4, 30), UTC))
        for closed in [closed for closed, entered in CLOSURES if entered == day]:
            self._close(closed, day)
        if day == BROUGHT_IN:
            self._bring_in()
        for life in self.lives:
            life.live(day)

    def _close(self, closed: date, day: date) -> None:
        before = {life.number: as_met(self.staff.ids[life.number]) for life in self._in_person()}
        closing.close(self.staff.member("admin@school.test"), closing.Wish(closed, closed))
        for life in self.lives:
            if life.number in before:
                after = as_met(self.staff.ids[life.number])
                life.tell(difference(before[life.number], after, day))
            elif life.hands is not self.log:
                self._write(life, life.close(closed, day))
        db.session.commit()

    def _in_person(self) -> list[Life]:
        return [life for life in self.lives[:IN_PERSON] if life.number in self.staff.ids]

    def _write(self, life: Life, rows: Iterable[Event]) -> None:
        for row in rows:
            history.record(self.staff.ids[life.number], *row)
            life.tell([row])

    def _bring_in(self) -> None:
        begun = [life for life in self.logged if life.rows]
        lines = ["date,people,what,until"]
        for life in begun:
            who = "+".join(self.staff.emails(life.number))
            lines += [f"{row.date},{who},{row.what},{row.until or ''}" for row in life.rows]
        told = histories.import_history(self.staff.school, "\n".join(lines).encode(), "log.csv")
        assert (told.partnerships, told.added) == (len(begun), len(lines) - 1)
        known = {frozenset(one.email for one in who): number for number, who in self._partners().items()}
        for life in self.logged:
            life.hands = Recorded(self.staff, self.paper)
        self.staff.ids |= {life.number: known[frozenset(self.staff.emails(life.number))] for life in begun}

    def _partners(self) -> dict[int, Any]:
        return partnerships.partners(self.staff.school)

    def compare(self, on: date, known_on: date) -> None:
        """``quiet --json`` on a date, beside what the table says of the pairs' own diaries."""
        open_days = sorted(school_days(known_on))
        expected = {}
        for life in self.lives:
            answer = oracle(life.rows, on, open_days, Limits)
            if answer and life.number in self.staff.ids:
                expected[self.staff.ids[life.number]] = answer
                self.stood.add(answer[1] or answer[0])
        found = {one["partnership"]: standing_of(one) for one in listing.standings(self.staff.school, on)}
        differing = {one: (found.get(one), expected.get(one)) for one in found.keys() | expected.keys()
                     if found.get(one) != expected.get(one)}  # fmt: skip
        assert not differing, (on, differing, self._story(next(iter(differing))))

    def _story(self, number: int) -> list[Any]:
        life = next(life for life in self.lives if self.staff.ids.get(life.number) == number)
        kept = history.events(number)
        return [life.number, "diary", *life.rows, "kept", *kept]


def standing_of(line: dict[str, Any]) -> tuple[Any, ...]:
    since = line["since"] and date.fromisoformat(line["since"])
    return line["state"], line["reason"], line["school_days"], since


def found() -> Any:
    """The school of the builders with the year's calendar, a timetable, and two people for every pair."""
    head, _, _ = SCHOOL_TOML.partition("[[term]]")
    terms = "".join(f'[[term]]\nname = "{name}"\nstart = {a}\nend = {b}\n' for name, a, b in TERMS)
    off = [day for day in dates() if any(a <= day <= b for a, b in HOLIDAYS) and day.weekday() < 5]
    days = "".join(f'[[exception]]\ndate = {day}\nkind = "holiday"\n' for day in off)
    school = schools.apply((head + terms + days).encode(), "school.toml").school
    lines = ["name,email,teacher,faculty,roles", "Ada Finch,admin@school.test,,,admin"]
    for number in range(PAIRS):
        lines += [f"Coach {number},coach{number}@school.test,C{number},,teacher"]
        lines += [f"Partner {number},partner{number}@school.test,P{number},,teacher"]
    people_files.import_people(school, "\n".join(lines).encode(), "people.csv")
    lessons = [
        (f"{teacher[0]}{number}", period, f"{klass}{number}", subject, f"{room}-{number}")
        for number in range(IN_PERSON)
        for teacher, period, klass, subject, room in LESSONS
        if teacher in ("CLA", "PAU")
    ]
    timetables.import_timetable(school, timetable_csv(lessons).encode(), "timetable.csv")
    return school


def test_every_pair_stands_as_the_table_says_on_every_day_of_a_school_year(make_app: MakeApp):
    app = make_app("empty")
    with app.app_context():
        year = Year(app)
        for day in dates():
            year.live(day)
            if day in school_days(day):
                year.compare(day, known_on=day)
        last = max(school_days(day))
        for number, on in enumerate(dates()):
            if number % HINDSIGHT == 0:
                year.compare(on, known_on=last)
        if (PAIRS, SEED) == (200, 7):
            assert year.stood == EVERY_ROW
            assert {row.what for life in year.lives for row in life.rows} == EVERY_WORD
            assert {row.what for life in year.lives[:IN_PERSON] for row in life.rows} >= IN_PERSON_TOO
