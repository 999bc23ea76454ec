"""What a school tells about its programme: the sections of that page, with words to begin with (design 2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from coachsched.core.errors import Problem
from coachsched.core.phrases import joined, phrase

LONGEST_TEXT = 4000


@dataclass(frozen=True)
class Section:
    """A part of the page; ``text`` has paragraphs parted by blank lines, and no markup."""

    key: str
    title: str
    text: str


def usual(words: Mapping[str, str]) -> tuple[Section, ...]:
    """The sections in their order, in the school's own words for programme, coach, partner and meetings."""
    visit, debrief = words["visit"], words["debrief"]
    return (
        Section(
            "what",
            phrase("What it is"),
            phrase(
                "Two colleagues see each other teach and talk about it afterwards. A %(visit)s is short, and "
                "the %(debrief)s that follows is what it is for.",
                visit=visit,
                debrief=debrief,
            ),
        ),
        Section(
            "why",
            phrase("Why we do it"),
            phrase(
                "Teaching is mostly done alone. Seeing a colleague at work, and being seen by one who asks "
                "and does not judge, is one of the few things that are known to help."
            ),
        ),
        Section(
            "how",
            phrase("How it goes"),
            _how(debrief),
        ),
        Section(
            "roles",
            phrase("Who does what"),
            phrase(
                "The %(coach)s and the %(partner)s choose what they look at and when. The coordinator brings "
                "people together and sees which partnerships have gone quiet, to offer help. Whoever "
                "arranges cover sees that somebody is away for professional learning, and nothing else.",
                coach=words["coach"],
                partner=words["partner"],
            ),
        ),
        Section(
            "confidence",
            phrase("What stays between you"),
            phrase(
                "What is seen and said in a %(visit)s or %(debrief)s stays between the partners. It is no "
                "evaluation: no notes and no marks are kept, and nothing of it reaches anybody who decides "
                "about your work. This app knows when and where you meet, never what you talked about.",
                visit=visit,
                debrief=debrief,
            ),
        ),
        Section(
            "goals",
            phrase("This year"),
            phrase("What we want to get out of it this year: write it here."),
        ),
    )


def with_own(words: Mapping[str, str], own: Mapping[str, str]) -> tuple[Section, ...]:
    """The sections with the school's own texts in place of the usual; an empty one leaves its section out."""
    sections = (Section(one.key, one.title, own.get(one.key, one.text)) for one in usual(words))
    return tuple(section for section in sections if section.text.strip())


def faults(texts: Mapping[str, str]) -> list[Problem]:
    """What is wrong with texts by their section's key; each problem's place is the key."""
    return [
        Problem(
            key,
            phrase("it has %(n)s characters.", n=len(text)),
            phrase("Use at most %(n)s.", n=LONGEST_TEXT),
        )
        for key, text in texts.items()
        if len(text) > LONGEST_TEXT
    ]


def _how(debrief: str) -> str:
    return joined(
        [
            phrase(
                "You look for a time when one of you is free while the other teaches, and a %(debrief)s that "
                "suits both. Whoever is visited says what to look at. The %(debrief)s begins with their own "
                "view.",
                debrief=debrief,
            ),
            phrase("When both like, you swap. When it is not the time, you say so; nobody is asked why."),
        ],
        "\n\n",
    )
