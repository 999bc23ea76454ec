"""Cells of a wide grid: what is class, subject and room, and what is no lesson."""

import pytest

from coachsched.importers.grid_cells import read_cell


@pytest.mark.parametrize(
    ("text", "klass", "subject", "room"),
    [
        ("9B Maths R12", "9B", "Maths", "R12"),
        ("9B", "9B", "", ""),
        ("Maths 9B (R12)", "9B", "Maths", "R12"),
        ("Maths 9B R12", "9B", "Maths", "R12"),
        ("9B\nMaths\nR12", "9B", "Maths", "R12"),
        ("9B, Maths, Main Hall", "9B", "Maths", "Main Hall"),
        ("9B Maths @ Gym", "9B", "Maths", "Gym"),
        ("9B Maths [Main Hall]", "9B", "Maths", "Main Hall"),
        ("10A English Literature T3", "10A", "English Literature", "T3"),
        ("9A+9B PE Gym", "9A+9B", "PE Gym", ""),
        ("9A/9B Maths", "9A+9B", "Maths", ""),
        ("Gr 10A Art", "Gr 10A", "Art", ""),
        ("Year 9 Art Room 12", "Year 9", "Art", "Room 12"),
        ("1º A Música Aula 1", "1º A", "Música", "Aula 1"),
        ("8.1 Deutsch 204", "8.1", "Deutsch", "204"),
        ("7x/Ma1 R4", "7x/Ma1", "", "R4"),
        ("12 Physics Lab 2", "12", "Physics", "Lab 2"),
        ("M5", "M5", "", ""),
        ("9B M5", "9B", "", "M5"),
    ],
)
def test_class_subject_and_room_are_told_apart(text, klass, subject, room):
    cell = read_cell(text)
    assert (cell.kind, cell.klass, cell.subject, cell.room) == ("lesson", klass, subject, room)


@pytest.mark.parametrize("text", ["-", "–", ".", "free", "Free", "frei", "libre", "n/a", "lunch", "Pause"])
def test_free_time_is_no_row(text):
    assert read_cell(text).kind == "free"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("duty", "duty"),
        ("Lunch duty", "duty"),
        ("Pausenaufsicht", "duty"),
        ("Staff meeting", "meeting"),
        ("Fachkonferenz", "meeting"),
        ("PPA", "protected"),
        ("protected", "protected"),
        ("release", "release"),
        ("not in", "absent"),
        ("Absent", "absent"),
    ],
)
def test_what_is_no_lesson_keeps_its_words_as_the_subject(text, kind):
    cell = read_cell(text)
    assert (cell.kind, cell.subject, cell.klass) == (kind, text, "")


@pytest.mark.parametrize("text", ["Assembly", "x", "Maths", "=cmd"])
def test_what_names_no_class_is_busy_time_with_nothing_to_see(text):
    cell = read_cell(text)
    assert (cell.kind, cell.klass, cell.subject) == ("lesson", "", text)


def test_two_lessons_in_one_cell_are_busy_and_neither_is_guessed():
    cell = read_cell("9B Maths / 10A Art")
    assert (cell.klass, cell.subject, cell.shape) == ("", "9B Maths / 10A Art", "two")


def test_a_cell_without_end_is_read_in_its_first_part_only():
    assert len(read_cell("9B " + "x" * 100_000).subject) < 250
