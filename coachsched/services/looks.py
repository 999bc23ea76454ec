"""What a draft would do, and doing it once somebody has agreed to that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from coachsched.core.errors import ConflictError, InputError, Problem
from coachsched.core.phrases import phrase
from coachsched.core.problem_groups import grouped
from coachsched.importers.decoding import ENCODINGS, EncodingError, preview
from coachsched.importers.recognise import FORMATS as FORMATS
from coachsched.importers.recognise import read_timetable
from coachsched.services import drafts, histories, people_files, timetables
from coachsched.services.histories import HistoryImported
from coachsched.services.people_files import PeoplePreview
from coachsched.services.timetables import Preview, questions, teachers
from coachsched.services.timetables.choices import remembered
from coachsched.services.timetables.planning import located
from coachsched.services.timetables.questions import Question
from coachsched.store import schools
from coachsched.store.imports import ImportDraft
from coachsched.store.people import Membership

READ = 40
ENCODING, FORMAT = "encoding", "format"


@dataclass(frozen=True)
class TimetableLook:
    """A timetable's preview and what it leaves to be said."""

    preview: Preview
    places: list[Question]
    teachers: list[Question]


@dataclass(frozen=True)
class Look:
    """What a draft is about; ``problems`` stand in the way of putting it in.

    ``encodings`` ask for one of them: (name, where it is used, sample lines).
    ``token`` tells what was seen: it is another one when the draft would do something else.
    """

    draft: ImportDraft
    problems: tuple[Problem, ...] = ()
    encodings: tuple[tuple[str, str, list[str]], ...] = ()
    timetable: TimetableLook | None = None
    people: PeoplePreview | None = None
    history: HistoryImported | None = None
    token: str = ""


def look(actor: Membership, draft: ImportDraft, report: Callable[[int], None] | None = None) -> Look:
    """Read a draft with what was chosen for it; faults are told in the look. ``report`` as in ``preview``."""
    try:
        if draft.kind == "people":
            return _people(actor, draft)
        if draft.kind == "history":
            return _history(actor, draft)
        return _timetable(actor, draft, report)
    except EncodingError as error:
        samples = preview(draft.data, draft.file_name)
        titled = tuple((name, ENCODINGS.get(name, name), [*lines]) for name, lines in samples)
        return Look(draft, tuple(error.problems), titled)
    except InputError as error:
        return Look(draft, tuple(grouped(error.problems)))


def apply(actor: Membership, draft_id: int, seen: str) -> Look:
    """Do what somebody saw and agreed to, and forget the file.

    Raises InputError with what is in the way, ConflictError where it would do something else by now.
    """
    found = look(actor, drafts.own(actor, draft_id))
    if found.problems:
        raise InputError(found.problems)
    if found.token != seen:
        raise ConflictError(
            phrase("This is not what you saw: something has changed meanwhile. Please look again.")
        )
    draft, school = found.draft, actor.school
    if found.timetable:
        timetables.apply(school, found.timetable.preview.plan)
    elif found.people:
        people_files.import_people(school, draft.data, draft.file_name, _encoding(draft), seen)
    else:
        histories.import_history(school, draft.data, draft.file_name, _encoding(draft))
    drafts.remove(actor, draft_id)
    return found


def _timetable(actor: Membership, draft: ImportDraft, report: Callable[[int], None] | None) -> Look:
    calendar = schools.school_time(actor.school).calendar
    format_ = draft.choices.get(FORMAT) or None
    file = read_timetable(draft.data, draft.file_name, format_, _encoding(draft), calendar)
    choices = dict(draft.choices)
    if report:
        report(READ)
    school = actor.school
    known = teachers.accounts(school)
    chosen = questions.answers(file, choices, calendar, known, remembered(school))
    found = timetables.preview(school, file, chosen, report)
    asked = TimetableLook(
        preview=found,
        places=questions.place_questions(found.plan, calendar),
        teachers=questions.teacher_questions(found.plan),
    )
    problems = tuple(located(found.plan.problems, draft.file_name))
    return Look(draft, problems, timetable=asked, token=found.plan.token)


def _people(actor: Membership, draft: ImportDraft) -> Look:
    found = people_files.preview_people(actor.school, draft.data, draft.file_name, _encoding(draft))
    return Look(draft, people=found, token=found.token)


def _history(actor: Membership, draft: ImportDraft) -> Look:
    found = histories.import_history(
        actor.school, draft.data, draft.file_name, _encoding(draft), dry_run=True
    )
    return Look(draft, history=found, token=sha256(repr(found).encode()).hexdigest())


def _encoding(draft: ImportDraft) -> str | None:
    return draft.choices.get(ENCODING) or None
