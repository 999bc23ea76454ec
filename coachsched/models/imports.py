"""Files on their way in, and what was learned from a person about earlier ones (design 11)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .db import Instant, db
from .person import Membership, Person


class ImportDraft(db.Model):  # type: ignore[name-defined,misc]
    """A file somebody uploaded and has seen a preview of; gone once applied, given up, or a day old.

    Kind is timetable, people, calendar or history. ``choices`` holds what they chose on the preview, and
    ``progress`` how many hundredths of it are worked out while somebody waits for it.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str]
    file_name: Mapped[str]
    data: Mapped[bytes] = mapped_column(deferred=True)
    choices: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    progress: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(Instant)
    person: Mapped[Person] = relationship()


class TeacherAlias(db.Model):  # type: ignore[name-defined,misc]
    """Another code or name the timetable knows somebody by, confirmed by a person.

    ``key`` is core.labels.teacher_key of ``name``. Rows keep the name of their file; who is meant is
    found out when they are read, so a code that changes in mid-year takes the old rows along.
    """

    __table_args__ = (UniqueConstraint("school_id", "key"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id"), index=True)
    name: Mapped[str]
    key: Mapped[str]
    confirmed_at: Mapped[datetime] = mapped_column(Instant)
    membership: Mapped[Membership] = relationship()


class LabelAlias(db.Model):  # type: ignore[name-defined,misc]
    """Which of the school's labels a file's day or period is, confirmed by a person.

    Kind is day or period. ``name`` is as the file writes it (a day of a week as "week day"), ``labels``
    those of the school, none where the rows are left out.
    """

    __table_args__ = (UniqueConstraint("school_id", "kind", "name"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    kind: Mapped[str]
    name: Mapped[str]
    labels: Mapped[list[str]] = mapped_column(JSON)
