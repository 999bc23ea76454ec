"""Errors a person can mend: each says what is wrong, where, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coachsched.core.phrases import Phrase, phrase


class UserError(Exception):
    """Shown as it is, without a traceback: exit code 1 on the command line, a 4xx on a page."""

    @property
    def words(self) -> str:
        """What it says, still a phrase where it is one: for keeping it, or for telling somebody else."""
        return self.args[0] if len(self.args) == 1 and isinstance(self.args[0], str) else str(self)


@dataclass(frozen=True)
class Problem:
    """One fault in a file or form: ``where`` ("people.csv, line 3"), ``what``, and the remedy."""

    where: str
    what: str
    remedy: str = ""

    @property
    def words(self) -> Phrase:
        """All of it, to be put into a language when it is shown."""
        if not self.remedy:
            # L10N: a place in a file or form, and what is wrong there, which may begin with its verb.
            return phrase("%(where)s: %(what)s", where=self.where, what=self.what)
        return phrase("%(where)s: %(what)s %(remedy)s", where=self.where, what=self.what, remedy=self.remedy)

    def __str__(self) -> str:
        return str(self.words)


class InputError(UserError):
    """What was typed or uploaded cannot be taken; nothing was written. 422 on a page."""

    def __init__(self, problems: Sequence[Problem] | Problem) -> None:
        self.problems = [problems] if isinstance(problems, Problem) else list(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))


class NotFoundError(UserError):
    """There is no such thing, or not for this person: both look alike. 404 on a page."""


class ConflictError(UserError):
    """Somebody was quicker, or the thing has moved on; nothing was changed. 409 on a page."""


class ForbiddenError(UserError):
    """The page exists for other roles. 403 on a page."""
