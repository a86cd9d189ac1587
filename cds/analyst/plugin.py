"""Scenarios without Python: a pytest plugin that collects `.feature` files and knows every step.

    pytest -p cds.analyst.plugin FOLDER [--rules DIR]

A folder with feature files is all that is needed. Each scenario carries the id of a rule as its tag, which is also the
mark to choose it by: `-m KET-CI-PREG`.
"""

from importlib import import_module
from pathlib import Path

import pytest

STEPS = (
    "cds.analyst.steps_record",
    "cds.analyst.steps_patient",
    "cds.analyst.steps_orders",
    "cds.analyst.steps_light",
    "cds.analyst.steps_cards",
)
"""The modules that define steps."""

PARTS = ("cds.analyst.collect", *STEPS)
"""Loaded with the first feature file: a run without any pays nothing for them."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--rules DIR`, as often as needed."""
    group = parser.getgroup("kir", "KIR-CDS scenarios")
    group.addoption(
        "--rules",
        dest="kir_rules",
        metavar="DIR",
        action="append",
        type=Path,
        default=[],
        help="a further rule folder; of two files with the same path the later folder's wins",
    )


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Feature files are tests."""
    if file_path.suffix != ".feature":
        return None
    manager = parent.config.pluginmanager
    for part in PARTS:
        if not manager.has_plugin(part):  # not import_plugin: a test of ours may have imported the module already
            manager.register(import_module(part), part)
    from cds.analyst.collect import FeatureFile

    return FeatureFile.from_parent(parent, path=file_path)  # pyright: ignore[reportUnknownMemberType]
