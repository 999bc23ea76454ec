"""An invented school, and plain functions that make things happen in it. All need an app context.

It runs on weekdays in Berlin; 13 January 2027 is a Wednesday. Every day is alike: Clara teaches periods
1 and 2, Paul 2 to 4, Tessa 1 and 3, Omar 2 and 4, so that Clara can visit Paul in periods 3 and 4.
"""

from __future__ import annotations

import email
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from coachsched.core.day_plans import kept_plans
from coachsched.core.walltime import meeting_utc
from coachsched.models import CoverRequest, HistoryEvent, OutboxMessage, db
from coachsched.models.school import new_revision
from coachsched.services import (
    accounts,
    clock,
    cover_search,
    moving,
    partnerships,
    people_files,
    proposals,
    schools,
    timetables,
)
from coachsched.services.finding import Search
from coachsched.services.picks import Pick, best_debrief, slot_key, talk_key
from coachsched.store import people
from coachsched.store import schools as stored_schools
from coachsched.store.meetings import Meeting
from coachsched.store.partnerships import Partnership
from coachsched.store.people import Membership, School
from coachsched.store.proposals import Option, Proposal

NOW = datetime(2027, 1, 13, 7, 0, tzinfo=UTC)
TODAY = date(2027, 1, 13)
FRI, MON, TUE = date(2027, 1, 15), date(2027, 1, 18), date(2027, 1, 19)
PASSWORD = "correct horse battery"
SCHOOL = "Linden School"
COACH, PARTNER, THIRD, OTHER = (f"{who}@school.test" for who in ("coach", "partner", "third", "other"))
COORDINATOR, PRINCIPAL, COVER, ADMIN = (
    f"{who}@school.test" for who in ("coordinator", "principal", "cover", "admin")
)

SCHOOL_TOML = """\
[school]
name = "Linden School"
timezone = "Europe/Berlin"

[rotation]
mode = "weekday"
labels = ["Mon", "Tue", "Wed", "Thu", "Fri"]

[[bell]]
name = "regular"
periods = [
  { label = "Before", kind = "before", start = 07:40:00, end = 07:55:00, meetings = true },
  { label = "1", kind = "lesson", start = 08:00:00, end = 08:45:00 },
  { label = "2", kind = "lesson", start = 08:50:00, end = 09:35:00 },
  { label = "Break", kind = "break", start = 09:35:00, end = 09:55:00 },
  { label = "3", kind = "lesson", start = 09:55:00, end = 10:40:00 },
  { label = "4", kind = "lesson", start = 10:45:00, end = 11:30:00 },
  { label = "Lunch", kind = "lunch", start = 11:30:00, end = 12:15:00, meetings = true },
  { label = "5", kind = "lesson", start = 12:15:00, end = 13:00:00 },
  { label = "After", kind = "after", start = 13:05:00, end = 13:45:00, meetings = true },
]

[[term]]
name = "Winter term"
start = 2027-01-04
end = 2027-03-19

[[term]]
name = "Summer term"
start = 2027-04-05
end = 2027-06-25

[[exception]]
date = 2027-02-08
kind = "inset"
"""

PEOPLE_CSV = """\
name,email,teacher,faculty,roles
Clara Lind,coach@school.test,CLA,English,teacher
Paul Meyer,partner@school.test,PAU,Maths,teacher
Tessa Noor,third@school.test,TES,Art,teacher
Omar Reyes,other@school.test,OMA,Sport,teacher
Kora Vance,coordinator@school.test,,,coordinator
Petra Stone,principal@school.test,,,principal
Cole Ward,cover@school.test,,,cover
Ada Finch,admin@school.test,,,admin
"""

LESSONS = (
    ("CLA", "1", "7A", "English", "R1"),
    ("CLA", "2", "7B", "English", "R1"),
    ("PAU", "2", "8A", "Maths", "R2"),
    ("PAU", "3", "8B", "Maths", "R2"),
    ("PAU", "4", "8C", "Maths", "R2"),
    ("TES", "1", "9A", "Art", "R3"),
    ("TES", "3", "9B", "Art", "R3"),
    ("OMA", "2", "10A", "Sport", "Gym"),
    ("OMA", "4", "10B", "Sport", "Gym"),
)


def timetable_csv(lessons: Iterable[tuple[str, ...]] = LESSONS) -> str:
    """The same lessons on every weekday."""
    days = ("Mon", "Tue", "Wed", "Thu", "Fri")
    rows = [
        f"{teacher},{day},{period},{klass},{subject},{room}"
        for day in days
        for teacher, period, klass, subject, room in lessons
    ]
    return "\n".join(["teacher,day,period,class,subject,room", *rows]) + "\n"


def found_school() -> School:
    """The whole school: calendar, people who can sign in, timetable, and two pairs."""
    school = schools.apply(SCHOOL_TOML.encode(), "school.toml").school
    people_files.import_people(school, PEOPLE_CSV.encode(), "people.csv")
    timetables.import_timetable(school, timetable_csv().encode(), "timetable.csv")
    hashed = accounts.hash_password(PASSWORD)
    for one in people.memberships(school):
        one.person.password_hash = hashed
    db.session.commit()
    bring_together(COACH, PARTNER, coach=COACH)
    bring_together(THIRD, OTHER)
    return school


