"""Partnerships for a whole staff at once: suggested, changed by hand, then made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from coachsched.core.errors import ConflictError, InputError, NotFoundError, Problem
from coachsched.core.matching import Key, Left, Pair, Wanted, key, task_of
from coachsched.core.phrases import phrase
from coachsched.core.spelling import by_name
from coachsched.services import access, clock, colleagues, partnerships
from coachsched.services.colleagues import Colleague, Together
from coachsched.services.unit import transaction
from coachsched.solver import Answer, solve
from coachsched.store import assignments, session
from coachsched.store.assignments import Assignment, PairRule
from coachsched.store.people import Membership, School

CHANGED = phrase("This suggestion has been changed meanwhile. Please look at it again.")
GONE = phrase("These partnerships have been made already, or another suggestion has taken their place.")


@dataclass(frozen=True)
class Beginning:
    """Who could take part, what is said of pairs, and the suggestion there is."""

    colleagues: tuple[Colleague, ...]
    rules: tuple[PairRule, ...]
    assignment: Assignment | None


@dataclass(frozen=True)
class Suggestion:
    """A suggestion as it stands, with who stays without anybody and why."""

    id: int
    pairs: tuple[Pair, ...]
    left: tuple[tuple[Membership, Left], ...]
    together: Together
    wanted: Wanted
    most: int | None
    proven: bool

    def member(self, person_id: int) -> Membership:
        return self.together.members[person_id]


@dataclass(frozen=True)
class Other:
    """Somebody who could be a partner instead; ``now`` are those they are suggested to be with."""

    pair: Pair
    member: Membership
    now: tuple[Membership, ...]


def beginning(actor: Membership) -> Beginning:
    """What a coordinator chooses from; raises ForbiddenError."""
    access.require(actor, "assignments")
    school = actor.school
    return Beginning(
        tuple(colleagues.teaching(school)),
        tuple(assignments.rules(school)),
        assignments.assignment(school),
    )


def usual(school: School) -> Wanted:
    """What is asked for unless somebody chooses: everybody without a partner, and everybody who coaches."""
    found = colleagues.teaching(school)
    coaches = frozenset(one.member.person_id for one in found if one.coaches)
    coached = frozenset(one.member.person_id for one in found if one.coached)
    # Equals are with one another; a coach has time for two.
    return Wanted(coaches, coached, load=2 if len(coaches) < len(found) else 1)


def solved(school: School, wanted: Wanted) -> tuple[Together, Answer]:
    """The best set of partnerships, a bound where all pairs were compared.

    Raises InputError where nobody could be anybody's partner.
    """
    found = colleagues.together(school, wanted)
    if not any(found.staff.may(one, other) for one in found.members for other in found.members):
        remedy = phrase("Choose at least one who coaches and another to be coached.")
        raise InputError(Problem("people", phrase("there are no two who could be partners."), remedy))
    task = task_of(found.staff)
    answer = solve(task)
    return found, answer if task.whole else replace(answer, proven=False, bound=None)


def suggest(actor: Membership, wanted: Wanted) -> int:
    """Keep the best suggestion in place of the one there was; the number of it. Raises as ``solved``."""
    access.require(actor, "assignments")
    school = actor.school
    # Outside of the transaction: nobody who books waits for it.
    _, answer = solved(school, wanted)
    with transaction():
        assignments.remove_assignment(school)
        made = Assignment(
            school_id=school.id,
            made_on=clock.today(school.timezone),
            wanted={
                "coaches": sorted(wanted.coaches),
                "coached": sorted(wanted.coached),
                "load": wanted.load,
                "faculties": wanted.faculties,
            },
            pairs=[list(pair.key) for pair in answer.pairs],
            most=answer.bound.pairs if answer.bound else None,
            proven=answer.proven,
        )
        session.add(made)
        session.flush()
        return made.id


def suggestion(actor: Membership, assignment_id: int) -> Suggestion:
    """A suggestion as it stands today; raises NotFoundError once it is gone."""
    access.require(actor, "assignments")
    return _suggestion(actor.school, _row(actor.school, assignment_id))


def others(actor: Membership, assignment_id: int, person_id: int) -> list[Other]:
    """Everybody who could be somebody's partner, by name, with whom they are now."""
    found = suggestion(actor, assignment_id)
    staff = found.together.staff
    if person_id not in staff.people:
        raise NotFoundError(phrase("They are not among those who take part."))
    theirs = {pair.key for pair in found.pairs}
    possible = [one for one in found.together.members if staff.may(person_id, one)]
    pairs = {one: staff.pair(person_id, one) for one in possible if key(person_id, one) not in theirs}
    return [
        Other(pair, found.member(one), tuple(found.member(other) for other in partners_of(found, one)))
        for one, pair in pairs.items()
        if pair.meets
    ]


