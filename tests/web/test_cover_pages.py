"""The cover page, its fragments, the day sheet, the feed, and the page of a colleague who takes a class."""

from __future__ import annotations

import icalendar
import pytest
from arranging import set_rules
from browser import Browser, check
from builders import (
    COACH,
    COVER,
    MON,
    OTHER,
    PARTNER,
    THIRD,
    TUE,
    member,
    outbox,
    the_school,
    wants_cover,
)
from flask import Flask
from flask.testing import FlaskClient
from handles import Run, run_in
from parsers import read_mail, read_with_vobject

from coachsched.models import CoverRequest, db
from coachsched.services import cover, feeds, people_files

FRAGMENT = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
def request_id(app: Flask) -> int:
    """Clara's first lesson on Monday wants somebody."""
    with app.app_context():
        return wants_cover(COACH, MON, "1").id


@pytest.fixture
def arranger(signed_in) -> Browser:
    return signed_in(COVER)


def id_of(app: Flask, email: str) -> int:
    with app.app_context():
        return member(email).person_id


def approve(app: Flask, request_id: int, email: str = OTHER) -> int:
    """Let a colleague take it; the number of their entry."""
    with app.app_context():
        found = cover.approve(member(COVER), request_id, member(email).person_id).covering_id
        assert found
        return found


def state(app: Flask, request_id: int) -> str:
    with app.app_context():
        return db.session.get_one(CoverRequest, request_id).state


def test_a_card_says_class_room_teacher_and_minutes(arranger: Browser, request_id: int):
    words = arranger.get("/cover").words
    assert "Monday 18 January 2027" in words
    assert "7A English, room R1 Period 1, 08:00–08:45 , 45 minutes" in words
    assert "For Clara Lind: professional learning" in words
    assert "Omar Reyes, no cover yet" in words


def test_it_is_approved_with_a_name(app: Flask, arranger: Browser, request_id: int):
    arranger.post(f"/cover/requests/{request_id}/approval", colleague=id_of(app, OTHER))
    assert "Omar Reyes takes 7A and gets an invitation." in arranger.words
    assert "No class wants somebody at the moment." in arranger.words
    assert "Omar Reyes is asked to take it" in arranger.words


def test_it_is_not_possible(app: Flask, arranger: Browser, request_id: int):
    arranger.post(f"/cover/requests/{request_id}/refusal")
    assert "Not possible." in arranger.words
    assert state(app, request_id) == "refused"


def test_without_a_name_the_form_comes_back(app: Flask, arranger: Browser, request_id: int):
    arranger.post(f"/cover/requests/{request_id}/approval", status=422)
    assert "Choose who takes the class." in arranger.words
    assert state(app, request_id) == "asked"


def test_what_somebody_settled_meanwhile_is_shown_as_it_is(app: Flask, arranger: Browser, request_id: int):
    approve(app, request_id)
    arranger.post(f"/cover/requests/{request_id}/refusal", status=409)
    assert "Omar Reyes is asked to take it" in arranger.words


def test_htmx_gets_the_list_alone(app: Flask, arranger: Browser, request_id: int):
    path = f"/cover/requests/{request_id}/approval"
    arranger.get("/cover")
    fields = {"csrf_token": arranger.token, "colleague": id_of(app, OTHER)}
    answer = arranger.client.post(path, data=fields, headers=FRAGMENT)
    assert answer.status_code == 200
    assert answer.text.strip().startswith('<div id="requests">')
    assert "Omar Reyes takes 7A" in answer.text
    check(answer.text)
    again = arranger.client.post(path, data=fields, headers=FRAGMENT)
    assert (again.status_code, "<html" in again.text) == (409, False)


def test_one_day_alone(app: Flask, arranger: Browser, request_id: int):
    with app.app_context():
        wants_cover(PARTNER, TUE, "3")
    assert "8B Maths" not in arranger.get(f"/cover?on={MON}").words
    assert "8B Maths" in arranger.get(f"/cover?on={TUE}").words
    both = arranger.get("/cover?on=whenever").words
    assert "8B Maths" in both
    assert "7A English" in both
    arranger.post(f"/cover/requests/{request_id}/refusal", on=str(TUE))
    assert arranger.response.request.query_string == f"on={TUE}".encode()


def test_what_the_rules_forbid_cannot_be_approved(app: Flask, arranger: Browser, request_id: int):
    with app.app_context():
        set_rules(cover_blackout=[MON.isoformat()], cover_most_out=3)
    arranger.get("/cover")
    assert "At most three teachers are out at one time." in arranger.words
    assert "Your school gives no cover on this day." in arranger.words
    assert arranger.fields("colleague") == []
    arranger.post(f"/cover/requests/{request_id}/approval", status=409, colleague=id_of(app, OTHER))


