"""People, the schools they belong to, and how they sign in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .db import Instant, Words, db
from .school import School


class Person(db.Model):  # type: ignore[name-defined,misc]
    """One sign-in, at however many schools. ``email`` is kept casefolded.

    ``bounced_at`` is when mail to that address last came back, empty while it arrives; ``came_at`` when they
    first signed in; ``language`` is the one they chose to read, of ``coachsched.languages``. Of one who was
    ``erased`` the row stays, since meetings have two people, and its name is "a former colleague".
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Words)
    email: Mapped[str] = mapped_column(unique=True)
    password_hash: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=True)
    erased: Mapped[bool] = mapped_column(default=False, server_default=false())
    created_at: Mapped[datetime] = mapped_column(Instant)
    bounced_at: Mapped[datetime | None] = mapped_column(Instant)
    came_at: Mapped[datetime | None] = mapped_column(Instant)
    language: Mapped[str | None]
    memberships: Mapped[list[Membership]] = relationship(back_populates="person")


class Membership(db.Model):  # type: ignore[name-defined,misc]
    """A person at a school: roles, the name or code the timetable knows them by, and how they are reminded.

    ``notice`` is reminder, digest or none; ``alarm_minutes`` is how long before a meeting their calendar
    rings, None where it is not told to.
    """

    __table_args__ = (UniqueConstraint("school_id", "person_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    roles: Mapped[list[str]] = mapped_column(JSON)
    teacher: Mapped[str | None]
    faculty: Mapped[str] = mapped_column(default="")
    notice: Mapped[str] = mapped_column(default="reminder")
    alarm_minutes: Mapped[int | None]
    person: Mapped[Person] = relationship(back_populates="memberships")
    school: Mapped[School] = relationship()


class SignIn(db.Model):  # type: ignore[name-defined,misc]
    """A signed-in browser. Deleting the row signs it out, whatever its cookie says."""

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    created_at: Mapped[datetime] = mapped_column(Instant)
    seen_at: Mapped[datetime] = mapped_column(Instant)
    person: Mapped[Person] = relationship()


class SignInLink(db.Model):  # type: ignore[name-defined,misc]
    """A way in that was sent by mail: good once, and for minutes. Only a hash of it is kept."""

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    person: Mapped[Person] = relationship()


class Identity(db.Model):  # type: ignore[name-defined,misc]
    """Who somebody is at a provider of sign-ins: never by an address, which may change hands."""

    __table_args__ = (UniqueConstraint("issuer", "subject"), UniqueConstraint("person_id", "issuer"))
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    issuer: Mapped[str]
    subject: Mapped[str]
    linked_at: Mapped[datetime] = mapped_column(Instant)
    person: Mapped[Person] = relationship()


class SignInFailure(db.Model):  # type: ignore[name-defined,misc]
    """A failed attempt, counted in the database so that every worker sees it."""

    id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(index=True)
    failed_at: Mapped[datetime] = mapped_column(Instant)
