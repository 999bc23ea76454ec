"""Messages a second through the outbox, beside smtplib handing over the same bytes and no more."""

from __future__ import annotations

import smtplib
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from time import perf_counter

from flask import Flask

from benchmarks.database import application, write, write_school
from benchmarks.measure import Figure, by_turns, figure
from benchmarks.postgres import server
from coachsched.core.ical import Attendee, Invitation, request
from coachsched.mail.compose import Letter, compose
from coachsched.models import OutboxMessage, db
from coachsched.services import clock, outbox
from tests.race.servers import free_port

MESSAGES = 300
SENDER, READER = "coachsched@school.test", "teacher1@school.test"
START = datetime(2027, 5, 20, 8, tzinfo=UTC)


def figures() -> Iterator[Figure]:
    with _sink() as port, server() as postgres:
        yield _figure("outbox_smtp", port, 1, None)
        yield _figure("outbox_smtp_x10", port, 10, None)
        yield _figure("outbox_smtp_postgres", port, 1, postgres)


def _figure(name: str, port: int, times: int, database_url: str | None) -> Figure:
    count = MESSAGES * times
    with application(database_url, mail_url=f"smtp://127.0.0.1:{port}") as app:
        bodies = [_letter(number) for number in range(count)]
        _post(bodies)
        found = by_turns(
            lambda: count / _seconds(lambda: _through_the_outbox(app, count)),
            lambda: count / _seconds(lambda: _bare(port, bodies)),
            rounds=3 if times == 1 else 1,
        )
    return figure(name, *found, unit="/s")


def _through_the_outbox(app: Flask, count: int) -> None:
    assert outbox.deliver_due(clock.real) == (count, 0)


def _seconds(work: Callable[[], None]) -> float:
    # What was sent is put back first, which does not count.
    db.session.execute(db.update(OutboxMessage).values(state="waiting", attempts=0, sent_at=None))
    db.session.commit()
    start = perf_counter()
    work()
    return perf_counter() - start


def _bare(port: int, bodies: list[bytes]) -> None:
    with smtplib.SMTP("127.0.0.1", port) as connection:
        for body in bodies:
            connection.sendmail(SENDER, READER, body)


def _post(bodies: list[bytes]) -> None:
    school, people = write_school("Bench", 2, with_timetable=False)
    due = datetime.now(UTC) - timedelta(minutes=1)
    write(OutboxMessage, [
        {"school_id": school.id, "person_id": people[0], "message_id": f"<{number}@school.test>",
         "recipient": READER, "body": body, "due_at": due, "created_at": due}
        for number, body in enumerate(bodies)
    ])  # fmt: skip
    db.session.commit()


def _letter(number: int) -> bytes:
    visit = Invitation(
        uid=f"bench-{number}@coachsched", sequence=0, stamp=START, start=START,
        end=START + timedelta(minutes=30), summary="Classroom visit", description="", location="Room 12",
        organizer=Attendee("Bench", SENDER), attendees=(Attendee("Teacher", READER),),
    )  # fmt: skip
    letter = Letter(
        to_name="Teacher", to_email=READER, from_name="Bench", from_email=SENDER, reply_to=None,
        subject="Classroom visit", text="A visit. " * 60, html="<p>A visit.</p>" * 60,
        message_id=f"<{number}@school.test>", date=START, calendar=request(visit), method="REQUEST",
    )  # fmt: skip
    return compose(letter)


@contextmanager
def _sink() -> Iterator[int]:
    port = free_port()
    running = subprocess.Popen([sys.executable, "-m", "benchmarks.sink", str(port)])
    try:
        _wait_for(port)
        yield port
    finally:
        running.terminate()
        running.wait()


def _wait_for(port: int) -> None:
    for _ in range(200):
        try:
            smtplib.SMTP("127.0.0.1", port, timeout=5).quit()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError("the server to send to does not answer")
