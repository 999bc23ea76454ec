"""The school and its calendar (design 5)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .db import Instant, db


def new_revision() -> str:
    return uuid4().hex


class School(db.Model):  # type: ignore[name-defined,misc]
    """The tenant. ``settings`` holds only what differs from the defaults of core/options."""

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    timezone: Mapped[str]
    rotation_mode: Mapped[str] = mapped_column(default="weekday")
    labels: Mapped[list[str]] = mapped_column(JSON)
    anchor: Mapped[date]
    weekdays: Mapped[list[int]] = mapped_column(JSON)
    weeks: Mapped[int] = mapped_column(default=1)
    week_count: Mapped[str] = mapped_column(default="school")
    closure: Mapped[str] = mapped_column(default="hold")
    settings: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    # Renewed with every change of calendar, timetable or settings: the key under which these are cached.
    revision: Mapped[str] = mapped_column(default=new_revision)
    # The last date on which reminders and digests have all been written.
    noticed_on: Mapped[date | None]
    # The last date on which nudges have all been written.
    nudged_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(Instant)

    bells: Mapped[list[Bell]] = relationship(order_by="Bell.position", cascade="all, delete-orphan")
    bell_rules: Mapped[list[BellRule]] = relationship(
        order_by="BellRule.position", cascade="all, delete-orphan"
    )
    terms: Mapped[list[Term]] = relationship(order_by="Term.start", cascade="all, delete-orphan")
    exceptions: Mapped[list[DayException]] = relationship(
        order_by="DayException.date", cascade="all, delete-orphan"
    )


class Bell(db.Model):  # type: ignore[name-defined,misc]
    """A bell schedule; position 0 is the usual one."""

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"), index=True)
    position: Mapped[int]
    name: Mapped[str]
    periods: Mapped[list[BellPeriod]] = relationship(
        order_by="BellPeriod.position", cascade="all, delete-orphan"
    )


class BellPeriod(db.Model):  # type: ignore[name-defined,misc]
    """A named time of a kind of day; ``start`` and ``end`` in local minutes after midnight."""

    id: Mapped[int] = mapped_column(primary_key=True)
    bell_id: Mapped[int] = mapped_column(ForeignKey("bell.id"), index=True)
    position: Mapped[int]
    label: Mapped[str]
    kind: Mapped[str]
    start: Mapped[int]
    end: Mapped[int]
    meetings: Mapped[bool] = mapped_column(default=False)


class BellRule(db.Model):  # type: ignore[name-defined,misc]
    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"), index=True)
    position: Mapped[int]
    bell: Mapped[str]
    weekday: Mapped[int | None]
    label: Mapped[str | None]
    first: Mapped[date | None]
    last: Mapped[date | None]


class Term(db.Model):  # type: ignore[name-defined,misc]
    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"), index=True)
    name: Mapped[str]
    start: Mapped[date]
    end: Mapped[date]


class DayException(db.Model):  # type: ignore[name-defined,misc]
    __table_args__ = (UniqueConstraint("school_id", "date"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    date: Mapped[date]
    kind: Mapped[str]
    label: Mapped[str | None]
    reanchor: Mapped[bool] = mapped_column(default=False)
    counts: Mapped[bool] = mapped_column(default=False)
    bell: Mapped[str | None]
    note: Mapped[str] = mapped_column(default="")
    # What stood here before a day was closed or its bell swapped, to be put back when that is undone.
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
