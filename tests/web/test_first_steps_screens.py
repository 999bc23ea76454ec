"""Setting a school up in the browser: five screens, each left and come back to, and wrong input at each."""

from __future__ import annotations

from io import BytesIO

import pytest
from browser import Browser
from builders import outbox

from coachsched.models import Membership, Partnership, School, TimetableRow, db
from coachsched.models.school import DayException
from coachsched.services import setup

WHO = {
    "school": "Elm School", "timezone": "Europe/Madrid", "name": "Ines Prado", "email": "ines@elm.test",
    "password": "four words in a row",
}  # fmt: skip
TIMETABLE = """teacher,day,period,class,subject,room
Prado,Mon,1,9A,Maths,12
Prado,Tue,2,9B,Maths,12
Mira Hofer,Mon,2,8A,Art,A1
Mira Hofer,Tue,1,8B,Art,A1
"""
PEOPLE = (
    "name,email,teacher\nInes Prado,ines@elm.test,\nMira Hofer,mira@elm.test,MH\nTom Ray,tom@elm.test,TR\n"
)
TERM = {"act": "save", "term-0-start": "2026-09-07", "term-0-end": "2027-06-18"}


@pytest.fixture
def page(make_app, clock) -> Browser:
    """The administrator of a school that holds nothing yet, on its second screen."""
    app = make_app("empty", demo=False)
    app.config["SETTINGS"] = app.config["SETTINGS"].__class__(
        **app.config["SETTINGS"].__dict__ | {"mail_url": "smtp://127.0.0.1:1"}
    )
    with app.app_context():
        link = setup.link("")
    browser = Browser(app).get(link)
    browser.post("/setup", key=link.partition("key=")[2], **WHO)
    browser.app = app  # type: ignore[attr-defined]
    return browser


def draft(page: Browser) -> str:
    """The path of the file that waits on the page shown."""
    return page.response.request.path


def timetable(page: Browser) -> None:
    page.post("/setup/timetable", text=TIMETABLE)
    path = draft(page)
    page.post(f"{path}/calendar")
    page.post(f"{path}/application", seen=page.fields("seen")[0])


def people(page: Browser, text: str = PEOPLE) -> None:
    page.post("/setup/people", text=text)
    page.post(f"{draft(page)}/application", seen=page.fields("seen")[0])


def count(page: Browser, table) -> int:  # type: ignore[no-untyped-def]
    with page.app.app_context():  # type: ignore[attr-defined]
        return db.session.scalar(db.select(db.func.count()).select_from(table)) or 0


def test_the_invitation_shown_says_which_language_it_is_in(page: Browser):
    people(page)
    page.client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "fr"
    page.get("/setup/people")
    assert '<html lang="fr"' in page.text
    assert page.tree.find(".//div[@lang='en']/p/b").text == "Peer coaching: come and have a look"


def test_one_screen_after_the_other_to_the_first_partnership(page: Browser):
    assert "Step 2 of 5" in page.words
    timetable(page)
    assert "Step 3 of 5" in page.words
    assert count(page, TimetableRow) == 4
    page.post("/setup/terms", **TERM)
    assert "Step 4 of 5" in page.words
    people(page)
    assert "3 people; 0 of them are in the timetable" in page.words
    page.post("/setup/people/names", **{"whose-Prado": "ines@elm.test", "whose-Mira Hofer": "mira@elm.test"})
    assert "2 of them are in the timetable" in page.words
    page.post("/setup/invitations")
    page.get("/setup/partnerships")
    (pair,) = [one.get("value") for one in page.tree.iter("input") if one.get("name") == "pair"]
    page.post("/setup/partnerships", pair=pair)
    assert "Your school is ready" in page.words
    assert count(page, Partnership) == 1
    assert "step by step" not in page.get("/").words


def test_it_can_be_left_at_any_point_and_tells_what_is_missing(page: Browser):
    for said, act in (
        ("No timetable yet", lambda: page.post("/setup/timetable", text=TIMETABLE)),
        ("no days and periods yet", lambda: page.post(f"{draft(page.get('/setup/timetable'))}/calendar")),
        ("not in force yet", lambda: page.get("/setup/terms").post("/setup/terms", **TERM)),
    ):
        assert said in page.get("/").words
        act()
    back = Browser(page.app).sign_in(WHO["email"], WHO["password"]).get("/setup/next")  # type: ignore[attr-defined]
    assert "Put it in force" in back.words
    assert "Nobody but you is here yet" in back.get("/").words


@pytest.mark.parametrize(
    ("path", "fields", "said"),
    [
        ("/setup/school", {"name": "", "timezone": "Europe/Madrid"}, "Give the school its name"),
        ("/setup/school", {"name": "Elm", "timezone": "Madrid"}, "not a time zone"),
        ("/setup/timetable", {"text": ""}, "is empty"),
        ("/setup/terms", {"act": "save"}, "Give the first day"),
        ("/setup/terms", TERM | {"term-0-end": "2026-01-01"}, "ends before it starts"),
        ("/setup/terms", TERM | {"term-0-end": "soon"}, "is no date"),
        ("/setup/people", {"text": " "}, "is empty"),
        ("/setup/people/names", {"whose-Nobody": "ines@elm.test"}, "not one of the names"),
        ("/setup/partnerships", {}, "Nobody is chosen"),
        ("/setup/partnerships", {"one": "1", "other": "1"}, "not two people"),
        ("/setup/partnerships", {"pair": "x-y"}, "not two people"),
    ],
)
def test_wrong_input_is_told_on_the_same_screen(page: Browser, path: str, fields: dict[str, str], said: str):
    assert said in page.post(path, 422, **fields).words


