"""Terms and days off from tables, and holidays of a country."""

from __future__ import annotations

from datetime import date

import pytest
from invented_calendars import BERLIN
from workbook_files import packed, xlsx

from coachsched.core.calendar import DayException, Term
from coachsched.core.errors import InputError
from coachsched.importers import public_holidays
from coachsched.importers.date_order import Order
from coachsched.importers.dates import read_dates
from coachsched.importers.dates_file import DatesFile

FIRST, LAST = date(2026, 1, 1), date(2029, 12, 31)


def read(text: str, order: Order | None = None) -> DatesFile:
    return read_dates(text.encode(), "dates.csv", BERLIN, FIRST, LAST, order)


def dates(text: str, order: Order | None = None) -> list[str]:
    return [day.date.isoformat() for day in read(text, order).exceptions]


def fault(text: str) -> str:
    with pytest.raises(InputError) as refused:
        read(text)
    return str(refused.value)


def test_terms_and_days_off_are_read_with_both_ends_included():
    file = read(
        "name,start,end,kind\n"
        "Term 1,2027-01-13,2027-03-26,term\n"
        "Half term,2027-02-15,2027-02-16,\n"
        "Day of the teachers,2027-02-19,,inset\n"
    )
    assert file.terms == (Term("Term 1", date(2027, 1, 13), date(2027, 3, 26)),)
    assert file.exceptions == (
        DayException(date(2027, 2, 15), "holiday", note="Half term"),
        DayException(date(2027, 2, 16), "holiday", note="Half term"),
        DayException(date(2027, 2, 19), "inset", note="Day of the teachers"),
    )


def test_columns_and_kinds_are_known_in_other_languages_and_orders():
    file = read("Art;bis;von;Bezeichnung\nFerien;23.10.2026;22.10.2026;Herbst\nPrüfung;;5.11.2026;Deutsch\n")
    assert [(day.date.isoformat(), day.kind) for day in file.exceptions] == [
        ("2026-10-22", "holiday"),
        ("2026-10-23", "holiday"),
        ("2026-11-05", "exam"),
    ]


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2027-04-03", "2027-04-03"),
        ("2027/4/3", "2027-04-03"),
        ("2027-04-03 00:00:00", "2027-04-03"),
        ("3.4.2027", "2027-04-03"),
        ("03.04.27", "2027-04-03"),
        ("Sat 3.4.2027", "2027-04-03"),
    ],
)
def test_dates_that_can_mean_one_thing_only(written: str, iso: str):
    assert dates(f"name,start\nHoliday,{written}\n") == [iso]


def test_one_date_shows_the_order_of_all():
    assert dates("name,start,end\nHoliday,3/4/2027,\nHoliday,25/12/2027,\n") == ["2027-04-03", "2027-12-25"]
    assert dates("name,start,end\nHoliday,3/4/2027,\nHoliday,12/25/2027,\n") == ["2027-03-04", "2027-12-25"]
    assert dates("name,start,end\nHoliday,3/4/2027,13/4/2027\n")[0] == "2027-04-03"


def test_an_order_nothing_shows_is_asked_for_and_can_be_named():
    text = "name,start\nHoliday,3/4/2027\n"
    assert fault(text) == (
        "order: dates.csv does not show which number of 3/4/2027 is the day. "
        "Name the order, or write dates like 2027-01-13."
    )
    assert dates(text, "dmy") == ["2027-04-03"]
    assert dates(text, "mdy") == ["2027-03-04"]


def test_two_orders_in_one_file_are_told_with_their_lines():
    text = "name,start\nHoliday,25/12/2027\nHoliday,12/26/2027\n"
    assert "the day first in line 2 and the month first in line 3" in fault(text)


def test_one_end_of_a_holiday_is_no_holiday_unless_its_kind_says_so():
    assert "tells of one end of a holiday" in fault("name,start\nBeginn der Ferien,2027-02-15\n")
    assert dates("name,start,kind\nBeginn der Ferien,2027-02-15,holiday\n") == ["2027-02-15"]


def test_an_order_there_is_not_is_refused():
    with pytest.raises(InputError, match='"ymd" is no order of dates'):
        read("name,start\nHoliday,2027-04-03\n", "ymd")  # type: ignore[arg-type]


