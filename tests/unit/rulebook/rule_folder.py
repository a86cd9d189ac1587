"""A copy of our content with one small rule of its own, to be edited and read again."""

import shutil
from pathlib import Path

from cds.errors import RulebookInvalid
from cds.rulebook import Rulebook, load_rulebook
from cds.settings import CONTENT

PATH = "ketamine/KET-CI-TEST.yaml"
RULE = """\
title: A test rule
class: contraindication
version: 1.0.0
status: active
hooks: [order-sign]
about: {order: ketamine}
tiers:
  - indicator: critical
    when:
      - {condition: active, in: ket-cond-psychosis, as: psychosis}
    derives: [contraindicated]
    summary: "{psychosis.display} recorded"
    detail: Stop.
  - indicator: warning
    when:
      - blood_pressure: latest
        in: ket-obs-bp
        within: 24 hours
        systolic_above: 180 mm[Hg]
        diastolic_above: 100 mm[Hg]
    summary: high pressure recorded
    detail: Ask.
suggestions:
  - label: Refer to psychiatry
    create:
      resourceType: ServiceRequest
      status: draft
      intent: order
      code: {text: Psychiatry}
overrides: [specialist-agreed]
evidence: [E15]
review: {owner: nobody, due: 2027-01-01}
"""
NOTE = """\
title: A label
citation: A label
kind: label
says: Several things.
certainty: high
certainty_reason: Text of a label.
contrary: None found.
read_on: 2026-11-24
review_by: 2027-11-24
checked: true
points:
  pregnancy: {says: Not in pregnancy.}
  blood-pressure:
    says: Not above 140/90 mmHg.
    contrary: Other countries differ.
"""


def _what_the_rule_needs_not(folder: str, names: list[str]) -> list[str]:
    kept = {"evidence": {"E15.yaml"}, "claims": set[str](), "ketamine": set[str](), "infrared": set[str]()}.get(
        Path(folder).name, set(names)
    )
    return [name for name in names if name not in kept or name.endswith(".md")]


class RuleFolder:
    """Our value sets, definitions, families and services, the evidence E15, and one rule: `RULE`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(CONTENT / "rules", folder, ignore=_what_the_rule_needs_not)
        self.write(PATH, RULE)

    def write(self, path: str, text: str) -> None:
        """A file of the folder."""
        (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / path).write_text(text, encoding="utf-8")

    def edit(self, old: str, new: str, path: str = PATH) -> None:
        """One place of a file, which stands there."""
        text = (self.folder / path).read_text(encoding="utf-8")
        assert old in text
        self.write(path, text.replace(old, new, 1))

    def add_rule(self, rule_id: str, *edits: tuple[str, str], family: str = "ketamine") -> None:
        """Another rule, like `RULE` but for these edits."""
        self.write(f"{family}/{rule_id}.yaml", RULE)
        for old, new in edits:
            self.edit(old, new, f"{family}/{rule_id}.yaml")

    def load(self, *more: Path) -> Rulebook:
        """The rulebook, of this folder and of later ones."""
        return load_rulebook([self.folder, *more])

    def complaints(self, *more: Path) -> list[str]:
        """Every complaint, with the path inside the folder."""
        try:
            self.load(*more)
        except RulebookInvalid as invalid:
            return [str(complaint).replace(f"{self.folder}/", "") for complaint in invalid.complaints]
        return []
