"""What the steps of setting a school up are called, where their screens are, and what each lacks."""

from __future__ import annotations

from coachsched.services.starting import Code, Missing, Step

PAGES: dict[str, str] = {
    "school": "first_steps.school",
    "timetable": "first_steps.timetable",
    "terms": "first_terms.show",
    "people": "first_steps.people",
    "partnerships": "first_steps.pairs",
    "ready": "first_steps.ready",
}
TITLES: dict[Code, str] = {
    "school": "School and time zone",
    "timetable": "Timetable",
    "terms": "Terms and days off",
    "people": "People and invitations",
    "partnerships": "First partnerships",
}
MISSING: dict[Missing, str] = {
    "file": "No timetable yet: bring its file.",
    "days": "The file is here; your school has no days and periods yet.",
    "force": "The file is here, and not in force yet.",
    "terms": "No term yet: put in its first and last day.",
    "new_term": "Every term is over: put in the next one.",
    "people": "Nobody but you is here yet: bring a list.",
    "names": "The timetable does not know your people yet: say who is who.",
    "invitations": "Nobody has been invited to sign in yet.",
    "pair": "No two are brought together yet.",
}


def missing(step: Step) -> str:
    """What a step still lacks, in one sentence."""
    return MISSING.get(step.missing, "")
