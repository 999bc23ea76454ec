"""The address an answer comes back to says whose it is, and cannot be made up."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coachsched.services import reply_addresses

pytestmark = pytest.mark.usefixtures("in_app")


@pytest.mark.parametrize("person", [1, 7, 2**31])
def test_an_address_is_its_persons(person: int):
    address = reply_addresses.of_person(person)
    assert address.endswith("@school.test")
    assert len(address.partition("@")[0]) <= 64
    assert reply_addresses.person_of(address) == person
    assert reply_addresses.person_of(address.upper()) == person


def test_what_was_not_given_out_is_nobodys():
    mine, other = reply_addresses.of_person(1), reply_addresses.of_person(2)
    at = mine.index("@")
    swapped = mine[: at - 16] + other[at - 16 :]
    plain = "coachsched@school.test"
    for made_up in (swapped, mine.replace("+", ""), "coachsched+r@school.test", plain, "", "+r"):
        assert reply_addresses.person_of(made_up) is None


def test_a_mailbox_without_plus_addresses_is_used_as_it_is(in_app):
    in_app.config["SETTINGS"] = replace(in_app.config["SETTINGS"], mail_plus=False)
    assert reply_addresses.of_person(1) == "coachsched@school.test"
