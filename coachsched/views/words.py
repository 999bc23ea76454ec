"""Dates, times and states as people say them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import g

from coachsched.core.calendar import Day
from coachsched.core.errors import InputError
from coachsched.core.quiet import Standing
from coachsched.languages.formats import (
    clock,
    day,
    full_day,
    listed,
    long_day,
    month,
    month_name,
    short_date,
    weekday,
)
from coachsched.services.clock import wall
from coachsched.services.cover_words import ToCover
from coachsched.store.meetings import Booking, Meeting
from coachsched.store.people import Membership

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
FIELDS = {
    "times": "results",
    "focus": "focus",
    "visit_kind": "visit_kind",
    "until": "until",
    "first": "first",
    "last": "last",
    "what": "bell",
}
REASONS = {
    "unanswered": "Proposal unanswered",
    "no_debrief": "Visited, not talked yet",
    "called_off": "Called off, no new time yet",
    "between_cycles": "Between rounds",
    "never_started": "Not started yet",
}
STATES = {
    "active": "Under way",
    "waiting": "Times sent, no answer yet",
    "paused": "Resting",
    "finished": "Finished",
}
AROUND_SCHOOL = {"before": "before school", "after": "after school"}
ANSWERS = {
    "ACCEPTED": "Accepted",
    "DECLINED": "Cannot come then",
    "TENTATIVE": "Perhaps",
    "DELEGATED": "Passed on to somebody else",
    "COUNTER": "Would like another time",
}
DAY_REASONS = {
    "holiday": "Holiday",
    "inset": "Staff day",
    "closure": "School closed",
    "exam": "Exams",
    "event": "Event",
    "teaching": "Extra day",
    "weekend": "No school",
    "out_of_term": "Outside term",
}


def local(instant: datetime) -> datetime:
    """An instant as the clock on the school's wall shows it."""
    return instant.astimezone(ZoneInfo(g.timezone))


def clock_time(instant: datetime) -> str:
    return clock(local(instant))


def period_name(label: str) -> str:
    """ "period 3" for what the school calls 3, else the name as it is: "Break"."""
    name = label.replace("_", " ").lower()
    return f"period {label}" if label[:1].isdigit() else AROUND_SCHOOL.get(name, name)


def cover_needed(items: Sequence[ToCover], on: date, word: str) -> str:
    """ "needs cover for your 9B in period 3"; a day is named where it is not ``on``. Empty where none is."""
    asked = [one for one in items if one.state != "approved"]
    lessons = listed([_to_cover(one, on) for one in asked or items])
    if not lessons:
        return ""
    return f"needs {word} for {lessons}" if asked else f"{word} is found for {lessons}"


def _to_cover(one: ToCover, on: date) -> str:
    where = f"{one.whose} {one.klass} in {period_name(one.period)}"
    return where if one.date == on else f"{where} on {day(one.date)}"


def first_name(name: str) -> str:
    return name.split()[0] if name.split() else name


def number(count: int) -> str:
    """Small numbers in words: "three"; larger ones in figures."""
    return NUMBERS[count] if 0 <= count < len(NUMBERS) else str(count)


def sentence(text: str) -> str:
    """The text with a capital first letter, the rest as it is."""
    return text[:1].upper() + text[1:]


def meeting_word(kind: str, say: Mapping[str, str]) -> str:
    """What the school calls a plan, a visit or a debrief."""
    return "planning talk" if kind == "plan" else say[kind]


def answer_words(answer: str) -> str:
    """What somebody answered from their calendar, in words."""
    return ANSWERS.get(answer, "")


def calendar_answers(meeting: Meeting, me: Membership) -> list[tuple[str, str]]:
    """What each person answered from their calendar, as (name, words); nothing of those who did not."""
    return [
        ("You", f"{said} (in your calendar)")
        if row.person_id == me.person_id
        else (row.person.name, f"{said} (in their calendar)")
        for row in meeting.bookings
        if (said := _said(row))
    ]


