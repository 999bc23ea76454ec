"""The time zones a calendar names: those nobody knows are told, and taken out before a library meets them."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

_PARAMETER = re.compile(r";TZID=(\"[^\"\r\n]*\"|[^\";:\r\n]*)", re.IGNORECASE)
_OWN = re.compile(r"^TZID(?:;[^:\r\n]*)?:([^\r\n]*)", re.IGNORECASE | re.MULTILINE)
_WHOLE = re.compile(r"^X-WR-TIMEZONE[^:\r\n]*:([^\r\n]*)\r?\n", re.IGNORECASE | re.MULTILINE)
_FOLD = re.compile(r"\r?\n[ \t]")
# icalendar knows the names Windows has for zones, and strips the prefix of a globally unique one.
_PREFIX = re.compile(r"^/[^/]+/[^/]+/")


def unknown_zones(text: str) -> list[str]:
    """The zones a calendar names that neither it nor this machine explains, in its order."""
    return [name for name, known in _zones(unfolded(text)).items() if not known]


def with_known_zones(text: str) -> str:
    """The calendar, unfolded, with times of zones nobody knows made times without a zone.

    The libraries would take "Europe" for a file and fail, and drop other unknown names without a word.
    """
    text = unfolded(text)
    known = _zones(text)
    text = _PARAMETER.sub(lambda match: match[0] if known[_name(match[1])] else "", text)
    return _WHOLE.sub(lambda line: line[0] if is_zone(line[1].strip()) else "", text)


def unfolded(text: str) -> str:
    """The text with each long line in one piece again."""
    return _FOLD.sub("", text)


def is_zone(name: str) -> bool:
    """Whether this machine, or Windows, has a time zone of that name."""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    try:
        ZoneInfo(_PREFIX.sub("", name))
    except (KeyError, ValueError, OSError):  # a folder of zones, such as "Europe", is an OSError
        return name in WINDOWS_TO_OLSON
    return True


def _zones(text: str) -> dict[str, bool]:
    """Every zone that some time names, and whether it is known."""
    own = {name.strip() for name in _OWN.findall(text)}
    named = dict.fromkeys(_name(written) for written in _PARAMETER.findall(text))
    return {name: is_zone(name) or (name in own and not _is_folder(name)) for name in named}


def _name(written: str) -> str:
    return written.strip('"').strip()


def _is_folder(name: str) -> bool:
    """Whether a library that looks for the zone's file before the calendar's own rules would fail there."""
    try:
        ZoneInfo(name)
    except OSError:
        return True
    except (KeyError, ValueError):
        return False
    return False
