"""Answers of a terminology server, kept across restarts: for a month when it knew, for a day when it did not."""

import json
import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

KNOWN, UNKNOWN = 30 * 24 * 3600.0, 24 * 3600.0
"""How long an answer holds, in seconds."""


class AnswerCache:
    """A SQLite file, safe to use from several threads; when it cannot be used, answers are kept in memory only.

    Takes:  path — None keeps them in memory; clock — seconds since 1970.
    """

    def __init__(self, path: Path | None, clock: Callable[[], float] = time.time) -> None:
        self._clock, self._lock = clock, threading.Lock()
        try:
            self._connection = _open(str(path) if path else ":memory:")
        except sqlite3.Error:
            self._connection = _open(":memory:")

    def get(self, key: str) -> tuple[bool, Any]:
        """Whether there is an answer that still holds, and the answer: None is 'the server does not know'."""
        try:
            with self._lock:
                row = self._connection.execute(
                    "SELECT value FROM answer WHERE key = ? AND until > ?", (key, self._clock())
                ).fetchone()
            return (False, None) if row is None else (True, json.loads(row[0]))
        except (sqlite3.Error, ValueError):
            return False, None

    def put(self, key: str, value: Any) -> None:
        """Keep an answer; one that cannot be kept is asked for again."""
        now = self._clock()
        until = now + (UNKNOWN if value is None else KNOWN)
        try:
            with self._lock:
                self._connection.execute("DELETE FROM answer WHERE until <= ?", (now,))
                self._connection.execute(
                    "INSERT OR REPLACE INTO answer VALUES (?, ?, ?)", (key, json.dumps(value), until)
                )
        except sqlite3.Error:
            return

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


def _open(path: str) -> sqlite3.Connection:
    connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None, timeout=0.05)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("CREATE TABLE IF NOT EXISTS answer (key TEXT PRIMARY KEY, value TEXT NOT NULL, until REAL)")
        connection.execute("CREATE INDEX IF NOT EXISTS answer_until ON answer (until)")
    except sqlite3.Error:
        connection.close()
        raise
    return connection
