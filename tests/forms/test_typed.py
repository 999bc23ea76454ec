"""What people type, read to values: whatever a form takes, a file can say too."""

from __future__ import annotations

from datetime import date
from html import escape

import pytest
from browser import parse
from hypothesis import given
from hypothesis import strategies as st

from coachsched.core.errors import InputError, Problem
from coachsched.forms.typed import Typed
from coachsched.importers import toml_values

anything = st.text(max_size=260)


@given(anything)
def test_text_a_form_takes_is_text_a_file_can_hold(typed):
    form = Typed({"note": [typed]})
    read = form.text("note")
    if not form.faults:
        assert toml_values.text(read) == read


@given(st.lists(st.one_of(anything, st.just("Day 1")), max_size=5))
def test_labels_a_form_takes_are_labels_a_file_can_hold(typed):
    form = Typed({"labels": ["\n".join(typed)]})
    read = form.lines("labels")
    if not form.faults:
        assert [toml_values.words(line) for line in read] == list(read)


@given(anything)
def test_what_is_shown_again_never_breaks_a_page(typed):
    shown = Typed({"note": [typed]}).get("note")
    page = f"<!doctype html><title>x</title><p>{escape(shown)}"
    assert [error for error in parse(page)[1] if error[1] == "invalid-codepoint"] == []


def test_a_date_is_read_as_date_fields_send_it():
    form = Typed({"start": ["2028-02-29"], "end": ["29.2.2028"], "none": [""]})
    assert form.date("start") == date(2028, 2, 29)
    assert form.date("none") is None
    assert form.faults == []
    assert form.date("end") is None
    assert form.error("end") == '"29.2.2028" is no date. Write it like 2027-01-13.'


@pytest.mark.parametrize("typed", ["", "-1", "1.5", "9999999", "many", "31"])
def test_what_is_no_number_in_range_is_told(typed):
    form = Typed({"weeks": [typed]})
    form.whole("weeks", 1, 30)
    assert form.error("weeks") == "Write a whole number between 1 and 30."


def test_numbers_are_read_in_the_digits_of_every_script():
    assert Typed({"weeks": [" ٣ "]}).whole("weeks", 1, 30) == 3


def test_rows_are_found_added_and_removed_by_their_numbers():
    form = Typed({"term-2-name": ["B"], "term-10-name": ["C"], "term-x-name": ["?"], "xterm-1-name": ["?"]})
    assert form.rows("term") == [2, 10]
    form.add_row("term", {"name": "D"})
    form.remove_row("term", 1)
    form.remove_row("term", 2)
    assert [form.get(f"term-{row}-name") for row in form.rows("term")] == ["C", "D"]


def test_what_a_rule_says_of_a_place_stands_beside_its_field():
    form = Typed({})
    problems = [Problem("term 2 (B)", "it overlaps.", "Correct it."), Problem("name", "is taken.")]
    form.take(problems, lambda where: "term-1-start" if where.startswith("term") else where)
    assert form.faults == [("term-1-start", "Term 2 (B): it overlaps. Correct it."), ("name", "Is taken.")]


def test_of_very_many_faults_the_first_are_told():
    form = Typed({})
    form.take([Problem(f"exception {number}", "is wrong.") for number in range(50)], lambda where: "labels")
    assert len(form.faults) == 9
    assert form.faults[-1] == ("", "And 42 more like these.")


def test_a_form_with_faults_is_not_taken():
    form = Typed({"weeks": ["x"]})
    form.check()
    form.whole("weeks", 1, 2)
    with pytest.raises(InputError):
        form.check()
