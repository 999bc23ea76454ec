"""A school of any size in a database of its own, written row by row without asking the services."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import insert, text

from benchmarks.invented import LABELS, calendar, code, rows
from coachsched import create_app
from coachsched.models import Membership, Partnership, PartnershipMember, Person, School, Timetable, db
from coachsched.settings import Settings
from coachsched.store import schools

NOW = datetime(2027, 5, 12, 6, tzinfo=UTC)
TODAY = date(2027, 5, 12)


@contextmanager
def application(database_url: str | None = None, mail_url: str | None = None) -> Iterator[Flask]:
    """The application on an empty database, a SQLite file unless told, its clock standing still in May."""
    with TemporaryDirectory(prefix="coachsched-bench-") as folder:
        app = create_app(_settings(Path(folder), database_url, mail_url))
        with app.app_context():
            upgrade()
            yield app
            db.session.remove()
            if database_url:
                # The next to be measured begins with an empty one too.
                db.session.execute(text("DROP SCHEMA public CASCADE"))
                db.session.execute(text("CREATE SCHEMA public"))
                db.session.commit()
            db.engine.dispose()


def _settings(folder: Path, database_url: str | None, mail_url: str | None) -> Settings:
    return Settings(
        database_url=database_url or f"sqlite:///{folder / 'bench.sqlite'}",
        data_dir=folder,
        secret_key="a key of the benchmarks, which guards nothing",
        base_url="http://127.0.0.1",
        mail_url=mail_url or f"maildir:{folder / 'mail'}",
        mail_from="coachsched@school.test",
        demo=True,
        now=NOW,
    )


def write_school(name: str, teachers: int, *, with_timetable: bool = True) -> tuple[School, list[int]]:
    """A school and its teachers' numbers, everybody with a timetable."""
    school = School(name=name, timezone="Europe/Berlin", labels=list(LABELS), weekdays=[0, 1, 2, 3, 4],
                    anchor=TODAY, created_at=NOW)  # fmt: skip
    db.session.add(school)
    schools.write_calendar(school, calendar())
    db.session.flush()
    if with_timetable:
        version = Timetable(school_id=school.id, source_format="canonical", sha256=name, imported_at=NOW)
        db.session.add(version)
        db.session.flush()
        schools.write_rows(version, rows(teachers))
    people = _write_people(school, teachers)
    db.session.commit()
    return school, people


def _write_people(school: School, count: int) -> list[int]:
    first = (db.session.scalar(db.select(db.func.max(Person.id))) or 0) + 1
    ids = list(range(first, first + count))
    write(Person, [
        {"id": one, "name": f"Teacher {one:05d}", "email": f"teacher{one}@school.test", "created_at": NOW}
        for one in ids
    ])  # fmt: skip
    write(Membership, [
        {"school_id": school.id, "person_id": one, "roles": ["teacher"], "teacher": code(number)}
        for number, one in enumerate(ids)
    ])  # fmt: skip
    return ids


def write_pairs(school: School, people: list[int], count: int) -> list[int]:
    """So many partnerships among the people, and their numbers."""
    first = (db.session.scalar(db.select(db.func.max(Partnership.id))) or 0) + 1
    ids = list(range(first, first + count))
    write(Partnership, [{"id": one, "school_id": school.id, "created_at": NOW} for one in ids])
    members = []
    for number, one in enumerate(ids):
        coach, apart = number % len(people), 1 + number // len(people)
        pair = people[coach], people[(coach + apart) % len(people)]
        members += [
            {"partnership_id": one, "person_id": person, "position": position}
            for position, person in enumerate(pair)
        ]
    write(PartnershipMember, members)
    db.session.commit()
    return ids


def write(model: Any, values: list[dict[str, Any]]) -> None:
    db.session.execute(insert(model), values)
