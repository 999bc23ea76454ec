"""Which country a time zone belongs to, and the other way round, by the time zone database's zone.tab."""

from __future__ import annotations

import zoneinfo
from functools import cache
from importlib import resources
from pathlib import Path

FILE = "zone.tab"


def country_of(zone: str) -> str:
    """The two letters of the country in which a zone's city lies; empty where that is not known."""
    return next((country for country, name in _zones() if name == zone), "")


def only_zone_of(country: str) -> str:
    """The zone of a country that has only one; empty for others."""
    found = [zone for code, zone in _zones() if code == country.upper()]
    return found[0] if len(found) == 1 else ""


@cache
def _zones() -> tuple[tuple[str, str], ...]:
    """Country and zone of each line: "DE", "Europe/Berlin"."""
    lines = [line.split("\t") for line in _text().splitlines() if line and not line.startswith("#")]
    return tuple((parts[0], parts[2]) for parts in lines if len(parts) > 2)


def _text() -> str:
    for folder in zoneinfo.TZPATH:
        path = Path(folder) / FILE
        if path.is_file():
            return path.read_text(encoding="utf-8")
    # Machines without a database of their own have the package's.
    return resources.files("tzdata").joinpath("zoneinfo", FILE).read_text(encoding="utf-8")
