"""Write docs/vocabulary.md: every kind of fact a rule may name, its filters, and an example that loads.

    .venv/bin/python -m scripts.vocabulary            write it
    .venv/bin/python -m scripts.vocabulary --check    write nothing; exit status 1 when it would change

It is made from cds/rulebook/clauses/: to change a line, change the docstring or the description there.
"""

import inspect
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from pydantic import BaseModel

from cds.rulebook.clauses.expressions import VOCABULARY

PAGE = Path(__file__).resolve().parent.parent / "docs" / "vocabulary.md"
_HEAD = """\
# The vocabulary of rules

Everything that a rule's `when` and `unless` may say. A clause names one fact by its first key; all its filters must hold
together. The answer is true, false or unknown, and what is unknown never reads as safe.

Lengths of time are written `28 days`, thresholds with their unit (`180 mm[Hg]`, `4 {score}`), and one name stands for a
list of one. Every clause may have `as: name`, by which the card's text speaks of the fact.

This page is made by `python -m scripts.vocabulary`.

| Kind | Meaning | Example |
|---|---|---|
"""
_NEVER = {"as"}
_WORDS = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
    "object": "mapping",
}


def main(arguments: list[str]) -> int:
    """Write or compare the page; 0 when it is current or was written."""
    text = page()
    if "--check" in arguments:
        return 0 if PAGE.exists() and PAGE.read_text(encoding="utf-8") == text else 1
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(text, encoding="utf-8")
    return 0


def page() -> str:
    """The page as it should be."""
    rows = "".join(
        f"| [`{kind}`](#{kind}) | {_meaning(model)} | `{_example(model)}` |\n" for kind, model in VOCABULARY.items()
    )
    return _HEAD + rows + "".join(_section(kind, model) for kind, model in VOCABULARY.items())


def example_of(model: type[BaseModel]) -> str:
    """The example of a kind, as a rule file writes it."""
    return str(getattr(model, "example", ""))


def filters_of(model: type[BaseModel]) -> Iterator[tuple[str, str, str]]:
    """Name, what is written there, and what it means; the obligatory ones first."""
    schema = model.model_json_schema(by_alias=True)
    definitions = schema.get("$defs", {})
    if "$ref" in schema:  # a group holds groups
        schema = definitions[str(schema["$ref"]).rpartition("/")[2]]
    needed = set(schema.get("required", ()))
    entries = [(name, entry) for name, entry in schema["properties"].items() if name not in _NEVER]
    for name, entry in sorted(entries, key=lambda pair: pair[0] not in needed):
        what = _type(entry, definitions)
        yield name, what + (", needed" if name in needed else ""), str(entry.get("description", ""))


def _meaning(model: type[BaseModel]) -> str:
    return _cell(inspect.getdoc(model) or "")


def _example(model: type[BaseModel]) -> str:
    return _cell(example_of(model))


def _section(kind: str, model: type[BaseModel]) -> str:
    rows = "".join(f"| `{name}` | {_cell(what)} | {_cell(means)} |\n" for name, what, means in filters_of(model))
    doc = inspect.getdoc(model) or ""
    return f"\n## {kind}\n\n{doc}\n\n```yaml\n- {example_of(model)}\n```\n\n| Filter | Written | Meaning |\n|---|---|---|\n{rows}"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _type(entry: Mapping[str, Any], definitions: Mapping[str, Any]) -> str:
    """What is written there, in words."""
    if "$ref" in entry:
        return _type(definitions[str(entry["$ref"]).rpartition("/")[2]], definitions)
    if "enum" in entry:
        return " or ".join(f"`{one}`" for one in entry["enum"])
    if "const" in entry:
        return f"`{entry['const']}`"
    options = cast(list[Mapping[str, Any]], entry.get("anyOf") or entry.get("oneOf") or [])
    if options:
        kinds = [_type(one, definitions) for one in options if one.get("type") != "null"]
        return "clauses" if len(kinds) > 3 else " or ".join(dict.fromkeys(kinds))
    if entry.get("type") == "array":
        inner = _type(cast(Mapping[str, Any], entry.get("items", {"type": "string"})), definitions)
        return inner if inner.startswith("clauses") else f"one or more of: {inner}"
    if entry.get("format") == "duration":
        return "length of time"
    if "pattern" in entry:
        return "number with unit"
    return _WORDS.get(str(entry.get("type")), "clauses")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
