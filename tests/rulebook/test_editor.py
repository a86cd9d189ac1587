"""What editors know of our files is current, accepts all that we ship, and underlines what an analyst mistypes."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from cds.analyst.schemas import SCHEMAS, schema_of
from cds.rulebook.clauses.expressions import VOCABULARY
from scripts.editor import ROOT, files, settings, snippets

VALIDATORS = {name: Draft202012Validator(schema_of(name)) for name in SCHEMAS}


class Loader(yaml.SafeLoader):
    """YAML as an editor reads it: a date is a text, `no` and `on` are words."""


Loader.yaml_implicit_resolvers = {
    first: [
        (tag, re.compile("true|false") if tag.endswith("bool") else pattern)
        for tag, pattern in resolvers
        if not tag.endswith("timestamp")
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read(file: Path) -> Any:
    return yaml.load(file.read_text(encoding="utf-8"), Loader)  # noqa: S506 - a SafeLoader


def told(name: str, content: object) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in VALIDATORS[name].iter_errors(content)]


# --- current --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("path", "text"), [pytest.param(*one, id=one[0].name) for one in files()])
def test_a_file_is_current(path: Path, text: str) -> None:
    assert path.read_text(encoding="utf-8") == text, "run: python -m scripts.editor"


def test_the_script_says_so_too() -> None:
    ran = subprocess.run([sys.executable, "-m", "scripts.editor", "--check"], cwd=ROOT, capture_output=True, text=True)
    assert (ran.returncode, ran.stdout) == (0, "")


# --- what is accepted -----------------------------------------------------------------------------------------


def shipped() -> list[tuple[str, Path]]:
    """Every file that an editor holds against a schema."""
    patterns = {Path(schema).stem: one for schema, one in settings()["yaml.schemas"].items()}
    return [
        (name, file)
        for name, some in patterns.items()
        for pattern in ([some] if isinstance(some, str) else some)
        for file in sorted(ROOT.glob(pattern))
    ]


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_file_that_we_ship_is_accepted(name: str) -> None:
    checked = [(file, told(name, read(file))) for kind, file in shipped() if kind == name]
    assert checked
    assert [(file.name, errors) for file, errors in checked if errors] == []


def test_every_rule_is_held_against_a_schema() -> None:
    rules = {file for name, file in shipped() if name == "rule"}
    assert rules == {file for file in ROOT.glob("rules/*/*-*.yaml") if file.parent.name in {"ketamine", "infrared"}}


# --- what is underlined ---------------------------------------------------------------------------------------

RULE = ROOT / "rules" / "ketamine" / "KET-CI-PSYCHOSIS.yaml"


def _misspelt(rule: Any) -> None:
    rule["tilte"] = rule.pop("title")


def _no_tiers(rule: Any) -> None:
    rule["tiers"] = []


def _indicator(rule: Any) -> None:
    rule["tiers"][0]["indicator"] = "crtical"


def _bare_number(rule: Any) -> None:
    rule["tiers"][0]["when"] = [{"observation": "latest", "in": "ket-obs-hcg", "within": "7 days", "above": 5}]


def _duration(rule: Any) -> None:
    rule["tiers"][0]["when"] = [{"observation": "latest", "in": "ket-obs-hcg", "within": "24h"}]


def _unknown_kind(rule: Any) -> None:
    rule["tiers"][0]["when"] = [{"conditon": "active", "in": "ket-cond-psychosis"}]


def _unknown_filter(rule: Any) -> None:
    rule["tiers"][0]["when"] = [{"condition": "active", "in": "ket-cond-psychosis", "lifelng": True}]


def _id(rule: Any) -> None:
    rule["id"] = "KET-CI-PSYCHOSIS"


def _long(rule: Any) -> None:
    rule["tiers"][0]["summary"] = "x" * 126


@pytest.mark.parametrize(
    "mistake",
    [_misspelt, _no_tiers, _indicator, _bare_number, _duration, _unknown_kind, _unknown_filter, _id, _long],
)
def test_a_mistake_in_a_rule_is_underlined(mistake: Callable[[Any], None]) -> None:
    rule = read(RULE)
    mistake(rule)
    assert told("rule", rule)


@pytest.mark.parametrize(
    ("name", "path", "member", "value"),
    [
        ("evidence", "rules/evidence/E15.yaml", "certainty", "very-low"),
        ("evidence", "rules/evidence/E15.yaml", "checked", "perhaps"),
        ("value-set", "rules/value-sets/ket-obs-bp.yaml", "concepts", []),
        ("claim", "rules/claims/KET-A1.yaml", "verdict", "true"),
    ],
)
def test_a_mistake_elsewhere_is_underlined(name: str, path: str, member: str, value: object) -> None:
    assert told(name, read(ROOT / path) | {member: value})


# --- snippets -------------------------------------------------------------------------------------------------


def written(body: list[str]) -> str:
    """What a snippet writes when every stop is passed as it is."""
    text = "\n".join(body)
    text = re.sub(r"\$\{\d+\|([^,|]*)[^|]*\|\}", r"\1", text)
    text = re.sub(r"\$\{\d+:((?:[^\\}]|\\.)*)\}", r"\1", text)
    return re.sub(r"\\([$}\\])", r"\1", re.sub(r"\$\d+", "", text))


@pytest.mark.parametrize("kind", VOCABULARY)
def test_a_clause_is_written_as_the_vocabulary_shows_it(kind: str) -> None:
    rule = read(RULE)
    rule["tiers"][0]["when"] = yaml.load(written(snippets()[f"clause {kind}"]["body"]), Loader)  # noqa: S506
    assert told("rule", rule) == []


def test_every_step_is_written_as_a_step_that_exists() -> None:
    from cds.analyst.sentence import CATALOGUE

    steps = [one["body"] for name, one in snippets().items() if name.startswith("step ")]
    assert len(steps) == len(CATALOGUE)
    for body, entry in zip(steps, CATALOGUE, strict=True):
        keyword, _, words = written(body).partition(" ")
        assert keyword.lower() == entry.kind
        assert entry.sentence.is_matching(words), words
