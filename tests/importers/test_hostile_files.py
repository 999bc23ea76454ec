"""Files made to do harm, or far too large: one clear message, little time, little memory."""

import tracemalloc

import pytest

from coachsched.core.errors import InputError
from coachsched.importers.decoding import MAX_BYTES
from coachsched.importers.history import read_history
from coachsched.importers.lines import read_lines
from coachsched.importers.people import read_people
from coachsched.importers.recognise import FORMATS, read_timetable
from tests.importers.workbook_files import packed


def memory_of_refusing(data, reads=read_timetable, **named):
    tracemalloc.start()
    try:
        with pytest.raises(InputError) as refused:
            reads(data, "file", **named)
        return str(refused.value), tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "start", [b"teacher,day\n", b"<timetable>", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]
)
@pytest.mark.parametrize("reads", [read_timetable, read_lines, read_people, read_history])
def test_a_file_of_50_mb_is_refused_before_anything_opens_it(start, reads):
    told, memory = memory_of_refusing(start + bytes(50_000_000), reads)
    assert told.count("\n") == 0
    assert "too large (50.0 MB)" in told
    assert memory < 1_000_000


@pytest.mark.parametrize("format", FORMATS)
def test_noise_is_refused_under_every_name(format):
    memory_of_refusing(bytes(range(256)) * 10, format=format, encoding="windows-1251")
    memory_of_refusing(b"a,b\n" * 3, format=format)


@pytest.mark.parametrize(
    "text",
    [
        "<timetable>" + "<a>" * 1_000_000,
        "<timetable " + "a" * 1_000_000,
        "<timetable>" + "<card/>" * 1_000_000,
        '<!DOCTYPE t [<!ENTITY a "' + "x" * 100_000 + '">]><timetable>' + "&a;" * 50_000 + "</timetable>",
    ],
    ids=["nested", "endless name", "endless table", "entities"],
)
def test_xml_made_to_do_harm_costs_no_more_than_its_size(text):
    told, memory = memory_of_refusing(text.encode())
    assert told.count("\n") == 0
    assert memory < 120_000_000


@pytest.mark.parametrize(
    "text",
    [
        ",".join(["x"] * 1_001) + "\n",
        ",".join(["x"] * 1_000_000) + "\n",
        "a,b\n" * 100_001,
        '"' + "x\n" * 1_000_000,
    ],
    ids=["1,001 columns", "a million columns", "too many rows", "an open quotation mark"],
)
def test_a_table_beyond_any_timetable_is_refused(text):
    assert memory_of_refusing(text.encode())[0].count("\n") == 0


def test_an_archive_of_files_that_are_each_too_large_is_refused():
    many = packed({f"{n}.csv": b"x" * (MAX_BYTES - 1) for n in range(10)})
    assert "unpacks to more than" in memory_of_refusing(many)[0]


def test_a_very_wide_or_long_grid_is_read_or_refused_in_bounded_memory():
    wide = "T," + ",".join(f"Day {day} / {period}" for day in range(1, 100) for period in range(10)) + "\n"
    data = (wide + ("abe," + ",".join(["9B"] * 990) + "\n") * 300).encode()
    told, memory = memory_of_refusing(data)
    assert "more than 200,000 cells" in told
    assert memory < 200_000_000