def test_nobody_may_be_free(app: Flask, arranger: Browser):
    with app.app_context():
        # Everybody else teaches then, but for Tessa, who takes the other class.
        first, _ = wants_cover(COACH, MON, "2").id, wants_cover(PARTNER, MON, "2")
    approve(app, first, THIRD)
    assert "Nobody is free then." in arranger.get("/cover").words


def test_the_sheet_of_a_day(app: Flask, arranger: Browser, request_id: int):
    approve(app, request_id)
    with app.app_context():
        wants_cover(PARTNER, MON, "3")
    words = arranger.get(f"/cover/{MON}/sheet").words
    assert "Cover on Monday 18 January 2027" in words
    rows = [" ".join("".join(row.itertext()).split()) for row in arranger.tree.iter("tr")][1:]
    assert rows == [
        "Period 1 08:00–08:45 7A English Room R1 Instead of Clara Lind Takes it: Omar Reyes",
        "Period 3 09:55–10:40 8B Maths Room R2 Instead of Paul Meyer nobody yet",
    ]
    assert "No class wants cover that day." in arranger.get(f"/cover/{TUE}/sheet").words
    arranger.get("/cover/tomorrow/sheet", status=404)


def test_the_sheet_on_the_command_line(app: Flask, request_id: int):
    approve(app, request_id)
    run: Run = run_in(app)
    assert run("cover", "sheet", "--on", MON).output == (
        "08:00-08:45\t1\t7A\tEnglish\tR1\tClara Lind\tOmar Reyes\n"
    )
    assert run("cover", "sheet", "--on", TUE).output == "No class wants cover on 2027-01-19.\n"
    assert "is no date" in run("cover", "sheet", "--on", "soon", code=1).output


@pytest.mark.parametrize("way", ["mine", "link"])
def test_a_colleague_answers(app: Flask, signed_in, request_id: int, way: str):
    entry = approve(app, request_id)
    with app.app_context():
        found = read_mail(outbox()[-1].body).get_body(("plain",)).get_content()
    page: Browser = signed_in(OTHER) if way == "mine" else Browser(app)
    path = f"/cover/mine/{entry}"
    if way == "mine":
        assert page.get("/").tree.find(f".//a[@href='{path}']") is not None
    else:
        path = "/cover/links/" + found.partition("/cover/links/")[2].partition("#")[0]
    assert "Would you take this class?" in page.get(path).words
    assert "Clara Lind" in page.words
    page.post(f"{path}/acceptance")
    assert "It is noted that you take it." in page.words
    page.post(f"{path}/refusal")
    assert "The time is yours again." in page.words
    page.post(f"{path}/acceptance", status=409)


def test_a_link_that_was_changed_leads_nowhere(app: Flask):
    for token in ("x", "WzEsMV0.forged"):
        Browser(app).get(f"/cover/links/{token}", status=404)


@pytest.fixture
def program(app: Flask) -> FlaskClient:
    return app.test_client(use_cookies=False)


@pytest.fixture
def feed(app: Flask) -> str:
    with app.app_context():
        feeds.renew(member(COVER), "cover")
        return str(feeds.addresses(member(COVER))["cover"]).removeprefix("http://localhost")


def summaries(program: FlaskClient, feed: str) -> list[str]:
    body = program.get(feed).data
    assert read_with_vobject(body)
    return [str(one["SUMMARY"]) for one in icalendar.Calendar.from_ical(body).walk("VEVENT")]


def test_the_feed_shows_what_is_covered(app: Flask, program: FlaskClient, feed: str, request_id: int):
    assert summaries(program, feed) == ["Cover 7A: nobody yet"]
    tag = program.get(feed).headers["ETag"]
    assert program.get(feed, headers={"If-None-Match": tag}).status_code == 304
    approve(app, request_id)
    assert program.get(feed, headers={"If-None-Match": tag}).status_code == 200
    assert summaries(program, feed) == ["Cover 7A: Omar Reyes"]
    with app.app_context():
        cover.withdraw(member(COVER), request_id)
    assert summaries(program, feed) == []


def test_the_feed_is_for_who_arranges_cover(app: Flask, signed_in, program: FlaskClient, feed: str):
    assert "feed-cover" not in signed_in(COACH).get("/calendar").text
    signed_in(COACH).post("/calendar/feeds/cover", status=404)
    tag = program.get(feed).headers["ETag"]
    with app.app_context():
        gone = "name,email,teacher,roles\nCole Ward,cover@school.test,,coordinator\n"
        people_files.import_people(the_school(), gone.encode(), "people.csv")
    assert program.get(feed, headers={"If-None-Match": tag}).status_code == 404


def test_the_school_has_its_own_word(app: Flask, program: FlaskClient, feed: str, request_id: int):
    with app.app_context():
        set_rules(word_cover='"substitution"')
    assert summaries(program, feed) == ["Substitution 7A: nobody yet"]
