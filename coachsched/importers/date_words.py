"""What the title of a date says: a holiday, a staff day, exams, an event, a term, or where a term begins."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from coachsched.core.calendar import ExceptionKind
from coachsched.importers.words import has_word, plain

Kind = ExceptionKind | Literal["term"]
KINDS: tuple[Kind, ...] = ("holiday", "inset", "closure", "exam", "event", "teaching", "term")

# English, German, French, Spanish, Portuguese, Italian, Dutch and Nordic; the first kind that fits wins.
_WORDS: tuple[tuple[Kind, tuple[str, ...]], ...] = (
    ("closure", (
        "snow day", "emergency closure", "closed due to", "closed because", "weather closure", "strike",
        "hitzefrei", "schneefrei", "unwetter", "streik", "greve", "huelga", "sciopero", "staking",
    )),
    ("inset", (
        "inset", "in service", "inservice", "staff day", "staff development", "staff training",
        "professional development", "professional learning", "pd day", "teacher day", "teacher workday",
        "work day", "training day", "pupil free", "student free", "non pupil", "curriculum day",
        "planning day", "*studientag", "padagogischer tag", "schilf", "*konferenztag", "*fortbildung",
        "*fortbildungstag", "journee pedagogique", "formation des enseignants", "jornada pedagogica",
        "formacion del profesorado", "giornata di formazione", "studiedag", "planleggingsdag",
        "planeringsdag", "studiedager",
    )),
    ("teaching", (
        "make up day", "makeup day", "extra school day", "teaching day", "unterrichtstag", "nachholtag",
        "jour de rattrapage", "dia lectivo", "dia letivo", "lesdag",
    )),
    ("holiday", (
        "holiday", "vacation", "recess", "half term", "break", "no school", "no classes", "school closed",
        "day off", "*ferien", "*ferientag", "*feiertag", "schulfrei", "unterrichtsfrei", "vacances", "conge",
        "ferie", "vacaciones", "festivo", "feriado", "no lectivo", "puente", "ferias", "recesso", "vacanze",
        "festa", "festivita", "*vakantie", "feestdag", "lesvrij", "*ferie", "*lov", "fridag",
    )),
    ("exam", (
        "exam", "examination", "mock", "assessment week", "finals", "*prufung", "*prufungen", "abitur",
        "*klausur", "*klausuren", "examen", "examenes", "exames", "bac blanc", "esame", "esami", "prova",
        "provas", "toetsweek", "proefwerkweek",
    )),
    ("event", (
        "sport day", "sports day", "field day", "activity day", "activities week", "activities day",
        "enrichment day", "enrichment week", "project day", "project week", "off timetable",
        "collapsed timetable", "speech day", "prize day", "wandertag", "*projekttag", "*projekttage",
        "*projektwoche", "*sportfest", "bundesjugendspiele", "*schulfest", "journee sportive",
        "dia del deporte", "jornada deportiva", "giornata dello sport", "sportdag", "projectweek",
    )),
    ("term", (
        "term", "semester", "trimester", "quarter", "*halbjahr", "*schuljahr", "school year",
        "academic year", "trimestre", "semestre", "bimestre", "quadrimestre", "cuatrimestre",
        "curso escolar", "annee scolaire", "anno scolastico", "ano letivo", "schooljaar", "lesperiode",
        "lasar", "skolear",
    )),
)  # fmt: skip
_SCHOOL = (
    "term", "semester", "trimester", "quarter", "school", "class", "lesson", "*schultag", "unterricht*",
    "schulbeginn", "schulende", "schulschluss", "schuljahr*", "*halbjahr*", "ecole", "cours", "scolaire",
    "trimestre", "semestre", "clase", "curso", "aula", "lezioni", "scuola", "escuela", "escola", "les",
    "schooldag", "rentree",
)  # fmt: skip
_BEGIN = (
    "begin", "begins", "start", "starts", "first day", "opens", "reopens", "back to school", "beginnt",
    "*beginn", "*anfang", "erster", "rentree", "debut", "premier jour", "inicio", "comienzo", "comienza",
    "primer dia", "primeiro dia", "inizio", "primo giorno", "begint", "eerste",
)  # fmt: skip
_END = (
    "end", "ends", "finish", "finishes", "last day", "closes", "endet", "*ende", "*schluss", "letzter", "fin",
    "dernier jour", "termina", "ultimo dia", "fine", "ultimo giorno", "einde", "eindigt", "laatste",
)  # fmt: skip
_BESIDE = (
    "after", "before", "nach", "vor", "avant", "apres", "antes", "despues", "depois", "prima", "dopo", "voor",
)  # fmt: skip
_SINGLE_DAYS = ("public holiday", "bank holiday", "*feiertag", "jour ferie", "festivo", "feriado", "feestdag")
# What of a title is not the name of what begins or ends; compared without accents.
_NOT_THE_NAME = frozenset((
    "begin", "begins", "start", "starts", "first", "last", "day", "opens", "reopens", "closes",
    "end", "ends", "finish", "finishes", "of", "the", "for", "all", "pupils", "students", "beginn",
    "beginnt", "endet", "ende", "erster", "letzter", "tag", "des", "der", "die", "das", "debut",
    "fin", "premier", "dernier", "jour", "de", "du", "la", "le", "inicio", "comienzo", "comienza",
    "primer", "primeiro", "dia", "del", "do", "da", "termina", "ultimo", "inizio", "fine", "primo",
    "giorno", "begint", "einde", "eindigt", "eerste", "laatste", "dag", "van",
))  # fmt: skip
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


class Edge(NamedTuple):
    """Where a term begins or ends, and what it is called."""

    begins: bool
    name: str


def kind_of(title: str) -> Kind | None:
    """What kind of dates a title speaks of; what stands in brackets counts only where nothing else does."""
    bare = _ASIDE.sub(" ", title)
    for text in (bare, title):
        for kind, words in _WORDS:
            if has_word(text, words):
                return kind
    return None


def edge_of(title: str) -> Edge | None:
    """Whether a title says that a term, or school, begins or ends: "Term 1 begins", "Letzter Schultag"."""
    bare = _ASIDE.sub(" ", title)
    begins, ends = has_word(bare, _BEGIN), has_word(bare, _END)
    if begins == ends or not has_word(bare, _SCHOOL) or has_word(bare, ("half term",)):
        return None
    kept = [word for word in bare.split() if plain(word) and plain(word) not in _NOT_THE_NAME]
    return Edge(begins, " ".join(kept).strip(" :-–") or "Term")


def is_beside_holiday(title: str) -> bool:
    """Whether a title tells of the day beside a holiday, or of one end of it: "First day after half term"."""
    bare = _ASIDE.sub(" ", title)
    return has_word(bare, (*_BEGIN, *_END, *_BESIDE)) and not has_word(bare, _SINGLE_DAYS)
