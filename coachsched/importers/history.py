"""The log of a school that starts in mid-year: ``date, people, what`` and ``until`` (design 11.8)."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from typing import NamedTuple

from coachsched.core.errors import Problem
from coachsched.core.history import Event
from coachsched.core.suggest import suggest
from coachsched.importers.headers import Header, find_header, sound_rows
from coachsched.importers.lines import read_lines
from coachsched.importers.people import is_email
from coachsched.importers.tables import Line, refusal

REQUIRED = ("date", "people", "what")
WANTS_UNTIL = {
    "proposed": "the date of its last option",
    "visit_booked": "the date of the visit",
    "debrief_booked": "the date of the debrief",
    "paused": "the first day back",
}
WORDS = (
    "began", "proposed", "turned_down", "visit_booked", "debrief_booked", "cancelled", "visit", "visit_only",
    "debrief", "not_held", "informal", "paused", "resumed", "finished",
)  # fmt: skip

SYNONYMS = {
    "date": ("day", "on", "Datum", "Tag", "fecha", "data", "jour"),
    "people": ("partnership", "partners", "pair", "emails", "e-mails", "email", "Personen", "personnes"),
    "what": ("event", "happened", "entry", "word", "Ereignis", "événement", "evento", "gebeurtenis"),
    "until": ("till", "until date", "for", "bis", "jusqu'au", "hasta", "até", "fino al", "tot"),
}

# People write "Turned down" for turned_down.
_SPACES = re.compile(r"[\s_-]+")
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


class HistoryRow(NamedTuple):
    """One row of the log; ``people`` are casefolded addresses in the order written."""

    people: tuple[str, ...]
    event: Event
    line: int


def read_history(data: bytes, name: str, encoding: str | None = None) -> list[HistoryRow]:
    """The rows of a file called ``name``, in its order. Raises InputError with every fault and its line."""
    lines = read_lines(data, name, encoding, SYNONYMS)
    header = find_header(lines, SYNONYMS, REQUIRED, name)
    sound, problems = sound_rows(lines, header, REQUIRED, name)
    rows = []
    for line in sound:
        row, faults = _row(line, header)
        rows.append(row)
        problems += [Problem(f"{name}, line {line.number}", what, remedy) for what, remedy in faults]
    if not rows and not problems:
        problems.append(Problem(name, "tells of nothing under its header."))
    if problems:
        raise refusal(problems, name)
    return rows


def split_people(cell: str) -> tuple[str, ...]:
    """The addresses of a cell, joined with ``+``, which an address may hold before its ``@`` too."""
    people: list[str] = []
    local: str | None = None
    for part in cell.split("@"):
        if local is None:
            local = part
            continue
        domain, plus, rest = part.partition("+")
        people.append(f"{local}@{domain}")
        local = rest if plus else None
    people += [local] if local is not None else []
    return tuple(one.strip().casefold() for one in people)


def _row(line: Line, header: Header) -> tuple[HistoryRow, list[tuple[str, str]]]:
    """The row, of use only where it has no faults."""
    what = _SPACES.sub("_", header.cell(line, "what").casefold())
    people = split_people(header.cell(line, "people"))
    on, faults = _date(header.cell(line, "date"), "date")
    until = None
    faults += [*_people_faults(people), *_word_faults(what)]
    if what in WORDS:
        until, more = _until(header.cell(line, "until"), what, on)
        faults += more
    return HistoryRow(people, Event(on or date.min, what, until), line.number), faults


def _date(text: str, column: str) -> tuple[date | None, list[tuple[str, str]]]:
    with suppress(ValueError):
        if _DATE.fullmatch(text):
            return date.fromisoformat(text), []
    fault = f"has the {column} {text[:40]!r}." if text else f"has no {column}."
    return None, [(fault, "Write it like 2027-01-13.")]


def _people_faults(people: tuple[str, ...]) -> list[tuple[str, str]]:
    faults = [
        (f"has the e-mail {one[:80]!r}.", "Write addresses such as name@school.org, joined with +.")
        for one in people
        if not is_email(one)
    ]
    if not faults and len(people) < 2:
        faults.append(("names fewer than two people.", "Join the partners' e-mails with +."))
    if len(set(people)) < len(people):
        faults.append(("names somebody twice.", "Name each partner once."))
    return faults


def _word_faults(what: str) -> list[tuple[str, str]]:
    if what in WORDS:
        return []
    fault = f'has the unknown word "{what[:60]}".' if what else "does not say what happened."
    return [(fault, suggest(what, WORDS))]


def _until(text: str, what: str, on: date | None) -> tuple[date | None, list[tuple[str, str]]]:
    meaning = WANTS_UNTIL.get(what)
    if meaning is None:
        fault = (f'has an until, which "{what}" does not take.', "Leave the cell empty.")
        return None, [fault] if text else []
    if not text:
        return None, [(f'"{what}" needs an until.', f"Write {meaning}.")]
    until, faults = _date(text, "until")
    if until is not None and on is not None and until < on:
        faults = [(f"has the until {until}, before its date {on}.", f"Write {meaning}.")]
    return until, faults
