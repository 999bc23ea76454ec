"""What a new timetable changes: counted in a teacher's periods, however the rows are written."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from invented_school import TWO_WEEKS, school

from coachsched.core.timetable import Row
from coachsched.core.timetable_difference import Difference, TeacherDifference, difference

CALENDAR = school()


def row(teacher: str, period: str, day: str = "Mon", klass: str = "7A", **other: str) -> Row:
    return Row(teacher, day, period, klass, "Art", "R1", **other)  # type: ignore[arg-type]


OLD = [row("ANN", "1"), row("ANN", "2"), row("BEA", "1")]


def test_nothing_changes_against_itself_in_any_order_and_spelling():
    assert difference(OLD, OLD[::-1], CALENDAR) == Difference((), same=3)
    other = [row("ann", "1", day="Monday", end_period="2"), row(" Bea ", "1", day="mon")]
    assert difference(OLD, other, CALENDAR) == Difference((), same=3)


def test_periods_are_new_gone_and_changed():
    new = [row("ANN", "1", klass="7B"), row("ANN", "3"), row("BEA", "1"), row("ZOE", "1")]
    found = difference(OLD, new, CALENDAR)
    assert found.teachers == (TeacherDifference("ANN", 1, 1, 1), TeacherDifference("ZOE", 1, 0, 0))
    assert (found.added, found.gone, found.changed, found.same) == (2, 1, 1, 1)


def test_a_row_for_every_week_counts_in_each():
    both = difference([], [row("ANN", "1")], school(TWO_WEEKS))
    assert both.added == 2


def test_a_co_teacher_who_goes_is_the_only_change():
    found = difference([row("ANN+BEA", "1")], [row("ANN", "1")], CALENDAR)
    assert found.teachers == (TeacherDifference("BEA", 0, 1, 0),)


rows = st.lists(
    st.builds(row, st.sampled_from(["ANN", "BEA", "ANN+BEA"]), st.sampled_from("123"),
              st.sampled_from(["Mon", "Tue"]), st.sampled_from(["7A", "7B"])), max_size=8,
)  # fmt: skip


@given(rows, rows)
def test_there_and_back_is_the_same_way(old: list[Row], new: list[Row]):
    there, back = difference(old, new, CALENDAR), difference(new, old, CALENDAR)
    assert (there.added, there.gone, there.changed) == (back.gone, back.added, back.changed)
    assert there.same == back.same
