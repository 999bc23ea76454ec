"""What a school tells about its programme in its own words."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from .db import db


class ProgrammeText(db.Model):  # type: ignore[name-defined,misc]
    """The school's own text of one section of core/programme; the usual one where there is no row."""

    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str]
