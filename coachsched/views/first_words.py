"""What the steps of setting a school up are called, where their screens are, and what each lacks."""

from __future__ import annotations

from coachsched.core.phrases import Phrase, phrase
from coachsched.services.starting import Code, Missing, Step

PAGES: dict[str, str] = {
    "school": "first_steps.school",
    "timetable": "first_steps.timetable",
    "terms": "first_terms.show",
    "people": "first_steps.people",
    "partnerships": "first_steps.pairs",
    "ready": "first_steps.ready",
}
TITLES: dict[Code, Phrase] = {
    "school": phrase("School and time zone"),
    "timetable": phrase("Timetable"),
    "terms": phrase("Terms and days off"),
    "people": phrase("People and invitations"),
    "partnerships": phrase("First partnerships"),
}
MISSING: dict[Missing, Phrase] = {
    "file": phrase("No timetable yet: bring its file."),
    "days": phrase("The file is here; your school has no days and periods yet."),
    "force": phrase("The file is here, and not in force yet."),
    "terms": phrase("No term yet: put in its first and last day."),
    "new_term": phrase("Every term is over: put in the next one."),
    "people": phrase("Nobody but you is here yet: bring a list."),
    "names": phrase("The timetable does not know your people yet: say who is who."),
    "invitations": phrase("Nobody has been invited to sign in yet."),
    "pair": phrase("No two are brought together yet."),
    "coordinator": phrase("A coordinator brings the first two together, under Partnerships."),
    "no_coordinator": phrase(
        "Nobody is coordinator yet: bring your list again, with that role for somebody."
    ),
}


def missing(step: Step) -> str:
    """What a step still lacks, in one sentence."""
    return MISSING.get(step.missing, "")
