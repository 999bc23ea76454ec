from __future__ import annotations

from dataclasses import replace

from invented_school import FRI, MON, THU, TUE, WED

from coachsched.core.slots import Slot, Talk, Visit, rank

LESSON = Visit(MON, 600, 630, "2", "9A", "Maths", "R1")


def slot(on, *later, start=600, on_offer=False):
    """A slot with a debrief so many school days later each, the first of them at noon."""
    talks = (
        Talk(on, 720 + number, 740 + number, "Lunch", days_later=days) for number, days in enumerate(later)
    )
    return Slot(replace(LESSON, date=on, start=start, on_offer=on_offer), tuple(talks))


def order(*slots, last_visited=None):
    return [choice.slot for choice in rank(reversed(slots), last_visited)]


def reasons(only):
    (choice,) = rank([only])
    return choice.reasons


def test_best_first():
    best_first = (
        slot(FRI, 0),
        slot(MON, 1),
        slot(TUE, 1),
        slot(TUE, 1, start=700),
        slot(MON, 2),
        slot(MON, 0, on_offer=True),
        slot(MON, 3, on_offer=True),
        slot(MON),
        slot(MON, on_offer=True),
    )
    assert order(*best_first) == list(best_first)


def test_of_two_slots_with_a_debrief_the_same_day_the_earlier_date_is_better():
    soon = Slot(LESSON, (Talk(MON, 800, 820, "Lunch"),))
    late = Slot(replace(LESSON, date=FRI), (Talk(FRI, 700, 720, "4"),))
    assert order(late, soon) == [soon, late]


def test_equal_slots_keep_the_order_they_came_in():
    one, other = slot(MON, 0), replace(slot(MON, 0), visit=replace(LESSON, klass="9B"))
    assert [choice.slot for choice in rank([one, other])] == [one, other]
    assert [choice.slot for choice in rank([other, one])] == [other, one]


def test_a_host_visited_lately_is_visited_again_later():
    # From Tuesday to Friday of the week after next are more than two weeks.
    soon, later = slot(WED, 0), slot(FRI.replace(day=22), 0)
    assert order(soon, later) == [soon, later]
    assert order(later, soon, last_visited=TUE) == [later, soon]


def test_a_late_visit_weighs_less_than_a_debrief_on_the_same_day():
    assert order(slot(WED, 0), slot(FRI.replace(day=22), 1), last_visited=TUE)[0].visit.date == WED


def test_the_debrief_to_propose_is_the_first_that_is_not_on_offer():
    offered, still_free = Talk(MON, 700, 720, "4", on_offer=True), Talk(THU, 700, 720, "4", days_later=3)
    (choice,) = rank([Slot(LESSON, (offered, still_free))])
    assert choice.debrief == still_free
    assert choice.reasons == ("days_later:3",)


def test_a_debrief_on_offer_is_better_than_none():
    offered = Talk(MON, 700, 720, "4", on_offer=True)
    (choice,) = rank([Slot(LESSON, (offered,))])
    assert (choice.debrief, choice.reasons) == (offered, ("same_day", "on_offer"))


def test_reasons_say_how_soon_the_debrief_is():
    assert reasons(slot(MON, 0)) == ("same_day",)
    assert reasons(slot(MON, 1)) == ("next_day",)
    assert reasons(slot(MON, 2)) == ("days_later:2",)
    assert reasons(slot(MON)) == ("no_debrief",)
    assert reasons(slot(MON, on_offer=True)) == ("no_debrief", "on_offer")
