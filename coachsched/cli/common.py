"""What commands share: which school, dates, files, and errors told without a traceback."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any, BinaryIO

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import DatabaseError, OperationalError

from coachsched.core.errors import InputError, Problem, UserError
from coachsched.services.timetables import mapping
from coachsched.services.unit import BusyError
from coachsched.store import schools
from coachsched.store.schools import School

Command = Callable[..., Any]
# Of a long list, how many are said.
SHOWN = 10
# Dates are counted on from by weeks and months, and the calendar of computers ends.
FIRST_YEAR, LAST_YEAR = 1970, 2200
# Each reader refuses far less; this keeps a device, or a disk image named by mistake, out of memory.
MOST_BYTES = 64_000_000


class LocalDate(click.ParamType[date]):
    """A date as people write it in files: 2027-01-13."""

    name = "DATE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        where = param.opts[0] if param else "date"
        try:
            found = date.fromisoformat(value)
        except ValueError:
            raise click.ClickException(f"{where}: {value!r} is no date. Write it like 2027-01-13.") from None
        if not FIRST_YEAR <= found.year <= LAST_YEAR:
            what = f"{found} is not between {FIRST_YEAR} and {LAST_YEAR}. Correct the year."
            raise click.ClickException(f"{where}: {what}")
        return found


DATE = LocalDate()
school_option = click.option("--school", "school_name", metavar="NAME", help="Where there are several.")
json_option = click.option("--json", "as_json", is_flag=True, help="Machine-readable output.")
encoding_option = click.option("--encoding", metavar="NAME", help="The file's encoding, such as cp1252.")


def told(command: Command) -> Command:
    """What a person can mend is said in words, with exit code 1."""

    @with_appcontext
    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        with in_words():
            return command(*args, **kwargs)

    return run


@contextmanager
def in_words() -> Iterator[None]:
    """What a person can mend, and a database that cannot be used, become a line instead of a traceback."""
    try:
        yield
    except UserError as error:
        raise click.ClickException(str(error)) from None
    except BusyError:
        raise click.ClickException("The database is busy. Please try again.") from None
    except DatabaseError as error:
        if no_tables(error):
            message = "The database has no tables yet. Run `flask db upgrade` first."
            raise click.ClickException(message) from None
        if is_behind(error):
            message = "The database's tables are those of an earlier version. Run `flask db upgrade` first."
            raise click.ClickException(message) from None
        # Anything else than a database that is away, or no database, is our own fault and told whole.
        if not (isinstance(error, OperationalError) or "not a database" in str(error)):
            raise
        why = " ".join(str(error.orig).split())[:300]
        look = "Look at COACHSCHED_DATABASE_URL and COACHSCHED_DATA_DIR."
        raise click.ClickException(f"The database cannot be used: {why}. {look}") from None


def the_school(name: str | None) -> School:
    """The school named, or the only one there is."""
    found = schools.all_schools()
    if name is not None:
        named = [school for school in found if school.name == name]
        if not named:
            raise InputError(Problem(f"--school {name}", "there is no such school.", _known(found)))
        return named[0]
    if not found:
        remedy = "Run `flask school apply FILE.toml` or `flask demo` first."
        raise InputError(Problem("database", "it holds no school yet.", remedy))
    if len(found) > 1:
        raise InputError(Problem("--school NAME", "there are several schools.", _known(found)))
    return found[0]


def read_file(name: str) -> bytes:
    """A file's bytes, of "-" those of standard input; raises InputError when it cannot be read."""
    if name == "-" and sys.stdin is None:
        raise InputError(Problem("standard input", "it is closed.", "Name a file, or pipe one in."))
    try:
        data = _some(sys.stdin.buffer) if name == "-" else _of_file(name)
    except OSError as error:
        raise InputError(Problem(name, f"it cannot be read: {error.strerror}.")) from None
    if len(data) > MOST_BYTES:
        what = f"is larger than {MOST_BYTES // 1_000_000} MB."
        raise InputError(Problem(name, what, "Leave out what is not needed."))
    return data


def _of_file(name: str) -> bytes:
    with Path(name).open("rb") as file:
        return _some(file)


def _some(stream: BinaryIO) -> bytes:
    """What a stream holds, and just too much of one that has no end."""
    return stream.read(MOST_BYTES + 1)


def counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def print_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))


def say_problems(title: str, problems: Sequence[Problem]) -> None:
    """How many there are and the first of them, those of one kind together."""
    if not problems:
        return
    groups = mapping.grouped(problems)
    click.echo(f"{len(problems)} {title}:")
    for problem in groups[:SHOWN]:
        click.echo(f"  {problem}")
    if len(groups) > SHOWN:
        click.echo(f"  and {len(groups) - SHOWN} more")


def check_range(first: date, last: date) -> None:
    if last < first:
        raise InputError(Problem("--to", f"{last} is before --from {first}.", "Swap the two."))


def _known(found: list[School]) -> str:
    return "Known: " + ", ".join(school.name for school in found) + "." if found else ""


def no_tables(error: Exception) -> bool:
    words = str(error)
    return "no such table" in words or ("relation" in words and "does not exist" in words)


def is_behind(error: Exception) -> bool:
    words = str(error)
    return "no such column" in words or ("column" in words and "does not exist" in words)
