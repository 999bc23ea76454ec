"""school.toml: the whole calendar from one file, every fault at once and with its place."""

from datetime import date

import pytest

from coachsched.core.calendar import Bell, BellRule, DayException, Period, Rotation, Term
from coachsched.core.errors import InputError
from coachsched.importers.decoding import EncodingError
from coachsched.importers.school_toml import read_school

SCHOOL = """\
[school]
name = "Hillside"
timezone = "Africa/Johannesburg"

[rotation]
mode = "count"
labels = ["One", "Two", "Three"]
anchor = 2027-01-13

[[bell]]
name = "regular"
periods = [
  { label = "Before", kind = "before", start = 07:30:00, end = 07:55:00, meetings = true },
  { label = "1", kind = "lesson", start = 08:00:00, end = 08:45:00 },
]

[[bell]]
name = "late"
periods = [
  { label = "1", kind = "lesson", start = 09:00:00, end = 09:30:00 },
]

[[bell_rule]]
bell = "late"
weekday = "tue"
label = "Two"
from = 2027-02-01
to = 2027-02-28

[[term]]
name = "Term 1"
start = 2027-01-13
end = 2027-03-26

[[term]]
name = "Term 2"
start = 2027-04-06
end = 2027-06-25

[[exception]]
date = 2027-02-03
kind = "event"
label = "Three"
reanchor = true
counts = true
bell = "late"
note = "sports day"

[settings]
visit_minutes = 40
not_for_visits = ["Assembly"]
"""


def read(text):
    return read_school(text.encode(), "school.toml")


def changed(*pairs):
    """The school with some text replaced, each found exactly once."""
    text = SCHOOL
    for before, after in pairs:
        assert text.count(before) == 1
        text = text.replace(before, after)
    return text


def refusal(*pairs):
    with pytest.raises(InputError) as refused:
        read(changed(*pairs))
    return str(refused.value)


def line_of(words, text):
    return text[: text.index(words)].count("\n") + 1


def test_everything_in_the_file_reaches_the_calendar():
    school = read(SCHOOL)
    calendar = school.calendar
    assert (school.name, calendar.timezone) == ("Hillside", "Africa/Johannesburg")
    assert calendar.rotation == Rotation("count", ("One", "Two", "Three"), date(2027, 1, 13))
    assert calendar.bells == (
        Bell("regular", (Period("Before", "before", 450, 475, True), Period("1", "lesson", 480, 525))),
        Bell("late", (Period("1", "lesson", 540, 570),)),
    )
    assert calendar.rules == (BellRule("late", 1, "Two", date(2027, 2, 1), date(2027, 2, 28)),)
    assert calendar.terms[1] == Term("Term 2", date(2027, 4, 6), date(2027, 6, 25))
    assert calendar.exceptions == (
        DayException(date(2027, 2, 3), "event", "Three", True, True, "late", "sports day"),
    )
    assert school.settings == {"visit_minutes": 40, "not_for_visits": ["Assembly"]}


def test_sites_are_a_table_in_one_line_or_of_their_own():
    wanted = {"North": ["N*"], "South": ["S*", "Gym"]}
    inline = 'sites = { North = ["N*"], South = ["S*", "Gym"] }'
    own = '[settings.sites]\nNorth = ["N*"]\nSouth = ["S*", "Gym"]'
    for written in (inline, own):
        school = read(changed(('not_for_visits = ["Assembly"]', written)))
        assert school.settings["sites"] == wanted


def test_funds_are_a_table_in_one_line_or_of_their_own():
    wanted = {"Release days": {"school": 40, "partnership": 4}, "Grant": {"school": 12}}
    inline = 'funds = { "Release days" = { school = 40, partnership = 4 }, Grant = { school = 12 } }'
    own = '[settings.funds]\n"Release days" = { school = 40, partnership = 4 }\nGrant = { school = 12 }'
    for written in (inline, own):
        school = read(changed(('not_for_visits = ["Assembly"]', written)))
        assert school.settings["funds"] == wanted


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_and_a_byte_order_mark_do_not_matter(end):
    assert read_school(SCHOOL.replace("\n", end).encode("utf-8-sig"), "school.toml") == read(SCHOOL)