def test_a_list_of_people_brought_as_the_timetable_is_taken_for_what_it_is(page: Browser):
    page.post("/setup/timetable", text=PEOPLE)
    assert "That file is a list of people" in page.words
    assert "Step 4 of 5" in page.words


def test_a_file_in_another_encoding_asks_for_nothing_but_the_line_that_reads_right(page: Browser):
    file = BytesIO(TIMETABLE.replace("Art", "Künste").encode("cp1252")), "week.csv"
    page.post("/setup/timetable", file=file)
    assert "Which of these reads right?" in page.words
    assert "mending" not in page.words


def test_from_a_file_that_is_wrong_one_click_leads_to_where_it_is_brought_mended(page: Browser):
    page.post(
        "/setup/timetable", text=TIMETABLE.replace("room\n", "room,kind\n", 1).replace("12\n", "12,lesso\n")
    )
    assert 'Did you mean "lesson"?' in page.words
    (button,) = [one for one in page.tree.iter("button") if one.text == "Bring the mended file"]
    page.post(button.get("formaction"))
    assert page.response.request.path == "/setup/timetable"
    timetable(page)
    assert count(page, TimetableRow) == 4


def test_a_mistyped_day_makes_no_day_of_the_school_and_is_asked_about(page: Browser):
    page.post("/setup/timetable", text=TIMETABLE + "Prado,Mnday,1,9A,Maths,12\nPrado,Wed,2,9A,Maths,12\n")
    assert "Mon, Tue, Wed." in page.words
    page.post(f"{draft(page)}/calendar")
    assert "Which day, which period?" in page.words
    assert "Mnday (1 row)" in page.words


def test_one_person_may_stand_in_the_timetable_under_two_names(page: Browser):
    page.post("/setup/timetable", text=TIMETABLE + '"Prado, I",Mon,3,9A,Maths,12\n')
    page.post(f"{draft(page)}/calendar")
    page.post(f"{draft(page)}/application", seen=page.fields("seen")[0])
    people(page)
    page.post("/setup/people/names", **{"whose-Prado": "ines@elm.test", "whose-Prado, I": "ines@elm.test"})
    assert "1 of them is in the timetable" in page.words or "1 of them are in the timetable" in page.words
    assert not page.fields("whose-Prado, I")
    page.post("/setup/people/names", **{"whose-Mira Hofer": "ines@elm.test"})
    assert not page.fields("whose-Mira Hofer")


def test_an_administrator_who_is_no_coordinator_is_told_who_goes_on(page: Browser):
    timetable(page)
    page.post("/setup/terms", **TERM)
    roles = (
        "name,email,teacher,roles\nInes Prado,ines@elm.test,Prado,admin\nMira Hofer,mira@elm.test,Mira Hofer,"
    )
    people(page, roles + "teacher\n")
    page.post("/setup/invitations")
    assert "Nobody is coordinator yet" in page.get("/").words
    people(page, roles + "teacher+coordinator\n")
    assert "A coordinator brings the first two together" in page.get("/").words
    assert "/setup/partnerships" not in page.text
    assert "/setup/partnerships" not in page.get("/setup/people").text
    assert page.get("/setup/next").response.request.path == "/setup/ready"


def test_two_people_with_one_address_are_refused(page: Browser):
    page.post("/setup/people", text=PEOPLE + "Tim Ray,tom@elm.test,XX\n")
    assert "tom@elm.test" in page.words
    assert not page.fields("seen")[0]
    assert count(page, Membership) == 1


def test_days_off_come_from_the_country_of_the_time_zone_and_can_be_unticked(page: Browser):
    page.post("/setup/terms", **TERM | {"act": "look", "country": "ES"})
    offered = [one.get("value") for one in page.tree.iter("input") if one.get("name") == "pick"]
    assert any("2027-01-06" in one for one in offered)
    kept = [one for one in offered if "2027-01-06" in one]
    page.post("/setup/terms", **TERM, country="ES", seen="ES", entry=offered, pick=kept)
    with page.app.app_context():  # type: ignore[attr-defined]
        days = db.session.scalars(db.select(DayException)).all()
        assert [one.date.isoformat() for one in days] == ["2027-01-06"]


def test_nobody_is_told_twice_nor_before_it_is_said(page: Browser):
    people(page)
    assert "2 people have not been told yet" in page.words
    assert "Peer coaching: come and have a look" in page.words
    with page.app.app_context():  # type: ignore[attr-defined]
        assert outbox() == []
    page.post("/setup/invitations", when="hours").post("/setup/invitations")
    with page.app.app_context():  # type: ignore[attr-defined]
        told = outbox()
        assert sorted(one.recipient for one in told) == ["mira@elm.test", "tom@elm.test"]
        assert not any(one.urgent for one in told)
    assert "Everybody has been told" in page.words


def test_mail_that_is_not_set_up_is_told_before_anything_is_sent(page: Browser, tmp_path):
    people(page)
    app = page.app  # type: ignore[attr-defined]
    app.config["SETTINGS"] = app.config["SETTINGS"].__class__(
        **app.config["SETTINGS"].__dict__ | {"mail_url": f"maildir:{tmp_path}"}
    )
    assert "Mail is not set up yet" in page.get("/setup/people").words
    assert "reach nobody" in page.post("/setup/invitations", 409).words
    assert "Mail is not set up" in page.get("/people").words
    page.post("/people/invitations", 409)
    with app.app_context():
        assert outbox() == []
    page.post("/setup/invitations", folder="1")
    with app.app_context():
        assert len(outbox()) == 2


def test_the_school_is_corrected_later(page: Browser):
    page.post("/setup/school", name="Elm College", timezone="Atlantic/Canary")
    with page.app.app_context():  # type: ignore[attr-defined]
        school = db.session.scalars(db.select(School)).one()
        assert (school.name, school.timezone) == ("Elm College", "Atlantic/Canary")
