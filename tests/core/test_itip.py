"""Which answers count: about which time, in which order, and whose (RFC 5546 2.1.4, 2.1.5, 3.2.3)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from coachsched.core.itip import Answer, Said, of_sender, weigh

EIGHT = datetime(2027, 1, 13, 8, tzinfo=UTC)
LATER = EIGHT + timedelta(minutes=1)


@pytest.mark.parametrize(
    ("sequence", "stamp", "current", "last", "expected"),
    [
        (0, EIGHT, 0, None, "counts"),
        (0, EIGHT, 1, None, "earlier"),
        (2, EIGHT, 1, None, "counts"),
        (0, LATER, 0, (0, EIGHT), "counts"),
        (0, EIGHT, 0, (0, EIGHT), "counts"),
        (0, EIGHT, 0, (0, LATER), "old"),
        (1, EIGHT, 1, (0, LATER), "counts"),
        (0, LATER, 1, (1, EIGHT), "old"),
    ],
)
def test_sequence_comes_first_then_the_stamp(sequence, stamp, current, last, expected):
    assert weigh(sequence, stamp, current, last) == expected


def test_the_attendee_that_is_the_sender_is_meant():
    attendees = (Said("b@x.test", "DECLINED"), Said("a@x.test", "ACCEPTED"), Said("a2@x.test", "TENTATIVE"))
    answer = Answer("REPLY", "uid", 0, EIGHT, attendees)
    mine = {"a@x.test", "a2@x.test"}
    assert of_sender(answer, "a@x.test", mine) == attendees[1]
    assert of_sender(answer, "a2@x.test", mine) == attendees[2]
    assert of_sender(answer, "a3@x.test", {*mine, "a3@x.test"}) == attendees[1]
    assert of_sender(answer, "c@x.test", {"c@x.test"}) is None
