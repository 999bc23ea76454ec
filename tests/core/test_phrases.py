"""Words that wait for their language; the core alone speaks English."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import UTC, date, datetime, time

import pytest

from coachsched.core.phrases import (
    Large,
    Phrase,
    english,
    from_json,
    joined,
    phrase,
    phrases,
    some_of,
    to_json,
)


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


def test_large_numbers_and_decimals_are_written_as_people_do():
    assert phrase("%(rows)s rows", rows=Large(12_000)) == "12,000 rows"
    assert phrase("%(size)s MB", size=8.25) == "8.2 MB"


def test_parts_are_put_together_whole_and_stay_phrases():
    parts = [phrase("class 9B"), "100 %", phrase("%(n)s rooms", n=2)]
    said = joined(parts, "; ")
    assert said == "class 9B; 100 %; 2 rooms"
    assert list(said.blanks.values()) == parts
    assert joined([]) == ""


def test_of_many_the_first_are_told():
    assert [some_of(["a", "b", "c"], most) for most in (4, 3, 2, 1)] == [
        "a, b, c",
        "a, b, c",
        "a, b and 1 more",
        "a and 2 more",
    ]


@pytest.mark.parametrize(
    "words",
    [
        phrase("It is empty."),
        phrase("%(who)s, „ß“ and 100 %% of it", who=[phrase("your %(x)s", x="partner"), "Ben"]),
        phrases("%(n)s lesson of %(rows)s", "%(n)s lessons of %(rows)s", 3, rows=Large(12_000)),
        phrase(
            "%(day)s %(at)s %(then)s %(size)s %(left)s",
            day=date(2027, 1, 14),
            at=time(8, 5),
            then=datetime(2027, 1, 14, 8, 5, tzinfo=UTC),
            size=1.5,
            left=None,
        ),
        "plain words",
        "",
    ],
)
def test_what_is_kept_is_given_back_with_all_it_was_made_of(words: str):
    kept = to_json(words)
    again = from_json(kept)
    assert (type(kept), type(again)) == (str, type(words))
    assert again == words
    assert to_json(again) == kept
    if isinstance(words, Phrase):
        assert set(json.loads(kept)) == {"msgid", "plural", "number", "blanks"}
        assert (again.msgid, again.plural, again.number) == (words.msgid, words.plural, words.number)
        assert dict(again.blanks) == dict(words.blanks)


@pytest.mark.parametrize(
    "text",
    [
        '{"msgid": ',
        '{"msgid": "x"}',
        '{"msgid": "%(x)s", "plural": null, "number": 1, "blanks": {"y": 1}}',
        '{"msgid": "x", "plural": null, "number": 1, "blanks": {"y": {"date": 3}}}',
        '{"msgid": "x", "plural": null, "number": 1, "blanks": {"y": {"wheel": 3}}}',
        '{"msgid": "x", "plural": null, "number": 1, "blanks": [1]}',
        "Written down before anything was translated: 100 %.",
    ],
)
def test_text_that_was_not_kept_so_is_given_back_as_it_is(text: str):
    assert from_json(text) == text
