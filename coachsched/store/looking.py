"""Who looks for a partner, and who asked whom, still sealed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import case, delete, exists, func, select, update
from sqlalchemy.orm import aliased, contains_eager, joinedload

from coachsched.core.spelling import by_name
from coachsched.models import Looking, Membership, PartnerAsk, Person, School, db

__all__ = ["Looking", "PartnerAsk"]


def of(member: Membership) -> Looking | None:
    """What somebody said of their looking; None while they do not look."""
    return db.session.scalar(select(Looking).where(Looking.membership_id == member.id))


def at_school(school: School) -> list[Looking]:
    """Everybody at a school who looks and may sign in, by name."""
    query = (
        select(Looking)
        .join(Looking.membership)
        .join(Membership.person)
        .where(Membership.school_id == school.id, Person.active)
        .options(contains_eager(Looking.membership).contains_eager(Membership.person))
        .order_by(Membership.id)
    )
    return sorted(db.session.scalars(query), key=lambda one: by_name(one.membership.person.name))


def colleague(school: School, membership_id: int) -> Membership | None:
    """Somebody of the school by their membership."""
    query = select(Membership).where(Membership.id == membership_id, Membership.school_id == school.id)
    return db.session.scalar(query.options(joinedload(Membership.person)))


def ask_between(asker: Membership, asked: Membership, *, lock: bool = False) -> PartnerAsk | None:
    """The row of one asking the other, open or taken back."""
    query = select(PartnerAsk).where(PartnerAsk.asker_id == asker.id, PartnerAsk.asked_id == asked.id)
    return db.session.scalar(query.with_for_update() if lock else query)


def asks_by(asker: Membership) -> list[PartnerAsk]:
    """What somebody asked and has not taken back, by day and name, whatever became of it."""
    asked = aliased(Membership)
    query = (
        select(PartnerAsk)
        .join(asked, PartnerAsk.asked)
        .join(Person, Person.id == asked.person_id)
        .where(PartnerAsk.asker_id == asker.id, PartnerAsk.open)
        .options(joinedload(PartnerAsk.asked).joinedload(Membership.person))
        .order_by(PartnerAsk.asked_on, Person.name, PartnerAsk.asked_id)
    )
    return list(db.session.scalars(query))


def count_asks_by(asker: Membership) -> int:
    query = select(func.count()).where(PartnerAsk.asker_id == asker.id, PartnerAsk.open)
    return db.session.scalar(query) or 0


def asks_to(asked: Membership) -> list[PartnerAsk]:
    """What somebody is asked and has not put aside, by day, of colleagues who look and may sign in."""
    looks = exists().where(Looking.membership_id == PartnerAsk.asker_id)
    query = (
        select(PartnerAsk)
        .join(PartnerAsk.asker)
        .join(Membership.person)
        .where(PartnerAsk.asked_id == asked.id, PartnerAsk.open, ~PartnerAsk.put_aside, Person.active, looks)
        .options(contains_eager(PartnerAsk.asker).contains_eager(Membership.person))
        .order_by(PartnerAsk.asked_on, Person.name, PartnerAsk.id)
    )
    return list(db.session.scalars(query))


def open_again(ask: PartnerAsk, on: date, sealed: bytes | None) -> None:
    """Ask once more, from a date on; nobody reads words where it was put aside."""
    words = case((PartnerAsk.put_aside, None), else_=sealed)
    _change(ask, open=True, asked_on=on, sealed_words=words)


def take_back(ask: PartnerAsk) -> None:
    _change(ask, open=False, sealed_words=None)


def put_aside(ask: PartnerAsk) -> None:
    _change(ask, put_aside=True, sealed_words=None)


def forget_asks(school: School, before: date) -> None:
    """Every ask at a school that was last asked before a date, whatever became of it."""
    askers = select(Membership.id).where(Membership.school_id == school.id)
    db.session.execute(
        delete(PartnerAsk).where(PartnerAsk.asker_id.in_(askers), PartnerAsk.asked_on < before)
    )


def _change(ask: PartnerAsk, **values: object) -> None:
    """One statement, the same whatever stood there before: how long it takes must not tell an asker."""
    db.session.execute(update(PartnerAsk).where(PartnerAsk.id == ask.id).values(**values))


def stop(membership_ids: Collection[int]) -> None:
    """End the looking of some people: what they asked is taken back, words written to them are gone."""
    theirs = PartnerAsk.asker_id.in_(membership_ids)
    db.session.execute(delete(Looking).where(Looking.membership_id.in_(membership_ids)))
    db.session.execute(update(PartnerAsk).where(theirs).values(open=False, sealed_words=None))
    db.session.execute(
        update(PartnerAsk).where(PartnerAsk.asked_id.in_(membership_ids)).values(sealed_words=None)
    )


def settle(school: School, person_ids: Collection[int]) -> None:
    """These people are partners now: nothing is asked between them, and who does not go on looking stops."""
    here = select(Membership.id).where(
        Membership.school_id == school.id, Membership.person_id.in_(person_ids)
    )
    members = list(db.session.scalars(here))
    between = PartnerAsk.asker_id.in_(members) & PartnerAsk.asked_id.in_(members)
    db.session.execute(delete(PartnerAsk).where(between))
    goes_on = select(Looking.membership_id).where(Looking.membership_id.in_(members), Looking.goes_on)
    stop(set(members) - set(db.session.scalars(goes_on)))
