"""Looking into a database, and waiting for what another thread does."""

import time
from collections.abc import Callable
from typing import Any

from sqlalchemy import create_engine, text
from sqlalchemy.exc import SQLAlchemyError


def rows(url: str, query: str) -> list[Any]:
    """What a query finds; nothing while the database or its tables are not there."""
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(query))]
    except SQLAlchemyError:
        return []
    finally:
        engine.dispose()


def eventually(is_so: Callable[[], bool]) -> None:
    """Wait until another thread has done it."""
    end = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < end, "not within a minute"
        time.sleep(0.01)
