"""The people file: ``name, email, teacher`` and optional ``faculty, roles`` (design 11.7)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from coachsched.core.errors import Problem
from coachsched.core.phrases import phrase
from coachsched.core.places import on_line
from coachsched.core.suggest import suggest
from coachsched.core.timetable import teacher_key
from coachsched.importers.headers import Header, find_header, sound_rows
from coachsched.importers.lines import read_lines
from coachsched.importers.tables import Line, has_control, refusal

ROLES = ("teacher", "coordinator", "principal", "cover", "admin")
REQUIRED = ("name", "email", "teacher")
LONGEST_NAME = 120

SYNONYMS = {
    "name": (
        "full name", "person", "display name", "teacher name", "staff name",
        "Name, Vorname", "vollständiger Name", "nom", "nom complet", "nombre", "nombre completo",
        "nome", "nome completo", "naam", "volledige naam",
    ),
    "email": (
        "e-mail", "mail", "email address", "e-mail address", "mail address",
        "E-Mail-Adresse", "Mailadresse", "courriel", "adresse e-mail", "adresse courriel", "adresse mail",
        "correo", "correo electrónico", "endereço de e-mail", "correio eletrônico",
        "posta elettronica", "indirizzo e-mail", "e-mailadres", "mailadres",
    ),
    "teacher": (
        "code", "teacher code", "teacher id", "staff code", "initials", "timetable name", "timetable code",
        "Kürzel", "Lehrerkürzel", "Lehrkraft", "Lehrer", "sigle", "enseignant", "professeur",
        "código", "abreviatura", "profesor", "sigla", "professor", "docente", "insegnante",
        "afkorting", "docent", "leraar", "docentcode",
    ),
    "faculty": (
        "department", "dept", "subject area", "Fachschaft", "Fachbereich", "Abteilung",
        "département", "discipline", "departamento", "facultad", "faculdade", "dipartimento", "facoltà",
        "afdeling", "vakgroep", "sectie", "faculteit",
    ),
    "roles": ("role", "Rolle", "Rollen", "rôle", "rôles", "rol", "papel", "papéis", "ruolo", "ruoli"),
}  # fmt: skip

# Stricter than RFC 5321, so that an address never needs quoting in a mail header or calendar line.
_EMAIL = re.compile(
    r"(?=.{3,254}$)(?=[^@]{1,64}@)[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])",
    re.IGNORECASE | re.ASCII,
)
_BETWEEN_ROLES = re.compile(r"[+;,\s]+")


@dataclass(frozen=True)
class PersonRow:
    """One person of the file; ``teacher`` is empty for somebody who is not in the timetable.

    ``faculty`` and ``roles`` are empty where the file does not tell of them.
    """

    name: str
    email: str
    teacher: str
    faculty: str
    roles: tuple[str, ...]
    line: int


@dataclass(frozen=True)
class PeopleFile:
    """The people of a file, in its order."""

    people: tuple[PersonRow, ...]


def read_people(data: bytes, name: str, encoding: str | None = None) -> PeopleFile:
    """The people in a file called ``name``. Raises InputError with every fault and its line."""
    lines = read_lines(data, name, encoding, SYNONYMS)
    header = find_header(lines, SYNONYMS, REQUIRED, name)
    sound, problems = sound_rows(lines, header, REQUIRED, name)
    people = [_person(line, header) for line in sound]
    for person in people:
        problems += [Problem(on_line(person.line, name), what, remedy) for what, remedy in faults(person)]
    problems += [*_twice(people, "email", name), *_twice(people, "teacher", name)]
    if not people and not problems:
        problems.append(Problem(name, phrase("names no people under its header.")))
    if problems:
        raise refusal(problems, name)
    return PeopleFile(tuple(people))


def is_email(text: str) -> bool:
    """Whether a text is one plain mail address."""
    return _EMAIL.fullmatch(text) is not None


def _person(line: Line, header: Header) -> PersonRow:
    roles = filter(None, _BETWEEN_ROLES.split(header.cell(line, "roles").casefold()))
    return PersonRow(
        name=header.cell(line, "name"),
        email=header.cell(line, "email"),
        teacher=header.cell(line, "teacher"),
        faculty=header.cell(line, "faculty"),
        roles=tuple(dict.fromkeys(roles)),
        line=line.number,
    )


def faults(person: PersonRow) -> list[tuple[str, str]]:
    """What is wrong with one person, and the remedies."""
    found: list[tuple[str, str]] = []
    if not person.name:
        found.append((phrase("names nobody."), phrase("Write the person's name.")))
    for column in ("name", "teacher", "faculty"):
        text = getattr(person, column)
        if has_control(text):
            what = phrase("has a line break or control character in %(column)s.", column=column)
            found.append((what, phrase("Take it out.")))
        if len(text) > LONGEST_NAME:
            what = phrase("has more than %(n)s characters in %(column)s.", n=LONGEST_NAME, column=column)
            found.append((what, phrase("Shorten it.")))
    if not is_email(person.email):
        what = phrase("has the email %(text)s.", text=repr(person.email[:80]))
        found.append((what, phrase("Write one address, such as name@school.org.")))
    found += [
        (phrase('has the unknown role "%(role)s".', role=role[:60]), suggest(role, ROLES))
        for role in person.roles
        if role not in ROLES
    ]
    return found


def _twice(people: Sequence[PersonRow], column: str, name: str) -> list[Problem]:
    """The people whose e-mail or name in the timetable an earlier line has, whatever its capitals."""
    problems, seen = [], dict[str, int]()
    for person in people:
        text = getattr(person, column)
        first = seen.setdefault(teacher_key(text), person.line) if text else person.line
        if first != person.line:
            what = phrase(
                "has the %(column)s of line %(line)s again: %(text)s.",
                column=column,
                line=first,
                text=text[:80],
            )
            problems.append(Problem(on_line(person.line, name), what, phrase("Each is one person's.")))
    return problems
