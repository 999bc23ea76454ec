"""A mail is in its reader's language, whoever caused it, and so are the calendar inside it and their feed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import flask_babel
import pytest
from builders import (
    COACH,
    FRI,
    MON,
    PARTNER,
    book,
    calendars,
    member,
    outbox,
    propose,
    the_school,
)
from flask import Flask
from parsers import read_mail, values
from pseudo import OPEN, WORD, Marked, days_and_months, of_the_calendar, speaking_marked, texts, unmarked
from world import FREE, World

from coachsched import languages
from coachsched.models import (
    CoverRequest,
    HalfDay,
    Meeting,
    OutboxMessage,
    Person,
    Proposal,
    TimetableRow,
    db,
)
from coachsched.services import (
    answer_letters,
    ask_letters,
    cover_news,
    feeds,
    letters,
    moving,
    notice,
    notices,
    nudges,
    own_account,
    posting,
    records,
    ways_in,
)
from coachsched.services.covering import FELL_THROUGH
from coachsched.services.picks import FreshTime
from coachsched.views.words import REASONS

MAILS = Path(__file__).parents[2] / "templates" / "mail"
BOTH = (COACH, PARTNER)
# The mornings of the school days before and after the visit of the world.
BEFORE, AFTER = (datetime(2027, 1, day, 7, tzinfo=UTC) for day in (22, 26))


@pytest.fixture
def german(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The partner reads German, which is each sentence between marks; the coach has chosen nothing."""
    usual, marked = languages.get_translations, Marked()

    def catalogue() -> Any:
        return marked if languages.spoken_code() == "de" else usual()

    # Templates and phrases each ask by a name of their own.
    monkeypatch.setattr(languages, "get_translations", catalogue)
    monkeypatch.setattr(flask_babel, "get_translations", catalogue)
    with app.app_context():
        own_account.choose_language(member(PARTNER), "de")
        yield


def parts(message: OutboxMessage) -> dict[str, str]:
    """What somebody reads of a mail."""
    mail = read_mail(message.body)
    html = mail.get_body(("html",)).get_content()
    said = {
        "subject": mail["Subject"],
        "text": mail.get_body(("plain",)).get_content(),
        "html": "\n".join(texts(html)),
    }
    # Addresses are the same in every language.
    return {part: re.sub(r"https?://\S+", " ", text) for part, text in said.items()}


def own_words() -> set[str]:
    """Names and lessons of the school, and what days and months are called."""
    rows = db.session.execute(db.select(TimetableRow.klass, TimetableRow.subject, TimetableRow.room))
    school = the_school()
    said = [*db.session.scalars(db.select(Person.name)), *(" ".join(row) for row in rows)]
    words = {word.casefold() for text in [*said, school.name] for word in WORD.findall(text)}
    return words | of_the_calendar() | days_and_months("en")


def left_over(messages: Iterable[OutboxMessage]) -> dict[str, list[str]]:
    """The words of ours that could not be put into another language, by the mail and its part."""
    known = own_words()
    return {
        f"{one.kind} {part}: {text}": found
        for one in messages
        for part, text in parts(one).items()
        if (found := unmarked(text, known))
    }


@pytest.mark.parametrize("by", BOTH)
def test_each_reads_what_either_did_in_their_own_language(german, by):
    booked = book((FRI, "3"))
    moving.cancel(member(by), booked["debrief"].id)
    told = [one for one in outbox() if one.recipient in BOTH and one.kind in ("invitation", "cancellation")]
    assert len(told) == 6
    assert left_over(one for one in told if one.recipient == PARTNER) == {}
    for one in told:
        said = [OPEN in text for text in parts(one).values()]
        assert said == [one.recipient == PARTNER] * 3
        language = "de" if one.recipient == PARTNER else "en"
        assert f'<html lang="{language}">' in read_mail(one.body).get_body(("html",)).get_content()


def test_the_calendar_inside_is_its_readers_and_of_one_meeting(german):
    meeting = book((FRI, "3"))["visit"]
    mine, theirs = (calendars(who, meeting.uid)[-1] for who in BOTH)
    for same in ("UID", "SEQUENCE", "DTSTART"):
        assert values(mine, same) == values(theirs, same)
    assert values(mine, "SUMMARY") == ["Classroom visit"]
    assert values(theirs, "SUMMARY") == ["⟦Classroom visit⟧"]


def test_a_feed_is_its_owners_and_another_language_is_another_feed(german):
    book((FRI, "3"))
    tokens = {}
    for who in BOTH:
        feeds.renew(member(who), "meetings")
        tokens[who] = feeds.addresses(member(who))["meetings"].rpartition("/")[2].removesuffix(".ics")
    before = {who: feeds.open_feed(token) for who, token in tokens.items()}
    assert "⟦Classroom visit⟧".encode() in feeds.render(before[PARTNER])
    assert OPEN.encode() not in feeds.render(before[COACH])
    own_account.choose_language(member(COACH), "de")
    after = {who: feeds.open_feed(token) for who, token in tokens.items()}
    assert after[COACH].etag != before[COACH].etag
    assert after[PARTNER].etag == before[PARTNER].etag
    assert "⟦Classroom visit⟧".encode() in feeds.render(after[COACH])


