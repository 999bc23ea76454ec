"""Times as calendar programs write them, as instants: UTC, and the zone names of IANA and of Windows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from coachsched.core.errors import UserError
from coachsched.core.phrases import phrase
from coachsched.mail.reading.lines import Line

FLOATING = phrase("The time it proposes names no time zone.")
UNKNOWN_ZONE = phrase("The time it proposes is in a time zone that is not known.")
NO_TIME = phrase("It proposes no time.")
WHOLE_DAY = phrase("It proposes a whole day.")
WRONG_TIME = phrase("The time it proposes does not exist.")


class TimeFaultError(UserError):
    """A time that cannot be told; the words are for the administrator."""


def instant(line: Line | None, zones: Mapping[str, str]) -> datetime:
    """The instant a DTSTART or DTEND names; TimeFaultError says why it names none.

    ``zones`` are the IANA names that the calendar's own VTIMEZONEs give their TZIDs (X-LIC-LOCATION).
    """
    if line is None:
        raise TimeFaultError(NO_TIME)
    # Outlook leaves the quotes off "tzone://Microsoft/Utc", so that some of the name stands in the value.
    more, _, text = line.value.strip().rpartition(":")
    if re.fullmatch(r"\d{8}", text):
        raise TimeFaultError(WHOLE_DAY)
    wall = _wall(text)
    if text[-1:] in "Zz":
        return wall.replace(tzinfo=UTC)
    name = ":".join(filter(None, (line.parameters.get("TZID", ""), more)))
    if not name:
        raise TimeFaultError(FLOATING)
    return _placed(wall, _zone(zones.get(name, name)) or _zone(name))


def stamp(line: Line | None) -> datetime | None:
    """A DTSTAMP, which is UTC; None where it is missing or wrong."""
    try:
        return instant(line, {})
    except TimeFaultError:
        return None


def _wall(text: str) -> datetime:
    if not re.fullmatch(r"[0-9]{8}T[0-9]{6}[Zz]?", text):
        raise TimeFaultError(WRONG_TIME)
    try:
        wall = datetime.strptime(text[:15], "%Y%m%dT%H%M%S")  # noqa: DTZ007 - its zone comes next
    except ValueError:
        raise TimeFaultError(WRONG_TIME) from None
    if not 1970 < wall.year < 9000:
        raise TimeFaultError(WRONG_TIME)
    return wall


def _placed(wall: datetime, zone: tzinfo | None) -> datetime:
    if zone is None:
        raise TimeFaultError(UNKNOWN_ZONE)
    there = wall.replace(tzinfo=zone).astimezone(UTC)
    if there.astimezone(zone).replace(tzinfo=None) != wall:
        raise TimeFaultError(WRONG_TIME)
    return there


def _zone(name: str) -> tzinfo | None:
    """The zone of a TZID: IANA's name, also at the end of a path as Evolution writes it, or Windows'."""
    known = WINDOWS_TO_OLSON.get(name, name)
    if known.upper() in ("UTC", "GMT", "TZONE://MICROSOFT/UTC", "ETC/UTC"):
        return UTC
    ends = known.strip("/").split("/")
    for place in range(max(len(ends) - 3, 0), len(ends)):
        if (tail := "/".join(ends[place:])) in _iana():
            return ZoneInfo(tail)
    return None


@cache
def _iana() -> frozenset[str]:
    """Looked up in a list, never as a file: a TZID is anybody's text."""
    return frozenset(available_timezones())
