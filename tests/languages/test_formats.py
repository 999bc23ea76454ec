"""Dates, hours and lists as each language writes them."""

from __future__ import annotations

from datetime import date, time

import pytest

from coachsched.core.calendar import Bell, Calendar, Rotation
from coachsched.core.phrases import phrase
from coachsched.languages import formats, speaking
from coachsched.views import month_grid

ON, AT = date(2027, 1, 14), time(13, 5)


@pytest.mark.parametrize(
    ("language", "day", "full_day", "clock", "names"),
    [
        ("en", "Thu 14 Jan", "Thursday 14 January 2027", "13:05", "Ada, Ben and Cleo"),
        ("en_US", "Thu, Jan 14", "Thursday, January 14, 2027", "1:05 PM", "Ada, Ben, and Cleo"),
        ("de", "Do., 14. Jan.", "Donnerstag, 14. Januar 2027", "13:05", "Ada, Ben und Cleo"),
        ("es", "jue, 14 ene", "jueves, 14 de enero de 2027", "13:05", "Ada, Ben y Cleo"),
        ("fr", "jeu. 14 janv.", "jeudi 14 janvier 2027", "13:05", "Ada, Ben et Cleo"),
    ],
)
def test_each_language_writes_its_own_way(app, language, day, full_day, clock, names):
    with app.app_context(), speaking(language):
        assert formats.day(ON) == day
        assert formats.full_day(ON) == full_day
        # Between hour and AM or PM stands a narrow space that does not break.
        assert formats.clock(AT).replace("\N{NARROW NO-BREAK SPACE}", " ") == clock
        assert formats.listed(["Ada", "Ben", "Cleo"]) == names
        assert str(phrase("%(day)s", day=ON)) == day


def test_what_is_spoken_for_a_moment_ends_with_it(app):
    with app.app_context():
        with speaking("de"):
            assert formats.day(ON) == "Do., 14. Jan."
        assert formats.day(ON) == "Thu 14 Jan"


@pytest.mark.parametrize(
    ("wishes", "spoken"),
    [(("xx", None, "fr"), "jeu."), ((None,), "Thu"), (("",), "Thu"), (("es", "de"), "jue,")],
)
def test_the_first_wish_that_is_offered_is_spoken(app, wishes, spoken):
    with app.app_context(), speaking(*wishes):
        assert formats.day(ON).startswith(spoken)


@pytest.mark.parametrize(
    ("language", "weekdays", "order"),
    [
        ("en", (0, 1, 2, 3, 4), (0, 1, 2, 3, 4, 5, 6)),
        ("en_US", (0, 1, 2, 3, 4), (6, 0, 1, 2, 3, 4, 5)),
        ("en_US", (5, 6, 0, 1, 2), (5, 6, 0, 1, 2, 3, 4)),
    ],
)
def test_a_months_weeks_begin_where_its_readers_do(app, language, weekdays, order):
    labels = ("A", "B", "C", "D", "E")
    school = Calendar("Europe/Berlin", Rotation("weekday", labels, ON, weekdays), (Bell("regular", ()),))
    everywhere = [date(2027, 1, number) for number in range(11, 18)]
    with app.app_context(), speaking(language):
        assert month_grid.month(school, ON, busy=everywhere).weekdays == order
