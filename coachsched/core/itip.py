"""What an answer that comes back from somebody's calendar means for a meeting (RFC 5546 2.1.4, 2.1.5)."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

ANSWERS = ("ACCEPTED", "DECLINED", "TENTATIVE", "DELEGATED")
Weight = Literal["counts", "earlier", "old"]


@dataclass(frozen=True)
class Said:
    """One ATTENDEE of a message: address and answer, casefolded and upper case; whom they passed it on to."""

    address: str
    partstat: str
    delegated_to: str = ""


@dataclass(frozen=True)
class Answer:
    """A REPLY or COUNTER about one meeting; times are aware, UTC.

    ``start`` and ``end`` are the proposed time of a COUNTER; where they cannot be told, ``fault`` says why.
    """

    method: str
    uid: str
    sequence: int
    stamp: datetime | None
    attendees: tuple[Said, ...]
    start: datetime | None = None
    end: datetime | None = None
    fault: str = ""


def of_sender(answer: Answer, sender: str, addresses: Set[str]) -> Said | None:
    """What the sender says of themself: the attendee equal to From, else one of their other addresses.

    A REPLY has one attendee (RFC 5546 3.2.3), but programs send more of them.
    """
    theirs = [said for said in answer.attendees if said.address in addresses]
    return next((said for said in theirs if said.address == sender), theirs[0] if theirs else None)


def weigh(sequence: int, stamp: datetime, current: int, last: tuple[int, datetime] | None) -> Weight:
    """Whether an answer counts, is about an earlier time, or older than one that came before (5546 2.1.5).

    ``current`` is the meeting's SEQUENCE, ``last`` SEQUENCE and DTSTAMP of the person's last answer.
    """
    if last is not None and (sequence, stamp) < last:
        return "old"
    return "earlier" if sequence < current else "counts"
