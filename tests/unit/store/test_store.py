"""The store: decisions written behind the answer, feedback before it, nothing kept twice."""

import hashlib
import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text
from structlog.testing import capture_logs

from cds.caller import Caller
from cds.hooks import (
    Card,
    Coding,
    Feedback,
    HookRequest,
    HookResponse,
    Indicator,
    Outcome,
    PatientViewContext,
    Source,
)
from cds.store import Store

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'kir.sqlite3'}"


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    store = Store(url, now=lambda: NOW)
    store.create_schema()
    yield store
    store.close()


def rows(url: str, query: str) -> list[Any]:
    engine = create_engine(url)
    with engine.connect() as connection:
        found = [tuple(row) for row in connection.execute(text(query))]
    engine.dispose()
    return found


REQUEST = HookRequest(
    hook="patient-view",
    hook_instance="call 7",
    context=PatientViewContext(user_id="Practitioner/1", patient_id="Jane-Marker"),
)
CARD = Card(
    uuid="u1",
    summary="Jane Marker",
    indicator=Indicator.INFO,
    source=Source(label="KIR-CDS"),
    extension={"org.kir-cds.rules": [{"id": "KET-CI-BP", "inputs": ["Jane Marker"]}, {"id": "KET-CI-PREG"}]},
)
CALLER = Caller(client="ward", tenant="north")
SPOKEN = {"KET-CI-BP": "ab12", "KET-CI-PREG": "cd34"}


def save_decisions(store: Store, count: int) -> None:
    for _ in range(count):
        store.save_decision(
            "kir-patient-view", REQUEST, HookResponse(cards=(CARD,)), caller=CALLER, digest="sha256:1", spoken=[SPOKEN]
        )


def accepted(**changes: Any) -> Feedback:
    members: dict[str, Any] = {
        "card": "c1",
        "outcome": Outcome.ACCEPTED,
        "outcome_timestamp": NOW,
        "accepted_suggestions": ("s1",),
    }
    return Feedback(**(members | changes))


def test_decisions_are_written_by_the_time_the_store_is_closed(url: str) -> None:
    store = Store(url, now=lambda: NOW)
    store.create_schema()
    save_decisions(store, 250)
    store.close()
    assert rows(url, "SELECT count(DISTINCT id) FROM decisions") == [(250,)]
    assert rows(
        url, "SELECT DISTINCT made_at, client, tenant, service, hook_instance, rulebook, cards FROM decisions"
    ) == [
        (
            "2026-11-20 12:00:00.000000",
            "ward",
            "north",
            "kir-patient-view",
            hashlib.sha256(b"call 7").hexdigest(),
            "sha256:1",
            (
                '[{"uuid": "u1", "rules": [{"id": "KET-CI-BP", "fingerprint": "ab12"}, '
                '{"id": "KET-CI-PREG", "fingerprint": "cd34"}]}]'
            ),
        )
    ]
    assert store.lost_decisions == 0


def test_decisions_that_cannot_be_written_are_counted_and_the_writer_lives_on(url: str) -> None:
    store = Store(url)  # no schema yet
    with capture_logs() as logs:
        save_decisions(store, 1)
        while store.lost_decisions == 0:
            time.sleep(0.01)
    store.create_schema()
    save_decisions(store, 1)
    store.close()
    assert [entry["reason"] for entry in logs] == ["OperationalError"]
    assert rows(url, "SELECT count(*) FROM decisions") == [(1,)]


def test_a_full_queue_drops_instead_of_waiting(url: str, tmp_path: Path) -> None:
    store = Store(url, queue_size=1)
    store.create_schema()
    other = sqlite3.connect(tmp_path / "kir.sqlite3")
    other.execute("BEGIN IMMEDIATE")  # nobody else can write until it is rolled back
    save_decisions(store, 103)  # at most 100 are with the writer and one waits
    assert store.lost_decisions >= 1
    other.rollback()
    other.close()
    store.close()
    assert rows(url, "SELECT count(*) FROM decisions") == [(103 - store.lost_decisions,)]


