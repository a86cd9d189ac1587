"""Feature files looked at before they run: what pytest-bdd would pass over in silence is a complaint here.

A scenario whose keyword lacks its colon is swallowed by the description before it; of two scenarios with one title only
the last runs; a placeholder that no example fills reaches the step as it is. None of these may look like success.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from gherkin.errors import CompositeParserException, ParserError
from gherkin.parser import Parser

from cds.analyst.phrases import did_you_mean
from cds.errors import Complaint
from cds.rulebook import Rulebook

_KEYWORD = re.compile(r"^\s*(Scenario Outline|Scenario|Example|Background|Rule|Examples|Given|When|Then|And|But)\b")
_PLACEHOLDER = re.compile(r"<([^<>]+)>")
Node = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Unreadable(Exception):
    """A feature file that cannot be parsed; the complaints say where."""

    complaints: tuple[Complaint, ...]


def feature_files(paths: Iterable[Path]) -> list[Path]:
    """The feature files that files and folders hold, sorted, each once."""
    found = [file for path in paths for file in ([path] if path.is_file() else sorted(path.rglob("*.feature")))]
    return list(dict.fromkeys(found))


def check_feature(file: Path, rulebook: Rulebook) -> list[Complaint]:
    """What is wrong with a feature file, in the order of its lines.

    Raises: Unreadable.
    """
    return check_scenarios(file, read_feature(file), rulebook)


def check_scenarios(file: Path, feature: Node, rulebook: Rulebook) -> list[Complaint]:
    """What is wrong with a feature that could be read, in the order of its lines."""
    complaints = [*_check_children(feature, (), rulebook)]
    return sorted(Complaint(str(file), line, column, message) for line, column, message in complaints)


def read_feature(file: Path) -> Node:
    """A feature file as its parser sees it.

    Raises: Unreadable.
    """
    try:
        text = file.read_text(encoding="utf-8")
        document = cast(Node, Parser().parse(text))  # pyright: ignore[reportUnknownMemberType]
    except CompositeParserException as error:
        raise Unreadable(tuple(_of_parser(file, one) for one in error.errors)) from None
    except ParserError as error:
        raise Unreadable((_of_parser(file, error),)) from None
    except (OSError, UnicodeDecodeError):
        raise Unreadable((Complaint(str(file), 0, 0, "cannot be read as UTF-8 text"),)) from None
    feature = document.get("feature")
    if not feature:
        raise Unreadable((Complaint(str(file), 1, 1, "holds no feature; begin with `Feature: …`"),))
    return cast(Node, feature)


def _of_parser(file: Path, error: Any) -> Complaint:
    place: Any = getattr(error, "location", None) or {}
    message = str(error).partition(": ")[2] or str(error)
    return Complaint(str(file), int(place.get("line", 0)), int(place.get("column", 0)), message)


_Found = tuple[int, int, str]


def _check_children(node: Node, tags: Sequence[Node], rulebook: Rulebook) -> Iterator[_Found]:
    """Complaints about a feature or a Rule, and everything in it."""
    own = [*tags, *node["tags"]]
    yield from _check_tags(node["tags"], rulebook)
    yield from _check_description(node)
    titles: dict[str, int] = {}
    for scenario, its_tags in _scenarios(node, own):
        line, column = _place(scenario)
        name = scenario["name"]
        if not name:
            yield line, column, "has no title; what does it show?"
        if name in titles:
            yield line, column, f"`{name}` is the title of line {titles[name]} already; only one of the two would run"
        titles.setdefault(name, line)
        yield from _check_scenario(scenario, its_tags, rulebook)
    for child in node["children"]:
        if "rule" in child:
            yield from _check_tags(child["rule"]["tags"], rulebook)
            yield from _check_description(child["rule"])
    if not titles:
        line, column = _place(node)
        yield line, column, "holds no scenario; begin one with `Scenario: …`"


def _scenarios(node: Node, tags: Sequence[Node]) -> Iterator[tuple[Node, Sequence[Node]]]:
    for child in node["children"]:
        if "rule" in child:
            yield from _scenarios(child["rule"], [*tags, *child["rule"]["tags"]])
        elif "scenario" in child:
            yield child["scenario"], tags


def scenarios_of(feature: Node) -> Iterator[tuple[frozenset[str], str, Node]]:
    """Every scenario with the names of its tags and the title of the Gherkin Rule it stands under ('' for none)."""
    without_rules = [child for child in feature["children"] if "rule" not in child]
    parts: list[tuple[str, Sequence[Node], Node]] = [("", (), {**feature, "children": without_rules})]
    parts += [(one["name"], one["tags"], one) for child in feature["children"] if (one := child.get("rule"))]
    for heading, own, part in parts:
        for scenario, tags in _scenarios(part, [*feature["tags"], *own]):
            yield frozenset(map(_name, (*tags, *scenario["tags"]))), heading, scenario


def tags_and_steps(feature: Node) -> Iterator[tuple[frozenset[str], tuple[str, ...]]]:
    """For every scenario the names of its tags and the texts of its steps, those of its backgrounds first."""
    yield from _tags_and_steps(feature, (), ())


def _tags_and_steps(
    node: Node, tags: Sequence[Node], steps: Sequence[str]
) -> Iterator[tuple[frozenset[str], tuple[str, ...]]]:
    own = [*tags, *node["tags"]]
    before = [
        *steps,
        *(step["text"] for one in node["children"] for step in one.get("background", {}).get("steps", ())),
    ]
    for child in node["children"]:
        if "rule" in child:
            yield from _tags_and_steps(child["rule"], own, before)
        elif "scenario" in child:
            scenario = child["scenario"]
            examples = [tag for one in scenario.get("examples", []) for tag in one["tags"]]
            names = frozenset(_name(tag) for tag in (*own, *scenario["tags"], *examples))
            yield names, (*before, *(step["text"] for step in scenario["steps"]))


def _check_scenario(scenario: Node, tags: Sequence[Node], rulebook: Rulebook) -> Iterator[_Found]:
    line, column = _place(scenario)
    yield from _check_tags(scenario["tags"], rulebook)
    yield from _check_description(scenario)
    examples: Sequence[Node] = scenario.get("examples", [])
    of_examples = [tag for one in examples for tag in one["tags"]]
    yield from _check_tags(of_examples, rulebook)
    if not any(_name(tag) in rulebook.rules for tag in (*tags, *scenario["tags"], *of_examples)):
        yield line, column, f"`{scenario['name']}` has no rule as its tag, such as @{min(rulebook.rules)}"
    if not scenario["steps"]:
        yield line, column, f"`{scenario['name']}` has no steps"
    yield from _check_placeholders(scenario, examples)


def _check_tags(tags: Iterable[Node], rulebook: Rulebook) -> Iterator[_Found]:
    for tag in tags:
        name = _name(tag)
        if name not in rulebook.rules:
            line, column = _place(tag)
            yield line, column, f"@{name} is no rule of the rulebook{did_you_mean(name, sorted(rulebook.rules))}"


def _check_description(node: Node) -> Iterator[_Found]:
    line, _ = _place(node)
    for text in node["description"].splitlines():
        found = _KEYWORD.match(text)
        if found:
            yield line, 1, f"`{text.strip()}` is read as description; `{found[1]}` needs its colon, or another place"


def _check_placeholders(scenario: Node, examples: Sequence[Node]) -> Iterator[_Found]:
    """Both ways: each placeholder has its column in every table, and each column is used."""
    texts = [(step, text) for step in scenario["steps"] for text in _texts_of(step)]
    used = {name for _, text in texts for name in _PLACEHOLDER.findall(text)}
    used |= set(_PLACEHOLDER.findall(scenario["name"]))
    if scenario["keyword"] == "Scenario Outline" and not any(one.get("tableBody") for one in examples):
        line, column = _place(scenario)
        yield line, column, f"`{scenario['name']}` has no examples, so nothing of it would run"
    for table in examples:
        header: Node = table.get("tableHeader") or {"cells": [], "location": table["location"]}
        columns = [cell["value"] for cell in header["cells"]]
        for step, text in texts:
            for name in _PLACEHOLDER.findall(text):
                if name not in columns:
                    line, column = _place(step)
                    yield line, column, f"<{name}> is no column of the examples{did_you_mean(name, columns)}"
        for name in columns:
            if name not in used:
                line, column = _place(header)
                yield line, column, f"no step uses the column `{name}`"


def _texts_of(step: Node) -> Iterator[str]:
    yield step["text"]
    if "docString" in step:
        yield step["docString"]["content"]
    for row in step.get("dataTable", {}).get("rows", []):
        yield from (cell["value"] for cell in row["cells"])


def _name(tag: Node) -> str:
    return str(tag["name"]).removeprefix("@")


def _place(node: Node) -> tuple[int, int]:
    location = node["location"]
    return int(location["line"]), int(location.get("column", 1))
