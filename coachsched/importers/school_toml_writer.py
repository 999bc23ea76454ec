"""A school as ``school.toml``, which ``read_school`` reads back to the same values (design 5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from coachsched.core.calendar import Bell, BellRule, Calendar, DayException, Period, Rotation, Term
from coachsched.importers.toml_values import WEEKDAYS

_WIDE = 100
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_MODES = {
    "weekday": "each weekday has its label, every week",
    "week": "the labels go through several weeks, then begin again",
    "count": "the labels are counted over school days",
}


def write_school(name: str, calendar: Calendar, settings: Mapping[str, object]) -> str:
    """The file for a school; ``settings`` are those to name, each as ``check_settings`` takes it."""
    parts = [
        ["# A school's calendar and settings, for: flask school apply FILE", *_school(name, calendar)],
        _rotation(calendar.rotation),
        *_first_told("The first bell is the usual one.", map(_bell, calendar.bells)),
        *_first_told("Of the bell rules that fit a day, the last one wins.", map(_rule, calendar.rules)),
        *map(_term, calendar.terms),
        *_first_told("Special days, one a date.", map(_exception, calendar.exceptions)),
        _settings(settings),
    ]
    return "\n".join("\n".join(lines) + "\n" for lines in parts if lines)


def _first_told(told: str, parts: Iterable[list[str]]) -> Iterator[list[str]]:
    for number, lines in enumerate(parts):
        yield lines if number else [f"# {told}", *lines]


def _school(name: str, calendar: Calendar) -> list[str]:
    return ["[school]", f"name = {_text(name)}", f"timezone = {_text(calendar.timezone)}"]


def _rotation(rotation: Rotation) -> list[str]:
    lines = [
        "[rotation]",
        f"mode = {_text(rotation.mode)}  # {_MODES[rotation.mode]}",
        _list("labels", rotation.labels),
        f"anchor = {rotation.anchor.isoformat()}  # the date from which it is counted",
        _list("weekdays", [WEEKDAYS[number] for number in rotation.weekdays]),
    ]
    if rotation.mode == "week" or rotation.weeks != 1:
        lines.append(f"weeks = {rotation.weeks}")
    if rotation.mode == "week" or rotation.week_count != "school":
        lines.append(f"week_count = {_text(rotation.week_count)}")
    if rotation.mode == "count" or rotation.closure != "hold":
        lines.append(f"closure = {_text(rotation.closure)}  # hold or burn the label of an unplanned closure")
    return lines


def _bell(bell: Bell) -> list[str]:
    periods = [f"  {{ {', '.join(_period(period))} }}," for period in bell.periods]
    return ["[[bell]]", f"name = {_text(bell.name)}", "periods = [", *periods, "]"]


def _period(period: Period) -> Iterator[str]:
    yield f"label = {_text(period.label)}"
    yield f"kind = {_text(period.kind)}"
    yield f"start = {_time(period.start)}"
    yield f"end = {_time(period.end)}"
    if period.meetings:
        yield "meetings = true"


def _rule(rule: BellRule) -> list[str]:
    lines = ["[[bell_rule]]", f"bell = {_text(rule.bell)}"]
    if rule.weekday is not None:
        lines.append(f"weekday = {_text(WEEKDAYS[rule.weekday])}")
    if rule.label is not None:
        lines.append(f"label = {_text(rule.label)}")
    if rule.first is not None:
        lines.append(f"from = {rule.first.isoformat()}")
    if rule.last is not None:
        lines.append(f"to = {rule.last.isoformat()}")
    return lines


def _term(term: Term) -> list[str]:
    dates = [f"start = {term.start.isoformat()}", f"end = {term.end.isoformat()}"]
    return ["[[term]]", f"name = {_text(term.name)}", *dates]


def _exception(exception: DayException) -> list[str]:
    lines = ["[[exception]]", f"date = {exception.date.isoformat()}", f"kind = {_text(exception.kind)}"]
    if exception.label is not None:
        lines.append(f"label = {_text(exception.label)}")
    lines += [f"{name} = true" for name in ("reanchor", "counts") if getattr(exception, name)]
    if exception.bell is not None:
        lines.append(f"bell = {_text(exception.bell)}")
    if exception.note:
        lines.append(f"note = {_text(exception.note)}")
    return lines


def _settings(settings: Mapping[str, object]) -> list[str]:
    if not settings:
        return []
    return ["[settings]", *(_setting(name, value) for name, value in settings.items())]


def _setting(name: str, value: object) -> str:
    if isinstance(value, list | tuple):
        return _list(name, [str(each) for each in value])
    return f"{name} = {_value(value)}"


def _value(value: object) -> str:
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_text, value))}]"
    if isinstance(value, Mapping):
        inside = ", ".join(f"{_text(key)} = {_value(each)}" for key, each in value.items())
        return f"{{ {inside} }}" if inside else "{}"
    if isinstance(value, str):
        return _text(value)
    # What is left are switches and whole numbers, which Python and TOML write alike but for capitals.
    return str(value).lower()


def _list(name: str, items: Sequence[str]) -> str:
    """A list of texts on one line, or on one line each where that would be too wide to read."""
    written = [_text(item) for item in items]
    line = f"{name} = [{', '.join(written)}]"
    return line if len(line) <= _WIDE else "\n".join([f"{name} = [", *(f"  {one}," for one in written), "]"])


def _time(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}:00"


def _text(text: str) -> str:
    """A TOML basic string: whatever stands in it, it ends where it should and says the same."""
    return '"' + "".join(_ESCAPES.get(sign) or _plain(sign) for sign in text) + '"'


def _plain(sign: str) -> str:
    return f"\\u{ord(sign):04x}" if ord(sign) < 0x20 or ord(sign) == 0x7F else sign
