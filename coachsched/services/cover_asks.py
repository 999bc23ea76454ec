"""Asking for cover when times are sent, and taking it back when they come to nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from coachsched.core.slots import Need
from coachsched.core.walltime import meeting_utc
from coachsched.services import clock
from coachsched.store import cover_requests, feeds, schools, session
from coachsched.store.cover_requests import CoverRequest
from coachsched.store.meetings import Meeting
from coachsched.store.proposals import Option, Proposal


def ask(proposal: Proposal, option: Option, needs: Sequence[Need]) -> list[CoverRequest]:
    """Ask for every lesson that an option needs to be taken, inside the caller's transaction."""
    school = proposal.partnership.school
    zone = schools.school_time(school).zone
    asked = []
    for need in needs:
        start, end = meeting_utc(need.date, need.start, need.end, zone)
        asked.append(
            CoverRequest(
                school_id=school.id,
                partnership_id=proposal.partnership_id,
                option_id=option.id,
                person_id=need.person,
                date=need.date,
                period=need.period,
                start_at=start,
                end_at=end,
                klass=need.klass,
                subject=need.subject,
                room=need.room,
                asked_at=clock.now(),
            )
        )
    session.add_all(asked)
    _touch(asked)
    return asked


def withdraw(requests: Iterable[CoverRequest]) -> list[Meeting]:
    """Take these back where they still stand; the entries of those who were to take a class.

    Whoever calls this calls the entries off: booking.uncover does both.
    """
    standing = [one for one in requests if one.state in cover_requests.OPEN]
    for one in standing:
        one.state, one.answered_at = "withdrawn", clock.now()
    _touch(standing)
    entries = [one.covering for one in standing if one.covering]
    return [entry for entry in entries if entry.state == "booked" and entry.end_at > clock.now()]


def _touch(requests: Iterable[CoverRequest]) -> None:
    """Say that the feeds of those who arrange cover have changed."""
    for school_id in {one.school_id for one in requests}:
        feeds.touch_cover(school_id, clock.now())
