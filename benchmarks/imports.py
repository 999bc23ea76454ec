"""A large timetable previewed and put in force, beside reading its file with the csv module alone."""

from __future__ import annotations

import csv
import io
import sys
import tracemalloc
from collections.abc import Callable
from random import Random

from benchmarks.database import application, write_school
from benchmarks.invented import LABELS, LESSON_PERIODS, SUBJECTS, code
from benchmarks.measure import Figure, compare_ms
from coachsched.core.errors import InputError
from coachsched.importers.recognise import read_timetable
from coachsched.models import School, db
from coachsched.services import timetables
from coachsched.store import schools

ROWS = 12_000
TEACHERS = 160
NAME = "timetable.csv"
TITLES = "teacher,day,period,class,subject,room"


def figures() -> list[Figure]:
    found = [_figure("import_12000_rows", 1, rounds=5)]
    try:
        read_timetable(_file(0, 10), NAME)
        found.append(_figure("import_12000_rows_x10", 10, rounds=1))
    except InputError as error:
        print(f"import_12000_rows_x10  left out: {error}", file=sys.stderr)
    return found


def _figure(name: str, times: int, rounds: int) -> Figure:
    """Every round brings in a file of its own, so that each replaces the whole timetable before."""
    files = [_file(number, times) for number in range(rounds + 2)]
    kept = files[-1]
    with application():
        school, _ = write_school("Bench", TEACHERS * times, with_timetable=False)
        number = school.id
        found = compare_ms(name, lambda: _import(number, files.pop()), lambda: _read(kept), rounds)
        peak = _peak(lambda: _import(number, files.pop()))
    print(f"{name:22} {peak:10.1f} MB at its peak beyond what the application holds anyway", flush=True)
    return found


def _import(school_id: int, data: bytes) -> None:
    """Read, previewed and put in force as in a request of its own."""
    db.session.remove()
    school = schools.get(school_id)
    assert isinstance(school, School)
    preview = timetables.preview(school, read_timetable(data, NAME))
    assert len(preview.plan.matched) >= TEACHERS
    assert timetables.apply(school, preview.plan).changed


def _read(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode())))


def _peak(work: Callable[[], object]) -> float:
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


def _file(seed: int, times: int) -> bytes:
    """So many rows, by turns for each teacher at each time of the cycle, some teaching two groups at once."""
    rng = Random(seed)
    spots = [(day, period) for day in LABELS for period in LESSON_PERIODS]
    teachers = TEACHERS * times
    lines = [TITLES]
    for number in range(ROWS * times):
        day, period = spots[number // teachers % len(spots)]
        klass = f"{rng.randint(5, 12)}{rng.choice('abcdef')}"
        lines.append(
            f"{code(number % teachers)},{day},{period},{klass},{rng.choice(SUBJECTS)},R{number % 50}"
        )
    return ("\n".join(lines) + "\n").encode()
