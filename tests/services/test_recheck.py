"""Two versions of a real timetable with 200 booked visits between them: exactly the broken ones are named.

What is broken is found again by brute force, minute by minute, with the plain rules of the oracle.
"""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime, timedelta
from itertools import islice, pairwise
from pathlib import Path
from random import Random

import pytest
from builders import dump
from oracle.naive_slots import NaiveSchool

from coachsched.core.errors import InputError
from coachsched.core.slots import Diary, find_slots
from coachsched.models import Booking, Meeting, Membership, Partnership, PartnershipMember, Person, School, db
from coachsched.services import schools, timetables
from coachsched.services.finding import instants
from coachsched.store import schools as stored

SHARED = Path(__file__).parents[3] / "shared" / "data"
pytestmark = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the real timetables (../shared/data) are not here"
)

NOW = datetime(2027, 1, 18, 6, tzinfo=UTC)
FIRST, LAST = date(2027, 1, 20), date(2027, 2, 26)
VISITS, SEVERAL = 200, 12
ASC_DAYS = [f"{day}{week}" for week in (1, 2) for day in ("Mon", "Tue", "Wed", "Thu", "Fri")]


@pytest.fixture
def empty(make_app):
    app = make_app("empty", now=NOW)
    with app.app_context():
        yield app


def test_a_changed_real_timetable_breaks_exactly_what_brute_force_says(empty):
    text = (SHARED / "schools" / "za-wd-09" / "school.toml").read_text()
    schools.apply(text.encode(), "school.toml")
    first = (SHARED / "timetables" / "ZA-WD-09.csv").read_text()
    put_in(first, "first.csv")
    book_visits()
    broken = put_in(mixed(first), "second.csv")
    assert broken == broken_by_brute_force()
    assert SEVERAL < len(broken) < VISITS - SEVERAL


def test_a_snow_day_breaks_exactly_what_brute_force_says(empty):
    """50: a closure that holds its label gives every later date another timetable day."""
    text = (SHARED / "schools" / "za-wd-09" / "school.toml").read_text()
    schools.apply(text.encode(), "school.toml")
    assert tomllib.loads(text)["rotation"]["closure"] == "hold"
    put_in((SHARED / "timetables" / "ZA-WD-09.csv").read_text(), "first.csv")
    book_visits()
    snow = text + '\n[[exception]]\ndate = 2027-01-25\nkind = "closure"\n'
    broken = schools.apply(snow.encode(), "school.toml").broken
    assert sorted(one.meeting.id for one in broken) == broken_by_brute_force()
    off = {one.meeting.date for one in broken if one.called_off}
    assert off == {date(2027, 1, 25)}


def test_two_versions_of_a_real_asc_file_break_exactly_what_brute_force_says(empty):
    schools.apply(asc_school().encode(), "school.toml")
    versions = [SHARED / "timetables" / f"asc_2week_halfhour_v{number}.xml" for number in (1, 2)]
    try:
        put_in(versions[0].read_text(), versions[0].name, "asc")
    except InputError as error:
        if "asc" not in str(error):
            raise
        pytest.skip("aSc files are not read yet")
    book_visits()
    broken = put_in(versions[1].read_text(), versions[1].name, "asc")
    assert broken == broken_by_brute_force()
    assert SEVERAL < len(broken) < VISITS


def put_in(text: str, name: str, format: str | None = None) -> list[int]:
    """Import a timetable; the numbers of the meetings it breaks, in order."""
    read = timetables.import_timetable(school(), text.encode(), name, format=format)
    return sorted(one.meeting.id for one in read.broken)


def school() -> School:
    return db.session.scalars(db.select(School)).one()


def book_visits() -> None:
    """200 visits, each by a pair of its own, of teachers drawn from the timetable."""
    rng = Random(200)
    time = stored.school_time(school())
    names = sorted({row.teacher for version in time.timetable.versions for row in version.rows})
    teachers = [add_teacher(number, name) for number, name in enumerate(n for n in names if "+" not in n)]
    db.session.flush()
    taken: dict[int, list[tuple[datetime, datetime]]] = {one.person_id: [] for one in teachers}
    found = islice(visits(rng, time, teachers, taken), VISITS)
    db.session.add_all(found)
    db.session.commit()
    assert len(dump()["meeting"]) == VISITS


