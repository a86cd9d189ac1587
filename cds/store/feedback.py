"""Feedback as rows, and those rows in the database."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime

import msgspec
from sqlalchemy import Connection

from cds.hooks import Feedback, JsonObject
from cds.store import tables
from cds.store.comments import CommentKeys


def feedback_row(item: Feedback, received_at: datetime, keys: CommentKeys) -> JsonObject:
    """What is kept of an item. Two reports of the same outcome have the same id; the comment is encrypted here."""
    moment = item.outcome_timestamp.astimezone(UTC)
    identity = (item.card, item.outcome, moment, item.accepted_suggestions)
    reason = item.override_reason
    return {
        "id": hashlib.sha256(msgspec.json.encode(identity)).hexdigest(),
        "card": item.card,
        "outcome": item.outcome.value,
        "outcome_timestamp": moment,
        "accepted_suggestions": list(item.accepted_suggestions),
        "reason_code": reason.code if reason else None,
        "reason_system": reason.system if reason else None,
        "reason_display": reason.display if reason else None,
        "user_comment": keys.encrypt(item.user_comment) if item.user_comment else None,
        "received_at": received_at,
    }


def write_feedback(connection: Connection, rows: Sequence[JsonObject]) -> None:
    """Write rows in the order of arrival, in the caller's transaction. Those that are there already stay as they are."""
    connection.execute(tables.insert_new(connection, tables.feedback), rows)
