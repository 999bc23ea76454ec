"""What is next for me: what is booked, what waits for my answer, and one thing to do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from flask import Blueprint, render_template

from coachsched.services import access, asks, clock, looking, open_lessons, partnerships, starting, ways_back
from coachsched.services.partnerships import Overview
from coachsched.services.who_sees import Page
from coachsched.store import answers, meetings
from coachsched.store.meetings import Meeting
from coachsched.store.people import Membership
from coachsched.views.guard import actor
from coachsched.views.partnerships import fresh_times, half_days, next_meeting, undebriefed, way_back

blueprint = Blueprint("home", __name__)
# Of what comes after today; all of it stands on the page of one's visits.
SHOWN_LATER = 3
# The pages of roles, the first of which is the next step of somebody who is in no partnership.
ROLE_PAGES: tuple[Page, ...] = ("board", "cover", "report", "people")


@blueprint.get("/")
def show() -> str:
    me = actor()
    overviews = partnerships.mine(me)
    waiting = [one for one in overviews if _waits_for_me(one)]
    rest = [one for one in overviews if one not in waiting]
    suggested = next((one for one in rest if _could_go_on(one)), None)
    return render_template(
        "home/show.html",
        days=_days(clock.today(me.school.timezone), _booked(me, waiting)),
        waiting=waiting,
        suggested=suggested,
        others=[one for one in rest if one is not suggested],
        next_meeting=next_meeting,
        undebriefed=undebriefed,
        fresh_times=fresh_times,
        way_back=way_back,
        half_days=half_days,
        holidays_end=ways_back.rests_until(me) if waiting or suggested else None,
        role_page=next((page for page in ROLE_PAGES if access.may_see(me, page)), None),
        may_close=access.may_see(me, "closing"),
        may_look=access.may_see(me, "looking"),
        looks=looking.mine(me),
        asks=asks.received(me),
        steps=starting.steps(me),
        open_lessons=open_lessons.summary(me),
        questions=answers.open_questions(me.school, me.person_id),
        suggestions=answers.suggestions_for(me.school, me.person_id, clock.now()),
        now=clock.now(),
        me=me,
    )


def _waits_for_me(overview: Overview) -> bool:
    """Whether the partners wait for an answer of mine, or for a new time that I can choose."""
    meeting = next_meeting(overview)
    return bool(meeting.new_time) if meeting else overview.step.code == "answer" and _has_times(overview)


def _could_go_on(overview: Overview) -> bool:
    """Whether there is something in it for me to do."""
    if overview.step.code in ("answer", "wait") and not _has_times(overview):
        return True
    return overview.step.code in ("debrief", "visit", "again") or overview.line.standing.state == "quiet"


def _has_times(overview: Overview) -> bool:
    return overview.proposal is not None and any(not option.taken for option in overview.proposal.options)


def _booked(me: Membership, waiting: Sequence[Overview]) -> list[Meeting]:
    """What I am booked for from now on, but for what waits for a new time on the same page."""
    moving = [next_meeting(overview) for overview in waiting]
    ahead = meetings.ahead_of_person(me.school, me.person_id, clock.now())
    return [meeting for meeting in ahead if meeting not in moving]


def _days(today: date, ahead: Sequence[Meeting]) -> list[tuple[date, list[Meeting]]]:
    """All of today's meetings, and the next few, by date."""
    first = [one for one in ahead if one.date <= today]
    shown = ahead[: len(first) + SHOWN_LATER]
    return [(on, list(those)) for on, those in groupby(shown, key=lambda one: one.date)]