def add_teacher(number: int, name: str) -> Membership:
    person = Person(name=f"Teacher {number}", email=f"teacher{number}@school.test", created_at=NOW)
    member = Membership(school=school(), person=person, roles=["teacher"], teacher=name)
    db.session.add(member)
    return member


def visits(rng: Random, time, teachers: list[Membership], taken):
    for _ in range(VISITS * 20):
        host, observer = rng.sample(teachers, 2)
        people = [Diary(one.person_id, one.teacher, tuple(taken[one.person_id])) for one in (host, observer)]
        start = FIRST + timedelta(days=rng.randrange((LAST - FIRST).days - 7))
        slots = find_slots(
            time.calendar, time.timetable, time.rules, people[0], people[1:], start, start + timedelta(days=7)
        )
        if slots:
            visit = rng.choice(slots).visit
            span = instants(visit, time)
            for one in (host, observer):
                taken[one.person_id].append(span)
            yield booked(host, observer, visit, span)


def booked(host: Membership, observer: Membership, visit, span) -> Meeting:
    people, when = [host.person_id, observer.person_id], {"start_at": span[0], "end_at": span[1]}
    pair = Partnership(school_id=host.school_id, created_at=NOW)
    pair.members = [PartnershipMember(person_id=one, position=number) for number, one in enumerate(people)]
    return Meeting(
        uid=f"{host.id}-{span[0]:%Y%m%d%H%M}@coachsched",
        school_id=host.school_id,
        partnership=pair,
        host_id=host.person_id,
        kind="visit",
        date=visit.date,
        period=visit.period,
        klass=visit.klass,
        stamped_at=NOW,
        changed_at=NOW,
        bookings=[Booking(person_id=one, **when) for one in people],
        **when,
    )


def broken_by_brute_force() -> list[int]:
    time = stored.school_time(school())
    naive = NaiveSchool(time.calendar, time.timetable, time.rules, FIRST, LAST)
    teachers = {one.person_id: one.teacher for one in db.session.scalars(db.select(Membership))}
    everything = db.session.scalars(db.select(Meeting).order_by(Meeting.id)).all()
    by_person: dict[int, list[Meeting]] = {number: [] for number in teachers}
    for meeting in everything:
        # A meeting on a closed day takes nobody's time, and is broken whoever is free.
        if time.calendar.day(meeting.date).open:
            for row in meeting.bookings:
                by_person[row.person_id].append(meeting)

    def diary(number: int, but: Meeting) -> Diary:
        others = [one for one in by_person[number] if one is not but]
        return Diary(number, teachers[number], tuple((one.start_at, one.end_at) for one in others))

    def works(meeting: Meeting) -> bool:
        people = [diary(row.person_id, meeting) for row in meeting.bookings]
        host = next(one for one in people if one.person == meeting.host_id)
        slots = naive.slots(host, [one for one in people if one is not host], meeting.date, meeting.date)
        wanted = meeting.start_at, meeting.end_at, meeting.klass
        return wanted in [(*instants(slot.visit, time), slot.visit.klass) for slot in slots]

    return [meeting.id for meeting in everything if not works(meeting)]


def mixed(text: str) -> str:
    """The timetable with one line in eight moved to another period of its day."""
    rng = Random(8)
    header, *lines = text.splitlines()
    columns = header.lstrip("\ufeff").split(",")
    place = columns.index("period")
    periods = sorted({line.split(",")[place] for line in lines})
    for number in range(0, len(lines), 8):
        cells = lines[number].split(",")
        cells[place] = rng.choice(periods)
        lines[number] = ",".join(cells)
    return "\n".join([header, *lines]) + "\n"


def asc_school() -> str:
    """A fortnight of odd and even weeks with the file's own half hours from half past seven."""
    clock = [f"{minute // 60:02d}:{minute % 60:02d}:00" for minute in range(450, 1081, 30)]
    periods = "\n".join(
        f'  {{ label = "{number}", kind = "lesson", start = {start}, end = {end} }},'
        for number, (start, end) in enumerate(pairwise(clock), start=1)
    )
    return f"""
[school]
name = "Fortnight College"
timezone = "Asia/Singapore"
[rotation]
mode = "week"
weeks = 2
labels = {ASC_DAYS}
anchor = 2027-01-04
weekdays = ["mon", "tue", "wed", "thu", "fri"]
[[bell]]
name = "regular"
periods = [
{periods}
]
[[term]]
name = "First"
start = 2027-01-04
end = 2027-03-12
""".replace("'", '"')