def test_feedback_is_there_when_saving_returns(store: Store, url: str) -> None:
    reason = Coding(code="patient-refuses", system="https://kir-cds.org/overrides", display="Refused")
    store.save_feedback(
        [
            accepted(),
            accepted(
                outcome=Outcome.OVERRIDDEN,
                accepted_suggestions=(),
                override_reason=reason,
                user_comment="why",
            ),
        ]
    )
    assert rows(url, "SELECT card, outcome, outcome_timestamp, accepted_suggestions, received_at FROM feedback") == [
        ("c1", "accepted", "2026-11-20 12:00:00.000000", '["s1"]', "2026-11-20 12:00:00.000000"),
        ("c1", "overridden", "2026-11-20 12:00:00.000000", "[]", "2026-11-20 12:00:00.000000"),
    ]
    assert rows(url, "SELECT reason_code, reason_display, user_comment FROM feedback WHERE reason_code NOT NULL") == [
        ("patient-refuses", "Refused", "why")
    ]


def test_repeated_feedback_is_kept_once(store: Store, url: str) -> None:
    """The same moment in another zone is the same moment."""
    berlin = NOW.astimezone(timezone(timedelta(hours=1)))
    store.save_feedback([accepted(), accepted(user_comment="again")])
    store.save_feedback([accepted(outcome_timestamp=berlin)])
    assert rows(url, "SELECT count(*) FROM feedback") == [(1,)]
    store.save_feedback([accepted(outcome_timestamp=NOW + timedelta(seconds=1)), accepted(card="c2")])
    store.save_feedback([accepted(accepted_suggestions=("s1", "s2")), accepted(outcome=Outcome.OVERRIDDEN)])
    assert rows(url, "SELECT count(*) FROM feedback") == [(5,)]
    store.save_feedback([])


def test_readiness_is_whether_the_database_answers(store: Store, tmp_path: Path) -> None:
    assert store.is_ready()
    elsewhere = Store(f"sqlite:///{tmp_path / 'no-such-folder' / 'kir.sqlite3'}")
    assert not elsewhere.is_ready()
    elsewhere.close()


def test_sqlite_writes_ahead(store: Store, url: str) -> None:
    assert rows(url, "PRAGMA journal_mode") == [("wal",)]


def test_an_error_does_not_quote_the_comment(url: str) -> None:
    store = Store(url)  # no schema yet
    with pytest.raises(Exception, match="no such table") as caught:
        store.save_feedback([accepted(user_comment="Jane Marker")])
    assert "Marker" not in str(caught.value)
    store.close()


# --- tokens -----------------------------------------------------------------------------------------------


def test_of_many_workers_one_is_first_with_a_token(url: str, store: Store) -> None:
    others = [Store(url, now=lambda: NOW) for _ in range(3)]
    try:
        with ThreadPoolExecutor(8) as threads:
            asked = [threads.submit(one.save_token, "d", NOW) for one in (store, *others) for _ in range(5)]
            assert sorted(one.result() for one in asked) == [False] * 19 + [True]
    finally:
        for other in others:
            other.close()


def test_tokens_are_forgotten_after_their_time(url: str) -> None:
    clock = [NOW]
    store = Store(url, now=lambda: clock[0])
    store.create_schema()
    store.save_token("old", NOW + timedelta(seconds=60))
    clock[0] = NOW + timedelta(seconds=360)
    store.save_token("kept a little longer than needed", NOW + timedelta(hours=1))
    assert len(rows(url, "SELECT digest FROM tokens")) == 2
    clock[0] = NOW + timedelta(seconds=661)
    store.save_token("new", NOW + timedelta(hours=1))
    assert ("old",) not in rows(url, "SELECT digest FROM tokens")
    store.close()
