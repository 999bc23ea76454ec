"""What follows from a settled request for cover for those who asked for it."""

from __future__ import annotations

from collections.abc import Sequence

from coachsched.store.cover import CoverRequest


def settled(requests: Sequence[CoverRequest]) -> None:
    """Confirm, free or send back what these requests were for, inside the caller's transaction."""
