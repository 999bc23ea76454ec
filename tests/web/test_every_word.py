"""No page and no mail says a word that could not be put into another language."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from access_table import PAGES
from pseudo import WORD, of_the_calendar, speaking_marked, texts, unmarked
from world import (
    ACTORS,
    FOCUS_CANARY,
    INTERESTS_CANARY,
    LINE,
    LINE_CANARY,
    LINK_CANARY,
    OTHERS_CANARY,
    REASON_CANARY,
    World,
)

from coachsched import languages
from coachsched.models import Bell, BellPeriod, HalfDay, Person, School, Term, TimetableRow, db

# Names, and what is the same in every language.
SAME = {
    "html",
    "csv",
    "xlsx",
    "toml",
    "untis",
    "asc",
    "timetables",
    "fet",
    "xml",
    "google",
    "outlook",
    "apple",
}
SAME |= {"coachsched", "observe"}
# What the school has written itself: its people, classes, rooms, hours, terms.
OWN = (
    (Person, "name"),
    (School, "name"),
    (TimetableRow, "teacher klass subject room"),
    (Bell, "name"),
    (BellPeriod, "label"),
    (Term, "name"),
    (HalfDay, "covered_by"),
)
WRITTEN = (LINE, FOCUS_CANARY, LINK_CANARY, REASON_CANARY, OTHERS_CANARY, LINE_CANARY, INTERESTS_CANARY)


@pytest.fixture
def marked(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    with speaking_marked(world.app, monkeypatch):
        yield world


def known(world: World) -> set[str]:
    """The words of the school's own data, of calendars, and of languages' names."""
    with world.app.app_context():
        rows = [
            [getattr(row, column) for column in columns.split()]
            for table, columns in OWN
            for row in db.session.scalars(db.select(table))
        ]
        rows += [school.labels for school in db.session.scalars(db.select(School))]
    said = [*WRITTEN, *languages.OFFERED.values(), *(str(value) for row in rows for value in row)]
    return {word.casefold() for text in said for word in WORD.findall(text)} | of_the_calendar() | SAME


def readers(expected: str) -> str | None:
    """Somebody who may open the page."""
    allowed = [name for name, status in zip(ACTORS, expected.split(), strict=True) if status == "200"]
    return allowed[0] if allowed else None


# What only those read who make pages; and letters, which a test of their own reads.
ELSEWHERE = {"/components", "/demo/mail", "/demo/mail/<key>"}


@pytest.mark.parametrize("rule", sorted(PAGES.keys() - ELSEWHERE))
def test_every_word_of_a_page_can_be_translated(marked: World, rule: str):
    cell = PAGES[rule]
    reader = readers(cell.expected)
    if reader is None:
        return
    answer = marked.ask(reader, "GET", cell.path)
    if answer.mimetype != "text/html":
        return
    words = known(marked)
    assert [line for text in texts(answer.text) for line in unmarked(text, words)] == []
