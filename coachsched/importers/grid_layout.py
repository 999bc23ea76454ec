"""Where the teachers, days and periods of a wide grid stand: above in one to three rows, or down the side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from coachsched.importers.canonical import SYNONYMS
from coachsched.importers.grid_titles import Slot, Title, day_of, read_title, read_week, slots
from coachsched.importers.headers import HEADER_WITHIN, key
from coachsched.importers.tables import Line, clean, one_line

FEWEST_SLOTS = 3
FEWEST_DAYS = 2
LONGEST_PERIOD = 30
MOST_ACROSS = 1_000
_CODES = frozenset(map(key, (
    "code", "short", "initials", "abbreviation", "teacher code", "staff code", "Kürzel", "Lehrerkürzel",
    "afkorting", "sigle", "sigla", "abreviatura",
)))  # fmt: skip
_NAMES = frozenset(map(key, (
    *SYNONYMS["teacher"], "teacher", "name", "full name", "nom", "nombre", "nome", "naam",
)))  # fmt: skip
_DAYS = frozenset(map(key, (*SYNONYMS["day"], "day")))
_PERIODS = frozenset(map(key, (*SYNONYMS["period"], "period")))
_WEEKS = frozenset(map(key, (*SYNONYMS["week"], "week")))


@dataclass(frozen=True)
class Matrix:
    """A table that may lie on its side: then its rows are the file's columns."""

    lines: Sequence[Line]
    flipped: bool

    @property
    def height(self) -> int:
        return self._width if self.flipped else len(self.lines)

    @property
    def width(self) -> int:
        return len(self.lines) if self.flipped else self._width

    def cell(self, row: int, column: int) -> str:
        cells = self.lines[column if self.flipped else row].cells
        at = row if self.flipped else column
        return cells[at] if at < len(cells) else ""

    def line(self, row: int, column: int) -> int:
        """The line of the file a cell stands on."""
        return self.lines[column if self.flipped else row].number

    def row(self, row: int) -> list[str]:
        if not 0 <= row < self.height:
            return [""] * self.width
        return [one_line(self.cell(row, column)) for column in range(self.width)]

    @property
    def _width(self) -> int:
        return max((len(line.cells) for line in self.lines[:MOST_ACROSS]), default=0)


@dataclass(frozen=True)
class Layout:
    """The first row under the titles, and what each column holds; -1 for a column there is not."""

    matrix: Matrix
    first: int
    slots: dict[int, Slot]
    teacher: int = 0
    full_name: int = -1
    day: int = -1
    week: int = -1
    unread: tuple[str, ...] = ()


def find_layout(lines: Sequence[Line]) -> Layout | None:
    """The layout of a wide grid; None where the lines are none."""
    upright = Matrix(lines, flipped=False)
    matrices = [upright] if len(lines) > MOST_ACROSS else [upright, Matrix(lines, flipped=True)]
    for matrix in matrices:
        for row in range(min(HEADER_WITHIN, matrix.height)):
            cells = matrix.row(row)
            found = _one_row(cells, matrix.row(row + 1)) or _two_rows(matrix, row, cells) or _days_down(cells)
            if found:
                under, columns = found
                return _with_teachers(replace(columns, matrix=matrix, first=row + under), row)
    return None


Found = tuple[int, Layout]


def _one_row(cells: Sequence[str], below: Sequence[str]) -> Found | None:
    """A row whose titles each name a day and a period."""
    titles = {column: title for column, cell in enumerate(cells) if (title := read_title(cell))}
    # A column of totals may stand among them, but no more than that.
    if len(titles) < FEWEST_SLOTS or len(titles) * 2 < sum(map(bool, cells[min(titles) :])):
        return None
    with_period = {column: title for column, title in titles.items() if title.rest}
    found = slots(list(with_period.values())) if len(with_period) >= FEWEST_SLOTS else None
    if found is None or len(set(found)) < len(found) or len(with_period) < len(titles):
        return None
    over_periods = _is_spread(titles) or _are_titles(below[: min(titles)])
    if over_periods and all(day_of(title) for title in titles.values()):
        return None
    return 1, _layout(dict(zip(with_period, found, strict=True)))


