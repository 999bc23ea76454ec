"""aSc Timetables XML: lessons, the cards that place them, and supervisions.

Several teachers of one lesson teach it together. A card places one period on the days and in the weeks of
its bit strings; a week is named by its number, and rows of every week name none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from coachsched.core.errors import InputError, Problem
from coachsched.core.phrases import phrase, phrases
from coachsched.core.places import on_line
from coachsched.core.timetable import Row
from coachsched.importers.asc_calendar import AscCalendar, Tables, read_calendar
from coachsched.importers.asc_names import AscNames, ids, joined, read_names
from coachsched.importers.sorting_out import NO_DAY, NO_PERIOD, NO_TEACHER
from coachsched.importers.timetable_file import FilePeriod, TimetableFile
from coachsched.importers.xml_tables import Element, read_elements

FORMAT = "asc"
TAGS = (
    "timetable", "period", "break", "day", "daysdef", "weeksdef", "termsdef", "subject", "teacher",
    "classroom", "class", "lesson", "card", "classroomsupervision",
)  # fmt: skip
_ROOT = re.compile(r"<timetable[\s>]")
_TOP = 4000
OF_NO_LESSON = phrase("belongs to no lesson of the file.")
NOT_PLACED = phrase("is a lesson that has no card: it is not placed.")

Placed = Iterator[tuple[Element, list[Row] | str]]


def is_like(text: str) -> bool:
    """Whether a text is XML whose outermost element is aSc's."""
    return text.lstrip().startswith("<") and _ROOT.search(text[:_TOP]) is not None


def read(text: str, name: str) -> TimetableFile:
    """The timetable in the XML of ``name``. Raises InputError where it is no aSc export that places lessons.

    Left out are cards without teacher, day or period, lessons without a card, and what points nowhere.
    """
    tables = read_elements(text, name, TAGS)
    if not tables["timetable"] or not tables["lesson"] or not tables["card"]:
        what = phrase("places no lessons: it has no cards, as aSc Timetables calls them.")
        remedy = phrase('Export the timetable as "aSc Timetables XML" once it is made.')
        raise InputError(Problem(name, what, remedy))
    calendar, names = read_calendar(tables), read_names(tables)
    reading = _Reading(tables, calendar, names)
    found = [*reading.cards(), *reading.supervisions(), *reading.unplaced()]
    rows = tuple(row for _, rows in found if not isinstance(rows, str) for row in rows)
    return TimetableFile(
        rows=rows,
        left_out=tuple(
            Problem(on_line(element.line, name), reason)
            for element, reason in found
            if isinstance(reason, str)
        ),
        format=FORMAT,
        lines_read=len(found),
        days=calendar.file_days([(row.week, row.day) for row in rows]),
        periods=_periods(calendar, rows),
        teachers=names.listed,
        notes=tuple(Problem(name, what, remedy) for what, remedy in _notes(tables, calendar, names)),
    )


