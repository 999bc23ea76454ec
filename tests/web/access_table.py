"""Who gets what: every route and method, and the answer each actor of the world gets."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from builders import PASSWORD
from setup_table import SETUP_ACTS, SETUP_PAGES

from coachsched.forms import settings


class Cell(NamedTuple):
    """What each actor gets, in the order of ACTORS, at a path, with the fields of a form."""

    path: str
    expected: str
    fields: Mapping[str, str] = MappingProxyType({})


#                 coach part third coord princ cover admin nobody
EVERYBODY = "       200  200  200   200   200   200   200   200"
SIGNED_IN = "       200  200  200   200   200   200   200   303"
PAIR = "            200  200  404   404   404   404   404   303"
COORDINATORS_AND_COACHES = "200 403 403 200 403 403 403 303"
# It goes on, and lacks nothing.
NOT_YET = "         409  409  404   404   404   404   404   303"
NUMBERS = "         403  403  403   200   200   403   403   303"
WORDSMITHS = "      403  403  403   200   403   403   200   303"
NOT_HERE = "  404  404  404   404   404   404   404   404"
CALENDAR = "        403  403  403   200   403   200   200   303"
ARRANGERS = "       403  403  403   403   403   200   403   303"
THIRDS = "          404  404  200   404   404   404   404   303"
TEACHERS = "        200  200  200   403   403   403   403   303"
ADMIN_SENDS_ON = "  403  403  403   403   403   403   303   303"
COORDINATORS = "   403  403  403   200   403   403   403   303"
ADMINS = "          403  403  403   403   403   403   200   303"

PAGES = {
    "/": Cell("/", SIGNED_IN),
    "/account": Cell("/account", SIGNED_IN),
    "/account/data.json": Cell("/account/data.json", SIGNED_IN),
    "/answers/<token>": Cell("/answers/{answer}", EVERYBODY),
    "/asks/<token>": Cell("/asks/{ask}", EVERYBODY),
    "/board/looking": Cell("/board/looking", COORDINATORS),
    "/assignments": Cell("/assignments", COORDINATORS),
    "/assignments/<int:assignment_id>": Cell("/assignments/{assignment_id}", COORDINATORS),
    "/assignments/<int:assignment_id>/people/<int:person_id>": Cell(
        "/assignments/{assignment_id}/people/{host}", COORDINATORS
    ),
    "/assignments/wishes": Cell("/assignments/wishes", COORDINATORS),
    "/board": Cell("/board", COORDINATORS_AND_COACHES),
    # Nothing was held in it, so that it may have been made by mistake.
    "/board/<int:partnership_id>/deletion": Cell("/board/{resting_id}/deletion", COORDINATORS),
    "/calendar": Cell("/calendar", SIGNED_IN),
    "/calendar/bells": Cell("/calendar/bells", ADMINS),
    "/calendar/bells/<int:number>": Cell("/calendar/bells/1", ADMINS),
    "/calendar/bells/new": Cell("/calendar/bells/new", ADMINS),
    "/calendar/bells/rules": Cell("/calendar/bells/rules", ADMINS),
    "/calendar/days/<text>": Cell("/calendar/days/2027-01-20", SIGNED_IN),
    "/calendar/months/<text>": Cell("/calendar/months/2027-01", SIGNED_IN),
    "/calendar/rotation": Cell("/calendar/rotation", ADMINS),
    "/calendar/school.toml": Cell("/calendar/school.toml", ADMINS),
    "/calendar/terms": Cell("/calendar/terms", ADMINS),
    "/calendar/closing": Cell("/calendar/closing", CALENDAR),
    "/calendar/dates": Cell("/calendar/dates", ADMINS),
    "/components": Cell("/components", SIGNED_IN),
    "/cover": Cell("/cover", ARRANGERS),
    "/cover/budget": Cell("/cover/budget", CALENDAR),
    "/cover/half-days": Cell("/cover/half-days", ARRANGERS),
    "/cover/<day>/sheet": Cell("/cover/{covered}/sheet", ARRANGERS),
    "/cover/links/<token>": Cell("/cover/links/{covering}", EVERYBODY),
    "/cover/mine/<int:meeting_id>": Cell("/cover/mine/{entry_id}", THIRDS),
    "/demo/mail": Cell("/demo/mail", EVERYBODY),
    "/demo/mail/<key>": Cell("/demo/mail/{mail}", EVERYBODY),
    "/feeds/<token>.ics": Cell("/feeds/{feed}.ics", EVERYBODY),
    "/inbox": Cell("/inbox", ADMINS),
    "/invitations/<token>": Cell("/invitations/{invitation}", EVERYBODY),
    "/healthz": Cell("/healthz", EVERYBODY),
    "/imports": Cell("/imports", ADMINS),
    "/imports/<int:draft_id>": Cell("/imports/{import_id}", ADMINS),
    "/imports/<int:draft_id>/progress": Cell("/imports/{import_id}/progress", ADMINS),
    "/looking": Cell("/looking", TEACHERS),
    "/meetings/<int:meeting_id>": Cell("/meetings/{meeting_id}", PAIR),
    "/meetings/<int:meeting_id>/debrief": Cell("/meetings/{held_id}/debrief", PAIR),
    "/meetings/<int:meeting_id>/sheet": Cell("/meetings/{meeting_id}/sheet", PAIR),
    "/meetings/<int:meeting_id>/time": Cell("/meetings/{meeting_id}/time", PAIR),
    "/my-visits": Cell("/my-visits?month=2027-01", SIGNED_IN),
    "/notice": Cell("/notice", SIGNED_IN),
    "/notice/<token>": Cell("/notice/{notice}", EVERYBODY),
    "/nudges/<token>": Cell("/nudges/{nudge}", EVERYBODY),
    "/open-lessons": Cell("/open-lessons", TEACHERS),
    "/open-lessons/mine": Cell("/open-lessons/mine", TEACHERS),
    "/open-lessons/visits/<int:meeting_id>": Cell("/open-lessons/visits/{open_visit_id}", PAIR),
    "/open-lessons/visits/<int:meeting_id>/talks": Cell("/open-lessons/visits/{seen_visit_id}/talks", PAIR),
    "/outbox": Cell("/outbox", ADMINS),
    "/partnerships/<int:partnership_id>": Cell("/partnerships/{partnership_id}", PAIR),
    # Its visit was booked here, and has a page of its own for that.
    "/partnerships/<int:partnership_id>/debrief": Cell("/partnerships/{partnership_id}/debrief", NOT_YET),
    "/partnerships/<int:partnership_id>/deletion": Cell("/partnerships/{partnership_id}/deletion", NOT_YET),
    "/partnerships/<int:partnership_id>/slots": Cell("/partnerships/{partnership_id}/slots", PAIR),
    "/partnerships/<int:partnership_id>/talks": Cell("/partnerships/{partnership_id}/talks", PAIR),
    "/people": Cell("/people", ADMINS),
    "/people/<int:person_id>/deactivation": Cell("/people/{host}/deactivation", ADMINS),
    "/people/<int:person_id>/erasure": Cell("/people/{gone}/erasure", ADMINS),
    "/programme": Cell("/programme", SIGNED_IN),
    "/programme/text": Cell("/programme/text", WORDSMITHS),
    "/proposals/<int:proposal_id>": Cell("/proposals/{proposal_id}", PAIR),
    "/proposals/<int:proposal_id>/counter": Cell("/proposals/{proposal_id}/counter", PAIR),
    "/record": Cell("/record", SIGNED_IN),
    "/records/<token>": Cell("/records/{record}", EVERYBODY),
    "/report": Cell("/report", NUMBERS),
    "/report.csv": Cell("/report.csv", NUMBERS),
    "/schools/<int:school_id>/programme": Cell("/schools/{school_id}/programme", EVERYBODY),
    "/setup": Cell("/setup", NOT_HERE),
    "/settings": Cell("/settings", ADMINS),
    "/sign-in": Cell("/sign-in", "303 303 303 303 303 303 303 200"),
    "/sign-in/links": Cell("/sign-in/links", EVERYBODY),
    "/sign-in/links/<token>": Cell("/sign-in/links/{way_in}", EVERYBODY),
    "/sign-in/with/<key>/answer": Cell("/sign-in/with/google/answer", NOT_HERE),
    "/static/<path:filename>": Cell("/static/app.css", EVERYBODY),
    "/suggestions/<token>": Cell("/suggestions/{suggestion}", EVERYBODY),
    "/timetable": Cell("/timetable", SIGNED_IN),
    "/was-this-you/<token>": Cell("/was-this-you/{question}", EVERYBODY),
}

#                 coach part third coord princ cover admin nobody
ANYBODY_SENDS = "   303  303  303   303   303   303   303   303"
TEACHERS_SEND = "   303  303  303   403   403   403   403   303"
ASKED_ANSWERS = "   303  404  404   403   403   403   403   303"
PAIR_SENDS = "      303  303  404   404   404   404   404   303"
RESTING_PAIR_SENDS = "404 404 303  404   404   404   404   303"
WORDSMITHS_SEND = " 403  403  403   303   403   403   303   303"
COORDINATOR_SENDS = "403 403 403  303   403   403   403   303"
CALENDAR_ACTS = "   403  403  403   303   403   303   303   303"
PARTNER_ANSWERS = " 409  303  404   404   404   404   404   303"
NOBODYS = "         404  404  404   404   404   404   404   303"
ARRANGER_SENDS = "  403  403  403   403   403   303   403   303"
THIRD_SENDS = "     404  404  303   404   404   404   404   303"
ADMIN_SENDS = "     403  403  403   403   403   403   303   303"
PAIR_STAYS = "      409  409  404   404   404   404   404   303"
NOTHING_NOW = "     409  409  409   409   409   409   409   409"
COACHS_OWN = "      303  404  404   404   404   404   404   303"
COACH_TAKES_BACK = "303  409  404   404   404   404   404   303"
COACHS_LESSON = "   303  409  409   403   403   403   403   303"
COLLEAGUES_COME = " 303  409  303   403   403   403   403   303"
COACH_LEAVES = "    303  409  409   403   403   403   403   303"
HOST_SENDS = "      404  303  404   403   403   403   403   303"
ADMIN_BRINGS = "    403  403  403   403   403   403   422   303"

A_BELL = {
    "act": "save", "name": "half day", "period-0-label": "1", "period-0-kind": "lesson",
    "period-0-from": "8:00", "period-0-to": "8:30",
}  # fmt: skip
# Every setting as it is by default but for the length of a visit.
A_SETTING = {
    name: fields[0]
    for name, fields in settings.shown("Linden School", "Europe/Berlin", {"visit_minutes": 40}).fields.items()
    if fields
} | {"act": "save"}

ACTS = {
    "/account/password": Cell(
        "/account/password", ANYBODY_SENDS, {"old": PASSWORD, "password": "a new one, long enough"}
    ),
    "/account/identities/<int:number>/removal": Cell("/account/identities/{identity_id}/removal", COACHS_OWN),
    "/account/sign-ins/revocation": Cell("/account/sign-ins/revocation", ANYBODY_SENDS),
    "/answers/<token>/acceptance": Cell("/answers/{answer}/acceptance", EVERYBODY, {"option": "{option}"}),
    "/answers/<token>/refusal": Cell("/answers/{answer}/refusal", EVERYBODY),
    "/asks/<token>/acceptance": Cell("/asks/{ask}/acceptance", EVERYBODY),
    "/asks/<token>/aside": Cell("/asks/{ask}/aside", EVERYBODY),
    "/assignments": Cell(
        "/assignments",
        COORDINATOR_SENDS,
        {"coaches": "{host}", "coached": "{stranger}", "load": "2", "faculties": "any"},
    ),
    "/assignments/<int:assignment_id>/pairs": Cell(
        "/assignments/{assignment_id}/pairs",
        COORDINATOR_SENDS,
        {"person": "{host}", "partner": "{other}", "instead": "{stranger}"},
    ),
    "/assignments/<int:assignment_id>/partnerships": Cell(
        "/assignments/{assignment_id}/partnerships", COORDINATOR_SENDS
    ),
    "/assignments/<int:assignment_id>/removals": Cell(
        "/assignments/{assignment_id}/removals", COORDINATOR_SENDS, {"one": "{host}", "other": "{stranger}"}
    ),
    "/assignments/wishes": Cell(
        "/assignments/wishes", COORDINATOR_SENDS, {"kind": "asked", "person": "{host}", "other": "{other}"}
    ),
    "/assignments/wishes/<int:rule_id>/removal": Cell(
        "/assignments/wishes/{rule_id}/removal", COORDINATOR_SENDS
    ),
    "/board/<int:partnership_id>/conversation": Cell(
        "/board/{partnership_id}/conversation", COORDINATOR_SENDS
    ),
    "/board/<int:partnership_id>/deletion": Cell("/board/{resting_id}/deletion", COORDINATOR_SENDS),
    "/board/<int:partnership_id>/end": Cell("/board/{partnership_id}/end", COORDINATOR_SENDS),
    "/board/<int:partnership_id>/new-partners": Cell(
        "/board/{partnership_id}/new-partners", COORDINATOR_SENDS
    ),
    "/board/<int:partnership_id>/pause": Cell(
        "/board/{partnership_id}/pause", COORDINATOR_SENDS, {"until": "2027-02-15"}
    ),
    "/calendar/bells/<int:number>": Cell("/calendar/bells/1", ADMIN_SENDS, A_BELL),
    "/calendar/bells/new": Cell("/calendar/bells/new", ADMIN_SENDS, A_BELL),
    "/calendar/bells/rules": Cell(
        "/calendar/bells/rules", ADMIN_SENDS, {"act": "save", "rule-0-bell": "regular", "rule-0-weekday": "1"}
    ),
    "/calendar/days/<text>": Cell(
        "/calendar/days/2027-02-10", ADMIN_SENDS, {"act": "save", "kind": "holiday"}
    ),
    "/calendar/dates": Cell(
        "/calendar/dates", ADMIN_SENDS, {"pick": "add|holiday|2027-02-15|2027-02-16|Half term"}
    ),
    # Looking at dates writes nothing, so that only what is refused is told here.
    "/calendar/dates/preview": Cell("/calendar/dates/preview", ADMIN_BRINGS),
    "/calendar/feeds/<kind>": Cell("/calendar/feeds/meetings", ANYBODY_SENDS),
    "/calendar/feeds/<kind>/revocation": Cell("/calendar/feeds/meetings/revocation", ANYBODY_SENDS),
    "/imports": Cell("/imports", ADMIN_SENDS, {"text": "teacher,day,period"}),
    "/imports/<int:draft_id>/application": Cell(
        "/imports/{import_id}/application", ADMIN_SENDS, {"seen": "{seen}"}
    ),
    # The school of this table has its bells, so that nobody takes others from a file.
    "/imports/<int:draft_id>/calendar": Cell(
        "/imports/{import_id}/calendar", "403 403 403 403 403 403 409 303"
    ),
    "/imports/<int:draft_id>/choices": Cell(
        "/imports/{import_id}/choices", ADMIN_SENDS, {"format": "canonical"}
    ),
    "/imports/<int:draft_id>/removal": Cell("/imports/{import_id}/removal", ADMIN_SENDS),
    "/calendar/rotation": Cell(
        "/calendar/rotation",
        ADMIN_SENDS,
        {
            "act": "save",
            "mode": "count",
            "week_begins": "0",
            "weekdays": "0",
            "labels": "A",
            "anchor": "2027-01-04",
            "closure": "burn",
        },
    ),
    "/calendar/terms": Cell(
        "/calendar/terms",
        ADMIN_SENDS,
        {"act": "save", "term-0-name": "Year", "term-0-start": "2027-01-04", "term-0-end": "2027-07-02"},
    ),
    "/calendar/days/<day>/closure": Cell("/calendar/days/2027-01-25/closure", CALENDAR_ACTS),
    "/calendar/days/<day>/reopening": Cell("/calendar/days/{closed}/reopening", CALENDAR_ACTS),
    # Nobody waits in this school, so that there is no plan to take.
    "/cover/half-days": Cell(
        "/cover/half-days", "403 403 403 403 403 409 403 303", {"date": "{covered}", "name": "Ines Brook"}
    ),
    "/cover/half-days/<int:number>/withdrawal": Cell(
        "/cover/half-days/{half_day}/withdrawal", ARRANGER_SENDS
    ),
    "/cover/links/<token>/acceptance": Cell("/cover/links/{covering}/acceptance", EVERYBODY),
    "/cover/links/<token>/refusal": Cell("/cover/links/{covering}/refusal", EVERYBODY),
    "/cover/mine/<int:meeting_id>/acceptance": Cell("/cover/mine/{entry_id}/acceptance", THIRD_SENDS),
    "/cover/mine/<int:meeting_id>/refusal": Cell("/cover/mine/{entry_id}/refusal", THIRD_SENDS),
    "/cover/requests/<int:request_id>/approval": Cell(
        "/cover/requests/{wanted_id}/approval", ARRANGER_SENDS, {"colleague": "{host}"}
    ),
    "/cover/requests/<int:request_id>/colleague": Cell(
        "/cover/requests/{taken_id}/colleague", ARRANGER_SENDS, {"colleague": "{colleague}"}
    ),
    "/cover/requests/<int:request_id>/refusal": Cell("/cover/requests/{wanted_id}/refusal", ARRANGER_SENDS),
    "/cover/requests/<int:request_id>/substitute": Cell(
        "/cover/requests/{wanted_id}/substitute", ARRANGER_SENDS, {"name": "Ines Brook"}
    ),
    "/cover/requests/<int:request_id>/withdrawal": Cell(
        "/cover/requests/{taken_id}/withdrawal", ARRANGER_SENDS
    ),
    "/inbox/<int:message_id>/completion": Cell("/inbox/{inbox_id}/completion", ADMIN_SENDS),
    "/invitations/<token>/acceptance": Cell("/invitations/{invitation}/acceptance", EVERYBODY),
    "/invitations/<token>/cancellation": Cell("/invitations/{invitation}/cancellation", EVERYBODY),
    # It is still ahead.
    "/invitations/<token>/confirmation": Cell("/invitations/{invitation}/confirmation", NOTHING_NOW),
    "/invitations/<token>/missed": Cell("/invitations/{invitation}/missed", NOTHING_NOW),
    "/invitations/<token>/time": Cell("/invitations/{invitation}/time", EVERYBODY, {"time": "{move}"}),
    "/looking": Cell("/looking", TEACHERS_SEND, {"seen_by": "coordinator"}),
    "/looking/wishes": Cell(
        "/looking/wishes", TEACHERS_SEND, {"seen_by": "coordinator", "part": "coach", "interests": "Groups"}
    ),
    "/looking/end": Cell("/looking/end", TEACHERS_SEND),
    # Who was asked says yes by asking back; nobody else sees that colleague on their page.
    "/looking/asks": Cell("/looking/asks", ASKED_ANSWERS, {"person": "{asker}", "line": "Shall we?"}),
    # Whom the coach asked is the third's partner already.
    "/looking/asks/<int:colleague>/withdrawal": Cell(
        "/looking/asks/{asked}/withdrawal", "303 404 409 403 403 403 403 303"
    ),
    "/looking/asks/<int:colleague>/acceptance": Cell("/looking/asks/{asker}/acceptance", ASKED_ANSWERS),
    "/looking/asks/<int:colleague>/aside": Cell("/looking/asks/{asker}/aside", ASKED_ANSWERS),
    "/meetings/<int:meeting_id>/cancellation": Cell("/meetings/{meeting_id}/cancellation", PAIR_SENDS),
    "/meetings/<int:meeting_id>/debrief": Cell("/meetings/{held_id}/debrief", PAIR_SENDS, {"talk": "{talk}"}),
    "/meetings/<int:meeting_id>/debrief/waiver": Cell("/meetings/{held_id}/debrief/waiver", PAIR_SENDS),
    "/meetings/<int:meeting_id>/departure": Cell("/meetings/{meeting_id}/departure", PAIR_SENDS),
    "/meetings/<int:meeting_id>/confirmation": Cell("/meetings/{held_id}/confirmation", PAIR_SENDS),
    "/meetings/<int:meeting_id>/missed": Cell("/meetings/{held_id}/missed", PAIR_SENDS),
    "/meetings/<int:meeting_id>/time": Cell("/meetings/{meeting_id}/time", PAIR_SENDS, {"pick": "{move}"}),
    "/partnerships": Cell(
        "/partnerships", COORDINATOR_SENDS, {"person": "coach@school.test", "second": "third@school.test"}
    ),
    "/notice": Cell("/notice", ANYBODY_SENDS, {"notice": "digest", "alarm": "10"}),
    "/notice/<token>": Cell("/notice/{notice}", EVERYBODY, {"notice": "digest", "alarm": "10"}),
    # Something is booked, so that there is nothing to take up.
    "/nudges/<token>/time": Cell("/nudges/{nudge}/time", NOTHING_NOW, {"time": "{visit}"}),
    "/nudges/<token>/pause": Cell("/nudges/{nudge}/pause", EVERYBODY, {"until": "2027-02-15"}),
    "/partnerships/<int:partnership_id>/way-back": Cell(
        "/partnerships/{partnership_id}/way-back", PAIR_STAYS, {"time": "{visit}"}
    ),
    "/people/<int:person_id>/activation": Cell("/people/{gone}/activation", ADMIN_SENDS),
    "/people/<int:person_id>/deactivation": Cell("/people/{host}/deactivation", ADMIN_SENDS),
    "/people/<int:person_id>/erasure": Cell("/people/{gone}/erasure", ADMIN_SENDS),
    "/people/invitations": Cell("/people/invitations", ADMIN_SENDS),
    "/language": Cell("/language", ANYBODY_SENDS, {"language": "en"}),
    "/sign-in/links": Cell("/sign-in/links", ANYBODY_SENDS, {"email": "coach@school.test"}),
    "/sign-in/links/<token>": Cell("/sign-in/links/{way_in}", ANYBODY_SENDS),
    "/sign-in/with/<key>": Cell("/sign-in/with/google", NOT_HERE),
    "/open-lessons": Cell("/open-lessons", COACHS_LESSON, {"pick": "{lesson}", "places": "2"}),
    "/open-lessons/<int:lesson_id>/closure": Cell("/open-lessons/{lesson_id}/closure", HOST_SENDS),
    "/open-lessons/<int:lesson_id>/departure": Cell("/open-lessons/{coming_id}/departure", COACH_LEAVES),
    "/open-lessons/<int:lesson_id>/line": Cell(
        "/open-lessons/{lesson_id}/line", HOST_SENDS, {"line": "Fractions with string", "places": "3"}
    ),
    "/open-lessons/<int:lesson_id>/visit": Cell("/open-lessons/{lesson_id}/visit", COLLEAGUES_COME),
    "/open-lessons/visits/<int:meeting_id>/departure": Cell(
        "/open-lessons/visits/{open_visit_id}/departure", PAIR_SENDS
    ),
    "/open-lessons/visits/<int:meeting_id>/missed": Cell(
        "/open-lessons/visits/{seen_visit_id}/missed", PAIR_SENDS
    ),
    "/open-lessons/visits/<int:meeting_id>/talks": Cell(
        "/open-lessons/visits/{seen_visit_id}/talks", PAIR_SENDS, {"talk": "{open_talk}"}
    ),
    "/outbox/<int:message_id>/retry": Cell("/outbox/{failed}/retry", ADMIN_SENDS),
    "/partnerships/<int:partnership_id>/debrief": Cell("/partnerships/{partnership_id}/debrief", PAIR_STAYS),
    "/partnerships/<int:partnership_id>/deletion": Cell(
        "/partnerships/{partnership_id}/deletion", PAIR_STAYS
    ),
    "/partnerships/<int:partnership_id>/departure": Cell(
        "/partnerships/{partnership_id}/departure", PAIR_STAYS
    ),
    "/partnerships/<int:partnership_id>/end": Cell("/partnerships/{partnership_id}/end", PAIR_SENDS),
    "/partnerships/<int:partnership_id>/informal-meetings": Cell(
        "/partnerships/{partnership_id}/informal-meetings", PAIR_SENDS, {"on": "2027-01-18"}
    ),
    "/partnerships/<int:partnership_id>/links": Cell(
        "/partnerships/{partnership_id}/links", PAIR_SENDS, {"address": "https://docs.test/plan"}
    ),
    "/partnerships/<int:partnership_id>/links/<int:link_id>/removal": Cell(
        "/partnerships/{partnership_id}/links/{link_id}/removal", PAIR_SENDS
    ),
    "/partnerships/<int:partnership_id>/notes/removal": Cell(
        "/partnerships/{partnership_id}/notes/removal", PAIR_SENDS
    ),
    "/partnerships/<int:partnership_id>/pause": Cell(
        "/partnerships/{partnership_id}/pause", PAIR_SENDS, {"until": "2027-02-15"}
    ),
    "/partnerships/<int:partnership_id>/pause/end": Cell(
        "/partnerships/{resting_id}/pause/end", RESTING_PAIR_SENDS
    ),
    "/partnerships/<int:partnership_id>/proposals": Cell(
        "/partnerships/{partnership_id}/proposals", PAIR_SENDS, {"host": "{host}", "pick": "{visit}"}
    ),
    "/partnerships/<int:partnership_id>/talks": Cell(
        "/partnerships/{partnership_id}/talks", PAIR_SENDS, {"talk": "{talk}"}
    ),
    "/programme/text": Cell("/programme/text", WORDSMITHS_SEND, {"goals": "To see and to ask."}),
    "/people/<int:person_id>/bounce/clearance": Cell("/people/{bounced}/bounce/clearance", ADMIN_SENDS),
    "/people": Cell(
        "/people", ADMIN_SENDS, {"name": "Nora Voss", "email": "new@school.test", "role": "teacher"}
    ),
    "/proposals/<int:proposal_id>/acceptance": Cell(
        "/proposals/{proposal_id}/acceptance", PARTNER_ANSWERS, {"option": "{option}"}
    ),
    "/proposals/<int:proposal_id>/counter": Cell(
        "/proposals/{proposal_id}/counter", PARTNER_ANSWERS, {"host": "{host}", "pick": "{visit}"}
    ),
    "/proposals/<int:proposal_id>/refusal": Cell("/proposals/{proposal_id}/refusal", PARTNER_ANSWERS),
    "/proposals/<int:proposal_id>/withdrawal": Cell("/proposals/{proposal_id}/withdrawal", COACH_TAKES_BACK),
    "/school": Cell("/school", NOBODYS, {"school": "999"}),
    "/setup": Cell("/setup", NOT_HERE, {"school": "Another", "email": "me@school.test"}),
    "/settings": Cell("/settings", ADMIN_SENDS, A_SETTING),
    "/sign-in": Cell(
        "/sign-in", ANYBODY_SENDS, {"email": "coach@school.test", "password": "correct horse battery"}
    ),
    "/sign-out": Cell("/sign-out", ANYBODY_SENDS),
    "/suggestions/<token>/acceptance": Cell("/suggestions/{suggestion}/acceptance", EVERYBODY),
    "/suggestions/<token>/refusal": Cell("/suggestions/{suggestion}/refusal", EVERYBODY),
    "/was-this-you/<token>/confirmation": Cell("/was-this-you/{question}/confirmation", EVERYBODY),
    "/was-this-you/<token>/denial": Cell("/was-this-you/{question}/denial", EVERYBODY),
    "/timetable/calendar": Cell(
        "/timetable/calendar", ANYBODY_SENDS, {"address": "https://calendar.test/other.ics"}
    ),
    "/timetable/calendar/removal": Cell("/timetable/calendar/removal", ANYBODY_SENDS),
    "/timetable/commitments": Cell(
        "/timetable/commitments", ANYBODY_SENDS, {"kind": "duty", "label": "Mon", "period": "3"}
    ),
    "/timetable/commitments/<int:commitment_id>/removal": Cell(
        "/timetable/commitments/{commitment_id}/removal", COACHS_OWN
    ),
}

# The address itself says who acts.
LINKED = (
    "/answers", "/asks/", "/cover/links/", "/invitations", "/notice/", "/nudges/", "/sign-in", "/suggestions",
    "/was-this-you",
)  # fmt: skip

PAGES |= {path: Cell(path, expected) for path, expected in SETUP_PAGES.items()}
ACTS |= {path: Cell(path, expected, fields) for path, (expected, fields) in SETUP_ACTS.items()}
TABLE = {("GET", rule): cell for rule, cell in PAGES.items()} | {
    ("POST", rule): cell for rule, cell in ACTS.items()
}
