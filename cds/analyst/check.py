"""`kir check`: the content and its scenarios, every complaint at once."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from gherkin.errors import CompositeParserException, ParserError
from gherkin.parser import Parser

from cds.errors import Complaint, RulebookInvalid
from cds.rulebook import Rulebook, Status, did_you_mean, load_rulebook

_KINDS = {
    "speaks": ("is shown", "speaks as"),
    "stays silent": ("stays silent", "no cards are shown"),
    "is not evaluated": ("is not evaluated",),
}
"""What every active rule must be shown to do, and the words of a step that show it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Every complaint, and one line about what was checked."""

    complaints: tuple[Complaint, ...]
    summary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scenario:
    file: str
    line: int
    column: int
    name: str
    tags: tuple[tuple[str, int, int], ...]
    steps: tuple[str, ...]


def check_everything(rule_folders: Sequence[Path], features: Sequence[Path]) -> Report:
    """Rules, value sets, evidence and features.

    Gives: complaints with file, line and column, sorted; none when all is well.
    """
    try:
        rulebook = load_rulebook(rule_folders)
    except RulebookInvalid as invalid:
        return Report(complaints=invalid.complaints, summary="")
    complaints: list[Complaint] = []
    scenarios: list[_Scenario] = []
    files = [
        file for folder in features for file in ([folder] if folder.is_file() else sorted(folder.rglob("*.feature")))
    ]
    for file in files:
        found, wrong = _read_feature(file)
        scenarios += found
        complaints += wrong
    complaints += _check_tags(scenarios, rulebook)
    complaints += _check_kinds(scenarios, rulebook)
    summary = (
        f"{len(rulebook.rules)} rules, {len(rulebook.value_sets)} value sets, {len(rulebook.evidence)} evidence notes, "
        f"{len(scenarios)} scenarios: no complaints (rulebook {rulebook.version}, {rulebook.digest[:12]})"
    )
    return Report(complaints=tuple(sorted(complaints)), summary=summary)


def _read_feature(file: Path) -> tuple[list[_Scenario], list[Complaint]]:
    try:
        document = cast(dict[str, Any], Parser().parse(file.read_text(encoding="utf-8")))
    except CompositeParserException as error:
        return [], [_parse_complaint(file, one) for one in cast(list[Exception], error.errors)]
    except ParserError as error:
        return [], [_parse_complaint(file, error)]
    feature = document.get("feature")
    if not feature:
        return [], [Complaint(str(file), 1, 1, "holds no feature; start with `Feature: …`")]
    return list(_scenarios(str(file), feature["children"], feature["tags"])), []


def _parse_complaint(file: Path, error: Exception) -> Complaint:
    place = cast(dict[str, int], getattr(error, "location", None) or {})
    words = str(error).partition(": ")[2] or str(error)
    return Complaint(str(file), place.get("line", 1), place.get("column", 1), words)


def _scenarios(file: str, children: Iterable[Any], tags: Sequence[Any]) -> Iterator[_Scenario]:
    for child in children:
        if "rule" in child:
            yield from _scenarios(file, child["rule"]["children"], [*tags, *child["rule"]["tags"]])
        elif "scenario" in child:
            scenario = child["scenario"]
            examples = [tag for one in scenario.get("examples", ()) for tag in one["tags"]]
            yield _Scenario(
                file=file,
                line=scenario["location"]["line"],
                column=scenario["location"]["column"],
                name=scenario["name"],
                tags=tuple(
                    (tag["name"].removeprefix("@"), tag["location"]["line"], tag["location"]["column"])
                    for tag in (*tags, *scenario["tags"], *examples)
                ),
                steps=tuple(step["text"] for step in scenario["steps"]),
            )


def _check_tags(scenarios: Iterable[_Scenario], rulebook: Rulebook) -> Iterator[Complaint]:
    """A scenario's tag is the id of a rule; one without such a tag proves nothing about any."""
    for scenario in scenarios:
        known = [name for name, _, _ in scenario.tags if name in rulebook.rules]
        for name, line, column in scenario.tags:
            if name not in rulebook.rules:
                hint = did_you_mean(name, sorted(rulebook.rules))
                yield Complaint(scenario.file, line, column, f"@{name} is no rule{hint}")
        if not known:
            yield Complaint(scenario.file, scenario.line, scenario.column, f"`{scenario.name}` names no rule; tag it")


def _check_kinds(scenarios: Sequence[_Scenario], rulebook: Rulebook) -> Iterator[Complaint]:
    """Every active rule is shown to speak, to stay silent and to be not evaluated."""
    for rule in rulebook.rules.values():
        if rule.status is not Status.ACTIVE:
            continue
        steps = [step for one in scenarios for step in one.steps if rule.id in {name for name, _, _ in one.tags}]
        for what, words in _KINDS.items():
            if not any(word in step for step in steps for word in words):
                yield Complaint(f"rules/{rule.family}/{rule.id}.yaml", 0, 0, f"no scenario shows that {rule.id} {what}")
