"""Terms and days off from a calendar: all-day events whose titles say what they are (RFC 5545)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from coachsched.core.errors import InputError, Problem
from coachsched.core.phrases import phrase
from coachsched.core.places import event_on, in_file
from coachsched.importers.calendar_zones import unknown_zones
from coachsched.importers.date_words import edge_of, is_beside_holiday, kind_of
from coachsched.importers.dates_file import BESIDE_HOLIDAY, DatesFile, NamedDates, gathered, too_long
from coachsched.importers.expanding import Occurrence, expand
from coachsched.importers.lesson_titles import is_cancelled

FORMAT = "ics"
SHORTEST_TERM = timedelta(days=14)
SHORTEST_DAY = timedelta(hours=20)
NO_KIND = phrase("does not say that it is a holiday, staff day, closure, exam, event or term.")


def read(text: str, name: str, zone: ZoneInfo, first: date, last: date) -> DatesFile:
    """The terms and days off that a calendar has from ``first`` to ``last``, in the dates of ``zone``.

    A term is one long event, or two short ones that say where it begins and ends. Raises InputError.
    """
    found: list[NamedDates] = []
    cancelled: list[NamedDates] = []
    edges: list[Occurrence] = []
    left_out: list[Problem] = []
    events = expand(text.encode(), first, last, zone, name=name)
    if not events:
        what = phrase("holds no events from %(first)s to %(last)s.", first=str(first), last=str(last))
        raise InputError(Problem(name, what, phrase("Export those dates.")))
    for one in events:
        gone = is_cancelled(one.status, one.summary)
        if edge_of(one.summary) and one.end - one.start < SHORTEST_TERM:
            edges += [] if gone else [one]
            continue
        dates = _dates(one, zone, name)
        if isinstance(dates, Problem):
            left_out.append(dates)
        else:
            (cancelled if gone else found).append(dates)
    terms, alone = _between(edges, zone, name)
    return gathered([*found, *terms], name, [*left_out, *alone], _zone_notes(text, name), cancelled)


def _dates(one: Occurrence, zone: ZoneInfo, name: str) -> NamedDates | Problem:
    """The dates of an event, or why it has none."""
    where = _where(one, zone, name)
    first, last = _noons(one, zone)
    kind = kind_of(one.summary) or kind_of(one.categories)
    if kind is None:
        return Problem(where, NO_KIND)
    if one.end - one.start < SHORTEST_DAY:
        return Problem(where, phrase("has a time of day, so the day stays a school day."))
    if kind == "term" and one.end - one.start < SHORTEST_TERM:
        return Problem(where, phrase("is too short to be a term."))
    if kind == "holiday" and first == last and is_beside_holiday(one.summary):
        return Problem(where, BESIDE_HOLIDAY)
    if reason := too_long(first, last):
        return Problem(where, reason)
    return NamedDates(kind, first, last, one.summary or one.categories, where)


def _noons(one: Occurrence, zone: ZoneInfo) -> tuple[date, date]:
    """The first and last date whose noon an event covers: a weekend from Friday evening is no Friday."""
    start, end = one.start.astimezone(zone), one.end.astimezone(zone)
    first = start.date() + timedelta(days=start.hour >= 12)
    last = end.date() - timedelta(days=end.hour < 12)
    return first, max(first, last)


def _between(
    edges: Sequence[Occurrence], zone: ZoneInfo, name: str
) -> tuple[list[NamedDates], list[Problem]]:
    """The terms from a beginning to the end of the same name, else to the next end."""
    begun: list[tuple[date, str, Occurrence]] = []
    terms, alone = [], []
    for one in edges:
        edge, on = edge_of(one.summary), _day(one.start, zone)
        assert edge is not None
        if edge.begins:
            begun.append((on, edge.name, one))
            continue
        named = [entry for entry in begun if entry[1].casefold() == edge.name.casefold()] or begun[-1:]
        if not named:
            what = phrase("ends a term whose beginning is not there.")
            alone.append(Problem(_where(one, zone, name), what))
            continue
        begun.remove(named[-1])
        start, title, first = named[-1]
        terms.append(NamedDates("term", start, on, title, _where(first, zone, name)))
    what = phrase("begins a term whose end is not there.")
    return terms, [*alone, *(Problem(_where(one, zone, name), what) for *_, one in begun)]


def _where(one: Occurrence, zone: ZoneInfo, name: str) -> str:
    return event_on(f'"{one.summary or one.uid}"', _day(one.start, zone), name)


def _day(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date()


def _zone_notes(text: str, name: str) -> list[Problem]:
    what = phrase("names a time zone nobody knows here; its times are read as the school's own.")
    return [Problem(in_file(name, f'"{zone[:60]}"'), what) for zone in unknown_zones(text)]
