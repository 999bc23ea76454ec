"""The tables, one file a noun."""

from .answer import EmailAlias, Question, Suggestion
from .assignment import Assignment, PairRule
from .cover import CoverRequest
from .db import db
from .feed import Feed
from .half_day import HalfDay, HalfDayLesson
from .imports import ImportDraft, LabelAlias, TeacherAlias
from .inbox import InboxMessage, InboxPlace
from .looking import Looking, PartnerAsk
from .meeting import Booking, Meeting
from .nudge import Nudge
from .open_lesson import OpenLesson
from .outbox import MailHold, OutboxMessage
from .own_time import BusyCalendar, BusySpan, Commitment
from .partnership import HistoryEvent, Partnership, PartnershipMember, SharedLink
from .person import Identity, Membership, Person, SignIn, SignInFailure, SignInLink
from .programme import ProgrammeText
from .proposal import Option, OptionTime, Proposal
from .school import Bell, BellPeriod, BellRule, DayException, School, Term
from .timetable import Timetable, TimetableRow

__all__ = [
    "Assignment",
    "Bell",
    "BellPeriod",
    "BellRule",
    "Booking",
    "BusyCalendar",
    "BusySpan",
    "Commitment",
    "CoverRequest",
    "DayException",
    "EmailAlias",
    "Feed",
    "HalfDay",
    "HalfDayLesson",
    "HistoryEvent",
    "Identity",
    "ImportDraft",
    "InboxMessage",
    "InboxPlace",
    "LabelAlias",
    "Looking",
    "MailHold",
    "Meeting",
    "Membership",
    "Nudge",
    "OpenLesson",
    "Option",
    "OptionTime",
    "OutboxMessage",
    "PairRule",
    "PartnerAsk",
    "Partnership",
    "PartnershipMember",
    "Person",
    "ProgrammeText",
    "Proposal",
    "Question",
    "School",
    "SharedLink",
    "SignIn",
    "SignInFailure",
    "SignInLink",
    "Suggestion",
    "TeacherAlias",
    "Term",
    "Timetable",
    "TimetableRow",
    "db",
]
