"""What is next for me, in one glance: what is booked, what waits for my answer, and one thing to do."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from browser import Browser
from builders import (
    ADMIN,
    COACH,
    COORDINATOR,
    COVER,
    FRI,
    MON,
    OTHER,
    PARTNER,
    PRINCIPAL,
    THIRD,
    TUE,
    book,
    bring_together,
    member,
    propose,
)  # fmt: skip
from covers import approve, offer_cover, requests
from opened import come, opened

from coachsched.services import signs
from coachsched.store import meetings


def agenda(page: Browser) -> dict[str, list[str]]:
    """What is booked, as the words of each meeting under the words of its day."""
    sections = [one for one in page.tree.iter("section") if "agenda" in (one.get("class") or "")]
    return {
        _words(next(one.iter("h2"))): [_words(entry) for entry in one.iter("article")] for one in sections
    }


def headings(page: Browser) -> list[str]:
    """What the page offers to do, in its order."""
    cards = [one for one in page.tree.iter("section") if "next-step" in (one.get("class") or "")]
    return [_words(next(one.iter("h2"))) for one in cards]


def quiet(page: Browser) -> list[str]:
    found = next(one for one in page.tree.iter("ul") if "also" in (one.get("class") or ""))
    return [_words(one) for one in found.iter("li")]


def _words(node) -> str:
    return " ".join("".join(node.itertext()).split())


def test_todays_meetings_come_first_with_time_room_and_colleague(app, signed_in, clock):
    with app.app_context():
        book((FRI, "3"))
    clock.set(datetime(2027, 1, 15, 6, tzinfo=UTC))
    for who, visit, other in (
        (COACH, "Classroom visit: you visit Paul", "Debrief with Paul"),
        (PARTNER, "Classroom visit: Clara visits you", "Debrief with Clara"),
    ):
        page = signed_in(who).get("/")
        ((day, (first, second)),) = agenda(page).items()
        assert day == "Today, Fri 15 Jan"
        assert first == f"09:55–10:25 room R2 {visit} period 3, 8B Maths"
        assert second.split(" ", 1)[1].startswith(other)
        assert headings(page) == []


def test_tomorrow_and_later_days_are_named_and_what_is_over_has_gone(app, signed_in, clock):
    with app.app_context():
        talk = book((FRI, "3"))["debrief"]
        shown = [f"{on:%d}" for on in (FRI, talk.date)]
    assert set(agenda(signed_in(COACH).get("/"))) == {f"Fri {shown[0]} Jan"}
    clock.set(datetime(2027, 1, 14, 20, tzinfo=UTC))
    assert next(iter(agenda(signed_in(COACH).get("/")))) == "Tomorrow, Fri 15 Jan"
    # 10:25 in Berlin: the visit is over, its debrief is not.
    clock.set(datetime(2027, 1, 15, 9, 25, tzinfo=UTC))
    (left,) = agenda(signed_in(COACH).get("/"))["Today, Fri 15 Jan"]
    assert "Debrief with Paul" in left


def test_after_today_only_the_next_three_stand_here_and_all_on_the_page_of_my_visits(app, signed_in):
    with app.app_context():
        for when in (FRI, MON, TUE):
            book((when, "3"))
        ahead = meetings.ahead_of_person(
            member(COACH).school, member(COACH).person_id, app.config["SETTINGS"].now
        )
    page = signed_in(COACH).get("/")
    shown = [words for those in agenda(page).values() for words in those]
    assert len(ahead) == 6
    assert len(shown) == 3
    assert page.tree.find(".//a[@href='/my-visits']") is not None


def test_what_waits_for_my_answer_comes_before_what_i_could_do(app, signed_in):
    with app.app_context():
        bring_together(PARTNER, THIRD)
        propose((FRI, "3"))
    page = signed_in(PARTNER).get("/")
    assert headings(page) == ["Clara suggests one time", "Find a time with Tessa"]
    asker = signed_in(COACH).get("/")
    assert headings(asker) == []
    assert "You and Paul Meyer Times sent, no answer yet" in quiet(asker)


def test_there_is_one_suggestion_however_many_partnerships(app, signed_in):
    with app.app_context():
        bring_together(COACH, THIRD)
        bring_together(COACH, OTHER)
    page = signed_in(COACH).get("/")
    assert len(headings(page)) == 1
    others = [line for line in quiet(page) if line.startswith("You and")]
    assert len(others) == 2
    assert all(line.endswith("Under way") for line in others)


def test_a_partnership_that_rests_is_a_quiet_line(app, signed_in):
    with app.app_context():
        signs.pause(member(COACH), 1, date(2027, 2, 1))
    page = signed_in(COACH).get("/")
    assert headings(page) == []
    assert "You and Paul Meyer Paused until Mon 1 Feb" in quiet(page)


def test_a_class_to_take_and_an_open_lesson_are_next_too(app, signed_in):
    with app.app_context():
        offer_cover()
        book((FRI, "2"))
        approve(requests()[0], THIRD)
        come(opened(FRI, "4"), THIRD)
    days = agenda(signed_in(THIRD).get("/"))
    assert [words.split(" period")[0] for words in days["Fri 15 Jan"]] == [
        "08:50–09:35 room R1 Cover 7B",
        "10:45–11:30 room R2 Classroom visit: you visit Paul",
    ]


@pytest.mark.parametrize(
    ("who", "heading", "path"),
    [
        (COORDINATOR, "Partnerships", "/board"),
        (PRINCIPAL, "Report", "/report"),
        (COVER, "Cover", "/cover"),
        (ADMIN, "People", "/people"),
    ],
)
def test_who_is_in_no_partnership_has_the_page_of_their_role_as_next_step(signed_in, who, heading, path):
    page = signed_in(who).get("/")
    assert headings(page) == [heading]
    card = next(one for one in page.tree.iter("section") if "next-step" in (one.get("class") or ""))
    assert [one.get("href") for one in card.iter("a")] == [path]


def test_who_has_nothing_is_asked_once_whether_they_look(app, signed_in):
    with app.app_context():
        signs.finish(member(THIRD), 2)
    page = signed_in(THIRD).get("/")
    assert agenda(page) == {}
    assert headings(page) == ["Would you like a partner?"]
    assert "You and Omar Reyes Finished" in quiet(page)


def test_the_calendar_on_a_phone_is_one_step_away(signed_in):
    page = signed_in(COACH).get("/")
    (link,) = [one.get("href") for one in page.tree.iter("a") if one.text == "On your phone"]
    path, _, place = link.partition("#")
    assert any(one.get("id") == place for one in page.get(path).tree.iter("section"))
    page.post("/calendar/feeds/meetings")
    assert page.response.history[0].headers["Location"].endswith(f"/calendar#{place}")
