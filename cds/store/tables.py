"""The tables. No patient is in them: a decision keeps ids of rules and cards, and its hook call only as a hash.

The one exception is a clinician's own comment in `feedback`, which may say anything: it is kept encrypted, and its key
is in a file apart. The schema is created as a whole; migrations come with the first change of it.
"""

from sqlalchemy import JSON, BigInteger, Column, Connection, DateTime, MetaData, String, Table, Text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql.dml import Insert as PostgresInsert
from sqlalchemy.dialects.sqlite.dml import Insert as SqliteInsert

metadata = MetaData()

decisions = Table(
    "decisions",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("made_at", DateTime(timezone=True), nullable=False, index=True),
    Column("client", Text, nullable=False, comment="the EHR by its name in the registry; empty in the demo"),
    Column("tenant", Text, nullable=False),
    Column("service", Text, nullable=False),
    Column("hook_instance", String(64), nullable=False, comment="SHA-256 of the hook instance"),
    Column("rulebook", Text, nullable=False, comment="digest of the rulebook"),
    Column("cards", JSON, nullable=False, comment='[{"uuid": …, "rules": [{"id": …, "fingerprint": …}]}]'),
)

feedback = Table(
    "feedback",
    metadata,
    Column("id", String(64), primary_key=True, comment="SHA-256 of card, outcome, moment and suggestions"),
    Column("card", Text, nullable=False, index=True),
    Column("outcome", String(10), nullable=False),
    Column("outcome_timestamp", DateTime(timezone=True), nullable=False),
    Column("accepted_suggestions", JSON, nullable=False),
    Column("reason_code", Text),
    Column("reason_system", Text),
    Column("reason_display", Text),
    Column("user_comment", Text, comment="encrypted (Fernet)"),
    Column("received_at", DateTime(timezone=True), nullable=False),
)

tokens = Table(
    "tokens",
    metadata,
    Column("digest", String(64), primary_key=True, comment="SHA-256 of issuer and jti"),
    Column(
        "good_until", BigInteger, nullable=False, index=True, comment="seconds since 1970; then it may be forgotten"
    ),
)


INSERTS = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
"""The databases that we know, by SQLAlchemy's name."""


def insert_new(connection: Connection, table: Table) -> SqliteInsert | PostgresInsert:
    """An INSERT that leaves rows alone that are there already."""
    return INSERTS[connection.dialect.name](table).on_conflict_do_nothing()
