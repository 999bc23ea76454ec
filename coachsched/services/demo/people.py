"""The demo school's people, all invented."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

MAIL_DOMAIN = "demo.test"

# By faculty and subject; the first teacher of a faculty is its head.
DEPARTMENTS: dict[tuple[str, str], tuple[str, ...]] = {
    ("English", "English"): (
        "Imogen Achterberg",
        "Kwabena Lisle",
        "Saoirse Varga",
        "Dilip Harrowgate",
        "Philippa Nwosu",
    ),
    ("Mathematics", "Mathematics"): (
        "Tomasz Ellery",
        "Hana Kovács",
        "Joseph Adeyinka",
        "Bronwen Saito",
        "Arjun Pemberton",
    ),
    ("Science", "Science"): (
        "Rhys Olumide",
        "Chiara Thackeray",
        "Leila Marchetti",
        "Mei Strand",
        "Gareth Bandara",
        "Zoë Papadakis",
    ),
    ("Languages", "French"): ("Céline Abara", "Henrik Baptiste", "Ffion Delgado"),
    ("Languages", "Spanish"): ("Ingrid Salazar", "Mateo Fairclough"),
    ("Humanities", "History"): ("Ruth Castellanos", "Owen Adebayo", "Emeka Wainwright"),
    ("Humanities", "Geography"): ("Noor van Dalen", "Alasdair Sithole", "Petra Loxley"),
    ("Arts and computing", "Art"): ("Yasmin Orlov", "Callum Iwu"),
    ("Arts and computing", "Music"): ("Beatrix Solano", "Dafydd Rahim"),
    ("Arts and computing", "Computing"): ("Sunita Halloran", "Viktor Amankwah"),
    ("Physical education", "PE"): ("Kirsty Tamboura", "Luca Fenwick", "Anjali Brook"),
}
PART_TIMER = "Petra Loxley"
EARLY_CAREER = ("Philippa Nwosu", "Arjun Pemberton", "Callum Iwu")

# People whose address says what can be seen when signed in as them.
COACH, PARTNER, THIRD = "Leila Marchetti", "Owen Adebayo", "Ingrid Salazar"
ACCOUNTS = {COACH: "coach", PARTNER: "partner", THIRD: "third"}
OFFICE = {
    "Harriet Quansah": "coordinator",
    "Nils Carrington": "principal",
    "Pauline Mistry": "cover",
    "Jonas Whitlock": "admin",
}


@dataclass(frozen=True)
class Colleague:
    """One of the staff; ``code`` is the timetable's word for a teacher, empty in the office."""

    name: str
    role: str
    faculty: str = ""
    subject: str = ""
    code: str = ""

    @property
    def email(self) -> str:
        known = ACCOUNTS.get(self.name) or OFFICE.get(self.name)
        return f"{known or _dotted(self.name)}@{MAIL_DOMAIN}"


def teachers() -> tuple[Colleague, ...]:
    """Every teacher, department by department."""
    return tuple(
        Colleague(name, "teacher", faculty, subject, _code(name))
        for (faculty, subject), names in DEPARTMENTS.items()
        for name in names
    )


def office() -> tuple[Colleague, ...]:
    """Those who do not teach."""
    return tuple(Colleague(name, role) for name, role in OFFICE.items())


def _dotted(name: str) -> str:
    first, _, last = _plain(name).partition(" ")
    return f"{first}.{last.replace(' ', '')}".casefold()


def _code(name: str) -> str:
    """The initial and the beginning of the surname: RCA for Ruth Castellanos."""
    first, _, last = _plain(name).partition(" ")
    return (first[0] + last[:2]).upper()


def _plain(name: str) -> str:
    """The name without its accents."""
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
