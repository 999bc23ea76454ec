"""Errors a person can mend: each says what is wrong, where, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class UserError(Exception):
    """Shown as it is, without a traceback: exit code 1 on the command line, a 4xx on a page."""


@dataclass(frozen=True)
class Problem:
    """One fault in a file or form: ``where`` ("people.csv, line 3"), ``what``, and the remedy."""

    where: str
    what: str
    remedy: str = ""

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" + (f" {self.remedy}" if self.remedy else "")


class InputError(UserError):
    """What was typed or uploaded cannot be taken; nothing was written. 422 on a page."""

    def __init__(self, problems: Sequence[Problem] | Problem) -> None:
        self.problems = [problems] if isinstance(problems, Problem) else list(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class NotFoundError(UserError):
    """There is no such thing, or not for this person: both look alike. 404 on a page."""


class ConflictError(UserError):
    """Somebody was quicker, or the thing has moved on; nothing was changed. 409 on a page."""


class ForbiddenError(UserError):
    """The page exists for other roles. 403 on a page."""
