"""Calendar text to dated events, in a process that is stopped when it takes too long (RFC 5545).

Strangers write calendars, and a rule of one line can stand for a million events. So the libraries that
read them run beside us, with limits on time, memory and count: ``python -m coachsched.importers.expanding``.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, NoReturn
from zoneinfo import ZoneInfo

from coachsched.core.errors import InputError, Problem
from coachsched.core.phrases import Large, from_json, phrase, to_json
from coachsched.importers.calendar_zones import with_known_zones
from coachsched.importers.tables import one_line

MAX_BYTES = 8_000_000
MEMORY = 800_000_000
LONGEST_TEXT = 200
# How long stopping it and clearing up takes, so that all of it keeps to the time given.
_ENDING = 0.1
# The limit is on work, so that a busy machine refuses nobody; by the clock it may take so many times as long.
_PATIENCE = 2
_ROOT = Path(__file__).resolve().parents[2]
_TOO_LONG = phrase("takes too long to read.")
_SHORTER = phrase("Export fewer dates, or leave out what repeats too often.")
_BEGIN = b"BEGIN:VCALENDAR"


@dataclass(frozen=True)
class Occurrence:
    """One event on one date. ``start`` and ``end`` are instants; of an all-day event the local midnights.

    ``status`` is TENTATIVE, CONFIRMED, CANCELLED or empty; ``transparent`` says its owner is free meanwhile.
    """

    start: datetime
    end: datetime
    summary: str
    location: str
    status: str
    uid: str
    all_day: bool
    transparent: bool
    categories: str = ""


def expand(
    data: bytes,
    first: date,
    last: date,
    zone: ZoneInfo,
    seconds: float = 2.0,
    most: int = 20_000,
    name: str = "calendar",
) -> list[Occurrence]:
    """Every event of a calendar that touches a date from ``first`` to ``last``, in order of start.

    Rules are expanded, moved and left-out dates obeyed. Times without a zone, or of one nobody knows, are
    read as those of ``zone``. Raises InputError where this is no calendar, or more work than it is worth.
    """
    if len(data) > MAX_BYTES:
        what = phrase("is too large (%(n)s MB).", n=len(data) / 1e6)
        _refuse(name, what, phrase("It may have %(n)s MB.", n=MAX_BYTES // 10**6))
    if _BEGIN not in data.upper():
        _refuse(name, phrase("is not an iCalendar file: it has no BEGIN:VCALENDAR."))
    asked = {"first": first.isoformat(), "last": last.isoformat(), "zone": zone.key, "most": most}
    told = _ask(json.dumps(asked | {"seconds": seconds}).encode() + b"\n" + data, seconds, name)
    return [_occurrence(row, zone) for row in told]


def _ask(question: bytes, seconds: float, name: str) -> list[list[Any]]:
    # Without our environment, so that a fault in a library finds no secret there.
    command = [sys.executable, "-W", "ignore", "-m", __name__]
    try:
        done = subprocess.run(
            command, input=question, capture_output=True, cwd=_ROOT, env={},
            timeout=seconds * _PATIENCE, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        _refuse(name, _TOO_LONG, _SHORTER)
    if done.returncode == -signal.SIGPROF:
        _refuse(name, _TOO_LONG, _SHORTER)
    try:
        told = json.loads(done.stdout)
    except ValueError:
        what = phrase("takes more time or memory to read than it may.")
        _refuse(name, what, phrase("Export fewer dates."))
    if isinstance(told, str):
        _refuse(name, from_json(told), phrase("Export it again, with fewer dates if it is large."))
    rows: list[list[Any]] = told
    return rows


def _refuse(name: str, what: str, remedy: str = "") -> NoReturn:
    raise InputError(Problem(name, what, remedy)) from None


def _occurrence(row: list[Any], zone: ZoneInfo) -> Occurrence:
    start, end, all_day, *texts, transparent = row
    summary, location, status, uid, categories = (one_line(text) for text in texts)
    return Occurrence(
        _instant(start, zone), _instant(end, zone), summary, location, status, uid,
        all_day, transparent, categories,
    )  # fmt: skip


def _instant(text: str, zone: ZoneInfo) -> datetime:
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=zone)


def main() -> None:
    """The process that is asked: a line of JSON and a calendar on standard input, JSON on standard output."""
    question, _, data = sys.stdin.buffer.read().partition(b"\n")
    asked = json.loads(question)
    _limit(asked["seconds"])
    try:
        told: object = _expanded(data, asked)
    except MemoryError:
        told = to_json(phrase("needs more memory to read than it may."))
    except Exception as error:  # whatever a stranger's calendar does to the libraries is one fault
        told = to_json(phrase("cannot be read as a calendar (%(error)s).", error=type(error).__name__))
    json.dump(told, sys.stdout)


def _limit(seconds: float) -> None:
    """Let the system end this process when it has worked, since its start, for so many seconds."""
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    left = seconds - _ENDING - used.ru_utime - used.ru_stime
    signal.setitimer(signal.ITIMER_PROF, max(left, _ENDING))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _expanded(data: bytes, asked: dict[str, Any]) -> object:
    from icalendar import Calendar
    from recurring_ical_events import of

    zone = ZoneInfo(asked["zone"])
    first, last = (date.fromisoformat(asked[end]) for end in ("first", "last"))
    start = datetime(first.year, first.month, first.day, tzinfo=zone)
    stop = datetime(last.year, last.month, last.day, tzinfo=zone) + timedelta(days=1)
    text = with_known_zones(data.decode("utf-8", "replace"))
    rows = []
    for calendar in Calendar.from_ical(text, multiple=True):
        for event in of(calendar, components=["VEVENT"], skip_bad_series=True).between(start, stop):
            rows.append(_row(event))
            if len(rows) > asked["most"]:
                return to_json(phrase("holds more than %(n)s events.", n=Large(asked["most"])))
    return sorted(rows, key=lambda row: (row[0], row[1], row[3]))


def _row(event: Any) -> list[Any]:
    start, end = event.start, event.end
    free = f"{event.get('TRANSP', '')} {event.get('X-MICROSOFT-CDO-BUSYSTATUS', '')}".upper()
    categories = event.categories if "CATEGORIES" in event else []
    texts = [event.get("SUMMARY", ""), event.get("LOCATION", ""), str(event.get("STATUS", "")).upper(),
             event.get("UID", ""), ", ".join(map(str, categories))]  # fmt: skip
    return [
        _iso(start), _iso(max(start, end)), not isinstance(start, datetime),
        *(str(text)[:LONGEST_TEXT] for text in texts), "TRANSPARENT" in free or "FREE" in free,
    ]  # fmt: skip


def _iso(moment: date) -> str:
    """An instant in UTC, a wall time without a zone, or the midnight of a date."""
    if not isinstance(moment, datetime):
        return f"{moment.isoformat()}T00:00:00"
    return (moment.astimezone(UTC) if moment.tzinfo else moment).isoformat()


if __name__ == "__main__":
    main()
