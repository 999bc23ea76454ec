"""The weeks of "find times"."""

from __future__ import annotations

from builders import COACH, LESSONS, the_pair, the_school, timetable_csv

from coachsched.services import schools


def test_two_lessons_of_a_host_at_one_time_can_both_be_picked(app, signed_in):
    with app.app_context():
        double = [*LESSONS, ("PAU", "3", "9C", "Chess", "R9")]
        schools.import_timetable(the_school(), timetable_csv(double).encode(), "double.csv")
        number = the_pair().id
    page = signed_in(COACH).get(f"/partnerships/{number}/slots")
    keys = set(page.fields("pick"))
    starts = [key.partition(".")[0] for key in keys]
    assert any(starts.count(start) == 2 for start in starts)
    assert "9C Chess" in page.words
