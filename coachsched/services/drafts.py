"""Files on their way in: uploaded, looked at, put in or given up. For administrators, each their own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from coachsched.core.errors import InputError, NotFoundError, Problem
from coachsched.core.phrases import phrase
from coachsched.importers.decoding import MAX_BYTES
from coachsched.importers.kinds import KINDS, kind_of
from coachsched.importers.tables import one_line
from coachsched.services import access, clock
from coachsched.services.unit import transaction
from coachsched.store import imports, session
from coachsched.store.imports import ImportDraft
from coachsched.store.people import Membership

KEPT = timedelta(days=1)
LONGEST_NAME = 120
LONGEST_ANSWER = 254
MOST_ANSWERS = 5_000
BEGUN = 5


def upload(actor: Membership, file_name: str, data: bytes, kind: str = "") -> ImportDraft:
    """Keep a file for a day; its kind is the one named, else seen. Raises ForbiddenError and InputError."""
    access.require(actor, "imports")
    name = one_line(file_name.strip())[:LONGEST_NAME] or str(phrase("pasted text"))
    if not data.strip():
        raise InputError(
            Problem(name, phrase("is empty."), phrase("Choose a file, or paste the rows of a spreadsheet."))
        )
    if len(data) > MAX_BYTES:
        remedy = phrase("A file may have %(n)s MB; leave out what is not needed.", n=MAX_BYTES // 1_000_000)
        raise InputError(Problem(name, phrase("is too large."), remedy))
    draft = ImportDraft(
        school_id=actor.school_id,
        person_id=actor.person_id,
        kind=kind if kind in KINDS else kind_of(data, name),
        file_name=name,
        data=data,
        choices={},
        progress=0,
        created_at=clock.now(),
    )
    with transaction():
        imports.forget_drafts(clock.now() - KEPT)
        session.add(draft)
    return draft


def mine(actor: Membership) -> list[ImportDraft]:
    """What the actor uploaded and has neither put in nor given up."""
    access.require(actor, "imports")
    return imports.drafts(actor.school, actor.person_id, clock.now() - KEPT)


def own(actor: Membership, draft_id: int) -> ImportDraft:
    """One of the actor's drafts; raises NotFoundError for others', as if they were not there."""
    access.require(actor, "imports")
    found = imports.draft(actor.school, actor.person_id, draft_id, clock.now() - KEPT)
    if found is None:
        raise NotFoundError(phrase("There is no such file. One that waits for more than a day is forgotten."))
    return found


def choose(actor: Membership, draft_id: int, answers: Mapping[str, str]) -> ImportDraft:
    """Keep what a form says of a draft, in place of what was said before."""
    kept = {key: value.strip()[:LONGEST_ANSWER] for key, value in [*answers.items()][:MOST_ANSWERS]}
    with transaction():
        draft = own(actor, draft_id)
        draft.choices = kept
        draft.progress = BEGUN
    return draft


def report(draft_id: int, progress: int) -> None:
    """Say how many hundredths of a preview are worked out, for whoever asks meanwhile."""
    with transaction():
        imports.report(draft_id, progress)


def remove(actor: Membership, draft_id: int) -> None:
    with transaction():
        session.delete(own(actor, draft_id))
