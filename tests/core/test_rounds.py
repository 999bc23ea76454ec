"""Rounds of several visits: where each ends, whose turn it is, and which visits are talked about."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachsched.core.cycle import next_step, next_turn, stages
from coachsched.core.history import Event
from coachsched.core.options import check_settings, shape, visit_kinds
from coachsched.core.quiet import standing
from coachsched.core.replay import replay
from coachsched.core.rounds import Roles, Shape, ends, hosting_order

ANNA, BEN, CLEO = 1, 2, 3
BEGAN = date(2027, 1, 11)
TWO = Shape(visits=2, swaps=True)


def on(days: int) -> date:
    return BEGAN + timedelta(days=days)


def told(*rows: str) -> list[Event]:
    """Rows such as "1 visit_booked 5 #7": days since the beginning, what, until, the meeting's number."""
    events = [Event(BEGAN, "began")]
    for row in rows:
        parts = row.split()
        ref = int(parts.pop()[1:]) if "#" in row else None
        until = on(int(parts[2])) if len(parts) > 2 else None
        events.append(Event(on(int(parts[0])), parts[1], until, ref))
    return events


def roles(kind: Shape = TWO, **hosts: int) -> Roles:
    """Anna coaches Ben; ``v7=BEN`` says that Ben hosts the visit #7."""
    return Roles(kind, (BEN, ANNA), {int(name[1:]): host for name, host in hosts.items()})


def step(day: int, events: list[Event], visits: int) -> str:
    found = standing(events, on(day), lambda after, to: (to - after).days)
    assert found is not None
    return next_step(events, on(day), found, visits=visits).code


# --- whose turn it is -----------------------------------------------------------------------------

FIRST = ("1 visit_booked 5 #7", "1 debrief_booked 6 #8")
SECOND = ("7 visit_booked 9 #17", "7 debrief_booked 10 #18")
TABLE = [
    # day, what happened, hosts, and then: number of the visit, its host, the step
    (0, (), {}, (1, BEN, "visit")),
    (2, FIRST, {"v7": BEN}, (2, ANNA, "meeting")),
    (6, FIRST[:1], {"v7": BEN}, (2, ANNA, "debrief")),
    (7, FIRST, {"v7": BEN}, (2, ANNA, "visit")),
    (7, FIRST, {"v7": ANNA}, (2, BEN, "visit")),
    (7, (*FIRST, "7 informal"), {"v7": BEN}, (2, ANNA, "visit")),
    (7, ("1 visit", "2 debrief"), {}, (2, BEN, "visit")),
    (7, ("1 debrief",), {}, (1, BEN, "again")),
    (8, (*FIRST, *SECOND), {"v7": BEN, "v17": ANNA}, (1, BEN, "meeting")),
    (11, (*FIRST, *SECOND), {"v7": BEN, "v17": ANNA}, (1, BEN, "again")),
    (9, (*FIRST, *SECOND, "9 not_held #17", "9 cancelled #18"), {"v7": BEN, "v17": ANNA}, (2, ANNA, "visit")),
    (11, (*FIRST, SECOND[0]), {"v7": BEN, "v17": ANNA}, (2, BEN, "debrief")),
]


@pytest.mark.parametrize(("day", "rows", "hosts", "expected"), TABLE)
def test_each_visits_the_other(day, rows, hosts, expected):
    events = told(*rows)
    found = next_turn(events, on(day), roles(**hosts))
    assert (found.number, found.host, step(day, events, 2)) == expected
    assert found.of == 2


def test_where_roles_stay_the_next_visit_is_to_the_same_host():
    stays = Shape(visits=3)
    assert next_turn(told(), on(1), roles(stays)).host is None
    assert next_turn(told("1 visit #7"), on(2), roles(stays, v7=ANNA)).host == ANNA


def test_with_one_visit_nothing_rests_on_the_one_before():
    found = next_turn(told("1 visit #7"), on(2), roles(Shape(), v7=ANNA))
    assert (found.number, found.of, found.host, found.follows) == (1, 1, None, None)


@pytest.mark.parametrize(
    ("debriefs", "wanted"), [("each", [True, True]), ("last", [False, True]), ("none", [False, False])]
)
def test_which_visits_want_a_debrief(debriefs, wanted):
    found = [
        next_turn(told(*rows), on(2), roles(Shape(2, True, debriefs))) for rows in ((), ("1 visit_only",))
    ]
    assert [turn.wants_debrief for turn in found] == wanted
    assert [turn.closes for turn in found] == [False, debriefs == "last"]


def test_the_one_debrief_of_a_round_closes_it():
    last = Shape(2, True, "last")
    rows = ("1 visit_only_booked 2 #7", "3 visit_booked 4 #17", "3 debrief_booked 5 #18")
    found = roles(last, v7=BEN, v17=ANNA)
    assert [step(day, told(*rows[:count]), 2) for day, count in ((3, 1), (5, 2), (6, 3))] == [
        "visit",
        "debrief",
        "again",
    ]
    assert next_turn(told(*rows), on(6), found).number == 1


# --- the strip ------------------------------------------------------------------------------------


def strip(day, *rows, given=None):
    found = stages(told(*rows), on(day), given or roles(v7=BEN, v17=ANNA))
    return [(one.kind, one.number, one.host, one.state) for one in found]


