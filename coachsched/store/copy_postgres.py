"""A copy of a PostgreSQL database: every table as COPY writes it, packed, read at one instant.

A line of JSON tells the version of the tables; then, for each table, a line of JSON with its name and
columns, its rows, and a line ``\\.``; at the last the line ``end``, without which the file is not whole.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections import deque
from collections.abc import Iterator
from datetime import datetime
from gzip import GzipFile
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, Table, text

from coachsched.store.copies import VERSION_TABLE, DamagedError, hold_mail, tables

MAGIC = b"\x1f\x8b"
FORMAT = "coachsched 1"
ROWS_END, END = b"\\.\n", b"end\n"


def write(engine: Engine, path: Path) -> None:
    """The database as it is at one instant, into an empty file."""
    options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with engine.connect().execution_options(**options) as connection, gzip.open(path, "wb") as file:
        version = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar_one()  # noqa: S608
        _line(file, {"format": FORMAT, "revision": version})
        for table in _in_order(connection):
            columns = [column.name for column in table.columns]
            _line(file, {"table": table.name, "columns": columns})
            with _cursor(connection).copy(
                f"COPY {_named(connection, table.name, columns)} TO STDOUT"
            ) as rows:
                for some in rows:
                    file.write(some)
            file.write(ROWS_END)
        file.write(END)


def revision(path: Path) -> str:
    """Which version of the tables a copy has, once it was read to its end; raises DamagedError."""
    try:
        with gzip.open(path, "rb") as file:
            header = json.loads(file.readline())
            (last,) = deque(file, maxlen=1) or [b""]
    except (OSError, EOFError, zlib.error, ValueError):
        raise DamagedError from None
    if not isinstance(header, dict) or header.get("format") != FORMAT or last != END:
        raise DamagedError
    return str(header["revision"])


def clear(engine: Engine) -> None:
    """Drop every table."""
    with engine.begin() as connection:
        quote = connection.dialect.identifier_preparer.quote
        for name in [*tables(connection), VERSION_TABLE]:
            connection.execute(text(f"DROP TABLE IF EXISTS {quote(name)} CASCADE"))


def put_back(engine: Engine, path: Path, now: datetime) -> None:
    """Fill empty tables of the copy's own version with what is in it, all or nothing, with mail held back."""
    with engine.begin() as connection, gzip.open(path, "rb") as file:
        file.readline()
        for head in iter(file.readline, END):
            found = json.loads(head)
            target = _named(connection, found["table"], found["columns"])
            with _cursor(connection).copy(f"COPY {target} FROM STDIN") as rows:
                for row in _rows(file):
                    rows.write(row)
            if "id" in found["columns"]:
                _count_on(connection, found["table"])
        hold_mail(connection, now)


def _in_order(connection: Connection) -> list[Table]:
    """Every table, after those it points at."""
    metadata = MetaData()
    metadata.reflect(connection, only=tables(connection))
    return metadata.sorted_tables


def _named(connection: Connection, table: str, columns: list[str]) -> str:
    quote = connection.dialect.identifier_preparer.quote
    return f"{quote(table)} ({', '.join(map(quote, columns))})"


def _rows(file: GzipFile) -> Iterator[bytes]:
    for row in file:
        if row == ROWS_END:
            return
        yield row
    raise DamagedError


def _count_on(connection: Connection, table: str) -> None:
    """The next row gets the next number."""
    name = connection.dialect.identifier_preparer.quote(table)
    sequence = text("SELECT pg_get_serial_sequence(:name, 'id')")
    if found := connection.execute(sequence, {"name": name}).scalar():
        last = f"SELECT setval(:sequence, max(id)) FROM {name} HAVING max(id) IS NOT NULL"  # noqa: S608
        connection.execute(text(last), {"sequence": found})


def _cursor(connection: Connection) -> Any:
    """The driver's own cursor, in the connection's transaction: COPY is nothing SQLAlchemy knows."""
    return connection.connection.cursor()


def _line(file: GzipFile, value: object) -> None:
    file.write(json.dumps(value).encode() + b"\n")
