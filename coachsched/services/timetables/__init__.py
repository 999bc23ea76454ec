"""Timetables from files: what one would change, and putting it in force, whole or not at all."""

from coachsched.services.timetables.applying import Applied, apply, import_timetable
from coachsched.services.timetables.choices import Choices
from coachsched.services.timetables.planning import Plan
from coachsched.services.timetables.previewing import Preview, preview

__all__ = ["Applied", "Choices", "Plan", "Preview", "apply", "import_timetable", "preview"]
