"""Leaving a server alone that does not answer."""

import threading
import time
from collections.abc import Callable


class CircuitBreaker:
    """After some failures in a row nobody is asked for a while; then one call may try.

    Takes:  failures — how many in a row; pause — seconds without a call.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic, *, failures: int = 3, pause: float = 30.0) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._most, self._pause = failures, pause
        self._failures, self._shut_until = 0, 0.0

    @property
    def is_open(self) -> bool:
        """Whether calls are held back."""
        return self._failures >= self._most

    def may_try(self) -> bool:
        """Whether to call; after a pause only the first one who asks may."""
        with self._lock:
            if self._failures < self._most:
                return True
            if self._clock() < self._shut_until:
                return False
            self._shut_until = self._clock() + self._pause
            return True

    def succeeded(self) -> None:
        """The server answered."""
        with self._lock:
            self._failures = 0

    def failed(self) -> None:
        """It did not."""
        with self._lock:
            self._failures += 1
            self._shut_until = self._clock() + self._pause
