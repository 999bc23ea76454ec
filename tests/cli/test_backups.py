"""Copies: consistent while others write, for their owner alone, put back whole, and nothing sent twice."""

from __future__ import annotations

import gzip
import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from builders import ADMIN, COACH, FRI, MON, PARTNER, book, dump, member, outbox, propose, the_pair
from databases import close
from flask import Flask
from flask_migrate import downgrade
from handles import MakeApp, run_in

from coachsched.models import HistoryEvent, OutboxMessage, Person, db
from coachsched.services import notes
from coachsched.services import outbox as service

CANARY, LINK = "Canary of the focus", "CanaryOfTheLink"
pytestmark = pytest.mark.both_databases


@pytest.fixture
def lively(app: Flask) -> Flask:
    """The school with meetings booked, times sent, letters that wait, and notes of the pair."""
    with app.app_context():
        book((FRI, "3"), focus=CANARY)
        propose((MON, "3"), focus=CANARY)
        notes.keep_link(member(COACH), the_pair().id, f"https://docs.test/{LINK}", LINK)
    return app


def all_of(app: Flask) -> dict[str, list[tuple[Any, ...]]]:
    with app.app_context():
        found = dump()
        db.session.remove()
    del found["mail_hold"]
    return found


def send(app: Flask) -> tuple[int, int]:
    """A worker's round, long after everything became due."""
    with app.app_context():
        return service.deliver_due(lambda: datetime.now(UTC) + timedelta(days=1))


def test_what_was_copied_comes_back_row_for_row(lively: Flask, make_app: MakeApp, tmp_path: Path):
    before = all_of(lively)
    run_in(lively)("backup", tmp_path / "copy")
    assert all_of(lively) == before
    other = make_app("empty")
    run_in(other)("restore", tmp_path / "copy")
    assert all_of(other) == before
    with other.app_context():
        assert [kept.link.title for kept in notes.of(member(PARTNER), the_pair().id).links] == [LINK]
        # Numbers go on where they were.
        last = max(row[0] for row in before["proposal"])
        assert propose((FRI, "4")).id == last + 1


def test_a_copy_is_its_owners_alone_and_there_is_only_one_file(lively: Flask, tmp_path: Path):
    folder = tmp_path / "copies"
    folder.mkdir()
    for _ in range(2):
        run_in(lively)("backup", folder / "nightly")
    assert [file.name for file in folder.iterdir()] == ["nightly"]
    assert stat.S_IMODE((folder / "nightly").stat().st_mode) == 0o600


def test_a_copy_holds_nothing_of_the_partners_in_the_clear(lively: Flask, engine: str, tmp_path: Path):
    with lively.app_context():
        notes.keep_link(member(PARTNER), the_pair().id, "https://docs.test/", "Another" + LINK)
        notes.remove_link(member(COACH), the_pair().id, notes.of(member(COACH), the_pair().id).links[0].id)
    run_in(lively)("backup", tmp_path / "copy")
    raw = (tmp_path / "copy").read_bytes()
    text = raw if engine == "sqlite" else gzip.decompress(raw)
    assert b"coach@school.test" in text
    assert CANARY.encode() not in text
    assert LINK.encode() not in text


def test_a_copy_made_while_others_write_is_of_one_instant(lively: Flask, make_app: MakeApp, tmp_path: Path):
    """A writer adds an event and a person in one transaction; no copy has one without the other."""
    begun, stop = Event(), Event()
    with lively.app_context():
        pair = the_pair().id
        events = len(db.session.scalars(db.select(HistoryEvent.id)).all())
        people = len(db.session.scalars(db.select(Person.id)).all())
    writer = Thread(target=_write, args=(lively, pair, begun, stop))
    writer.start()
    try:
        assert begun.wait(30)
        for number in range(3):
            run_in(lively)("backup", tmp_path / f"copy{number}")
    finally:
        stop.set()
        writer.join()
    seen = []
    for number in range(3):
        other = make_app("empty")
        run_in(other)("restore", tmp_path / f"copy{number}")
        rows = all_of(other)
        assert len(rows["history_event"]) - events == len(rows["person"]) - people
        seen.append(len(rows["person"]))
    assert seen == sorted(seen)
    assert seen[0] > people


def _write(app: Flask, pair: int, begun: Event, stop: Event) -> None:
    number = 0
    with app.app_context():
        while not stop.is_set():
            with db.engine.begin() as connection:
                person = {"name": "N", "email": f"new{number}@school.test", "created_at": datetime.now(UTC)}
                connection.execute(db.insert(Person).values(**person))
                connection.execute(
                    db.insert(HistoryEvent).values(partnership_id=pair, date=FRI, what="informal")
                )
            number += 1
            begun.set()


