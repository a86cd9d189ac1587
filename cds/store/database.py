"""Which databases we know, and what goes beside one."""

from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from cds.errors import InputUnreadable
from cds.store import tables


def make_engine(url: str) -> Engine:
    """Nothing is connected yet. Raises InputUnreadable, which does not quote the URL: it may hold a password."""
    unknown = (
        "KIR_DATABASE_URL is no SQLAlchemy URL of SQLite or PostgreSQL; write sqlite:///kir-cds.sqlite3 or "
        "postgresql+psycopg://user:password@host/database"
    )
    try:
        kind = make_url(url).get_backend_name()
    except (ArgumentError, ValueError):
        raise InputUnreadable(unknown) from None
    if kind not in tables.INSERTS:
        raise InputUnreadable(unknown)
    try:
        engine = create_engine(url, hide_parameters=True)  # an error must not quote a comment
    except ImportError as missing:
        raise InputUnreadable(f"KIR_DATABASE_URL needs the Python package {missing.name}: install it") from None
    except ArgumentError:
        raise InputUnreadable(unknown) from None
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _write_ahead)
    return engine


def spool_of(engine: Engine) -> Path:
    """A spool belongs to one database: beside a SQLite file it has its name."""
    file = engine.url.database
    if engine.dialect.name != "sqlite" or not file or file == ":memory:":
        return Path("kir-spool.sqlite3")
    return Path(file).with_name(f"{Path(file).stem}-spool.sqlite3")


def _write_ahead(connection: Any, _record: object) -> None:
    """SQLite: readers and the writer do not block each other."""
    connection.execute("PRAGMA journal_mode=WAL").close()
