"""The click tables are the sums of their steps, each step has its source or says that it has none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs.click_tables import Sum, cell, documents, read, steps, table, total

DOCS = Path(__file__).parents[2] / "docs"
DATA = read()
PROGRAMS = [(one, program) for one in DATA["job"] for program in DATA["programs"] if program in one]
SMALL = {
    "example": {"who": "Ann"},
    "pieces": {"mail": ["click New", "type TEXT"]},
    "job": [{"name": "Ask", "there": ["2 x page Open her page [a]", "3 x type {who}", "mail Hello"]}],
}


def done(*written: str) -> Sum:
    return total(list(steps(SMALL, "there", written)))


def test_the_documents_are_written_from_the_steps():
    for path, text in documents().items():
        assert path.read_text() == text, "python -m docs.click_tables writes it"


def test_what_steps_come_to():
    assert done() == (0, 0, 0)
    assert done("click Send", "4 x click Tick [a]") == (5, 0, 0)
    assert done("page Find times") == (1, 1, 0)
    assert done("type {who}, hello") == (0, 0, len("Ann, hello"))
    assert done("same Ask") == (2 + 1, 2, 3 * len("Ann") + len("Hello"))


@pytest.mark.parametrize("written", ["", "push Send", "two x click Send", "same Sing"])
def test_a_step_that_cannot_be_read_is_named(written: str):
    with pytest.raises(ValueError, match=re.escape(repr(written))):
        done(written)


def test_every_source_is_there_and_used():
    named = {step.source for one, program in PROGRAMS for step in steps(DATA, program, one[program])}
    noted = {
        name
        for one in DATA["job"]
        for note in one.get("notes", {}).values()
        for name in re.findall(r"\[(\w+)\]", note)
    }
    assert (named | noted) - {""} == set(DATA["sources"])


def test_what_no_source_tells_is_marked():
    for one, program in PROGRAMS:
        told = [step.source for step in steps(DATA, program, one[program]) if step.verb != "type"]
        assert cell(DATA, one, program).endswith("*") == (program != "here" and "" in told)


def test_there_are_ten_jobs_in_every_program():
    rows = table(DATA).splitlines()[2:]
    assert len(rows) == 10
    assert {row.count(" / ") for row in rows} == {2 * len(DATA["programs"])}


def test_where_others_need_fewer_clicks_is_said():
    said = (DOCS / "clicks.md").read_text().split("## Where others are quicker")[1]
    for row in table(DATA).splitlines()[2:]:
        name, ours = re.match(r"\| ([\w ]+): [^|]*\| (\S+)", row).groups()
        assert ours.startswith("**") or f"**{name}**" in said, name


def test_numbers_in_the_text_are_those_of_a_job():
    text = re.sub(r"<!-- written -->.*<!-- end -->", "", (DOCS / "clicks.md").read_text(), flags=re.DOTALL)
    sums = {str(total(list(steps(DATA, program, one[program])))) for one, program in PROGRAMS}
    told = set(re.findall(r"\d+ / \d+ / \d+", text))
    assert told
    assert told <= sums


def test_the_walk_counts_every_job_of_the_table():
    walked = (DOCS / "count_clicks.py").read_text()
    named = [one["name"] for one in DATA["job"] if not one.get("aside")]
    assert [name for name in named if f'("{name}", ' not in walked] == []