def test_the_order_of_terms_and_exceptions_in_the_file_changes_nothing():
    term = '[[term]]\nname = "Term 1"\nstart = 2027-01-13\nend = 2027-03-26\n'
    text = changed((term, ""), ("[settings]", f"{term}\n[settings]"))
    assert read(text) == read(SCHOOL)


def test_weeks_are_counted_from_the_labels_unless_given():
    labels = ", ".join(f'"{week}{day}"' for week in "AB" for day in range(5))
    text = changed(
        ('mode = "count"', 'mode = "week"'), ('labels = ["One", "Two", "Three"]', f"labels = [{labels}]"),
        ('label = "Two"\n', ""), ('label = "Three"\n', ""),
    )  # fmt: skip
    assert read(text).calendar.rotation.weeks == 2


def test_weekdays_are_read_in_the_schools_order():
    text = changed(("anchor = 2027-01", 'weekdays = ["Sun", "mon", "Tuesday"]\nanchor = 2027-01'))
    assert read(text).calendar.rotation.weekdays == (6, 0, 1)


def test_a_weekday_rotation_needs_no_anchor():
    weekdays = 'mode = "weekday"\nweekdays = ["mon", "tue", "wed"]'
    text = changed(('mode = "count"', weekdays), ("anchor = 2027-01-13\n", ""))
    assert read(text).calendar.rotation.mode == "weekday"
    assert "anchor is missing" in refusal(("anchor = 2027-01-13\n", ""))


def test_a_syntax_error_is_told_with_its_line_and_what_to_write():
    told = refusal(("start = 08:00:00", "start = 08:00"))
    assert told.startswith("school.toml, line 14: cannot be read as TOML")
    assert "08:45:00" in told
    assert "school.toml, line 2: " in refusal(('"Hillside"', "Hillside"))


@pytest.mark.parametrize(
    ("before", "after", "place", "what"),
    [
        ('"Africa/Johannesburg"', '"Africa/Johanesburg"', "school", 'mean "Africa/Johannesburg"?'),
        ('"Africa/Johannesburg"', '"Africa"', "school", '"Africa" is not a time zone'),
        ('"Africa/Johannesburg"', '"../../etc/passwd"', "school", "is not a time zone"),
        ('"Hillside"', "7", "school", "name: 7 is a whole number, not text"),
        ('"Hillside"', '" "', "school", "name: is empty"),
        ('"Hillside"', '"Hill\\r\\nBcc: x"', "school", "name: must be one line"),
        ('"count"', '"counts"', "rotation", 'Did you mean "count"?'),
        ('["One", "Two", "Three"]', "[1, 2]", "rotation", 'Write it in quotation marks: "1".'),
        ('["One", "Two", "Three"]', '"One"', "rotation", "labels: 'One' is text, not a list"),
        ("anchor = 2027-01-13", 'anchor = "2027-01-13"', "rotation", "is text, not a date"),
        ("anchor = 2027-01-13", "anchor = 2027-01-13T08:00:00", "rotation", "is a date with a time"),
        ("anchor = 2027-01", "weeks = 2.0\nanchor = 2027-01", "rotation", "weeks: 2.0 is a decimal number"),
        ("start = 07:30:00", 'start = "07:30"', 'bell "regular", period "Before"', "not a time"),
        ("end = 07:55:00", "end = 07:55:30", 'bell "regular", period "Before"', "not a whole minute"),
        ("meetings = true", "meetings = 1", 'bell "regular", period "Before"', "not true or false"),
        ('"before"', '"befor"', 'bell "regular", period "Before"', 'Did you mean "before"?'),
        ('"tue"', '"teu"', "bell rule 1", 'Did you mean "tue"?'),
        ("counts = true", 'counts = "true"', "exception 2027-02-03", "not true or false"),
        ("visit_minutes = 40", "visit_minutes = 400", "settings", "must be between 0 and 240"),
        ("visit_minutes = 40", "visit_minutes = 40.5", "settings", "must be a whole number"),
        ("visit_minutes = 40", "funds = { Grant = 12 }", "settings", 'needs for "Grant" how much'),
        ("visit_minutes = 40", 'sites = ["N*"]', "settings", "must be a table of sites"),
        ("visit_minutes = 40", 'sites = { North = "N*" }', "settings", 'a list of rooms for "North"'),
    ],
)
def test_a_wrong_value_is_told_with_its_place(before, after, place, what):
    told = refusal((before, after))
    line = line_of(after, changed((before, after)))
    assert told.startswith(f"school.toml, line {line}, {place}")
    assert what in told
    assert len(told.splitlines()) == 1


