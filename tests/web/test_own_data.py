"""The file of one's own data: all that is kept is in it or left out for a reason, and nothing of others."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from builders import (
    ADMIN,
    COACH,
    COORDINATOR,
    OTHER,
    PARTNER,
    THIRD,
    member,
    the_pair,
    the_school,
    timetable_csv,
)  # fmt: skip
from world import ACTORS, INTERESTS_CANARY, LATER, World

from coachsched.core.commitments import Commitment
from coachsched.models import (
    BusyCalendar,
    BusySpan,
    EmailAlias,
    Feed,
    HalfDayLesson,
    InboxMessage,
    Nudge,
    SignIn,
    SignInLink,
    TeacherAlias,
    db,
)
from coachsched.services import (
    accounts,
    asks,
    busy_calendars,
    drafts,
    looking,
    notes,
    own_account,
    own_time,
    pair_rules,
)

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "my-data.md"
# Where in the file what each table keeps of somebody is told.
TOLD = {
    "booking": "meetings",
    "busy_calendar": "own_calendar",
    "busy_span": "own_calendar/busy",
    "commitment": "own_time",
    "cover_request": "lessons_others_take",
    "email_alias": "/other_addresses",
    "feed": "feeds",
    "half_day_lesson": "lessons_in_half_days",
    "history_event": "partnerships/history",
    "identity": "/signs_in_with",
    "import_draft": "files",
    "inbox": "mail_kept_aside",
    "looking": "looking",
    "meeting": "meetings",
    "membership": "roles",
    "nudge": "partnerships/reminded",
    "open_lesson": "lessons_you_opened",
    "option_time": "partnerships/proposals/options/times",
    "outbox": "mail",
    "pair_rule": "would_like_to_be_with",
    "partner_ask": "asked",
    "partnership": "partnerships",
    "partnership_member": "partnerships/with",
    "person": "/name",
    "proposal": "partnerships/proposals",
    "proposal_option": "partnerships/proposals/options",
    "question": "asked_whether_it_was_you",
    "shared_link": "partnerships/links",
    "sign_in": "/signed_in",
    "suggestion": "times_you_suggested",
    "teacher_alias": "also_in_the_timetable",
    "timetable_row": "timetable",
}
THE_SCHOOLS = "the school's own; it says nothing of a person"
LEFT_OUT = {
    "assignment": "a coordinator's draft of who might be with whom, of others as much as of oneself",
    "sign_in_failure": "a hash of an address, and gone within a quarter of an hour",
    "sign_in_link": "a hash of a way in, which is good for minutes",
    **dict.fromkeys(
        (
            "bell", "bell_period", "bell_rule", "day_exception", "half_day", "inbox_place", "label_alias",
            "mail_hold", "programme_text", "school", "term", "timetable",
        ),
        THE_SCHOOLS,
    ),
}  # fmt: skip
NAMES = ("Clara Lind", "Paul Meyer", "Tessa Noor", "Omar Reyes", "Kora Vance", "Gil Gone")
# Whose names each may find in their file: partners, those who ask or are asked, those a class is taken for.
KNOWN = {
    "coach": {"Clara Lind", "Paul Meyer", "Tessa Noor", "Omar Reyes"},
    "partner": {"Paul Meyer", "Clara Lind", "Tessa Noor"},
    "third": {"Tessa Noor", "Omar Reyes", "Clara Lind", "Paul Meyer"},
    "coordinator": {"Kora Vance"},
}


def fill(world: World) -> None:
    """The kinds of things that nobody of the world has yet."""
    with world.app.app_context():
        coach, school = member(COACH), the_school()
        teaching = {"start_at": LATER, "end_at": LATER, "person_id": coach.person_id}
        lesson = {"host_id": member(PARTNER).person_id, "visit": "a key of a visit", **teaching}
        db.session.add_all([
            EmailAlias(person_id=coach.person_id, address="clara@home.test", confirmed_at=LATER),
            TeacherAlias(
                school_id=school.id, membership_id=coach.id, name="LIN", key="lin", confirmed_at=LATER
            ),
            Nudge(partnership_id=the_pair().id, date=LATER.date()),
            HalfDayLesson(half_day_id=world.values["half_day"], partnership_id=the_pair().id, **lesson),
            BusySpan(
                calendar_id=db.session.scalar(db.select(BusyCalendar.id)), start_at=LATER, end_at=LATER
            ),
            InboxMessage(
                key="k", school_id=school.id, state="aside", sender=COACH, reason="old", received_at=LATER
            ),
        ])  # fmt: skip
        db.session.commit()
        pair_rules.say(member(COORDINATOR), "asked", coach.person_id, [member(OTHER).person_id])


def file_of(world: World, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(world.ask(name, "GET", "/account/data.json").text)
    return found


def at(place: str, file: dict[str, Any]) -> list[Any]:
    """All that stands at a place of a file, through its lists; a slash first is the person, not a school."""
    found: list[Any] = [file] if place.startswith("/") else file["schools"]
    for key in place.strip("/").split("/"):
        found = [one[key] for one in found]
        found = [part for one in found for part in (one if isinstance(one, list) else [one])]
    return [one for one in found if one not in (None, "", {})]


def keys(value: Any) -> set[str]:
    if isinstance(value, list):
        return set().union(*map(keys, value))
    return set(value).union(*map(keys, value.values())) if isinstance(value, dict) else set()


def test_every_table_is_told_of_or_left_out_for_a_reason():
    assert not TOLD.keys() & LEFT_OUT.keys()
    assert {*TOLD, *LEFT_OUT} == set(db.metadata.tables)


def test_what_is_told_is_there_and_the_document_names_it(world: World):
    fill(world)
    files = [file_of(world, name) for name in ("coach", "partner", "admin")]
    assert [place for place in TOLD.values() if not any(at(place, file) for file in files)] == []
    document = DOCUMENT.read_text()
    assert [key for file in files for key in sorted(keys(file)) if f"`{key}`" not in document] == []


def test_a_table_that_points_at_people_is_nobodys_to_forget():
    """What a later table must do to pass the test above: found by its keys, it is not the school's own."""
    pointing = {
        table.name
        for table in db.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name in ("person", "membership")
    }
    assert [name for name in pointing if LEFT_OUT.get(name) == THE_SCHOOLS] == []


