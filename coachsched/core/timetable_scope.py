"""What stays of a timetable when a file replaces a part of it (design 11)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Literal

from coachsched.core.labels import names, teacher_key
from coachsched.core.timetable import Row

# What a file takes the place of: everything, the rows of its teachers, or the duties.
Scope = Literal["whole", "teachers", "duties"]


def staying(rows: Sequence[Row], scope: Scope, teachers: Collection[str]) -> list[Row]:
    """The rows that stay beside a file of that scope; ``teachers`` are the keys of those it is about.

    A lesson shared with one of them stays the others'.
    """
    if scope == "whole":
        return []
    if scope == "duties":
        return [row for row in rows if row.kind != "duty"]
    kept = ((row, [name for name in names(row.teacher) if teacher_key(name) not in teachers]) for row in rows)
    return [
        row if len(left) == len(names(row.teacher)) else replace(row, teacher="+".join(left))
        for row, left in kept
        if left
    ]
