"""Looking for a partner, asking, and what follows: a partnership, or nothing that anybody could notice."""

from __future__ import annotations

import email as emails
import email.policy
import threading
from collections.abc import Callable

import pytest
from builders import (
    ADMIN,
    COACH,
    COORDINATOR,
    OTHER,
    PARTNER,
    SCHOOL,
    SCHOOL_TOML,
    THIRD,
    bring_together,
    history,
    member,
    outbox,
    the_pair,
    the_school,
)
from databases import close
from flask import Flask
from handles import run_in
from seekers import (
    NEW,
    ask,
    asked_by,
    asking,
    found_by,
    newcomers,
    rows,
    say_yes,
    seek,
)
from sqlalchemy import func, select

from coachsched.core.errors import ConflictError, ForbiddenError, InputError, NotFoundError
from coachsched.models import Partnership, Person, db
from coachsched.services import (
    asks,
    deactivation,
    looking,
    notices,
    pair_rules,
    partnerships,
    people_files,
    schools,
    signs,
)
from coachsched.store import people

LINE = "We both teach 8B"


def letters(kind: str) -> list[tuple[str, str]]:
    """To whom letters of a kind were written, and their plain text."""
    found = [one for one in outbox() if one.kind == kind]
    parsed = [emails.message_from_bytes(one.body, policy=email.policy.default) for one in found]
    return [
        (one.recipient, body.get_body(("plain",)).get_content())
        for one, body in zip(found, parsed, strict=True)
    ]


def looks(email: str) -> bool:
    return looking.mine(member(email)) is not None


@pytest.mark.both_databases
def test_one_asks_the_other_accepts_and_they_are_partners(in_app):
    seek(COACH, part="coached")
    seek(THIRD)
    assert ask(line=LINE) is None
    assert [(to, LINE in text) for to, text in letters("partner_ask")] == [(THIRD, False)]
    (received,) = asks.received(member(THIRD))
    assert (received.member.person.email, received.part, received.words) == (COACH, "coached", LINE)
    made = say_yes()
    assert made.id == the_pair(COACH, THIRD).id
    assert made.coach_id == member(THIRD).person_id
    assert history(made.id) == ["began"]
    assert not looks(COACH)
    assert not looks(THIRD)
    assert rows() == []
    told = letters("partners_now")
    assert sorted(to for to, _ in told) == sorted((COACH, THIRD))
    assert all(f"/partnerships/{made.id}/slots" in text for _, text in told)


def test_pressed_twice_it_is_one_partnership_and_one_letter_each(in_app):
    seek()
    ask()
    assert say_yes().id == say_yes().id
    assert len(letters("partners_now")) == 2


def test_who_wishes_goes_on_looking_and_stays_asked(in_app):
    newcomers()
    seek(COACH, goes_on=True)
    seek(THIRD)
    ask()
    ask(NEW[0], COACH)
    ask(COACH, NEW[1])
    say_yes()
    assert looks(COACH)
    assert not looks(THIRD)
    assert asking(COACH) == [NEW[0]]
    assert asked_by(COACH) == [NEW[1]]


def test_two_who_ask_each_other_have_both_said_yes(in_app):
    seek()
    assert ask() is None
    assert ask(THIRD, COACH).id == the_pair(COACH, THIRD).id
    assert rows() == []


def test_only_who_looks_sees_those_who_look_and_let_colleagues_know(in_app):
    seek(THIRD)
    seek(OTHER, seen_by="coordinator")
    assert found_by(COACH) == []
    seek(COACH, PARTNER)
    # Not the own partner, and not who told the coordinator alone.
    assert found_by(COACH) == [THIRD]
    assert found_by(OTHER) == [COACH, PARTNER]
    assert found_by(THIRD) == [COACH, PARTNER]


def test_partners_who_came_to_an_end_may_find_each_other_again(in_app):
    first = the_pair().id
    signs.finish(member(COACH), first)
    seek(COACH, PARTNER)
    assert found_by(COACH) == [PARTNER]
    ask(COACH, PARTNER)
    assert say_yes(PARTNER).id != first