def test_no_name_in_a_text_is_written_as_html_writes_it(in_app):
    for who in BOTH:
        member(who).person.name = f"O'Brien-{who[0]} & Co"
    db.session.commit()
    propose((FRI, "3"))
    nudges.run(the_school(), MON + timedelta(weeks=2))
    for one in (one for one in outbox() if one.recipient in BOTH):
        said = parts(one)
        assert "O'Brien" in said["subject"] + said["text"]
        assert "&#39;" not in said["subject"] + said["text"]
        assert "&#39;" not in said["html"]


class MarkedWorld(World):
    """A school whose mails are all written in the marked language, one of each kind at least."""

    patch: pytest.MonkeyPatch

    def _live(self) -> dict[str, Any]:
        with speaking_marked(self.app, self.patch):
            lived = super()._live()
            notice.choose(member(COACH), "digest", "none")
            notice.choose(member(PARTNER), "reminder", "none")
            for day in (BEFORE, AFTER):
                self.app.config["SETTINGS"] = replace(self.app.config["SETTINGS"], now=day)
                notices._Round(the_school(), day.date()).write()
            tell_of_meetings()
            # A transaction begins with nothing pending.
            db.session.commit()
            tell_of_the_rest()
            db.session.commit()
        return lived


def a_time(cover: bool) -> FreshTime:
    start = datetime(2027, 2, 1, 9, 55, tzinfo=UTC)
    half_an_hour = timedelta(minutes=30)
    after = (start + timedelta(days=1), start + timedelta(days=1) + half_an_hour)
    return FreshTime("key", start.date(), "3", start, start + half_an_hour, "8B", "Maths", "R2", after, cover)


def tell_of_meetings() -> None:
    """What letters tell of a meeting and of a proposal, whatever had to happen before."""
    school, fresh = the_school(), [a_time(cover=False), a_time(cover=True)]
    debrief = db.session.scalars(db.select(Meeting).filter_by(kind="debrief", state="booked")).first()
    visit = db.session.get_one(Meeting, debrief.visit_id)
    me = member(COACH).person_id
    visit.stamped_at += timedelta(seconds=1)
    for news in ("moved", "changed", "back"):
        visit.sequence += 1
        letters.invite(visit, school, news=news)
    letters.hold(visit, school, [visit, debrief], by=me)
    visit.new_time = FELL_THROUGH
    letters.call_off_held(visit, school)
    letters.new_time(visit, school, fresh, [debrief])
    letters.new_time(visit, school, [])
    letters.call_off(visit, school, fresh[:1])
    visit.sequence += 1
    letters.let_go(visit, visit.bookings[0], school)
    letters.decline_counter(visit, visit.bookings[0].person, school, "", [(visit.start_at, visit.end_at)])
    answer_letters.delegated(visit.bookings[0], school)
    offer = db.session.scalars(db.select(Proposal)).first()
    letters.none_left(offer, [member(COACH), member(PARTNER)], fresh)
    letters.not_now(offer, member(PARTNER), FREE)
    ask_letters.partners(visit.partnership, member(COACH), member(PARTNER), by=member(COACH))
    taken = db.session.scalars(db.select(Meeting).filter_by(kind="cover")).first()
    taken.sequence += 1
    letters.call_off(taken, school)
    letters.decline_counter(taken, taken.bookings[0].person, school, "")


def tell_of_the_rest() -> None:
    me, school = member(COACH), the_school()
    page = "https://coachsched.test/"
    nudges.run(school, date(2027, 3, 8))
    ways_in.send(COACH)
    request = db.session.scalars(db.select(CoverRequest).where(CoverRequest.state == "asked")).first()
    cover_news._tell([request], "asked")
    for half in ("morning", "afternoon"):
        day = HalfDay(date=FREE, half=half)
        posting.post(
            me.person, school, half, "half_day",
            half_day=day, host=me.person, others=["Paul Meyer"], fresh=a_time(cover=True), page=page,
        )  # fmt: skip
    posting.post(me.person, school, "welcome", "welcome", sender=me.person, page=page)
    posting.post(me.person, school, "record", "record", record=records.own(me), hours=records.hours)
    reasons = [(reason, 2) for reason in REASONS]
    posting.post(me.person, school, "week", "week", reasons=reasons, board=page, choose=page)


def test_every_word_of_every_mail_can_be_translated(sqlite, tmp_path, monkeypatch):
    MarkedWorld.patch = monkeypatch
    world = MarkedWorld(sqlite, tmp_path)
    with world.app.app_context():
        kinds = {one.stem for one in MAILS.glob("*.txt")}
        assert {kind for kind in kinds if kind[0] != "_"} - {one.kind for one in outbox()} == {"base"}
        assert left_over(outbox()) == {}


@pytest.mark.parametrize("template", sorted(one.name for one in MAILS.iterdir()))
def test_no_word_of_a_template_stands_beside_what_can_be_translated(template: str):
    text = (MAILS / template).read_text(encoding="utf-8")
    for ours in (r"\{#.*?#\}", r"\{%.*?%\}", r"\{\{.*?\}\}", r"<[^>]*>", r"&\w+;"):
        text = re.sub(ours, " ", text, flags=re.DOTALL)
    assert WORD.findall(re.sub(r"#[\w-]+|\?\w+=", " ", text)) == []
