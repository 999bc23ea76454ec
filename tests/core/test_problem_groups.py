"""Many faults of one kind are told as one, with their lines."""

from __future__ import annotations

from coachsched.core.errors import Problem
from coachsched.core.problem_groups import grouped


def on(*lines: int, file: str = "a.csv, ", what: str = "is odd.") -> list[Problem]:
    return [Problem(f"{file}line {line}", what) for line in lines]


def test_one_line_stays_as_it_is():
    assert grouped(on(4)) == on(4)


def test_lines_that_say_the_same_are_one():
    assert [str(one) for one in grouped(on(4, 7, 9))] == ["a.csv, line 4 (also 7 and 9): is odd."]
    assert [one.where for one in grouped(on(4, 7))] == ["a.csv, line 4 (also 7)"]
    assert [one.where for one in grouped(on(*range(1, 10), file=""))] == [
        "line 1 (also 2, 3, 4, 5, 6 and 3 more)"
    ]


def test_what_differs_stays_apart_in_its_order():
    problems = [
        *on(2),
        *on(3, what="is even."),
        *on(4),
        Problem("the file", "is odd."),
        *on(5, file="b.csv, "),
    ]
    assert [one.where for one in grouped(problems)] == [
        "a.csv, line 2 (also 4)",
        "a.csv, line 3",
        "the file",
        "b.csv, line 5",
    ]
