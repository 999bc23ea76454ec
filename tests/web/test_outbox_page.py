"""The administrator's view of the mail, and everybody's own choice of reminders."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from builders import ADMIN, COACH, FRI, PARTNER, book, member, outbox, propose

from coachsched.mail.transports import PermanentFailure, TemporaryFailure
from coachsched.models import db
from coachsched.services import links
from coachsched.services import outbox as service


class Refusing:
    def __init__(self, refusals):
        self.refusals = refusals

    def deliver(self, sender, recipient, message, message_id):
        if refusal := self.refusals.get(recipient):
            raise refusal

    def close(self):
        pass


@pytest.fixture
def sent(app, monkeypatch):
    """The coach's mail is refused for good, and the partner's for now; then a proposal waits."""
    refusals = {
        COACH: PermanentFailure("550 5.1.1 <Nobody> of that name"),
        PARTNER: TemporaryFailure("451 Later"),
    }
    monkeypatch.setattr(service, "open_transport", lambda url: Refusing(refusals))
    with app.app_context():
        propose((FRI, "3"))
        service.deliver_due(lambda: datetime.now(UTC) + timedelta(seconds=1))
        book((FRI, "4"))
        service.deliver_due(lambda: datetime.now(UTC) + timedelta(seconds=1))
        db.session.remove()


def test_it_tells_to_whom_and_what_the_server_said_and_nothing_of_what_is_inside(sent, signed_in):
    page = signed_in(ADMIN).get("/outbox")
    assert "2 failed" in page.words
    assert "550 5.1.1 <Nobody> of that name" in page.words
    assert "451 Later" in page.words
    for word in ("Clara", "Paul", "suggests", "Classroom visit", "8B", "R2", "/answers/", "/invitations/"):
        assert word not in page.response.text


def test_sending_again_puts_it_back_in_line(app, sent, signed_in):
    with app.app_context():
        failed = next(message.id for message in outbox() if message.state == "failed")
    page = signed_in(ADMIN).post(f"/outbox/{failed}/retry")
    assert "tried again" in page.words
    with app.app_context():
        (message,) = [one for one in outbox() if one.id == failed]
        assert (message.state, message.attempts) == ("waiting", 0)


def test_another_schools_message_is_not_there(app, sent, signed_in):
    signed_in(ADMIN).post("/outbox/9999/retry", status=404)


def test_reminders_are_chosen_and_shown(app, signed_in):
    page = signed_in(COACH).post("/notice", notice="digest", alarm="60")
    assert "Noted" in page.words
    with app.app_context():
        assert (member(COACH).notice, member(COACH).alarm_minutes) == ("digest", 60)
    inputs = page.get("/notice").tree.iter("input")
    assert [one.get("value") for one in inputs if one.get("checked") is not None] == ["digest"]


@pytest.mark.parametrize(
    "fields", [{"notice": "all", "alarm": "10"}, {"notice": "none", "alarm": "7"}, {"notice": "none"}, {}]
)
def test_what_is_not_on_offer_is_refused(app, signed_in, fields):
    page = signed_in(COACH).post("/notice", status=422, **fields)
    assert "Choose one of those shown" in page.words
    with app.app_context():
        assert (member(COACH).notice, member(COACH).alarm_minutes) == ("reminder", None)


def test_the_link_in_a_reminder_chooses_without_a_password(app, page):
    with app.app_context():
        path = links.to_notice(member(PARTNER)).removeprefix("http://localhost")
    page.get(path)
    done = page.post(path, notice="none", alarm="none", status=200)
    assert "Noted" in done.words
    with app.app_context():
        assert member(PARTNER).notice == "none"
    page.get("/notice/WzEsMV0.forged", status=404)
