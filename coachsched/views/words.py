"""Dates, times and states as people say them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from flask import g

from coachsched.core.errors import InputError, Problem
from coachsched.core.phrases import Phrase, phrase, phrases, said
from coachsched.core.quiet import Standing
from coachsched.languages import speaks_english
from coachsched.languages.formats import (
    clock,
    colon,
    day,
    full_day,
    listed,
    long_day,
    month,
    month_name,
    short_date,
    weekday,
    weekday_name,
)
from coachsched.services.cover_words import ToCover
from coachsched.store.meetings import Booking, Meeting
from coachsched.store.people import Membership, Person
from coachsched.views.day_words import change_words, cycle_name, day_note, day_words, label

DAY_MINUTES = 24 * 60
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
    "unanswered": phrase("Proposal unanswered"),
    "no_debrief": phrase("Visited, not talked yet"),
    "called_off": phrase("Called off, no new time yet"),
    "between_cycles": phrase("Between rounds"),
    "never_started": phrase("Not started yet"),
}
STATES = {
    "active": phrase("Under way"),
    "waiting": phrase("Times sent, no answer yet"),
    "paused": phrase("Resting"),
    "finished": phrase("Finished"),
}
AROUND_SCHOOL = {"before": phrase("before school"), "after": phrase("after school")}
ANSWERS = {
    "ACCEPTED": phrase("Accepted"),
    "DECLINED": phrase("Cannot come then"),
    "TENTATIVE": phrase("Perhaps"),
    "DELEGATED": phrase("Passed on to somebody else"),
    "COUNTER": phrase("Would like another time"),
}
EARLIER_ANSWERS = {
    "ACCEPTED": phrase("Answered the earlier time: accepted"),
    "DECLINED": phrase("Answered the earlier time: cannot come then"),
    "TENTATIVE": phrase("Answered the earlier time: perhaps"),
    "DELEGATED": phrase("Answered the earlier time: passed on to somebody else"),
    "COUNTER": phrase("Answered the earlier time: would like another time"),
}


def local(instant: datetime) -> datetime:
    """An instant as the clock on the school's wall shows it."""
    return instant.astimezone(ZoneInfo(g.timezone))


def clock_time(instant: datetime) -> str:
    return clock(local(instant))


def wall(minute: int) -> str:
    """The time of day so many minutes after midnight."""
    return clock(time(*divmod(minute % DAY_MINUTES, 60)))


def period_name(label: str) -> str:
    """ "period 3" for what the school calls 3, else the name as it is: "Break"."""
    if label[:1].isdigit():
        return phrase("period %(label)s", label=label)
    name = label.replace("_", " ")
    # In a sentence English writes it small; German would not.
    written = name.lower() if speaks_english() else name
    return AROUND_SCHOOL.get(name.lower(), written)


def cover_needed(items: Sequence[ToCover], on: date, word: str) -> str:
    """ "needs cover for your 9B in period 3"; a day is named where it is not ``on``. Empty where none is."""
    asked = [one for one in items if one.state != "approved"]
    lessons = [_to_cover(one, on) for one in asked or items]
    if not lessons:
        return ""
    if asked:
        return phrase("needs %(cover)s for %(lessons)s", cover=word, lessons=lessons)
    return phrase("%(cover)s is found for %(lessons)s", cover=word, lessons=lessons)


def _to_cover(one: ToCover, on: date) -> str:
    klass, period, on_day = one.klass, period_name(one.period), one.date
    if one.whose:
        if on_day == on:
            return phrase("%(who)s’s %(klass)s in %(period)s", who=one.whose, klass=klass, period=period)
        return phrase(
            "%(who)s’s %(klass)s in %(period)s on %(day)s",
            who=one.whose,
            klass=klass,
            period=period,
            day=on_day,
        )
    if on_day == on:
        return phrase("your %(klass)s in %(period)s", klass=klass, period=period)
    return phrase("your %(klass)s in %(period)s on %(day)s", klass=klass, period=period, day=on_day)


def first_name(name: str) -> str:
    """Of one who was erased, all there is of a name."""
    return name if isinstance(name, Phrase) or not name.split() else name.split()[0]


def who_sign_in(people: Iterable[Person]) -> str:
    """The names of those of some people whose account is open: they are who can see a page."""
    return listed([person.name for person in people if person.active])


