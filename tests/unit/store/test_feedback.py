"""Feedback: promised means on the disk, delivered means once, and a database that is away costs nothing but time."""

import multiprocessing
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from cds.errors import FeedbackNotKept, InputUnreadable
from cds.hooks import Coding, Feedback, Outcome
from cds.store import CommentKeys, Store
from cds.store.delivery import Delivery
from cds.store.spool import Spool
from tests.unit.store.looking import eventually, rows

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
COMMENT = "Jane Marker, born 1970-01-01, refuses"


@pytest.fixture
def open_store(url: str) -> Iterator[Callable[..., Store]]:
    opened: list[Store] = []

    def open_store(url: str = url, **members: Any) -> Store:
        opened.append(Store(url, now=lambda: NOW, **members))
        return opened[-1]

    yield open_store
    for store in opened:
        store.close()


def accepted(**changes: Any) -> Feedback:
    members: dict[str, Any] = {
        "card": "c1",
        "outcome": Outcome.ACCEPTED,
        "outcome_timestamp": NOW,
        "accepted_suggestions": ("s1",),
    }
    return Feedback(**(members | changes))


def overridden(**changes: Any) -> Feedback:
    return accepted(**({"outcome": Outcome.OVERRIDDEN, "accepted_suggestions": ()} | changes))


def spoil(spool: Path) -> None:
    """A folder in place of the file: not even root can write it."""
    spool.unlink(missing_ok=True)
    spool.mkdir()


# --- what is kept -----------------------------------------------------------------------------------------


def test_feedback_reaches_the_database(open_store: Callable[..., Store], url: str, tmp_path: Path) -> None:
    store = open_store()
    reason = Coding(code="patient-refuses", system="https://kir-cds.org/overrides", display="Refused")
    store.save_feedback([accepted(), overridden(override_reason=reason, user_comment=COMMENT)])
    store.close()
    assert rows(url, "SELECT card, outcome, outcome_timestamp, accepted_suggestions, received_at FROM feedback") == [
        ("c1", "accepted", "2026-11-20 12:00:00.000000", '["s1"]', "2026-11-20 12:00:00.000000"),
        ("c1", "overridden", "2026-11-20 12:00:00.000000", "[]", "2026-11-20 12:00:00.000000"),
    ]
    [(code, display, comment)] = rows(
        url, "SELECT reason_code, reason_display, user_comment FROM feedback WHERE reason_code NOT NULL"
    )
    assert (code, display) == ("patient-refuses", "Refused")
    assert CommentKeys(tmp_path / "kir-comments.key").decrypt(comment) == COMMENT
    assert store.feedback_counts() == {"waiting": 0, "aside": 0, "delivered": 2, "refused": 0}


def test_repeated_feedback_is_kept_once_and_a_change_of_mind_beside_it(
    open_store: Callable[..., Store], url: str
) -> None:
    """The same moment in another zone is the same moment."""
    store = open_store()
    berlin = NOW.astimezone(timezone(timedelta(hours=1)))
    store.save_feedback([overridden(), accepted(), accepted(user_comment="again")])
    store.save_feedback([accepted(outcome_timestamp=berlin)])
    store.save_feedback([accepted(outcome_timestamp=NOW + timedelta(seconds=1)), accepted(card="c2")])
    store.save_feedback([accepted(accepted_suggestions=("s1", "s2"))])
    store.close()
    assert rows(url, "SELECT card, outcome, accepted_suggestions FROM feedback ORDER BY rowid") == [
        ("c1", "overridden", "[]"),
        ("c1", "accepted", '["s1"]'),
        ("c1", "accepted", '["s1"]'),
        ("c2", "accepted", '["s1"]'),
        ("c1", "accepted", '["s1", "s2"]'),
    ]


# --- the database is away ---------------------------------------------------------------------------------


def test_what_was_promised_while_the_database_is_away_is_delivered_once_and_in_order(
    open_store: Callable[..., Store], away: Path
) -> None:
    url = f"sqlite:///{away}"
    store = open_store(url)
    for number in range(250):
        store.save_feedback([accepted(card=f"c{number % 3}", outcome_timestamp=NOW + timedelta(seconds=number))])
    store.save_feedback([accepted(card="c0")])  # the EHR repeats one
    eventually(lambda: store.degraded() == ("the database does not answer; feedback waits in the spool",))
    assert store.feedback_counts()["waiting"] == 251
    away.rmdir()
    eventually(lambda: store.feedback_counts()["waiting"] == 0)
    moments = [moment for (moment,) in rows(url, "SELECT outcome_timestamp FROM feedback ORDER BY rowid")]
    assert len(moments) == 250
    assert moments == sorted(moments)
    assert store.degraded() == ()


def test_what_waits_at_the_end_is_delivered_by_the_next_start(open_store: Callable[..., Store], away: Path) -> None:
    store = open_store(f"sqlite:///{away}")
    store.save_feedback([accepted()])
    store.close()
    away.rmdir()
    open_store(f"sqlite:///{away}")
    eventually(lambda: rows(f"sqlite:///{away}", "SELECT card FROM feedback") == [("c1",)])


