"""What coordinators say of pairs: who asked for whom, and who is not to be brought together."""

from __future__ import annotations

from collections.abc import Sequence

from coachsched.core.errors import InputError, NotFoundError, Problem
from coachsched.core.matching import key
from coachsched.core.phrases import phrase
from coachsched.core.spelling import by_name
from coachsched.services import access
from coachsched.services.unit import transaction
from coachsched.store import assignments, people, session
from coachsched.store.assignments import PairRule
from coachsched.store.people import Membership

KINDS = ("asked", "apart")


def choices(actor: Membership) -> list[Membership]:
    """Of whom something can be said, by name; raises ForbiddenError."""
    access.require(actor, "assignments")
    return [one for one in people.memberships(actor.school) if one.person.active and one.teacher]


def listed(actor: Membership) -> list[PairRule]:
    """All that is said, by name; raises ForbiddenError."""
    access.require(actor, "assignments")
    rules = assignments.rules(actor.school)
    return sorted(rules, key=lambda rule: (by_name(rule.person.name), by_name(rule.other.name)))


def say(actor: Membership, kind: str, person: int, others: Sequence[int]) -> None:
    """Say the same of somebody and each of some others; raises InputError with the field."""
    with transaction():
        known = {one.person_id for one in choices(actor)}
        if kind not in KINDS:
            raise InputError(Problem("kind", phrase("Choose one of these.")))
        if person not in known:
            raise InputError(Problem("person", phrase("Choose somebody.")))
        if not others or not known.issuperset(others) or person in others:
            raise InputError(Problem("other", phrase("Choose at least one other person.")))
        said = {(rule.kind, rule.person_id, rule.other_id) for rule in assignments.rules(actor.school)}
        for other in dict.fromkeys(others):
            pair = key(person, other) if kind == "apart" else (person, other)
            if (kind, *pair) not in said:
                school = actor.school_id
                session.add(PairRule(school_id=school, kind=kind, person_id=pair[0], other_id=pair[1]))


def forget(actor: Membership, rule_id: int) -> None:
    """No longer say something; raises NotFoundError."""
    access.require(actor, "assignments")
    with transaction():
        rule = assignments.rule(actor.school, rule_id)
        if rule is None:
            raise NotFoundError(phrase("There is no such entry."))
        session.delete(rule)