def the_school() -> School:
    return next(school for school in schools.schools.all_schools() if school.name == SCHOOL)


def choose(**settings: Any) -> None:
    """Settings of the school in place of those it had."""
    school = the_school()
    school.settings, school.revision = settings, new_revision()
    db.session.commit()


def member(email: str) -> Membership:
    """Somebody of the school, as services take an actor."""
    found = people.member_by_email(the_school(), email)
    assert found is not None, email
    return found


def bring_together(*emails: str, coach: str | None = None) -> Partnership:
    return partnerships.create(the_school(), emails, coach)


def the_pair(*emails: str) -> Partnership:
    """The partnership of these people; the coach's and the partner's where nobody is named."""
    ids = {member(email).person_id for email in emails or (COACH, PARTNER)}
    theirs = partnerships.partnerships.of_person(the_school(), min(ids))
    return next(one for one in theirs if {row.person_id for row in one.members} == ids)


def times(by: str = COACH, pair: Partnership | None = None, host: str | None = None) -> Search:
    """What somebody is offered when they look for times."""
    pair = pair or the_pair()
    return cover_search.find_times(member(by), pair.id, member(host).person_id if host else None)


def moving_times(visit: Meeting, by: str = COACH) -> Search:
    """What somebody is offered to move a visit to."""
    return moving.new_times(member(by), visit)


def pick(found: Search, on: date, period: str, debrief: str = "") -> Pick:
    """The slot on a date in a period, with the debrief in a period of the same day, or the best one."""
    slot = next(one for one in found.slots if (one.visit.date, one.visit.period) == (on, period))
    talk = next((one for one in slot.debriefs if (one.date, one.period) == (on, debrief)), best_debrief(slot))
    return Pick(slot_key(slot), talk_key(talk) if talk else "")


def propose(
    *when: tuple[date, str],
    by: str = COACH,
    pair: Partnership | None = None,
    host: str | None = None,
    **other: Any,
) -> Proposal:
    """A proposal of slots given as (date, period); of one on the first Friday where none is given."""
    found = times(by, pair, host)
    picks = [pick(found, *one) for one in when or ((FRI, "3"),)]
    return proposals.send(member(by), found.partnership.id, found.host.person_id, picks, **other)


def accept(proposal: Proposal, by: str = PARTNER, option: int = 0) -> list[Meeting]:
    """Accept an option by its place."""
    return proposals.accept(member(by), proposal.id, proposal.options[option].id)


def book(*when: tuple[date, str], answer: str = PARTNER, **other: Any) -> dict[str, Meeting]:
    """A visit with its debrief, proposed and accepted; the meetings by their kind."""
    booked = accept(propose(*when, **other), answer)
    return {meeting.kind: meeting for meeting in booked}


def option_on(proposal: Proposal, on: date, period: str) -> Option:
    return next(
        option
        for option in proposal.options
        if any((time.kind, time.date, time.period) == ("visit", on, period) for time in option.times)
    )


def outbox() -> list[OutboxMessage]:
    """Everything written to the outbox, in order."""
    return list(db.session.scalars(db.select(OutboxMessage).order_by(OutboxMessage.id)))


def history(partnership_id: int) -> list[str]:
    """The words of what happened, in order."""
    query = db.select(HistoryEvent).where(HistoryEvent.partnership_id == partnership_id)
    return [event.what for event in db.session.scalars(query.order_by(HistoryEvent.date, HistoryEvent.id))]


def dump() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, read on a connection of its own."""
    tables = db.metadata.sorted_tables
    with db.engine.connect() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(table.select())), key=repr) for table in tables
        }


def calendars(to: str, uid: str = "") -> list[bytes]:
    """The calendar parts of the messages written to somebody, in order; of one meeting given its UID."""
    messages = [email.message_from_bytes(one.body) for one in outbox() if one.recipient == to]
    parts = [part for message in messages for part in message.walk()]
    found = [part.get_payload(decode=True) for part in parts if part.get_content_type() == "text/calendar"]
    return [one for one in found if uid.encode() in one]


def wants_cover(email: str, on: date, period: str, **other: Any) -> CoverRequest:
    """A request for somebody's lesson in a period of a date, as asking for it would leave it."""
    teacher = member(email)
    school = the_school()
    time = stored_schools.school_time(school)
    day = time.calendar.day(on)
    assert day.bell is not None
    assert teacher.teacher is not None
    plan = kept_plans(time.calendar, time.timetable, time.rules).plan(teacher.teacher, day, day.bell)
    lesson = next(one for one in plan.lessons if one.period.label == period)
    start, end = meeting_utc(on, lesson.period.start, lesson.period.end, time.zone)
    request = CoverRequest(
        school_id=school.id,
        person_id=teacher.person_id,
        date=on,
        period=period,
        start_at=start,
        end_at=end,
        klass=lesson.klass,
        subject=lesson.subject,
        room=lesson.room,
        asked_at=clock.now(),
        **other,
    )
    db.session.add(request)
    db.session.commit()
    return request
