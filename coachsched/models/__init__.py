"""The tables, one file a noun."""

from .db import db
from .feed import Feed
from .meeting import Booking, Meeting
from .outbox import OutboxMessage
from .partnership import HistoryEvent, Partnership, PartnershipMember
from .person import Membership, Person, SignIn, SignInFailure
from .proposal import Option, OptionTime, Proposal
from .school import Bell, BellPeriod, BellRule, DayException, School, Term
from .timetable import Timetable, TimetableRow

__all__ = [
    "Bell",
    "BellPeriod",
    "BellRule",
    "Booking",
    "DayException",
    "Feed",
    "HistoryEvent",
    "Meeting",
    "Membership",
    "Option",
    "OptionTime",
    "OutboxMessage",
    "Partnership",
    "PartnershipMember",
    "Person",
    "Proposal",
    "School",
    "SignIn",
    "SignInFailure",
    "Term",
    "Timetable",
    "TimetableRow",
    "db",
]
