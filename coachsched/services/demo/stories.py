"""The demo's partnerships: together they show every state of design 6, and every reason to be quiet."""

from __future__ import annotations

from coachsched.services.demo import opened
from coachsched.services.demo.people import COACH, PARTNER, THIRD
from coachsched.services.demo.stage import Stage, Window
from coachsched.services.demo.story import Story


def tell(stage: Stage) -> None:
    """Every story; what is booked comes before what is only proposed, so that no offer is taken."""
    for story in (
        ready_for_another_round,
        visit_ahead,
        visit_with_a_plan_ahead,
        three_together,
        held_until_cover_is_found,
        covered,
        visited_a_day_ago,
        met_informally,
        never_started,
        not_talked_yet,
        called_off,
        between_cycles,
        resting,
        ended,
        opened.open_lessons,
        waiting_for_an_answer,
        unanswered,
    ):
        story(stage)


def ready_for_another_round(stage: Stage) -> None:
    """The pair of the demo: a cycle just done, nothing ahead, so that finding times comes next."""
    story = Story(stage, COACH, PARTNER, began=26)
    story.hold_cycle(PARTNER, 6, 4)


def visit_ahead(stage: Stage) -> None:
    story = Story(stage, "Rhys Olumide", "Hana Kovács", began=35)
    story.hold_cycle("Hana Kovács", 27, 23)
    proposal = story.propose(
        "Rhys Olumide", "Hana Kovács", stage.ago(4), stage.ahead(6), focus="How pairs explain to each other"
    )
    story.accept(proposal, stage.ago(2))


def visit_with_a_plan_ahead(stage: Stage) -> None:
    story = Story(stage, "Saoirse Varga", "Emeka Wainwright", began=12)
    later = Window(stage.after(stage.ahead(1).last, 1), stage.ahead(9).last)
    proposal = story.propose(
        "Emeka Wainwright", "Saoirse Varga", stage.ago(5), later, focus="The first ten minutes of a lesson"
    )
    story.plan(proposal, stage.ahead(1))
    story.accept(proposal, stage.ago(3))


def three_together(stage: Stage) -> None:
    story = Story(stage, "Beatrix Solano", "Callum Iwu", "Viktor Amankwah", began=18)
    proposal = story.propose("Callum Iwu", "Beatrix Solano", stage.ago(3), stage.ahead(12))
    story.accept(proposal, stage.ago(1))


def held_until_cover_is_found(stage: Stage) -> None:
    """Something to do for whoever arranges cover."""
    story = Story(stage, "Henrik Baptiste", "Arjun Pemberton", began=13)
    proposal = story.propose(
        "Arjun Pemberton", "Henrik Baptiste", stage.ago(3), stage.ahead(12), with_cover=True
    )
    story.hold(proposal, stage.ago(1))


def covered(stage: Stage) -> None:
    """A class that a colleague takes, and one on the day sheet."""
    story = Story(stage, "Philippa Nwosu", "Tomasz Ellery", began=14)
    proposal = story.propose(
        "Philippa Nwosu", "Tomasz Ellery", stage.ago(4), stage.ahead(12), with_cover=True
    )
    story.cover(proposal, stage.ago(2))


def visited_a_day_ago(stage: Stage) -> None:
    """A visit whose debrief has no time yet, and is not late either."""
    story = Story(stage, "Kirsty Tamboura", "Noor van Dalen", began=20)
    proposal = story.propose(
        "Kirsty Tamboura", "Noor van Dalen", stage.ago(7), stage.held(2, 1), with_debrief=False
    )
    story.accept(proposal, stage.ago(5))


def met_informally(stage: Stage) -> None:
    story = Story(stage, "Rhys Olumide", "Dilip Harrowgate", began=30)
    story.record(stage.ago(4), "informal")


def never_started(stage: Stage) -> None:
    Story(stage, "Gareth Bandara", "Luca Fenwick", began=14)


def not_talked_yet(stage: Stage) -> None:
    story = Story(stage, "Tomasz Ellery", "Mei Strand", began=22)
    proposal = story.propose(
        "Mei Strand", "Tomasz Ellery", stage.ago(12), stage.held(8, 5), with_debrief=False
    )
    story.accept(proposal, stage.ago(10))


def called_off(stage: Stage) -> None:
    story = Story(stage, "Chiara Thackeray", "Sunita Halloran", began=40)
    story.hold_cycle("Chiara Thackeray", 33, 29)
    proposal = story.propose("Chiara Thackeray", "Sunita Halloran", stage.ago(13), stage.held(7, 4))
    story.call_off(story.accept(proposal, stage.ago(11)), stage.ago(9))


def between_cycles(stage: Stage) -> None:
    story = Story(stage, "Yasmin Orlov", "Bronwen Saito", began=42)
    story.hold_cycle("Bronwen Saito", 36, 32)
    story.hold_cycle("Yasmin Orlov", 27, 23)


def resting(stage: Stage) -> None:
    story = Story(stage, "Joseph Adeyinka", "Mateo Fairclough", began=34)
    story.hold_cycle("Mateo Fairclough", 28, 24)
    story.record(stage.ago(6), "paused", until=stage.after(stage.today, 20))


def ended(stage: Stage) -> None:
    story = Story(stage, "Anjali Brook", "Ruth Castellanos", began=44)
    story.hold_cycle("Ruth Castellanos", 37, 33)
    story.hold_cycle("Anjali Brook", 25, 21)
    story.record(stage.ago(9), "finished")


def waiting_for_an_answer(stage: Stage) -> None:
    """The third account's answer comes next."""
    story = Story(stage, THIRD, "Céline Abara", began=32)
    story.hold_cycle("Céline Abara", 22, 18)
    story.propose(
        "Céline Abara", THIRD, stage.ago(2), stage.ahead(10), options=3, focus="Speaking without notes"
    )


def unanswered(stage: Stage) -> None:
    story = Story(stage, "Rhys Olumide", "Kwabena Lisle", began=16)
    story.propose(
        "Rhys Olumide", "Kwabena Lisle", stage.ago(7), stage.ahead(10), options=3, focus="Questions that wait"
    )
