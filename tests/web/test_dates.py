"""The administrator brings terms and days off through the pages: looks first, then takes."""

from __future__ import annotations

from io import BytesIO

import pytest
from browser import Browser
from builders import ADMIN, COACH, FRI, PASSWORD, book

from tests.importers.workbook_files import xlsx

HALF_TERM = "name,start,end\nHalf term,2027-01-15,2027-01-19\nInset day,2027-02-15,\n"
TWO_DAYS = "add|holiday|2027-01-15|2027-01-19|Half term"


@pytest.fixture
def admin(signed_in) -> Browser:
    return signed_in(ADMIN)


def look(page: Browser, text: str = HALF_TERM, status: int = 200, **fields) -> Browser:
    return page.post("/calendar/dates/preview", status, text=text, **fields)


def upload(page: Browser, data: bytes, name: str, status: int = 200) -> Browser:
    return page.post("/calendar/dates/preview", status, file=(BytesIO(data), name))


def ticks(page: Browser) -> dict[str, bool]:
    boxes = [one for one in page.tree.iter("input") if one.get("name") == "pick"]
    return {box.get("value") or "": box.get("checked") is not None for box in boxes}


def test_the_calendar_leads_there_those_who_may(admin: Browser, signed_in):
    assert 'href="/calendar/dates"' in admin.get("/calendar").text
    assert "/calendar/dates" not in signed_in(COACH).get("/calendar").text
    signed_in(COACH).get("/calendar/dates", 403)


def test_a_workbook_is_looked_at_like_a_table(admin: Browser):
    data = xlsx([("name", "start", "end"), ("Half term", "2027-01-15", "2027-01-19")])
    assert list(ticks(upload(admin, data, "dates.xlsx"))) == [TWO_DAYS]
    assert ".xlsx" in admin.get("/calendar/dates").text


def test_looking_writes_nothing_and_taking_takes_what_is_ticked(admin: Browser, dumped):
    before = dumped()
    look(admin)
    assert ticks(admin) == {TWO_DAYS: True, "add|inset|2027-02-15|2027-02-15|Inset day": True}
    assert dumped() == before
    admin.post("/calendar/dates", pick=TWO_DAYS, entry=list(ticks(admin)))
    assert "The calendar is up to date." in admin.words
    assert "Fri 15 Jan Holiday" in admin.words
    days = {row[2].isoformat() for row in dumped()["day_exception"]} - {"2027-02-08"}
    assert days == {"2027-01-15", "2027-01-18", "2027-01-19"}


def test_what_would_break_is_told_in_dates_and_counts(app, admin: Browser):
    with app.app_context():
        book((FRI, "3"))
    look(admin)
    assert "2 booked meetings do not stay as they are" in admin.words
    assert "Classroom visit, Fri 15 Jan, period 3: called off, no school that day" in admin.words
    assert "Clara" not in admin.words
    assert "Paul" not in admin.words
    admin.post("/calendar/dates", pick=TWO_DAYS)
    assert "2 booked meetings are called off" in admin.words


def test_other_ticks_can_be_looked_at_again(app, admin: Browser):
    with app.app_context():
        book((FRI, "3"))
    look(admin)
    entries = list(ticks(admin))
    admin.post("/calendar/dates/preview", entry=entries, pick=entries[1])
    assert list(ticks(admin).values()) == [False, True]
    assert "No booked meeting is touched" in admin.words


def test_the_same_again_has_nothing_to_take(admin: Browser):
    admin.post("/calendar/dates", pick=TWO_DAYS)
    look(admin, "name,start,end\nHalf term,2027-01-15,2027-01-19\n")
    assert "Nothing here would change your school's calendar." in admin.words
    assert "1 in your calendar already" in admin.words


def test_a_day_entered_by_hand_is_not_ticked(admin: Browser):
    look(admin, "name,start,kind\nCarnival,2027-02-08,holiday\n")
    assert ticks(admin) == {"replace|holiday|2027-02-08|2027-02-08|Carnival": False}
    assert "entered otherwise at your school Staff day" in admin.words


