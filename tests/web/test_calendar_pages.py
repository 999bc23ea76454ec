"""The forms on which a school's calendar is run: previews, rows, and what is said of a slip."""

from __future__ import annotations

import pytest
from browser import Browser, parse
from builders import ADMIN, COACH, FRI, book, the_school
from calendar_pages import sent

from coachsched.forms import bells, rotation, rules, settings, special_day, terms
from coachsched.services import schools as applying
from coachsched.store import schools

FRIDAY = "/calendar/days/2027-01-15"
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
def admin(signed_in) -> Browser:
    return signed_in(ADMIN)


def calendar(app):
    with app.app_context():
        return schools.read_calendar(the_school())


def beside(page: Browser, field: str) -> str:
    """The words of the fault beside a field."""
    node = next(one for one in page.tree.iter() if one.get("id") == f"{field}-error")
    return "".join(node.itertext())


def test_a_month_shows_cycle_days_closed_days_and_notes(app, admin, signed_in):
    admin.post("/calendar/days/2027-02-08", act="save", kind="inset", note="Staff training & <b>lunch</b>")
    page = signed_in(COACH).get("/calendar/months/2027-02")
    assert "Staff training & <b>lunch</b>" in page.words
    assert "8 Staff day" in page.words
    assert "/calendar/terms" not in page.text


def test_months_lead_on_as_far_as_the_calendar_speaks(signed_in):
    page = signed_in(COACH)
    assert '"/calendar/months/2027-02"' in page.get("/calendar/months/2027-01").text
    assert "/calendar/months/2026-12" not in page.text
    assert "/calendar/months/2027-07" not in page.get("/calendar/months/2027-06").text


@pytest.mark.parametrize(
    "path", ["months/2027-13", "months/2027", "days/2027-02-30", "days/today", "days/9999-12-31"]
)
def test_what_is_no_date_is_not_there(signed_in, path):
    signed_in(COACH).get(f"/calendar/{path}", 404)


def test_everybody_sees_a_day_and_only_who_runs_the_calendar_its_form(admin, signed_in):
    assert "School day: Fri, regular bells." in signed_in(COACH).get(FRIDAY).words
    assert "What is special" not in signed_in(COACH).get(FRIDAY).words
    assert "What is special" in admin.get(FRIDAY).words


def test_a_preview_without_scripts_shows_before_and_after_and_writes_nothing(app, admin, dumped):
    with app.app_context():
        book((FRI, "3"))
    before = dumped()
    page = admin.post(FRIDAY, act="preview", kind="holiday", note="A long weekend")
    assert dumped() == before
    assert "1 date would change" in page.words
    assert "before: Fri after: Holiday" in page.words
    assert "2 booked meetings would no longer work" in page.words
    assert "Classroom visit on Fri 15 Jan, period 3: called off, no school that day" in page.words
    assert page.fields("note") == ["A long weekend"]


def test_a_preview_for_a_script_is_a_part_of_the_page(admin, dumped):
    before = dumped()
    admin.get(FRIDAY)
    fields = {"csrf_token": admin.token, "kind": "exam"}
    answer = admin.client.post(FRIDAY, data=fields, headers=HTMX)
    assert (answer.status_code, "<html" in answer.text) == (200, False)
    assert "after: Exams" in " ".join("".join(parse(answer.text)[0].itertext()).split())
    wrong = admin.client.post(FRIDAY, data=fields | {"kind": "party"}, headers=HTMX)
    assert (wrong.status_code, "<html" in wrong.text) == (422, False)
    assert "Choose one of these." in wrong.text
    assert dumped() == before


def test_a_day_saved_and_made_ordinary_again(app, admin):
    page = admin.post(FRIDAY, act="save", kind="teaching", label="Mon")
    assert "Saved." in page.words
    assert calendar(app).day(FRI).cycle_day == "Mon"
    admin.post(FRIDAY, act="save", kind="")
    assert calendar(app).day(FRI).reason is None


def test_saving_says_what_became_of_booked_meetings(app, admin):
    with app.app_context():
        book((FRI, "3"))
    page = admin.post(FRIDAY, act="save", kind="exam")
    assert "2 booked meetings need a new time." in page.words


