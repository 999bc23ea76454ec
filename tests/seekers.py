"""Colleagues who look for a partner, in the invented school. All need an app context."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from builders import COACH, OTHER, THIRD, member, the_school
from sqlalchemy import event

from coachsched.models import PartnerAsk, db
from coachsched.services import asks, looking, people_files
from coachsched.store.partnerships import Partnership

NEW = tuple(f"new{number}@school.test" for number in range(1, 5))
NEW_CSV = "name,email,teacher,faculty,roles\n" + "".join(
    f"Nell Abe{chr(96 + number)},{email},,Music,teacher\n" for number, email in enumerate(NEW, start=1)
)


def seek(*emails: str, seen_by: str = "colleagues", part: str = "either", goes_on: bool = False) -> None:
    """These people look; the coach, the third and the third's partner where nobody is named."""
    for email in emails or (COACH, THIRD, OTHER):
        looking.refine(member(email), seen_by, part, "", goes_on)


def newcomers() -> None:
    """Four more teachers, without a timetable, who look and can sign in as everybody does."""
    people_files.import_people(the_school(), NEW_CSV.encode(), "people.csv")
    for email in NEW:
        member(email).person.password_hash = member(COACH).person.password_hash
    db.session.commit()
    seek(*NEW)


def ask(asker: str = COACH, asked: str = THIRD, line: str = "") -> Partnership | None:
    return asks.ask(member(asker), member(asked).id, line)


def say_yes(asked: str = THIRD, asker: str = COACH) -> Partnership:
    return asks.accept(member(asked), member(asker).id)


def found_by(email: str) -> list[str]:
    """The addresses of those whom somebody sees looking."""
    return [row.membership.person.email for row in looking.others(member(email))]


def asked_by(email: str) -> list[str]:
    return [one.member.person.email for one in asks.sent(member(email))]


def asking(email: str) -> list[str]:
    """The addresses of those who ask somebody."""
    return [one.member.person.email for one in asks.received(member(email))]


def rows() -> list[PartnerAsk]:
    db.session.expire_all()
    return list(db.session.scalars(db.select(PartnerAsk)))


@contextmanager
def statements() -> Iterator[list[str]]:
    """What the database is asked meanwhile, without the values."""
    found: list[str] = []

    def note(_connection, _cursor, statement, *_):  # type: ignore[no-untyped-def]
        found.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
