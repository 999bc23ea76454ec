"""A PostgreSQL connection a thread keeps for single reads, where the pool's care costs more than the read.

The pool asks whether a connection still lives, psycopg begins a transaction and the pool ends it: three times
to the server and back around one question. Here it is one; whether the line lives shows when it is used.
"""

from __future__ import annotations

import threading
from typing import Any

from sqlalchemy import Engine

_of_thread = threading.local()


def ask(engine: Engine, statement: str, values: Any) -> Any:
    """The first row of a statement that only reads, or None; raises the driver's own errors."""
    kept = getattr(_of_thread, "line", None)
    if kept is not None and kept[0] is engine:
        try:
            return _row(kept[1], statement, values)
        except Exception:
            # The server was started again, say: once more on a new line.
            kept[1].close()
    _of_thread.line = engine, _open(engine)
    return _row(_of_thread.line[1], statement, values)


def _row(connection: Any, statement: str, values: Any) -> Any:
    return connection.execute(statement, values).fetchone()


def _open(engine: Engine) -> Any:
    lent = engine.raw_connection()
    connection: Any = lent.driver_connection
    lent.detach()
    connection.rollback()
    connection.autocommit = True
    return connection
