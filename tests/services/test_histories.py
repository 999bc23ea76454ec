"""A school's log: partnerships found or made, twice the same, whole or not at all, and read on any day."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import combinations
from random import Random

import pytest
from builders import (
    COACH,
    COORDINATOR,
    FRI,
    OTHER,
    PARTNER,
    PRINCIPAL,
    THIRD,
    TODAY,
    book,
    dump,
    history,
    propose,
    the_pair,
    the_school,
)

from coachsched.core.errors import InputError
from coachsched.core.history import Event
from coachsched.core.quiet import standing
from coachsched.services import histories
from coachsched.services.histories import HistoryImported
from coachsched.store import history as kept
from coachsched.store import partnerships, schools

KNOWN, NEW = f"{COACH}+{PARTNER}", f"{COACH}+{THIRD}"
LOG = [
    "2026-11-02 began", "2026-11-03 proposed 2026-11-12", "2026-11-05 visit_booked 2026-11-10",
    "2026-11-05 debrief_booked 2026-11-10", "2026-11-10 debrief", "2027-02-01 paused 2027-02-15",
]  # fmt: skip


def log(pair: str, rows: Iterable[str]) -> str:
    """A file of rows such as "2026-11-03 proposed 2026-11-12"."""
    cells = [(*row.split(), "")[:3] for row in rows]
    return "date,people,what,until\n" + "".join(f"{on},{pair},{what},{until}\n" for on, what, until in cells)


def load(text: str) -> HistoryImported:
    return histories.import_history(the_school(), text.encode(), "log.csv")


def refused(text: str) -> str:
    before = dump()
    with pytest.raises(InputError) as told:
        load(text)
    assert dump() == before
    return str(told.value)


def parse(rows: Iterable[str]) -> list[Event]:
    split = [row.split() for row in rows]
    return [
        Event(date.fromisoformat(on), what, date.fromisoformat(until[0]) if until else None)
        for on, what, *until in split
    ]


@pytest.mark.both_databases
@pytest.mark.usefixtures("in_app")
class TestLoading:
    def test_a_partnership_is_made_with_its_history(self):
        assert load(log(NEW, LOG)) == HistoryImported(1, 6, 0)
        assert kept.events(the_pair(COACH, THIRD).id) == parse(LOG)

    def test_rows_come_in_any_order_and_people_too(self):
        turned = f"{THIRD.upper()} + {COACH}"
        load(log(NEW, LOG[3:]) + log(turned, [*LOG[:3]]).partition("\n")[2])
        assert kept.events(the_pair(COACH, THIRD).id) == parse([*LOG[:2], LOG[3], LOG[2], *LOG[4:]])

    def test_the_same_file_twice_changes_nothing(self):
        load(log(NEW, LOG) + log(KNOWN, LOG).partition("\n")[2])
        before = dump()
        assert load(log(NEW, LOG) + log(KNOWN, LOG).partition("\n")[2]) == HistoryImported(0, 0, 12)
        assert load(log(f"{THIRD}+{COACH}", LOG)) == HistoryImported(0, 0, 6)
        assert dump() == before

    def test_a_longer_log_adds_what_is_new_in_its_own_order(self):
        load(log(NEW, [*LOG[:3], *LOG[4:]]))
        assert load(log(NEW, LOG)) == HistoryImported(0, 1, 5)
        longer = [*LOG[:4], "2026-11-10 visit", *LOG[4:], "2027-02-20 informal", "2027-02-20 informal"]
        assert load(log(NEW, longer)) == HistoryImported(0, 3, 6)
        assert kept.events(the_pair(COACH, THIRD).id) == parse(longer)

    def test_the_beginning_in_the_log_replaces_that_of_a_partnership_made_today(self):
        assert load(log(KNOWN, LOG)) == HistoryImported(0, 6, 0)
        assert kept.events(the_pair().id) == parse(LOG)

    def test_a_partnership_made_today_may_begin_later(self):
        load(log(KNOWN, ["2027-03-01 began", "2027-03-02 informal"]))
        assert history(the_pair().id) == ["began", "informal"]

    def test_people_of_a_larger_partnership_are_another_one(self):
        load(log(f"{KNOWN}+{THIRD}", ["2026-11-02 began"]))
        assert len(partnerships.partners(the_school())) == 3
        assert kept.events(the_pair().id) == parse([f"{TODAY} began"])

    def test_the_past_goes_before_what_was_booked_here(self):
        book((FRI, "3"))
        booked = kept.events(the_pair().id)[1:]
        assert load(log(KNOWN, LOG[:5])).added == 5
        assert kept.events(the_pair().id) == [*parse(LOG[:5]), *booked]
        assert load(log(KNOWN, LOG[:5])) == HistoryImported(0, 0, 5)


@pytest.mark.usefixtures("in_app")
class TestRefusals:
    def test_rows_beside_meetings_booked_here_are_refused(self):
        book((FRI, "3"))
        for row in (f"{TODAY} informal", f"{FRI} not_held", "2027-02-01 paused 2027-02-15"):
            extra = [f"{TODAY} visit_booked {FRI}"] if "not_held" in row else []
            assert f"log.csv, line {len(LOG[:5]) + len(extra) + 2}: is no earlier than {TODAY}" in refused(
                log(KNOWN, [*LOG[:5], *extra, row])
            )

    def test_rows_beside_a_proposal_open_here_are_refused(self):
        propose((FRI, "3"))
        assert f"line 3: is no earlier than {TODAY}" in refused(
            log(KNOWN, ["2026-11-02 began", f"{TODAY} visit_booked {FRI}"])
        )

    def test_an_end_before_what_happened_here_is_refused(self):
        book((FRI, "3"))
        assert "line 3: does not go with" in refused(log(KNOWN, ["2026-11-02 began", "2026-11-03 finished"]))

    def test_a_log_that_begins_later_than_what_stands_is_refused(self):
        load(log(NEW, LOG))
        told = refused(log(NEW, ["2026-11-20 began", "2026-11-21 informal"]))
        assert 'log.csv, line 2: is a second "began"; the first is of 2026-11-02' in told

    def test_strangers_are_told_once_and_nothing_else_of_them(self):
        stranger = f"{COACH}+no@school.test"
        told = refused(log(stranger, ["2026-11-05 informal", "2026-11-06 cancelled"]))
        assert told.startswith("log.csv, line 2: nobody at Linden School has the e-mail no@school.test.")
        assert len(told.splitlines()) == 1

    def test_every_partnerships_mistakes_are_told_at_once_by_line(self):
        text = log(KNOWN, ["2026-11-05 informal", "2026-11-02 began", "2026-11-06 cancelled"])
        text += log(NEW, ["2026-11-05 informal", "2026-11-06 turned_down"]).partition("\n")[2]
        assert [told.partition(": ")[0] for told in refused(text).splitlines()] == [
            "log.csv, line 4",
            "log.csv, line 5",
        ]

    def test_a_mistake_leaves_out_the_sound_partnerships_too(self):
        refused(log(NEW, LOG) + log(KNOWN, ["2026-11-02 turned_down"]).partition("\n")[2])


def random_log(rng: Random) -> list[Event]:
    """A history that can be, in order, written without the rules of the application."""
    day = date(2027, 1, 4) + timedelta(days=rng.randrange(20))
    rows, booked, offered = [Event(day, "began")], set[tuple[str, date]](), False
    for _ in range(rng.randrange(25)):
        day += timedelta(days=rng.choice((0, 0, 1, 2, 4, 7, 30)))
        if booked and rng.random() < 0.4:
            day = max(day, min(on for _, on in booked))
        booked = {one for one in booked if one[1] >= day}
        today = {kind for kind, on in booked if on == day}
        until = day + timedelta(days=rng.choice((0, 1, 2, 5, 9, 25)))
        free = [f"{kind}_booked" for kind in ("visit", "debrief") if (kind, until) not in booked]
        what = rng.choice([
            "proposed", "proposed", "paused", "resumed", "informal", "visit", "visit_only", "debrief",
            *free, *free, *(["turned_down"] * 2 if offered else []), *(["cancelled"] if booked else []),
            *(["not_held"] * 3 if today else []),
        ])  # fmt: skip
        rows.append(Event(day, what, until if what in ("proposed", "paused", *free) else None))
        if what in free:
            booked.add((what.removesuffix("_booked"), until))
        offered = what == "proposed" or (offered and what not in (*free, "turned_down"))
        gone = {"visit": {"visit"}, "visit_only": {"visit"}, "debrief": {"debrief"}, "not_held": today}
        booked -= {(kind, day) for kind in gone.get(what, ())}
        booked = set() if what == "cancelled" else booked
    return [*rows, *([Event(day, "finished")] if rng.random() < 0.2 else [])]


def shuffled(rng: Random, logs: dict[tuple[str, str], list[Event]]) -> str:
    """The logs as one file; rows of one date keep their order, all else is mixed."""
    days: dict[date, list[str]] = {}
    for pair, rows in logs.items():
        for row in rows:
            people = "+".join(rng.sample(pair, 2))
            days.setdefault(row.date, []).append(f"{row.date},{people},{row.what},{row.until or ''}\n")
    mixed = list(days.values())
    rng.shuffle(mixed)
    return "date,people,what,until\n" + "".join(line for lines in mixed for line in lines)


def expected(app, logs: dict[tuple[str, str], Sequence[Event]], on: date) -> dict[frozenset[str], tuple]:
    with app.app_context():
        time = schools.school_time(the_school())
    found = {
        frozenset(pair): standing(rows, on, time.calendar.school_days_between, time.limits)
        for pair, rows in logs.items()
    }
    return {
        pair: (one.state, one.reason, one.school_days, one.since and one.since.isoformat())
        for pair, one in found.items()
        if one
    }


@pytest.mark.parametrize("seed", range(2))
def test_a_log_loaded_by_the_command_stands_on_every_day_as_its_rows_say(app, run, write, seed: int):
    rng = Random(seed)
    everybody = (COACH, PARTNER, THIRD, OTHER, COORDINATOR, PRINCIPAL)
    logs = {pair: random_log(rng) for pair in combinations(everybody, 2)}
    file = write("log.csv", shuffled(rng, logs))
    run("import", "history", file)
    rows = sum(map(len, logs.values()))
    again = run("import", "history", file).output
    assert again == f"0 partnerships made, 0 rows added, {rows} known already.\n"
    for number in range(366):
        on = date(2027, 1, 1) + timedelta(days=number)
        listed = json.loads(run("quiet", "--on", on, "--json").output)
        told = {
            frozenset(one["people"]): (one["state"], one["reason"], one["school_days"], one["since"])
            for one in listed
        }
        assert told == expected(app, logs, on), on


def test_the_command_tells_a_bad_log_by_its_line(run, write, dumped):
    before = dumped()
    told = run("import", "history", write("log.csv", log(KNOWN, ["2026-11-02 informal"])), code=1).stderr
    assert told.startswith("Error: log.csv, line 2: is the first of this partnership")
    assert dumped() == before