class _Reading:
    """Cards and supervisions to rows, each with its element, or with the reason it is left out."""

    def __init__(self, tables: Tables, calendar: AscCalendar, names: AscNames) -> None:
        self._tables = tables
        self._calendar = calendar
        self._names = names
        self._lessons = {lesson.get("id"): lesson for lesson in tables["lesson"]}

    def cards(self) -> Placed:
        for card in self._tables["card"]:
            lesson = self._lessons.get(card.get("lessonid"))
            yield card, self._card(card, lesson) if lesson else OF_NO_LESSON

    def supervisions(self) -> Placed:
        for one in self._tables["classroomsupervision"]:
            yield one, self._supervision(one)

    def unplaced(self) -> Placed:
        placed = {card.get("lessonid") for card in self._tables["card"]}
        for id, lesson in self._lessons.items():
            if id not in placed:
                yield lesson, NOT_PLACED

    def _card(self, card: Element, lesson: Element) -> list[Row] | str:
        # Its rooms are those of the card; a lesson's are only those it may be in.
        rooms = ids(card if "classroomids" in card.attributes else lesson, "classroomids", "classroomid")
        if "classroomids" not in card.attributes and len(rooms) > 1:
            rooms = []
        number = card.get("period")
        period = self._calendar.periods.get(number) or FilePeriod(number)
        row = Row(
            teacher=joined(ids(lesson, "teacherids", "teacherid"), self._names.teachers),
            day="",
            period=period.name if number or self._calendar.periods else "",
            klass=joined(ids(lesson, "classids", "classid"), self._names.classes),
            subject=self._names.subjects.get(lesson.get("subjectid"), ""),
            room=joined(rooms, self._names.rooms),
            line=card.line,
        )
        return self._placed(row, card.get("days", "day"), card.get("weeks", "week"))

    def _supervision(self, one: Element) -> list[Row] | str:
        number, pause = one.get("period"), one.get("break")
        known = self._calendar.breaks.get(pause) if pause else self._calendar.periods.get(number)
        row = Row(
            teacher=joined(ids(one, "teacherid", "teacherids"), self._names.teachers),
            day="",
            period=known.name if known else (f"Break {pause}" if pause else number),
            room=joined(ids(one, "classroomid", "classroomids"), self._names.rooms),
            kind="duty",
            line=one.line,
        )
        return self._placed(row, one.get("day", "days"), one.get("week", "weeks"))

    def _placed(self, row: Row, days: str, weeks: str) -> list[Row] | str:
        """The row on each of its days and weeks."""
        on = self._calendar.days.positions(days)
        during = self._weeks(weeks)
        if not row.teacher:
            return NO_TEACHER
        if not row.period:
            return NO_PERIOD
        if not on:
            clear = not days.strip("0,")
            return (
                NO_DAY if clear else phrase('has the days "%(days)s", which are not clear.', days=days[:40])
            )
        if not during:
            return phrase('has the weeks "%(weeks)s", which are not clear.', weeks=weeks[:40])
        return [
            Row(
                row.teacher, self._calendar.days.name(day), row.period, row.klass, row.subject, row.room,
                week=week, kind=row.kind, line=row.line,
            )
            for week in during
            for day in on
        ]  # fmt: skip

    def _weeks(self, cell: str) -> Sequence[str]:
        """The weeks as rows carry them: "" for every one, else "1", "2", …; none for what is not clear."""
        named = self._calendar.weeks
        positions = named.positions(cell) if cell else list(range(named.count))
        if positions is None:
            return ()
        every = len(positions) >= named.count
        return ("",) if every else tuple(str(at + 1) for at in positions)


def _periods(calendar: AscCalendar, rows: Sequence[Row]) -> tuple[FilePeriod, ...]:
    """Those the file defines, then those that only its rows name."""
    defined = calendar.file_periods()
    known = {period.name for period in defined}
    others = dict.fromkeys((row.period, row.kind) for row in rows if row.period not in known)
    return defined + tuple(
        FilePeriod(name, kind="break" if kind == "duty" and name.startswith("Break") else "lesson")
        for name, kind in others
    )


def _notes(tables: Tables, calendar: AscCalendar, names: AscNames) -> Iterator[tuple[str, str]]:
    terms = calendar.terms
    cells = Counter(card.get("terms") for card in tables["card"])
    for cell, count in cells.items():
        if not 0 < len(positions := terms.positions(cell) or []) < terms.count:
            continue
        remedy = phrase(
            "They are taken as if all year long; export each term and import it from its first day."
        )
        told = phrases(
            "has %(n)s card that is only of %(terms)s.",
            "has %(n)s cards that are only of %(terms)s.",
            count,
            terms=[terms.name(position) for position in positions],
        )
        yield told, remedy
    if loose := sum("," in card.get("weeks") + card.get("days", "day") for card in tables["card"]):
        told = phrases(
            "has %(n)s card for any of several days or weeks; it is taken for all of them.",
            "has %(n)s cards for any of several days or weeks; they are taken for all of them.",
            loose,
        )
        yield told, ""
    named = {id for lesson in tables["lesson"] for id in ids(lesson, "teacherids", "teacherid")}
    if unknown := len(named - set(names.teachers)):
        told = phrases(
            "has lessons of %(n)s teacher whom it does not list; they are not read.",
            "has lessons of %(n)s teachers whom it does not list; they are not read.",
            unknown,
        )
        yield told, ""
