"""What a file is about is seen in its columns, whatever its letters."""

from __future__ import annotations

import pytest
from builders import PEOPLE_CSV, timetable_csv

from coachsched.importers.kinds import kind_of

HISTORY = "date,people,what\n2027-01-05,a@x.test+b@x.test,began\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize(
    ("text", "kind"), [(timetable_csv(), "timetable"), (PEOPLE_CSV, "people"), (HISTORY, "history")]
)
def test_a_file_is_what_its_columns_are(text: str, kind: str, encoding: str):
    assert kind_of((text + "Jürgen Fuß,fuss@x.test,FUS\n").encode(encoding), "x.csv") == kind


def test_a_file_with_faults_is_still_what_it_is():
    assert kind_of(b"name,email,teacher\nx\n", "x.csv") == "people"
    assert kind_of(b"date,people,what\nnever\n", "x.csv") == "history"


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"\x00\x01", b"<xml/>", b"BEGIN:VCALENDAR", b'"open'])
def test_whatever_else_there_is_is_a_timetables(data: bytes):
    assert kind_of(data, "x") == "timetable"