def test_every_fault_is_told_with_its_line():
    told = fault(
        "name,start,end,kind\n"
        "Holiday,2027-02-30,,\n"
        "Holiday,2027-02-05,2027-02-01,\n"
        "Fish,2027-02-01,,\n"
        "Holiday,2027-02-01,,holidy\n"
        "Holiday,,,\n"
        "Holiday,2027-02-01,2029-02-01,\n"
        ",2027-02-01,2027-03-01,term\n"
    ).splitlines()
    assert told == [
        'dates.csv, line 2: has the start "2027-02-30". Write dates like 2027-01-13.',
        "dates.csv, line 3: ends on 2027-02-01, before it starts on 2027-02-05. Correct its dates.",
        "dates.csv, line 4: does not say of what kind it is. "
        "Write one of holiday, inset, closure, exam, event, teaching, term as its kind.",
        'dates.csv, line 5: has the unknown kind "holidy". Did you mean "holiday"?',
        "dates.csv, line 6: has no start. Write dates like 2027-01-13.",
        "dates.csv, line 7: is longer than a year. Correct its dates.",
        "dates.csv, line 8: is a term without a name. Name it.",
    ]


@pytest.mark.parametrize("text", ["", "\n\n", "name,start\n", "teacher,day\nx,y\n", "\x00\x01"])
def test_what_holds_no_dates_is_said_to_hold_none(text: str):
    assert "dates.csv" in fault(text)


def test_the_29th_of_february_is_one_in_a_leap_year_only():
    assert dates("name,start\nHoliday,2028-02-29\n") == ["2028-02-29"]
    assert "2027-02-29" in fault("name,start\nHoliday,2027-02-29\n")


def test_holidays_of_a_part_of_a_country_in_its_own_language():
    """The dates of 2027 as the calendar has them: Easter is on 28 March, Bavaria keeps Corpus Christi."""
    found = {day.date: day.note for day in public_holidays.read("DE", "BY", [2027]).exceptions}
    assert found[date(2027, 5, 6)] == "Christi Himmelfahrt"
    assert date(2027, 5, 27) in found
    berlin = {day.date for day in public_holidays.read("de", "Berlin", [2027]).exceptions}
    assert date(2027, 3, 8) in berlin - found.keys()


def test_school_holidays_are_there_where_they_are_known():
    """A public holiday inside them goes by their name, so that they stay in one piece."""
    found = {day.date: day.note for day in public_holidays.read("DE", "BY", [2027]).exceptions}
    summer = [on for on, note in found.items() if note == "Sommerferien"]
    assert len(summer) > 40
    assert all(found[on] for on in summer)


def test_the_form_has_every_country_and_its_parts():
    named = dict(public_holidays.countries())
    assert named["DE"] == "Germany"
    assert named["ZA"] == "South Africa"
    assert ("ENG", "England") in public_holidays.subdivisions("GB")
    assert public_holidays.subdivisions("SG") == []


@pytest.mark.parametrize(
    ("country", "part", "years", "told"),
    [
        ("Germany", None, [2027], 'country: "Germany" is not a country known here. Write "DE".'),
        ("XX", None, [2027], "not a country known here"),
        ("__class__", None, [2027], "not a country known here"),
        ("DE", "Bavria", [2027], 'subdivision: "Bavria" is not a part of DE'),
        ("DE", None, [], "years: name years between 1950 and 2100"),
        ("DE", None, [27], "years: name years between"),
        ("DE", None, range(2000, 2020), "years: are more than 10"),
    ],
)
def test_what_is_not_known_is_told_with_what_is(country: str, part: str | None, years, told: str):
    with pytest.raises(InputError, match=told.replace(".", r"\.")):
        public_holidays.read(country, part, years)


def test_a_workbook_is_read_with_its_dates_as_cells_or_as_text():
    sheet = [
        ("name", "start", "end", "kind"),
        ("Term 3", date(2027, 8, 2), date(2027, 9, 20), "term"),
        ("Summer break", date(2027, 7, 1), "2027-07-02", "holiday"),
        ("Staff day", "2027-09-20", None, "inset"),
    ]
    file = read_dates(xlsx([("notes",)], sheet), "dates.xlsx", BERLIN, FIRST, LAST)
    assert file.terms == (Term("Term 3", date(2027, 8, 2), date(2027, 9, 20)),)
    assert [(one.date.isoformat(), one.kind) for one in file.exceptions] == [
        ("2027-07-01", "holiday"),
        ("2027-07-02", "holiday"),
        ("2027-09-20", "inset"),
    ]


def test_a_fault_in_a_workbook_is_told_with_its_row_and_an_archive_of_something_else_is_none():
    with pytest.raises(InputError, match=r"dates\.xlsx, line 2: has the start \"soon\""):
        read_dates(xlsx([("name", "start"), ("Trip", "soon")]), "dates.xlsx", BERLIN, FIRST, LAST)
    with pytest.raises(InputError, match=r"dates\.zip"):
        read_dates(packed({"a.csv": b"name,start"}), "dates.zip", BERLIN, FIRST, LAST)
