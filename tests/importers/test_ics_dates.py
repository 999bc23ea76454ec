"""Terms and days off from calendars: EDGE-CASES 67, 68, 71 and 73."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from invented_calendars import BERLIN, all_day, calendar, event, term_dates

from coachsched.core.calendar import Term
from coachsched.core.errors import InputError
from coachsched.importers.date_words import edge_of, kind_of
from coachsched.importers.dates import read_dates
from coachsched.importers.dates_file import DatesFile

FIRST, LAST = date(2026, 1, 1), date(2029, 12, 31)


def read(*events: str, zone: ZoneInfo = BERLIN) -> DatesFile:
    return read_dates(calendar(*events).encode(), "school.ics", zone, FIRST, LAST)


def days(file: DatesFile) -> dict[str, str]:
    return {day.date.isoformat(): day.kind for day in file.exceptions}


def test_a_schools_own_calendar_is_sorted_out():
    file = read_dates(term_dates().encode(), "school.ics", BERLIN, FIRST, LAST)
    assert file.terms == (Term("Summer term", date(2027, 4, 12), date(2027, 7, 2)),)
    # All-day ends are exclusive: half term of 31 May to 5 June ends on Friday the 4th.
    assert days(file) == {
        "2027-05-31": "holiday", "2027-06-01": "holiday", "2027-06-02": "holiday", "2027-06-03": "holiday",
        "2027-06-04": "holiday", "2027-06-07": "inset", "2027-06-21": "exam", "2027-06-22": "exam",
        "2027-06-23": "exam", "2027-06-24": "exam", "2027-06-25": "exam", "2027-07-02": "event",
    }  # fmt: skip
    assert [day.date for day in file.cancelled] == [date(2027, 6, 11)]
    assert [one.what for one in file.left_out] == [
        "does not say that it is a holiday, staff day, closure, exam, event or term.",
        "has a time of day, so the day stays a school day.",
    ]


def test_an_event_of_several_days_has_the_dates_of_the_schools_zone():
    """Midnight to midnight in Berlin, written in UTC: 15 to 17 February, not the 14th."""
    file = read(event("a", ":20270214T230000Z", ":20270217T230000Z", "Holiday"))
    assert list(days(file)) == ["2027-02-15", "2027-02-16", "2027-02-17"]


def test_the_same_instants_are_other_dates_elsewhere():
    file = read(
        event("a", ":20270214T110000Z", ":20270216T110000Z", "Holiday"), zone=ZoneInfo("Pacific/Auckland")
    )
    assert list(days(file)) == ["2027-02-15", "2027-02-16"]


def test_a_long_weekend_from_friday_evening_leaves_friday_and_monday():
    file = read(event("a", ":20270212T150000Z", ":20270215T060000Z", "Holiday"))
    assert list(days(file)) == ["2027-02-13", "2027-02-14"]


def test_a_day_without_an_end_is_one_day():
    assert days(read(all_day("a", date(2027, 2, 3), None, "INSET"))) == {"2027-02-03": "inset"}


def test_a_holiday_that_comes_every_year_is_there_every_year():
    file = read(all_day("a", date(2020, 5, 3), date(2020, 5, 4), "Public holiday", "RRULE:FREQ=YEARLY"))
    assert list(days(file)) == ["2026-05-03", "2027-05-03", "2028-05-03", "2029-05-03"]


def test_a_term_is_told_by_where_it_begins_and_ends():
    file = read(
        all_day("a", date(2027, 1, 18), None, "Term 1 begins"),
        all_day("b", date(2027, 3, 26), None, "Term 1 ends"),
        all_day("c", date(2027, 4, 12), None, "Term 2 begins"),
        event("d", ":20270625T100000Z", "", "Term 2 ends"),
    )
    assert file.terms == (
        Term("Term 1", date(2027, 1, 18), date(2027, 3, 26)),
        Term("Term 2", date(2027, 4, 12), date(2027, 6, 25)),
    )
    assert file.left_out == ()


def test_first_and_last_day_of_school_are_a_term():
    file = read(
        all_day("a", date(2026, 9, 14), None, "Erster Schultag"),
        all_day("b", date(2027, 7, 30), None, "Letzter Schultag"),
    )
    assert [(term.start, term.end) for term in file.terms] == [(date(2026, 9, 14), date(2027, 7, 30))]


def test_a_beginning_without_its_end_is_told():
    file = read(all_day("a", date(2027, 1, 18), None, "Term 1 begins"))
    assert [one.what for one in file.left_out] == ["begins a term whose end is not there."]


def test_a_school_year_over_new_year_gives_way_to_its_terms():
    file = read(
        all_day("y", date(2026, 8, 31), date(2027, 7, 10), "School year 2026/27"),
        all_day("a", date(2026, 8, 31), date(2026, 12, 19), "Autumn term"),
        all_day("b", date(2027, 1, 4), date(2027, 7, 10), "Spring term"),
    )
    assert [term.name for term in file.terms] == ["Autumn term", "Spring term"]
    assert [one.what for one in file.left_out] == ["holds other terms, which are taken instead."]


def test_a_school_year_alone_is_a_term():
    file = read(all_day("y", date(2026, 8, 31), date(2027, 7, 10), "School year 2026/27"))
    assert file.terms == (Term("School year 2026/27", date(2026, 8, 31), date(2027, 7, 9)),)


def test_terms_that_overlap_are_refused_with_their_place():
    with pytest.raises(
        InputError, match='"Spring term" on 2027-03-01: begins on 2027-03-01, before "Winter term"'
    ):
        read(
            all_day("a", date(2027, 1, 4), date(2027, 3, 6), "Winter term"),
            all_day("b", date(2027, 3, 1), date(2027, 6, 1), "Spring term"),
        )


def test_a_holiday_within_a_holiday_is_one_day_with_the_longer_name():
    file = read(
        all_day("a", date(2027, 3, 26), None, "Bank holiday"),
        all_day("b", date(2027, 3, 22), date(2027, 4, 3), "Easter holidays"),
    )
    assert {day.note for day in file.exceptions} == {"Easter holidays"}
    assert len(file.exceptions) == 12


@pytest.mark.parametrize(
    "title",
    ["First day back after half term", "Half term begins", "Ferienbeginn", "Last day before the holidays",
     "Letzter Tag vor den Ferien", "Fin des vacances"],
)  # fmt: skip
def test_the_day_beside_a_holiday_stays_a_school_day(title: str):
    file = read(all_day("a", date(2027, 2, 22), None, title))
    assert file.exceptions == ()
    assert len(file.left_out) == 1


def test_a_public_holiday_that_remembers_an_end_is_a_holiday():
    file = read(all_day("a", date(2027, 5, 8), None, "Public holiday: end of the war"))
    assert days(file) == {"2027-05-08": "holiday"}


def test_a_calendar_without_events_is_said_to_have_none():
    with pytest.raises(InputError, match=r"school\.ics: holds no events from 2026-01-01 to 2029-12-31"):
        read()


def test_what_lasts_for_years_is_left_out():
    file = read(all_day("a", date(2026, 1, 1), date(2028, 1, 1), "Holiday"))
    assert (file.exceptions, [one.what for one in file.left_out]) == ((), ["is longer than a year."])


def test_a_category_may_say_what_the_title_does_not():
    file = read(all_day("a", date(2027, 2, 3), None, "Mariä Lichtmess", "CATEGORIES:Feiertag"))
    assert days(file) == {"2027-02-03": "holiday"}


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Christmas holidays", "holiday"), ("Half term", "holiday"), ("Herbstferien", "holiday"),
        ("Vacances de la Toussaint", "holiday"), ("Día festivo", "holiday"), ("Feriado nacional", "holiday"),
        ("Vacanze di Natale", "holiday"), ("Herfstvakantie", "holiday"), ("Høstferie", "holiday"),
        ("INSET day", "inset"), ("Pädagogischer Tag", "inset"), ("Journée pédagogique", "inset"),
        ("Studiedag", "inset"), ("Staff Development Day", "inset"), ("Pupil-free day", "inset"),
        ("Snow day", "closure"), ("Hitzefrei ab 11 Uhr", "closure"),
        ("Exam week", "exam"), ("Abiturprüfungen", "exam"), ("Exámenes finales", "exam"),
        ("Sports Day", "event"), ("Wandertag", "event"), ("Projektwoche", "event"),
        ("Term 1", "term"), ("2. Halbjahr", "term"), ("Primer trimestre", "term"),
        ("Make-up day for 3 February", "teaching"),
        ("Autumn term (half term 26 to 30 October)", "term"),
        ("Year 9 options evening", None), ("Determination workshop", None), ("Choir", None), ("", None),
    ],
)  # fmt: skip
def test_titles_say_what_they_are(title: str, kind: str | None):
    assert kind_of(title) == kind


@pytest.mark.parametrize(
    ("title", "edge"),
    [
        ("Term 1 begins", (True, "Term 1")),
        ("End of Autumn term", (False, "Autumn term")),
        ("Last day of term (12:00)", (False, "term")),
        ("School reopens", (True, "School")),
        ("Half term begins", None),
        ("Term 1", None),
        ("Friends of the school", None),
        ("Weekend at school", None),
    ],
)
def test_titles_say_where_a_term_begins_and_ends(title: str, edge: tuple[bool, str] | None):
    assert edge_of(title) == edge
