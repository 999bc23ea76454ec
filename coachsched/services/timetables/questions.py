"""What a plan leaves to somebody to say, as fields of a form, and the form's answers as choices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from coachsched.core.calendar import Calendar
from coachsched.core.errors import InputError, Problem
from coachsched.core.labels import label_key, teacher_key
from coachsched.core.phrases import phrase
from coachsched.core.placing import Key, Labels, Place, Told, day_key, propose
from coachsched.core.teacher_matching import Account, Match
from coachsched.importers.timetable_file import TimetableFile
from coachsched.services.timetables.choices import LEFT_OUT, Choices
from coachsched.services.timetables.foreign import foreign
from coachsched.services.timetables.planning import Plan
from coachsched.services.timetables.teachers import in_file

Fields = Mapping[str, str]
Options = tuple[tuple[str, str], ...]
FROM = "from"


@dataclass(frozen=True)
class Question:
    """One field: ``value`` is how it stands, ``options`` are (value, text), none where an e-mail is typed."""

    field: str
    name: str
    value: str
    options: Options
    rows: int = 0
    place: Place | None = None
    match: Match | None = None

    @property
    def open(self) -> bool:
        """Whether a day or period is worth asking about: it is not certain, or somebody chose it."""
        return self.place is not None and (
            self.place.doubtful or self.place.missing or self.place.how in ("chosen", "left out")
        )


def place_questions(plan: Plan, calendar: Calendar) -> list[Question]:
    """The days and periods with rows that the school does not call so itself, in the file's order."""
    labels = {"day": calendar.rotation.labels, "period": period_labels(calendar)}
    periods = (_LEAVE, *((str(number), label) for number, label in enumerate(labels["period"])))
    options = {"day": _day_options(calendar), "period": periods}
    return [
        Question(
            _field(one.what, *one.key), one.name, _value(one.place, labels[one.what]), options[one.what],
            one.rows, one.place,
        )
        for one in foreign(plan.file, plan.placing)
    ]  # fmt: skip


def teacher_questions(plan: Plan) -> list[Question]:
    """The teachers who are newly somebody's, or may be; then those who seem to be nobody's account."""
    asked = [one for one in plan.matches if one.candidates or one.how in ("e-mail", "full name", "chosen")]
    alone = [one for one in plan.matches if not one.account and not one.candidates]
    return [_teacher_question(one) for one in (*asked, *alone)]


def answers(
    file: TimetableFile, fields: Fields, calendar: Calendar, accounts: Sequence[Account], remembered: Told
) -> Choices:
    """What a form says of a file; raises InputError for a date or an address that is none.

    What it says of days and periods that are certain anyway, and says no otherwise, is no choice.
    """
    own = propose(file.days, file.periods, calendar, remembered)
    days = [(day_key(one.week, one.name), _field("day", *day_key(one.week, one.name))) for one in file.days]
    keys = [label_key(one.name) for one in file.periods]
    periods = [(key, _field("period", key)) for key in keys]
    by_email = {account.email: account.id for account in accounts}
    teachers = {
        key: _person(name, fields[_field("teacher", key)], by_email)
        for key, name in in_file(file).items()
        if fields.get(_field("teacher", key))
    }
    return Choices(
        told=Told(
            days=_labels(days, fields, calendar.rotation.labels, own.days),
            periods=_labels(periods, fields, period_labels(calendar), own.periods),
        ),
        teachers=teachers,
        valid_from=_date(fields.get(FROM, "")),
        as_proposed=True,
    )


def period_labels(calendar: Calendar) -> Labels:
    """The labels of every bell, each once, in the order of the first that has them."""
    labels: dict[str, str] = {}
    for bell in calendar.bells:
        for period in bell.periods:
            labels.setdefault(label_key(period.label), period.label)
    return tuple(labels.values())


# Why somebody is taken for a teacher of the file.
HOW: dict[str, str] = {
    "chosen": phrase("chosen"),
    "code": phrase("the same code"),
    "alias": phrase("the same alias"),
    "e-mail": phrase("the same e-mail"),
    "full name": phrase("the same full name"),
}
_LEAVE = (LEFT_OUT, phrase("Leave these rows out"))


def _day_options(calendar: Calendar) -> Options:
    rotation = calendar.rotation
    single = tuple((str(number), label.replace("_", " ")) for number, label in enumerate(rotation.labels))
    if rotation.mode != "week" or rotation.weeks == 1:
        return (_LEAVE, *single)
    per_week = len(rotation.weekdays)
    columns = [range(column, len(rotation.labels), per_week) for column in range(per_week)]
    several = (
        (
            "+".join(map(str, column)),
            str(phrase("every week: %(days)s", days=", ".join(rotation.labels[number] for number in column))),
        )
        for column in columns
    )
    return (_LEAVE, *single, *several)


def _teacher_question(match: Match) -> Question:
    field = _field("teacher", teacher_key(match.name))
    people = {one.account.id: f"{one.account.name} ({one.reason})" for one in match.candidates}
    account = match.account
    if not people and account is None:
        return Question(field, match.name, "", (), match=match)
    if account and account.id not in people:
        reason = HOW.get(match.how, "")
        people = {account.id: f"{account.name} ({reason})", **people}
    options = (*((str(number), text) for number, text in people.items()), (LEFT_OUT, phrase("Nobody here")))
    unsaid = () if account else (("", phrase("Not decided: no account yet")),)
    return Question(field, match.name, str(account.id) if account else "", (*unsaid, *options), match=match)


def _field(kind: str, *key: str) -> str:
    """A field's name: short, and the same whatever else is in the file."""
    return f"{kind}-{sha256(chr(9).join(key).encode()).hexdigest()[:12]}"


def _value(place: Place, labels: Labels) -> str:
    if place.how == "left out":
        return LEFT_OUT
    return "+".join(str(labels.index(label)) for label in place.labels if label in labels)


def _labels(
    keys: Iterable[tuple[Key, str]], fields: Fields, labels: Labels, own: Mapping[Key, Place]
) -> dict[Key, Labels]:
    """The labels chosen, where something is: a field tells their places, or that the rows are left out."""
    chosen = {}
    for key, field in keys:
        value = fields.get(field, "")
        numbers = [int(part) for part in value.split("+") if part.isdecimal() and int(part) < len(labels)]
        said = tuple(labels[number] for number in numbers)
        if (said or value == LEFT_OUT) and (own[key].doubtful or own[key].missing or own[key].labels != said):
            chosen[key] = said
    return chosen


def _person(name: str, value: str, by_email: Mapping[str, int]) -> int | None:
    if value == LEFT_OUT:
        return None
    if value.isdecimal() and int(value) in by_email.values():
        return int(value)
    if value.strip().casefold() in by_email:
        return by_email[value.strip().casefold()]
    what = phrase("nobody here has the e-mail %(email)s.", email=repr(value[:80]))
    raise InputError(
        Problem(
            phrase('teacher "%(name)s"', name=name), what, phrase("Choose from the list, or leave it empty.")
        )
    )


def _date(value: str) -> date | None:
    if not value.strip():
        return None
    try:
        return date.fromisoformat(value.strip())
    except ValueError:
        what = phrase("%(text)s is no date.", text=repr(value[:30]))
        raise InputError(
            Problem(phrase("In force from"), what, phrase("Write it like 2027-01-13."))
        ) from None
