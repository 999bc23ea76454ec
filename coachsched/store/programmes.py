"""The programme page's own texts."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import delete, select

from coachsched.models import ProgrammeText, School, db


def texts(school: School) -> dict[str, str]:
    """The school's own texts by section."""
    query = select(ProgrammeText).where(ProgrammeText.school_id == school.id)
    return {row.key: row.text for row in db.session.scalars(query)}


def write(school: School, own: Mapping[str, str]) -> None:
    """Put these texts in place of those there were."""
    db.session.execute(delete(ProgrammeText).where(ProgrammeText.school_id == school.id))
    db.session.add_all(ProgrammeText(school_id=school.id, key=key, text=text) for key, text in own.items())