def test_what_was_changed_meanwhile_is_shown_again_before_it_is_saved(app, admin):
    page = admin.get(FRIDAY)
    (revision,) = page.fields("revision")
    admin.post("/calendar/days/2027-01-18", act="save", kind="holiday")
    page = admin.post(FRIDAY, 409, act="save", kind="holiday", note="Mine", revision=revision)
    assert "Somebody else has changed the school meanwhile." in page.words
    assert page.fields("note") == ["Mine"]
    admin.post(FRIDAY, act="save", kind="holiday", revision=page.fields("revision")[0])
    assert not calendar(app).day(FRI).open


def test_a_term_that_ends_before_it_starts_is_told_beside_it(app, admin, dumped):
    before = dumped()
    form = terms.shown(calendar(app).terms)
    form.fields["term-1-end"] = ["2027-04-01"]
    page = admin.post("/calendar/terms", 422, **sent(form))
    assert "it ends before it starts" in beside(page, "term-1-start")
    assert page.fields("term-1-end") == ["2027-04-01"]
    assert dumped() == before


def test_an_empty_row_is_no_term_and_a_half_filled_one_is_asked_about(app, admin):
    form = terms.shown(calendar(app).terms)
    form.add_row(terms.GROUP, terms.EMPTY)
    admin.post("/calendar/terms", **sent(form))
    assert len(calendar(app).terms) == 2
    form.fields["term-2-name"] = ["Autumn"]
    page = admin.post("/calendar/terms", 422, **sent(form))
    assert beside(page, "term-2-start") == "Give the first day."
    assert page.fields("term-2-name") == ["Autumn"]


def test_rows_come_and_go_by_buttons_and_nothing_is_saved_yet(app, admin, dumped):
    before = dumped()
    form = terms.shown(calendar(app).terms)
    page = admin.post("/calendar/terms", **sent(form, "add"))
    assert page.fields("term-2-name") == [""]
    page = admin.post("/calendar/terms", **sent(form, "remove-0"))
    assert (page.fields("term-0-name"), page.fields("term-1-name")) == ([], ["Summer term"])
    assert dumped() == before


def test_a_few_numbers_fill_a_bell_that_can_be_saved(app, admin, dumped):
    before = dumped()
    form = bells.shown(None, usual=False)
    form.fields |= {
        "name": ["half day"],
        "make-first": ["8.30"],
        "make-lessons": ["3"],
        "make-minutes": ["30"],
    }
    page = admin.post("/calendar/bells/new", **sent(form, "make"))
    assert page.fields("period-0-from") + page.fields("period-0-to") == ["8:30", "9:00"]
    assert dumped() == before
    made = bells.shown(None, usual=False)
    made.fields = {
        one.get("name"): [one.get("value") or ""]
        for one in page.tree.iter("input")
        if one.get("type") == "text"
    }
    for row in made.rows(bells.GROUP):
        made.fields[f"period-{row}-kind"] = ["lesson"]
    admin.post("/calendar/bells/new", **sent(made))
    assert [bell.name for bell in calendar(app).bells] == ["regular", "half day"]
    assert [one.label for one in calendar(app).bells[1].periods] == ["1", "2", "Break", "3"]


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("make-first", "early", '"early" is no time between 0:00 and 23:59. Write it like 8:15.'),
        ("make-lessons", "many", "Write a whole number between 1 and 30."),
        ("make-break-after", "2 and 9", "Write numbers from 1 to 30, such as 2, 4."),
        ("make-minutes", "290", ""),
    ],
)
def test_numbers_that_fill_no_day_are_told_beside_them(admin, field, typed, words):
    form = bells.shown(None, usual=False)
    form.fields[field] = [typed]
    page = admin.post("/calendar/bells/new", 422, **sent(form, "make"))
    if words:
        assert beside(page, field) == words
    else:
        assert "midnight" in beside(page, "make-lessons")
    assert page.fields(field) == [typed]


def test_periods_typed_out_of_order_are_put_in_order(app, admin):
    form = bells.shown(calendar(app).bells[0], usual=True)
    form.add_row(bells.GROUP, {"label": "Dawn", "kind": "before", "from": "6", "to": "06.30"})
    admin.post("/calendar/bells/1", **sent(form))
    assert [one.label for one in calendar(app).bells[0].periods][:2] == ["Dawn", "Before"]


def test_periods_that_overlap_are_told_beside_the_later(app, admin, dumped):
    before = dumped()
    form = bells.shown(calendar(app).bells[0], usual=True)
    form.fields["period-2-from"] = ["8:40"]
    page = admin.post("/calendar/bells/1", 422, **sent(form))
    assert 'it starts before "1" has ended' in beside(page, "period-2-from")
    assert dumped() == before


