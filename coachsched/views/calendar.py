"""The school's coming days, and the addresses to subscribe to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import segno
from flask import Blueprint, abort, render_template, url_for
from flask.typing import ResponseReturnValue

from coachsched.core.calendar import Day
from coachsched.core.phrases import phrase
from coachsched.services import access, clock, feeds
from coachsched.store import schools
from coachsched.views.guard import actor
from coachsched.views.htmx import go
from coachsched.views.messages import tell
from coachsched.views.school_calendar import missing, usual_bell

blueprint = Blueprint("calendar", __name__)
DAYS_SHOWN = 28


@blueprint.get("/calendar")
def show() -> str:
    me = actor()
    today = clock.today(me.school.timezone)
    first = today - timedelta(days=today.weekday())
    time = schools.school_time(me.school)
    days = time.calendar.days(first, first + timedelta(days=DAYS_SHOWN - 1))
    addresses = feeds.addresses(me)
    return render_template(
        "calendar/show.html",
        weeks=[days[start : start + 7] for start in range(0, DAYS_SHOWN, 7)],
        weekdays=_columns(days, time.calendar.rotation.weekdays),
        usual=usual_bell(time.calendar),
        missing=missing(time.calendar),
        may_edit=access.may_see(me, "school_calendar"),
        today=today,
        addresses=addresses,
        squares={kind: _square(address) for kind, address in addresses.items() if address},
        may_close=access.may_see(me, "closing"),
    )


def _square(address: str) -> str:
    """The QR code of an address that a phone's camera opens in its calendar, as the address of a picture."""
    code = segno.make("webcal://" + address.partition("://")[2], error="m", micro=False)
    # White around and behind it, also on a dark page: many cameras read nothing else.
    return str(code.svg_data_uri(scale=4, border=4, dark="#000", light="#fff"))


def _columns(days: Sequence[Day], weekdays: Sequence[int]) -> list[int]:
    """The school's weekdays and any other on which there is school for once."""
    return sorted({*weekdays, *(day.date.weekday() for day in days if day.open)})


@blueprint.post("/calendar/feeds/<kind>")
def renew(kind: str) -> ResponseReturnValue:
    feeds.renew(actor(), kind)
    tell(phrase("Here is the address. An older one, if there was one, no longer works."))
    return go(url_for("calendar.show", _anchor=f"calendar-{kind}"))


@blueprint.post("/calendar/feeds/<kind>/revocation")
def revoke(kind: str) -> ResponseReturnValue:
    if kind not in feeds.kinds(actor()):
        abort(404)
    feeds.revoke(actor(), kind)
    tell(phrase("The address no longer works."))
    return go(url_for("calendar.show"))
