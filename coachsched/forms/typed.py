"""A form as it was typed: fields read to values one by one, every fault kept beside its field."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from coachsched.core.clock_times import read_minute
from coachsched.core.errors import InputError, Problem
from coachsched.core.phrases import phrase

LONGEST = 200
MOST_TOLD = 8
MISSING = phrase("Write something here.")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffd]")
# No page may hold these, not even to show what was typed.
_UNSHOWABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


class Typed:
    """The fields of one form by name; ``faults`` are (field, words) pairs, in the order they were found.

    ``goes_on`` is the row a reader goes on at after rows came or went, such as ``period-3``.
    """

    def __init__(self, fields: Mapping[str, Sequence[str]]) -> None:
        self.fields = {
            name: [_UNSHOWABLE.sub("\ufffd", value) for value in values] for name, values in fields.items()
        }
        self.faults: list[tuple[str, str]] = []
        self.goes_on = ""

    def get(self, name: str) -> str:
        """A field as it was typed, for showing it again."""
        return next(iter(self.fields.get(name, ())), "")

    def all(self, name: str) -> list[str]:
        """Every tick of a group of boxes."""
        return self.fields.get(name, [])

    def error(self, name: str) -> str:
        """What is wrong with a field, for the place beside it."""
        return next((words for field, words in self.faults if field == name), "")

    def fault(self, name: str, words: str) -> None:
        if (name, words) not in self.faults:
            self.faults.append((name, words))

    def check(self) -> None:
        """Raises InputError, each problem's ``where`` a field, unless everything was read."""
        if self.faults:
            raise InputError([Problem(name, words) for name, words in self.faults])

    def take(self, problems: Sequence[Problem], place: Callable[[str], str]) -> None:
        """Keep what a rule said of the whole beside the fields that ``place`` finds for its places."""
        for problem in problems[:MOST_TOLD]:
            field, words = place(problem.where), f"{problem.what} {problem.remedy}".strip()
            told = words if field == problem.where else str(problem)
            self.fault(field, told[:1].upper() + told[1:])
        if more := len(problems[MOST_TOLD:]):
            self.fault("", phrase("And %(n)s more like these.", n=more))

    def text(self, name: str) -> str:
        """Some words on one line, trimmed and composed (NFC); may be empty."""
        typed = _composed(self.get(name))
        if not _is_plain(typed):
            self.fault(name, phrase("Write it on one line, with at most %(n)s characters.", n=LONGEST))
        return typed

    def words(self, name: str, missing: str = MISSING) -> str:
        """Text that is not empty."""
        found = self.text(name)
        if not found:
            self.fault(name, missing)
        return found

    def lines(self, name: str) -> tuple[str, ...]:
        """One text a line, blank lines left out."""
        found = tuple(_composed(line) for line in self.get(name).splitlines() if line.strip())
        if not all(map(_is_plain, found)):
            self.fault(name, phrase("Each line may have at most %(n)s characters.", n=LONGEST))
        return found

    def date(self, name: str, missing: str = "") -> date | None:
        """A date as date fields send it; ``missing`` is said where it must be there."""
        typed = self.get(name).strip()
        if not typed:
            if missing:
                self.fault(name, missing)
            return None
        try:
            return date.fromisoformat(typed)
        except ValueError:
            wrong = phrase('"%(text)s" is no date. Write it like 2027-01-13.', text=typed[:40])
            self.fault(name, wrong)
            return None

    def minute(self, name: str) -> int | None:
        """A time of day in minutes after midnight."""
        typed = self.get(name).strip()
        minute = read_minute(typed)
        if minute is None:
            wrong = phrase(
                '"%(text)s" is no time between 0:00 and 23:59. Write it like 8:15.', text=typed[:40]
            )
            self.fault(name, wrong if typed else phrase("A time is missing. Write it like 8:15."))
        return minute

    def whole(self, name: str, low: int, high: int) -> int:
        """A whole number between two others; ``low`` where it cannot be read."""
        typed = self.get(name).strip()
        # Digits of every script are digits, to isdecimal as to int.
        if not typed.isdecimal() or len(typed) > 6 or not low <= int(typed) <= high:
            self.fault(name, phrase("Write a whole number between %(low)s and %(high)s.", low=low, high=high))
            return low
        return int(typed)

    def wholes(self, name: str, high: int) -> tuple[int, ...]:
        """Several whole numbers from 1 on, separated by commas or spaces; may be none."""
        parts = re.split(r"[,;\s]+", self.get(name).strip())
        numbers = [int(part) for part in parts if part.isdecimal() and len(part) < 4]
        if len(numbers) < len([part for part in parts if part]) or not all(1 <= n <= high for n in numbers):
            self.fault(name, phrase("Write numbers from 1 to %(high)s, such as 2, 4.", high=high))
        return tuple(numbers)

    def one_of(self, name: str, choices: Iterable[str]) -> str:
        """One of a few words; the first where what was sent is none of them."""
        known = list(choices)
        if self.get(name) not in known:
            self.fault(name, phrase("Choose one of these."))
            return known[0]
        return self.get(name)

    def rows(self, group: str) -> list[int]:
        """The numbers of a group's rows, whose fields are called like ``period-3-label``."""
        pattern = re.compile(rf"{group}-(\d{{1,4}})-\w+")
        return sorted({int(match[1]) for match in map(pattern.fullmatch, self.fields) if match})

    def remove_row(self, group: str, number: int) -> None:
        for name in [name for name in self.fields if name.startswith(f"{group}-{number}-")]:
            del self.fields[name]

    def set_rows(self, group: str, rows: Iterable[Mapping[str, str]]) -> None:
        """Put other rows in place of a group's."""
        for number in self.rows(group):
            self.remove_row(group, number)
        for number, row in enumerate(rows):
            self.fields.update({f"{group}-{number}-{name}": [value] for name, value in row.items()})

    def add_row(self, group: str, row: Mapping[str, str]) -> None:
        number = max(self.rows(group), default=-1) + 1
        self.fields.update({f"{group}-{number}-{name}": [value] for name, value in row.items()})


def _composed(text: str) -> str:
    """Trimmed, and its accents in one form (NFC), as files are read too."""
    # Composing is quadratic in the length of a run of accents; what is too long is refused as it is.
    return unicodedata.normalize("NFC", text.strip()) if len(text) <= 5 * LONGEST else text.strip()


def _is_plain(text: str) -> bool:
    return not _CONTROL.search(text) and len(text) <= LONGEST
