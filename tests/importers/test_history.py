"""The log of a school: its words, dates and addresses, and every fault at once."""

from datetime import date

import pytest

from coachsched.core.errors import InputError
from coachsched.core.history import Event
from coachsched.importers.history import HistoryRow, read_history, split_people

HEADER = "date,people,what,until\n"
PAIR = "ann@school.test+ben@school.test"


def read(text):
    return read_history(text.encode(), "log.csv")


def refusal(text):
    with pytest.raises(InputError) as refused:
        read(text)
    return str(refused.value)


def test_rows_are_read_in_the_order_of_the_file_with_their_lines():
    rows = f"2027-02-01,{PAIR},paused,2027-02-08\n\n2027-01-13,Ben@School.test + ann@school.test,Began,\n"
    assert read(HEADER + rows) == [
        HistoryRow(
            ("ann@school.test", "ben@school.test"), Event(date(2027, 2, 1), "paused", date(2027, 2, 8)), 2
        ),
        HistoryRow(("ben@school.test", "ann@school.test"), Event(date(2027, 1, 13), "began"), 4),
    ]  # fmt: skip


@pytest.mark.parametrize("text", [
    f"date;people;what;until\n2027-01-13;{PAIR};began;\n",
    f"What\tUntil\tPeople\tNote\tDate\nbegan\t\t{PAIR}\tfirst\t2027-01-13\n",
    f"\ufeffdate,people,what\r\n2027-01-13,{PAIR},began\r\n",
])  # fmt: skip
def test_delimiters_and_columns_are_those_of_other_tables(text: str):
    assert [row.event for row in read(text)] == [Event(date(2027, 1, 13), "began")]


@pytest.mark.parametrize(
    ("cell", "people"),
    [
        ("a@x.test+b@x.test+c@x.test", ("a@x.test", "b@x.test", "c@x.test")),
        ("a+log@x.test + b+1+2@x.test", ("a+log@x.test", "b+1+2@x.test")),
        ("a@x.test+", ("a@x.test", "")),
        ("a+b", ("a+b",)),
    ],
)
def test_a_plus_before_the_at_sign_belongs_to_the_address(cell: str, people: tuple[str, ...]):
    assert split_people(cell) == people


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (f"13.1.2027,{PAIR},began,", "has the date '13.1.2027'. Write it like 2027-01-13."),
        (f"2027-02-30,{PAIR},began,", "has the date '2027-02-30'"),
        (f"20270113,{PAIR},began,", "has the date '20270113'"),
        (f",{PAIR},began,", "has no date"),
        (f"2027-01-13,{PAIR},visit_boked,2027-01-14",
         'has the unknown word "visit_boked". Did you mean "visit_booked"?'),
        (f"2027-01-13,{PAIR},,", "does not say what happened"),
        (f"2027-01-13,{PAIR},proposed,", '"proposed" needs an until. Write the date of its last option.'),
        (f"2027-01-13,{PAIR},paused", '"paused" needs an until. Write the first day back.'),
        (f"2027-01-13,{PAIR},visit_booked,", '"visit_booked" needs an until'),
        (f"2027-01-13,{PAIR},debrief_booked,", '"debrief_booked" needs an until'),
        (f"2027-01-13,{PAIR},proposed,2027-01-12", "has the until 2027-01-12, before its date 2027-01-13"),
        (f"2027-01-13,{PAIR},paused,soon", "has the until 'soon'"),
        (f"2027-01-13,{PAIR},visit,2027-01-13", 'has an until, which "visit" does not take'),
        ("2027-01-13,ann@school.test,began,", "names fewer than two people"),
        ("2027-01-13,ann@school.test+ANN@school.test,began,", "names somebody twice"),
        ("2027-01-13,ann@school.test+ben,began,", "has the e-mail 'ben'"),
        ("2027-01-13,,began,", "has the e-mail ''"),
        ("2027-01-13,began", "has 2 cells where at least 3 are needed"),
    ],
)  # fmt: skip
def test_a_bad_row_is_told_with_its_line_and_remedy(row: str, told: str):
    assert f"log.csv, line 3: {told}" in refusal(HEADER + f"2027-01-12,{PAIR},began,\n{row}\n")


def test_a_date_booked_or_back_may_be_the_day_itself():
    for what in ("proposed", "visit_booked", "debrief_booked", "paused"):
        assert read(HEADER + f"2027-01-13,{PAIR},{what},2027-01-13\n")[0].event.until == date(2027, 1, 13)


@pytest.mark.parametrize("word", ["Turned down", "turned-down", "TURNED_DOWN", "turned  down"])
def test_a_word_may_be_written_as_people_write_it(word: str):
    assert read(HEADER + f"2027-01-13,{PAIR},{word},\n")[0].event.what == "turned_down"


def test_every_fault_is_told_at_once():
    told = refusal(HEADER + f"x,{PAIR},began,\n2027-01-13,{PAIR},nap,\n2027-01-13,{PAIR},paused,2026-01-01\n")
    assert [line for line in (2, 3, 4) if f"log.csv, line {line}: " in told] == [2, 3, 4]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "has no rows"),
        (HEADER, "tells of nothing"),
        ("date,people\n2027-01-13,x\n", "does not name the column what"),
    ],
)
def test_a_file_that_is_no_log_is_refused(text: str, told: str):
    assert told in refusal(text)
