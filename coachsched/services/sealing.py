"""The one way to what is encrypted in the database, and its keys' rotation (design 2)."""

from __future__ import annotations

from flask import current_app

from coachsched.services.unit import transaction
from coachsched.store import notes
from coachsched.store.vault import UnreadableError, Vault


def vault() -> Vault:
    """The installation's keys: the first seals, each of them opens."""
    found: Vault = current_app.extensions["vault"]
    return found


def rotate() -> tuple[int, int]:
    """Seal everything anew with the first key: how many were, and how many no key opens any more.

    Those are left as they are, for a key that is found again.
    """
    done = lost = 0
    with transaction():
        for column, number, value in notes.sealed():
            try:
                notes.reseal(column, number, vault().reseal(value))
                done += 1
            except UnreadableError:
                lost += 1
    return done, lost
