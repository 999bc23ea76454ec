"""Terms and days off from a table: ``name, start, end, kind`` (design 11.5)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from coachsched.core.errors import Problem
from coachsched.core.phrases import phrase
from coachsched.core.places import on_line
from coachsched.core.suggest import suggest
from coachsched.importers.date_order import Order, Written, find_order, read_date, written
from coachsched.importers.date_words import KINDS, Kind, is_beside_holiday, kind_of
from coachsched.importers.dates_file import BESIDE_HOLIDAY, DatesFile, NamedDates, gathered, too_long
from coachsched.importers.headers import find_header, sound_rows
from coachsched.importers.tables import Line, one_line, refusal

REQUIRED = ("name", "start")
LONGEST_NAME = 200

SYNONYMS = {
    "name": (
        "title", "event", "summary", "subject", "holiday",
        "Bezeichnung", "Titel", "Anlass", "Ereignis", "Ferien", "Feiertag", "nom", "intitulé", "libellé",
        "nombre", "nome", "naam", "omschrijving",
    ),
    "start": (
        "date", "from", "begin", "begins", "starts", "start date", "first day", "first",
        "Datum", "von", "ab", "Beginn", "erster Tag", "Anfang", "début", "du", "date de début", "desde",
        "inicio", "fecha", "fecha de inicio", "início", "data", "de", "inizio", "dal", "van", "begindatum",
        "startdatum",
    ),
    "end": (
        "to", "until", "ends", "end date", "last day", "last", "till", "bis", "Ende", "letzter Tag", "fin",
        "au", "date de fin", "hasta", "fecha de fin", "fim", "até", "fine", "al", "tot", "t/m", "einddatum",
        "eind",
    ),
    "kind": (
        "type", "category", "Art", "Typ", "Kategorie", "genre", "tipo", "categoría", "categoria", "soort",
    ),
}  # fmt: skip


def read(lines: Sequence[Line], name: str, order: Order | None = None) -> DatesFile:
    """The terms and days off in the rows of ``name``; without an end a row is one day.

    ``order`` says how dates such as 3/4/2027 are meant where no date of the file shows it. Without a kind
    the name has to tell. Raises InputError with every fault and its line.
    """
    header = find_header(lines, SYNONYMS, REQUIRED, name)
    sound, problems = sound_rows(lines, header, REQUIRED, name)
    cells = [(line, {column: one_line(header.cell(line, column)) for column in SYNONYMS}) for line in sound]
    dates = {
        (line.number, column): written(row[column])
        for line, row in cells
        for column in ("start", "end")
        if row[column]
    }
    order = order or find_order([(number, one) for (number, _), one in dates.items()], name)
    found: list[NamedDates] = []
    for line, row in cells:
        one = _row(row, on_line(line.number, name), dates, line.number, order)
        if isinstance(one, Problem):
            problems.append(one)
        else:
            found.append(one)
    if not found and not problems:
        problems.append(Problem(name, phrase("names no dates under its header.")))
    if problems:
        raise refusal(problems, name)
    return gathered(found, name)


def _row(
    row: dict[str, str], where: str, dates: dict[tuple[int, str], Written | None], line: int, order: Order
) -> NamedDates | Problem:
    """The dates of a row, or the first thing that is wrong with it."""
    ends: list[date] = []
    for column in ("start", "end") if row["end"] else ("start",):
        on = read_date(dates.get((line, column)), order)
        if on is None:
            what = no_date(column, row[column])
            return Problem(where, what, phrase("Write dates like 2027-01-13."))
        ends.append(on)
    first, last = ends[0], ends[-1]
    if last < first:
        what = phrase("ends on %(last)s, before it starts on %(first)s.", last=str(last), first=str(first))
        return Problem(where, what, phrase("Correct its dates."))
    if reason := too_long(first, last):
        return Problem(where, reason, phrase("Correct its dates."))
    kind = _kind(row)
    if kind is None:
        return Problem(where, *_no_kind(row["kind"]))
    if kind == "holiday" and first == last and not row["kind"] and is_beside_holiday(row["name"]):
        remedy = phrase("Write its first and its last day in one row, or its kind.")
        return Problem(where, BESIDE_HOLIDAY, remedy)
    if kind == "term" and not row["name"]:
        return Problem(where, phrase("is a term without a name."), phrase("Name it."))
    return NamedDates(kind, first, last, row["name"][:LONGEST_NAME], where)


def no_date(column: str, text: str) -> str:
    """What is said of a cell that should hold a date."""
    if not text:
        return phrase("has no %(column)s.", column=column)
    return phrase('has the %(column)s "%(text)s".', column=column, text=text[:40])


def _no_kind(text: str) -> tuple[str, str]:
    if not text:
        remedy = phrase("Write one of %(words)s as its kind.", words=", ".join(KINDS))
        return phrase("does not say of what kind it is."), remedy
    return phrase('has the unknown kind "%(kind)s".', kind=text[:60]), suggest(text, KINDS)


def _kind(row: dict[str, str]) -> Kind | None:
    """What the kind says, as one of ours or in words; what the name says where there is no kind."""
    named = [kind for kind in KINDS if kind == row["kind"].casefold()]
    return named[0] if named else kind_of(row["kind"] or row["name"])