def test_the_strip_shows_every_visit_with_its_host_from_the_beginning():
    assert strip(0) == [
        ("visit", 1, BEN, "to_do"),
        ("debrief", 1, BEN, "to_do"),
        ("visit", 2, ANNA, "to_do"),
        ("debrief", 2, ANNA, "to_do"),
    ]
    assert strip(7, *FIRST)[:2] == [("visit", 1, BEN, "done"), ("debrief", 1, BEN, "done")]
    assert strip(7, *FIRST, SECOND[0])[2:] == [("visit", 2, ANNA, "booked"), ("debrief", 2, ANNA, "to_do")]


def test_a_plan_stands_before_its_own_visit_even_when_the_debrief_before_comes_later():
    kinds = [kind for kind, *_ in strip(4, "1 visit #7", "2 plan", "3 debrief", "3 visit_booked 8 #17")]
    assert kinds == ["visit", "debrief", "plan", "visit", "debrief"]


def test_only_the_last_visit_has_a_debrief_where_the_school_wants_it_so():
    found = roles(Shape(2, True, "last"), v7=BEN)
    assert [kind for kind, *_ in strip(0, given=found)] == ["visit", "visit", "debrief"]
    assert [kind for kind, *_ in strip(3, "1 visit_only #7", given=found)] == ["visit", "visit", "debrief"]
    # Booked before the school wanted it so: it keeps its debrief.
    assert [kind for kind, *_ in strip(3, "1 visit #7", given=found)] == [
        "visit",
        "debrief",
        "visit",
        "debrief",
    ]


# --- any history ----------------------------------------------------------------------------------

WORDS = ["turn", "other", "unknown", "debrief", "informal", "not_held", "plan"]
ACTS = st.lists(st.sampled_from(WORDS), max_size=25)
SHAPES = st.builds(
    lambda people, visits, swaps, debriefs: (
        people,
        shape({"round_visits": visits, "round_swaps": swaps, "debrief_after": debriefs}, people),
    ),
    st.integers(2, 4),
    st.integers(1, 6),
    st.booleans(),
    st.sampled_from(["each", "last", "none"]),
)


@given(SHAPES, ACTS)
def test_whatever_happened_the_next_host_is_one_of_them_and_turns_are_shared(case, acts):
    """Visits go to whose turn it is, to somebody else, or nobody knows to whom; a naive count agrees."""
    people, kind = case
    order = hosting_order([*range(1, people + 1)], 1)
    hosts: dict[int, int] = {}
    events, counted, as_told = [Event(BEGAN, "began")], Counter(), True
    for day, act in enumerate(acts, 1):
        found = next_turn(events, on(day), Roles(kind, order, hosts))
        assert 1 <= found.number <= found.of == kind.visits
        assert found.host is None or found.host in order
        if kind.swaps:
            turns = [counted[one] for one in order]
            assert found.host == order[turns.index(min(turns))]
            assert not as_told or max(turns) - min(turns) <= 1
        if act in ("turn", "other", "unknown"):
            host = {"turn": found.host or order[0], "other": 1}.get(act)
            hosts |= {day: host} if host else {}
            as_told = as_told and act == "turn"
            events.append(Event(on(day), "visit" if found.wants_debrief else "visit_only", None, day))
            counted[host] += 1
        else:
            events.append(Event(on(day), act))
        closes = act == "debrief" or events[-1].what == "visit_only"
        if closes and max(1, counted.total()) >= kind.visits:
            counted, as_told = Counter(), True


@given(SHAPES)
def test_in_a_round_nobody_was_in_yet_everybody_hosts_equally_often(case):
    people, kind = case
    order = hosting_order([*range(1, people + 1)], None)
    assert set(order) == set(range(1, people + 1))
    strip_hosts = [one.host for one in stages(told(), on(1), Roles(kind, order)) if one.kind == "visit"]
    if kind.swaps:
        assert set(Counter(strip_hosts).values()) == {kind.visits // people}


def test_a_round_of_three_people_goes_round():
    kind = shape({"round_visits": 2, "round_swaps": True}, 3)
    order = hosting_order([ANNA, BEN, CLEO], ANNA)
    found = stages(told(), on(1), Roles(kind, order))
    assert [one.host for one in found if one.kind == "visit"] == [BEN, CLEO, ANNA]


def test_ends_are_counted_by_rounds():
    past = replay(told("1 visit", "2 debrief", "3 visit", "4 debrief", "5 visit"), on(9))
    assert ends(past.held, 1) == [on(2), on(4)]
    assert ends(past.held, 2) == [on(4)]


# --- as settings ----------------------------------------------------------------------------------


def test_without_settings_a_round_is_one_visit_with_its_debrief():
    assert shape({}, 2) == Shape(1, False, "each")
    assert visit_kinds({}) == ()


def test_there_is_a_choice_of_kinds_only_among_several():
    assert visit_kinds({"visit_kinds": ["observe", "observe"]}) == ()
    assert visit_kinds({"visit_kinds": []}) == ()
    assert visit_kinds({"visit_kinds": ["observe", "model"]}) == ("observe", "model")


@pytest.mark.parametrize(
    ("visits", "people", "in_all"), [(1, 2, 2), (2, 2, 2), (3, 2, 4), (2, 3, 3), (4, 3, 6), (6, 2, 6)]
)
def test_where_roles_swap_a_round_is_fair(visits, people, in_all):
    assert shape({"round_visits": visits, "round_swaps": True}, people).visits == in_all
    assert shape({"round_visits": visits}, people).visits == visits


def test_a_wrong_setting_of_the_round_is_told():
    wrong = {"round_visits": 0, "debrief_after": "first", "round_swaps": "yes", "visit_kinds": ["a\nb"]}
    assert [problem.where for problem in check_settings(wrong)] == list(wrong)