def test_a_database_that_hangs_delays_no_report(open_store: Callable[..., Store], url: str, tmp_path: Path) -> None:
    """While another program holds it, and does not let go until all reports are taken."""
    store = open_store()
    store.create_schema()
    other = sqlite3.connect(tmp_path / "kir.sqlite3")
    other.execute("BEGIN IMMEDIATE")
    for number in range(20):
        store.save_feedback([accepted(card=f"c{number}")])
    assert store.feedback_counts()["waiting"] == 20
    other.rollback()
    other.close()
    eventually(lambda: rows(url, "SELECT count(*) FROM feedback") == [(20,)])


def test_a_database_that_takes_its_time_counts_as_away(tmp_path: Path) -> None:
    let_go, clock = threading.Event(), [0.0]
    spool = Spool(tmp_path / "spool.sqlite3")
    delivery = Delivery(spool, lambda _: (let_go.wait(60), None)[1], ticks=lambda: clock[0])
    eventually(lambda: delivery._asked_at == 0.0)
    assert not delivery.is_away
    clock[0] = 11.0
    assert delivery.is_away
    let_go.set()
    eventually(lambda: not delivery.is_away)
    delivery.close()


def test_a_row_that_was_delivered_but_not_yet_removed_is_delivered_again_without_harm(
    open_store: Callable[..., Store], url: str, tmp_path: Path
) -> None:
    """As after a crash between the two."""
    store = open_store()
    store.save_feedback([accepted()])
    store.close()
    spool = Spool(tmp_path / "kir-spool.sqlite3")
    store.save_feedback([accepted()])  # nobody delivers any more
    assert len(spool.oldest(10)) == 1
    open_store()
    eventually(lambda: spool.count() == (0, 0))
    assert rows(url, "SELECT count(*) FROM feedback") == [(1,)]


def test_one_row_that_the_database_refuses_holds_up_no_other(
    open_store: Callable[..., Store], url: str, tmp_path: Path
) -> None:
    store = open_store()
    store.save_feedback([accepted(card="before")])
    store.close()
    store.save_feedback([accepted(card="first")])
    spool = Spool(tmp_path / "kir-spool.sqlite3")
    [(_, row)] = spool.oldest(1)
    spool.add([row | {"id": "bad", "card": None, "reason_display": COMMENT}, row | {"id": "x", "card": "last"}])
    with capture_logs() as logs:
        store = open_store()
        eventually(lambda: store.feedback_counts()["aside"] == 1)
        eventually(lambda: store.feedback_counts()["waiting"] == 0)
    assert [card for (card,) in rows(url, "SELECT card FROM feedback ORDER BY rowid")] == ["before", "first", "last"]
    assert "feedback refused by the database and set aside" in {entry["event"] for entry in logs}
    assert "Marker" not in f"{logs}"


# --- the spool --------------------------------------------------------------------------------------------


def _report(url: str, name: str) -> None:
    store = Store(url, now=lambda: NOW)
    for number in range(50):
        store.save_feedback([accepted(card=f"{name}-{number:02}"), accepted(card="both")])
    store.close()


def test_two_processes_share_a_spool(url: str) -> None:
    spawn = multiprocessing.get_context("spawn")
    processes = [spawn.Process(target=_report, args=(url, name)) for name in ("a", "b")]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0]
    _report(url, "c")  # whatever the two left each other at their end
    cards = [card for (card,) in rows(url, "SELECT card FROM feedback ORDER BY rowid")]
    assert len(cards) == len(set(cards)) == 151
    for name in ("a", "b", "c"):
        own = [card for card in cards if card.startswith(f"{name}-")]
        assert own == sorted(own)


def test_many_threads_may_report_at_once(open_store: Callable[..., Store], url: str) -> None:
    store = open_store()
    with ThreadPoolExecutor(20) as threads:
        list(threads.map(lambda number: store.save_feedback([accepted(card=f"c{number}")]), range(200)))
    store.close()
    assert rows(url, "SELECT count(DISTINCT card) FROM feedback") == [(200,)]


def test_a_spool_that_cannot_be_written_is_passed_by(
    open_store: Callable[..., Store], url: str, tmp_path: Path
) -> None:
    spoil(tmp_path / "kir-spool.sqlite3")
    store = open_store()
    with capture_logs() as logs:
        store.save_feedback([accepted(user_comment=COMMENT)])
    assert rows(url, "SELECT card FROM feedback") == [("c1",)]
    assert store.degraded() == ("the spool cannot be written; feedback goes to the database at once",)
    assert ("feedback spool cannot be written", "SQLITE_CANTOPEN") in {
        (entry["event"], entry.get("error")) for entry in logs
    }
    (tmp_path / "kir-spool.sqlite3").rmdir()
    store.save_feedback([accepted(card="c2")])
    assert store.degraded() == ()


