"""What somebody does with their own account: choose a password or a language, sign out elsewhere."""

from __future__ import annotations

from coachsched.core.errors import InputError
from coachsched.services import accounts, clock
from coachsched.services.unit import transaction
from coachsched.store import feeds, sign_ins
from coachsched.store.people import Membership


def choose_password(actor: Membership, token: str, old: str, new: str) -> None:
    """Set a password and end every other sign-in; raises InputError, SignInError after too many tries.

    Whoever has one says it first: a browser left open must not be enough to take an account over.
    """
    accounts.check_password(actor.person, old)
    if fault := accounts.password_fault(new):
        raise InputError(fault)
    hashed = accounts.hash_password(new)
    with transaction():
        actor.person.password_hash = hashed
        sign_ins.end_all(actor.person_id, but=accounts.token_hash(token))


def choose_language(actor: Membership, code: str) -> None:
    """Speak to them in a language that is offered, on pages and in mails."""
    with transaction():
        actor.person.language = code
        feeds.touch_person(actor.person_id, clock.now())


def sign_out_elsewhere(actor: Membership, token: str) -> None:
    """End every sign-in but this one."""
    with transaction():
        sign_ins.end_all(actor.person_id, but=accounts.token_hash(token))
