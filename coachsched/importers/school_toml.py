"""``school.toml``: the school, its calendar and its settings in one file (design 5)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from coachsched.core import calendar as core
from coachsched.core.calendar_checks import check_calendar
from coachsched.core.calendar_edits import in_order
from coachsched.core.errors import InputError, Problem
from coachsched.core.options import check_settings
from coachsched.core.phrases import phrase
from coachsched.importers import toml_values as read
from coachsched.importers.toml_places import placed
from coachsched.importers.toml_tables import TomlFile, TomlTable, shown

TABLES = ("school", "rotation", "bell", "bell_rule", "term", "exception", "settings")

SCHOOL = {"name": read.words, "timezone": read.timezone}
ROTATION = {"mode": read.one_of("weekday", "week", "count"), "labels": read.list_of(read.words)}
ROTATION_OPTIONS = {
    "anchor": read.on_date,
    "weekdays": read.list_of(read.weekday),
    "weeks": read.weeks,
    "week_count": read.one_of("school", "calendar"),
    "closure": read.one_of("hold", "burn"),
}
BELL = {"name": read.words, "periods": read.as_it_is}
PERIOD = {
    "label": read.words,
    "kind": read.one_of(*get_args(core.PeriodKind)),
    "start": read.minute,
    "end": read.minute,
}
PERIOD_OPTIONS = {"meetings": read.flag}
RULE = {"bell": read.words}
RULE_OPTIONS = {"weekday": read.weekday, "label": read.words, "from": read.on_date, "to": read.on_date}
TERM = {"name": read.words, "start": read.on_date, "end": read.on_date}
EXCEPTION = {"date": read.on_date, "kind": read.one_of(*get_args(core.ExceptionKind))}
EXCEPTION_OPTIONS = {
    "label": read.words,
    "reanchor": read.flag,
    "counts": read.flag,
    "bell": read.words,
    "note": read.text,
}


@dataclass(frozen=True)
class SchoolFile:
    """A school as its file describes it; ``settings`` are those the file names, defaults not filled in."""

    name: str
    calendar: core.Calendar
    settings: dict[str, object]


def read_school(data: bytes, name: str) -> SchoolFile:
    """The school in a file called ``name``. Raises InputError with every fault and its place."""
    file = TomlFile(data, name)
    file.refuse_unknown(TABLES)
    school = _school(file)
    settings = _settings(file)
    calendar = _calendar(file, school["timezone"] if school else "UTC")
    if calendar is not None:
        file.problems += [placed(problem, file) for problem in check_calendar(calendar)]
    if file.problems or school is None or calendar is None:
        raise InputError(file.problems)
    return SchoolFile(school["name"], in_order(calendar), settings)


def _school(file: TomlFile) -> dict[str, str] | None:
    table = file.one("school")
    return table.read(SCHOOL, {}) if table else None


def _settings(file: TomlFile) -> dict[str, object]:
    table = file.one("settings", required=False)
    if table is None:
        return {}
    for problem in check_settings(table.content):
        told = Problem(problem.where[:60], problem.what).words
        table.fault(told, problem.remedy, problem.where)
    return table.content


def _calendar(file: TomlFile, zone: str) -> core.Calendar | None:
    """The calendar, or None where a part of it cannot be read: then there is nothing to check as a whole."""
    bells = [_bell(table) for table in file.many("bell", required=True)]
    rules = [_rule(table) for table in file.many("bell_rule")]
    terms = [_term(table) for table in file.many("term", required=True)]
    exceptions = [_exception(table) for table in file.many("exception")]
    rotation = _rotation(file.one("rotation"), [term for term in terms if term])
    parts = (rotation, *bells, *rules, *terms, *exceptions)
    if rotation is None or not all(parts) or not bells or not terms:
        return None
    return core.Calendar(
        timezone=zone,
        rotation=rotation,
        bells=tuple(filter(None, bells)),
        rules=tuple(filter(None, rules)),
        terms=tuple(filter(None, terms)),
        exceptions=tuple(filter(None, exceptions)),
    )


def _rotation(table: TomlTable | None, terms: list[core.Term]) -> core.Rotation | None:
    values = table.read(ROTATION, ROTATION_OPTIONS) if table else None
    if table is None or values is None:
        return None
    if "anchor" not in values:
        # With one label a weekday the anchor decides nothing, so nobody need think of one.
        if values["mode"] != "weekday":
            remedy = phrase("Add the date that has the first label: anchor = 2027-01-13.")
            table.fault(phrase("%(key)s is missing.", key="anchor"), remedy)
            return None
        values["anchor"] = min((term.start for term in terms), default=None)
    if values["mode"] == "week":
        values.setdefault("weeks", max(1, len(values["labels"]) // len(values.get("weekdays", range(5)))))
    return core.Rotation(**values) if values["anchor"] else None


def _bell(table: TomlTable) -> core.Bell | None:
    if "name" in table.content:
        table.part = phrase('bell "%(name)s"', name=shown(table.content["name"]))
    values = table.read(BELL, {})
    inner = table.periods("periods")
    periods = [_period(each) for each in inner or []]
    if values is None or inner is None or not all(periods):
        return None
    return core.Bell(values["name"], tuple(filter(None, periods)))


def _period(table: TomlTable) -> core.Period | None:
    values = table.read(PERIOD, PERIOD_OPTIONS)
    return core.Period(**values) if values else None


def _rule(table: TomlTable) -> core.BellRule | None:
    values = table.read(RULE, RULE_OPTIONS)
    if values is None:
        return None
    return core.BellRule(
        bell=values["bell"],
        weekday=values.get("weekday"),
        label=values.get("label"),
        first=values.get("from"),
        last=values.get("to"),
    )


def _term(table: TomlTable) -> core.Term | None:
    if "name" in table.content:
        name = shown(table.content["name"])
        table.part = phrase("term %(number)s (%(name)s)", number=table.index + 1, name=name)
    values = table.read(TERM, {})
    return core.Term(**values) if values else None


def _exception(table: TomlTable) -> core.DayException | None:
    if "date" in table.content:
        table.part = phrase("exception %(date)s", date=shown(table.content["date"]))
    values = table.read(EXCEPTION, EXCEPTION_OPTIONS)
    return core.DayException(**values) if values else None
