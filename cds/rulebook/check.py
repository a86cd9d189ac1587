"""What must agree between files: every reference resolves, every text slot has its fact, every template is valid FHIR."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from fhir.resources.R4B import get_fhir_model_class

from cds.errors import Complaint
from cds.rulebook.clauses import (
    AllGroup,
    AnyGroup,
    Clause,
    DerivedClause,
    Expression,
    IsClause,
    MedicationClause,
    clauses_of,
)
from cds.rulebook.rule import Rule, Suggestion, Tier
from cds.rulebook.yaml_file import did_you_mean, place_of

if TYPE_CHECKING:
    from cds.rulebook.rulebook import Rulebook

SLOT = re.compile(r"\{(\w+)\.(\w+)\}")
_FIELDS = {"display", "date", "value", "reference", "code"}
_MEDICATION_FIELDS = _FIELDS | {"drug", "days_ago", "washout_end", "start_after"}
_FORBIDDEN = re.compile(
    r"\b(heals?|reverses?|cures?|proven|clinically proven|no side effects|outperforms?|guarantee[sd]?|miracle)\b",
    re.IGNORECASE,
)
Texts = Mapping[str, tuple[str, str]]
Path = tuple[str | int, ...]


def check_content(rulebook: "Rulebook", texts: Texts) -> list[Complaint]:
    """Every complaint about a rulebook whose files are each well formed.

    Takes:  texts, by `Model/id`: the file name and its text, for the places.
    """
    checks = _Checks(rulebook, texts)
    for rule in rulebook.rules.values():
        checks.rule(rule)
    for definition in rulebook.definitions.values():
        checks.known("Definition", definition.id, ("family",), [definition.family], rulebook.families, "family")
        checks.expressions("Definition", definition.id, ("any",), definition.any_)
    for family in rulebook.families.values():
        checks.known("Family", family.id, ("in",), family.in_, rulebook.value_sets, "value set")
        checks.known("Family", family.id, ("stand_down",), family.stand_down, rulebook.definitions, "definition")
    reasons = {reason.code for reason in rulebook.overrides.reasons}
    checks.known("Overrides", "overrides", ("general",), rulebook.overrides.general, reasons, "override reason")
    return checks.complaints


class _Checks:
    def __init__(self, rulebook: "Rulebook", texts: Texts) -> None:
        self._rulebook = rulebook
        self._texts = texts
        self.complaints: list[Complaint] = []

    def complain(self, model: str, name: str, path: Path, message: str) -> None:
        file, text = self._texts[f"{model}/{name}"]
        self.complaints.append(Complaint(file, *place_of(text, path), message))

    def known(self, model: str, name: str, path: Path, used: Iterable[str], known: Iterable[str], what: str) -> None:
        names = sorted(known)
        for one in used:
            if one not in names:
                self.complain(model, name, path, f"`{one}` is no known {what}{did_you_mean(one, names)}")

    def rule(self, rule: Rule) -> None:
        book = self._rulebook
        self.known("Rule", rule.id, ("evidence",), rule.evidence, book.evidence, "evidence note")
        reasons = {reason.code for reason in book.overrides.reasons}
        self.known("Rule", rule.id, ("overrides",), rule.overrides, reasons, "override reason")
        families = [name for name in (rule.about.order, rule.about.proposes) if name]
        self.known("Rule", rule.id, ("about",), [*families, rule.family], book.families, "family")
        self.known("Rule", rule.id, ("stand_down",), rule.stand_down or (), book.definitions, "definition")
        derived = {name for other in book.rules.values() for tier in other.tiers for name in tier.derives}
        for index, tier in enumerate(rule.tiers):
            for part in ("when", "unless"):
                self.expressions("Rule", rule.id, ("tiers", index, part), getattr(tier, part), derived)
            self._text(rule, index, tier)
        for index, suggestion in enumerate(rule.suggestions):
            self._suggestion(rule, index, suggestion)
        if rule.about.proposal is not None:
            self._resource("Rule", rule.id, ("about", "proposal"), rule.about.proposal)

    def expressions(
        self, model: str, name: str, path: Path, expressions: Sequence[Expression], derived: Iterable[str] = ()
    ) -> None:
        for index, expression in enumerate(expressions):
            for clause in clauses_of(expression):
                self._clause(model, name, (*path, index), clause, derived)

    def _clause(self, model: str, name: str, path: Path, clause: Clause, derived: Iterable[str]) -> None:
        book = self._rulebook
        if isinstance(clause, IsClause):
            self.known(model, name, path, [clause.is_], book.definitions, "definition")
            return
        if isinstance(clause, DerivedClause):
            self.known(model, name, path, [clause.derived], derived, "derived fact")
            return
        used = list(clause.value_sets())
        self.known(model, name, path, used, book.value_sets, "value set")
        if isinstance(clause, MedicationClause) and clause.where:
            properties = {
                key
                for value_set in clause.in_
                if value_set in book.value_sets
                for concept in book.value_sets[value_set].concepts
                for key in concept.properties
            }
            self.known(model, name, path, clause.where, properties, "property of these value sets")

    def _text(self, rule: Rule, index: int, tier: Tier) -> None:
        slots = dict(self._slots(tier.when))
        for member in ("summary", "detail"):
            text = getattr(tier, member)
            self._slots_in(rule, ("tiers", index, member), text, slots)
            found = _FORBIDDEN.search(text)
            if found:
                self.complain("Rule", rule.id, ("tiers", index, member), f"`{found[0]}` claims more than is known")
        if "\n" in tier.summary:
            self.complain("Rule", rule.id, ("tiers", index, "summary"), "the summary is one line")

    def _slots_in(self, rule: Rule, path: Path, text: str, slots: Mapping[str, set[str]]) -> None:
        for slot, one in SLOT.findall(text):
            if slot not in slots:
                hint = did_you_mean(slot, sorted(slots))
                self.complain("Rule", rule.id, path, f"{{{slot}.{one}}} names no fact of this tier's `when`{hint}")
            elif one not in slots[slot]:
                hint = did_you_mean(one, sorted(slots[slot]))
                self.complain("Rule", rule.id, path, f"{{{slot}.{one}}}: a {slot} has no `{one}`{hint}")

    def _slots(self, expressions: Iterable[Expression]) -> Iterator[tuple[str, set[str]]]:
        """Names and fields that a tier's text may use."""
        for expression in expressions:
            match expression:
                case AnyGroup():
                    yield from self._slots(expression.any_)
                case AllGroup():
                    yield from self._slots(expression.all_)
                case IsClause():
                    definition = self._rulebook.definitions.get(expression.is_)
                    yield from self._slots(definition.any_ if definition else ())
                case DerivedClause():
                    pass
                case _:
                    fields = _MEDICATION_FIELDS if isinstance(expression, MedicationClause) else _FIELDS
                    yield expression.slot, fields

    def _suggestion(self, rule: Rule, index: int, suggestion: Suggestion) -> None:
        path: Path = ("suggestions", index)
        slots: dict[str, set[str]] = {}
        for tier in rule.tiers:
            if not suggestion.only or tier.indicator in suggestion.only:
                slots |= dict(self._slots(tier.when))
        self._slots_in(rule, (*path, "label"), suggestion.label, slots)
        if suggestion.set is not None:
            self._slots_in(rule, (*path, "set"), repr(suggestion.set), slots)
        if suggestion.create is not None:
            self._resource("Rule", rule.id, (*path, "create"), suggestion.create)
            if "dosageInstruction" in suggestion.create:
                self.complain("Rule", rule.id, (*path, "create"), "a suggestion never carries a dose")

    def _resource(self, model: str, name: str, path: Path, resource: Mapping[str, Any]) -> None:
        whole = {**resource, "subject": {"reference": "Patient/example"}}
        try:
            get_fhir_model_class(str(resource.get("resourceType"))).model_validate(whole)
        except Exception as error:  # noqa: BLE001 - fhir.resources raises whatever its parsers raise
            first = str(error).strip().splitlines()
            self.complain(model, name, path, f"is not valid FHIR R4: {' '.join(first[1:3]) or first[0]}")
