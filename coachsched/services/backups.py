"""A copy of everything while people go on working, and the way back (design 10)."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from flask import current_app
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from coachsched.core.errors import ConflictError, InputError, Problem
from coachsched.services import clock
from coachsched.store import copies, copy_postgres, copy_sqlite, session
from coachsched.store.copies import DamagedError

KINDS = {"sqlite": copy_sqlite, "postgresql": copy_postgres}
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def backup(path: Path) -> None:
    """Write a copy for its owner's eyes alone; the file is there whole or not at all. Raises InputError."""
    engine = _engine()
    with _beside(path) as copy:
        try:
            KINDS[engine.dialect.name].write(engine, copy)
        except engine.dialect.loaded_dbapi.DatabaseError as error:
            # A copy is made by the driver itself, whose errors are no SQLAlchemy's.
            raise OperationalError("copy", None, error) from None
        with copy.open("rb") as written:
            os.fsync(written.fileno())
        copy.replace(path)


def restore(path: Path, replace: bool, migrate: Callable[[str], None]) -> None:
    """Put a copy back and hold its mail; ``migrate`` brings the tables to a version, "head" to the latest.

    Raises InputError for a file that is no whole copy of a database of this kind, or of a later coachsched,
    ConflictError for a database that is not empty, unless ``replace``. Nothing is touched before all that.
    """
    engine = _engine()
    kind = KINDS[engine.dialect.name]
    revision = _revision(path, engine.dialect.name, kind)
    with engine.connect() as connection:
        if not (replace or copies.is_empty(connection)):
            raise ConflictError("The database is not empty. With --replace all in it is replaced.")
    session.remove()
    if kind is copy_sqlite:
        _put_back_file(path)
    else:
        copy_postgres.clear(engine)
        migrate(revision)
        copy_postgres.put_back(engine, path, clock.real())
    migrate("head")


def _put_back_file(path: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copyfile(path, Path(folder) / "copy.sqlite"))
        copy_sqlite.put_back(_engine(), copy, clock.real())


def _revision(path: Path, ours: str, kind: ModuleType) -> str:
    """The version of the tables in a copy that can be put back here."""
    try:
        with path.open("rb") as file:
            start = file.read(16)
    except OSError as error:
        raise InputError(Problem(str(path), f"it cannot be read: {error.strerror}.")) from None
    other = next((name for name, one in KINDS.items() if start.startswith(one.MAGIC)), None)
    if other is not None and other != ours:
        what = f"it is a copy of a database of {NAMES[other]}, and this one is of {NAMES[ours]}."
        raise InputError(Problem(str(path), what, "Set COACHSCHED_DATABASE_URL to one like it was."))
    try:
        revision: str = kind.revision(path)
    except DamagedError:
        remedy = "Take another one; nothing was changed."
        raise InputError(Problem(str(path), "it is no copy, or not all of one.", remedy)) from None
    if revision not in _known():
        what = "it was made by a later coachsched."
        raise InputError(Problem(str(path), what, "Put it back with that one, or a later one."))
    return revision


def _known() -> set[str]:
    """The versions of the tables this coachsched knows."""
    folder = Path(current_app.extensions["migrate"].directory) / "versions"
    return {file.stem.partition("_")[0] for file in folder.glob("*.py")}


def _engine() -> Engine:
    found = session.get_bind()
    return found if isinstance(found, Engine) else found.engine


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """A new file that only its owner reads, in the same folder; gone at the end unless it was renamed."""
    if path.exists() and not path.is_file():
        raise InputError(Problem(str(path), "it is no file that can be replaced.", "Name another one."))
    try:
        handle, name = tempfile.mkstemp(dir=path.absolute().parent, prefix=f".{path.name}.")
    except OSError as error:
        raise InputError(Problem(str(path), f"it cannot be written: {error.strerror}.")) from None
    os.close(handle)
    try:
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)
