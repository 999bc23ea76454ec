"""The very first minute: a school and its administrator, made in the browser by whoever runs the server."""

from __future__ import annotations

import hmac
from hashlib import sha256

from flask import current_app

from coachsched import languages
from coachsched.core.errors import ForbiddenError, InputError, NotFoundError, Problem
from coachsched.core.phrases import phrase
from coachsched.importers import zones
from coachsched.services import accounts, clock, schools
from coachsched.services.unit import transaction
from coachsched.store import schools as stored


def is_wanted() -> bool:
    """Whether there is no school yet; where the demo runs, its own is on its way."""
    return not current_app.config["SETTINGS"].demo and not stored.all_schools()


def link(base_url: str) -> str:
    """The address printed where the server was started: who can read that may set the school up."""
    return f"{base_url}/setup?key={_key()}"


def was_used(key: str) -> bool:
    """Whether this was the link by which the school there is was set up."""
    return bool(stored.all_schools()) and _is_right(key)


def likely_zone(language: str) -> str:
    """The zone of the country that a browser's language names, such as es-CO; empty where it has several."""
    _, _, country = language.partition("-")
    return zones.only_zone_of(country) if country else ""


def check(key: str) -> None:
    """Raises NotFoundError once there is a school, ForbiddenError without the key of the link."""
    if not is_wanted():
        raise NotFoundError(phrase("The school is set up already. Please sign in."))
    if not _is_right(key):
        raise ForbiddenError(
            phrase(
                "Please open the whole link that was printed when the server started; "
                "`flask school setup-link` prints it again."
            )
        )


def begin(key: str, school: str, timezone: str, name: str, email: str, password: str) -> str:
    """Make the school and its first administrator, and sign them in: the sign-in's token.

    The language of this page is the school's from now on. Raises as ``check`` does, and InputError with every
    field that is wrong.
    """
    check(key)
    _refuse_faults(school.strip(), timezone.strip(), name.strip(), email.strip(), password)
    with transaction():
        # Asked again inside: of two who send the form at once, one founds the school.
        check(key)
        admin = accounts.new_person(name.strip(), email, clock.now())
        schools.found(school.strip(), timezone.strip(), admin, password, languages.spoken_code())
    return accounts.sign_in(email, password)


def _refuse_faults(school: str, timezone: str, name: str, email: str, password: str) -> None:
    faults = [
        schools.name_fault(school),
        schools.zone_fault(timezone),
        None if name else _nameless(),
        schools.address_fault(email),
        accounts.password_fault(password),
    ]
    if problems := [fault for fault in faults if fault]:
        raise InputError(problems)


def _nameless() -> Problem:
    return Problem("name", phrase("your name is missing."), phrase("Your colleagues will see it."))


def _is_right(key: str) -> bool:
    return hmac.compare_digest(key.encode(), _key().encode())


def _key() -> str:
    secret = current_app.config["SECRET_KEY"].encode()
    return hmac.digest(secret, b"coachsched setup", sha256).hex()[:32]