def _said(row: Booking) -> str:
    if row.partstat in ANSWERS:
        return ANSWERS[row.partstat]
    # Asked about its new time, and not answered since.
    if row.answer in ANSWERS and (row.answer_sequence or 0) < row.meeting.sequence:
        return f"Answered the earlier time: {ANSWERS[row.answer].lower()}"
    return ""


def faults(error: Exception) -> list[tuple[str, str]]:
    """What an error summary lists: the field's id, or "", and the words."""
    if not isinstance(error, InputError):
        return [("", str(error))]
    return [
        (FIELDS.get(problem.where, ""), sentence(str(problem).removeprefix("times: ")))
        for problem in error.problems
    ]


def field_errors(error: Exception) -> dict[str, str]:
    """The faults of a form by the field each belongs to, "" for what is none's.

    The places of the problems are the names of the fields.
    """
    if not isinstance(error, InputError):
        return {"": str(error)}
    found: dict[str, str] = {}
    for problem in error.problems:
        words = sentence(f"{problem.what} {problem.remedy}".strip())
        found[problem.where] = f"{found[problem.where]} {words}" if problem.where in found else words
    return found


def standing_text(standing: Standing) -> str:
    """A state in words: "Between rounds", "Booked, Thu 14 Jan"."""
    if standing.state == "quiet":
        return REASONS[standing.reason or ""]
    if standing.state == "paused" and standing.next_on:
        return f"Paused until {day(standing.next_on)}"
    if standing.state == "active" and standing.next_on:
        return f"Booked, {day(standing.next_on)}"
    return STATES[standing.state]


def reason_words(reason: str) -> str:
    """Why a partnership is quiet: "Between rounds"."""
    return REASONS[reason]


def day_note(reason: str | None) -> str:
    return DAY_REASONS.get(reason or "", "")


def day_words(one: Day) -> str:
    """A day in a line: "Day 3, regular bells" or "Holiday"."""
    return _listed([label(one.cycle_day), day_note(one.reason), _bell(one)])


def change_words(before: Day, after: Day) -> tuple[str, str]:
    """What is another about a day, before and after: ("Day 1", "School closed")."""
    pairs = [
        (label(before.cycle_day), label(after.cycle_day)),
        (day_note(before.reason), day_note(after.reason)),
        (_bell(before), _bell(after)) if before.open and after.open else ("", ""),
    ]
    different = [pair for pair in pairs if pair[0] != pair[1]]
    if not different and before.open and after.open:
        return _bell(before), f"{_bell(after)}, other times"
    return _listed([was for was, _ in different]), _listed([now for _, now in different])


def _bell(one: Day) -> str:
    return f"{one.bell.name} bells" if one.bell else ""


def _listed(parts: Sequence[str]) -> str:
    return ", ".join(filter(None, parts)) or "a school day"


def label(text: str | None) -> str:
    """A timetable's label for people: Day_3 is Day 3."""
    return (text or "").replace("_", " ")


def pair(text: str) -> tuple[str, str]:
    """A choice of a list that is called what it is."""
    return text, text


def labelled(text: str) -> tuple[str, str]:
    """A choice of a list of labels."""
    return text, label(text)


def school_days(count: int | None) -> str:
    """ "6 school days", or nothing where none have passed."""
    return "" if not count else "1 school day" if count == 1 else f"{count} school days"


GLOBALS = {
    "answer_words": answer_words,
    "calendar_answers": calendar_answers,
    "standing_text": standing_text,
    "meeting_word": meeting_word,
    "period_name": period_name,
    "reason_words": reason_words,
    "school_days": school_days,
    "change_words": change_words,
    "cover_needed": cover_needed,
    "day_note": day_note,
    "day_words": day_words,
    "wall": wall,
}
FILTERS = {
    "day": day,
    "full_day": full_day,
    "long_day": long_day,
    "short_date": short_date,
    "weekday": weekday,
    "month": month,
    "month_name": month_name,
    "clock": clock,
    "clock_time": clock_time,
    "names": listed,
    "first_name": first_name,
    "label": label,
    "labelled": labelled,
    "pair": pair,
    "local": local,
    "number": number,
    "sentence": sentence,
}
