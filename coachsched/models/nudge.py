"""Which partnerships were reminded of themselves, and when."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from .db import db


class Nudge(db.Model):  # type: ignore[name-defined,misc]
    """A partnership's nudge of a day, written with its letters: a day has one at most, however many write."""

    __table_args__ = (UniqueConstraint("partnership_id", "date"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id"))
    date: Mapped[date]
