"""A spool on this machine: what we promised to keep, until the database has it.

A SQLite file in its plainest and most careful mode, opened anew for each step: what was added is on the disk, several
processes may share the file, and a disk that was full or away is found again without a restart.
"""

import math
import sqlite3
from collections.abc import Generator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import msgspec

from cds.errors import InputUnreadable
from cds.hooks import JsonObject

MOST_BYTES = 64 * 1024 * 1024
"""Some 100,000 reports; then the disk counts as full."""

_PAGE = 4096
_PATIENCE = 5.0
"""Seconds to wait for another process that writes."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS waiting (
  number INTEGER PRIMARY KEY AUTOINCREMENT,  -- the order of arrival
  row BLOB NOT NULL,                         -- MessagePack
  aside INTEGER NOT NULL DEFAULT 0           -- 1: the database refused this row; somebody must look at it
)"""


class Spool:
    """Rows in the order of arrival; safe to use from several threads and processes.

    Every method raises sqlite3.Error when the file cannot be used; nothing is changed then.

    Takes:  path — a file, made when it is missing; most_bytes — how large it may become.
    Raises: InputUnreadable — its folder is missing.
    """

    def __init__(self, path: Path, *, most_bytes: int = MOST_BYTES) -> None:
        if not path.parent.is_dir():
            raise InputUnreadable(f"KIR_SPOOL: there is no folder {path.parent}; make it, or name another file")
        self._path, self._most_pages = path, most_bytes // _PAGE

    def add(self, rows: Sequence[JsonObject]) -> None:
        """Keep all these rows, on the disk on return: members are JSON values and moments with a zone."""
        with self._transaction() as connection:
            connection.executemany(
                "INSERT INTO waiting (row) VALUES (?)", [(msgspec.msgpack.encode(row),) for row in rows]
            )

    def oldest(self, most: int) -> list[tuple[int, JsonObject]]:
        """Up to so many rows, each with its number; without those set aside. They stay until they are removed."""
        with self._transaction() as connection:
            found = connection.execute(
                "SELECT number, row FROM waiting WHERE NOT aside ORDER BY number LIMIT ?", (most,)
            )
            return [(number, msgspec.msgpack.decode(row)) for number, row in found]

    def remove(self, numbers: Sequence[int]) -> None:
        """Forget rows that the database has."""
        with self._transaction() as connection:
            connection.executemany("DELETE FROM waiting WHERE number = ?", [(number,) for number in numbers])

    def set_aside(self, number: int) -> None:
        """Keep a row that the database refuses out of the way of the others."""
        with self._transaction() as connection:
            connection.execute("UPDATE waiting SET aside = 1 WHERE number = ?", (number,))

    def count(self) -> tuple[float, float]:
        """How many rows wait and how many are set aside; NaN when the file cannot be read."""
        try:
            with self._transaction() as connection:
                [(total, aside)] = connection.execute("SELECT count(*), total(aside) FROM waiting")
        except sqlite3.Error:
            return math.nan, math.nan
        return total - aside, aside

    @contextmanager
    def _transaction(self) -> Generator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._path, timeout=_PATIENCE, isolation_level=None)) as connection:
            connection.execute("PRAGMA synchronous = EXTRA")  # on the disk, its folder too, before we say so
            connection.execute(f"PRAGMA max_page_count = {self._most_pages}")
            connection.execute(_SCHEMA)
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")
