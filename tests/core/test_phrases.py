"""Words that wait for their language; the core alone speaks English."""

from __future__ import annotations

import copy
import pickle
from datetime import date, time

from coachsched.core.phrases import english, phrase, phrases


def test_a_phrase_is_english_where_nobody_says_otherwise():
    said = phrase("%(who)s is not free on %(day)s.", who="Ada", day=date(2027, 1, 14))
    assert said == "Ada is not free on Thu 14 Jan." == str(said) == f"{said}" == english(said)


def test_the_number_chooses_the_sentence():
    assert [phrases("%(n)s lesson", "%(n)s lessons", n) for n in (0, 1, 2)] == [
        "0 lessons",
        "1 lesson",
        "2 lessons",
    ]


def test_blanks_take_times_lists_and_other_phrases():
    people = [phrase("your partner"), "Ben", "Cleo"]
    said = phrase("%(who)s at %(at)s", who=people, at=time(8, 5))
    assert said == "your partner, Ben and Cleo at 08:05"


def test_a_percent_sign_without_blanks_is_itself():
    assert phrase("100 % of it") == "100 % of it"


def test_copies_keep_their_blanks():
    said = phrases("%(n)s of %(who)s", "%(n)s of them all, %(who)s", 3, who=phrase("ours"))
    for other in (copy.deepcopy(said), pickle.loads(pickle.dumps(said))):
        assert other == said
        assert (other.msgid, other.plural, other.number, other.blanks) == (
            said.msgid,
            said.plural,
            said.number,
            said.blanks,
        )
