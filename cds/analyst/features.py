"""Feature files read with the parser that runs them, and walked through: scenarios with their tags and steps."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from gherkin.errors import CompositeParserException, ParserError
from gherkin.parser import Parser

from cds.errors import Complaint
from cds.rulebook import did_you_mean

Node = Mapping[str, Any]
Place = tuple[int, int]
"""Line and column, from 1."""

HEADINGS = ("Feature", "Rule", "Background", "Scenario Outline", "Scenario", "Examples", "Example")
STEP_WORDS = ("Given", "When", "Then", "And", "But")
_LISTED = f"{', '.join(STEP_WORDS[:-1])} or {STEP_WORDS[-1]}"
_EXPECTED = re.compile(r"unexpected end of file|expected: .*, got '(.*)'$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Unreadable(Exception):
    """A feature file that cannot be parsed; the complaints say where."""

    complaints: tuple[Complaint, ...]


def feature_files(paths: Iterable[Path]) -> list[Path]:
    """The feature files that files and folders hold, sorted, each once."""
    found = [file for path in paths for file in ([path] if path.is_file() else sorted(path.rglob("*.feature")))]
    return list(dict.fromkeys(found))


def read_feature(file: Path) -> Node:
    """A feature file as its parser sees it.

    Raises: Unreadable.
    """
    return parse_feature(read_text(file), str(file))


def read_text(file: Path) -> str:
    """The text of a feature file. Raises Unreadable."""
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise Unreadable((Complaint(str(file), 0, 0, "cannot be read as UTF-8 text"),)) from None


def parse_feature(text: str, file: str) -> Node:
    """The text of a feature file as its parser sees it; `file` is its name in complaints.

    Raises: Unreadable.
    """
    try:
        document = cast(Node, Parser().parse(text))  # pyright: ignore[reportUnknownMemberType]
    except CompositeParserException as error:
        raise Unreadable(tuple(_of_parser(file, one) for one in error.errors)) from None
    except ParserError as error:
        raise Unreadable((_of_parser(file, error),)) from None
    feature = document.get("feature")
    if not feature:
        raise Unreadable((Complaint(file, 1, 1, "holds no feature; begin with `Feature: …`"),))
    return cast(Node, feature)


def _of_parser(file: str, error: Any) -> Complaint:
    place: Any = getattr(error, "location", None) or {}
    return Complaint(file, int(place.get("line", 0)), int(place.get("column", 0)), _in_our_words(str(error)))


def _in_our_words(said: str) -> str:
    """What the parser means, with the remedy: it lists token names where an analyst knows keywords."""
    found = _EXPECTED.search(said)
    if found is None:
        return said.partition(": ")[2] or said
    line = found[1]
    if line is None:
        return "ends too early; a feature holds scenarios, and a scenario holds steps"
    heading = next((one for one in HEADINGS if line == one or line.startswith(f"{one} ")), None)
    if heading:
        return f"`{line}` needs a colon after `{heading}`"
    word = line.partition(" ")[0].rstrip(":")
    remedy = did_you_mean(word.capitalize(), [*HEADINGS, *STEP_WORDS])
    return f"`{line}` is no step and no heading{remedy or f'; a step starts with {_LISTED}'}"


def name_of(tag: Node) -> str:
    """The name of a tag, without its @."""
    return str(tag["name"]).removeprefix("@")


def place_of(node: Node) -> Place:
    """Where a node of the parser begins."""
    location = node["location"]
    return int(location["line"]), int(location.get("column", 1))


def scenarios_below(node: Node, tags: Sequence[Node]) -> Iterator[tuple[Node, Sequence[Node]]]:
    """Every scenario of a feature or a Gherkin Rule, with the tags that it inherits, `tags` first."""
    for child in node["children"]:
        if "rule" in child:
            yield from scenarios_below(child["rule"], [*tags, *child["rule"]["tags"]])
        elif "scenario" in child:
            yield child["scenario"], tags


def scenarios_of(feature: Node) -> Iterator[tuple[frozenset[str], str, Node]]:
    """Every scenario with the names of its tags and the title of the Gherkin Rule it stands under ('' for none)."""
    without_rules = [child for child in feature["children"] if "rule" not in child]
    parts: list[tuple[str, Sequence[Node], Node]] = [("", (), {**feature, "children": without_rules})]
    parts += [(one["name"], one["tags"], one) for child in feature["children"] if (one := child.get("rule"))]
    for heading, own, part in parts:
        for scenario, tags in scenarios_below(part, [*feature["tags"], *own]):
            yield frozenset(map(name_of, (*tags, *scenario["tags"]))), heading, scenario


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
            names = frozenset(name_of(tag) for tag in (*own, *scenario["tags"], *examples))
            yield names, (*before, *(step["text"] for step in scenario["steps"]))
