"""Bringing a school's log of its partnerships in. Whole or not at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from coachsched.core.errors import Problem
from coachsched.core.history import PROPOSED, Event
from coachsched.core.history_checks import Fault, faults
from coachsched.core.history_merge import Merged, merge
from coachsched.core.phrases import phrase
from coachsched.importers.history import HistoryRow, read_history
from coachsched.importers.tables import refusal
from coachsched.services import clock
from coachsched.services.unit import rehearsal, transaction
from coachsched.store import history, partnerships, people, proposals, session
from coachsched.store.partnerships import Partnership, PartnershipMember
from coachsched.store.people import School

Log = list[HistoryRow]
Pair = frozenset[str]


@dataclass(frozen=True)
class HistoryImported:
    """What a log brought; ``known`` are its rows that stood there already."""

    partnerships: int
    added: int
    known: int


def import_history(
    school: School, data: bytes, file_name: str, encoding: str | None = None, *, dry_run: bool = False
) -> HistoryImported:
    """Add what a log tells of partnerships, made where there are none; rows known already are left alone.

    No row is ever taken out but a ``began`` that the log's earlier one replaces. A dry run keeps
    nothing. Raises InputError.
    """
    logs = _logs(read_history(data, file_name, encoding))
    with rehearsal() if dry_run else transaction():
        ids = {member.person.email: member.person_id for member in people.memberships(school)}
        _check(logs, ids, school.name, file_name)
        known = _known(school)
        new = {pair: log for pair, log in logs.items() if pair not in known}
        _make(school, new, ids)
        added = _add({known[pair]: log for pair, log in logs.items() if pair in known}, school, file_name)
    added += sum(map(len, new.values()))
    return HistoryImported(len(new), added, sum(map(len, logs.values())) - added)


def _logs(rows: Sequence[HistoryRow]) -> dict[Pair, Log]:
    """The rows of each partnership in order of date, then of lines."""
    logs: dict[Pair, Log] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.event.date):
        logs[frozenset(row.people)].append(row)
    return logs


def _known(school: School) -> dict[Pair, int]:
    """The partnerships of the school by who is in them."""
    found = partnerships.partners(school)
    return {frozenset(one.email for one in members): number for number, members in found.items()}


def _check(logs: dict[Pair, Log], ids: dict[str, int], school: str, file_name: str) -> None:
    """Refuses strangers and what cannot have happened, in order of lines."""
    strangers: dict[str, int] = {}
    told: list[tuple[int, str, str]] = []
    for log in logs.values():
        missing = [email for email in log[0].people if email not in ids]
        for email in missing:
            line = min(row.line for row in log)
            strangers[email] = min(strangers.get(email, line), line)
        # A mistyped address makes a partnership of its own, whose rows would all seem wrong.
        wrong = [] if missing else faults([row.event for row in log])
        told += [(log[fault.place].line, fault.what, fault.remedy) for fault in wrong]
    remedy = phrase("Check the spelling, or import the people first.")
    told += [
        (line, phrase("nobody at %(school)s has the e-mail %(email)s.", school=school, email=email), remedy)
        for email, line in strangers.items()
    ]
    if told:
        problems = [
            Problem(phrase("%(file)s, line %(line)s", file=file_name, line=line), what, remedy)
            for line, what, remedy in sorted(told)
        ]
        raise refusal(problems, file_name)


def _make(school: School, logs: dict[Pair, Log], ids: dict[str, int]) -> None:
    """New partnerships, their people in the order of the first row."""
    made = [_new(school, log, ids) for log in logs.values()]
    session.add_all(made)
    session.flush()
    history.record_all(
        (partnership.id, row.event)
        for partnership, log in zip(made, logs.values(), strict=True)
        for row in log
    )


def _new(school: School, log: Log, ids: dict[str, int]) -> Partnership:
    members = [
        PartnershipMember(person_id=ids[email], position=number) for number, email in enumerate(log[0].people)
    ]
    return Partnership(school_id=school.id, created_at=clock.now(), members=members)


def _add(logs: dict[int, Log], school: School, file_name: str) -> int:
    """Add what is new of partnerships there are; how many rows that is."""
    standing = history.events_of_school(school.id)
    added, problems = 0, list[Problem]()
    for number, log in logs.items():
        events = [row.event for row in log]
        if not _news(merge(events, standing.get(number, []))):
            continue
        numbered = history.numbered(number)
        merged = merge(events, [event for _, event in numbered])
        clashes = _clashes(number, merged, [event for _, event in numbered])
        problems += [
            Problem(
                phrase("%(file)s, line %(line)s", file=file_name, line=log[fault.place].line),
                fault.what,
                fault.remedy,
            )
            for fault in clashes
        ]
        _rewrite(number, merged, numbered)
        added += len(_news(merged))
    if problems:
        raise refusal(problems, file_name)
    return added


def _news(merged: Sequence[Merged]) -> list[tuple[int, Event]]:
    """The rows that stand only in the log, with their places there."""
    return [(row.place, row.event) for row in merged if row.place is not None and not row.stood]


def _clashes(number: int, merged: Sequence[Merged], standing: Sequence[Event]) -> list[Fault]:
    """Why the log's new rows cannot be added to what stands there; places are those of the log."""
    start = _own_start(number, standing)
    what = phrase(
        "is no earlier than %(day)s, from when on this partnership is proposed and booked here.",
        day=str(start),
    )
    remedy = phrase("Leave it out; what happened since is known here.")
    late = [
        Fault(place, what, remedy)
        for place, event in _news(merged)
        if start is not None and event.date >= start
    ]
    return late or [_blamed(fault, merged) for fault in faults([row.event for row in merged])[:1]]


def _own_start(number: int, standing: Sequence[Event]) -> date | None:
    """The first date of the app's own meetings, or of the proposal open in it: a log must not touch them."""
    own = [event.date for event in standing if event.ref is not None]
    if proposals.open_of(number):
        own += [event.date for event in standing if event.what == PROPOSED][-1:]
    return min(own, default=None)


def _blamed(fault: Fault, merged: Sequence[Merged]) -> Fault:
    """The fault with its place in the log; of a row that stands there, the log's last new row before it."""
    row = merged[fault.place]
    if row.place is not None and not row.stood:
        return fault._replace(place=row.place)
    before = [place for place, _ in _news(merged[: fault.place])] or [place for place, _ in _news(merged)]
    what = phrase(
        'does not go with "%(what)s" of %(day)s, which is known here: that entry %(why)s',
        what=row.event.what,
        day=str(row.event.date),
        why=fault.what,
    )
    return Fault(before[-1], what, phrase("Bring the log in line with the partnership's page."))


def _rewrite(number: int, merged: Sequence[Merged], numbered: Sequence[tuple[int, Event]]) -> None:
    """Put the new rows in; where they come between those of their date, these are written again."""
    old: dict[date, list[Event]] = defaultdict(list)
    new: dict[date, list[Event]] = defaultdict(list)
    for _, event in numbered:
        old[event.date].append(event)
    for row in merged:
        new[row.event.date].append(row.event)
    changed = {day for day in {*old, *new} if old[day] != new[day]}
    history.forget([one for one, event in numbered if event.date in changed])
    history.record_all((number, row.event) for row in merged if row.event.date in changed)