def test_others_than_those_on_the_page_cannot_be_asked(in_app):
    seek()
    member(OTHER).person.active = False
    db.session.commit()
    elsewhere = schools.apply(SCHOOL_TOML.replace(SCHOOL, "Elsewhere").encode(), "school.toml").school
    people_files.import_people(elsewhere, b"name,email,teacher\nUna,una@elsewhere.test,\n", "people.csv")
    away = people.member_by_email(elsewhere, "una@elsewhere.test")
    looking.start(away, "colleagues")
    assert found_by(COACH) == [THIRD]
    for wanted in (member(PARTNER).id, member(OTHER).id, member(COACH).id, away.id, 10**6):
        with pytest.raises(NotFoundError):
            asks.ask(member(COACH), wanted)
    assert rows() == []


def test_only_teachers_look_and_only_coordinators_see_all_who_do(in_app):
    seek(COACH, seen_by="coordinator", part="coach")
    seek(THIRD)
    shown = [(one.person.email, part) for one, part in looking.for_coordinator(member(COORDINATOR))]
    assert shown == [(COACH, "coach"), (THIRD, "either")]
    with pytest.raises(ForbiddenError):
        looking.start(member(COORDINATOR), "colleagues")
    with pytest.raises(ForbiddenError):
        looking.for_coordinator(member(COACH))


def test_asking_twice_is_asking_once_and_three_at_a_time_are_enough(in_app):
    newcomers()
    seek(COACH)
    for one in (*NEW[:3], NEW[0]):
        ask(COACH, one)
    assert sorted(asked_by(COACH)) == sorted(NEW[:3])
    with pytest.raises(ConflictError):
        ask(COACH, NEW[3])
    asks.withdraw(member(COACH), member(NEW[0]).id)
    ask(COACH, NEW[3])
    assert sorted(asked_by(COACH)) == sorted(NEW[1:])
    assert len(letters("partner_ask")) == 4


@pytest.mark.parametrize("act", ["withdraw", "put aside", "stop asking", "stop being asked"])
def test_what_was_written_goes_with_any_end(in_app, act: str):
    seek()
    ask(line=LINE)
    assert rows()[0].sealed_words
    acts: dict[str, Callable[[], None]] = {
        "withdraw": lambda: asks.withdraw(member(COACH), member(THIRD).id),
        "put aside": lambda: asks.put_aside(member(THIRD), member(COACH).id),
        "stop asking": lambda: looking.stop(member(COACH)),
        "stop being asked": lambda: looking.stop(member(THIRD)),
    }
    acts[act]()
    assert [row.sealed_words for row in rows()] == [None]
    assert asking(THIRD) == []
    assert asked_by(COACH) == ([THIRD] if act in ("put aside", "stop being asked") else [])


@pytest.mark.parametrize("aside", [False, True])
def test_after_half_a_year_nothing_is_kept_of_it_whether_it_was_put_aside_or_not(in_app, clock, aside):
    seek()
    ask()
    if aside:
        asks.put_aside(member(THIRD), member(COACH).id)
    clock.forward(days=183)
    notices.write_due()
    assert (asked_by(COACH), len(rows())) == ([THIRD], 1)
    clock.forward(days=1)
    notices.write_due()
    assert (asked_by(COACH), rows()) == ([], [])
    ask()
    assert asking(THIRD) == [COACH]


def test_what_is_over_cannot_be_accepted_and_what_is_put_aside_can(in_app):
    seek()
    ask()
    asks.put_aside(member(THIRD), member(COACH).id)
    assert asks.standing(member(THIRD), member(COACH)) == "aside"
    asks.withdraw(member(COACH), member(THIRD).id)
    with pytest.raises(ConflictError):
        say_yes()
    with pytest.raises(NotFoundError):
        say_yes(OTHER)
    ask()
    assert asking(THIRD) == []
    assert say_yes().id == the_pair(COACH, THIRD).id


def test_asked_again_one_is_written_to_no_second_time(in_app):
    seek()
    for _ in range(3):
        ask()
        asks.withdraw(member(COACH), member(THIRD).id)
    ask()
    assert asking(THIRD) == [COACH]
    assert len(letters("partner_ask")) == 1


