"""Who coaches when two who look find each other, and their fit in a word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachsched.core.errors import InputError
from coachsched.core.fit import Fit
from coachsched.core.looking import LONGEST_LINE, PARTS, PLENTY, coach, how_well, read_line

parts = st.sampled_from(PARTS)
fits = st.builds(lambda visits, some: Fit(visits, min(visits, some)), st.integers(0, 30), st.integers(0, 30))


def willing(part: str, wanted: str) -> bool:
    return part in ("either", wanted)


@given(parts, parts)
def test_a_coach_is_one_who_would_be_and_the_other_would_have_one(one, other):
    """And only where the other way round would not be as good."""
    forth = willing(one, "coach") and willing(other, "coached")
    back = willing(other, "coach") and willing(one, "coached")
    expected = None if forth == back else "one" if forth else "other"
    assert coach(one, other) == expected


@given(fits, fits)
def test_the_word_goes_by_the_better_direction_and_never_falls_with_more_times(here, there):
    words = ("hardly", "some", "well")
    assert how_well((here, there)) == how_well((there, here))
    more = Fit(here.visits + 1, here.debriefed + 1)
    assert words.index(how_well((more, there))) >= words.index(how_well((here, there)))


def test_no_debrief_is_hardly_a_fit_and_plenty_a_good_one():
    assert how_well((Fit(9, 0), Fit(0, 0))) == "hardly"
    assert how_well((Fit(1, 1), Fit(0, 0))) == "some"
    assert how_well((Fit(0, 0), Fit(PLENTY, PLENTY))) == "well"


def test_a_line_is_one_line_and_not_too_long():
    assert read_line("  Groups,\r\n and  pairs ", "line") == "Groups, and pairs"
    assert len(read_line("x" * LONGEST_LINE, "line")) == LONGEST_LINE
    with pytest.raises(InputError) as refused:
        read_line("x" * (LONGEST_LINE + 1), "line")
    assert [problem.where for problem in refused.value.problems] == ["line"]
