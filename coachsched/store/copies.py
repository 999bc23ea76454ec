"""What copies of a database have in common: what is in one, and mail held back after it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, Table, inspect, text

from coachsched.models import MailHold

VERSION_TABLE = "alembic_version"


class DamagedError(Exception):
    """A file that is no copy, or not all of one."""


def tables(connection: Connection) -> list[str]:
    """The tables that hold what people made, whatever version of them it is."""
    return sorted(set(inspect(connection).get_table_names()) - {VERSION_TABLE})


def is_empty(connection: Connection) -> bool:
    """Whether nobody has put anything into the database yet; it may have its tables."""
    quote = connection.dialect.identifier_preparer.quote
    return not any(
        connection.execute(text(f"SELECT 1 FROM {quote(name)} LIMIT 1")).first()  # noqa: S608
        for name in tables(connection)
    )


def hold_mail(connection: Connection, since: datetime) -> None:
    """Let nothing be sent; a copy older than the table gets it here, before any worker sees its letters."""
    table = MailHold.__table__
    assert isinstance(table, Table)
    table.create(connection, checkfirst=True)
    connection.execute(table.delete())
    connection.execute(table.insert().values(since=since))
