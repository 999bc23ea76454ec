"""docs/adding-a-format.md is true: its example, as it stands there, reads its own file."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from types import ModuleType

import contract
import openpyxl
import pytest

from coachsched.core.errors import InputError
from coachsched.core.timetable import Row
from coachsched.importers import recognise
from coachsched.importers.recognise import TableFormat, read_timetable

PAGE = (Path(__file__).parents[2] / "docs" / "adding-a-format.md").read_text()


def block(language: str) -> str:
    found = re.search(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    assert found
    return found[1]


@pytest.fixture
def timeplan(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The page's module, made known by the two lines the page names."""
    module = ModuleType("timeplan")
    exec(compile(block("python"), "timeplan.py", "exec"), module.__dict__)
    tables = {module.FORMAT: TableFormat(module.is_like, module.read), **recognise.TABLE_FORMATS}
    titles = {**recognise.FORMATS, module.FORMAT: "Timeplan (CSV)"}
    monkeypatch.setattr(recognise, "TABLE_FORMATS", tables)
    for user in (recognise, contract):
        monkeypatch.setattr(user, "FORMATS", titles)
    return module


ROWS = (
    Row("abe", "Mon", "1", "9A", "Art", "S2"),
    Row("abe+bel", "Mon", "2", "9B", "Maths", "R12"),
    Row("bel", "Tue", "2", "", "Staff meeting", "Hall"),
)


@pytest.mark.usefixtures("timeplan")
def test_the_example_is_recognised_and_read():
    file = read_timetable(block("csv").encode(), "plan.csv")
    assert (file.format, file.rows, file.lines_read) == ("timeplan", ROWS, 4)
    assert [(one.where, one.what) for one in file.left_out] == [("plan.csv, line 5", "names no teacher.")]
    contract.assert_holds(file)


@pytest.mark.usefixtures("timeplan")
def test_workbooks_and_archives_come_with_it():
    book = openpyxl.Workbook()
    for line in block("csv").splitlines():
        book.active.append(line.split(","))
    book.save(workbook := io.BytesIO())
    with zipfile.ZipFile(archive := io.BytesIO(), "w") as packed:
        packed.writestr("plan.csv", block("csv"))
    assert read_timetable(workbook.getvalue(), "plan.xlsx").rows == ROWS
    assert read_timetable(archive.getvalue(), "plan.zip").rows == ROWS


@pytest.mark.usefixtures("timeplan")
def test_the_other_formats_are_still_what_they_were():
    own = read_timetable(b"teacher,day,period,class,subject,room\nabe,Mon,1,9A,Art,S2\n", "own.csv")
    assert own.format == "canonical"


@pytest.mark.usefixtures("timeplan")
def test_a_broken_line_is_told():
    with pytest.raises(InputError, match=r"plan\.csv, line 7"):
        read_timetable(f"{block('csv')}Wed/1\n".encode(), "plan.csv")


def test_it_is_tried_before_the_format_that_would_take_its_file():
    assert read_timetable(block("csv").encode(), "plan.csv").format == "grid"


def test_what_the_page_names_is_there():
    for path in re.findall(r"`((?:coachsched|tests)/[\w/]+\.py)`", PAGE):
        assert (Path(__file__).parents[2] / path).is_file(), path
    for name in ("TABLE_FORMATS", "TEXT_FORMATS", "CALENDAR_FORMATS", "FORMATS"):
        assert name in PAGE
        assert hasattr(recognise, name)
