"""What is written down for somebody to read later is put into their language when they read it."""

from __future__ import annotations

from sqlalchemy import text

from coachsched.core.phrases import Phrase, phrase
from coachsched.mail.reading.letters import EMPTY
from coachsched.models import InboxMessage, db
from coachsched.services.reading import take_in


def reasons() -> list[str]:
    db.session.expire_all()
    return [row.reason for row in InboxMessage.query.order_by(InboxMessage.id)]


def test_why_a_mail_did_not_count_is_kept_whole(app, clock):
    with app.app_context():
        assert take_in(b"").reason == EMPTY
        row = InboxMessage.query.one()
        row.reason = phrase("Its calendar names no %(property)s.", property="UID")
        db.session.commit()
        [found] = reasons()
    assert isinstance(found, Phrase)
    assert (found.msgid, found.blanks) == ("Its calendar names no %(property)s.", {"property": "UID"})
    assert found == "Its calendar names no UID."


def test_what_was_written_down_before_is_read_as_it_is(app, clock):
    with app.app_context():
        take_in(b"")
        db.session.execute(text("UPDATE inbox SET reason = 'It is 100 % empty.'"))
        db.session.commit()
        assert reasons() == ["It is 100 % empty."]
