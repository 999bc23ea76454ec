"""Who looks for a partner, and who asked whom. An answer is never kept: yes is a partnership."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .db import db
from .person import Membership


class Looking(db.Model):  # type: ignore[name-defined,misc]
    """Somebody looks while there is this row; the words in it are those of core/looking.

    ``sealed_interests`` are sealed and opened by services/looking. ``goes_on`` is whether to look for
    more once a partner is found.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id", ondelete="CASCADE"), unique=True)
    seen_by: Mapped[str]
    part: Mapped[str] = mapped_column(default="either")
    sealed_interests: Mapped[bytes | None]
    goes_on: Mapped[bool] = mapped_column(default=False)
    membership: Mapped[Membership] = relationship()


class PartnerAsk(db.Model):  # type: ignore[name-defined,misc]
    """One colleague asked another, once: asking again after taking it back is the same row.

    ``open`` and ``asked_on`` are the asker's to see. ``put_aside`` is the asked one's alone: nothing that
    the asker is shown or told may depend on it. ``sealed_words`` are for the asked one, until either acts.
    Half a year after ``asked_on`` the row goes, whatever stands in it.
    """

    __table_args__ = (UniqueConstraint("asker_id", "asked_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    asker_id: Mapped[int] = mapped_column(ForeignKey("membership.id", ondelete="CASCADE"))
    asked_id: Mapped[int] = mapped_column(ForeignKey("membership.id", ondelete="CASCADE"), index=True)
    asked_on: Mapped[date]
    open: Mapped[bool] = mapped_column(default=True)
    put_aside: Mapped[bool] = mapped_column(default=False)
    sealed_words: Mapped[bytes | None]
    asker: Mapped[Membership] = relationship(foreign_keys=asker_id)
    asked: Mapped[Membership] = relationship(foreign_keys=asked_id)
