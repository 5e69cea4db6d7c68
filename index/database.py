"""Connections to a ledger file, whatever signs its path is made of."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import QueuePool

READ = "mode=ro&immutable=1"
"""A file that will not change any more: no locks are taken and nothing is written beside it."""

WRITE = "mode=rwc"
"""A file that is made where it is missing."""


def engine(file: Path, mode: str) -> Engine:
    """An engine whose connections may be used from any thread; in mode READ a missing file is an error at the first connection."""
    address = f"file:{quote(str(file.absolute()))}?{mode}"
    return create_engine(
        "sqlite://",
        creator=lambda: sqlite3.connect(address, uri=True, check_same_thread=False),
        poolclass=QueuePool,
        pool_reset_on_return=None if mode == READ else "rollback",  # reading leaves nothing to roll back
    )


FAILURES = (DatabaseError, sqlite3.DatabaseError)
"""What reading a damaged or missing file raises."""


def rows(engine: Engine, statement: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
    """All rows of a statement, given to the driver as it is: look-ups are so short that composing each would be most of it.

    Raises DatabaseError as SQLAlchemy and the driver do: see ``FAILURES``.
    """
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        found: list[tuple[Any, ...]] = cursor.execute(statement, tuple(values)).fetchall()
        return found
    finally:
        connection.close()
