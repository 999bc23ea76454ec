"""A day that is closed while somebody books on it: whoever comes second sees what the first one did."""

from __future__ import annotations

import threading

import pytest
from builders import ADMIN, FRI, PARTNER, member, propose
from sqlalchemy import create_engine, text

from coachsched.core.errors import ConflictError
from coachsched.models import Meeting, db
from coachsched.services import closing, proposals

PATIENCE = 20
BLOCKED = "SELECT count(*) FROM pg_locks WHERE NOT granted"


@pytest.mark.postgres
@pytest.mark.parametrize("engine", ["postgres"], indirect=True)
def test_an_acceptance_waits_for_a_closing_and_then_books_nothing(app, monkeypatch):
    """The closing has done everything and not committed yet when the acceptance comes."""
    with app.app_context():
        proposal = propose((FRI, "3"))
        number, option = proposal.id, proposal.options[0].id
        url = db.engine.url
        said: list[str] = []
        db.session.rollback()

    def accept() -> None:
        with app.app_context():
            try:
                proposals.accept(member(PARTNER), number, option)
            except ConflictError as error:
                said.append(str(error))

    other = threading.Thread(target=accept)
    commit = db.session.commit

    def commit_once_somebody_waits() -> None:
        monkeypatch.undo()
        other.start()
        _wait_for_somebody(url, other)
        commit()

    with app.app_context():
        wish, actor = closing.Wish(FRI, FRI), member(ADMIN)
        monkeypatch.setattr(db.session, "commit", commit_once_somebody_waits)
        closing.close(actor, wish)
        other.join(PATIENCE)
        assert said == ["That time no longer works for both of you. Please choose another."]
        assert db.session.scalars(db.select(Meeting)).all() == []


def _wait_for_somebody(url, other: threading.Thread) -> None:
    """Until the other transaction stands before a lock of ours; it cannot end before we commit."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        while other.is_alive() and not connection.scalar(text(BLOCKED)):
            pass
    engine.dispose()