@pytest.mark.parametrize(
    ("before", "after", "place", "meant"),
    [
        ("[settings]", "[setings]", "", "settings"),
        ("timezone", "time_zone", "school", "timezone"),
        ("meetings = true", "meeting = true", 'bell "regular", period "Before"', "meetings"),
        ("note =", "notes =", "exception 2027-02-03", "note"),
        ("visit_minutes", "visit_minute", "settings", "visit_minutes"),
    ],
)
def test_an_unknown_word_is_told_with_the_nearest_known_one(before, after, place, meant):
    told = refusal((before, after))
    line = line_of(after, changed((before, after)))
    assert f"school.toml, line {line}{place and ', '}{place}: " in told
    assert f'Did you mean "{meant}"?' in told


@pytest.mark.parametrize(
    ("before", "after", "at", "place"),
    [
        ("start = 2027-04-06", "start = 2027-03-26", '[[term]]\nname = "Term 2"', "term 2 (Term 2): "),
        ('bell = "late"\nweekday', 'bell = "lat"\nweekday', "[[bell_rule]]", 'bell rule 1 ("lat")'),
        ('label = "Three"\n', 'label = "Four"\n', "[[exception]]", "exception 2027-02-03"),
        ("start = 08:00:00", "start = 07:50:00", "start = 07:50:00", 'bell "regular", period "1"'),
        (
            'name = "late"',
            'name = "regular"',
            '[[bell]]\nname = "regular"\nperiods = [\n  { label = "1"',
            'bell "regular"',
        ),
        ('"Three"]', '"Two"]', "[rotation]", "rotation"),
    ],
)
def test_what_does_not_fit_together_is_told_with_its_place(before, after, at, place):
    line = line_of(at, changed((before, after)))
    assert f"school.toml, line {line}, {place}" in refusal((before, after))


def test_all_faults_are_told_at_once():
    told = refusal(
        ("timezone =", "timezon ="),
        ("2027-06-25", '"25 June"'),
        ("08:45:00", '"8:45"'),
        ('"sports day"', "5"),
        ("visit_minutes = 40", "visit_minutes = -1"),
    )
    for fault in ('"timezon"', "timezone is missing", "25 June", "8:45", "note: 5", "visit_minutes"):
        assert fault in told


def test_a_fault_elsewhere_does_not_hide_that_the_calendar_does_not_fit():
    told = refusal(("timezone =", "timezon ="), ("start = 2027-04-06", "start = 2027-03-26"))
    assert "timezone is missing" in told
    assert "term 2 (Term 2)" in told


@pytest.mark.parametrize("missing", ["school", "rotation", "bell", "term"])
def test_a_missing_table_is_told(missing):
    text = SCHOOL.replace(f"[{missing}]", f"[other_{missing}]")
    with pytest.raises(InputError, match=rf"has no \[+{missing}\]"):
        read(text)


def test_single_and_double_brackets_are_told_apart():
    with pytest.raises(InputError, match=r"line 1: school is not one table\. Write \[school\] once"):
        read(SCHOOL.replace("[school]", "[[school]]"))
    with pytest.raises(InputError, match=r"Write \[\[exception\]\]"):
        read(SCHOOL.replace("[[exception]]", "[exception]"))


@pytest.mark.parametrize("text", ["a = " + "[" * 5000, "a = " + "9" * 5000, "a = 1\na = 2\n", "a = \x00"])
def test_hostile_text_is_refused_not_crashed_on(text):
    with pytest.raises(InputError, match=r"school\.toml"):
        read(text)


def test_an_encoding_that_is_not_utf_8_and_a_huge_file_are_refused():
    with pytest.raises(EncodingError, match="line 2"):
        read_school(SCHOOL.replace("Hillside", "École").encode("windows-1252"), "school.toml")
    with pytest.raises(InputError, match="too large"):
        read_school(b"#" * 1_000_001, "school.toml")
