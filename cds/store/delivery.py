"""From the spool to the database, by a thread of its own."""

import math
import sqlite3
import threading
import time
from collections.abc import Callable, Sequence

import structlog
from sqlalchemy.exc import DataError, IntegrityError

from cds.hooks import JsonObject
from cds.store.spool import Spool

_log = structlog.get_logger(__name__)

BATCH_SIZE = 100
LONGEST_PAUSE = 30.0
"""Seconds between two tries while the database is away, and between two looks for what another process left."""

_PATIENCE = 10.0
"""Seconds after which a database that has not answered yet counts as away."""

_LAST_ROUND = 5.0
"""Seconds that closing waits for what is under way."""


class Delivery:
    """Brings what waits in a spool to the database, in the order of arrival, until it is closed.

    Takes:  write — puts rows into the database in one transaction and raises when it could not. It may get rows again
            that it has written, and now and then none, to see whether the database answers;
            ticks — a clock that never goes back.
    """

    def __init__(
        self,
        spool: Spool,
        write: Callable[[Sequence[JsonObject]], None],
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self._spool, self._write, self._ticks = spool, write, ticks
        self._is_away, self._delivered, self._asked_at = False, 0, math.inf
        self._news, self._end = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="feedback-delivery", daemon=True)
        self._thread.start()

    @property
    def is_away(self) -> bool:
        """Whether the database did not answer when it was last needed, or takes its time right now."""
        return self._is_away or self._ticks() - self._asked_at > _PATIENCE

    @property
    def delivered(self) -> int:
        """How many rows went to the database, since the start."""
        return self._delivered

    def wake(self) -> None:
        """Something new waits."""
        self._news.set()

    def close(self) -> None:
        """Deliver what can be delivered soon, then stop; the rest waits for the next start."""
        self._end.set()
        self._news.set()
        self._thread.join(_LAST_ROUND)

    def _run(self) -> None:
        pause = 1.0
        while True:
            self._news.clear()  # before looking at the end: its news must not get lost
            is_last = self._end.is_set()
            is_done = self._try_round()
            if is_last:
                return
            if is_done:
                pause = 1.0
                self._news.wait(LONGEST_PAUSE)
            else:
                self._end.wait(pause)
                pause = min(2 * pause, LONGEST_PAUSE)

    def _try_round(self) -> bool:
        """Deliver all that waits; whether nothing was in the way."""
        try:
            self._deliver()
        except sqlite3.Error as error:  # SQLAlchemy wraps those of the database
            _log.error("feedback spool cannot be used", error=reason_of(error))
            return False
        except Exception as error:  # noqa: BLE001 — whichever way the database is away, the rows wait
            if not self._is_away:
                _log.error("the database does not answer", error=type(error).__name__)
            self._is_away = True
            return False
        return True

    def _deliver(self) -> None:
        self._ask([])
        if self._is_away:
            _log.warning("the database answers again")
        self._is_away = False
        most = BATCH_SIZE
        while waiting := self._spool.oldest(most):
            try:
                self._ask([row for _, row in waiting])
            except (DataError, IntegrityError) as error:  # a row is at fault; which one?
                if len(waiting) == 1:
                    _log.error("feedback refused by the database and set aside", error=type(error).__name__)
                    self._spool.set_aside(waiting[0][0])
                most = 1
                continue
            self._spool.remove([number for number, _ in waiting])
            self._delivered += len(waiting)
            most = BATCH_SIZE

    def _ask(self, rows: Sequence[JsonObject]) -> None:
        self._asked_at = self._ticks()
        try:
            self._write(rows)
        finally:
            self._asked_at = math.inf


def reason_of(error: sqlite3.Error) -> str:
    """What SQLite calls its trouble, such as SQLITE_FULL."""
    return getattr(error, "sqlite_errorname", type(error).__name__)