def _two_rows(matrix: Matrix, row: int, cells: Sequence[str]) -> Found | None:
    """A row of days, each above its periods; perhaps weeks above the days."""
    titles = ((column, read_title(cell)) for column, cell in enumerate(cells))
    days = {column: day for column, title in titles if title and (day := day_of(title))}
    if len({(day.week, day.day) for day in days.values()}) < FEWEST_DAYS or row + 1 >= matrix.height:
        return None
    above, periods = matrix.row(row - 1), matrix.row(row + 1)
    weeks = {column: week for column, cell in enumerate(above) if (week := read_week(cell))}
    found: dict[int, Slot] = {}
    day, week = None, ""
    for column in range(matrix.width):
        week = weeks.get(column, week)
        if cells[column]:
            day = days.get(column)
        if day and 0 < len(periods[column]) <= LONGEST_PERIOD:
            found[column] = Slot(day.week or week, day.day, periods[column])
    found = _without_totals(found)
    are_periods = _are_titles(periods[: min(days)]) or _repeat(found)
    if len(found) < FEWEST_SLOTS or len(set(found.values())) < len(found) or not are_periods:
        return None
    # The cells of an ordinary table have days below days.
    return None if any(map(read_title, periods)) else (2, _layout(found))


def _days_down(cells: Sequence[str]) -> Found | None:
    """A row for each teacher and day: titles for both, and a period over every other column."""
    titles = [key(cell) for cell in cells]
    day = next((column for column, title in enumerate(titles) if title in _DAYS), -1)
    teacher = next((column for column, title in enumerate(titles) if title in _NAMES | _CODES), -1)
    week = next((column for column, title in enumerate(titles) if title in _WEEKS), -1)
    own = {day, teacher, week}
    periods = {
        column: cell for column, cell in enumerate(cells) if cell and column not in own and _is_period(cell)
    }
    if day < 0 or teacher < 0 or len(periods) < FEWEST_SLOTS or len(set(periods.values())) < len(periods):
        return None
    found = {column: Slot("", "", cell) for column, cell in periods.items()}
    return 1, replace(_layout(found), day=day, week=week)


def _is_period(title: str) -> bool:
    return any(letter.isdigit() for letter in title) and len(title) <= LONGEST_PERIOD


def _layout(found: dict[int, Slot]) -> Layout:
    return Layout(Matrix((), False), 0, found)


def _is_spread(titles: dict[int, Title]) -> bool:
    """Whether there are gaps between the titles, as above merged cells."""
    return max(titles) - min(titles) + 1 >= 2 * len(titles)


def _are_titles(cells: Sequence[str]) -> bool:
    """Whether the cells before the first period name columns, or nothing: no teacher is among them."""
    return all(not cell or key(cell) in _NAMES | _CODES | _DAYS | _PERIODS for cell in cells)


def _repeat(found: dict[int, Slot]) -> bool:
    """Whether all titles have numbers, which come again from day to day: no cells of a first teacher."""
    periods = [slot.period for slot in found.values()]
    return all(map(_is_period, periods)) and len(set(periods)) * 2 <= len(periods)


def _without_totals(found: dict[int, Slot]) -> dict[int, Slot]:
    """Without columns after the last period, whose title has no number and is under one day only."""
    often = Counter(slot.period for slot in found.values())
    kept = dict(found)
    for column in sorted(found, reverse=True):
        period = found[column].period
        if often[period] > 1 or any(letter.isdigit() for letter in period):
            break
        del kept[column]
    return kept


def _with_teachers(layout: Layout, row: int) -> Layout:
    """The layout with the columns that name the teachers, and the titles of those that are not read."""
    titles = dict(_titles(layout, row))
    before = [
        column for column in titles if column < min(layout.slots) and column not in (layout.day, layout.week)
    ]
    codes = [column for column in before if key(titles[column]) in _CODES]
    full = [column for column in before if key(titles[column]) in _NAMES]
    teacher = (codes or full or before or [0])[0]
    name = full[0] if codes and full else -1
    used = {teacher, name, layout.day, layout.week, *layout.slots}
    unread = [title for column, title in titles.items() if title and column not in used]
    return replace(layout, teacher=teacher, full_name=name, unread=tuple(unread))


def _titles(layout: Layout, row: int) -> Iterator[tuple[int, str]]:
    """The title of each column: the lowest cell in the rows of titles that is not empty."""
    for column in range(layout.matrix.width):
        cells = (clean(layout.matrix.cell(at, column)) for at in range(layout.first - 1, row - 1, -1))
        yield column, one_line(next(filter(None, cells), ""))[:LONGEST_PERIOD]