def test_a_bell_that_a_rule_rings_is_not_removed(app, admin):
    late = bells.shown(calendar(app).bells[0], usual=False)
    late.fields["name"] = ["late"]
    admin.post("/calendar/bells/new", **sent(late))
    admin.post("/calendar/bells/rules", act="save", **{"rule-0-bell": "late", "rule-0-weekday": "1"})
    page = admin.post("/calendar/bells/2", 422, **sent(late), remove="1")
    assert 'Bell rule 1 ("late"): there is no bell "late".' in beside(page, "remove")
    admin.post("/calendar/bells/rules", act="save")
    admin.post("/calendar/bells/2", **sent(late), remove="1")
    assert [bell.name for bell in calendar(app).bells] == ["regular"]


def test_a_rule_is_shown_as_it_was_made(app, admin):
    form = rules.shown([])
    form.add_row(
        rules.GROUP, {"bell": "regular", "weekday": "6", "label": "Tue", "from": "", "to": "2027-03-01"}
    )
    admin.post("/calendar/bells/rules", **sent(form))
    page = admin.get("/calendar/bells/rules")
    chosen = [one.text for one in page.tree.iter("option") if one.get("selected") is not None]
    assert chosen == ["regular", "Sunday", "Tue"]
    assert page.fields("rule-0-to") == ["2027-03-01"]


def test_labels_that_do_not_fit_the_weeks_are_told_beside_them(app, admin, dumped):
    before = dumped()
    form = rotation.shown(calendar(app).rotation)
    form.fields |= {"mode": ["week"], "weeks": ["2"]}
    page = admin.post("/calendar/rotation", 422, **sent(form))
    assert "5 labels for 2 week(s) of 5 days" in beside(page, "labels")
    assert page.fields("labels") == ["Mon\nTue\nWed\nThu\nFri"]
    assert dumped() == before


def test_labels_left_empty_are_the_weekdays_with_a_letter_a_week(app, admin):
    form = rotation.shown(calendar(app).rotation)
    form.fields |= {
        "mode": ["week"],
        "weeks": ["2"],
        "labels": [""],
        "weekdays": ["6", "0"],
        "week_begins": ["6"],
    }
    admin.post("/calendar/rotation", **sent(form))
    assert calendar(app).rotation.labels == ("A-Sun", "A-Mon", "B-Sun", "B-Mon")
    assert calendar(app).rotation.weekdays == (6, 0)


def test_a_counted_rotation_needs_a_date_to_count_from(app, admin):
    form = rotation.shown(calendar(app).rotation)
    form.fields |= {"mode": ["count"], "anchor": [""], "weekdays": []}
    page = admin.post("/calendar/rotation", 422, **sent(form))
    assert beside(page, "anchor") == "Give the date that has the first label."
    assert beside(page, "weekdays") == "Tick the days on which there is school."


def test_a_week_of_holidays_is_said_once(app, admin):
    fields = {"kind": "holiday", "note": "Half-term", "until": "2027-02-19"}
    page = admin.post("/calendar/days/2027-02-12", act="preview", **fields)
    assert "6 dates would change" in page.words
    admin.post("/calendar/days/2027-02-12", act="save", **fields)
    closed = [one.date.isoformat() for one in calendar(app).exceptions if one.note == "Half-term"]
    days = (12, 15, 16, 17, 18, 19)
    assert closed == [f"2027-02-{day}" for day in days]
    admin.post("/calendar/days/2027-02-15", act="save", kind="", until="2027-02-19")
    assert [one.note for one in calendar(app).exceptions].count("Half-term") == 1


@pytest.mark.parametrize("until", ["2027-01-14", "2028-01-15", "soon"])
def test_days_alike_end_at_a_date_soon_after(admin, dumped, until):
    before = dumped()
    assert beside(admin.post(FRIDAY, 422, act="save", kind="holiday", until=until), "until")
    assert dumped() == before


def test_other_bells_for_a_day_need_its_kind_and_are_not_dropped(admin, dumped):
    before = dumped()
    page = admin.post(FRIDAY, 422, act="save", kind="", rings="regular")
    assert beside(page, "kind").startswith("Choose a kind of day too.")
    assert dumped() == before


def settings_form(**typed: str):
    form = settings.shown("Linden School", "Europe/Berlin", {})
    form.fields |= {name: [value] for name, value in typed.items()}
    return sent(form)


def test_settings_are_grouped_and_each_says_what_it_means(admin):
    words = admin.get("/settings").words
    assert (
        words.index("Visits and talks")
        < words.index("How long a visit lasts, in minutes")
        < words.index("Your words")
    )


