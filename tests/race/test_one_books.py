"""A hundred acceptances at the same moment, over real HTTP, against several processes: one books."""

from __future__ import annotations

import os
import threading
from collections import Counter
from datetime import date
from http.client import HTTPConnection
from urllib.parse import urlencode

import pytest
from browser import Browser
from builders import (
    COACH,
    COORDINATOR,
    COVER,
    NOW,
    PARTNER,
    PASSWORD,
    bring_together,
    member,
    outbox,
    propose,
    the_pair,
    the_school,
    times,
)
from sqlalchemy import select

from coachsched.models import Meeting, Membership, Option, OptionTime, Person, Proposal, db
from coachsched.models.partnership import Partnership, PartnershipMember
from coachsched.services import schools
from coachsched.store import history
from tests.parsers import read_mail, values
from tests.race.servers import environment, granian

ROUNDS = int(os.environ.get("COACHSCHED_RACE_ROUNDS", "1"))
CLIENTS = 100
WORKERS, THREADS = 3, 16

pytestmark = [pytest.mark.slow, pytest.mark.both_databases]


class Click:
    """One POST that waits, connected, for the starting gun."""

    def __init__(self, port: int, browser: Browser, path: str, **fields: object) -> None:
        cookie = browser.client.get_cookie("session")
        assert cookie is not None
        self.path, self.body = path, urlencode({"csrf_token": browser.token, **fields})
        form = "application/x-www-form-urlencoded"
        self.headers = {"Cookie": f"session={cookie.value}", "Content-Type": form}
        self.connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self.connection.connect()
        self.status = 0

    def post(self, gun: threading.Barrier) -> None:
        gun.wait()
        self.connection.request("POST", self.path, self.body, self.headers)
        self.status = self.connection.getresponse().status
        self.connection.close()


def fire(clicks: list[Click]) -> Counter[int]:
    """All at once; how often each status came back."""
    gun = threading.Barrier(len(clicks))
    threads = [threading.Thread(target=click.post, args=[gun]) for click in clicks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Counter(click.status for click in clicks)


@pytest.fixture
def raced(make_app):
    """An application, and the port at which several processes serve it."""
    app = make_app()
    with granian(environment(app.config["SETTINGS"]), WORKERS, threads=THREADS) as port:
        yield app, port


def days_offered(partnership: Partnership) -> list[date]:
    """A day for each round, on which the partner can be visited in period 3."""
    slots = times(pair=partnership, host=PARTNER).slots
    return [slot.visit.date for slot in slots if slot.visit.period == "3"][:ROUNDS]


def test_of_a_hundred_acceptances_of_one_option_one_books(raced):
    app, port = raced
    answering = [PARTNER, COORDINATOR, COVER]
    browsers = [Browser(app).sign_in(email, PASSWORD) for email in answering]
    with app.app_context():
        group = bring_together(COACH, *answering)
        days = days_offered(group)
    for day in days:
        with app.app_context():
            proposal = propose((day, "3"), pair=group, host=PARTNER)
            path, option = f"/proposals/{proposal.id}/acceptance", proposal.options[0].id
        clicks = [Click(port, browsers[n % 3], path, option=option) for n in range(CLIENTS)]
        assert fire(clicks) == {303: 1, 409: CLIENTS - 1}
        with app.app_context():
            booked_once(day, people=4)


def test_of_a_hundred_proposals_for_one_persons_time_one_is_booked(raced):
    app, port = raced
    browser = Browser(app).sign_in(PARTNER, PASSWORD)
    with app.app_context():
        days = days_offered(the_pair())
        pairs = many_pairs()
    for day in days:
        with app.app_context():
            wanted = the_same_wish(pairs, day)
        clicks = [
            Click(port, browser, f"/proposals/{number}/acceptance", option=option)
            for number, option in wanted
        ]
        assert fire(clicks) == {303: 1, 409: CLIENTS - 1}
        with app.app_context():
            booked_once(day, people=2)


def test_a_host_is_booked_as_often_in_a_week_as_the_school_allows(raced):
    """Partnerships of one host meet nowhere else: their visits are on other days."""
    app, port = raced
    browser = Browser(app).sign_in(PARTNER, PASSWORD)
    with app.app_context():
        school = schools.fresh(the_school())
        school.settings = {"visits_per_week": 2}
        schools.schools.changed(school)
        db.session.commit()
        slots = times(pair=the_pair(), host=PARTNER).slots
        week = [slot.visit.date for slot in slots if slot.visit.date.isocalendar().week == 3]
        days = sorted(set(week))
        assert len(days) == 5
        pairs = many_pairs()[:25]
        wanted = [one for number, day in enumerate(days) for one in the_same_wish(pairs[number::5], day)]
    clicks = [
        Click(port, browser, f"/proposals/{number}/acceptance", option=option) for number, option in wanted
    ]
    assert fire(clicks) == {303: 2, 409: 23}


def booked_once(day: date, people: int) -> None:
    """One visit and one debrief that day, everybody in both invited to each once."""
    meetings = db.session.scalars(select(Meeting).where(Meeting.date == day)).all()
    assert sorted(meeting.kind for meeting in meetings) == ["debrief", "visit"]
    expected = {(one.uid, row.person.email): 1 for one in meetings for row in one.bookings}
    assert len(expected) == 2 * people
    uids = {meeting.uid for meeting in meetings}
    assert Counter(one for one in invited() if one[0] in uids) == expected


def invited() -> list[tuple[str, str]]:
    """The UID and the recipient of every REQUEST in the outbox."""
    found = []
    for message in outbox():
        for part in read_mail(message.body).walk():
            if part.get_content_type() == "text/calendar":
                calendar = part.get_payload(decode=True)
                assert values(calendar, "METHOD") == ["REQUEST"]
                found.append((values(calendar, "UID")[0], message.recipient))
    return found


def many_pairs() -> list[int]:
    """As many colleagues as clients, free all day, each the partner's partner."""
    school, host = the_school(), member(PARTNER)
    found = []
    for number in range(CLIENTS):
        person = Person(name=f"Guest {number}", email=f"guest{number}@school.test", created_at=NOW)
        db.session.add(Membership(school=school, person=person, roles=["teacher"], teacher=None))
        both = [PartnershipMember(person=person, position=0)]
        both += [PartnershipMember(person=host.person, position=1)]
        found.append(Partnership(school=school, created_at=NOW, members=both))
    db.session.add_all(found)
    db.session.flush()
    for one in found:
        history.record(one.id, NOW.date(), "began")
    db.session.commit()
    return [one.id for one in found]


def the_same_wish(pairs: list[int], day: date) -> list[tuple[int, int]]:
    """An open proposal of that day's third period in each of the pairs: its number and its option's."""
    like = propose((day, "3"))
    host = member(PARTNER).person_id
    found = []
    for number in pairs:
        guest = db.session.get_one(Partnership, number).members[0].person_id
        for old in db.session.scalars(select(Proposal).filter_by(partnership_id=number, state="open")):
            old.state = "withdrawn"
        proposal = Proposal(partnership_id=number, proposer_id=guest, host_id=host, sent_at=NOW)
        proposal.options = [_copy(like.options[0])]
        found.append(proposal)
    db.session.flush()
    db.session.add_all(found)
    db.session.commit()
    return [(proposal.id, proposal.options[0].id) for proposal in found]


def _copy(option: Option) -> Option:
    names = ("kind", "date", "period", "start_at", "end_at")
    times = [OptionTime(**{name: getattr(time, name) for name in names}) for time in option.times]
    return Option(position=0, klass=option.klass, subject=option.subject, room=option.room, times=times)
