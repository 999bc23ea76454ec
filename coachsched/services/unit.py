"""The unit of work: one use case is one transaction, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sqlalchemy.exc import IntegrityError, OperationalError

from coachsched.core.errors import ConflictError
from coachsched.core.phrases import phrase
from coachsched.store import session
from coachsched.store.engine import WRITES


class BusyError(Exception):
    """The database stayed locked by another writer for longer than we wait: 503."""


@contextmanager
def transaction() -> Iterator[None]:
    """Begin as a writer, commit at the end, roll back on any error.

    What was read before is forgotten, so that decisions rest on what is true inside. Raises
    ConflictError where the database refuses because somebody was quicker, BusyError where it
    is locked by others.
    """
    session.rollback()
    try:
        session.connection(execution_options={WRITES: True})
        yield
        session.commit()
    except IntegrityError as error:
        session.rollback()
        raise _told(error) from error
    except OperationalError as error:
        session.rollback()
        if "locked" in str(error.orig):
            raise BusyError from error
        if "deadlock" in str(error.orig):
            raise ConflictError(phrase("Somebody was quicker. Please look again.")) from error
        raise
    except BaseException:
        session.rollback()
        raise


@contextmanager
def rehearsal() -> Iterator[None]:
    """A transaction that does everything and keeps nothing of it."""
    with suppress(_RehearsedError), transaction():
        yield
        raise _RehearsedError


class _RehearsedError(Exception):
    """Leaves a transaction so that nothing of it stays."""


def _told(error: IntegrityError) -> Exception:
    """A refusal that people meet, in words; SQLite names columns where PostgreSQL names the constraint."""
    words = str(error.orig)
    if "booking_overlap" in words:
        return ConflictError(phrase("Somebody in this meeting has just been booked at that time."))
    if "uq_proposal_open" in words or "proposal.partnership_id" in words:
        return ConflictError(phrase("Your partner has just sent times too. Please look at them first."))
    if "uq_identity" in words or "identity." in words:
        return ConflictError(phrase("Somebody was quicker. Please sign in again."))
    if "foreign key" in words.casefold():
        return ConflictError(phrase("What this belongs to has just been deleted."))
    return error