def test_nothing_is_sent_after_a_restore_until_it_is_released(
    lively: Flask, make_app: MakeApp, tmp_path: Path
):
    run_in(lively)("backup", tmp_path / "copy")
    waiting = send(lively)[0]
    assert waiting > 0
    other = make_app("empty")
    run_in(other)("restore", tmp_path / "copy")
    assert send(other) == (0, 0)
    assert "Mail is held back" in run_in(other)("mail", "send").output
    with other.app_context():
        propose((MON, "4"))
    assert send(other) == (0, 0)
    assert f"{waiting + 1} waiting" in run_in(other)("mail", "release").output
    assert send(other) == (waiting + 1, 0)


def test_what_waited_in_the_copy_can_be_given_up(lively: Flask, make_app: MakeApp, tmp_path: Path):
    run_in(lively)("backup", tmp_path / "copy")
    other = make_app("empty")
    run_in(other)("restore", tmp_path / "copy")
    with other.app_context():
        propose((MON, "4"))
        db.session.execute(
            db.update(OutboxMessage)
            .where(OutboxMessage.id == outbox()[-1].id)
            .values(created_at=datetime.now(UTC) + timedelta(hours=1))
        )
        db.session.commit()
    assert "1 waiting" in run_in(other)("mail", "release", "--drop-waiting").output
    assert send(other) == (1, 0)


def test_a_database_that_is_not_empty_is_left_alone_unless_told(
    lively: Flask, make_app: MakeApp, tmp_path: Path
):
    before = all_of(lively)
    run_in(lively)("backup", tmp_path / "copy")
    other = make_app()
    kept = all_of(other)
    assert "not empty" in run_in(other)("restore", tmp_path / "copy", code=1).output
    assert all_of(other) == kept
    run_in(other)("restore", tmp_path / "copy", "--replace")
    assert all_of(other) == before


def test_an_older_copy_is_brought_up_to_date_and_held(lively: Flask, make_app: MakeApp, tmp_path: Path):
    with lively.app_context():
        downgrade(revision="0007")
        db.session.remove()
    run_in(lively)("backup", tmp_path / "copy")
    other = make_app("empty")
    run_in(other)("restore", tmp_path / "copy")
    assert all_of(other)["proposal"]
    assert send(other) == (0, 0)


def spoil_end(raw: bytes) -> bytes:
    return raw[: len(raw) // 2]


def spoil_all(raw: bytes) -> bytes:
    return b"no copy at all"


def spoil_middle(raw: bytes) -> bytes:
    middle = len(raw) // 2
    return raw[:middle] + bytes(4096) + raw[middle + 4096 :]


@pytest.mark.parametrize("spoil", [spoil_end, spoil_all, spoil_middle])
def test_a_spoilt_copy_changes_nothing(lively: Flask, tmp_path: Path, spoil: Callable[[bytes], bytes]):
    file = tmp_path / "copy"
    run_in(lively)("backup", file)
    file.write_bytes(spoil(file.read_bytes()))
    before = all_of(lively)
    result = run_in(lively)("restore", file, "--replace", code=1)
    assert "it is no copy, or not all of one" in result.output
    assert all_of(lively) == before


def test_a_copy_of_the_other_kind_or_of_later_is_refused_in_words(lively: Flask, engine: str, tmp_path: Path):
    file = tmp_path / "other"
    file.write_bytes(gzip.compress(b"{}") if engine == "sqlite" else b"SQLite format 3\0" + bytes(100))
    assert "COACHSCHED_DATABASE_URL" in run_in(lively)("restore", file, "--replace", code=1).output
    with lively.app_context(), db.engine.begin() as connection:
        connection.execute(db.text("UPDATE alembic_version SET version_num = '9999'"))
    run_in(lively)("backup", file)
    assert "later coachsched" in run_in(lively)("restore", file, "--replace", code=1).output


def test_files_that_are_not_there_are_said(lively: Flask, tmp_path: Path):
    assert "cannot be read" in run_in(lively)("restore", tmp_path / "none", code=1).output
    assert "cannot be written" in run_in(lively)("backup", tmp_path / "no" / "copy", code=1).output


def test_an_administrator_reads_why_nothing_goes(lively: Flask, make_app: MakeApp, signed_in, tmp_path: Path):
    run_in(lively)("backup", tmp_path / "copy")
    run_in(lively)("restore", tmp_path / "copy", "--replace")
    close(lively)
    assert "flask mail release" in signed_in(ADMIN).get("/outbox").words
    run_in(lively)("mail", "release")
    assert "flask mail release" not in signed_in(ADMIN).get("/outbox").words
