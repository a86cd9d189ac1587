"""Tokens once: also at the same moment, and while the database hangs."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from structlog.testing import capture_logs

from cds.web.trust.replay import Replays
from tests.tokens import NOW


class Hanging:
    """A database that does not answer until it is let go."""

    def __init__(self) -> None:
        self.released = threading.Event()
        self.asked = 0

    def save_token(self, digest: str, good_until: datetime) -> bool:
        self.asked += 1
        self.released.wait(10)
        return True


@pytest.fixture
def store() -> Iterator[Hanging]:
    found = Hanging()
    yield found
    found.released.set()


def test_a_database_that_hangs_holds_nobody_up(store: Hanging) -> None:
    """The first two wait a little; then nobody asks for a while."""
    replays = Replays(store, lambda: NOW, patience=0.01)
    with capture_logs() as logs:
        assert [replays.is_first(f"token {number}", NOW) for number in range(10)] == [True] * 10
    assert not replays.is_first("token 1", NOW)
    assert [entry["error"] for entry in logs] == ["TimeoutError"] * 2
    assert store.asked == 2
    replays.close()


def test_of_many_at_once_one_is_first(store: Hanging) -> None:
    store.released.set()
    replays = Replays(store, lambda: NOW)
    with ThreadPoolExecutor(8) as threads:
        asked = [threads.submit(replays.is_first, "token", NOW) for _ in range(40)]
        assert sum(one.result() for one in asked) == 1
    replays.close()


def test_what_has_expired_takes_no_room(store: Hanging) -> None:
    store.released.set()
    clock = [NOW]
    replays = Replays(store, lambda: clock[0])
    replays.is_first("old", NOW + timedelta(seconds=60))
    clock[0] = NOW + timedelta(seconds=61)
    replays.is_first("new", NOW + timedelta(seconds=300))
    assert list(replays._seen) == ["new"]
    replays.close()
