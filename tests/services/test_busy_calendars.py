"""Somebody's own calendar: read by the worker, kept as bare times, and kindly told of when it fails."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from builders import COACH, FRI, PARTNER, book, dump, member, the_school, times
from databases import KEY

from coachsched.core.errors import InputError
from coachsched.models import BusyCalendar, BusySpan, db
from coachsched.services import busy_calendars, listing, schools
from coachsched.services.busy_calendars import GIVEN_UP, merged
from coachsched.services.fetching import Fetched, UnreachableError
from coachsched.services.recheck import recheck
from coachsched.store.vault import UnreadableError, Vault

ADDRESS = "https://calendar.test/private-canary/basic.ics"
REAL = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


class Server:
    """In place of a fetcher: answers with what it is given, and remembers what it was asked."""

    def __init__(self, *answers: bytes | Exception | None) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, str, str]] = []

    def fetch(self, url: str, etag: str = "", last_modified: str = "") -> Fetched:
        self.asked.append((url, etag, last_modified))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return Fetched(answer, '"v1"', "Mon, 11 Jan 2027 08:00:00 GMT")


def calendar(*events: str) -> bytes:
    inside = "".join(
        f"BEGIN:VEVENT\r\nUID:{n}@other\r\n{event}END:VEVENT\r\n" for n, event in enumerate(events)
    )
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{inside}END:VCALENDAR\r\n".encode()


def event(start: str, end: str, *lines: str) -> str:
    """An event at Berlin wall time, such as 20270115T100000."""
    zone = ";TZID=Europe/Berlin" if "T" in start else ";VALUE=DATE"
    return "".join(f"{line}\r\n" for line in (f"DTSTART{zone}:{start}", f"DTEND{zone}:{end}", *lines))


DENTIST = event("20270115T095500", "20270115T104000", "SUMMARY:Canary of the title", "LOCATION:Canary place")


def read(server: Server, at: datetime = REAL) -> tuple[int, int]:
    return busy_calendars.fetch_due(lambda: at, fetcher=server)  # type: ignore[arg-type]


def subscribed(server: Server | None = None, who: str = COACH) -> BusyCalendar:
    busy_calendars.subscribe(member(who), ADDRESS)
    row = db.session.scalars(db.select(BusyCalendar)).one()
    row.due_at = REAL
    db.session.commit()
    if server:
        assert read(server) == (1, 0)
    return row


def offered(on: date = FRI) -> list[str]:
    return [slot.visit.period for slot in times().slots if slot.visit.date == on]


def spans() -> list[tuple[datetime, datetime]]:
    query = db.select(BusySpan.start_at, BusySpan.end_at).order_by(BusySpan.start_at)
    return [(start, end) for start, end in db.session.execute(query)]


@pytest.mark.both_databases
def test_nobody_is_offered_while_their_own_calendar_says_they_are_busy(in_app):
    assert offered() == ["3", "4"]
    subscribed(Server(calendar(DENTIST)))
    assert offered() == ["4"]
    assert [one["visit"]["period"] for one in listing.slots(the_school(), PARTNER, [COACH], FRI, FRI)] == [
        "4"
    ]
    assert spans() == [(datetime(2027, 1, 15, 8, 55, tzinfo=UTC), datetime(2027, 1, 15, 9, 40, tzinfo=UTC))]


def test_only_times_are_kept_and_the_address_cannot_be_read(in_app):
    subscribed(Server(calendar(DENTIST)))
    assert "anary" not in repr(dump())
    assert busy_calendars.of(member(COACH)).host == "calendar.test"
    assert busy_calendars.of(member(PARTNER)) is None


def test_what_is_free_called_off_or_far_away_takes_no_time(in_app):
    subscribed(
        Server(
            calendar(
                DENTIST + "TRANSP:TRANSPARENT\r\n",
                DENTIST + "STATUS:CANCELLED\r\n",
                event("20270115", "20270116", "TRANSP:TRANSPARENT"),
                event("20280115T095500", "20280115T104000"),
                event("20260115T095500", "20260115T104000"),
            )
        )
    )
    assert (offered(), spans()) == (["3", "4"], [])


def test_a_busy_all_day_event_takes_the_whole_day(in_app):
    subscribed(Server(calendar(event("20270115", "20270116"))))
    assert offered() == []
    assert spans() == [(datetime(2027, 1, 14, 23, tzinfo=UTC), datetime(2027, 1, 15, 23, tzinfo=UTC))]


def test_our_own_invitation_in_the_calendar_is_no_second_appointment(in_app):
    visit = book((FRI, "3"))["visit"]
    own = calendar(DENTIST).replace(b"0@other", visit.uid.encode())
    subscribed(Server(own))
    assert spans() == []


def test_overlapping_times_are_kept_as_one():
    hour = [REAL + timedelta(hours=number) for number in range(6)]
    given = [(hour[3], hour[4]), (hour[0], hour[2]), (hour[1], hour[3]), (hour[5], hour[5])]
    assert merged(given) == [(hour[0], hour[4])]


def test_a_calendar_is_read_once_an_hour_and_only_what_changed(in_app):
    server = Server(calendar(DENTIST), None)
    subscribed(server)
    assert read(server, REAL + timedelta(minutes=59)) == (0, 0)
    assert read(server, REAL + timedelta(minutes=76)) == (1, 0)
    assert [asked[1:] for asked in server.asked] == [("", ""), ('"v1"', "Mon, 11 Jan 2027 08:00:00 GMT")]
    assert offered() == ["4"]
    # The weeks it is read for move on, so once a day all of it is wanted.
    server.answers = [calendar()]
    assert read(server, REAL + timedelta(days=1)) == (1, 0)
    assert (server.asked[-1][1], spans()) == ("", [])


def test_a_calendar_in_another_workers_hands_is_left_there(in_app):
    row = subscribed()
    claim = busy_calendars._claim(REAL)
    assert claim is not None
    assert read(Server(calendar(DENTIST))) == (0, 0)
    # After the lease it is anybody's; what the first worker still brings then is left aside.
    assert read(Server(calendar()), REAL + timedelta(minutes=3)) == (1, 0)
    assert busy_calendars._read(claim, lambda: REAL, Server(calendar(DENTIST))) is False
    assert (spans(), row.failures) == ([], 0)


@pytest.mark.both_databases
def test_what_a_calendar_said_counts_two_weeks_without_an_answer_and_then_no_longer(in_app):
    row = subscribed(Server(calendar(DENTIST)))
    down = Server(UnreachableError())
    assert read(down, REAL + timedelta(days=13)) == (0, 1)
    assert "still counts" in row.error
    assert offered() == ["4"]
    assert read(down, REAL + timedelta(days=14)) == (0, 1)
    assert (row.error, spans()) == (GIVEN_UP, [])
    assert offered() == ["3", "4"]
    assert read(Server(calendar(DENTIST)), REAL + timedelta(days=15)) == (1, 0)
    assert (row.error, row.failures, offered()) == ("", 0, ["4"])


def test_failures_make_the_waits_longer_but_never_long(in_app):
    row = subscribed()
    at, waits = REAL, []
    for _ in range(8):
        assert read(Server(UnreachableError()), at) == (0, 1)
        waits.append((row.due_at - at) / timedelta(hours=1))
        at = row.due_at
    assert 1 <= waits[0] <= 1.25
    assert all(later > earlier for earlier, later in pairwise(waits[:4]))
    assert max(waits) <= 15


@pytest.mark.parametrize("body", [b"<html>", b"", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT", b"\xff\xfe\x00"])
def test_what_is_no_calendar_is_told_and_stops_nothing(in_app, body):
    row = subscribed()
    read(Server(body))
    assert row.error.startswith("What is at the address") or (row.error, spans()) == ("", [])
    assert offered() == ["3", "4"]


SECOND = ("19700101T000000", "19700101T000001")
BOMBS = {
    "daily on 30 February": event(*SECOND, "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"),
    "every second since 1970": event(*SECOND, "RRULE:FREQ=SECONDLY"),
    "every minute since 1970": event(*SECOND, "RRULE:FREQ=MINUTELY"),
    "very many dates": event(*SECOND, "RDATE:" + ",".join(["20270118T060000Z"] * 90_000)),
    "nested a thousand times": "BEGIN:VALARM\r\n" * 1000 + "END:VALARM\r\n" * 1000,
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_calendar_made_to_keep_us_busy_is_stopped(in_app, bomb):
    """It runs beside us with two seconds to live; without them the first three take for ever."""
    row = subscribed()
    read(Server(calendar(BOMBS[bomb])))
    assert row.leased_until is None
    assert offered() == ["3", "4"]


@pytest.mark.parametrize(
    ("given", "fetched"),
    [
        ("webcal://calendar.test/a.ics", "https://calendar.test/a.ics"),
        (" WEBCALS://calendar.test/a.ics ", "https://calendar.test/a.ics"),
        ("http://calendar.test/a.ics", "http://calendar.test/a.ics"),
    ],
)
def test_an_address_is_taken_as_calendar_programs_write_it(in_app, given, fetched):
    subscribed()
    busy_calendars.subscribe(member(COACH), given)
    server = Server(calendar())
    assert read(server, datetime(2030, 1, 1, tzinfo=UTC)) == (1, 0)
    assert [asked[0] for asked in server.asked] == [fetched]


@pytest.mark.parametrize(
    "given", ["", "calendar", "ftp://calendar.test/", "https://me:x@calendar.test/", "http://127.1/"]
)
def test_what_is_no_address_is_refused_and_not_kept(in_app, given):
    before = dump()
    with pytest.raises(InputError):
        busy_calendars.subscribe(member(COACH), given)
    assert dump() == before


@pytest.mark.both_databases
def test_a_calendar_taken_away_leaves_nothing(in_app):
    subscribed(Server(calendar(DENTIST)))
    busy_calendars.unsubscribe(member(COACH))
    after = dump()
    assert (after["busy_calendar"], after["busy_span"]) == ([], [])
    assert offered() == ["3", "4"]


def test_a_calendar_of_somebody_who_left_is_not_read(in_app):
    subscribed()
    member(COACH).person.active = False
    db.session.commit()
    assert read(Server(calendar())) == (0, 0)


def test_an_own_calendar_breaks_nothing_that_is_booked(in_app):
    booked = book((FRI, "3"))
    subscribed(Server(calendar(DENTIST)))
    assert recheck(schools.fresh(the_school())) == []
    assert {meeting.new_time for meeting in booked.values()} == {""}


def test_a_vault_opens_what_an_older_secret_sealed_and_nothing_else():
    sealed = Vault(KEY).seal("secret")
    assert b"secret" not in sealed
    assert Vault(KEY).seal("secret") != sealed
    assert Vault("a newer secret", KEY).open(sealed) == "secret"
    for vault, kept in ((Vault("another"), sealed), (Vault(KEY), sealed[:-2]), (Vault(KEY), b"")):
        with pytest.raises(UnreadableError):
            vault.open(kept)


def test_an_address_that_can_be_read_no_longer_is_asked_for_again(in_app):
    row = subscribed()
    row.address = Vault("the secret before").seal(ADDRESS)
    db.session.commit()
    assert read(Server(calendar())) == (0, 1)
    assert "paste it again" in row.error
    assert "no longer" in busy_calendars.of(member(COACH)).host
