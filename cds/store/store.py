"""Keeping what was decided and what became of it, in SQLite or PostgreSQL."""

import math
import queue
import sqlite3
import threading
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import structlog
from sqlalchemy import Connection, delete, text
from sqlalchemy.exc import SQLAlchemyError

from cds.caller import Caller
from cds.errors import FeedbackNotKept
from cds.hooks import Feedback, HookRequest, HookResponse, JsonObject
from cds.store import tables
from cds.store.comments import CommentKeys
from cds.store.database import make_engine, spool_of
from cds.store.delivery import Delivery, reason_of
from cds.store.feedback import feedback_row, write_feedback
from cds.store.spool import Spool

_log = structlog.get_logger(__name__)

BATCH_SIZE = 100
_TIDY_EVERY = 300
"""Seconds between two times that expired tokens are forgotten, and for which they are kept beyond need."""

_LAST_WRITES = 10.0
"""Seconds that closing waits for decisions: a database that hangs keeps nobody from stopping."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Store:
    """Decisions and feedback in one database; safe to use from several threads.

    The database may be away at any time, from the start on: the tables are made when it is there.

    Takes:  url — a SQLAlchemy URL of a SQLite file or of PostgreSQL; spool — the file where feedback waits;
            comment_key — the file with the keys for comments; queue_size — how many decisions may wait to be written;
            now — the clock. Both files are beside a SQLite database when they are not named, else in the working folder.
    Raises: InputUnreadable — the URL is none of ours or its driver is missing; the folder of the spool is missing; the
            key can be neither read nor made.
    """

    def __init__(
        self,
        url: str,
        *,
        spool: Path | None = None,
        comment_key: Path | None = None,
        queue_size: int = 1000,
        now: Callable[[], datetime] = _utc_now,
    ) -> None:
        self._engine = make_engine(url)
        self._now = now
        self._has_tables, self._making_tables = False, threading.Lock()
        spool = spool or spool_of(self._engine)
        self._spool = Spool(spool)
        self._keys = CommentKeys(comment_key or spool.with_name("kir-comments.key"))
        self._is_spool_broken, self._refused, self._written = False, 0, 0
        self._waiting: queue.Queue[JsonObject | None] = queue.Queue(queue_size)
        self._lost = 0
        self._tidied_at = 0.0
        self._counting = threading.Lock()
        self._delivery = Delivery(self._spool, self._write_feedback)
        self._writer = threading.Thread(target=self._write_decisions, name="decision-writer", daemon=True)
        self._writer.start()

    @property
    def lost_decisions(self) -> int:
        """How many decisions were answered but not kept, since the start."""
        return self._lost

    def feedback_counts(self) -> Mapping[str, float]:
        """Feedback on its way: now `waiting` in the spool and set `aside` there (NaN when nobody can tell), `delivered`
        and `refused` since the start."""
        waiting, aside = self._spool.count()
        delivered = self._delivery.delivered + self._written
        return {"waiting": waiting, "aside": aside, "delivered": delivered, "refused": self._refused}

    def create_schema(self) -> None:
        """Create the tables that do not exist yet. Raises SQLAlchemyError when the database cannot be used."""
        with self._making_tables:
            if not self._has_tables:
                try:
                    tables.metadata.create_all(self._engine)
                except SQLAlchemyError:  # another worker may have made one of them first
                    tables.metadata.create_all(self._engine)
                self._has_tables = True

    def degraded(self) -> tuple[str, ...]:
        """What does not work as it should, as of the last time that it was needed; nothing is asked."""
        troubles = {
            "the database does not answer; feedback waits in the spool": self._delivery.is_away,
            "the spool cannot be written; feedback goes to the database at once": self._is_spool_broken,
        }
        return tuple(trouble for trouble, is_there in troubles.items() if is_there)

    def save_decision(
        self,
        service_id: str,
        request: HookRequest,
        response: HookResponse,
        *,
        caller: Caller,
        digest: str,
        spoken: Sequence[Mapping[str, str]],
    ) -> None:
        """Keep what was answered, soon and from a thread of our own: an answer never waits for the database.

        `digest` is that of the rulebook; `spoken` the fingerprints of each card's rules, by rule id. A decision that
        finds no room is dropped, counted and logged.
        """
        row: JsonObject = {
            "id": str(uuid4()),
            "made_at": self._now().astimezone(UTC),  # SQLite keeps no zone
            "client": caller.client,
            "tenant": caller.tenant,
            "service": service_id,
            "hook_instance": request.instance_digest,
            "rulebook": digest,
            "cards": [
                {"uuid": card.uuid, "rules": [{"id": rule, "fingerprint": print_} for rule, print_ in rules.items()]}
                for card, rules in zip(response.cards, spoken, strict=True)
            ],
        }
        try:
            self._waiting.put_nowait(row)
        except queue.Full:
            self._lose(1, "queue full")

    def save_feedback(self, items: Sequence[Feedback]) -> None:
        """Keep feedback, on this machine's disk on return and soon in the database. An item that the EHR repeats is
        kept once there.

        Raises: FeedbackNotKept — neither the spool nor the database could keep it; nothing was kept.
        """
        received_at = self._now().astimezone(UTC)
        rows = [feedback_row(item, received_at, self._keys) for item in items]
        try:
            self._spool.add(rows)
        except sqlite3.Error as error:
            self._is_spool_broken = True
            _log.error("feedback spool cannot be written", error=reason_of(error))
            self._save_at_once(rows)
        else:
            self._is_spool_broken = False
            self._delivery.wake()

    def save_token(self, digest: str, good_until: datetime) -> bool:
        """Keep the digest of a token; whether it was not there yet. Of several workers that ask at once one hears yes.

        Raises: SQLAlchemyError — nothing was kept.
        """
        row = {"digest": digest, "good_until": math.ceil(good_until.timestamp())}
        now = self._now().timestamp()
        with self._transaction() as connection:
            is_new = connection.execute(tables.insert_new(connection, tables.tokens), row).rowcount == 1
            if now - self._tidied_at >= _TIDY_EVERY:
                self._tidied_at = now
                connection.execute(delete(tables.tokens).where(tables.tokens.c.good_until < now - _TIDY_EVERY))
        return is_new

    def close(self) -> None:
        """Write what waits, then let go of the database. Feedback that cannot be written now waits for the next start."""
        self._delivery.close()
        self._waiting.put(None)
        self._writer.join(_LAST_WRITES)
        self._engine.dispose()

    def _write_decisions(self) -> None:
        """The writer thread: takes what waits, a batch at a time, until None comes."""
        is_open = True
        while is_open:
            batch = [self._waiting.get()]
            while batch[-1] is not None and len(batch) < BATCH_SIZE and not self._waiting.empty():
                batch.append(self._waiting.get())
            is_open = batch[-1] is not None
            rows = [row for row in batch if row is not None]
            try:
                self._insert_decisions(rows)
            except SQLAlchemyError as error:
                self._lose(len(rows), type(error).__name__)

    def _insert_decisions(self, rows: Sequence[JsonObject]) -> None:
        if rows:
            with self._transaction() as connection:
                connection.execute(tables.insert_new(connection, tables.decisions), rows)

    def _save_at_once(self, rows: Sequence[JsonObject]) -> None:
        """The way without a spool. A database that is known to be away is not asked: threads would pile up."""
        if not self._delivery.is_away:
            try:
                self._write_feedback(rows)
            except SQLAlchemyError as error:
                _log.error("feedback not kept", count=len(rows), error=type(error).__name__)
            else:
                with self._counting:
                    self._written += len(rows)
                return
        with self._counting:
            self._refused += len(rows)
        raise FeedbackNotKept

    def _write_feedback(self, rows: Sequence[JsonObject]) -> None:
        with self._transaction() as connection:
            if rows:
                write_feedback(connection, rows)
            else:
                connection.execute(text("SELECT 1"))

    @contextmanager
    def _transaction(self) -> Generator[Connection]:
        """One transaction, in a database that has the tables. Raises SQLAlchemyError; nothing is written then."""
        self.create_schema()
        with self._engine.begin() as connection:
            yield connection

    def _lose(self, count: int, reason: str) -> None:
        with self._counting:
            self._lost += count
        _log.error("decisions not stored", count=count, reason=reason, lost=self._lost)
