"""The year's report in numbers that point at nobody, and each person's own record."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
from browser import Browser
from builders import (
    COACH,
    COORDINATOR,
    FRI,
    PARTNER,
    PRINCIPAL,
    THIRD,
    book,
    bring_together,
    member,
    the_school,
)

from coachsched.models import CoverRequest, HistoryEvent, db
from coachsched.services import histories, people_files
from coachsched.services import partnerships as services
from coachsched.store import partnerships

VISITED = 12  # pairs
SETTLED = datetime(2027, 4, 3, 7, tzinfo=UTC)
COUNTS = ["10", "25", "10", "5", "10", "5", "–", "–"]


def told(pairs: int) -> str:
    """A log in which so many pairs visited and half of them talked about it."""
    rows = ["date,people,what"]
    for number in range(pairs):
        people = f"a{number}@x.test+b{number}@x.test"
        rows += [f"2027-01-04,{people},began", f"2027-01-05,{people},visit"]
        rows += [f"2027-01-06,{people},debrief"] if number % 2 else []
    return "\n".join(rows) + "\n"


def bring_in(pairs: int) -> None:
    names = [f"{side}{number}" for number in range(pairs) for side in "ab"]
    people = "name,email,teacher,faculty\n" + "".join(f"{n},{n}@x.test,{n},F{n[0]}\n" for n in names)
    people_files.import_people(the_school(), people.encode(), "people.csv")
    histories.import_history(the_school(), told(pairs).encode(), "log.csv")


@pytest.mark.parametrize("who", [PRINCIPAL, COORDINATOR])
def test_the_report_counts_what_was_held(app, clock, signed_in, who: str):
    with app.app_context():
        bring_in(VISITED)
    clock.set(SETTLED)
    page = signed_in(who).get("/report")
    rows = [[cell.text for cell in row] for row in page.tree.iter("tr")]
    (term,) = [row for row in rows if row[0] == "Winter term"]
    assert term == ["Winter term", *COUNTS]


def test_a_term_is_not_told_of_before_it_has_settled(app, clock, signed_in):
    with app.app_context():
        bring_in(VISITED)
    clock.set(SETTLED - timedelta(days=1))
    assert "Winter term" not in signed_in(PRINCIPAL).get("/report").words


def test_hours_of_cover_are_told_of_five_people_and_more(app, clock, signed_in):
    with app.app_context():
        bring_in(VISITED)
        cover(6)
    clock.set(SETTLED)
    table = signed_in(PRINCIPAL).get("/report.csv").text
    assert table.splitlines()[1].endswith(",5")


def cover(hours: int) -> None:
    """An hour each of so many people, and one that was refused."""
    school, start = the_school(), datetime(2027, 1, 5, 9, tzinfo=UTC)
    ids = [f"a{number}@x.test" for number in range(hours)]
    for number, state in enumerate(["approved"] * hours + ["refused"]):
        person, other = (member(ids[min(number, hours - 1)]) for _ in range(2))
        pair = partnerships.going_on_with(school, [person.person_id, member(f"b{number}@x.test").person_id])
        db.session.add(
            CoverRequest(
                school_id=school.id, partnership_id=pair.id if pair else None, person_id=other.person_id,
                state=state, date=start.date(), period="3", start_at=start,
                end_at=start + timedelta(hours=1), asked_at=start,
            )
        )  # fmt: skip
    db.session.commit()


def test_the_table_says_the_same(app, clock, signed_in):
    with app.app_context():
        bring_in(VISITED)
    clock.set(SETTLED)
    page = signed_in(PRINCIPAL).get("/report.csv")
    rows = list(csv.reader(io.StringIO(page.text.lstrip("\ufeff"))))
    assert rows[1:] == [["Winter term", *(one.replace("–", "") for one in COUNTS)]]
    assert "attachment" in page.response.headers["Content-Disposition"]


def test_the_ripple_is_drawn_by_years_that_are_over_and_groups_of_five(app, clock, signed_in):
    """Six who were somebody's partner coach others from 2025 on, one from 2026, eleven from this year."""
    began = [date(2025, 9, 1)] * 6 + [date(2026, 9, 1)] + [date(2027, 1, 4)] * 11
    with app.app_context():
        bring_in(len(began))
        for number, day in enumerate(began):
            coach, learner, next_one = f"a{number}", f"b{number}", f"a{(number + 1) % len(began)}"
            first, second = ((f"{one}@x.test", f"{learner}@x.test") for one in (coach, next_one))
            known = partnerships.going_on_with(the_school(), [member(one).person_id for one in first])
            known.coach_id = member(first[0]).person_id
            began_early(known.id)
            services.create(the_school(), second, coach=second[1], began=day)
    clock.set(SETTLED)
    page = signed_in(PRINCIPAL).get("/report")
    (bars,) = [node for node in page.tree.iter("table") if node.get("class") == "bars"]
    rows = [" ".join("".join(row.itertext()).split()) for row in bars.iter("tr")][1:]
    assert rows == ["2025 5"]
    assert page.text.count('<rect width="100"') == 1


def began_early(number: int) -> None:
    """They began early enough to be somebody's partner before they coached."""
    first = db.session.scalars(db.select(HistoryEvent).filter_by(partnership_id=number, what="began")).one()
    first.date = date(2024, 9, 2)
    db.session.commit()


def test_few_partnerships_have_no_numbers(app, clock, signed_in):
    with app.app_context():
        bring_in(4)
    clock.set(SETTLED)
    page = signed_in(PRINCIPAL).get("/report")
    assert "No term yet with five partnerships that met" in page.words
    assert len(page.get("/report.csv").text.splitlines()) == 1


def test_a_record_lists_what_was_held_and_can_be_checked_by_anybody(app, clock, signed_in):
    with app.app_context():
        book((FRI, "3"))
    clock.forward(days=5)
    page = signed_in(COACH).get("/record")
    assert "Fri 15 Jan 2027" in page.words
    assert "50 min" in page.words
    (proof,) = [node.get("value") for node in page.tree.iter("input") if node.get("id") == "proof"]
    assert proof
    seen = Browser(app).get(proof.removeprefix("http://localhost"))
    assert "Clara Lind" in seen.words
    assert "2 meetings" in seen.words
    assert "Paul" not in seen.words


def test_what_has_not_happened_is_in_no_record(app, clock, signed_in):
    with app.app_context():
        book((FRI, "3"))
    assert "nothing to record yet" in signed_in(PARTNER).get("/record").words


def test_a_proof_that_was_changed_proves_nothing(app, clock, signed_in):
    with app.app_context():
        book((FRI, "3"))
    clock.forward(days=5)
    page = signed_in(COACH).get("/record")
    (proof,) = [node.get("value") for node in page.tree.iter("input") if node.get("id") == "proof"]
    assert proof
    path = proof.removeprefix("http://localhost")
    other_end = path[:-1] + ("A" if path[-1] != "A" else "B")
    for changed in (other_end, path.replace("/records/", "/records/X"), "/records/x"):
        Browser(app).get(changed, 404)


def test_others_records_are_their_own(app, clock, signed_in):
    with app.app_context():
        book((FRI, "3"))
        bring_together(COACH, THIRD)
    clock.forward(days=5)
    assert "nothing to record yet" in signed_in(THIRD).get("/record").words
