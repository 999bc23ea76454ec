"""Between the wall clock of a school and UTC instants, on the days the clock changes too."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from coachsched.core.spans import Span

DAY_MINUTES = 24 * 60
MINUTE = timedelta(minutes=1)


def exists(on: date, start: int, end: int, tz: ZoneInfo) -> bool:
    """Whether the wall clock shows every minute from ``start`` to ``end`` (local minutes after midnight)."""
    return not clock_changes(on, tz) or _missing_minutes(on, tz).isdisjoint(range(start, end))


def to_utc(on: date, minute: int, tz: ZoneInfo) -> datetime:
    """The instant a local minute after midnight begins; the first of the two where it comes twice."""
    return _wall(on, minute).replace(tzinfo=tz).astimezone(UTC)


def meeting_utc(on: date, start: int, end: int, tz: ZoneInfo) -> tuple[datetime, datetime]:
    """The instants of a meeting that lasts as long as its local minutes say."""
    begins = to_utc(on, start, tz)
    return begins, begins + timedelta(minutes=end - start)


def wall_spans(start_utc: datetime, end_utc: datetime, tz: ZoneInfo) -> dict[date, list[Span]]:
    """The local minutes that an interval of instants touches, by local date.

    Where an hour comes twice only its first coming is looked at, because meetings are held there alone.
    """
    if end_utc <= start_utc:
        return {}
    first = start_utc.astimezone(tz).toordinal()
    last = (end_utc - timedelta.resolution).astimezone(tz).toordinal()
    dates = [date.fromordinal(number) for number in range(first, last + 1)]
    by_date = {on: _spans_on(on, start_utc, end_utc, tz) for on in dates}
    return {on: spans for on, spans in by_date.items() if spans}


def spans_on(intervals: Iterable[tuple[datetime, datetime]], tz: ZoneInfo) -> dict[date, list[Span]]:
    """The local minutes that several intervals of instants touch, by local date."""
    found: dict[date, list[Span]] = {}
    for start, end in intervals:
        for on, spans in wall_spans(start, end, tz).items():
            found.setdefault(on, []).extend(spans)
    return found


def _spans_on(on: date, start_utc: datetime, end_utc: datetime, tz: ZoneInfo) -> list[Span]:
    if clock_changes(on, tz):
        return _runs(
            [m for m, begins in _shown_minutes(on, tz).items() if _touches(begins, start_utc, end_utc)]
        )
    midnight = to_utc(on, 0, tz)
    start = max(0, (start_utc - midnight) // MINUTE)
    end = min(DAY_MINUTES, -((midnight - end_utc) // MINUTE))
    return [(start, end)] if start < end else []


def _touches(minute_utc: datetime, start_utc: datetime, end_utc: datetime) -> bool:
    return minute_utc < end_utc and start_utc < minute_utc + MINUTE


def _runs(minutes: list[int]) -> list[Span]:
    if not minutes:
        return []
    breaks = [(before, after) for before, after in pairwise(minutes) if after > before + 1]
    starts = [minutes[0], *(after for _, after in breaks)]
    ends = [*(before + 1 for before, _ in breaks), minutes[-1] + 1]
    return list(zip(starts, ends, strict=True))


@lru_cache(maxsize=16384)
def clock_changes(on: date, tz: ZoneInfo) -> bool:
    """Whether the offset from UTC is not the same all through a local date."""
    next_midnight = _wall(on, DAY_MINUTES).replace(fold=1)
    return tz.utcoffset(_wall(on, 0)) != tz.utcoffset(next_midnight)


@lru_cache(maxsize=1024)
def _missing_minutes(on: date, tz: ZoneInfo) -> frozenset[int]:
    """The minutes the wall clock leaps over."""
    return frozenset(range(DAY_MINUTES)).difference(_shown_minutes(on, tz))


@lru_cache(maxsize=64)
def _shown_minutes(on: date, tz: ZoneInfo) -> dict[int, datetime]:
    """The minutes the wall clock shows, and the instant each begins; asked of dates with a change only."""
    walls = [(minute, _wall(on, minute)) for minute in range(DAY_MINUTES)]
    return {m: to_utc(on, m, tz) for m, wall in walls if _back_and_forth(wall, tz) == wall}


def _back_and_forth(wall: datetime, tz: ZoneInfo) -> datetime:
    return wall.replace(tzinfo=tz).astimezone(UTC).astimezone(tz).replace(tzinfo=None, fold=0)


def _wall(on: date, minute: int) -> datetime:
    return datetime.combine(on, time()) + timedelta(minutes=minute)
