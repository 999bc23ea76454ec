"""The program that solves: the question as JSON on standard input, the answer on standard output.

First without asking for whole numbers, which takes a moment and among coaches and those they coach is whole
by itself. Among equals it may take halves along rings of an odd number of people; those are forbidden ring by
ring. What that is worth, no set exceeds. Whole numbers are asked for where halves are left all the same. It
runs without the rest of coachsched, so that it starts fast.
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
# Rings are looked for so often at most: where very many pairs are worth the same there are always others.
MOST_ROUNDS = 25
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
    pairs = len(question["pairs"])
    lp, relaxed = relax(question, until)
    if relaxed is None:
        return {}
    chosen = np.isin(np.arange(pairs), question["start"])
    taken, bound = relaxed.taken[:pairs], relaxed.bound
    if not in_parts(taken).any():
        chosen = taken > 0.5
    else:
        chosen, _ = whole(question, lp, near(question, relaxed), chosen, until)
        if worth(lp, question, chosen) < bound:
            # Nothing that costs more than what is still to be gained can be in a better answer.
            gain = bound - worth(lp, question, chosen)
            chosen, reached = whole(question, lp, relaxed.costs >= -gain - CLOSE, chosen, until)
            bound = min(bound, max(reached, worth(lp, question, chosen)))
    return {"chosen": np.flatnonzero(chosen).tolist(), "bound": bound}


def relax(question: dict[str, Any], until: float) -> tuple[highspy.HighsLp, Relaxed | None]:
    """The best answer in parts of pairs, and the model with all that it forbids; none where time is short."""
    people, found = people_of(question), None
    solver = started(model(question), until, presolve="off")
    rings = groups(len(question["most"]), people)
    for _ in range(MOST_ROUNDS):
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            break
        solution, value = solver.getSolution(), solver.getInfo().objective_function_value
        taken = np.array(solution.col_value)
        found = Relaxed(taken, np.array(solution.col_dual), math.floor(value + CLOSE))
        rings += groups(len(question["most"]), people[in_parts(taken[: len(people)])])
        forbidden = [cut for ring in rings if (cut := over(question, people, taken, ring))]
        if not forbidden:
            break
        for told, most in forbidden:
            solver.addRow(-highspy.kHighsInf, most, len(told), told, np.ones(len(told)))
        rings = []
        solver.setOptionValue("time_limit", solver.getRunTime() + max(0.1, until - monotonic()))
        solver.run()
    return solver.getLp(), found


def in_parts(taken: Any) -> Any:
    """Which pairs are taken neither wholly nor not at all."""
    return (taken > CLOSE) & (taken < 1 - CLOSE)


def groups(count: int, pairs: Any) -> list[Any]:
    """The people who hang together by some pairs, each group as an array of who is in it."""
    leader = list(range(count))

    def lead(one: int) -> int:
        while leader[one] != one:
            leader[one] = one = leader[leader[one]]
        return one

    for one, other in pairs.tolist():
        leader[lead(one)] = lead(other)
    leads = np.array([lead(one) for one in range(count)])
    return [leads == number for number in np.unique(leads[pairs])] if len(pairs) else []


def over(question: dict[str, Any], people: Any, taken: Any, group: Any) -> tuple[Any, float] | None:
    """The pairs within a group, with those taken wholly that lead out of it, and how many of them there can
    be, where that many are fewer than were taken (Edmonds' inequalities for b-matchings).
    """
    ends = group[people].sum(axis=1)
    leading_out = (ends == 1) & (taken[: len(people)] > 1 - CLOSE)
    told = np.flatnonzero((ends == 2) | leading_out)
    most = int(np.array(question["most"])[group].sum() + leading_out.sum()) // 2
    return (told.astype(np.int32), float(most)) if taken[told].sum() > most + CLOSE else None


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
    people = people_of(question)
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
    people = people_of(question)[chosen]
    counts = np.bincount(people.ravel(), minlength=len(question["most"]))
    return np.concatenate([chosen.astype(float), np.minimum(1, counts[several(question)])])


def worth(lp: highspy.HighsLp, question: dict[str, Any], chosen: Any) -> int:
    """What a choice of pairs is worth together."""
    return round(float(np.dot(np.array(lp.col_cost_), all_columns(lp, question, chosen))))


def people_of(question: dict[str, Any]) -> Any:
    """The two people of each pair."""
    return np.array(question["pairs"], float).reshape(-1, 3)[:, :2].astype(int)


def several(question: dict[str, Any]) -> Any:
    """Who is alone and takes several: the first is worth more than another."""
    return np.flatnonzero(np.array(question["alone"], bool) & (np.array(question["most"]) > 1))


def model(question: dict[str, Any]) -> highspy.HighsLp:
    """A column a pair, 1 where it is chosen, and a row a person, who takes so many.

    Who is alone and takes several has a column and a row more, which say whether they have somebody.
    """
    most, gains = np.array(question["most"], float), np.array([gain for *_, gain in question["pairs"]], float)
    firsts, people = several(question), people_of(question)
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
    lp.col_cost_ = np.concatenate(
        [gains + one_only[people].sum(axis=1), np.full(len(firsts), float(question["somebody"]))]
    )
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
