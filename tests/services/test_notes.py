"""What partners note for themselves: for them alone, sealed, few, and gone when one of them says so."""

from __future__ import annotations

import pytest
from builders import COACH, FRI, MON, OTHER, PARTNER, THIRD, book, member, propose, the_pair

from coachsched.core.errors import ConflictError, InputError, NotFoundError
from coachsched.core.shared_link import LONGEST_TITLE, SharedLink
from coachsched.models import Proposal, db
from coachsched.models import SharedLink as Row
from coachsched.services import notes, signs
from coachsched.services.notes import MOST_LINKS
from coachsched.store.vault import Vault

PLAN = "https://docs.school.test/plan?of=8B#top"


def links(by: str = COACH) -> list[SharedLink | None]:
    return [kept.link for kept in notes.of(member(by), the_pair().id).links]


def keep(address: str = PLAN, title: str = "", by: str = COACH) -> None:
    notes.keep_link(member(by), the_pair().id, address, title)


@pytest.mark.both_databases
def test_both_partners_read_a_link_as_it_was_written(in_app):
    keep(f"  {PLAN} ", " Plan  for\n8B ")
    keep("http://video.school.test/", by=PARTNER)
    expected = [SharedLink(PLAN, "Plan for 8B"), SharedLink("http://video.school.test/")]
    assert links(COACH) == links(PARTNER) == expected
    assert [link.words for link in expected] == ["Plan for 8B", "http://video.school.test/"]


def test_nobody_else_reads_or_writes(in_app):
    keep()
    proposal, number = propose((FRI, "3"), focus="Wait time"), the_pair().id
    (kept,) = notes.of(member(COACH), number).links
    stranger = member(THIRD)
    for attempt in (
        lambda: notes.of(stranger, number),
        lambda: notes.focus(stranger, proposal),
        lambda: notes.keep_link(stranger, number, PLAN),
        lambda: notes.remove_link(stranger, number, kept.id),
        lambda: notes.forget(stranger, number),
    ):
        with pytest.raises(NotFoundError):
            attempt()
    assert links() == [SharedLink(PLAN)]


@pytest.mark.parametrize(
    "address",
    [
        "", "plan", "javascript:alert(1)", "data:text/html,x", "ftp://school.test/plan", "https://",
        "//school.test/plan", "https://me:word@school.test/", "https://school.test/a b", "file:///etc/passwd",
        "https://school.test/" + "x" * 2000,
    ],
)  # fmt: skip
def test_only_web_addresses_are_kept(in_app, address: str):
    with pytest.raises(InputError) as refused:
        keep(address)
    assert [problem.where for problem in refused.value.problems] == ["address"]
    assert links() == []


def test_a_name_that_is_too_long_is_refused_beside_its_field(in_app):
    keep(title="x" * LONGEST_TITLE)
    with pytest.raises(InputError) as refused:
        keep(title="x" * (LONGEST_TITLE + 1))
    assert [problem.where for problem in refused.value.problems] == ["title"]


def test_there_is_room_for_a_few(in_app):
    for number in range(MOST_LINKS):
        keep(f"https://docs.test/{number}")
    assert notes.of(member(COACH), the_pair().id).full
    with pytest.raises(ConflictError):
        keep(by=PARTNER)
    notes.remove_link(member(PARTNER), the_pair().id, notes.of(member(PARTNER), the_pair().id).links[0].id)
    keep(by=PARTNER)
    assert len(links()) == MOST_LINKS


@pytest.mark.both_databases
def test_either_partner_removes_all_that_was_noted(in_app):
    keep()
    book((FRI, "3"), focus="The first ten minutes")
    proposal = propose((MON, "3"), focus="Wait time")
    assert notes.of(member(PARTNER), the_pair().id).any
    notes.forget(member(PARTNER), the_pair().id)
    assert links() == []
    assert not notes.of(member(COACH), the_pair().id).any
    assert notes.focus(member(COACH), proposal) == ""
    assert db.session.scalars(db.select(Proposal.sealed_focus)).all() == [None, None]


def test_once_finished_notes_are_read_and_removed_but_none_are_added(in_app):
    keep()
    signs.finish(member(COACH), the_pair().id)
    assert links() == [SharedLink(PLAN)]
    with pytest.raises(ConflictError):
        keep()
    notes.forget(member(COACH), the_pair().id)
    assert links() == []


@pytest.mark.both_databases
def test_links_go_with_their_partnership(in_app):
    keep()
    other = the_pair(THIRD, OTHER)
    notes.keep_link(member(THIRD), other.id, PLAN)
    number = other.id
    db.session.rollback()
    with db.engine.begin() as connection:
        for table in ("history_event", "partnership_member"):
            connection.execute(db.text(f"DELETE FROM {table} WHERE partnership_id = {number}"))
        connection.execute(db.text(f"DELETE FROM partnership WHERE id = {number}"))
    assert [row.partnership_id for row in db.session.scalars(db.select(Row))] == [the_pair().id]


def test_what_no_key_opens_any_more_is_no_error(in_app):
    keep()
    proposal = propose((FRI, "3"), focus="Wait time")
    lost = Vault("a key that was lost long ago")
    db.session.scalars(db.select(Row)).one().sealed = lost.seal("[]")
    proposal.sealed_focus = lost.seal("Wait time")
    db.session.commit()
    assert links() == [None]
    assert notes.focus(member(PARTNER), proposal) is None
