"""How somebody wants to be reminded: by mail, by a morning's digest, by their calendar, or not at all."""

from __future__ import annotations

from coachsched.core.errors import InputError, Problem
from coachsched.core.phrases import phrase
from coachsched.services import clock
from coachsched.services.unit import transaction
from coachsched.store import feeds, people
from coachsched.store.people import Membership

NOTICES = ("reminder", "digest", "none")
# Minutes before a meeting; the last is the day before.
ALARMS = (10, 30, 60, 24 * 60)
NO_ALARM = "none"


def choose(member: Membership, notice: str, alarm: str) -> None:
    """Keep somebody's own choice; ``alarm`` is one of ALARMS or NO_ALARM, as a form sends it.

    Invitations and what is called off come at once all the same: calendars need them. Raises InputError.
    """
    problems = []
    if notice not in NOTICES:
        problems.append(
            Problem("notice", phrase("this is not one of the choices."), phrase("Choose one of those shown."))
        )
    if alarm not in (NO_ALARM, *map(str, ALARMS)):
        problems.append(
            Problem("alarm", phrase("this is not one of the choices."), phrase("Choose one of those shown."))
        )
    if problems:
        raise InputError(problems)
    school, person_id = member.school, member.person_id
    with transaction():
        kept = people.membership(school, person_id)
        assert kept is not None, "somebody chose for themselves"
        kept.notice = notice
        kept.alarm_minutes = None if alarm == NO_ALARM else int(alarm)
        # Alarms stand in the feed too.
        feeds.touch_meetings(kept.school_id, [person_id], clock.now())
