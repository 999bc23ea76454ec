from __future__ import annotations

import pytest

from coachsched.core.spans import common, covers, overlaps, subtract


@pytest.mark.parametrize(
    ("other", "expected"),
    [((0, 10), False), ((0, 11), True), ((12, 15), True), ((20, 30), False), ((10, 20), True)],
)
def test_spans_overlap_where_they_share_a_minute(other, expected):
    assert overlaps((10, 20), other) is expected
    assert overlaps(other, (10, 20)) is expected


def test_one_span_alone_must_cover():
    touching = [(0, 10), (10, 20)]
    assert covers(touching, 10, 20)
    assert not covers(touching, 5, 15)


@pytest.mark.parametrize(
    ("busy", "left"),
    [
        ([], ((0, 60), (90, 120))),
        ([(10, 20)], ((0, 10), (20, 60), (90, 120))),
        ([(50, 100)], ((0, 50), (100, 120))),
        ([(0, 120)], ()),
        ([(60, 90)], ((0, 60), (90, 120))),
        ([(10, 20), (15, 30)], ((0, 10), (30, 60), (90, 120))),
        ([(30, 30)], ((0, 60), (90, 120))),  # nothing lasts no minutes, and parts no span
    ],
)
def test_busy_minutes_are_cut_out(busy, left):
    assert subtract([(0, 60), (90, 120)], busy) == left


def test_what_is_common_is_what_all_have():
    assert common([[(0, 60), (90, 120)], [(30, 100)], [(0, 40), (50, 200)]]) == (
        (30, 40),
        (50, 60),
        (90, 100),
    )
    assert common([[(0, 60)], [(60, 90)]]) == ()
