"""The store: decisions written behind the answer, feedback before it, nothing kept twice."""

import hashlib
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cds.caller import Caller
from cds.errors import InputUnreadable
from cds.hooks import Card, HookRequest, HookResponse, Indicator, PatientViewContext, Source
from cds.store import Store
from tests.unit.store.looking import eventually, rows

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    store = Store(url, now=lambda: NOW)
    yield store
    store.close()


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


def test_decisions_that_cannot_be_written_are_counted_and_the_writer_lives_on(away: Path) -> None:
    store = Store(f"sqlite:///{away}")
    save_decisions(store, 1)
    eventually(lambda: store.lost_decisions == 1)
    away.rmdir()
    save_decisions(store, 1)
    store.close()
    assert rows(f"sqlite:///{away}", "SELECT count(*) FROM decisions") == [(1,)]


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


def test_sqlite_writes_ahead(store: Store, url: str) -> None:
    save_decisions(store, 1)
    eventually(lambda: rows(url, "SELECT count(*) FROM decisions") == [(1,)])
    assert rows(url, "PRAGMA journal_mode") == [("wal",)]


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("secret", "is no SQLAlchemy URL"),
        ("postgresql://secret:secret@host:port/x", "is no SQLAlchemy URL"),
        ("oracel://secret@host/x", "is no SQLAlchemy URL"),
        ("postgresql+psycopg://secret@host/x", "needs the Python package psycopg"),
        ("mysql+mysqlconnector://secret@host/x", "is no SQLAlchemy URL of SQLite or PostgreSQL"),
    ],
)
def test_a_url_that_can_never_work_is_refused_in_one_line(written: str, words: str) -> None:
    """It may hold a password, and is not quoted."""
    with pytest.raises(InputUnreadable, match=words) as refused:
        Store(written)
    assert "secret" not in str(refused.value)
    assert "\n" not in str(refused.value)


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
