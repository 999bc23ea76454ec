"""Partnerships suggested to a whole staff, and what a coordinator says of pairs beforehand."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .db import db
from .person import Person


class PairRule(db.Model):  # type: ignore[name-defined,misc]
    """``kind`` is ``asked``, for somebody who would like another, or ``apart``. Why is not kept."""

    __tablename__ = "pair_rule"
    __table_args__ = (UniqueConstraint("school_id", "kind", "person_id", "other_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    kind: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    other_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    person: Mapped[Person] = relationship(foreign_keys=person_id)
    other: Mapped[Person] = relationship(foreign_keys=other_id)


class Assignment(db.Model):  # type: ignore[name-defined,misc]
    """A school's suggestion until its partnerships are made, or a newer one takes its place.

    ``wanted`` is core/matching's Wanted, ``pairs`` are people's numbers two by two, ``most`` is how many
    pairs no suggestion exceeds, ``proven`` whether none was better when it was made.
    """

    # A number is never given twice: a page of a suggestion that is gone must not act on another.
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012
    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"), unique=True)
    made_on: Mapped[date]
    wanted: Mapped[dict[str, Any]] = mapped_column(JSON)
    pairs: Mapped[list[list[int]]] = mapped_column(JSON)
    most: Mapped[int | None]
    proven: Mapped[bool]