def number(count: int) -> str:
    """Small numbers in words where English is spoken: "three"; elsewhere, and larger ones, in figures.

    In other languages the word would change with what is counted.
    """
    in_words = 0 <= count < len(NUMBERS) and speaks_english()
    return NUMBERS[count] if in_words else str(count)


def sentence(text: str) -> str:
    """The text with a capital first letter, the rest as it is."""
    # What is safe as HTML stays so; a phrase is put into its language first.
    text = str(text) if isinstance(text, Phrase) else text
    return text[:1].upper() + text[1:]


def meeting_word(kind: str, say: Mapping[str, str]) -> str:
    """What the school calls a plan, a visit or a debrief."""
    return phrase("planning talk") if kind == "plan" else say[kind]


def answer_words(answer: str) -> str:
    """What somebody answered from their calendar, in words."""
    return ANSWERS.get(answer, "")


def calendar_answers(meeting: Meeting, me: Membership) -> list[tuple[str, str]]:
    """What each person answered from their calendar, as (name, words); nothing of those who did not."""
    return [
        (phrase("You"), phrase("%(answer)s (in your calendar)", answer=said))
        if row.person_id == me.person_id
        else (row.person.name, phrase("%(answer)s (in their calendar)", answer=said))
        for row in meeting.bookings
        if (said := _said(row))
    ]


def _said(row: Booking) -> str:
    if row.partstat in ANSWERS:
        return ANSWERS[row.partstat]
    # Asked about its new time, and not answered since.
    if row.answer in ANSWERS and (row.answer_sequence or 0) < row.meeting.sequence:
        return EARLIER_ANSWERS[row.answer]
    return ""


def faults(error: Exception) -> list[tuple[str, str]]:
    """What an error summary lists: the field's id, or "", and the words."""
    if not isinstance(error, InputError):
        return [("", str(error))]
    return [(FIELDS.get(problem.where, ""), _placed(problem)) for problem in error.problems]


def _placed(problem: Problem) -> str:
    """The fault with its place, unless that is a field, whose name is nobody's word."""
    is_field = problem.where.isidentifier() and problem.where.islower()
    return fault(problem) if is_field else sentence(str(problem))


def fault(problem: Problem) -> str:
    """What is wrong and what to do, without the place: beside a field."""
    return sentence(f"{problem.what} {problem.remedy}".strip())


def field_errors(error: Exception) -> dict[str, str]:
    """The faults of a form by the field each belongs to, "" for what is none's.

    The places of the problems are the names of the fields.
    """
    if not isinstance(error, InputError):
        return {"": str(error)}
    found: dict[str, str] = {}
    for problem in error.problems:
        words = fault(problem)
        found[problem.where] = f"{found[problem.where]} {words}" if problem.where in found else words
    return found


def standing_text(standing: Standing) -> str:
    """A state in words: phrase("Between rounds"), "Booked, Thu 14 Jan"."""
    if standing.state == "quiet":
        return REASONS[standing.reason or ""]
    if standing.state == "paused" and standing.next_on:
        return phrase("Paused until %(day)s", day=standing.next_on)
    if standing.state == "active" and standing.next_on:
        return phrase("Booked, %(day)s", day=standing.next_on)
    return STATES[standing.state]


def reason_words(reason: str) -> str:
    """Why a partnership is quiet: phrase("Between rounds")."""
    return REASONS[reason]


def pair(text: str) -> tuple[str, str]:
    """A choice of a list that is called what it is."""
    return text, text


def labelled(text: str) -> tuple[str, str]:
    """A choice of a list of labels."""
    return text, label(text)


def school_days(count: int | None) -> str:
    """ "6 school days", or nothing where none have passed."""
    return phrases("%(n)s school day", "%(n)s school days", count) if count else ""


GLOBALS = {
    "answer_words": answer_words,
    "calendar_answers": calendar_answers,
    "standing_text": standing_text,
    "meeting_word": meeting_word,
    "period_name": period_name,
    "reason_words": reason_words,
    "school_days": school_days,
    "change_words": change_words,
    "cycle_name": cycle_name,
    "colon": colon,
    "cover_needed": cover_needed,
    "day_note": day_note,
    "day_words": day_words,
    "wall": wall,
    "weekday_name": weekday_name,
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
    "who_sign_in": who_sign_in,
    "first_name": first_name,
    "label": label,
    "labelled": labelled,
    "pair": pair,
    "local": local,
    "number": number,
    "sentence": sentence,
    # For sentences of ours that were kept in the database.
    "said": said,
}
