"""Files on their way in, and the names by which earlier ones called people, days and periods."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import undefer

from coachsched.models import ImportDraft, LabelAlias, Membership, School, TeacherAlias, db

__all__ = ["ImportDraft", "LabelAlias", "TeacherAlias"]


def draft(school: School, person_id: int, draft_id: int, since: datetime) -> ImportDraft | None:
    """A draft if it is that person's, at that school, and no older than ``since``."""
    query = select(ImportDraft).where(
        ImportDraft.id == draft_id,
        ImportDraft.school_id == school.id,
        ImportDraft.person_id == person_id,
        ImportDraft.created_at >= since,
    )
    return db.session.scalar(query.options(undefer(ImportDraft.data)))


def drafts(school: School, person_id: int, since: datetime) -> list[ImportDraft]:
    """A person's drafts at a school, the newest first, without their files."""
    query = select(ImportDraft).where(
        ImportDraft.school_id == school.id,
        ImportDraft.person_id == person_id,
        ImportDraft.created_at >= since,
    )
    return list(db.session.scalars(query.order_by(ImportDraft.id.desc())))


def forget_drafts(before: datetime) -> None:
    db.session.execute(delete(ImportDraft).where(ImportDraft.created_at < before))


def report(draft_id: int, progress: int) -> None:
    db.session.execute(update(ImportDraft).where(ImportDraft.id == draft_id).values(progress=progress))


def aliases(school: School) -> dict[int, list[TeacherAlias]]:
    """The further names of each membership in the timetable."""
    query = select(TeacherAlias).where(TeacherAlias.school_id == school.id).order_by(TeacherAlias.id)
    found: dict[int, list[TeacherAlias]] = defaultdict(list)
    for alias in db.session.scalars(query):
        found[alias.membership_id].append(alias)
    return found


def alias(school: School, key: str) -> TeacherAlias | None:
    query = select(TeacherAlias).where(TeacherAlias.school_id == school.id, TeacherAlias.key == key)
    return db.session.scalar(query)


def own_names(school: School) -> dict[str, str]:
    """The name in the timetable that the key of each alias stands for."""
    query = (
        select(TeacherAlias.key, Membership.teacher)
        .join(Membership, Membership.id == TeacherAlias.membership_id)
        .where(TeacherAlias.school_id == school.id, Membership.teacher.is_not(None))
    )
    return {key: teacher for key, teacher in db.session.execute(query) if teacher}


def labels(school: School) -> list[LabelAlias]:
    query = select(LabelAlias).where(LabelAlias.school_id == school.id).order_by(LabelAlias.id)
    return list(db.session.scalars(query))
