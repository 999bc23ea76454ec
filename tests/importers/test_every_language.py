"""What is said of a file can be said in every language: no word of it stands outside what is translated."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from builders import SCHOOL_TOML

from coachsched.core import phrases
from coachsched.core.errors import InputError, Problem
from coachsched.core.phrases import Phrase
from coachsched.core.timetable_checks import check_rows, warnings
from coachsched.importers.dates import read_dates
from coachsched.importers.history import read_history
from coachsched.importers.people import read_people
from coachsched.importers.public_holidays import read as read_holidays
from coachsched.importers.recognise import FORMATS, read_timetable
from coachsched.importers.school_toml import read_school

NAME = "f.csv"
# Not words of ours for people, but of files: columns, kinds, roles, formats, tables, and fields of forms.
CODES = {
    *FORMATS, "teacher", "day", "period", "class", "subject", "room", "name", "email", "date", "people",
    "what", "until", "start", "end", "kind", "faculty", "lesson", "duty", "meeting", "absent", "protected",
    "release", "coordinator", "principal", "cover", "admin", "began", "proposed", "holiday", "inset",
    "closure", "exam", "event", "term", "turned_down", "visit_booked", "debrief_booked", "cancelled",
    "visit", "visit_only", "debrief", "not_held", "informal", "paused", "resumed", "finished", "teaching",
    "mon", "tue", "wed", "thu", "fri", "sat", "sun", "ValueError",
    "school", "rotation", "bell", "bell_rule", "exception", "settings", "order", "years", "country",
    "subdivision", "label", "reanchor", "counts", "note", "week", "Wed", "Augsburg",
}  # fmt: skip


def silent(one: Phrase) -> str:
    """A language of no words, which shows only what fills the blanks."""
    gaps = re.findall(r"%\(\w+\)s", one.msgid if one.plural is None else one.plural)
    return " · ".join(gaps) % {name: _filled(value) for name, value in one.blanks.items()}


def _filled(value: object) -> str:
    return " · ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


@pytest.fixture(autouse=True)
def _silence(monkeypatch: pytest.MonkeyPatch) -> None:
    # Put back afterwards, for an application of this process goes on speaking.
    monkeypatch.setattr(phrases, "_speaker", silent)


def timetable(text: str) -> list[Problem]:
    calendar = read_school(SCHOOL_TOML.encode(), "school.toml").calendar
    file = read_timetable(text.encode(), NAME, calendar=calendar)
    return [*file.left_out, *file.notes, *check_rows(file.rows, calendar), *warnings(file.rows, calendar)]


def dates(text: str) -> list[Problem]:
    file = read_dates(text.encode(), NAME, ZoneInfo("Europe/Berlin"), date(2027, 1, 1), date(2027, 12, 31))
    return [*file.left_out, *file.notes]


def people(text: str) -> None:
    read_people(text.encode(), NAME)


def history(text: str) -> None:
    read_history(text.encode(), NAME)


def toml(text: str) -> None:
    read_school(text.encode(), NAME)


def holidays(text: str) -> None:
    country, part, year = text.split(",")
    read_holidays(country, part or None, [int(year)])


ROWS = "teacher,day,period,class,subject,room,kind\n"
CALENDAR = "BEGIN:VCALENDAR\r\n{}END:VCALENDAR\r\n"
EVENT = "BEGIN:VEVENT\r\nUID:u1\r\nSUMMARY:{0}\r\nDTSTART{1}\r\nDTEND{2}\r\nEND:VEVENT\r\n"
FILES: list[tuple[Callable[[str], object], str]] = [
    (timetable, ""),
    (timetable, "x"),
    (timetable, "<xml/>"),
    (timetable, "<timetable><lesson/></timetable>"),
    (timetable, "<timetable>"),
    (timetable, "teacher,teacher,period\nA,B,1\n"),
    (timetable, "teacher,class\nA,B\n"),
    (timetable, ROWS + 'A,Mon,1,"9B'),
    (timetable, ROWS + "A,Mon\nA,Mon,1,9B,M,R,lesson,x,y\n"),
    (timetable, ROWS + "A,Mon,1,9B,M,R,lessn\n"),
    (timetable, ROWS + ",Mon,1,9B,M,R,\nA,,1,9B,M,R,\nA,Mon,,9B,M,R,\nA,Xyz,1,9B,M,R,\nA,Mon,77,9B,M,R,\n"),
    (timetable, "Name,Mon 1,Mon 2,Tue 1,Tue 2\nA,9B Maths R12,PPA,Assembly,9C / 9D\n,9B,,,\n"),
    (timetable, '1,"9B","A","M","R","9","1",,\n' * 3),
    (timetable, CALENDAR.format(EVENT.format("9B M", ":20270113T080000Z", ":20270113T084500Z"))),
    (dates, "name,start\n"),
    (dates, "name,start,end\nHalf term,2027-02-30,\nX,2027-02-03,2027-02-01\nY,2027-02-04,2029-02-04\n"),
    (dates, "name,start\nHoliday,3/4/2027\n"),
    (dates, "name,start\nHoliday,13/4/2027\nHoliday,4/13/2027\n"),
    (dates, "name,start,end,kind\nX,2027-02-03,,hoiday\nX,2027-02-03,,\n,2027-02-03,2027-04-01,term\n"),
    (dates, "name,start,end,kind\nA,2027-02-03,2027-04-01,term\nB,2027-03-03,2027-05-01,term\n"),
    (dates, CALENDAR.format("")),
    (dates, CALENDAR.format(EVENT.format("Zzz", ";VALUE=DATE:20270113", ";VALUE=DATE:20270114"))),
    (people, "name,email,teacher\n"),
    (people, "name,email,teacher,roles\n,a,A,techer\nB,b@x.test,A,\nB,b@x.test,C,\n"),
    (people, "name,email,teacher\n" + "b" * 200 + ",b@x.test,C\n"),
    (history, "date,people,what\n"),
    (history, "date,people,what\n2027,a@x.test,begn\n,a+a,\n"),
    (history, "date,people,what,until\n2027-01-13,a@x.test+b@x.test,paused,2027-01-01\n"),
    (history, "date,people,what,until\n2027-01-13,a@x.test+b@x.test,paused,\n"),
    (history, "date,people,what,until\n2027-01-13,a@x.test+b@x.test,began,2027-02-01\n"),
    (holidays, "Q,,2027"),
    (holidays, "DE,Qq,2027"),
    (holidays, "DE,,1900"),
    (toml, "school = 1\nbell = 1\n[zzz]\n"),
    (toml, '[school]\nname = 7\ntimezone = "Mars/X"\n[rotation]\nmode = "wek"\nlabels = []\n'),
    (toml, SCHOOL_TOML.replace("08:", "23:", 1) + "\nq = 1\nvisit_minutes = 999\nsites = 1\nfunds = 1\n"),
]


@pytest.mark.parametrize(("read", "text"), FILES)
def test_nothing_is_said_of_a_file_that_could_not_be_translated(read: Callable[[str], object], text: str):
    try:
        problems = read(text) or []
    except InputError as error:
        problems = error.problems
    assert problems
    for problem in problems:
        assert isinstance(problem.what, Phrase)
        assert not problem.remedy or isinstance(problem.remedy, Phrase)
        told = str(problem).replace(NAME, " ")
        words = set(re.findall(r"[^\W\d]{3,}", told)) - CODES
        foreign = {word for word in words if word not in text and not _is_name_of_data(told)}
        assert foreign == set(), told


def _is_name_of_data(told: str) -> bool:
    """Long lists of names, as of encodings, and what Python says of XML."""
    return "windows-1252" in told or "no element found" in told