def test_brought_together_by_the_coordinator_they_need_not_answer(in_app):
    seek()
    ask()
    ask(COACH, OTHER)
    made = bring_together(COACH, THIRD)
    assert (asked_by(COACH), asking(OTHER), looks(COACH)) == ([], [], False)
    with pytest.raises(ConflictError):
        asks.withdraw(member(COACH), member(THIRD).id)
    assert say_yes().id == made.id


def test_whom_the_coordinator_keeps_apart_do_not_find_each_other(in_app):
    seek()
    ask()
    pair_rules.say(member(COORDINATOR), "apart", member(COACH).person_id, [member(THIRD).person_id])
    for one, other in ((COACH, THIRD), (THIRD, COACH)):
        assert other not in found_by(one)
    # What was asked before looks like silence to the asker, and is not there for the other.
    assert asked_by(COACH) == [THIRD]
    assert asking(THIRD) == []
    with pytest.raises(ConflictError):
        say_yes()
    with pytest.raises(NotFoundError):
        ask(THIRD, COACH)


def test_who_has_left_asks_nobody_and_looks_no_more_when_they_come_back(in_app):
    seek()
    ask()
    left = member(COACH).person_id
    deactivation.deactivate(member(ADMIN), left)
    assert asking(THIRD) == []
    with pytest.raises(ConflictError):
        say_yes()
    deactivation.activate(member(ADMIN), left)
    assert not looks(COACH)
    assert asking(THIRD) == []


def test_a_line_that_is_too_long_is_refused_beside_its_field(in_app):
    seek()
    with pytest.raises(InputError) as refused:
        ask(line="x" * 201)
    assert [problem.where for problem in refused.value.problems] == ["line"]
    assert rows() == []


def test_a_new_key_seals_interests_and_lines_too(app: Flask):
    with app.app_context():
        seek()
        looking.refine(member(COACH), "colleagues", "either", "Groups", goes_on=False)
        ask(line=LINE)
    assert run_in(app)("keys", "rotate").output == "2 encrypted with the first key.\n"
    with app.app_context():
        assert looking.mine(member(COACH)).interests == "Groups"
        assert asks.received(member(THIRD))[0].words == LINE


def test_all_of_it_goes_with_the_membership(in_app):
    seek()
    ask()
    gone = member(THIRD).id
    db.session.rollback()
    with db.engine.begin() as connection:
        connection.execute(db.text(f"DELETE FROM membership WHERE id = {gone}"))
    assert rows() == []
    assert found_by(COACH) == [OTHER]


def at_once(app: Flask, *acts: Callable[[], object]) -> None:
    """Every act in a thread with a connection of its own, begun together; what one refuses is no matter."""
    gun = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        with app.app_context():
            db.session.scalar(select(Person.id))
            gun.wait()
            try:
                act()
            except (ConflictError, InputError, NotFoundError):
                db.session.rollback()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


RACES = {
    "yes and yes": (True, (say_yes, say_yes, say_yes, say_yes)),
    "each asks the other": (False, (ask, lambda: ask(THIRD, COACH), ask, lambda: ask(THIRD, COACH))),
    "yes and the coordinator": (True, (say_yes, lambda: bring_together(COACH, THIRD), say_yes)),
    "yes and taken back": (True, (say_yes, lambda: asks.withdraw(member(COACH), member(THIRD).id))),
}


@pytest.mark.both_databases
@pytest.mark.parametrize("race", RACES)
def test_at_one_moment_there_is_one_partnership_at_most(app: Flask, race: str):
    asked, acts = RACES[race]
    with app.app_context():
        seek()
        if asked:
            ask()
        before = db.session.scalar(select(func.count()).select_from(Partnership))
    close(app)
    at_once(app, *acts)
    with app.app_context():
        made = db.session.scalar(select(func.count()).select_from(Partnership)) - before
        there = partnerships.partnerships.going_on_with(
            the_school(), [member(COACH).person_id, member(THIRD).person_id]
        )
        assert made == (1 if there else 0)
        assert made == 1 or race == "yes and taken back"
        # Either they are partners and both were told, or it was taken back and nobody was.
        assert len(letters("partners_now")) in ((0, 2) if race == "yes and the coordinator" else (2 * made,))
        assert looks(COACH) == looks(THIRD) == (not there)