def test_it_is_read_from_top_to_bottom(world: World):
    text = world.ask("coach", "GET", "/account/data.json").text
    assert text.index('"name": "Clara Lind"') < text.index('"schools"') < text.index('"partnerships"')
    assert file_of(world, "coach")["schools"][0]["meetings"][0]["start"] == "2027-01-15T09:55:00+01:00"
    assert world.ask("coach", "GET", "/account/data.json").text == text


def test_no_secret_that_opens_something_is_in_it(world: World):
    with world.app.app_context():
        secret = [one.address for one in db.session.scalars(db.select(BusyCalendar))]
        hashes = [
            value
            for column in (Feed.nonce, Feed.token_hash, SignIn.token_hash, SignInLink.token_hash)
            for value in db.session.scalars(db.select(column))
        ]
        hashes += [one.password_hash for one in (member(COACH).person, member(THIRD).person)]
    text = world.ask("coach", "GET", "/account/data.json").text
    assert '"at": "calendar.test"' in text
    assert "secret.ics" not in text
    assert secret
    assert [one for one in hashes if one in text] == []


@pytest.mark.parametrize("name", [name for name in ACTORS if name != "nobody"])
def test_of_others_it_says_the_names_they_know_alone(world: World, name: str):
    fill(world)
    text = world.ask(name, "GET", "/account/data.json").text
    assert {one for one in NAMES if one in text} == KNOWN.get(name, set())
    addresses = [email for other, email in ACTORS.items() if other != name and email]
    # The one who answered in somebody's name is told to them, and here it was the partner's own address.
    assert [one for one in addresses if one in text] == []
    if name in ("coach", "third"):
        # Each reads their own, and of each other what those who look let others know is on a page, not here.
        assert text.count(INTERESTS_CANARY) == 1


ACTS: dict[str, Callable[[], object]] = {
    "puts the question aside": lambda: asks.put_aside(member(OTHER), member(COACH).id),
    "looks no longer": lambda: looking.stop(member(OTHER)),
    "is kept apart": lambda: pair_rules.say(
        member(COORDINATOR), "apart", member(COACH).person_id, [member(OTHER).person_id]
    ),
    "would like to be with them": lambda: pair_rules.say(
        member(COORDINATOR), "asked", member(PARTNER).person_id, [member(COACH).person_id]
    ),
    "has time of their own": lambda: own_time.add(member(PARTNER), Commitment("duty", "Fri", "5")),
    "subscribes a calendar": lambda: busy_calendars.subscribe(member(PARTNER), "https://other.test/a.ics"),
    "reads another language": lambda: own_account.choose_language(member(PARTNER), "de"),
    "notes a link with somebody else": lambda: notes.keep_link(
        member(THIRD), the_pair(THIRD, OTHER).id, "https://docs.test/2", "Two"
    ),
    "brings a file": lambda: drafts.upload(member(ADMIN), "more.csv", timetable_csv().encode()),
    "signs in": lambda: accounts.begin(member(PARTNER)),
}


@pytest.mark.parametrize("act", ACTS)
def test_what_another_does_for_themselves_changes_nothing_in_it(world: World, act: str):
    before = world.ask("coach", "GET", "/account/data.json").text
    with world.app.app_context():
        ACTS[act]()
        db.session.commit()
    assert world.dump() != world.before
    assert world.ask("coach", "GET", "/account/data.json").text == before


def test_one_reads_whose_question_one_put_aside(world: World):
    with world.app.app_context():
        asks.put_aside(member(COACH), member(THIRD).id)
    (school,) = file_of(world, "coach")["schools"]
    assert (school["not_for_me"], school["asked_by"]) == (["Tessa Noor"], [])
    (theirs,) = file_of(world, "third")["schools"]
    assert [one["who"] for one in theirs["asked"]] == ["Clara Lind"]


def test_both_schools_of_somebody_are_in_it(signed_in, two_schools):
    file = signed_in(COACH).client.get("/account/data.json").json
    assert [one["school"] for one in file["schools"]] == ["Linden School", "Birch School"]
