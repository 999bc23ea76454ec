"""Faults are told in the language of whoever reads them, at the moment they are read."""

from __future__ import annotations

import pickle
import re

import pytest

from coachsched.core import phrases
from coachsched.core.errors import ConflictError, InputError, Problem, UserError
from coachsched.core.phrases import Phrase, phrase
from coachsched.core.places import in_file, line_of, on_line
from coachsched.core.problem_groups import grouped

NOBODY = Problem(on_line(3, "people.csv"), phrase("names nobody."), phrase("Write the person's name."))


def shout(one: Phrase) -> str:
    """A language in which every word is in capitals, and a colon has a space before it, as in French."""
    parts = re.split(r"(%\(\w+\)s)", one.msgid.replace("s: ", "s : "))
    text = "".join(part if part.startswith("%(") else part.upper() for part in parts)
    return text % {
        name: str(value if isinstance(value, str) else phrases.in_english(value))
        for name, value in one.blanks.items()
    }


@pytest.fixture
def shouting(monkeypatch: pytest.MonkeyPatch) -> None:
    # Put back afterwards, for an application of this process goes on speaking.
    monkeypatch.setattr(phrases, "_speaker", shout)


def test_a_problem_is_english_where_nobody_says_otherwise():
    assert str(NOBODY) == "people.csv, line 3: names nobody. Write the person's name."
    assert str(Problem("times", "none is picked.")) == "times: none is picked."


def test_all_of_a_problem_is_in_the_language_and_its_layout_is_too(shouting):
    assert str(NOBODY) == "people.csv, LINE 3 : NAMES NOBODY. WRITE THE PERSON'S NAME."


def test_an_error_made_earlier_is_told_in_the_language_of_now(monkeypatch):
    errors = [
        InputError([NOBODY, NOBODY]),
        InputError(NOBODY),
        ConflictError(phrase("Somebody was quicker.")),
    ]
    monkeypatch.setattr(phrases, "_speaker", shout)
    told = "people.csv, LINE 3 : NAMES NOBODY. WRITE THE PERSON'S NAME."
    assert list(map(str, errors)) == [f"{told}\n{told}", told, "SOMEBODY WAS QUICKER."]


def test_an_error_gives_its_words_to_be_told_to_somebody_else():
    words = ConflictError(phrase("%(who)s was quicker.", who="Ada")).words
    assert isinstance(words, Phrase)
    assert (words.msgid, words.blanks) == ("%(who)s was quicker.", {"who": "Ada"})
    assert UserError("as it is").words == "as it is"
    assert InputError(NOBODY).words == str(NOBODY)


def test_an_error_survives_the_way_to_another_process():
    again = pickle.loads(pickle.dumps(InputError(NOBODY)))
    assert again.problems == [NOBODY]
    assert isinstance(again.problems[0].what, Phrase)


def test_faults_of_several_lines_are_told_as_one_in_every_language(shouting):
    alike = [Problem(on_line(line, "a.csv"), phrase("is odd.")) for line in (4, 7, 9)]
    assert [str(one) for one in grouped(alike)] == ["a.csv, LINE 4 (ALSO 7 and 9) : IS ODD."]


def test_places_are_read_again_in_english_whatever_is_spoken(shouting):
    assert line_of(on_line(12, "a, b.csv")) == ("a, b.csv", "12")
    assert line_of(on_line(12)) == ("", "12")
    assert line_of(in_file("a.ics", phrase("the event %(uid)s", uid="x"))) is None
