"""What letters say and whom they come from, with the calendars inside read by independent programs."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from builders import (
    COACH,
    FRI,
    LESSONS,
    MON,
    PARTNER,
    SCHOOL_TOML,
    book,
    calendars,
    member,
    moving_times,
    outbox,
    pick,
    propose,
    the_school,
    timetable_csv,
)  # fmt: skip
from parsers import read_mail, read_with_ical_js, read_with_vobject

from coachsched.core.errors import NotFoundError
from coachsched.models import db
from coachsched.services import letters, links, moving, notice, reply_addresses, schools, timetables
from coachsched.services.unit import transaction

pytestmark = pytest.mark.usefixtures("in_app")


def mails(to: str) -> list:
    return [read_mail(one.body) for one in outbox() if one.recipient == to]


def text(mail) -> str:
    return mail.get_body(("plain",)).get_content()


def hrefs(mail) -> set[str]:
    return set(re.findall(r'href="([^"]+)"', mail.get_body(("html",)).get_content()))


def test_every_letter_comes_from_the_school_and_its_answer_goes_to_its_readers_own_address():
    book((FRI, "3"))
    propose((MON, "4"))
    for one in outbox():
        mail = read_mail(one.body)
        (sender,) = mail["From"].addresses
        assert (sender.display_name, sender.addr_spec) == ("Linden School", "coachsched@school.test")
        assert reply_addresses.person_of(str(mail["Reply-To"])) == member(one.recipient).person_id
        assert mail["Auto-Submitted"] == "auto-generated"
        assert mail["Message-ID"] == one.message_id
        assert mail["List-Unsubscribe"] is None


def test_the_organizer_is_the_mailbox_the_letter_comes_from():
    book((FRI, "3"))
    for calendar in read_with_ical_js(*calendars(COACH)):
        assert {event["organizer"] for event in calendar["events"]} == {"mailto:coachsched@school.test"}


def test_a_meetings_messages_make_one_thread_that_all_programs_understand():
    visit = book((FRI, "3"))["visit"]
    moving.move_visit(member(PARTNER), visit.id, [pick(moving_times(visit), MON, "3")])
    with transaction():
        letters.decline_counter(visit, member(COACH).person, member(COACH).school, "Omar is teaching then.")
    moving.cancel(member(PARTNER), visit.id)
    bodies = calendars(COACH, visit.uid)
    seen, events = read_with_ical_js(*bodies), []
    for body, one in zip(bodies, seen, strict=True):
        (event,) = one["events"]
        other = read_with_vobject(body)
        assert (other.method.value, other.vevent.uid.value) == (one["method"], event["uid"]) == (
            one["method"], visit.uid,
        )  # fmt: skip
        assert int(other.vevent.sequence.value) == event["sequence"]
        assert f"{other.vevent.dtstart.value:%Y-%m-%dT%H:%M:%SZ}" == event["start"]
        assert f"{other.vevent.dtend.value:%Y-%m-%dT%H:%M:%SZ}" == event["end"]
        events.append((one["method"], event["sequence"], event["status"]))
    assert events == [
        ("REQUEST", 0, "CONFIRMED"),
        ("REQUEST", 1, "CONFIRMED"),
        ("DECLINECOUNTER", 1, None),
        ("CANCEL", 2, "CANCELLED"),
    ]
    stamps = [read_with_vobject(body).vevent.dtstamp.value for body in bodies]
    assert stamps == sorted(set(stamps))


def test_each_readers_alarm_is_their_own():
    notice.choose(member(COACH), "reminder", "10")
    notice.choose(member(PARTNER), "reminder", "1440")
    visit = book((FRI, "3"))["visit"]
    for to, trigger in ((COACH, "-PT10M"), (PARTNER, "-P1D")):
        (calendar,) = read_with_ical_js(*calendars(to, visit.uid))
        assert calendar["events"][0]["alarms"] == [trigger]


def test_a_new_time_asks_everybody_again_and_a_change_of_room_does_not():
    visit = book((FRI, "3"))["visit"]
    for row in visit.bookings:
        row.partstat = "ACCEPTED"
    db.session.commit()
    elsewhere = timetable_csv([(*lesson[:4], lesson[4].replace("R2", "Hall")) for lesson in LESSONS])
    timetables.import_timetable(the_school(), elsewhere.encode(), "timetable.csv")
    moving.move_visit(member(COACH), visit.id, [pick(moving_times(visit), MON, "3")])
    seen = [calendar["events"][0] for calendar in read_with_ical_js(*calendars(COACH, visit.uid))]
    told = [(one["sequence"], one["location"], {row[2] for row in one["attendees"]}) for one in seen]
    assert told == [
        (0, "R2", {"NEEDS-ACTION"}),
        (1, "Hall", {"ACCEPTED"}),
        (2, "Hall", {"NEEDS-ACTION"}),
    ]
    assert [str(mail["Subject"]).partition(":")[0] for mail in mails(COACH)[2:4]] == ["Changed", "New time"]


def test_an_invitation_says_what_when_where_with_whom_and_what_next():
    visit = book((FRI, "3"))["visit"]
    mail = mails(COACH)[0]
    assert mail["Subject"] == "Classroom visit on Fri 15 Jan, 09:55"
    for line in (
        "What: Classroom visit, 8B Maths",
        "When: Friday 15 January 2027, 09:55–10:25 (Europe/Berlin)",
        "Where: room R2",
        "With: Paul Meyer",
    ):
        assert line in text(mail).splitlines()
    assert "What happens next" in text(mail)
    mine = links.to_meeting(visit, member(COACH).person_id)
    for wanted in (f"{mine}#accept", f"{mine}#move", f"{mine}#cancel"):
        assert wanted in hrefs(mail)
        assert wanted in text(mail)
    assert links.to_meeting(visit, member(PARTNER).person_id) not in text(mail)


def test_a_proposal_carries_links_to_take_each_time_to_send_others_and_to_say_not_now():
    proposal = propose((FRI, "3"), (MON, "4"))
    (mail,) = mails(PARTNER)
    mine = links.to_answer(proposal, member(PARTNER).person_id)
    wanted = {f"{mine}?option={option.id}" for option in proposal.options}
    wanted |= {f"{mine}#other-times", f"{mine}#not-now"}
    assert wanted <= hrefs(mail)
    assert all(one in text(mail) for one in wanted)


def test_a_declined_proposal_says_why_and_what_would_do():
    visit = book((FRI, "3"))["visit"]
    start = visit.start_at + timedelta(days=3)
    with transaction():
        letters.decline_counter(
            visit, member(PARTNER).person, member(PARTNER).school, "Clara is teaching then.",
            [(start, start + timedelta(minutes=30))],
        )  # fmt: skip
    mail = mails(PARTNER)[-1]
    assert "Clara is teaching then. So this stays as it is:" in text(mail)
    assert "- Monday 18 January 2027, 09:55–10:25" in text(mail)
    assert (visit.sequence, visit.state) == (0, "booked")
    assert len(mails(COACH)) == 2


def test_two_proposals_declined_are_two_messages():
    visit = book((FRI, "3"))["visit"]
    for _ in range(2):
        with transaction():
            letters.decline_counter(visit, member(PARTNER).person, member(PARTNER).school, "No.")
    assert len({mail["Message-ID"] for mail in mails(PARTNER)}) == 2 + 1 + 2


@pytest.mark.parametrize("token", ["", "x", "WzEsMV0.forged", "é"])
def test_a_made_up_link_to_ones_notices_leads_nowhere(token):
    with pytest.raises(NotFoundError):
        links.read_notice(token)


def test_a_link_for_one_purpose_opens_no_other():
    proposal = propose()
    token = links.to_answer(proposal, member(PARTNER).person_id).rpartition("/")[2]
    with pytest.raises(NotFoundError):
        links.read_notice(token)
    mine = links.to_notice(member(PARTNER)).rpartition("/")[2]
    assert links.read_notice(mine).person_id == member(PARTNER).person_id
    with pytest.raises(NotFoundError):
        links.read(mine)


@pytest.mark.parametrize("public", [False, True])
def test_every_letter_leads_to_what_the_programme_is(public):
    if public:
        schools.apply((SCHOOL_TOML + "\n[settings]\nprogramme_public = true\n").encode(), "school.toml")
    book((FRI, "3"))
    propose((MON, "4"))
    page = links.to_page(f"/schools/{the_school().id}/programme" if public else "/programme")
    letters_out = mails(COACH) + mails(PARTNER)
    assert letters_out
    for mail in letters_out:
        assert page in hrefs(mail)
        assert page in text(mail).split()
