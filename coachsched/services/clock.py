"""The one place that asks what time it is."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from flask import current_app


def now() -> datetime:
    """The present instant in UTC; the clock stands still where COACHSCHED_NOW says so."""
    fixed: datetime | None = current_app.config["SETTINGS"].now
    return fixed.astimezone(UTC) if fixed else datetime.now(UTC)


def today(timezone: str) -> date:
    """The date it is now at a school in that zone."""
    return now().astimezone(ZoneInfo(timezone)).date()


def local_midnight(on: date, zone: ZoneInfo) -> datetime:
    """The instant at which a date begins in a zone."""
    return datetime(on.year, on.month, on.day, tzinfo=zone).astimezone(UTC)


def wall(minute: int) -> str:
    """A local minute after midnight as HH:MM."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def real() -> datetime:
    """The present instant in UTC, also where the demo's clock stands still."""
    return datetime.now(UTC)
