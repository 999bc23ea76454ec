"""Somebody takes the report every day for a year and subtracts: of few partnerships it tells no number.

What really happened is counted here from the log's own rows, plainly.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import combinations, pairwise
from random import Random
from typing import NamedTuple

import pytest
from builders import PRINCIPAL, SCHOOL_TOML, the_school

from coachsched.services import accounts, histories, people_files, schools, standings

PAIRS = 14
FIRST, LAST = date(2027, 1, 4), date(2028, 1, 4)
MORE_TERMS = """
[[term]]
name = "Autumn term"
start = 2027-08-30
end = 2027-12-03
[[term]]
name = "Next winter"
start = 2028-01-10
end = 2028-03-17
"""
TERMS = {
    "Winter term": (date(2027, 1, 4), date(2027, 3, 19)),
    "Summer term": (date(2027, 3, 20), date(2027, 6, 25)),
    "Autumn term": (date(2027, 6, 26), date(2027, 12, 3)),
}
WEEK = re.compile(r'<tr><th scope="row">([^<]+)(?:<small>[^<]*</small>)?</th><td>([^<]*)</td>')
CELL = re.compile(r'<td data-of="[^"]*">([^<]*)')
VISITS = ("visit", "visit_only")
STATES = {
    "Under way": "active",
    "Waiting for an answer": "waiting",
    "Gone quiet": "quiet",
    "Resting": "paused",
    "Finished": "finished",
    "Altogether": "",
}
KINDS = {
    "rounds": ("debrief", "visit_only"),
    "visits": VISITS,
    "visits with a debrief": ("debrief",),
    "informal meetings": ("informal",),
    "partnerships that met": ("debrief", "informal", *VISITS),
}


class Row(NamedTuple):
    on: date
    pair: int
    what: str


@pytest.fixture
def log() -> list[Row]:
    """Every pair lives its year at its own pace; in summer three of them go on."""
    dice = Random(7)
    rows = []
    for pair in range(PAIRS):
        day = FIRST + timedelta(days=dice.choice((0, 3, 20, 60, 200)) if pair > 7 else 0)
        rows.append(Row(day, pair, "began"))
        while (day := day + timedelta(days=dice.randint(4, 30))) < LAST:
            if TERMS["Summer term"][0] <= day <= TERMS["Summer term"][1] and pair > 2:
                continue
            what = dice.choice(("visit", "visit", "visit_only", "informal"))
            rows.append(Row(day, pair, what))
            if what == "visit" and dice.random() < 0.7:
                rows.append(Row(day, pair, "debrief"))
        if dice.random() < 0.3:
            rows.append(Row(LAST, pair, "finished"))
    return sorted(rows)


@pytest.fixture
def school(app, log: list[Row], monkeypatch):
    """The whole log is there from the start: what lies ahead of the day has not happened."""
    for name in ("IDLE", "ABSOLUTE"):
        monkeypatch.setattr(accounts, name, timedelta(days=1000))
    with app.app_context():
        schools.apply((SCHOOL_TOML + MORE_TERMS).encode(), "school.toml")
        names = [f"{side}{number}" for number in range(PAIRS) for side in "ab"]
        people = "".join(f"{one},{one}@x.test,{one},F{one[:2]}\n" for one in names)
        people_files.import_people(
            the_school(), f"name,email,teacher,faculty\n{people}".encode(), "people.csv"
        )
        rows = [f"{one.on},a{one.pair}@x.test+b{one.pair}@x.test,{one.what}" for one in log]
        histories.import_history(the_school(), "\n".join(["date,people,what", *rows]).encode(), "log.csv")
    return app


class Report(NamedTuple):
    """What the two addresses give: cells by row and column, numbers only."""

    day: date
    states: dict[str, int | None]
    terms: dict[tuple[str, str], int | None]


def days() -> Iterator[date]:
    return (FIRST + timedelta(days=number) for number in range((LAST - FIRST).days))


def number(text: str) -> int | None:
    return int(text) if text.isdigit() else None


def take(client, day: date) -> Report:
    page = client.get("/report").text
    week, _, rest = page.partition("</table>")
    states = {name: number(cell) for name, cell in WEEK.findall(week)}
    assert len(states) == 6
    told = csv.DictReader(io.StringIO(client.get("/report.csv").text.lstrip("\ufeff")))
    terms = {
        (row["term"], column): number(cell)
        for row in told
        for column, cell in row.items()
        if column != "term"
    }
    if terms:
        # The page says nothing that the table does not.
        assert [number(cell) for cell in CELL.findall(rest.partition("</table>")[0])] == list(terms.values())
    return Report(day, states, terms)


def behind(log: list[Row], kinds: tuple[str, ...], first: date, last: date) -> dict[int, int]:
    """How many of these things each pair did in a span."""
    found: dict[int, int] = {}
    for one in log:
        if one.what in kinds and first <= one.on <= last:
            found[one.pair] = found.get(one.pair, 0) + 1
    return found


def span_of(name: str) -> tuple[date, date]:
    parts = name.split(" and ")
    return TERMS[parts[0]][0], TERMS[parts[-1]][1]


def test_a_year_of_reports_tells_no_number_about_few(school, log, clock, signed_in):
    browser = signed_in(PRINCIPAL)
    taken, truth = [], {}
    for day in days():
        clock.set(datetime(day.year, day.month, day.day, 9, tzinfo=UTC))
        taken.append(take(browser.client, day))
    # It is of use all the same.
    final = taken[-1].terms
    assert len({term for term, _ in final}) == 2
    assert (final["Winter term", "partnerships that met"] or 0) >= 10
    assert all((final[term, "visits"] or 0) >= 5 for term, _ in final)
    _cells_come_from_many(taken, log)
    _terms_never_change(taken)
    _no_two_rows_overlap(taken)
    with school.app_context():
        for report in taken:
            if report.day.weekday() == 0:
                lines = standings.of_school(the_school(), report.day - timedelta(days=1))
                truth[report.day] = {line.id: line.standing.state for line in lines}
    _states_tell_no_step(taken, truth)
    # Exact numbers would not do, and it is seen here.
    exact = [one._replace(states=_exact(truth[one.day])) for one in taken if one.day in truth]
    with pytest.raises(AssertionError):
        _states_tell_no_step(exact, truth)


def _exact(standings: dict[int, str]) -> dict[str, int | None]:
    return {name: sum(_counts(one, state) for one in standings.values()) for name, state in STATES.items()}


def _cells_come_from_many(taken: list[Report], log: list[Row]) -> None:
    """Every number there ever was is about five pairs or more, and no exact one."""
    for report in taken:
        for (term, column), shown in report.terms.items():
            if shown is not None:
                assert shown % 5 == 0
                if column in KINDS:
                    assert len(behind(log, KINDS[column], *span_of(term))) >= 5, (term, column)
                assert span_of(term)[1] + timedelta(days=14) < report.day


def _terms_never_change(taken: list[Report]) -> None:
    """So no difference is ever to be had of one row from day to day."""
    for earlier, later in pairwise(taken):
        assert {key: later.terms.get(key) for key in earlier.terms} == earlier.terms


def _no_two_rows_overlap(taken: list[Report]) -> None:
    """Nor of two rows, whichever days they were taken on."""
    spans = {span_of(term) for report in taken for term, _ in report.terms}
    for one, other in combinations(sorted(spans), 2):
        assert one[1] < other[0]


def _states_tell_no_step(taken: list[Report], truth: dict[date, dict[int, str]]) -> None:
    """How many are where: the same all week; and where few changed, the difference is not what changed."""
    weeks = [(a, b) for a, b in combinations([one for one in taken if one.day in truth], 2)]
    for earlier, later in pairwise(taken):
        if later.day.weekday() != 0:
            assert earlier.states == later.states
    for earlier, later in weeks:
        then, now = truth[earlier.day], truth[later.day]
        for name, state in STATES.items():
            a, b = earlier.states[name], later.states[name]
            changed = [
                pair
                for pair in {*then, *now}
                if _counts(then.get(pair), state) != _counts(now.get(pair), state)
            ]
            step = sum(_counts(now.get(one), state) - _counts(then.get(one), state) for one in changed)
            if a is not None and b is not None and len(changed) < 5:
                assert step == 0 or b - a != step


def _counts(standing: str | None, state: str) -> int:
    return int(standing is not None and state in ("", standing))
