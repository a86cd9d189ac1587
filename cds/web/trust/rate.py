"""How often somebody may ask: a bucket that fills evenly, and holds one minute's worth."""

import threading
import time
from collections.abc import Callable


class Rate:
    """One client's bucket; safe to use from several threads."""

    def __init__(self, per_minute: int, ticks: Callable[[], float] = time.monotonic) -> None:
        self._per_second, self._room = per_minute / 60, float(per_minute)
        self._ticks, self._lock = ticks, threading.Lock()
        self._left, self._seen_at = self._room, ticks()

    def take(self) -> float:
        """0 when one more is in order; else the seconds to wait for it."""
        with self._lock:
            now = self._ticks()
            self._left = min(self._room, self._left + (now - self._seen_at) * self._per_second)
            self._seen_at = now
            if self._left < 1:
                return (1 - self._left) / self._per_second
            self._left -= 1
            return 0.0
