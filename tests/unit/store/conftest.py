"""What the tests of the store share."""

from pathlib import Path

import pytest


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'kir.sqlite3'}"


@pytest.fixture
def away(tmp_path: Path) -> Path:
    """Where a database will be: SQLite cannot open it until the folder that stands there is removed."""
    path = tmp_path / "kir.sqlite3"
    path.mkdir()
    return path
