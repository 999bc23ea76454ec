"""The morning's round of a school: reminders of the day to come, and digests (design 2, rule 3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from coachsched.core.errors import UserError
from coachsched.services import asks, clock, cover_news, links, notice_hours
from coachsched.services.meeting_words import stays, title, titles
from coachsched.services.posting import message_id, post
from coachsched.services.unit import transaction
from coachsched.store import meetings, outbox, people, proposals, schools
from coachsched.store.meetings import Meeting
from coachsched.store.people import Membership, School
from coachsched.store.proposals import Proposal

LOOK_BACK = timedelta(days=100)


@dataclass(frozen=True)
class Entry:
    """A meeting as a notice lists it to one person; times are local."""

    title: str
    meeting: Meeting
    start: datetime
    end: datetime
    others: list[str]
    hosts: bool
    stays: bool
    answer: str


@dataclass(frozen=True)
class Waiting:
    """A proposal that waits for somebody's answer."""

    proposer: str
    options: int
    answer: str


def write_due() -> int:
    """Write today's notices of every school at which it is time; how many were written.

    Once a day and school, whole or not at all: a worker that is killed, or two at once, repeat nothing. On
    days without school nothing is written. What colleagues asked long ago is forgotten on the way.
    """
    return sum(_write(one.id) for one in schools.rounds() if notice_hours.is_time(one, one.noticed_on))


def _write(school_id: int) -> int:
    with transaction():
        school = schools.hold(school_id)
        today = clock.today(school.timezone) if school else None
        # Another worker may have been quicker while we waited for the school.
        if school is None or today is None or school.noticed_on == today:
            return 0
        school.noticed_on = today
        asks.lapse(school, today)
        if notice_hours.wait(school):
            return 0
        return _Round(school, today).write()


class _Round:
    """One school's notices of one day, inside the caller's transaction."""

    def __init__(self, school: School, today: date) -> None:
        self.school, self.today = school, today
        self.zone = ZoneInfo(school.timezone)
        self.titles = titles(school.settings)
        ahead = schools.school_time(school).calendar.next_school_days(today, 1)
        self.next_day = ahead[0].date if ahead else today
        self.ahead = meetings.to_notice(school, clock.now(), self.next_day)
        self.midnight = clock.local_midnight(today, self.zone)
        self.cover = cover_news.morning(school)
        self.behind = meetings.to_ask_about(school, _school_day_before(school, today), today)

    def write(self) -> int:
        asked = self._ask()
        reminders = self._choosing("reminder")
        told = sum(map(self._tell_of_cover, reminders)) + sum(map(self._remind, reminders))
        return asked + told + self._digests()

    def _ask(self) -> int:
        """Did it happen? Once, on the next school day; those with a digest find it there."""
        for meeting in self.behind:
            meeting.asked_on = self.today
        return sum(map(self._ask_one, people.to_notice(self.school, "reminder").values()))

    def _ask_one(self, member: Membership) -> bool:
        mine = self._of(member, self.behind)
        entries = [self._entry(one, member) for one in mine]
        return bool(mine) and self._post(
            member, "happened", good_until=self.midnight + timedelta(days=1), meetings=entries
        )

    def _choosing(self, notice: str) -> list[Membership]:
        """Who has chosen this notice and has not had today's."""
        found = people.to_notice(self.school, notice)
        ids = {self._id(notice, member): member for member in found.values()}
        there = outbox.written(list(ids))
        return [member for identifier, member in ids.items() if identifier not in there]

    def _remind(self, member: Membership) -> bool:
        """Of what is tomorrow, or on the next school day; not of what was news today already."""
        mine = [
            one
            for one in self._of(member, self.ahead)
            if one.date > self.today and not one.new_time and one.changed_at < self.midnight
        ]
        if not mine:
            return False
        return self._post(
            member,
            "reminder",
            good_until=mine[0].start_at,
            day=mine[0].date,
            tomorrow=mine[0].date == self.today + timedelta(days=1),
            meetings=[self._entry(one, member) for one in mine],
        )

    def _tell_of_cover(self, member: Membership) -> bool:
        """Whoever arranges cover hears of the classes that want somebody; with a digest, there."""
        lines = self._wanting(member)
        return bool(lines) and self._post(
            member,
            "cover_wanted",
            good_until=self.midnight + timedelta(days=1),
            news="morning",
            cover=lines,
            page=links.to_page("/cover"),
        )

    def _wanting(self, member: Membership) -> list[cover_news.Line]:
        return self.cover if cover_news.arranges(member) else []

    def _digests(self) -> int:
        members = self._choosing("digest")
        offers = proposals.open_of_school(self.school, clock.now()) if members else []
        return sum(self._digest(member, offers) for member in members)

    def _digest(self, member: Membership, offers: Sequence[Proposal]) -> bool:
        mine = self._of(member, self.ahead)
        waiting = [self._waiting(one, member) for one in offers if _waits_for(one, member)]
        behind, cover = self._of(member, self.behind), self._wanting(member)
        if not mine and not waiting and not behind and not cover:
            return False
        return self._post(
            member,
            "digest",
            good_until=self.midnight + timedelta(days=1),
            today=self.today,
            meetings=[self._entry(one, member) for one in mine if not one.new_time],
            stuck=[self._entry(one, member) for one in mine if one.new_time],
            waiting=waiting,
            cover=cover,
            cover_page=links.to_page("/cover"),
            behind=[self._entry(one, member) for one in behind],
        )

    def _post(self, member: Membership, kind: str, **context: object) -> bool:
        thing, choose = self._thing(kind), links.to_notice(member)
        try:
            post(
                member.person, self.school, thing, kind,
                urgent=False, unsubscribe=choose, choose=choose, zone=self.school.timezone, **context,  # type: ignore[arg-type]
            )  # fmt: skip
        except UserError:
            # An address that no mail can be sent to must not keep the others from theirs.
            return False
        return True

    def _of(self, member: Membership, which: Sequence[Meeting]) -> list[Meeting]:
        person_id = member.person_id
        return [one for one in which if any(row.person_id == person_id for row in one.bookings)]

    def _entry(self, meeting: Meeting, member: Membership) -> Entry:
        return Entry(
            title=title(self.titles, meeting.kind, meeting.klass),
            meeting=meeting,
            start=meeting.start_at.astimezone(self.zone),
            end=meeting.end_at.astimezone(self.zone),
            others=[row.person.name for row in meeting.bookings if row.person_id != member.person_id],
            hosts=meeting.host_id == member.person_id,
            stays=stays(meeting),
            answer=links.to_meeting(meeting, member.person_id),
        )

    def _waiting(self, proposal: Proposal, member: Membership) -> Waiting:
        standing = [option for option in proposal.options if not option.taken]
        return Waiting(proposal.proposer.name, len(standing), links.to_answer(proposal, member.person_id))

    def _thing(self, kind: str) -> str:
        return f"{kind}-{self.school.id}-{self.today.isoformat()}"

    def _id(self, kind: str, member: Membership) -> str:
        return message_id(self._thing(kind), member.person_id)


def _school_day_before(school: School, today: date) -> date:
    """The last school day before a date; the date itself where there is none within a long holiday."""
    calendar = schools.school_time(school).calendar
    before = calendar.school_days(today - LOOK_BACK, today - timedelta(days=1))
    return before[-1].date if before else today


def _waits_for(proposal: Proposal, member: Membership) -> bool:
    there = any(one.person_id == member.person_id for one in proposal.partnership.members)
    return there and proposal.proposer_id != member.person_id
