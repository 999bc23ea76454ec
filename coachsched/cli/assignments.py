"""`flask assignments suggest`."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import click

from coachsched.cli.common import counted, json_option, print_json, school_option, the_school, told
from coachsched.core.matching import Faculties, Pair
from coachsched.services import assignments
from coachsched.services.colleagues import Together
from coachsched.solver import Answer

LEFT = {"nobody": "nobody to be with", "no_time": "no time in common", "taken": "others are taken"}


@click.group("assignments")
def group() -> None:
    """Partnerships for everybody at once."""


@group.command("suggest")
@click.option(
    "--load", type=click.IntRange(1, 9), help="Partners of a coach at most, counting those they have."
)
@click.option("--faculties", type=click.Choice(["any", "across", "same"]), default="any")
@json_option
@school_option
@told
def suggest(load: int | None, faculties: Faculties, as_json: bool, school_name: str | None) -> None:
    """Suggest partnerships for everybody without one; nothing is kept or made."""
    school = the_school(school_name)
    wanted = replace(assignments.usual(school), faculties=faculties)
    found, answer = assignments.solved(school, replace(wanted, load=load) if load else wanted)
    told_of = _as_json(found, answer)
    if as_json:
        print_json(told_of)
        return
    click.echo(f"{counted(len(answer.pairs), 'pair')} over {counted(len(found.days), 'school day')}.")
    for pair in told_of["pairs"]:
        click.echo(f"  {' and '.join(pair['people'])}: {counted(pair['visits'], 'visit')}")
    for left in told_of["left_over"]:
        click.echo(f"  {left['person']}: {LEFT[left['reason']]}")


def _as_json(found: Together, answer: Answer) -> dict[str, Any]:
    left = found.staff.left_over(pair.key for pair in answer.pairs)
    return {
        "pairs": [_pair(found, pair) for pair in answer.pairs],
        "left_over": [{"person": _email(found, one), "reason": why} for one, why in left.items()],
        "days": len(found.days),
        "best_possible": answer.bound.pairs if answer.bound else None,
        "proven": answer.proven,
    }


def _pair(found: Together, pair: Pair) -> dict[str, Any]:
    return {
        "people": [_email(found, pair.one), _email(found, pair.other)],
        "coach": _email(found, pair.one) if pair.coached else None,
        "visits": pair.meets,
        "asked": pair.asked,
        "faculties": pair.faculties,
    }


def _email(found: Together, person: int) -> str:
    return found.members[person].person.email


COMMANDS = [group]
