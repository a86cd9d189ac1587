"""Feedback that was answered with 200 is kept, whatever happens next; and cards never wait for it."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest
from starlette.testclient import TestClient
from structlog.testing import capture_logs

from cds.app import make_app
from cds.settings import CONTENT, Settings
from tests.contract.test_feedback import ACCEPTED, OVERRIDDEN, report
from tests.contract.test_metrics import samples

ROOT = Path(__file__).resolve().parents[2]
ORDER_SIGN = json.loads((CONTENT / "fhir_samples/requests/order-sign/ketamine-pregnant.json").read_text("utf-8"))
ALL = "SELECT card, outcome, user_comment FROM feedback ORDER BY rowid"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "kir.sqlite3"


@pytest.fixture
def service(database: Path) -> Iterator[Callable[[], TestClient]]:
    opened: list[TestClient] = []

    def start() -> TestClient:
        settings = Settings(
            auth="off",
            database_url=f"sqlite:///{database}",
            terminology_db=database.with_name("none"),
            now=datetime(2026, 11, 20, 12, tzinfo=UTC),
            _env_file=None,  # type: ignore[call-arg]
        )
        opened.append(TestClient(make_app(settings)).__enter__())
        return opened[-1]

    yield start
    for client in opened:
        client.__exit__()


def kept(database: Path) -> list[Any]:
    """The rows of feedback; none while the database is away or has no tables."""
    try:
        with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
            return connection.execute(ALL).fetchall()
    except sqlite3.OperationalError:
        return []


def eventually(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < end, "not within a minute"
        time.sleep(0.02)


def check_card(client: Any) -> None:
    answer = client.post("/cds-services/kir-order-sign", json=ORDER_SIGN)
    assert (answer.status_code, answer.json()["cards"][0]["indicator"]) == (200, "critical")


@pytest.mark.requirement("F6", "F8", "L1")
def test_while_the_database_is_away_cards_come_and_feedback_waits(
    service: Callable[[], TestClient], database: Path
) -> None:
    """Also at the start, and also when the EHR repeats what was answered already."""
    database.mkdir()
    client = service()
    check_card(client)
    for _ in range(2):
        response = report(client, OVERRIDDEN, ACCEPTED)
        assert (response.status_code, response.content) == (200, b"")
    eventually(lambda: client.get("/readyz").json()["status"] == "degraded")
    ready = client.get("/readyz")
    assert ready.status_code == 200
    assert ready.json()["degraded"] == ["the database does not answer; feedback waits in the spool"]
    assert samples(client)["kir_feedback_spooled", ("waiting",)] == 4.0
    database.rmdir()
    eventually(lambda: samples(client)["kir_feedback_spooled", ("waiting",)] == 0.0)
    assert [(card, outcome) for card, outcome, _ in kept(database)] == [
        (ACCEPTED["card"], "overridden"),
        (ACCEPTED["card"], "accepted"),
    ]
    eventually(lambda: client.get("/readyz").json()["status"] == "ready")
    found = samples(client)
    assert (found["kir_feedback_delivered_total", ()], found["kir_feedback_refused_total", ()]) == (4.0, 0.0)


@pytest.mark.requirement("F6", "L1")
def test_while_the_database_hangs_cards_and_feedback_are_answered(
    service: Callable[[], TestClient], database: Path
) -> None:
    """Another program holds it, and lets go only when all of them were answered."""
    client = service()
    report(client, ACCEPTED)
    eventually(lambda: len(kept(database)) == 1)
    with sqlite3.connect(database) as other:
        other.execute("BEGIN EXCLUSIVE")
        for number in range(20):
            check_card(client)
            assert report(client, OVERRIDDEN | {"card": f"c{number}"}).status_code == 200
        assert client.get("/readyz").status_code == 200
        assert samples(client)["kir_feedback_spooled", ("waiting",)] == 20.0
    other.close()
    eventually(lambda: len(kept(database)) == 21)


@pytest.mark.requirement("F7", "F8")
def test_the_good_items_of_a_partly_bad_report_are_kept_once(service: Callable[[], TestClient], database: Path) -> None:
    client = service()
    for _ in range(2):
        answer = report(client, 7, ACCEPTED, OVERRIDDEN | {"outcome": "?"}, OVERRIDDEN)
        assert (answer.status_code, len(answer.json()["issue"])) == (200, 2)
    eventually(lambda: samples(client)["kir_feedback_delivered_total", ()] == 4.0)
    assert [outcome for _, outcome, _ in kept(database)] == ["accepted", "overridden"]


@pytest.mark.requirement("F6", "F13")
def test_cards_that_nobody_reports_leave_no_feedback_and_unknown_ones_are_orphans(
    service: Callable[[], TestClient], database: Path
) -> None:
    """Known or not, the answer is the same: nobody can find out by asking."""
    client = service()
    given = client.post("/cds-services/kir-order-sign", json=ORDER_SIGN).json()["cards"][0]["uuid"]
    known, unknown = (report(client, OVERRIDDEN | {"card": card}) for card in (given, "never-given"))
    assert (known.status_code, known.content) == (unknown.status_code, unknown.content) == (200, b"")
    eventually(lambda: len(kept(database)) == 2)
    check_card(client)
    client.__exit__()
    assert [card for card, _, _ in kept(database)] == [given, "never-given"]


@pytest.mark.requirement("F11")
def test_a_comment_is_encrypted_where_it_is_kept_and_nowhere_else(
    service: Callable[[], TestClient], database: Path
) -> None:
    database.mkdir()
    with capture_logs() as logs:
        client = service()
        report(client, OVERRIDDEN)
        eventually(lambda: client.get("/readyz").json()["status"] == "degraded")
        database.rmdir()
        eventually(lambda: len(kept(database)) == 1)
        told = client.get("/metrics").text + client.get("/readyz").text
    [(_, _, comment)] = kept(database)
    assert comment.startswith("gAAAA")  # how every Fernet token begins
    assert "secret comment" not in f"{logs}{told}"
    assert b"secret comment" not in b"".join(file.read_bytes() for file in database.parent.glob("*.*"))


# --- a process that dies ----------------------------------------------------------------------------------


@contextmanager
def serving(folder: Path) -> Iterator[tuple[httpx.Client, subprocess.Popen[bytes]]]:
    """`kir serve --demo` in a process of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "cds", "serve", "--demo", "--port", str(port)]
    with (
        (folder / "log").open("ab") as log,
        subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log) as process,
        httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client,
    ):

        def answers() -> bool:
            assert process.poll() is None, (folder / "log").read_text()
            try:
                return client.get("/healthz").status_code == 200
            except httpx.TransportError:
                return False

        try:
            eventually(answers)
            yield client, process
        finally:
            process.kill()


@pytest.mark.requirement("F6", "F8")
def test_what_was_answered_survives_a_process_that_is_killed(tmp_path: Path) -> None:
    """`kill -9` right after the 200, with the database away; the next start delivers, once."""
    database = tmp_path / "kir-cds.sqlite3"
    database.mkdir()
    with serving(tmp_path) as (client, process):
        assert report(client, ACCEPTED, OVERRIDDEN).status_code == 200  # type: ignore[arg-type]
        process.send_signal(signal.SIGKILL)
        process.wait()
    database.rmdir()
    with serving(tmp_path) as (client, _):
        eventually(lambda: len(kept(database)) == 2)
        assert report(client, ACCEPTED).status_code == 200  # type: ignore[arg-type]
        assert client.get("/readyz").json()["status"] == "ready"
    assert "secret comment" not in (tmp_path / "log").read_text()
