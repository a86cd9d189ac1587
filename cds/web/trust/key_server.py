"""Key sets that EHRs publish (`jku`): fetched from listed addresses only, in bounded time and size, and kept.

A new key is accepted as soon as somebody uses it: an unknown kid asks again, though not more often than a stranger
should be able to make us. When the server does not answer, the keys that it gave last are good for an hour.
"""

import json
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLate
from dataclasses import dataclass, field
from typing import Any

import httpx2
import structlog

from cds.web.trust.keys import PublicKey, read_key_set

TIMEOUT = 2.0
"""Seconds for one answer, all in all."""

FRESH, STALE = 600.0, 3600.0
ASK_AGAIN = 30.0
"""Seconds between two questions for a kid that is not there, and after a failure."""

MAX_BYTES = 256 * 1024
_WORKERS = 4
_FAILURES = (TooLate, httpx2.HTTPError, httpx2.InvalidURL, OSError, ValueError, RuntimeError)
_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class _Kept:
    """What one address gave, and when it was asked in vain; all in ticks."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    loaded: tuple[float, Mapping[str, PublicKey]] | None = None
    failed_at: float | None = None
    missed_at: float | None = None


class KeyServers:
    """Every published key set; safe to use from several threads.

    Takes:  timeout — seconds for one answer; ticks — a clock that never goes back.
    """

    def __init__(self, *, timeout: float = TIMEOUT, ticks: Callable[[], float] = time.monotonic) -> None:
        self._timeout, self._ticks = timeout, ticks
        self._kept: dict[str, _Kept] = {}
        self._client = httpx2.Client(
            headers={"Accept": "application/json", "Accept-Encoding": "identity"},
            follow_redirects=False,  # a redirect leads to an address that nobody listed
            limits=httpx2.Limits(max_connections=_WORKERS),
        )
        self._workers = ThreadPoolExecutor(_WORKERS, thread_name_prefix="key-server")

    def find(self, address: str, kid: str) -> PublicKey | None:
        """The key of exactly this kid; None when the address does not give it now. `address` must be a listed one."""
        kept = self._kept.setdefault(address, _Kept())
        found = self._at_hand(kept, FRESH).get(kid)
        if found is None:
            with kept.lock:
                found = self._at_hand(kept, FRESH).get(kid)  # somebody else may have asked meanwhile
                if found is None and self._may_ask(kept):
                    self._ask(address, kept)
        return found or self._at_hand(kept, STALE).get(kid)

    def close(self) -> None:
        """Stop asking; what is under way is not waited for."""
        self._workers.shutdown(wait=False, cancel_futures=True)
        self._client.close()

    def _at_hand(self, kept: _Kept, age: float) -> Mapping[str, PublicKey]:
        if kept.loaded is None or self._ticks() - kept.loaded[0] >= age:
            return {}
        return kept.loaded[1]

    def _may_ask(self, kept: _Kept) -> bool:
        now = self._ticks()
        if kept.failed_at is not None and now - kept.failed_at < ASK_AGAIN:
            return False
        if kept.loaded is None or now - kept.loaded[0] >= FRESH:
            return True
        if kept.missed_at is not None and now - kept.missed_at < ASK_AGAIN:
            return False
        kept.missed_at = now
        return True

    def _ask(self, address: str, kept: _Kept) -> None:
        """Load the key set; what was kept stays when that fails."""
        call: Future[Any] | None = None
        try:
            call = self._workers.submit(self._get, address)
            keys = read_key_set(call.result(timeout=self._timeout))  # a name server or a drip obeys no timeout
        except (*_FAILURES, RecursionError) as error:
            if call is not None:
                call.cancel()
            kept.failed_at = self._ticks()
            _log.warning("key set not loaded", address=address, error=type(error).__name__)
            return
        kept.loaded, kept.failed_at = (self._ticks(), keys), None

    def _get(self, address: str) -> Any:
        until = time.monotonic() + self._timeout
        with self._client.stream("GET", address, timeout=self._timeout) as response:
            if response.status_code != 200:
                raise ValueError("no key set")
            content = bytearray()
            for chunk in response.iter_raw():  # as it came: nothing small unpacks to something huge
                content += chunk
                if len(content) > MAX_BYTES or time.monotonic() > until:
                    raise ValueError("too much, or too slow")
        return json.loads(bytes(content))
