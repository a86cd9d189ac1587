"""Work that is given up cannot be stopped: it may not pile up, and it gets nothing into an answer."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from cds.errors import TookTooLong
from cds.web.hard_stop import HardStop

NEVER, SOON = 60.0, 0.3


@pytest.fixture
def let_go() -> Iterator[threading.Event]:
    """What work that hangs waits for."""
    found = threading.Event()
    yield found
    found.set()


def run(stop: HardStop, work: Callable[..., Any], *arguments: object) -> Any:
    return asyncio.run(stop.run(work, *arguments))


def settle(stop: HardStop) -> None:
    """Wait until all that was given up has ended."""
    while stop._given_up:
        time.sleep(0.01)


def test_work_in_time_gives_what_it_gives() -> None:
    assert run(HardStop(NEVER), pow, 2, 10) == 1024


@pytest.mark.parametrize("trouble", [ValueError, TimeoutError])
def test_work_that_fails_in_time_fails_as_it_does(trouble: type[Exception]) -> None:
    def fail() -> None:
        raise trouble

    with pytest.raises(trouble):
        run(HardStop(NEVER), fail)


def test_given_up_work_does_not_pile_up(let_go: threading.Event) -> None:
    begun = threading.Semaphore(0)

    def hang() -> None:
        begun.release()
        let_go.wait(20)

    stop = HardStop(SOON, threads=3, most_given_up=2)
    for _ in range(2):
        with pytest.raises(TookTooLong, match="took too long"):
            run(stop, hang)
        assert begun.acquire(timeout=10)
    with pytest.raises(TookTooLong, match="overloaded"):
        run(stop, hang)
    assert not begun.acquire(blocking=False)  # nothing was begun
    let_go.set()
    settle(stop)
    assert run(stop, pow, 2, 3) == 8
    stop.close()


def test_work_that_waits_for_a_thread_is_never_begun_late(let_go: threading.Event) -> None:
    begun = list[str]()
    stop = HardStop(SOON, threads=1, most_given_up=9)
    for work in (lambda: let_go.wait(20), lambda: begun.append("late")):
        with pytest.raises(TookTooLong):
            run(stop, work)
    let_go.set()
    settle(stop)
    run(stop, begun.append, "in time")
    assert begun == ["in time"]
    stop.close()


def test_a_failure_after_the_end_is_nobodys(let_go: threading.Event, caplog: pytest.LogCaptureFixture) -> None:
    def hang() -> None:
        let_go.wait(20)
        raise RuntimeError("Jane Marker")

    stop = HardStop(SOON)
    with pytest.raises(TookTooLong):
        run(stop, hang)
    let_go.set()
    settle(stop)
    assert "Marker" not in caplog.text
    stop.close()
