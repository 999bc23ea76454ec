"""What is next for me."""

from __future__ import annotations

from flask import Blueprint, render_template

from coachsched.services import access, asks, clock, looking, open_lessons, partnerships, starting, ways_back
from coachsched.store import answers, meetings
from coachsched.views.guard import actor
from coachsched.views.partnerships import fresh_times, half_days, next_meeting, undebriefed, way_back

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
def show() -> str:
    me = actor()
    overviews = partnerships.mine(me)
    shown = [next_meeting(overview) for overview in overviews]
    ahead = meetings.ahead_of_person(me.school, me.person_id, clock.now())
    return render_template(
        "home/show.html",
        overviews=overviews,
        next_meeting=next_meeting,
        undebriefed=undebriefed,
        fresh_times=fresh_times,
        way_back=way_back,
        half_days=half_days,
        holidays_end=ways_back.rests_until(me) if overviews else None,
        ahead=[meeting for meeting in ahead if meeting not in shown],
        pages=[
            page
            for page in ("board", "cover", "report", "people", "inbox", "closing")
            if access.may_see(me, page)
        ],
        may_look=access.may_see(me, "looking"),
        looks=looking.mine(me),
        asks=asks.received(me),
        steps=starting.steps(me),
        open_lessons=open_lessons.summary(me),
        questions=answers.open_questions(me.school, me.person_id),
        suggestions=answers.suggestions_for(me.school, me.person_id, clock.now()),
        me=me,
    )
