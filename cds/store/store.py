"""Keeping what was decided and what became of it, in SQLite or PostgreSQL."""

import hashlib
import math
import queue
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import msgspec
import structlog
from sqlalchemy import Table, create_engine, delete, event, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError

from cds.caller import Caller
from cds.hooks import Feedback, HookRequest, HookResponse, JsonObject
from cds.store import tables

_log = structlog.get_logger(__name__)

BATCH_SIZE = 100
_TIDY_EVERY = 300
"""Seconds between two times that expired tokens are forgotten, and for which they are kept beyond need."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Store:
    """Decisions and feedback in one database; safe to use from several threads.

    Takes:  url — a SQLAlchemy URL of a SQLite file or of PostgreSQL; queue_size — how many decisions may wait
            to be written; now — the clock.
    """

    def __init__(self, url: str, *, queue_size: int = 1000, now: Callable[[], datetime] = _utc_now) -> None:
        self._engine = create_engine(url, hide_parameters=True)  # an error must not quote a comment
        self._now = now
        self._waiting: queue.Queue[JsonObject | None] = queue.Queue(queue_size)
        self._lost = 0
        self._tidied_at = 0.0
        self._losing = threading.Lock()
        if self._engine.dialect.name == "sqlite":
            event.listen(self._engine, "connect", _write_ahead)
        self._writer = threading.Thread(target=self._write_decisions, name="decision-writer", daemon=True)
        self._writer.start()

    @property
    def lost_decisions(self) -> int:
        """How many decisions were answered but not kept, since the start."""
        return self._lost

    def create_schema(self) -> None:
        """Create the tables that do not exist yet. Raises SQLAlchemyError when the database cannot be used."""
        tables.metadata.create_all(self._engine)

    def is_ready(self) -> bool:
        """Whether the database answers."""
        try:
            with self._engine.connect() as connection:
                connection.execute(text("SELECT 1"))
        except SQLAlchemyError:
            return False
        return True

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
        """Keep feedback, committed on return. An item that is already there, repeated by the EHR, is kept once.

        Raises: SQLAlchemyError — nothing was kept.
        """
        received_at = self._now().astimezone(UTC)
        self._insert(tables.feedback, [_feedback_row(item, received_at) for item in items])

    def save_token(self, digest: str, good_until: datetime) -> bool:
        """Keep the digest of a token; whether it was not there yet. Of several workers that ask at once one hears yes.

        Raises: SQLAlchemyError — nothing was kept.
        """
        insert = _INSERT[self._engine.dialect.name](tables.tokens).on_conflict_do_nothing()
        row = {"digest": digest, "good_until": math.ceil(good_until.timestamp())}
        now = self._now().timestamp()
        with self._engine.begin() as connection:
            is_new = connection.execute(insert, row).rowcount == 1
            if now - self._tidied_at >= _TIDY_EVERY:
                self._tidied_at = now
                connection.execute(delete(tables.tokens).where(tables.tokens.c.good_until < now - _TIDY_EVERY))
        return is_new

    def close(self) -> None:
        """Write what waits, then let go of the database."""
        self._waiting.put(None)
        self._writer.join()
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
                self._insert(tables.decisions, rows)
            except SQLAlchemyError as error:
                self._lose(len(rows), type(error).__name__)

    def _insert(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        if rows:
            insert = _INSERT[self._engine.dialect.name](table).on_conflict_do_nothing()
            with self._engine.begin() as connection:
                connection.execute(insert, rows)

    def _lose(self, count: int, reason: str) -> None:
        with self._losing:
            self._lost += count
        _log.error("decisions not stored", count=count, reason=reason, lost=self._lost)


_INSERT = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def _write_ahead(connection: Any, _record: object) -> None:
    """SQLite: readers and the writer do not block each other."""
    connection.execute("PRAGMA journal_mode=WAL").close()


def _feedback_row(item: Feedback, received_at: datetime) -> Mapping[str, Any]:
    moment = item.outcome_timestamp.astimezone(UTC)
    identity = (item.card, item.outcome, moment, item.accepted_suggestions)
    reason = item.override_reason
    return {
        "id": hashlib.sha256(msgspec.json.encode(identity)).hexdigest(),
        "card": item.card,
        "outcome": item.outcome.value,
        "outcome_timestamp": moment,
        "accepted_suggestions": item.accepted_suggestions,
        "reason_code": reason.code if reason else None,
        "reason_system": reason.system if reason else None,
        "reason_display": reason.display if reason else None,
        "user_comment": item.user_comment or None,
        "received_at": received_at,
    }