def test_a_file_is_uploaded(admin: Browser):
    calendar = (
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTART;VALUE=DATE:20270215\r\n"
        "SUMMARY:Holiday <b>&\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    upload(admin, calendar.encode(), "school.ics")
    assert ticks(admin) == {"add|holiday|2027-02-15|2027-02-15|Holiday <b>&": True}


def test_a_schools_whole_calendar_has_room_and_more_than_that_has_none(admin: Browser):
    row = "Holiday,2027-02-15,2027-02-16,\n"
    upload(admin, ("name,start,end,note\n" + row * 15_000).encode(), "dates.csv")
    assert len(ticks(admin)) == 1
    upload(admin, b"x" * 2_100_000, "dates.csv", 413)


def test_others_have_no_more_room_than_a_form_needs(signed_in):
    upload(signed_in(COACH), b"x" * 300_000, "dates.csv", 413)


def test_holidays_of_a_country_are_chosen_in_two_steps(admin: Browser):
    admin.get("/calendar/dates")
    assert "Germany" in admin.words
    admin.get("/calendar/dates?country=DE")
    assert "Berlin" in admin.words
    admin.post("/calendar/dates/preview", country="DE", subdivision="BE", years="2027")
    assert "add|holiday|2027-03-08|2027-03-08|Frauentag" in ticks(admin)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"text": ""}, "nothing was chosen or pasted"),
        ({"text": "name,start\nHoliday,3/4/2027\n"}, "Name the order"),
        ({"text": "name,start\nHoliday,2027-02-30\n"}, 'has the start "2027-02-30"'),
        ({"text": "BEGIN:VCALENDAR"}, "pasted text"),
        ({"country": "XX", "years": "2027"}, "is not a country known here"),
        ({"country": "DE", "years": "soon"}, "That is no year"),
        ({"country": "DE", "years": "2027", "subdivision": "Mars"}, "is not a part of DE"),
        ({"entry": "nonsense"}, "holds a line that cannot be read"),
        ({"entry": "add|party|2027-01-01|2027-01-01|x"}, "holds a line that cannot be read"),
    ],
)
def test_what_is_wrong_is_told_beside_the_form(admin: Browser, dumped, fields: dict[str, str], told: str):
    before = dumped()
    admin.post("/calendar/dates/preview", 422, **fields)
    assert told in admin.words
    assert dumped() == before


def test_an_unknown_country_in_the_address_is_told(admin: Browser):
    admin.get("/calendar/dates?country=Narnia", 422)
    assert "is not a country known here" in admin.words


def test_letters_stored_otherwise_are_asked_for(admin: Browser):
    upload(admin, "name,start\nPrüfung,2027-02-15\n".encode("cp1252"), "dates.csv", 422)
    assert "Western Europe" in admin.words
    data = (BytesIO("name,start\nPrüfung,2027-02-15\n".encode("cp1252")), "dates.csv")
    admin.post("/calendar/dates/preview", file=data, encoding="windows-1252")
    assert "add|exam|2027-02-15|2027-02-15|Prüfung" in ticks(admin)


@pytest.mark.parametrize(
    "picks", [[], ["nonsense"], ["add|term|2027-09-01|2029-09-01|Long"], ["add|term|2027-01-01|2027-01-02|"]]
)
def test_a_form_that_cannot_be_taken_changes_nothing(admin: Browser, dumped, picks: list[str]):
    before = dumped()
    admin.post("/calendar/dates", 422, pick=picks, entry=[TWO_DAYS])
    assert "mending first" in admin.words
    assert dumped() == before


def test_terms_that_clash_are_refused_whole(admin: Browser, dumped):
    before = dumped()
    picks = ["add|term|2027-09-01|2027-10-01|One", "add|term|2027-09-20|2027-11-01|Two"]
    admin.post("/calendar/dates", 422, pick=picks, entry=picks)
    assert 'overlaps "One"' in admin.words
    assert dumped() == before


def test_htmx_is_sent_to_the_calendar(admin: Browser):
    admin.get("/calendar/dates")
    fields = {"csrf_token": admin.token, "pick": TWO_DAYS}
    answer = admin.client.post("/calendar/dates", data=fields, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, "/calendar")


def test_an_administrator_of_another_school_changes_that_one_only(app, dumped):
    from coachsched.services import schools

    with app.app_context():
        password = schools.create("Elm School", "Europe/Paris", "head@elm.test")
    before = dumped()["day_exception"]
    Browser(app).sign_in("head@elm.test", password).post("/calendar/dates", pick=[TWO_DAYS])
    assert dumped()["day_exception"] == before
    Browser(app).sign_in(ADMIN, PASSWORD).post("/calendar/dates", pick=[TWO_DAYS])
    assert dumped()["day_exception"] != before
