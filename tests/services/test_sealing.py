"""Keys: old rows sealed on the way up, keys changed while everything stays readable, weak ones refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from builders import COACH, FRI, MON, PARTNER, book, dump, member, propose, the_pair
from databases import close
from flask_migrate import downgrade, upgrade
from handles import MakeApp, run_in

from coachsched.core.errors import InputError
from coachsched.core.shared_link import SharedLink
from coachsched.models import Proposal, db
from coachsched.services import busy_calendars, notes
from coachsched.settings import read_settings

OLD, NEW = "the first data key 0123456789abcdef", "the second data key 0123456789abcdef"
CANARY = "Canary of the focus"
CALENDAR = "https://calendar.test/canary.ics"


def noted() -> int:
    busy_calendars.subscribe(member(COACH), CALENDAR)
    notes.keep_link(member(COACH), the_pair().id, "https://docs.test/plan", "Plan")
    return propose((MON, "3"), focus=CANARY).id


def readable(number: int) -> bool:
    db.session.rollback()
    proposal = db.session.get(Proposal, number)
    links = notes.of(member(PARTNER), the_pair().id).links
    subscribed = busy_calendars.of(member(COACH))
    return (
        notes.focus(member(PARTNER), proposal) == CANARY
        and [kept.link for kept in links] == [SharedLink("https://docs.test/plan", "Plan")]
        and subscribed is not None
        and subscribed.host == "calendar.test"
    )


@pytest.mark.both_databases
def test_a_new_key_reads_all_at_once_and_the_old_one_may_go_after_the_rotation(make_app: MakeApp):
    app = make_app(data_keys=(OLD,))
    url = app.config["SETTINGS"].database_url
    with app.app_context():
        number = noted()
    both = make_app(database_url=url, data_keys=(NEW, OLD))
    with both.app_context():
        assert readable(number)
    assert run_in(both)("keys", "rotate").output == "3 encrypted with the first key.\n"
    with make_app(database_url=url, data_keys=(NEW,)).app_context():
        assert readable(number)
    with app.app_context():
        assert not readable(number)


def test_a_first_data_key_reads_what_was_sealed_before_there_was_one(make_app: MakeApp):
    app = make_app()
    with app.app_context():
        number = noted()
    later = make_app(database_url=app.config["SETTINGS"].database_url, data_keys=(NEW,))
    with later.app_context():
        assert readable(number)


def test_what_no_key_opens_is_counted_and_left(make_app: MakeApp):
    app = make_app(data_keys=(OLD,))
    with app.app_context():
        number = noted()
        before = dump()
    url = app.config["SETTINGS"].database_url
    output = run_in(make_app(database_url=url, data_keys=(NEW,)))("keys", "rotate").output
    assert output.startswith("0 encrypted with the first key.\n3 cannot be read")
    with app.app_context():
        assert dump() == before
        assert readable(number)


@pytest.mark.both_databases
def test_a_database_with_rows_in_it_is_sealed_on_the_way_up(make_app: MakeApp, engine: str):
    app = make_app()
    with app.app_context():
        book((FRI, "3"))
        number = propose((MON, "3"), focus=CANARY).id
        db.session.remove()
        downgrade(revision="0007")
        with db.engine.begin() as connection:
            old = db.text("UPDATE proposal SET focus = :focus WHERE id = :id")
            connection.execute(old, {"focus": CANARY, "id": number})
        upgrade()
        assert notes.focus(member(PARTNER), db.session.get(Proposal, number)) == CANARY
        assert CANARY not in repr(dump())
        focuses = db.session.scalars(db.select(Proposal.sealed_focus).order_by(Proposal.id)).all()
        assert [bool(one) for one in focuses] == [False, True]
    if engine == "sqlite":
        close(app)
        file = Path(app.config["SETTINGS"].database_url.removeprefix("sqlite:///"))
        assert CANARY.encode() not in file.read_bytes()


GOOD = {"COACHSCHED_SECRET_KEY": "a secret of the pages, long enough to be one"}


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("short", "key 1 of 1 is too short"),
        (f"{OLD},", "key 2 of 2 is empty"),
        (f",{OLD}", "key 1 of 2 is empty"),
        ("a" * 64, "too simple"),
        (f"{OLD},{OLD}", "there twice"),
    ],
)
def test_weak_and_malformed_keys_are_refused_in_words_that_hold_none(keys: str, said: str):
    with pytest.raises(InputError) as refused:
        read_settings(GOOD | {"COACHSCHED_DATA_KEYS": keys})
    words = str(refused.value)
    assert "COACHSCHED_DATA_KEYS" in words
    assert said in words
    assert not re.search("data key 0123|aaaaaa", words)


def test_keys_are_read_in_their_order_and_shown_by_nothing():
    found = read_settings(GOOD | {"COACHSCHED_DATA_KEYS": f" {NEW} , {OLD} "})
    assert found.data_keys == (NEW, OLD)
    assert NEW not in repr(found)
    assert read_settings(GOOD).data_keys == ()
