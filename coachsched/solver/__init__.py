"""The best set of partnerships there is, found by HiGHS in a program of its own.

A program of its own, because the solver and the numbers library it stands on take tens of megabytes that a
web worker would keep for ever, and because a search that must end can be ended there.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coachsched.core.matching import SOMEBODY, Pair, Task, Value, greedy, is_sound

MOST_SECONDS = 7.0
Ask = Callable[[dict[str, Any], float], dict[str, Any]]
# To start, to read the question and to write the answer.
AROUND = 5.0


@dataclass(frozen=True)
class Answer:
    """A set of pairs. ``proven`` is whether no set is better; ``bound`` is what none can exceed, if known."""

    pairs: tuple[Pair, ...]
    value: Value
    proven: bool
    bound: Value | None = None


def solve(task: Task, seconds: float = MOST_SECONDS, ask: Ask | None = None) -> Answer:
    """The best set of pairs, or the best found in the time; never worse than ``greedy``."""
    simple = greedy(task)
    if not task.pairs:
        return Answer((), Value(0, 0), proven=True, bound=Value(0, 0))
    pairs = list(task.pairs.values())
    told = (ask or _ask)(_question(task, pairs, simple, seconds), seconds + AROUND)
    found = [pairs[number] for number in told.get("chosen", [])]
    best = max((simple, found if is_sound(task, found) else []), key=task.staff.value)
    bound = Value(*divmod(told["bound"], task.staff.scale)) if "bound" in told else None
    value = task.staff.value(best)
    return Answer(tuple(sorted(best, key=lambda pair: pair.key)), value, value == bound, bound)


def _question(task: Task, pairs: Sequence[Pair], start: Sequence[Pair], seconds: float) -> dict[str, Any]:
    """The task in numbers: who takes how many, and what each pair is worth."""
    staff = task.staff
    place = {person: number for number, person in enumerate(staff.people)}
    known = {pair.key for pair in start}
    return {
        "seconds": seconds,
        "most": [one.most for one in staff.people.values()],
        "alone": [one.alone for one in staff.people.values()],
        "somebody": SOMEBODY,
        "pairs": [[place[pair.one], place[pair.other], staff.scale + staff.worth(pair)] for pair in pairs],
        "start": [number for number, pair in enumerate(pairs) if pair.key in known],
    }


def _ask(question: dict[str, Any], seconds: float) -> dict[str, Any]:
    """What the program answers; nothing where it cannot run or does not end."""
    command = [sys.executable, "-I", str(Path(__file__).parent / "child.py")]
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1"}
    try:
        done = subprocess.run(
            command, input=json.dumps(question), capture_output=True, text=True, timeout=seconds,
            env=environment, check=True,
        )  # fmt: skip
    except (subprocess.SubprocessError, OSError):
        return {}
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer
