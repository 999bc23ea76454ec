"""The log of a school that starts in mid-year: ``date, people, what`` and ``until`` (design 11.8)."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from typing import NamedTuple

from coachsched.core.errors import Problem
from coachsched.core.history import Event
from coachsched.core.phrases import phrase
from coachsched.core.places import on_line
from coachsched.core.suggest import suggest
from coachsched.importers.headers import Header, find_header, sound_rows
from coachsched.importers.lines import read_lines
from coachsched.importers.people import is_email
from coachsched.importers.tables import Line, refusal

REQUIRED = ("date", "people", "what")
WANTS_UNTIL = {
    "proposed": phrase("Write the date of its last option."),
    "visit_booked": phrase("Write the date of the visit."),
    "debrief_booked": phrase("Write the date of the debrief."),
    "paused": phrase("Write the first day back."),
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
        problems += [Problem(on_line(line.number, name), what, remedy) for what, remedy in faults]
    if not rows and not problems:
        problems.append(Problem(name, phrase("tells of nothing under its header.")))
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
    fault = (
        phrase("has the %(column)s %(text)s.", column=column, text=repr(text[:40]))
        if text
        else phrase("has no %(column)s.", column=column)
    )
    return None, [(fault, phrase("Write it like 2027-01-13."))]


def _people_faults(people: tuple[str, ...]) -> list[tuple[str, str]]:
    remedy = phrase("Write addresses such as name@school.org, joined with +.")
    faults: list[tuple[str, str]] = [
        (phrase("has the e-mail %(text)s.", text=repr(one[:80])), remedy)
        for one in people
        if not is_email(one)
    ]
    if not faults and len(people) < 2:
        what = phrase("names fewer than two people.")
        faults.append((what, phrase("Join the partners' e-mails with +.")))
    if len(set(people)) < len(people):
        faults.append((phrase("names somebody twice."), phrase("Name each partner once.")))
    return faults


def _word_faults(what: str) -> list[tuple[str, str]]:
    if what in WORDS:
        return []
    fault = (
        phrase('has the unknown word "%(word)s".', word=what[:60])
        if what
        else phrase("does not say what happened.")
    )
    return [(fault, suggest(what, WORDS))]


def _until(text: str, what: str, on: date | None) -> tuple[date | None, list[tuple[str, str]]]:
    remedy = WANTS_UNTIL.get(what)
    if remedy is None:
        fault = phrase('has an until, which "%(word)s" does not take.', word=what)
        return None, [(fault, phrase("Leave the cell empty."))] if text else []
    if not text:
        return None, [(phrase('"%(word)s" needs an until.', word=what), remedy)]
    until, faults = _date(text, "until")
    if until is not None and on is not None and until < on:
        told = phrase("has the until %(until)s, before its date %(date)s.", until=str(until), date=str(on))
        faults = [(told, remedy)]
    return until, faults
