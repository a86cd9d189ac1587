"""Scenarios read from feature files and run, for the catalogue: what each rule was shown to do, and whether it holds."""

import os
from collections.abc import Callable, Generator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cds.analyst.features import Node, feature_files, read_feature, scenarios_of
from cds.analyst.run import run_scenarios
from cds.catalogue import Ran, Stories, Story

Progress = Callable[[int, int], None]
"""Told after every test: how many ran, and how many there are."""


def read_stories(paths: Sequence[Path]) -> Stories:
    """Every scenario under each rule that it carries as a tag, not run. Raises Unreadable."""
    found: dict[str, list[Story]] = {}
    for file in feature_files(paths):
        for tags, heading, scenario in scenarios_of(read_feature(file)):
            story = _story(file, heading, scenario)
            for tag in tags:
                found.setdefault(tag, []).append(story)
    return found


def run_stories(stories: Stories, paths: Sequence[Path], rule_folders: Sequence[Path], progress: Progress) -> Stories:
    """The same stories with what became of them; a scenario with examples passed when every row of it did."""
    watch = _Watch(progress)
    with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere), redirect_stderr(nowhere):
        run_scenarios(paths, rule_folders, plugins=[watch])
    return {
        rule: [replace(story, ran=watch.ran.get((story.file, story.title), Ran.NOT_RUN)) for story in some]
        for rule, some in stories.items()
    }


class _Watch:
    """A pytest plugin that notes what became of each scenario."""

    def __init__(self, progress: Progress) -> None:
        self.ran: dict[tuple[str, str], Ran] = {}
        self._progress, self._done, self._total = progress, 0, 0

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """How many there are."""
        self._total = len(session.items)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """What became of one."""
        report = yield
        scenario: Any = getattr(getattr(item, "obj", None), "__scenario__", None)
        title = str(getattr(scenario, "name", item.name.partition("[")[0]))
        key = str(item.path.resolve()), title
        if report.failed:
            self.ran[key] = Ran.FAILED
        elif report.when == "call" and report.passed:
            self.ran.setdefault(key, Ran.PASSED)
        if report.when == "teardown":
            self._done += 1
            self._progress(self._done, self._total)
        return report


def _story(file: Path, heading: str, scenario: Node) -> Story:
    tables = [_table(one) for one in scenario.get("examples", []) if one.get("tableHeader")]
    return Story(
        file=str(file.resolve()),
        line=int(scenario["location"]["line"]),
        heading=heading,
        title=str(scenario["name"]),
        steps=tuple(f"{str(step['keyword']).strip()} {step['text']}" for step in scenario["steps"]),
        tables=tuple(tables),
    )


def _table(examples: Node) -> tuple[tuple[str, ...], ...]:
    rows = [examples["tableHeader"], *examples.get("tableBody", [])]
    return tuple(tuple(str(cell["value"]) for cell in row["cells"]) for row in rows)
