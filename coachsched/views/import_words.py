"""What the pages of imports say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from coachsched.core.errors import Problem
from coachsched.core.phrases import Phrase, phrase, phrases
from coachsched.core.placing import How
from coachsched.core.problem_groups import grouped
from coachsched.services.histories import HistoryImported
from coachsched.services.looks import FORMATS, Look
from coachsched.services.recheck import Broken
from coachsched.services.timetables import Plan, Preview
from coachsched.views.words import meeting_word, period_name, sentence

KINDS = {
    "timetable": phrase("Timetable"),
    "people": phrase("People"),
    "history": phrase("History of partnerships"),
}
FOUND: dict[How, str] = {
    "spelling": phrase("Another spelling of it."),
    "weekday": phrase("Found by its weekday."),
    "times": phrase("It has the same times."),
    "order": phrase("Only a guess by the order: please check."),
    "near times": phrase("Only a guess by the times, which differ a little: please check."),
    "remembered": phrase("As confirmed before."),
    "chosen": phrase("As chosen."),
    "left out": phrase("Its rows are left out."),
    "not found": phrase("The school has nothing like it: please choose."),
}
MOST_LISTED = 200


def kinds() -> list[tuple[str, str]]:
    return [("", phrase("Find out from the file")), *KINDS.items()]


def formats() -> list[tuple[str, str]]:
    return [("", phrase("As recognised")), *((name, title) for name, title in FORMATS.items())]


def encodings(look: Look) -> list[tuple[str, str]]:
    """The encodings that a file may have, each with a line or two as it would read."""
    found = []
    for name, title, lines in look.encodings:
        sample = " · ".join(line[:80] for line in lines[:2])
        text = f"{title} ({name})"
        found.append((name, f"{text}: {sample}" if sample else text))
    return found


def format_of(plan: Plan) -> str:
    title = FORMATS.get(plan.file.format, plan.file.format)
    return sentence(title)


def in_force(plan: Plan) -> str:
    """From when to when, in words."""
    first, until = plan.valid_from, plan.until
    if first and until:
        return phrase("From %(first)s, until another one begins on %(until)s", first=first, until=until)
    if first:
        return phrase("From %(first)s", first=first)
    if until:
        return phrase("On every day, until another one begins on %(until)s", until=until)
    return phrase("On every day")


def teachers(plan: Plan) -> str:
    known, everybody = len(plan.matched), len(plan.matches)
    if not everybody:
        # L10N: no teachers
        return phrase("none")
    return phrase("%(n)s, %(known)s of them with an account", n=everybody, known=known)


def changes(plan: Plan) -> str:
    """The difference in one line."""
    found = plan.difference
    if not found.teachers:
        return phrase("No teacher's periods change; %(same)s stay as they are.", same=found.same)
    return phrases(
        "Periods of %(n)s teacher change: %(added)s new, %(gone)s gone, %(changed)s changed; "
        "%(same)s stay as they are.",
        "Periods of %(n)s teachers change: %(added)s new, %(gone)s gone, %(changed)s changed; "
        "%(same)s stay as they are.",
        len(found.teachers),
        added=found.added,
        gone=found.gone,
        changed=found.changed,
        same=found.same,
    )


def broken(found: Sequence[Broken], say: Mapping[str, str]) -> list[str]:
    """The meetings that would break by date and kind, without anybody's name."""
    counts = Counter(
        (one.meeting.date, one.meeting.period, one.meeting.kind, one.called_off) for one in found
    )
    return [_broken(*which, count, say) for which, count in sorted(counts.items())]


def _broken(on: date, period: str, kind: str, called_off: bool, count: int, say: Mapping[str, str]) -> str:
    what, where = meeting_word(kind, say), period_name(period)
    blanks: dict[str, object] = {"day": on, "period": where, "meeting": what}
    if called_off:
        return phrases(
            "%(day)s, %(period)s: %(meeting)s, called off",
            "%(day)s, %(period)s: %(meeting)s (%(n)s), called off",
            count,
            **blanks,
        )
    return phrases(
        "%(day)s, %(period)s: %(meeting)s", "%(day)s, %(period)s: %(meeting)s (%(n)s)", count, **blanks
    )


def history(found: HistoryImported) -> str:
    """What a log would make."""
    return phrase(
        "To be made: %(partnerships)s. To be added: %(rows)s. Known already: %(known)s.",
        partnerships=_partnerships(found.partnerships),
        rows=_rows(found.added),
        known=_rows(found.known),
    )


def told(problems: Sequence[Problem]) -> list[Problem]:
    return grouped(problems)


def done(look: Look) -> list[str]:
    """What was done, once it is."""
    if look.timetable:
        return _timetable_done(look.timetable.preview)
    if look.people:
        counts = look.people.counts
        return [
            phrase(
                "%(added)s added, %(changed)s changed, %(unchanged)s as they were.",
                added=counts.added,
                changed=counts.changed,
                unchanged=counts.unchanged,
            )
        ]
    assert look.history is not None, "a draft is one of three kinds"
    made, added = _partnerships(look.history.partnerships), _rows(look.history.added)
    return [phrase("%(partnerships)s made, %(rows)s added.", partnerships=made, rows=added)]


def _timetable_done(found: Preview) -> list[str]:
    if not found.plan.changed:
        return [phrase("This timetable was in force already. Nothing changed.")]
    stuck = sum(not one.called_off for one in found.broken)
    off = len(found.broken) - stuck
    said: list[str] = [phrase("The timetable is in force: %(rows)s.", rows=_rows(len(found.plan.rows)))]
    if stuck:
        said.append(
            phrases("%(n)s booked meeting needs a new time.", "%(n)s booked meetings need a new time.", stuck)
        )
    if off:
        said.append(
            phrases("%(n)s visit to open lessons cannot be.", "%(n)s visits to open lessons cannot be.", off)
        )
    return said


def _partnerships(count: int) -> Phrase:
    return phrases("%(n)s partnership", "%(n)s partnerships", count)


def _rows(count: int) -> Phrase:
    return phrases("%(n)s row", "%(n)s rows", count)
