"""Weekdays as timetables write them, in the languages schools write them in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from coachsched.core.starting import is_most
from coachsched.importers.headers import key

ENGLISH = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SHORTEST = 2
LONGEST_NAME = 60

# Monday to Sunday. A name is also known by its beginning, as long as no other day begins so.
LANGUAGES = tuple(
    tuple(names.split())
    for names in (
        "monday tuesday wednesday thursday friday saturday sunday",
        "montag dienstag mittwoch donnerstag freitag samstag sonntag",
        "montag dienstag mittwoch donnerstag freitag sonnabend sonntag",
        "lundi mardi mercredi jeudi vendredi samedi dimanche",
        "lunes martes miércoles jueves viernes sábado domingo",
        "segunda terça quarta quinta sexta sábado domingo",
        "lunedì martedì mercoledì giovedì venerdì sabato domenica",
        "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
        "måndag tisdag onsdag torsdag fredag lördag söndag",
        "mandag tirsdag onsdag torsdag fredag lørdag søndag",
        "maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai",
        "poniedziałek wtorek środa czwartek piątek sobota niedziela",
        "pondělí úterý středa čtvrtek pátek sobota neděle",
        "pondelok utorok streda štvrtok piatok sobota nedeľa",
        "ponedjeljak utorak srijeda četvrtak petak subota nedjelja",
        "hétfő kedd szerda csütörtök péntek szombat vasárnap",
        "luni marți miercuri joi vineri sâmbătă duminică",
        "pazartesi salı çarşamba perşembe cuma cumartesi pazar",
        "понедельник вторник среда четверг пятница суббота воскресенье",
        "понеділок вівторок середа четвер п'ятниця субота неділя",
        "понеделник вторник сряда четвъртък петък събота неделя",
        "δευτέρα τρίτη τετάρτη πέμπτη παρασκευή σάββατο κυριακή",
        "isnin selasa rabu khamis jumaat sabtu ahad",
        "senin selasa rabu kamis jumat sabtu minggu",
    )
)
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")


class Weekday(NamedTuple):
    """A weekday found in a text, 0 for Monday, and what else the text says ("2" of "Monday2")."""

    number: int
    rest: str


def weekdays_in(texts: Iterable[str]) -> dict[str, Weekday]:
    """The weekday of each text, read in the first language that knows them all; else empty.

    One language for all, since "Di" is a Tuesday beside "Mo" and a Sunday beside "Lu".
    """
    wanted = list(dict.fromkeys(texts))
    for language in _KEYS:
        found = _known_to(language, wanted)
        if wanted and len(found) == len(wanted):
            return found
    return {}


def most_weekdays_in(texts: Iterable[str]) -> dict[str, Weekday]:
    """The same, also where the language that knows most of them misses a few, for people mistype a day."""
    wanted = list(dict.fromkeys(texts))
    if everyone := weekdays_in(wanted):
        return everyone
    most = max((_known_to(language, wanted) for language in _KEYS), key=len)
    return most if is_most(len(most), len(wanted)) else {}


def _known_to(language: tuple[str, ...], texts: Iterable[str]) -> dict[str, Weekday]:
    return {text: day for text in texts if (day := _weekday(text, language))}


def some_weekday(text: str) -> Weekday | None:
    """The weekday of a text that stands alone, in whichever language knows it first."""
    return weekdays_in([text]).get(text)


def _weekday(text: str, language: tuple[str, ...]) -> Weekday | None:
    for word in _WORD.finditer(text[:LONGEST_NAME]):
        number = _number(key(word[0]), language)
        if number is not None:
            rest = text[: word.start()] + " " + text[word.end() :]
            return Weekday(number, rest.strip(" -–—_./:()[]"))
    return None


def _number(word: str, language: tuple[str, ...]) -> int | None:
    if len(word) < SHORTEST:
        return None
    fitting = [number for number, name in enumerate(language) if name.startswith(word)]
    exact = [number for number in fitting if language[number] == word]
    if exact or len(fitting) == 1:
        return (exact or fitting)[0]
    return None


_KEYS = tuple(tuple(map(key, names)) for names in LANGUAGES)
