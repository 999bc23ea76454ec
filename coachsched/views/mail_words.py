"""What mails say in their text and in their HTML alike, and pages behind their links too (design 7).

Each is put into the language being spoken at once: mails are written where their reader's is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from coachsched.core.phrases import phrase, phrases
from coachsched.languages.formats import clock, full_day
from coachsched.services.cover_news import Line
from coachsched.services.picks import FreshTime
from coachsched.store.meetings import Meeting
from coachsched.store.people import Person
from coachsched.views.words import meeting_word

Words = Mapping[str, str]


def line(label: str, text: object) -> str:
    """ "Where: room R2", and an address after what it is for: "Take it: https://…"."""
    return str(phrase("%(label)s: %(text)s", label=label, text=text))


def hours(start: datetime, end: datetime) -> str:
    """10:35–11:05."""
    return f"{clock(start)}–{clock(end)}"


def moment(start: datetime, end: datetime) -> str:
    """Thursday 21 January 2027, 10:35–11:05."""
    return str(phrase("%(day)s, %(hours)s", day=full_day(start), hours=hours(start, end)))


def at(title: str, start: datetime) -> str:
    """Classroom visit on Thu 14 Jan, 09:55."""
    return str(phrase("%(meeting)s on %(day)s, %(time)s", meeting=title, day=start.date(), time=start.time()))


def lesson(klass: str, subject: str, room: str = "") -> str:
    """8C Maths, room R2."""
    name = " ".join(filter(None, (klass, subject)))
    return ", ".join(filter(None, (name, str(phrase("room %(room)s", room=room)) if room else "")))


def what(title: str, meeting: Meeting, hosts: bool) -> str:
    """Classroom visit, 8B Maths (your lesson)."""
    said = ", ".join(filter(None, (str(title), lesson(meeting.klass, meeting.subject))))
    return str(phrase("%(what)s (your lesson)", what=said)) if hosts else said


def taken(title: str, meeting: Meeting) -> str:
    """Of a class taken for a colleague: "Cover 9B, Science, usually with Tom Berg"."""
    said = ", ".join(filter(None, (str(title), meeting.subject)))
    if meeting.host is None:
        return said
    return str(phrase("%(what)s, usually with %(who)s", what=said, who=meeting.host.name))


def after(kind: str, start: datetime, end: datetime, visit: datetime, words: Words) -> str:
    """What goes with a visit, with the day where it is another: "then debrief 11:20–11:40"."""
    blanks: dict[str, object] = {"meeting": meeting_word(kind, words), "hours": hours(start, end)}
    if start.date() == visit.date():
        if kind == "plan":
            return str(phrase("before it, a %(meeting)s %(hours)s", **blanks))
        return str(phrase("then %(meeting)s %(hours)s", **blanks))
    blanks["day"] = start.date()
    if kind == "plan":
        return str(phrase("before it, a %(meeting)s on %(day)s, %(hours)s", **blanks))
    return str(phrase("then %(meeting)s on %(day)s, %(hours)s", **blanks))


def fresh(one: FreshTime, words: Words) -> str:
    """Monday 18 January 2027, 10:45–11:15: 8C Maths, room R2, then debrief 11:30–11:50."""
    said, where = moment(one.start, one.end), lesson(one.klass, one.subject)
    more = [line(said, lesson(one.klass, one.subject, one.room)) if where else said]
    if one.needs_cover:
        more.append(str(phrase("needs %(cover)s", cover=words["cover"])))
    if one.debrief:
        more.append(after("debrief", *one.debrief, one.start, words))
    return ", ".join(more)


def wanted(one: Line) -> str:
    """Whose a class is that wants somebody: "for Tom Berg; Ann Lee cannot take it"."""
    whose = str(phrase("for %(who)s", who=one.card.teacher))
    if one.card.state == "again" and one.card.colleague:
        return f"{whose}; {phrase('%(who)s cannot take it', who=one.card.colleague)}"
    return whose


def suits(times: int, others: int) -> str:
    """That so many times suit one and so many others."""
    if others == 1:
        both = phrases(
            "This time suits you both by the timetable:", "These times suit you both by the timetable:", times
        )
        return str(both)
    every = phrases(
        "This time suits all of you by the timetable:", "These times suit all of you by the timetable:", times
    )
    return str(every)


def suits_instead(times: int, others: int) -> str:
    """The same of times in place of what was called off."""
    if others == 1:
        both = phrases(
            "This time suits you both instead, if you like:",
            "These times suit you both instead, if you like:",
            times,
        )
        return str(both)
    every = phrases(
        "This time suits all of you instead, if you like:",
        "These times suit all of you instead, if you like:",
        times,
    )
    return str(every)


def none_suits(others: int) -> str:
    if others == 1:
        return str(phrase("No time soon suits you both by the timetable."))
    return str(phrase("No time soon suits all of you by the timetable."))


def along(together: Sequence[Meeting], words: Words) -> str:
    """That something needs a new time, and what goes with it."""
    if not together:
        return str(phrase("So this needs a new time."))
    others = [meeting_word(one.kind, words) for one in together]
    return str(phrase("So this needs a new time, and its %(others)s with it.", others=others))


def proposal(hosts: bool, host: Person, proposer: Person) -> str:
    """Who would visit whom, said to one who is asked; they are the one visited where they ``hosts``."""
    if hosts:
        return str(phrase("%(who)s would like to visit you.", who=proposer.name))
    if host.id == proposer.id:
        return str(phrase("%(who)s invites you to a lesson.", who=proposer.name))
    return str(phrase("%(who)s suggests that you visit %(host)s.", who=proposer.name, host=host.name))


def wish(part: str, who: str, words: Words) -> str:
    """What somebody looks for: "Clara would like to have a coach." """
    if part == "coach":
        return str(phrase("%(who)s would like to be the %(coach)s.", who=who, coach=words["coach"]))
    if part == "coached":
        return str(phrase("%(who)s would like to have a %(coach)s.", who=who, coach=words["coach"]))
    return str(phrase("%(who)s would take either part.", who=who))
