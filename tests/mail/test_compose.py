import email
import unicodedata
from datetime import UTC, datetime, timedelta, timezone
from email.header import decode_header, make_header
from email.utils import parseaddr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coachsched.core.errors import UserError
from coachsched.core.ical import Attendee, Invitation, cancel, decline_counter, request
from coachsched.mail.compose import Letter, compose, message_id
from coachsched.mail.text import address, header_text, plain_address
from tests.parsers import read_mail

SENT = datetime(2027, 1, 13, 9, 15, 30, tzinfo=UTC)
START = datetime(2027, 1, 20, 8, 0, tzinfo=UTC)
INVITATION = Invitation(
    uid="7d0c1b9e@coach.test",
    sequence=0,
    stamp=SENT,
    start=START,
    end=START + timedelta(minutes=30),
    summary="Classroom visit, Größe 5",
    description="",
    location="Room 12",
    organizer=Attendee("Woodlands High", "coaching@woodlands.test"),
    attendees=(Attendee("Ann Abel", "ann@woodlands.test"),),
)
HEADERS = [
    "auto-submitted",
    "content-type",
    "date",
    "from",
    "list-unsubscribe",
    "message-id",
    "mime-version",
    "reply-to",
    "subject",
    "to",
]
ATTACKS = [
    "=?utf-8?q?x=0D=0ABcc:_e@x?=",
    "=?utf-8?q?a?=?utf-8?q?x=0D=0ABcc:_e@x?=b?=",
    "=?utf-8?b?eA0KQmNjOiBlQHg=?=",
    "Visit\r\nBcc: evil@x.test",
    "Visit\n\nbody",
    "Visit\r\n\tBcc: evil@x.test",
    'Ann" <evil@x.test>, "',
    "Ann, Ben <evil@x.test>",
    "Ann\\",
    "(comment) [x] ; : @",
    "Ü" * 200,
    "a, " * 60 + "é",
    '"quoted" ' * 20,
    "lone \ud83d surrogate",
    "=?utf-8?q?x=0D=0ABcc:_e@x",
    "=\x00?utf-8?q?x=0D=0ABcc:_e@x?=",
    "=\x00?utf-8?b",
]
typed = st.text(
    st.one_of(st.sampled_from('=?utf-8qb"<>,;:\\()\r\n\t\x00\x1f\x85\u2028\ud800é教😀 @'), st.characters()),
    max_size=120,
)


def letter(**changes):
    values = {
        "to_name": "Ann Abel",
        "to_email": "ann@woodlands.test",
        "from_name": "Woodlands High",
        "from_email": "coaching@woodlands.test",
        "reply_to": "coaching+k3v9@woodlands.test",
        "subject": "A time for your visit",
        "text": "Hello Ann,\nRoom 12?",
        "html": "<p>Hello Ann,<br>Room 12?</p>",
        "message_id": message_id("41.k3v9", "woodlands.test"),
        "date": SENT,
        "list_unsubscribe": "https://coach.test/quiet?t=a_b",
    }
    return Letter(**(values | changes))


def headers_of(message):
    return sorted(name.lower() for name in message.keys())  # noqa: SIM118 - names as often as they occur


def assert_fit_for_the_wire(message):
    message.decode("ascii")
    assert b"\n" not in message.replace(b"\r\n", b"")
    assert b"\r" not in message.replace(b"\r\n", b"")
    assert max(map(len, message.split(b"\r\n"))) <= 998


def test_every_header_says_what_the_letter_says():
    message = read_mail(compose(letter()))
    assert headers_of(message) == HEADERS
    assert message["To"] == "Ann Abel <ann@woodlands.test>"
    assert message["From"].addresses[0].addr_spec == "coaching@woodlands.test"
    assert message["Reply-To"].addresses[0].addr_spec == "coaching+k3v9@woodlands.test"
    assert message["Subject"] == "A time for your visit"
    assert message["Message-ID"] == "<41.k3v9@woodlands.test>"
    assert message["Date"].datetime == SENT
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Unsubscribe"] == "<https://coach.test/quiet?t=a_b>"


def test_headers_that_were_not_asked_for_are_left_out():
    message = read_mail(compose(letter(reply_to=None, list_unsubscribe=None)))
    assert headers_of(message) == [name for name in HEADERS if name not in ("reply-to", "list-unsubscribe")]


def test_a_plain_letter_has_text_and_then_html():
    message = read_mail(compose(letter(text="Grüße\n" + "x" * 2000 + "\n.\nFrom here", html="<p>Grüße</p>")))
    assert message.get_content_type() == "multipart/alternative"
    text, html = message.iter_parts()
    assert text.get_content_type() == "text/plain"
    assert text.get_content().splitlines() == ["Grüße", "x" * 2000, ".", "From here"]
    assert html.get_content_type() == "text/html"
    assert html.get_content() == "<p>Grüße</p>"


@pytest.mark.parametrize(("method", "write"), [("REQUEST", request), ("CANCEL", cancel)])
def test_the_calendar_comes_last_byte_for_byte_and_as_imip_wants_it(method, write):
    calendar = write(INVITATION)
    part = list(read_mail(compose(letter(calendar=calendar, method=method))).iter_parts())[-1]
    assert part.get_content_type() == "text/calendar"
    assert part["Content-Type"].params == {"charset": "UTF-8", "method": method, "component": "VEVENT"}
    assert part["Content-Transfer-Encoding"] == "base64"
    assert part["Content-Disposition"] is None
    assert part.get_payload(decode=True) == calendar


