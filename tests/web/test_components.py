"""The page of components shows every state, and the macros are all it is made of."""

from __future__ import annotations

import re
from pathlib import Path

from builders import COACH

TEMPLATES = Path(__file__).parents[2] / "templates"
PAIRS = {"active", "waiting", "quiet", "paused", "finished"}
MEETINGS = {"booked", "waiting", "held", "cancelled", "needs_new_time"}
STAGES = {"to_do", "held", "booked", "done"}
CELLS = {"visit", "talk", "busy", "free", "none", "closed"}


def test_every_state_is_there_as_a_shape_and_a_word(signed_in):
    text = signed_in(COACH).get("/components").text
    chips = re.findall(r'class="chip chip-(\w+)"><svg.*?</svg><span>([^<]+)</span>', text, re.DOTALL)
    assert {state for state, _ in chips} == PAIRS | MEETINGS
    assert set(re.findall(r'class="stage-(\w+)"', text)) == STAGES
    assert set(re.findall(r"class=\"cell cell-(\w+)", text)) == CELLS


def test_no_two_states_of_one_kind_of_thing_share_a_shape(signed_in):
    text = signed_in(COACH).get("/components").text
    drawn = dict(re.findall(r'class="chip chip-(\w+)">(<svg.*?</svg>)', text, re.DOTALL))
    for states in (PAIRS, MEETINGS):
        assert len({drawn[state] for state in states}) == len(states)


def test_pages_leave_the_markup_of_a_component_to_its_macro():
    # The page's own foot is one who-sees line; a card on the steps of a page is drawn there.
    by_hand = re.compile(
        r'class="(message|empty|scroll|errors|chip|field|picks-bar|filters)[ "]'
        r'|<button type="submit" class="button'
    )
    found = {
        path.relative_to(TEMPLATES).as_posix()
        for path in TEMPLATES.rglob("*.html")
        if path.parent.name not in ("macros", "mail") and by_hand.search(path.read_text())
    }
    assert found <= {"sign_in/show.html", "home/show.html"}
