"""Each test has a rule folder of its own."""

from pathlib import Path

import pytest

from tests.unit.rulebook.rule_folder import RuleFolder


@pytest.fixture
def rules(tmp_path: Path) -> RuleFolder:
    return RuleFolder(tmp_path / "rules")