def partners_of(found: Suggestion, person_id: int) -> list[int]:
    """With whom somebody is suggested to be."""
    return [sum(pair.key) - person_id for pair in found.pairs if person_id in pair.key]


def leave_out(actor: Membership, assignment_id: int, one: int, other: int) -> None:
    """Take a pair out; raises ConflictError where it is not in."""

    def without(found: Suggestion) -> set[Key]:
        return _without(found, key(one, other))

    _change(actor, assignment_id, without)


def put(actor: Membership, assignment_id: int, person: int, partner: int, instead: int | None) -> None:
    """Bring two together, instead of somebody or besides; a partner who has one only leaves that one.

    Raises InputError where it cannot be, ConflictError where the suggestion is another by now.
    """

    def with_them(found: Suggestion) -> set[Key]:
        staff = found.together.staff
        kept = _without(found, key(person, instead)) if instead is not None else {p.key for p in found.pairs}
        if not {person, partner} <= staff.people.keys() or not staff.may(person, partner):
            raise InputError(
                Problem("partner", phrase("These two cannot be suggested."), phrase("Choose somebody else."))
            )
        if staff.people[partner].most == 1:
            kept = {pair for pair in kept if partner not in pair}
        kept.add(key(person, partner))
        if full := staff.too_many(kept):
            name = found.member(min(full)).person.name
            what = phrase("%(who)s would have more partners than they take.", who=name)
            raise InputError(Problem("partner", what, phrase("Leave one of them out first.")))
        return kept

    _change(actor, assignment_id, with_them)


def make(actor: Membership, assignment_id: int) -> int:
    """Make every partnership of a suggestion, or none; how many. Raises ConflictError once it is gone."""
    access.require(actor, "assignments")
    with transaction():
        row = assignments.assignment(actor.school, assignment_id, lock=True)
        if row is None:
            raise ConflictError(GONE)
        found = _suggestion(actor.school, row)
        for pair in found.pairs:
            members = [found.member(pair.one), found.member(pair.other)]
            partnerships.begin(actor.school, members, pair.one if pair.coached else None)
        assignments.remove_assignment(actor.school)
    return len(found.pairs)


def _row(school: School, assignment_id: int) -> Assignment:
    row = assignments.assignment(school, assignment_id)
    if row is None:
        raise NotFoundError(phrase("There is no such suggestion, or it has been made or replaced."))
    return row


def _suggestion(school: School, row: Assignment) -> Suggestion:
    """Without pairs that have become impossible since it was made."""
    wanted = Wanted(
        frozenset(row.wanted["coaches"]),
        frozenset(row.wanted["coached"]),
        row.wanted["load"],
        row.wanted["faculties"],
    )
    found = colleagues.together(school, wanted)
    pairs: list[Pair] = []
    for one, other in row.pairs:
        if found.staff.people.keys() >= {one, other} and found.staff.may(one, other):
            pair = found.staff.pair(one, other)
            if not found.staff.too_many(known.key for known in (*pairs, pair)):
                pairs.append(pair)
    left = found.staff.left_over(pair.key for pair in pairs)
    return Suggestion(
        id=row.id,
        pairs=tuple(sorted(pairs, key=lambda pair: by_name(found.members[pair.one].person.name))),
        left=tuple((found.members[one], why) for one, why in left.items()),
        together=found,
        wanted=wanted,
        most=row.most,
        proven=row.proven,
    )


def _without(found: Suggestion, pair: Key) -> set[Key]:
    keys = {one.key for one in found.pairs}
    if pair not in keys:
        raise ConflictError(CHANGED)
    return keys - {pair}


def _change(actor: Membership, assignment_id: int, changed: Callable[[Suggestion], set[Key]]) -> None:
    access.require(actor, "assignments")
    with transaction():
        row = assignments.assignment(actor.school, assignment_id, lock=True)
        if row is None:
            raise NotFoundError(phrase("There is no such suggestion, or it has been made or replaced."))
        row.pairs = [list(pair) for pair in sorted(changed(_suggestion(actor.school, row)))]