def test_no_line_of_an_ordinary_letter_is_longer_than_mail_likes_it():
    """RFC 5322 2.1.1: at most 78 characters."""
    invitation, proposer = INVITATION, INVITATION.attendees[0]
    message = compose(letter(calendar=decline_counter(invitation, proposer), method="DECLINECOUNTER"))
    assert max(map(len, message.split(b"\r\n"))) <= 78


@pytest.mark.parametrize("method", ["CANCEL", None, "REQUEST\r\nBcc: x"])
def test_a_method_other_than_the_calendars_is_refused(method):
    with pytest.raises(ValueError, match="method"):
        compose(letter(calendar=request(INVITATION), method=method))


def test_the_same_letter_is_the_same_bytes():
    one = letter(calendar=request(INVITATION), method="REQUEST")
    assert compose(one) == compose(one)


def test_the_date_of_any_zone_is_the_same_instant():
    west = SENT.astimezone(timezone(timedelta(hours=-8)))
    assert compose(letter(date=west)) == compose(letter())
    with pytest.raises(ValueError, match="zone"):
        compose(letter(date=SENT.replace(tzinfo=None)))


@pytest.mark.parametrize("identifier", ["41@x.test", "<41@x.test>\r\nBcc: e@x", "<4 1@x.test>", "<41>"])
def test_a_malformed_message_id_is_refused(identifier):
    with pytest.raises(ValueError, match="Message-ID"):
        compose(letter(message_id=identifier))
    with pytest.raises(ValueError, match="Message-ID"):
        message_id("41\r\nBcc: x", "x.test")


def test_names_and_subjects_of_any_script_arrive_whole():
    name, subject = 'Zoë "Zo" Müller-Lüdenscheidt, 教師 👩‍🏫 ' + "ж" * 80, "Größe " * 30 + "教室"
    raw = compose(letter(to_name=name, subject=subject))
    header = email.message_from_bytes(raw)
    assert str(make_header(decode_header(header["To"]))).split(" <") == [name, "ann@woodlands.test>"]
    assert str(make_header(decode_header(header["Subject"]))) == subject
    assert all(len(line) <= 76 for line in raw.partition(b"\r\n\r\n")[0].split(b"\r\n") if b"=?" in line)


def test_an_unsubscribe_link_stays_inside_its_header():
    raw = compose(letter(list_unsubscribe="https://coach.test/q>\r\nBcc: e@x"))
    assert headers_of(read_mail(raw)) == HEADERS


@pytest.mark.parametrize("attack", ATTACKS)
def test_known_attacks_add_no_header_and_no_recipient(attack):
    assert_only_the_expected(attack)


@settings(max_examples=150, deadline=None)
@given(text=typed)
def test_whatever_is_typed_adds_no_header_and_no_recipient(text):
    assert_only_the_expected(text)


def assert_only_the_expected(text):
    raw = compose(letter(to_name=text, from_name=text, subject=text, text=text, html=text))
    assert_fit_for_the_wire(raw)
    message = read_mail(raw)
    assert headers_of(message) == HEADERS
    assert [person.addr_spec for person in message["To"].addresses] == ["ann@woodlands.test"]
    assert [person.addr_spec for person in message["From"].addresses] == ["coaching@woodlands.test"]
    assert parseaddr(message["To"])[1] == "ann@woodlands.test"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert message["Subject"] == header_text(text)


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_encoded_word_survives_or_comes_about(attack):
    assert "=?" not in header_text(attack)


@settings(max_examples=150, deadline=None)
@given(text=typed)
def test_header_text_is_one_line_that_nothing_decodes(text):
    line = header_text(text)
    assert "=?" not in line
    assert not any(unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") for character in line)
    assert line == line.strip(" ")


def test_header_text_keeps_ordinary_words():
    assert header_text("Visit, room 12 (A = B?) – “Größe”: 50 %") == "Visit, room 12 (A = B?) – “Größe”: 50 %"
    assert header_text("see =?utf-8?q?x?= you") == "see you"


@pytest.mark.parametrize(
    "email",
    [
        "",
        "ann",
        "ann@",
        "@x.test",
        "ann@x.test\r\nRCPT TO:<evil@x.test>",
        "ann@x.test\n",
        "ann @x.test",
        "<ann@x.test>",
        "ann@x.test, ben@x.test",
        "ann@x@y.test",
        "änn@x.test",
        "=?utf-8?q?x?=@x.test",
        '"a b"@x.test',
        "a" * 250 + "@x.test",
    ],
)
def test_what_is_no_plain_address_is_refused(email):
    with pytest.raises(UserError):
        plain_address(email)
    with pytest.raises(UserError):
        address("Ann", email)
    with pytest.raises(UserError):
        compose(letter(to_email=email))


@pytest.mark.parametrize("email", ["ann@x.test", "o'neil+visits_1=a@sub.x-y.test", "root@localhost"])
def test_ordinary_addresses_pass_unchanged(email):
    assert plain_address(email) == email
    assert address("", email) == email
