"""What is written as school.toml reads back as the same school, whatever people call things."""

from __future__ import annotations

import tomllib
import unicodedata
from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from coachsched.core.calendar import Calendar, DayException, Term
from coachsched.core.calendar_edits import in_order
from coachsched.core.option_kinds import Choice, Dates, Funds, Names, Places, Switch, Whole, Wording
from coachsched.core.options import OPTIONS
from coachsched.importers.school_toml import SchoolFile, read_school
from coachsched.importers.school_toml_writer import write_school
from tests.core.invented_school import ABC, DAYS, MON, TWO_WEEKS, school
from tests.oracle.calendars import calendars

# Whatever the reader would leave as it is: one line, trimmed, composed, and with something in it.
hostile = st.text(st.characters(blacklist_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=40).map(
    lambda text: unicodedata.normalize("NFC", text.strip())
)
quoted = st.sampled_from(['"', "'", '"""', "\\", '\\"', "#", "[x]", "= 1", "é ß 日本", "'''", "\\u0041"])
texts = st.one_of(quoted, hostile).filter(
    lambda text: text and text.isprintable() and unicodedata.is_normalized("NFC", text)
)


def option_values(option: object) -> st.SearchStrategy[object]:
    match option:
        case Whole():
            return st.integers(option.low, option.high)
        case Choice():
            return st.sampled_from(option.choices)
        case Switch():
            return st.booleans()
        case Wording():
            return texts
        case Names():
            return st.lists(texts, max_size=12)
        case Dates():
            return st.lists(st.dates().map(date.isoformat), max_size=12)
        case Places():
            sites = texts.filter(lambda text: ":" not in text)
            return st.dictionaries(
                sites, st.lists(texts.filter(lambda text: "," not in text), min_size=1)
            ).map(numbered)
        case Funds():
            amounts = st.integers(0, 100_000)
            limits = st.fixed_dictionaries({"school": amounts}, optional={"partnership": amounts})
            return st.dictionaries(texts.filter(lambda text: ":" not in text), limits).map(apart)
    raise AssertionError(option)


def apart(funds: dict[str, object]) -> dict[str, object]:
    """The same funds, no two of one name."""
    return {f"{number}. {fund}": amounts for number, (fund, amounts) in enumerate(funds.items())}


def numbered(places: dict[str, list[str]]) -> dict[str, list[str]]:
    """The same sites with no room twice."""
    return {
        site: [f"{number}.{place} {room}" for place, room in enumerate(rooms)]
        for number, (site, rooms) in enumerate(places.items())
    }


settings = st.fixed_dictionaries(
    {}, optional={name: option_values(option) for name, option in OPTIONS.items()}
)


@st.composite
def named_calendars(draw: st.DrawFn) -> Calendar:
    """Invented calendars in which people have called things what they liked."""
    calendar = in_order(draw(calendars()))
    notes = {one.date: draw(texts) for one in calendar.exceptions}
    called = {bell.name: f"{bell.name} {draw(texts)}" for bell in calendar.bells}
    return replace(
        calendar,
        bells=tuple(replace(bell, name=called[bell.name]) for bell in calendar.bells),
        rules=tuple(replace(rule, bell=called[rule.bell]) for rule in calendar.rules),
        terms=tuple(replace(term, name=draw(texts)) for term in calendar.terms),
        exceptions=tuple(
            replace(one, note=notes[one.date], bell=one.bell and called[one.bell])
            for one in calendar.exceptions
        ),
    )


def read(text: str) -> SchoolFile:
    return read_school(text.encode(), "school.toml")


@given(name=texts, calendar=named_calendars(), chosen=settings)
def test_a_written_school_reads_back_the_same(name, calendar, chosen):
    assert read(write_school(name, calendar, chosen)) == SchoolFile(name, calendar, chosen)


@given(text=st.text(st.characters(blacklist_categories=("Cs",)), max_size=60))
def test_no_text_ends_its_quotation_marks_or_a_line(text):
    calendar = school(ABC, DayException(MON, "event", note=text))
    written = tomllib.loads(write_school(text, calendar, {"word_coach": text, "not_for_visits": [text]}))
    assert written["school"]["name"] == text
    assert [one["note"] for one in written.get("exception", []) if "note" in one] == [text] * bool(text)
    assert written["settings"] == {"word_coach": text, "not_for_visits": [text]}


def test_weeks_and_how_they_count_are_kept():
    calendar = school(replace(TWO_WEEKS, week_count="calendar", closure="burn"))
    assert read(write_school("Two weeks", calendar, {})).calendar == calendar


def test_a_week_from_sunday_to_thursday_keeps_its_order():
    calendar = school(replace(DAYS, weekdays=(6, 0, 1, 2, 3)))
    assert 'weekdays = ["sun", "mon", "tue", "wed", "thu"]' in write_school("Sunday", calendar, {})
    assert read(write_school("Sunday", calendar, {})).calendar == calendar


def test_a_leap_day_and_a_year_that_crosses_new_year_are_kept():
    leap = DayException(date(2028, 2, 29), "closure", note="Snow")
    calendar = school(DAYS, leap, terms=(Term("Year", date(2027, 8, 23), date(2028, 6, 30)),))
    assert read(write_school("North", calendar, {})).calendar == calendar


def test_many_labels_stand_on_lines_of_their_own():
    rotation = replace(ABC, labels=tuple(f"Day number {number}" for number in range(1, 13)))
    text = write_school("Long", school(rotation), {})
    assert max(map(len, text.splitlines())) < 120
    assert read(text).calendar.rotation == rotation
