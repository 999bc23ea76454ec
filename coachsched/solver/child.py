"""The program that solves: the question as JSON on standard input, the answer on standard output.

First without asking for whole numbers, which takes a moment and is nearly always whole by itself: among
coaches and those they coach always, among equals but for odd rings of people. Its value is one that no set
exceeds. It runs without the rest of coachsched, so that it starts fast.
"""

from __future__ import annotations

import json
import math
import os
import sys
from time import monotonic
from typing import Any, NamedTuple

import highspy
import numpy as np

Highs: Any = highspy.Highs
# Whole numbers are told from others, and a bound from the whole number below it, by this much.
CLOSE = 1e-4
# So many of each person's pairs are looked at first where whole numbers must be asked for.
NEAREST = 12
OPTIONS = {"output_flag": False, "threads": 1, "mip_rel_gap": 0.0, "mip_abs_gap": 0.9}


class Relaxed(NamedTuple):
    """The best answer in parts of pairs: how much of each, what another of it would cost, and the value."""

    taken: Any
    costs: Any
    bound: int


def main() -> None:
    """Write ``{"chosen": [number of a pair, …], "bound": what no set exceeds}``."""
    # The solver says things of its own on standard output, whatever it is told.
    with os.fdopen(os.dup(1), "w") as out:
        os.dup2(2, 1)
        json.dump(answer(json.load(sys.stdin)), out)


def answer(question: dict[str, Any]) -> dict[str, Any]:
    """The pairs to choose, and the best bound found on what they are worth; nothing where time is short."""
    until = monotonic() + question["seconds"]
    lp, pairs = model(question), len(question["pairs"])
    relaxed = relax(lp, until)
    if relaxed is None:
        return {}
    chosen = np.isin(np.arange(pairs), question["start"])
    taken, bound = relaxed.taken[:pairs], relaxed.bound
    if np.all((taken < CLOSE) | (taken > 1 - CLOSE)):
        chosen = taken > 0.5
    else:
        chosen, _ = whole(question, lp, near(question, relaxed), chosen, until)
        if worth(lp, question, chosen) < bound:
            # Nothing that costs more than what is still to be gained can be in a better answer.
            gain = bound - worth(lp, question, chosen)
            chosen, reached = whole(question, lp, relaxed.costs >= -gain - CLOSE, chosen, until)
            bound = min(bound, max(reached, worth(lp, question, chosen)))
    return {"chosen": np.flatnonzero(chosen).tolist(), "bound": bound}


def relax(lp: highspy.HighsLp, until: float) -> Relaxed | None:
    """The best answer in parts of pairs; None where the time is not enough."""
    solver = started(lp, until, presolve="off")
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    solution = solver.getSolution()
    bound = math.floor(solver.getInfo().objective_function_value + CLOSE)
    return Relaxed(np.array(solution.col_value), np.array(solution.col_dual), bound)


def whole(question: dict[str, Any], lp: highspy.HighsLp, looked_at: Any, chosen: Any, until: float) -> Any:
    """The best choice of pairs among those looked at, begun from one, and the bound that was reached."""
    lp.col_upper_ = np.where(looked_at[: len(chosen)] | chosen, 1.0, 0.0).tolist() + [1.0] * (
        lp.num_col_ - len(chosen)
    )
    lp.integrality_ = [highspy.HighsVarType.kInteger] * lp.num_col_
    # HiGHS 1.16 given a start may answer with less than the value it tells, so it is given none.
    solver = started(lp, until)
    found = np.array(solver.getSolution().col_value or chosen)[: len(chosen)] > 0.5
    better = worth(lp, question, found) > worth(lp, question, chosen)
    bound = solver.getInfo().mip_dual_bound
    return found if better else chosen, math.floor(bound + CLOSE) if math.isfinite(bound) else sys.maxsize


def started(lp: highspy.HighsLp, until: float, **options: Any) -> Any:
    """The solver when it has run, whether or not it came to an end."""
    solver = Highs()
    for name, value in {**OPTIONS, **options, "time_limit": max(0.1, until - monotonic())}.items():
        solver.setOptionValue(name, value)
    solver.passModel(lp)
    solver.run()
    return solver


def near(question: dict[str, Any], relaxed: Relaxed) -> Any:
    """What was taken in part or whole, and of each person the pairs that cost least, by chance if alike."""
    pairs = len(question["pairs"])
    people = np.array(question["pairs"], float)[:, :2].astype(int)
    by_chance = np.random.default_rng(0).permutation(pairs)
    order = by_chance[np.argsort(-relaxed.costs[:pairs][by_chance], kind="stable")]
    left = np.full(len(question["most"]), NEAREST)
    looked_at = relaxed.taken > CLOSE
    for number in order.tolist():
        if left[people[number]].any():
            looked_at[number] = True
            left[people[number]] -= 1
    return looked_at


def all_columns(lp: highspy.HighsLp, question: dict[str, Any], chosen: Any) -> Any:
    """A choice of pairs with the columns of who has somebody."""
    people = np.array(question["pairs"], float)[:, :2].astype(int)[chosen]
    counts = np.bincount(people.ravel(), minlength=len(question["most"]))
    return np.concatenate([chosen.astype(float), np.minimum(1, counts[several(question)])])


def worth(lp: highspy.HighsLp, question: dict[str, Any], chosen: Any) -> int:
    """What a choice of pairs is worth together."""
    return round(float(np.dot(np.array(lp.col_cost_), all_columns(lp, question, chosen))))


def several(question: dict[str, Any]) -> Any:
    """Who is alone and takes several: the first is worth more than another."""
    return np.flatnonzero(np.array(question["alone"], bool) & (np.array(question["most"]) > 1))


def model(question: dict[str, Any]) -> highspy.HighsLp:
    """A column a pair, 1 where it is chosen, and a row a person, who takes so many.

    Who is alone and takes several has a column and a row more, which say whether they have somebody.
    """
    most, pairs = np.array(question["most"], float), np.array(question["pairs"], float).reshape(-1, 3)
    firsts, people = several(question), pairs[:, :2].astype(int)
    row_of = np.full(len(most), -1)
    row_of[firsts] = len(most) + np.arange(len(firsts))
    one_only = np.where(np.array(question["alone"], bool) & (most == 1), question["somebody"], 0)
    columns = [
        [(one, 1.0), (other, 1.0), *((row_of[who], -1.0) for who in (one, other) if row_of[who] >= 0)]
        for one, other in people.tolist()
    ] + [[(row_of[who], 1.0)] for who in firsts]
    lp = highspy.HighsLp()
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.num_col_, lp.num_row_ = len(columns), len(most) + len(firsts)
    gains = pairs[:, 2] + one_only[people].sum(axis=1)
    lp.col_cost_ = np.concatenate([gains, np.full(len(firsts), float(question["somebody"]))])
    lp.col_lower_, lp.col_upper_ = np.zeros(lp.num_col_), np.ones(lp.num_col_)
    lp.row_lower_ = np.full(lp.num_row_, -highspy.kHighsInf)
    lp.row_upper_ = np.concatenate([most, np.zeros(len(firsts))])
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = np.cumsum([0, *map(len, columns)])
    lp.a_matrix_.index_ = np.array([row for column in columns for row, _ in column])
    lp.a_matrix_.value_ = np.array([value for column in columns for _, value in column])
    return lp


if __name__ == "__main__":
    main()