def test_a_saved_setting_is_shown_and_obeyed(app, admin):
    page = admin.post(
        "/settings", **settings_form(visit_minutes="40", not_for_visits="Assembly\n\nTutor time")
    )
    assert page.fields("visit_minutes") == ["40"]
    with app.app_context():
        assert the_school().settings == {"visit_minutes": 40, "not_for_visits": ["Assembly", "Tutor time"]}
        assert schools.school_time(the_school()).rules.visit_minutes == 40


def test_sites_and_funds_come_through_the_page_and_the_schools_file_unchanged(app, admin, dumped):
    typed = {
        "sites": "North: N*, Gym\nSouth: S*\nNorth: Hall,",
        "travel_minutes": "15",
        "visits_per_week": "2",
        "funds": "Release days: 40, 4\nGrant: 12",
    }
    page = admin.post("/settings", **settings_form(**typed))
    assert page.fields("sites") == ["North: N*, Gym, Hall\nSouth: S*"]
    assert page.fields("funds") == [typed["funds"]]
    wanted = {
        "visits_per_week": 2,
        "sites": {"North": ["N*", "Gym", "Hall"], "South": ["S*"]},
        "travel_minutes": 15,
        "funds": {"Release days": {"school": 40, "partnership": 4}, "Grant": {"school": 12}},
    }
    with app.app_context():
        assert the_school().settings == wanted
        text = applying.as_toml(the_school())
        assert not applying.apply(text.encode(), "school.toml").changed
        twin = text.replace('name = "Linden School"', 'name = "Its twin"')
        assert applying.apply(twin.encode(), "twin.toml").school.settings == wanted
    before = dumped()
    admin.post("/settings", **settings_form(**{field: page.fields(field)[0] for field in typed}))
    assert dumped() == before


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("sites", "North", 'Needs a list of rooms for "North"'),
        ("sites", "North: Gym\nSouth: gym", 'Names the room "gym" twice'),
        ("funds", "Grant", '"Grant" is no fund with its amounts'),
        ("funds", "Grant: twelve", '"Grant: twelve" is no fund with its amounts'),
        ("funds", "Grant: 1\nGrant: 2", '"Grant" stands there twice'),
        ("funds", "Grant: 1\ngrant: 2", 'Names the fund "Grant" twice'),
        ("funds", ": 3", "Must have names on one line"),
        ("visits_per_week", "21", "Write a whole number between 0 and 20."),
        ("visit_minutes", "half an hour", "Write a whole number between 0 and 240."),
        ("horizon_days", "3", "Write a whole number between 7 and 200."),
        ("presence", "never", "Choose one of these."),
        ("timezone", "Europe/Berln", '"Europe/Berln" is not a time zone.'),
        ("name", " ", "Give the school its name."),
        ("word_coach", "a" * 70, "Must be a few words on one line"),
    ],
)
def test_a_wrong_setting_is_told_beside_it(admin, dumped, field, typed, words):
    before = dumped()
    page = admin.post("/settings", 422, **settings_form(**{field: typed}))
    assert words in beside(page, field)
    assert dumped() == before


@pytest.mark.parametrize("text", ["a\nb", "a\x00b", "\u202eevil", "x" * 201])
def test_what_a_file_would_refuse_a_page_refuses_too(admin, dumped, text):
    before = dumped()
    page = admin.post(FRIDAY, 422, act="save", kind="event", note=text)
    assert "Write it on one line" in beside(page, "note")
    assert dumped() == before


def test_accents_are_kept_in_one_form(app, admin):
    admin.post(FRIDAY, act="save", kind="event", note="Cafe\u0301 day")
    assert calendar(app).exceptions[0].note == "Caf\u00e9 day"


def test_the_form_of_a_day_shows_what_it_is(app, admin):
    form = special_day.shown(None)
    form.fields |= {"kind": ["exam"], "label": ["Thu"], "counts": ["1"], "note": ["Mocks"]}
    admin.post(FRIDAY, **sent(form))
    page = admin.get(FRIDAY)
    (shown,) = [one for one in page.tree.iter("form") if one.get("id") == "editor"]
    ticked = [one.get("name") for one in shown.iter("input") if one.get("checked") is not None]
    chosen = [one.text for one in shown.iter("option") if one.get("selected") is not None]
    assert (ticked, chosen) == (["counts"], ["Exams: open, no lessons to visit", "Thu", "as on other days"])
