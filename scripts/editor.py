"""Write what editors know of our files: schemas in rules/schemas/, snippets and settings for VS Code in .vscode/.

    .venv/bin/python -m scripts.editor            write them; says which changed
    .venv/bin/python -m scripts.editor --check    write nothing; exit status 1 when one would change

They are made from the models of the rules, the vocabulary of clauses and the catalogue of steps: change a word there.
"""

import json
import re
import sys
from collections.abc import Iterator
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Any

from cds.analyst.plugin import STEPS
from cds.analyst.schemas import SCHEMAS, schema_text
from cds.analyst.sentence import CATALOGUE, Entry
from cds.rulebook.clauses.expressions import VOCABULARY
from scripts.vocabulary import example_of

ROOT = Path(__file__).resolve().parent.parent
RULES = ROOT / "rules"
_FILES = {
    "value-set": "rules/value-sets/*.yaml",
    "evidence": "rules/evidence/*.yaml",
    "claim": "rules/claims/*.yaml",
    "definition": "rules/definitions/*.yaml",
    "family": "rules/families/*.yaml",
    "overrides": "rules/overrides.yaml",
    "services": "rules/services.yaml",
}
_TIER = [
    "- indicator: ${1|info,warning,critical|}",
    "  when:",
    "    - $2",
    "  summary: ${3:one line, best under 90 characters; the severity is put before it}",
    "  detail: >-",
    "    ${4:What it means.} Options: ${5:what to do, the safest first}.",
]
_RULE = [
    "title: ${1:what it is about}",
    "class: $2",
    "version: 0.1.0",
    "status: draft",
    "hooks: [${3:order-select, order-sign}]",
    "about: {order: ${4:ketamine}}",
    "tiers:",
    "  - indicator: ${5|info,warning,critical|}",
    "    when:",
    "      - $6",
    "    summary: ${7:one line}",
    "    detail: >-",
    "      ${8:What it means.} Options: ${9:what to do, the safest first}.",
    "overrides: [specialist-agreed]",
    "evidence: [$10]",
    "review: {owner: ${11:who keeps it}, due: ${12:2027-11-24}}",
]
_SCENARIO = [
    "Scenario: ${1:what it shows}",
    "  Given ${2:a 34-year-old woman}",
    '  When ${3:the clinician signs an order for "ketamine" (RxNorm 6130)}',
    '  Then rule "$4" ${5|speaks as critical,speaks as warning,speaks as info,stays silent|}',
]


def main(arguments: list[str]) -> int:
    """Write or compare every file; 0 when all are current or were written."""
    changed = [(path, text) for path, text in files() if not path.exists() or path.read_text(encoding="utf-8") != text]
    for path, text in changed:
        print(path.relative_to(ROOT))
        if "--check" not in arguments:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return 1 if changed and "--check" in arguments else 0


def files() -> Iterator[tuple[Path, str]]:
    """Every file as it should be."""
    for name in SCHEMAS:
        yield RULES / "schemas" / f"{name}.json", schema_text(name)
    yield ROOT / ".vscode" / "settings.json", _json(settings())
    yield ROOT / ".vscode" / "kir.code-snippets", _json(snippets())


def settings() -> dict[str, Any]:
    """Which schema holds for which files."""
    families = sorted(file.stem for file in (RULES / "families").glob("*.yaml"))
    patterns: dict[str, str | list[str]] = {"rule": [f"rules/{family}/*.yaml" for family in families], **_FILES}
    return {"yaml.schemas": {f"./rules/schemas/{name}.json": patterns[name] for name in SCHEMAS}}


def snippets() -> dict[str, Any]:
    """A rule, a tier, every kind of clause; a scenario, every step."""
    made = {
        "rule": _snippet("yaml", "rule", _RULE, "A rule, as a draft"),
        "tier": _snippet("yaml", "tier", _TIER, "One indicator level of a rule"),
        "scenario": _snippet("feature,gherkin,cucumber", "scenario", _SCENARIO, "One scenario"),
    }
    for kind, model in VOCABULARY.items():
        about = " ".join((model.__doc__ or "").partition("\n")[0].split())
        made[f"clause {kind}"] = _snippet("yaml", kind, [f"- {_plain(example_of(model))}"], about)
    for step in STEPS:
        import_module(step)
    for entry in CATALOGUE:
        title = f"{entry.kind.title()} {entry.sentence.in_words()}"
        about = entry.about.partition("\n")[0]
        made[f"step {title}"] = _snippet("feature,gherkin,cucumber", title, [_step(entry)], about)
    return made


def _snippet(scope: str, prefix: str, body: list[str], description: str) -> dict[str, Any]:
    return {"scope": scope, "prefix": prefix, "body": body, "description": description}


def _step(entry: Entry) -> str:
    """A step with a stop of the tabulator at each gap."""
    stops = count(1)

    def gap(example: str) -> str:
        return f"${{{next(stops)}:{_plain(example)}}}" if example else f"${next(stops)}"

    words = entry.sentence.written(lambda words: f"${{{next(stops)}|{','.join(words)}|}}", gap)
    return f"{entry.kind.title()} {words}"


def _plain(text: str) -> str:
    r"""Text that a snippet writes as it is: `$`, `}` and `\` mean something there."""
    return re.sub(r"([$}\\])", r"\\\1", text)


def _json(content: dict[str, Any]) -> str:
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
