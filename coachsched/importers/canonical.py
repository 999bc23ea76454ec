"""The school's own spreadsheet as CSV: a row per teacher and period (design 11.1)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from coachsched.core.errors import Problem
from coachsched.core.phrases import phrase
from coachsched.core.places import on_line
from coachsched.core.suggest import suggest
from coachsched.core.timetable import Row, RowKind
from coachsched.importers.headers import Header, best_header, find_header, sound_rows
from coachsched.importers.sorting_out import sort_out
from coachsched.importers.tables import Line, one_line, refusal
from coachsched.importers.timetable_file import TimetableFile

FORMAT = "canonical"
REQUIRED = ("teacher", "day", "period")
# A row has a cell for each of these that the header names; what comes after may be left off.
NEEDED = (*REQUIRED, "class", "subject", "room")
KINDS: tuple[str, ...] = get_args(RowKind)

# Titles in English, German, French, Spanish, Portuguese, Italian and Dutch; case, accents, spaces and
# signs do not matter. "aula" is a room in Spanish and Italian, so it is not a Portuguese lesson here.
SYNONYMS = {
    "teacher": (
        "teachers", "teacher name", "teacher code", "teacher id", "staff", "staff code", "staff name",
        "instructor", "initials",
        "Lehrer", "Lehrerin", "Lehrer/in", "Lehrkraft", "Lehrkräfte", "Lehrperson", "Lehrerkürzel", "Kürzel",
        "enseignant", "enseignante", "enseignants", "professeur", "professeurs", "prof",
        "profesor", "profesora", "profesores", "maestro", "maestra", "docente", "docentes",
        "professor", "professora", "professores",
        "insegnante", "insegnanti", "professore", "professoressa", "docenti",
        "docent", "docenten", "leraar", "lerares", "leerkracht", "leerkrachten", "afkorting",
    ),
    "day": (
        "days", "weekday", "day of week", "cycle day", "timetable day", "day name",
        "Tag", "Wochentag",
        "jour", "jours", "jour de la semaine",
        "día", "días", "día de la semana",
        "dia", "dias", "dia da semana",
        "giorno", "giorni", "giorno della settimana",
        "dag", "weekdag",
    ),
    "period": (
        "periods", "hour", "slot", "time slot", "start period", "first period", "period number",
        "Stunde", "Unterrichtsstunde", "Schulstunde",
        "période", "heure", "créneau", "séance",
        "período", "hora", "sesión", "tramo", "franja",
        "tempo", "horário",
        "ora", "periodo", "ora di lezione",
        "uur", "lesuur", "periode",
    ),
    "class": (
        "classes", "class name", "class code", "group", "groups", "teaching group", "form", "students",
        "student group", "students sets",
        "Klasse", "Klassen", "Lerngruppe", "Gruppe",
        "classe", "groupe", "division",
        "clase", "clases", "grupo", "grupos", "curso",
        "turma", "turmas",
        "classi", "gruppo",
        "klas", "klassen", "groep", "lesgroep",
    ),
    "subject": (
        "subjects", "course", "subject name", "subject code",
        "Fach", "Fächer", "Unterrichtsfach",
        "matière", "matières", "discipline",
        "asignatura", "asignaturas", "materia",
        "disciplina", "disciplinas", "matéria",
        "materie", "insegnamento",
        "vak", "vakken",
    ),
    "room": (
        "rooms", "location", "venue", "classroom", "room name", "room code",
        "Raum", "Räume", "Zimmer", "Klassenzimmer",
        "salle", "salles", "local",
        "aula", "aulas", "salón",
        "sala", "salas",
        "aule", "stanza",
        "lokaal", "lokalen", "ruimte",
    ),
    "week": (
        "weeks", "week type", "cycle week", "timetable week",
        "Woche", "Wochen", "Wochentyp",
        "semaine", "semaines", "quinzaine",
        "semana", "semanas",
        "settimana", "settimane",
        "weeknummer", "weken",
    ),
    "end_period": (
        "last period", "to period", "until period", "period end", "through period",
        "Endstunde", "bis Stunde", "letzte Stunde",
        "fin période", "période de fin", "dernière heure", "heure de fin",
        "período final", "último período", "hora final", "hasta hora",
        "período fim", "hora fim", "até período",
        "ora finale", "ultima ora", "periodo finale",
        "laatste uur", "tot uur", "eindperiode",
    ),
    "kind": (
        "type", "row type", "entry type", "activity type",
        "Art", "Typ",
        "genre", "nature",
        "tipo", "clase de actividad",
        "soort",
    ),
}  # fmt: skip


def is_like(lines: Sequence[Line]) -> bool:
    """Whether some row near the top names at least two of the columns."""
    return best_header(lines, SYNONYMS)[1] > 1


def read(lines: Sequence[Line], name: str) -> TimetableFile:
    """The timetable in the rows of ``name``. Raises InputError with every broken line.

    A row without teacher, day or period is left out; only ``absent`` needs no period.
    """
    header = find_header(lines, SYNONYMS, REQUIRED, name)
    sound, problems = sound_rows(lines, header, NEEDED, name)
    rows = [_row(line, header) for line in sound]
    problems += [
        Problem(
            on_line(row.line, name),
            phrase('has the unknown kind "%(kind)s".', kind=row.kind[:60]),
            suggest(row.kind, KINDS),
        )
        for row in rows
        if row.kind not in KINDS
    ]
    if problems:
        raise refusal(problems, name)
    return sort_out(rows, name, FORMAT)


def _row(line: Line, header: Header) -> Row:
    cells = {column: one_line(header.cell(line, column)) for column in SYNONYMS}
    return Row(
        teacher=cells["teacher"],
        day=cells["day"],
        period=cells["period"],
        klass=cells["class"],
        subject=cells["subject"],
        room=cells["room"],
        week=cells["week"],
        end_period=cells["end_period"],
        kind=cells["kind"].casefold() or "lesson",  # type: ignore[arg-type]
        line=line.number,
    )
