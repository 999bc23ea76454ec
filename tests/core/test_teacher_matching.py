"""Whose a teacher of the timetable is: certain only where there is one way to read it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachsched.core.teacher_matching import Account, Match, match


@dataclass(frozen=True)
class Listed:
    name: str
    full_name: str = ""
    email: str = ""
    also: tuple[str, ...] = ()


JANE = Account(1, "Jane Brown", "jane.brown@school.test")
LEE = Account(2, "Bo Lee", "lee@school.test")
MULLER = Account(3, "Jörg Müller", "j.mueller@school.test", teacher="Mü")
LUKASZ = Account(4, "Łukasz Sørensen", "ls@school.test")
STAFF = [JANE, LEE, MULLER, LUKASZ]


def of(name: str, accounts: list[Account] = STAFF, *others: str, **more: str) -> Match:
    return match([Listed(name, **more), *map(Listed, others)], accounts)[0]  # type: ignore[arg-type]


def likely(found: Match) -> list[str]:
    assert found.account is None
    return [candidate.account.name for candidate in found.candidates]


@pytest.mark.parametrize(
    ("listed", "account", "how"),
    [
        (Listed("MÜ"), MULLER, "code"),
        (Listed(unicodedata.normalize("NFD", " mü ")), MULLER, "code"),
        (Listed("X9", email="Jane.Brown@school.test"), JANE, "e-mail"),
        (Listed("X9", full_name="jane  BROWN"), JANE, "full name"),
        (Listed(unicodedata.normalize("NFD", "Jörg Müller")), MULLER, "full name"),
    ],
)
def test_a_code_an_address_and_a_full_name_are_certain(listed: Listed, account: Account, how: str):
    (found,) = match([listed], STAFF)
    assert (found.account, found.how) == (account, how)


def test_a_confirmed_alias_is_certain_and_not_new():
    found = of("JBR", [Account(1, "Jane Brown", "j@school.test", teacher="Brown", aliases=("jbr",))])
    assert (found.how, found.is_new) == ("alias", False)


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("Brown, J", JANE),
        ("J. Brown", JANE),
        ("Brown Jane", JANE),
        ("Ms Brown", JANE),
        ("JB", JANE),
        ("BRO", JANE),
        ("jane.brown", JANE),
        ("Lee", LEE),
        ("Lee, B.", LEE),
        ("Jorg Muller", MULLER),
        ("Mueller, Joerg", MULLER),
        ("Lukasz Sorensen", LUKASZ),
    ],
)
def test_what_comes_near_is_offered_and_never_taken(name: str, person: Account):
    assert likely(of(name)) == [person.name]


def test_two_with_one_surname_are_both_offered():
    other = Account(9, "Ann Lee", "ann@school.test")
    assert likely(of("Lee", [LEE, other])) == ["Ann Lee", "Bo Lee"]
    assert likely(of("Lee, B.", [LEE, other])) == ["Bo Lee"]


def test_two_accounts_with_one_full_name_are_both_offered():
    twin = Account(9, "Bo Lee", "bo2@school.test")
    assert likely(of("Bo Lee", [LEE, twin])) == ["Bo Lee", "Bo Lee"]


def test_two_teachers_of_the_file_with_one_full_name_are_not_certain():
    found = match([Listed("L1", "Bo Lee"), Listed("L2", "Bo Lee")], STAFF)
    assert [one.account for one in found] == [None, None]


def test_somebody_known_by_their_code_is_not_somebody_else_of_the_same_name():
    coded = Account(1, "Jane Brown", "j@school.test", teacher="BRO")
    found = match([Listed("BRO"), Listed("BR2", "Jane Brown")], [coded])
    assert (found[0].account, found[1].account) == (coded, None)


@pytest.mark.parametrize("name", ["Sport", "No teacher", "2-مدنية", "Team 7", "?", ""])
def test_placeholders_stay_without_an_account(name: str):
    assert of(name) == Match(name)


def test_a_code_of_somebody_who_has_left_is_free_again():
    left = Account(8, "Pia Old", "old@school.test", teacher="PIA", active=False)
    assert of("PIA", [left, JANE]) == Match("PIA")


def test_what_was_chosen_is_taken_also_nobody():
    found = match([Listed("Lee"), Listed("Mü")], STAFF, {"lee": 2, "mü": None})
    assert [(one.account, one.how) for one in found] == [(LEE, "chosen"), (None, "")]
    assert found[0].is_new


@pytest.mark.parametrize("name", ["Ελένη Παππά", "Анна Иванова", "سارة أحمد"])
def test_any_alphabet_is_a_name(name: str):
    account = Account(5, name, "x@school.test")
    assert of(name.upper(), [account]).account == account
    assert likely(of(name.split()[1], [account])) == [name]


words = st.text(st.characters(categories=("L", "M", "Nd", "Zs", "Po")), max_size=20)


@given(st.lists(words, max_size=6), st.lists(words, max_size=6))
def test_any_names_are_matched_one_by_one_and_no_account_twice_by_name(listed: list[str], staff: list[str]):
    accounts = [Account(number, name, f"{number}@x.test") for number, name in enumerate(staff, 1)]
    found = match([Listed(name) for name in dict.fromkeys(listed)], accounts)
    assert [one.name for one in found] == list(dict.fromkeys(listed))
    assert all(not (one.account and one.candidates) for one in found)
    for account in accounts:
        assert sum(one.account == account for one in found) <= 1
