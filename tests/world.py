"""One school in the middle of things, with everybody signed in, put back after whatever was tried on it."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from typing import Any

from answers import MAILBOX, attendee, calendar, counter, letter, take
from browser import CSRF
from builders import (
    ADMIN,
    COACH,
    COORDINATOR,
    COVER,
    LESSONS,
    NOW,
    OTHER,
    PARTNER,
    PASSWORD,
    PRINCIPAL,
    THIRD,
    book,
    dump,
    member,
    pick,
    propose,
    the_pair,
    the_school,
    times,
    timetable_csv,
    wants_cover,
)  # fmt: skip
from databases import Sqlite, close, new_app, settings
from flask import Flask
from flask.testing import FlaskClient
from opened import come, key, opened
from werkzeug.test import TestResponse

from coachsched.core.commitments import Commitment
from coachsched.models import (
    Assignment,
    HalfDay,
    Identity,
    InboxMessage,
    Membership,
    OutboxMessage,
    Question,
    SignInLink,
    Suggestion,
    db,
)
from coachsched.services import (
    accounts,
    asks,
    busy_calendars,
    clock,
    closing,
    cover,
    drafts,
    feeds,
    links,
    looking,
    looks,
    moving,
    notes,
    open_talks,
    outbox,
    own_time,
    pair_rules,
    records,
    signs,
)
from coachsched.services.picks import talk_key
from coachsched.store import open_lessons

# The one who is not signed in comes last.
ACTORS = {
    "coach": COACH,
    "partner": PARTNER,
    "third": THIRD,
    "coordinator": COORDINATOR,
    "principal": PRINCIPAL,
    "cover": COVER,
    "admin": ADMIN,
    "nobody": None,
}
LATER = NOW + timedelta(days=5)
HELD, AHEAD, OFFERED, FREE = (
    date(2027, 1, 15),
    date(2027, 1, 25),
    date(2027, 1, 26),
    date(2027, 1, 27),
)


COVERED = date(2027, 1, 28)
# The day of open lessons, and what there is to see.
VISITED = date(2027, 1, 29)
LINE = "Peer feedback on first drafts"
# So far ahead that nobody is offered it.
CLOSED = date(2027, 3, 15)
# What the pair looks at and keeps, what somebody wrote with an answer, and what the other pair keeps.
FOCUS_CANARY, LINK_CANARY = "Canary of the focus", "CanaryOfTheLink"
REASON_CANARY, OTHERS_CANARY = "CanaryOfTheReason", "CanaryOfTheOthers"
# What somebody wrote to a colleague they asked to be partners, and what they told those who look too.
LINE_CANARY, INTERESTS_CANARY = "Canary of the line", "Canary of the interests"
LINK = re.compile(r'href="([^"]+)"')
MOST_PAGES = 150
# Dates and weeks lead on for ever; of pages that differ in their numbers alone, this many are looked at.
NUMBERS = re.compile(r"\d+")
MOST_ALIKE = 12


class World:
    """The pair has a visit held without a debrief, one booked, and an open proposal of the coach."""

    def __init__(self, sqlite: Sqlite, folder: Path) -> None:
        url = sqlite.copy("school")
        self.file, self.folder = Path(url.removeprefix("sqlite:///")), folder
        self.app: Flask = new_app(settings(url, folder))
        with self.app.app_context():
            self.values = self._live()
        self.clients = {name: self.app.test_client() for name in ACTORS}
        self.tokens = {name: self._sign_in(name) for name in ACTORS}
        close(self.app)
        self.crawled: dict[str, dict[str, str]] = {}
        self.pristine = shutil.copy(self.file, f"{self.file}.pristine")
        self._watch()
        self.before = self.dump()

    def _live(self) -> dict[str, Any]:
        held = book((HELD, "3"))
        shown = come(opened(HELD, "4"))
        moving.cancel(member(COACH), held["debrief"].id)
        self.app.config["SETTINGS"] = replace(self.app.config["SETTINGS"], now=LATER)
        ahead = book((AHEAD, "3"))
        proposal = propose((OFFERED, "3"), focus=FOCUS_CANARY)
        notes.keep_link(member(COACH), the_pair().id, f"https://docs.test/{LINK_CANARY}", LINK_CANARY)
        resting = the_pair(THIRD, OTHER)
        notes.keep_link(member(THIRD), resting.id, f"https://docs.test/{OTHERS_CANARY}", OTHERS_CANARY)
        signs.pause(member(THIRD), resting.id, FREE)
        self._look()
        the_school().settings = {"programme_public": True}
        db.session.commit()
        closing.close(member(ADMIN), closing.Wish(CLOSED, CLOSED))
        came = self._answers(ahead) | self._cover()
        visited = come(opened(VISITED, "3"))
        spare, own = opened(VISITED, "4", line=LINE), key(VISITED, "1", COACH)
        feeds.renew(member(COACH), "meetings")
        outbox.deliver_due(clock.real)
        own_time.add(member(COACH), Commitment("protected", "Mon", "5"))
        busy_calendars.subscribe(member(COACH), "https://calendar.test/secret.ics")
        failed = db.session.scalars(db.select(OutboxMessage)).first()
        failed.state = "failed"
        db.session.commit()
        visit = pick(times(), FREE, "4")
        move = pick(moving.new_times(member(COACH), ahead["visit"]), FREE, "4")
        talk = next(one for one in moving.debrief_talks(member(COACH), held["visit"]) if one.date == FREE)
        feed = feeds.addresses(member(COACH))["meetings"]
        draft = drafts.upload(member(ADMIN), "new.csv", timetable_csv(LESSONS[:-1]).encode())
        answer = links.to_answer(proposal, member(PARTNER).person_id)
        return {
            "partnership_id": the_pair().id,
            "lesson_id": spare,
            "lesson": own,
            "coming_id": open_lessons.of_visit(visited.id).id,
            "open_visit_id": visited.id,
            "seen_visit_id": shown.id,
            "open_talk": talk_key(open_talks.times(member(COACH), shown.id).best[0]),
            "record": records.own(member(COACH)).proof.rpartition("/")[2],
            "school_id": the_school().id,
            "resting_id": resting.id,
            "link_id": notes.of(member(COACH), the_pair().id).links[0].id,
            "proposal_id": proposal.id,
            "meeting_id": ahead["visit"].id,
            "held_id": held["visit"].id,
            "commitment_id": own_time.my_week(member(COACH)).rows[0].id,
            "option": proposal.options[0].id,
            "host": member(PARTNER).person_id,
            "stranger": member(THIRD).person_id,
            "other": member(OTHER).person_id,
            **self._suggested(),
            "visit": visit.visit,
            "move": move.visit,
            "talk": talk_key(talk),
            "invitation": links.to_meeting(ahead["visit"], member(PARTNER).person_id).rpartition("/")[2],
            "closed": CLOSED.isoformat(),
            "answer": answer.rpartition("/")[2],
            "import_id": draft.id,
            "seen": looks.look(member(ADMIN), draft).token,
            "feed": str(feed).rpartition("/")[2].removesuffix(".ics"),
            "notice": links.to_notice(member(PARTNER)).rpartition("/")[2],
            "asker": member(THIRD).id,
            "asked": member(OTHER).id,
            "ask": links.to_ask(member(THIRD), member(COACH)).rpartition("/")[2],
            "nudge": links.to_nudge(the_pair().id, member(PARTNER).person_id).rpartition("/")[2],
            "failed": failed.id,
            **self._ways_in(),
            **came,
            "mail": next((self.folder / "mail" / "new").iterdir()).name,
        }

    def _ways_in(self) -> dict[str, Any]:
        """Tessa has a link by mail, the coach is signed in elsewhere too, and one account is closed."""
        token = "way-in-for-the-tests"
        expires = clock.now() + timedelta(days=1)
        hashed = accounts.token_hash(token)
        db.session.add(SignInLink(token_hash=hashed, person_id=member(THIRD).person_id, expires_at=expires))
        accounts.begin(member(COACH))
        gone = accounts.new_person("Gil Gone", "gone@school.test", clock.now())
        gone.active = False
        db.session.add(Membership(person=gone, school_id=the_school().id, roles=["teacher"]))
        identity = Identity(
            person_id=member(COACH).person_id, issuer="https://id.test", subject="1", linked_at=clock.now()
        )
        db.session.add(identity)
        db.session.commit()
        return {"way_in": token, "gone": gone.id, "identity_id": identity.id}

    def _look(self) -> None:
        """The coach and the other pair look; the third asks the coach, who asks the third's partner."""
        for email in (COACH, THIRD, OTHER):
            looking.refine(member(email), "colleagues", "either", INTERESTS_CANARY, goes_on=False)
        asks.ask(member(THIRD), member(COACH).id, LINE_CANARY)
        asks.ask(member(COACH), member(OTHER).id, LINE_CANARY)

    def _answers(self, booked: dict[str, Any]) -> dict[str, Any]:
        """A time the partner proposed, an answer nothing vouches for, and mail that is neither."""
        found = moving.new_times(member(COACH), booked["visit"])
        start = next(
            moving.instants(one.visit, found.time)[0] for one in found.slots if one.visit.date == FREE
        )
        counter(booked["visit"], start)
        reason = f"COMMENT:{REASON_CANARY}"
        take(letter(calendar(booked["debrief"], "REPLY", attendee(), reason), to=MAILBOX))
        take(letter(f"no calendar, {REASON_CANARY}", "stranger@elsewhere.test"))
        member(COVER).person.bounced_at = LATER
        db.session.commit()
        suggestion, question = (
            db.session.scalar(db.select(Suggestion)),
            db.session.scalar(db.select(Question)),
        )
        strange = db.select(InboxMessage).filter_by(sender="stranger@elsewhere.test")
        return {
            "suggestion": links.path_to_suggestion(suggestion, member(COACH).person_id).rpartition("/")[2],
            "question": links.path_to_question(question).rpartition("/")[2],
            "inbox_id": db.session.scalar(strange).id,
            "bounced": member(COVER).person_id,
        }

    def _cover(self) -> dict[str, Any]:
        """A lesson of the coach that wants somebody, and one of the partner's that the third takes."""
        pair = the_pair().id
        wanted = wants_cover(COACH, COVERED, "1", partnership_id=pair)
        taken = wants_cover(PARTNER, COVERED, "4", partnership_id=pair)
        entry = cover.approve(member(COVER), taken.id, member(THIRD).person_id).covering
        assert entry
        feeds.renew(member(COVER), "cover")
        half_day = HalfDay(
            school_id=the_school().id, date=COVERED, half="morning", covered_by="Ines Brook", offered_at=LATER
        )
        db.session.add(half_day)
        db.session.commit()
        link = links.to_meeting(entry, member(THIRD).person_id)
        return {
            "wanted_id": wanted.id,
            "taken_id": taken.id,
            "entry_id": entry.id,
            "covering": link.rpartition("/")[2],
            "covered": COVERED.isoformat(),
            "half_day": half_day.id,
            "colleague": member(COACH).person_id,
        }

    def _suggested(self) -> dict[str, Any]:
        """A suggestion that the partner coaches one of the other pair, and who is kept apart."""
        coach, third, other = (member(one).person_id for one in (PARTNER, THIRD, OTHER))
        pair_rules.say(member(COORDINATOR), "apart", third, [other])
        wanted = {"coaches": [coach], "coached": [third, other], "load": 2, "faculties": "any"}
        pairs = [sorted((coach, third))]
        made = Assignment(
            school_id=the_school().id, made_on=LATER.date(), wanted=wanted, pairs=pairs, most=1, proven=True
        )
        db.session.add(made)
        db.session.commit()
        (rule,) = pair_rules.listed(member(COORDINATOR))
        return {"assignment_id": made.id, "rule_id": rule.id}

    def _sign_in(self, name: str) -> str:
        """Signed in where there is an account; the CSRF token of the browser's session."""
        client = self.clients[name]
        found = CSRF.search(client.get("/sign-in").text)
        assert found
        if ACTORS[name] is not None:
            fields = {"email": ACTORS[name], "password": PASSWORD, "csrf_token": found[1]}
            assert client.post("/sign-in", data=fields).status_code == 303
            found = CSRF.search(client.get("/").text)
            assert found
        return found[1]

    def dump(self) -> dict[str, list[tuple[Any, ...]]]:
        with self.app.app_context():
            return dump()

    def _watch(self) -> None:
        """From here on the database itself says whether anything was committed."""
        self.watch = sqlite3.connect(self.file)
        self.version = self._version()

    def _version(self) -> int:
        return self.watch.execute("PRAGMA data_version").fetchone()[0]

    def changed(self) -> bool:
        """Whether any row of any table is another than before; read where something was committed at all."""
        return self._version() != self.version and self.dump() != self.before

    def put_back(self) -> None:
        if self._version() == self.version:
            return
        self.watch.close()
        close(self.app)
        for ending in ("-wal", "-shm"):
            Path(f"{self.file}{ending}").unlink(missing_ok=True)
        shutil.copy(self.pristine, self.file)
        self._watch()

    def fill(self, text: str) -> str:
        return text.format(**self.values)

    def ask(
        self, name: str, method: str, path: str, /, token: str | None = None, **fields: str
    ) -> TestResponse:
        """One request as one of the actors, POSTs with their own CSRF token unless another is given."""
        client: FlaskClient = self.clients[name]
        if method != "POST":
            return client.open(self.fill(path), method=method)
        sent = {key: self.fill(value) for key, value in fields.items()}
        carried = self.tokens[name] if token is None else token
        # Requests must not change the cookies the next one is made with.
        kept = client._cookies.copy()
        try:
            return client.post(self.fill(path), data={"csrf_token": carried, **sent})
        finally:
            client._cookies = kept

    def crawl(self, name: str, tabled: list[str]) -> dict[str, str]:
        """Every page an actor finds by its links, and those given, linked or not; by path."""
        if name in self.crawled:
            return self.crawled[name]
        found: dict[str, str] = {}
        seen: Counter[str] = Counter()
        ahead = [self.fill(path) for path in tabled]
        while ahead and len(found) < MOST_PAGES:
            path = ahead.pop().partition("#")[0]
            alike = NUMBERS.sub("#", path)
            if path in found or not path.startswith("/") or seen[alike] >= MOST_ALIKE:
                continue
            seen[alike] += 1
            response = self.clients[name].get(path)
            found[path] = response.text
            if response.mimetype == "text/html":
                ahead += [unescape(link) for link in LINK.findall(response.text)]
                ahead += [response.headers["Location"]] if "Location" in response.headers else []
        self.crawled[name] = found
        return found
