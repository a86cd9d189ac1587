"""Every token once: across workers by the database, in this process also while the database is away.

A database that does not answer must not take decision support away from the clinic. A token that another worker has
seen may then pass here: it brings its own data along, and learns nothing about any patient of ours.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLate
from datetime import datetime

import structlog

from cds.breaker import CircuitBreaker
from cds.web.ports import TokenStore

_PATIENCE = 1.0
_FAILURES, _PAUSE = 2, 10.0
"""After two calls that waited in vain the others do not wait, but for one every ten seconds."""

_ROOM = 100_000
_log = structlog.get_logger(__name__)


class Replays:
    """Which tokens were seen; safe to use from several threads.

    Takes:  now — the clock; patience — seconds that an answer waits for the database;
            count_unchecked — told of every token that the database was not asked about.
    """

    def __init__(
        self,
        store: TokenStore,
        now: Callable[[], datetime],
        *,
        patience: float = _PATIENCE,
        count_unchecked: Callable[[], None] = lambda: None,
    ) -> None:
        self._store, self._now, self._patience = store, now, patience
        self._count_unchecked = count_unchecked
        self._seen: OrderedDict[str, datetime] = OrderedDict()
        self._lock = threading.Lock()
        self._breaker = CircuitBreaker(failures=_FAILURES, pause=_PAUSE)
        self._workers = ThreadPoolExecutor(4, thread_name_prefix="token-store")

    def is_first(self, digest: str, good_until: datetime) -> bool:
        """Whether this token was never seen before; from now on it was."""
        if not self._is_first_here(digest, good_until):
            return False
        if not self._breaker.may_try():
            self._count_unchecked()
            return True
        try:
            call = self._workers.submit(self._store.save_token, digest, good_until)
        except RuntimeError:
            return False  # the service stops
        try:
            is_first = call.result(timeout=self._patience)
        except TooLate:
            call.cancel()
            error = "TimeoutError"
        except Exception as failure:  # noqa: BLE001 — whichever way the database is away
            error = type(failure).__name__
        else:
            self._breaker.succeeded()
            return is_first
        self._breaker.failed()
        self._count_unchecked()
        _log.error("tokens of other workers not known", error=error)
        return True

    def close(self) -> None:
        """Let go of the threads."""
        self._workers.shutdown(wait=False, cancel_futures=True)

    def _is_first_here(self, digest: str, good_until: datetime) -> bool:
        now = self._now()
        with self._lock:
            if digest in self._seen:
                return False
            while self._seen and (len(self._seen) >= _ROOM or next(iter(self._seen.values())) < now):
                self._seen.popitem(last=False)
            self._seen[digest] = good_until
        return True
