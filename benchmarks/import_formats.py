"""What reading each of a folder of timetable files gives and costs, as a Markdown table.

``python -m benchmarks.import_formats FOLDER``; each file is read in a process of its own, so that the peak
is that of one import, Python and its libraries included.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from collections import Counter
from pathlib import Path
from time import perf_counter

from coachsched.core.labels import names
from coachsched.core.timetable import Row
from coachsched.importers.recognise import read_timetable
from coachsched.importers.timetable_file import TimetableFile

SUFFIXES = (".csv", ".txt", ".xml", ".xlsx", ".xls", ".ods", ".zip", ".ics")
HEADER = (
    "| file | kB | format | lines | rows | lessons | teachers | left out | seconds | peak MB |\n"
    "| --- | ---: | --- | ---: | ---: | ---: | ---: | --- | ---: | ---: |"
)


def main(arguments: list[str]) -> None:
    """The table of a folder; with ``--one``, the row of a file."""
    if arguments[0] == "--one":
        print(row(Path(arguments[1])))
        return
    print(HEADER)
    for path in sorted(Path(arguments[0]).iterdir()):
        if path.suffix.casefold() in SUFFIXES:
            command = [sys.executable, "-m", "benchmarks.import_formats", "--one", str(path)]
            subprocess.run(command, check=True)


def row(path: Path) -> str:
    """One file's row; the seconds are of reading it once, after everything is imported."""
    data = path.read_bytes()
    start = perf_counter()
    file = read_timetable(data, path.name)
    seconds = perf_counter() - start
    # Linux counts in kB, macOS in bytes.
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    usages = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    peak = sum(resource.getrusage(who).ru_maxrss for who in usages) / unit
    cells = (
        path.name, f"{len(data) / 1000:,.0f}", file.format, f"{file.lines_read:,}", f"{len(file.rows):,}",
        f"{lessons(file):,}", str(teachers(file)), left_out(file), f"{seconds:.2f}", f"{peak:.0f}",
    )  # fmt: skip
    return f"| {' | '.join(cells)} |"


def lessons(file: TimetableFile) -> int:
    """How many lessons: runs of rows on one day that differ only in period, each following the last."""
    order = {period.name: number for number, period in enumerate(file.periods)}
    at: dict[Row, set[int]] = {}
    for one in file.rows:
        if one.kind == "lesson":
            key = Row(one.teacher, one.day, "", one.klass, one.subject, one.room, one.week)
            at.setdefault(key, set()).add(order[one.period])
    return sum(number - 1 not in numbers for numbers in at.values() for number in numbers)


def teachers(file: TimetableFile) -> int:
    """How many teachers its rows name."""
    return len({name for one in file.rows for name in names(one.teacher)})


def left_out(file: TimetableFile) -> str:
    reasons = Counter(problem.what for problem in file.left_out)
    return "; ".join(f"{count:,} {what.rstrip('.')}" for what, count in reasons.most_common()) or "none"


if __name__ == "__main__":
    main(sys.argv[1:])
