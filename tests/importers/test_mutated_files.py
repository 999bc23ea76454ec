"""Real files cut off and damaged at random: a clear message or a timetable that holds, never a crash.

The seeds are fixed. Damage is done to a part of the large files, which has everything the whole has;
cutting off is done to the whole.
"""

from __future__ import annotations

import io
import random
import re
import zipfile
from pathlib import Path

import pytest

from coachsched.core.errors import InputError
from coachsched.importers.bells import bell_of
from coachsched.importers.decoding import EncodingError, preview
from coachsched.importers.recognise import read_timetable
from tests.importers.contract import assert_holds
from tests.importers.workbook_files import packed, xlsx

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "timetables"
CUTS, DAMAGES = 20, 180
KEPT_LINES = 120
JUNK = (
    b'"', b'""', b";", b",", b"\t", b"|", b"\n", b"\r", b"\0", b"<", b"&", b"&amp;", b">", b"+", b"=cmd",
    b"\xff", b"\xef\xbb\xbf", b"\xc3\x28", b"99999999999999999999", b"-1", b"0", b" ", b"\xe2\x80\xae",
    b"<!DOCTYPE a>", b"</card>", b"Day 1 / 1", b"Mon", b"\x1f", "é".encode(), "ß".encode("windows-1252"),
)  # fmt: skip
GRID = "Code,Name,Mon1,Mon2,Tue1,Tue2,Fri6\n" + "".join(
    f't{n},Name {n},9B Maths R{n},free,PPA,"Maths 9B (R12)",Lunch duty\n' for n in range(40)
)

needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the real timetables (../shared/data) are not here")


def real_names():
    return (
        sorted(path.name for path in DATA.iterdir() if path.suffix in (".csv", ".xml", ".TXT"))
        if DATA.is_dir()
        else []
    )


def is_read_or_refused(data, name, encoding=None):
    try:
        file = read_timetable(data, name, None, encoding)
    except InputError as error:
        refused = error
    else:
        assert_holds(file)
        bell_of(file)
        return True
    assert refused.problems
    assert all(len(str(problem)) < 3_000 for problem in refused.problems)
    if isinstance(refused, EncodingError):
        preview(data, name)
    return False


def cuts(data, chance):
    return [data[: chance.randrange(len(data))] for _ in range(CUTS)]


def damaged(data, chance):
    """The bytes with one to four wounds."""
    wounded = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        start = chance.randrange(len(wounded) + 1)
        end = start + chance.choice((0, 1, 3, 40))
        piece = bytes(wounded[start:end])
        wounded[start:end] = chance.choice(
            (b"", chance.choice(JUNK), piece * 2, piece[::-1], bytes([chance.randrange(256)]))
        )
    return bytes(wounded)


def part_of(data):
    """The head of a table; of an aSc export everything but most of its lessons and cards."""
    lines = data.splitlines(keepends=True)
    if not data.lstrip().startswith(b"<"):
        return b"".join(lines[:KEPT_LINES])
    kept, seen = [], dict[bytes, int]()
    for line in lines:
        tag = re.match(rb"\s*<(\w+)", line)
        seen[tag[1] if tag else b""] = count = seen.get(tag[1] if tag else b"", 0) + 1
        if count <= KEPT_LINES // 4 or not tag:
            kept.append(line)
    return b"".join(kept)


@needs_data
@pytest.mark.parametrize("name", real_names())
def test_a_real_file_cut_off_anywhere_is_read_as_far_as_it_goes_or_refused(name):
    data = (DATA / name).read_bytes()
    for cut in cuts(data, random.Random(name)):
        is_read_or_refused(cut, name)


@needs_data
@pytest.mark.parametrize("name", real_names())
def test_a_real_file_damaged_anywhere_is_read_or_refused(name):
    chance, data = random.Random(name), part_of((DATA / name).read_bytes())
    assert is_read_or_refused(data, name)
    for number in range(DAMAGES):
        is_read_or_refused(damaged(data, chance), name, "windows-1252" if number % 2 else None)


def test_a_damaged_grid_is_read_or_refused():
    chance, data = random.Random("grid"), GRID.encode()
    assert is_read_or_refused(data, "grid.csv")
    for number, cut in enumerate(cuts(data, chance) + [damaged(data, chance) for _ in range(DAMAGES)]):
        is_read_or_refused(cut, "grid.csv", "windows-1252" if number % 2 else None)


@needs_data
def test_a_damaged_workbook_of_a_real_timetable_is_read_or_refused():
    lines = (DATA / "ZA-WD-09.csv").read_text().splitlines()[:KEPT_LINES]
    data, chance = xlsx([line.split(",") for line in lines]), random.Random("workbook")
    assert is_read_or_refused(data, "week.xlsx")
    for cut in cuts(data, chance) + [damaged(data, chance) for _ in range(DAMAGES - 40)]:
        is_read_or_refused(cut, "week.xlsx")


@needs_data
def test_a_workbook_damaged_inside_its_archive_is_read_or_refused():
    lines = (DATA / "ZA-WD-09.csv").read_text().splitlines()[:KEPT_LINES]
    with zipfile.ZipFile(io.BytesIO(xlsx([line.split(",") for line in lines]))) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    chance = random.Random("inside")
    for _ in range(40):
        name = chance.choice([name for name in files if name.endswith(".xml")])
        is_read_or_refused(packed({**files, name: damaged(files[name], chance)}), "week.xlsx")
