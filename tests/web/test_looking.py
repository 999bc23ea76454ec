"""Looking for a partner on the pages: one click to say so, one to ask, one to say yes, and silence."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from browser import CSRF, Browser
from builders import (
    ADMIN,
    COACH,
    COORDINATOR,
    OTHER,
    PARTNER,
    PASSWORD,
    PRINCIPAL,
    THIRD,
    bring_together,
    member,
    outbox,
    the_pair,
)
from flask import Flask
from handles import MakeApp
from seekers import NEW, ask, newcomers, say_yes, seek, statements

from coachsched.core.slots import bookable_dates, find_slots
from coachsched.services import asks, clock, deactivation, links, looking, pair_rules
from coachsched.store import diaries, schools
from coachsched.views import words

LINE = "We could look at 9A"


def number(app: Flask, email: str) -> int:
    with app.app_context():
        return member(email).id


def link(app: Flask, asked: str = THIRD, asker: str = COACH) -> str:
    with app.app_context():
        return links.to_ask(member(asker), member(asked)).removeprefix("http://localhost")


def test_who_has_no_partner_says_so_with_one_click_on_the_first_page(app, signed_in):
    with app.app_context():
        newcomers()
        looking.stop(member(NEW[0]))
    page = signed_in(NEW[0]).get("/")
    assert "I am looking for a partner" in page.words
    page.post("/looking", seen_by="colleagues")
    assert page.text.count("Ask Nell") == 3
    assert "I am looking for a partner" not in page.get("/").words
    assert "You are looking for a partner" in page.words


def test_one_asks_with_a_line_the_other_says_yes_and_both_see_times(app, signed_in):
    with app.app_context():
        seek()
    asker, asked = signed_in(COACH).get("/looking"), signed_in(THIRD)
    page = asker.post("/looking/asks", person=number(app, THIRD), line=LINE)
    assert "<b>Tessa Noor</b>, asked on Wed 13 Jan" in page.text
    assert LINE not in page.text
    for path in ("/", "/looking"):
        assert "Clara Lind asks" in asked.get(path).words
        assert LINE in asked.text
    assert "You are partners now" in asked.post(f"/looking/asks/{number(app, COACH)}/acceptance").words
    assert "When could" in asked.words
    with app.app_context():
        pair = the_pair(COACH, THIRD).id
    assert f"/partnerships/{pair}" in asker.get("/").text
    again = asked.post(f"/looking/asks/{number(app, COACH)}/acceptance")
    assert again.response.request.path == f"/partnerships/{pair}/slots"


def test_wishes_are_kept_and_shown_to_colleagues_who_look(app, signed_in):
    with app.app_context():
        seek()
    page = signed_in(THIRD).get("/looking")
    page.post(
        "/looking/wishes", seen_by="colleagues", part="coached", interests="Wait <i>time</i>", goes_on="1"
    )
    assert page.fields("interests") == ["Wait <i>time</i>"]
    shown = signed_in(COACH).get("/looking").words
    assert "would like to have a coach. “Wait <i>time</i>”" in shown


@pytest.mark.parametrize(
    ("path", "fields", "told"),
    [
        ("/looking", {"seen_by": "everybody"}, "Choose who may know"),
        ("/looking/wishes", {"seen_by": "colleagues", "part": "boss"}, "Choose one of the three"),
        (
            "/looking/wishes",
            {"seen_by": "colleagues", "part": "coach", "interests": "x" * 201},
            "at most 200 characters",
        ),
    ],
)
def test_what_cannot_be_taken_stands_there_again(app, signed_in, dumped, path, fields, told):
    with app.app_context():
        seek()
    page, before = signed_in(COACH).get("/looking"), dumped()
    assert told in page.post(path, status=422, **fields).words
    assert fields.get("interests", "") in page.text
    assert dumped()["looking"] == before["looking"]


def test_a_line_that_is_too_long_stands_at_its_colleague_again(app, signed_in):
    with app.app_context():
        seek()
    third = number(app, THIRD)
    page = signed_in(COACH).get("/looking").post("/looking/asks", status=422, person=third, line="x" * 201)
    assert f'href="#line-{third}"' in page.text
    assert sorted(page.fields("line")) == ["", "x" * 201]
    assert "Tessa Noor</b>, asked" not in page.text


def test_the_numbers_are_what_the_two_would_be_offered(app, signed_in):
    """Counted anew with the search that offers times, over ten school days from the first on offer."""
    with app.app_context():
        seek()
        school = member(COACH).school
        time = schools.school_time(school)
        first, _ = bookable_dates(time.calendar, time.rules, clock.today(school.timezone))
        last = time.calendar.school_days(first, date(2027, 12, 31))[9].date
        one, other = diaries.diaries([member(COACH), member(THIRD)], clock.now())
        counted = []
        for host, observer in ((other, one), (one, other)):
            slots = find_slots(time.calendar, time.timetable, time.rules, host, [observer], first, last)
            counted.append((len(slots), sum(bool(slot.debriefs) for slot in slots)))
        fits = looking.fits_with(member(COACH), [member(THIRD)])[member(THIRD).id]
    assert [tuple(fit) for fit in fits] == counted
    assert counted[0][0] > 0
    assert (
        f"you could visit Tessa {words.number(counted[0][0])} times" in signed_in(COACH).get("/looking").words
    )


def do_nothing() -> None:
    pass


def put_aside() -> None:
    asks.put_aside(member(THIRD), member(COACH).id)


def stop_looking() -> None:
    looking.stop(member(THIRD))


def find_another() -> None:
    bring_together(THIRD, ADMIN)


def leave() -> None:
    deactivation.deactivate(member(ADMIN), member(THIRD).person_id)


def tell_the_coordinator_alone() -> None:
    looking.start(member(THIRD), "coordinator")


def be_kept_apart() -> None:
    pair_rules.say(member(COORDINATOR), "apart", member(COACH).person_id, [member(THIRD).person_id])


ENDS = (do_nothing, put_aside, stop_looking, find_another, leave, tell_the_coordinator_alone, be_kept_apart)


def all_that_the_asker_gets(make_app: MakeApp, end: Callable[[], None], *again: str) -> list[object]:
    """The asker's answers after the other did something, what the database was asked for them, and mail.

    ``again`` are further acts of theirs after that, each followed by the page.
    """
    app = make_app()
    with app.app_context():
        seek()
        ask(line=LINE)
        end()
    page, third = Browser(app).sign_in(COACH, PASSWORD), number(app, THIRD)
    told: list[object] = []
    with app.app_context(), statements() as asked:
        for path in ("/", "/looking"):
            page.get(path)
            told.append(answer(page))
        for path in ("/looking/asks", *again):
            page.post(path.format(third), person=third)
            told.append(answer(page))
    with app.app_context():
        told += [(one.kind, len(one.body)) for one in outbox() if one.recipient == COACH]
    return [*told, asked]


def answer(page: Browser) -> object:
    headers = {name: value for name, value in page.response.headers if name != "Set-Cookie"}
    return page.response.status_code, headers, clean(page.text)


def clean(text: str) -> str:
    return CSRF.sub("", text)


@pytest.mark.parametrize("end", ENDS[1:])
def test_the_asker_cannot_tell_any_end_from_silence(make_app, end: Callable[[], None]):
    """The same bytes after the same questions to the database: neither words nor time make a difference."""
    silence = all_that_the_asker_gets(make_app, do_nothing)
    assert all_that_the_asker_gets(make_app, end) == silence
    assert "<b>Tessa Noor</b>, asked on Wed 13 Jan" in repr(silence)


def test_nor_by_taking_it_back_and_asking_again(make_app):
    again = ("/looking/asks/{}/withdrawal", "/looking/asks")
    silence = all_that_the_asker_gets(make_app, do_nothing, *again)
    assert all_that_the_asker_gets(make_app, put_aside, *again) == silence


@pytest.mark.parametrize("email", [OTHER, PARTNER, COORDINATOR, PRINCIPAL, ADMIN])
def test_nor_can_anybody_else(make_app, email: str):
    seen = []
    for end in (do_nothing, put_aside):
        app = make_app()
        with app.app_context():
            seek()
            ask(line=LINE)
            end()
        page = Browser(app).sign_in(email, PASSWORD)
        paths = ("/", "/looking", "/board", "/board/looking", "/report", "/outbox", "/people")
        seen.append([clean(page.client.get(path).text) for path in paths])
    assert seen[0] == seen[1]


def test_nobody_else_learns_who_asks_whom(app, signed_in):
    with app.app_context():
        seek(seen_by="coordinator")
        seek(OTHER)
        seek(THIRD)
        ask()
    for email in (OTHER, PARTNER, COORDINATOR, PRINCIPAL, ADMIN):
        page = signed_in(email)
        for path in ("/", "/looking", "/board", "/board/looking", "/report", "/outbox"):
            response = page.client.get(path)
            both = "Clara" in response.text and "Tessa" in response.text
            assert not both or path in ("/board", "/board/looking"), (email, path)
    board = signed_in(COORDINATOR).get("/board/looking").words
    assert "Clara Lind (English) would take either part" in board
    assert "ask" not in board.replace("who asks whom", "").replace("they ask each other", "")


def test_the_link_of_the_mail_is_enough(app, dumped):
    with app.app_context():
        seek(COACH, part="coached")
        seek(THIRD)
        ask(line=LINE)
    page = Browser(app).get("/sign-in")
    before = dumped()
    page.get(link(app))
    assert "Would you be Clara Lind" in page.words
    assert "would like to have a coach" in page.words
    assert LINE not in page.text
    assert dumped() == before
    page.post(f"{link(app)}/aside")
    assert "Put aside, and nobody is told" in page.words
    assert "You and Clara Lind are partners" in page.post(f"{link(app)}/acceptance").words
    assert "You and Clara Lind are partners" in page.post(f"{link(app)}/acceptance").words
    with app.app_context():
        assert the_pair(COACH, THIRD).coach_id == member(THIRD).person_id
        assert len([one for one in outbox() if one.kind == "partners_now"]) == 2


def test_a_link_whose_ask_is_over_says_so_and_no_other_leads_anywhere(app, dumped):
    with app.app_context():
        seek()
        ask()
        asks.withdraw(member(COACH), member(THIRD).id)
        borrowed = links.to_notice(member(THIRD)).rpartition("/")[2]
    page = Browser(app).get(link(app))
    assert "Nothing is asked of you here" in page.words
    before = dumped()
    page.post(f"{link(app)}/acceptance", status=409)
    for path in (f"{link(app)}x", f"/asks/{borrowed}", link(app, THIRD, THIRD)):
        page.get(path, status=404 if path != link(app, THIRD, THIRD) else 200)
    assert dumped() == before


def test_the_mails_say_what_comes_next_and_name_nobody_else(app):
    with app.app_context():
        seek()
        ask(line=LINE)
        say_yes()
        bodies = {(one.kind, one.recipient): one.body.decode() for one in outbox()}
    assert set(bodies) == {("partner_ask", THIRD), ("partners_now", COACH), ("partners_now", THIRD)}
    for body in bodies.values():
        assert not re.search("9A|Omar|Paul", body)


def test_stopping_is_one_click_and_leaves_nothing_behind(app, signed_in):
    with app.app_context():
        seek()
    page = signed_in(COACH).get("/looking")
    assert "Nobody is told" in page.post("/looking/end").words
    assert "One click is enough" in page.words
    assert "Clara" not in signed_in(THIRD).get("/looking").words
