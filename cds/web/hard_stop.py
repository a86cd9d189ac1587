"""How long a hook call may take: whoever waits longer sits before an order screen that does not move.

A thread cannot be stopped. One that is given up works on, and what it finds is thrown away. So hook calls have a fixed
number of threads of their own, and while too many of them are given up nothing is begun.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from cds.errors import TookTooLong

T = TypeVar("T")

ANSWER_SECONDS = 4.0
"""Fetching from the EHR ends before that; CRD expects an answer within 5."""
_THREADS, _MOST_GIVEN_UP = 40, 20


class HardStop:
    """Runs work in threads, and waits so long and no longer. To be used from event loops.

    Takes:  seconds — how long; threads — for all work; most_given_up — of those, before new work is refused.
    """

    def __init__(
        self, seconds: float = ANSWER_SECONDS, *, threads: int = _THREADS, most_given_up: int = _MOST_GIVEN_UP
    ) -> None:
        self._seconds, self._most = seconds, most_given_up
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="hook")
        self._given_up = set[Future[Any]]()

    async def run(self, work: Callable[..., T], *arguments: object) -> T:
        """What the work gives. Raises TookTooLong, and what the work raises."""
        if len(self._given_up) >= self._most:
            raise TookTooLong("Decision support is overloaded")
        begun = self._threads.submit(work, *arguments)
        result = asyncio.wrap_future(begun)
        done, _ = await asyncio.wait([result], timeout=self._seconds)
        if done:
            return result.result()
        if not begun.cancel():
            self._given_up.add(begun)
            begun.add_done_callback(self._given_up.discard)
        result.cancel()
        raise TookTooLong("Decision support took too long")

    def close(self) -> None:
        """Let go of the threads, and of work that waits for one."""
        self._threads.shutdown(wait=False, cancel_futures=True)
