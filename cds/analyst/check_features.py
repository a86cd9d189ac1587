"""Feature files looked at before they run: what pytest-bdd would pass over in silence is a complaint here.

A scenario whose keyword lacks its colon is swallowed by the description before it; of two scenarios with one title only
the last runs; a placeholder that no example fills reaches the step as it is. None of these may look like success.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cds.analyst.features import (
    HEADINGS,
    STEP_WORDS,
    Node,
    name_of,
    parse_feature,
    place_of,
    read_text,
    scenarios_below,
    tags_and_steps,
)
from cds.errors import Complaint
from cds.rulebook import Rulebook, did_you_mean

PLACEHOLDER = re.compile(r"<([^<>]+)>")
_KEYWORD = re.compile(rf"\s*({'|'.join([*HEADINGS, *STEP_WORDS])})\b")

Found = tuple[int, int, str]
"""Line, column, and what is found there: a complaint, or a name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One scenario: its place, its title, its tags and those it inherits, its steps, those of backgrounds first."""

    line: int
    column: int
    title: str
    tags: tuple[str, ...]
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What a feature file shows by itself: complaints, and what is to be compared with the rules."""

    complaints: tuple[Found, ...] = ()
    tags: tuple[Found, ...] = ()
    rules: tuple[Found, ...] = ()
    """Rules that steps name."""

    scenarios: tuple[Told, ...] = ()


def check_feature(file: Path, rulebook: Rulebook) -> list[Complaint]:
    """What is wrong with a feature file, in the order of its lines; its steps are not looked up.

    Raises: Unreadable.
    """
    text = read_text(file)
    return check_looked(str(file), look(parse_feature(text, str(file)), text), rulebook)


def check_looked(file: str, looked: Looked, rulebook: Rulebook) -> list[Complaint]:
    """Every complaint about a feature, in the order of its lines."""
    found = [*looked.complaints, *_unknown_rules(looked, rulebook)]
    return sorted(Complaint(file, line, column, message) for line, column, message in found)


def _unknown_rules(looked: Looked, rulebook: Rulebook) -> Iterator[Found]:
    rules = rulebook.rules
    for line, column, name in looked.tags:
        if name not in rules:
            yield line, column, f"@{name} is no rule of the rulebook{did_you_mean(name, sorted(rules))}"
    for line, column, name in looked.rules:
        if name not in rules:
            yield line, column, f"`{name}` is no rule of the rulebook{did_you_mean(name, sorted(rules))}"
    for one in looked.scenarios:
        if not any(tag in rules for tag in one.tags):
            yield one.line, one.column, f"`{one.title}` has no rule as its tag, such as @{min(rules)}"


def look(feature: Node, text: str) -> Looked:
    """What a feature shows by itself. Takes: the feature as parsed, and the text it was parsed from."""
    lines = text.splitlines()
    scenarios = [scenario for scenario, _ in scenarios_below(feature, ())]
    told = [
        Told(line=line, column=column, title=scenario["name"], tags=tuple(sorted(tags)), steps=steps)
        for scenario, (tags, steps) in zip(scenarios, tags_and_steps(feature), strict=True)
        for line, column in [place_of(scenario)]
    ]
    return Looked(
        complaints=tuple(_check_children(feature, scenarios, lines)),
        tags=tuple((*place_of(tag), name_of(tag)) for tag in _tags(feature)),
        scenarios=tuple(told),
    )


def _tags(node: Node) -> Iterator[Node]:
    """Every tag of a node and of what it holds."""
    yield from node.get("tags", ())
    for child in node.get("children", ()):
        for part in child.values():
            yield from _tags(part)
    for examples in node.get("examples", ()):
        yield from examples["tags"]


def _check_children(feature: Node, scenarios: Sequence[Node], lines: Sequence[str]) -> Iterator[Found]:
    rules = [child["rule"] for child in feature["children"] if "rule" in child]
    for part in (feature, *rules, *scenarios):
        yield from _check_description(part, lines)
    for part in (feature, *rules):
        if not any("scenario" in child or "rule" in child for child in part["children"]):
            yield *place_of(part), "holds no scenario; begin one with `Scenario: …`"
    titles: dict[str, int] = {}
    for scenario in scenarios:
        line, column = place_of(scenario)
        name = scenario["name"]
        if not name:
            yield line, column, "has no title; what does it show?"
        elif name in titles:
            yield line, column, f"`{name}` is the title of line {titles[name]} already; only one of the two would run"
        elif not scenario["steps"]:
            yield line, column, f"`{name}` has no steps"
        titles.setdefault(name, line)
        yield from _check_placeholders(scenario)


def _check_description(node: Node, lines: Sequence[str]) -> Iterator[Found]:
    """Lines of a description that were meant to be more."""
    first, _ = place_of(node)
    written = [text.strip() for text in node["description"].splitlines()]
    for number, text in enumerate(lines[first:], first + 1):
        if not written:
            return
        if text.strip() == written[0]:
            found = _KEYWORD.match(written.pop(0))
            if found:
                column = len(text) - len(text.lstrip()) + 1
                remedy = "needs its colon" if found[1] in HEADINGS else "belongs into a scenario, below its heading"
                yield number, column, f"`{text.strip()}` is read as description; `{found[1]}` {remedy}"


def _check_placeholders(scenario: Node) -> Iterator[Found]:
    """Both ways: each placeholder has its column in every table, and each column is used."""
    examples: Sequence[Node] = scenario["examples"]
    texts = [(step, text) for step in scenario["steps"] for text in _texts_of(step)]
    used = {name for text in [scenario["name"], *(text for _, text in texts)] for name in PLACEHOLDER.findall(text)}
    if scenario["keyword"] == "Scenario Outline" and not any(one.get("tableBody") for one in examples):
        yield *place_of(scenario), f"`{scenario['name']}` has no examples, so nothing of it would run"
    for table in examples:
        header: Node = table.get("tableHeader") or {"cells": [], "location": table["location"]}
        columns = [cell["value"] for cell in header["cells"]]
        for step, text in texts:
            for name in PLACEHOLDER.findall(text):
                if name not in columns:
                    yield *place_of(step), f"<{name}> is no column of the examples{did_you_mean(name, columns)}"
        for cell in header["cells"]:
            if cell["value"] not in used:
                yield *place_of(cell), f"no step uses the column `{cell['value']}`"


def _texts_of(step: Node) -> Iterable[str]:
    yield step["text"]
    if "docString" in step:
        yield step["docString"]["content"]
    for row in step.get("dataTable", {}).get("rows", []):
        yield from (cell["value"] for cell in row["cells"])