def test_a_full_disk_keeps_what_was_promised_and_takes_nothing_more(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool.sqlite3", most_bytes=64 * 1024)
    for number in range(50):
        spool.add([{"number": number, "text": "x" * 500}])
    waiting = spool.oldest(1000)
    assert [row["number"] for _, row in waiting] == list(range(50))
    with pytest.raises(sqlite3.OperationalError, match="full"):
        spool.add([{"number": number, "text": "x" * 500} for number in range(100)])
    assert spool.oldest(1000) == waiting
    spool.remove([number for number, _ in waiting])
    spool.add([{"number": 0, "text": "there is room again"}])


def test_without_spool_and_database_nothing_is_promised(open_store: Callable[..., Store], away: Path) -> None:
    spoil(away.with_name("kir-spool.sqlite3"))
    store = open_store(f"sqlite:///{away}")
    with capture_logs() as logs, pytest.raises(FeedbackNotKept) as refused:
        store.save_feedback([accepted(user_comment=COMMENT), accepted()])
    assert "Marker" not in f"{logs}{refused.value}"
    counts = store.feedback_counts()
    assert counts["refused"] == 2
    assert counts["waiting"] != counts["waiting"]  # nobody can tell


def test_a_spool_belongs_to_one_database(tmp_path: Path) -> None:
    for name in ("a", "b"):
        Store(f"sqlite:///{tmp_path / name}.sqlite3", now=lambda: NOW).close()
    assert {"a-spool.sqlite3", "b-spool.sqlite3", "kir-comments.key"} <= {file.name for file in tmp_path.iterdir()}


def test_spool_and_key_are_where_the_site_wants_them(tmp_path: Path, url: str) -> None:
    for name in ("spools", "keys"):
        (tmp_path / name).mkdir()
    spool, key = tmp_path / "spools" / "s.sqlite3", tmp_path / "keys" / "k"
    Store(url, spool=spool, comment_key=key, now=lambda: NOW).close()
    assert {file.name for file in tmp_path.iterdir()} == {"spools", "keys", "kir.sqlite3"}
    assert (list(spool.parent.iterdir()), list(key.parent.iterdir())) == ([spool], [key])


def test_the_folder_of_the_spool_must_be_there(tmp_path: Path, url: str) -> None:
    with pytest.raises(InputUnreadable, match="KIR_SPOOL: there is no folder"):
        Store(url, spool=tmp_path / "no-such" / "spool.sqlite3")


# --- comments ---------------------------------------------------------------------------------------------


def test_a_comment_is_nowhere_in_the_clear(open_store: Callable[..., Store], away: Path, tmp_path: Path) -> None:
    with capture_logs() as logs:
        store = open_store(f"sqlite:///{away}")
        store.save_feedback([overridden(user_comment=COMMENT)])
        eventually(lambda: store.degraded() != ())
        spooled = b"".join(file.read_bytes() for file in tmp_path.glob("*-spool*"))
        away.rmdir()
        store.close()
        open_store(f"sqlite:///{away}").close()
    kept = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"overridden" in spooled
    assert b"overridden" in kept
    for part in (b"Marker", b"1970"):
        assert part not in spooled
        assert part not in kept
    assert "Marker" not in f"{logs}"


def test_the_key_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "kir-comments.key"
    with ThreadPoolExecutor(8) as threads:
        keys = [one.result() for one in [threads.submit(CommentKeys, file) for _ in range(8)]]
    kept = keys[0].encrypt(COMMENT)
    assert {key.decrypt(kept) for key in keys} == {COMMENT}
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [file]


def test_the_first_key_encrypts_and_older_ones_still_decrypt(tmp_path: Path) -> None:
    old, new, both = tmp_path / "old", tmp_path / "new", tmp_path / "both"
    kept_before = CommentKeys(old).encrypt(COMMENT)
    CommentKeys(new)
    both.write_text(new.read_text() + "\n" + old.read_text())
    rotated = CommentKeys(both)
    assert rotated.decrypt(kept_before) == COMMENT
    assert CommentKeys(new).decrypt(rotated.encrypt(COMMENT)) == COMMENT
    with pytest.raises(InputUnreadable, match="no key of the file opens this comment"):
        CommentKeys(new).decrypt(kept_before)


@pytest.mark.parametrize("content", [b"", b"\n", b"secret\n", b"\xff\xfe"])
def test_a_file_that_holds_no_key_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "kir-comments.key"
    file.write_bytes(content)
    with pytest.raises(InputUnreadable, match="KIR_COMMENT_KEY") as refused:
        CommentKeys(file)
    assert "secret" not in str(refused.value)
    assert file.read_bytes() == content


def test_a_key_that_can_be_neither_read_nor_made_is_told_in_one_line(tmp_path: Path) -> None:
    for file in (tmp_path, tmp_path / "no-such" / "key"):
        with pytest.raises(InputUnreadable, match=r"KIR_COMMENT_KEY: .* can be neither read nor made"):
            CommentKeys(file)
