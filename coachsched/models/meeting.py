"""Meetings and who is in them. The database keeps everybody in one place at a time (design 9)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .db import Instant, db
from .partnership import Partnership
from .person import Person
from .school import School

# The states in which a meeting takes its people's time.
STANDING = ("booked", "waiting")


class Meeting(db.Model):  # type: ignore[name-defined,misc]
    """A plan, visit, debrief or talk. State is booked, cancelled, not_held, or waiting: until cover is found.

    Held is booked and past. ``partnership_id`` is empty of what belongs to none: a cover, a visit to an open
    lesson.
    ``stamped_at`` is the DTSTAMP of the last message sent, ``changed_at`` the last revision of the row.
    ``new_time`` says why a new time is needed, empty while the time works and where its people called it off.
    ``school_closed`` is true of one called off with its day: reopening the day brings it back. ``asked_on``
    is the day its people were asked whether it happened, ``confirmed`` that one of them said so.
    ``visit_kind`` is the school's word for what a visit is, for the partners alone.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(unique=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"), index=True)
    partnership_id: Mapped[int | None] = mapped_column(ForeignKey("partnership.id"), index=True)
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("proposal.id"))
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    host_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str]
    state: Mapped[str] = mapped_column(default="booked")
    wants_debrief: Mapped[bool] = mapped_column(default=True)
    visit_kind: Mapped[str] = mapped_column(default="", server_default="")
    new_time: Mapped[str] = mapped_column(default="")
    school_closed: Mapped[bool] = mapped_column(default=False)
    asked_on: Mapped[date | None]
    confirmed: Mapped[bool] = mapped_column(default=False)
    date: Mapped[date]
    period: Mapped[str]
    start_at: Mapped[datetime] = mapped_column(Instant, index=True)
    end_at: Mapped[datetime] = mapped_column(Instant)
    klass: Mapped[str] = mapped_column(default="")
    subject: Mapped[str] = mapped_column(default="")
    room: Mapped[str] = mapped_column(default="")
    sequence: Mapped[int] = mapped_column(default=0)
    stamped_at: Mapped[datetime] = mapped_column(Instant)
    changed_at: Mapped[datetime] = mapped_column(Instant)
    school: Mapped[School] = relationship()
    partnership: Mapped[Partnership | None] = relationship()
    host: Mapped[Person | None] = relationship()
    bookings: Mapped[list[Booking]] = relationship(
        order_by="Booking.id", cascade="all, delete-orphan", back_populates="meeting"
    )

    @property
    def stands(self) -> bool:
        """Whether it takes its people's time: booked, or held until cover is found."""
        return self.state in STANDING

    @property
    def may_be_held_anew(self) -> bool:
        """Whether it was called off by what happened, not by its people: with its day, or without cover."""
        return self.state == "cancelled" and self.new_time != ""

    @property
    def was_moved(self) -> bool:
        """Whether calendars may know it though it is held: it has had another time or room."""
        return self.sequence > 0

    @property
    def pair(self) -> Partnership:
        """The partnership it belongs to; only asked of meetings that have one."""
        assert self.partnership is not None, "what belongs to no partnership has doors of its own"
        return self.partnership


class Booking(db.Model):  # type: ignore[name-defined,misc]
    """A person in a meeting. No two active ones of one person overlap: a constraint, not a habit.

    ``answer`` is what they last said from their calendar, with the SEQUENCE and DTSTAMP it carried: about an
    earlier time where ``partstat`` does not say the same.
    """

    __table_args__ = (
        UniqueConstraint("meeting_id", "person_id"),
        CheckConstraint("start_at < end_at", name="forwards"),
        Index("ix_booking_person_time", "person_id", "end_at"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    start_at: Mapped[datetime] = mapped_column(Instant)
    end_at: Mapped[datetime] = mapped_column(Instant)
    active: Mapped[bool] = mapped_column(default=True)
    partstat: Mapped[str] = mapped_column(default="NEEDS-ACTION")
    answer: Mapped[str] = mapped_column(default="", server_default="")
    answer_sequence: Mapped[int | None]
    answer_stamp: Mapped[datetime | None] = mapped_column(Instant)
    meeting: Mapped[Meeting] = relationship(back_populates="bookings")
    person: Mapped[Person] = relationship()
