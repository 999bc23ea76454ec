"""Whose account a teacher of a timetable file is (EDGE-CASES 15 to 23). Never a silent guess."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, Protocol

from coachsched.core.labels import teacher_key
from coachsched.core.teacher_likeness import Likeness

# How an account was found, each of them certain; "" where it was not.
How = Literal["", "code", "alias", "e-mail", "full name", "chosen"]
LIKELIEST = 5


class Teacher(Protocol):
    """A teacher as a file lists them; see importers.timetable_file.FileTeacher."""

    @property
    def name(self) -> str: ...
    @property
    def full_name(self) -> str: ...
    @property
    def email(self) -> str: ...
    @property
    def also(self) -> tuple[str, ...]: ...


@dataclass(frozen=True)
class Account:
    """Somebody of the school; ``id`` is the membership's. ``aliases`` are further names in the timetable."""

    id: int
    name: str
    email: str
    teacher: str = ""
    aliases: tuple[str, ...] = ()
    active: bool = True

    @property
    def codes(self) -> tuple[str, ...]:
        """Every name the timetable knows them by, as keys."""
        return tuple(teacher_key(name) for name in (self.teacher, *self.aliases) if name)


@dataclass(frozen=True)
class Candidate:
    """Whose account it may be, and what speaks for it."""

    account: Account
    reason: str


@dataclass(frozen=True)
class Match:
    """A teacher of the file: whose account, where certain or chosen, and who it may be, likeliest first."""

    name: str
    account: Account | None = None
    how: How = ""
    candidates: tuple[Candidate, ...] = ()

    @property
    def is_new(self) -> bool:
        """Whether the account has to be told that the timetable knows it by this name."""
        return self.account is not None and teacher_key(self.name) not in self.account.codes


def match(
    teachers: Sequence[Teacher], accounts: Sequence[Account], chosen: Mapping[str, int | None] | None = None
) -> list[Match]:
    """Whose each teacher is, in their order; ``chosen`` maps teacher_key to an account's id, None for nobody.

    Certain are a code or name the account has, its e-mail and its full name, where nobody else in file or
    school has the same. Nobody is made from a timetable: who is not found stays without an account.
    """
    matching = _Matching(accounts, teachers)
    chosen = chosen or {}
    by_id = {account.id: account for account in accounts}
    found = []
    for teacher in teachers:
        one, key = matching.match(teacher), teacher_key(teacher.name)
        found.append(_as_chosen(one, by_id.get(chosen[key] or 0)) if key in chosen else one)
    return found


def _as_chosen(found: Match, account: Account | None) -> Match:
    """The match somebody wants, beside who else it may be."""
    return replace(found, account=account, how="chosen" if account else "")


class _Matching:
    """The accounts by everything that makes a match certain. Who has left gets no new name."""

    def __init__(self, accounts: Sequence[Account], teachers: Sequence[Teacher]) -> None:
        active = [account for account in accounts if account.active]
        self._by_code = {teacher_key(one.teacher): one for one in active if one.teacher}
        self._by_alias = {teacher_key(name): one for one in active for name in one.aliases}
        self._by_email = _alone((one.email.casefold(), one) for one in active)
        self._by_name = _alone((teacher_key(one.name), one) for one in active)
        # Two teachers of the file with one name or address are two people until somebody says otherwise.
        self._emails = Counter(teacher.email.casefold() for teacher in teachers if teacher.email)
        self._names = Counter(name for teacher in teachers for name in _full_names(teacher))
        self._known = {one.id for teacher in teachers if (one := self._coded(teacher)[0])}
        self._by_id = {one.id: one for one in active}

    def match(self, teacher: Teacher) -> Match:
        account, how = self._coded(teacher)
        if account is None:
            account, how = self._named(teacher)
        if account is not None:
            return Match(teacher.name, account, how)
        return Match(teacher.name, candidates=tuple(self._candidates(teacher)))

    def _coded(self, teacher: Teacher) -> tuple[Account | None, How]:
        key = teacher_key(teacher.name)
        if key in self._by_code:
            return self._by_code[key], "code"
        return self._by_alias.get(key), "alias" if key in self._by_alias else ""

    def _named(self, teacher: Teacher) -> tuple[Account | None, How]:
        """By address or full name: not somebody the file knows by their own code already."""
        email = teacher.email.casefold()
        account = self._by_email.get(email) if self._emails[email] == 1 else None
        if account and account.id not in self._known:
            return account, "e-mail"
        for name in _full_names(teacher):
            account = self._by_name.get(name) if self._names[name] == 1 else None
            if account and account.id not in self._known:
                return account, "full name"
        return None, ""

    @cached_property
    def _likeness(self) -> Likeness:
        return Likeness([(one.id, one.name, one.email) for one in self._by_id.values()])

    def _candidates(self, teacher: Teacher) -> Iterator[Candidate]:
        names = (teacher.name, teacher.full_name, *teacher.also)
        likely = self._likeness.likely(names, teacher.email)
        for account_id, reason in [one for one in likely if one[0] not in self._known][:LIKELIEST]:
            yield Candidate(self._by_id[account_id], reason)


def _full_names(teacher: Teacher) -> list[str]:
    """What may be the whole name of a teacher, as keys, each once: one word alone never is."""
    names = (teacher_key(name) for name in (teacher.name, teacher.full_name))
    return list(dict.fromkeys(name for name in names if " " in name))


def _alone(pairs: Iterator[tuple[str, Account]]) -> dict[str, Account]:
    """Accounts by a key that only one of them has."""
    found: dict[str, list[Account]] = {}
    for key, account in pairs:
        found.setdefault(key, []).append(account)
    return {key: accounts[0] for key, accounts in found.items() if len(accounts) == 1}
