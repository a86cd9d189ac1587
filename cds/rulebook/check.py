"""What must agree between files: every reference resolves, every text slot has its fact, every template is valid FHIR."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from fhir.resources.R4B import get_fhir_model_class
from pydantic import ValidationError

from cds.errors import Complaint
from cds.hooks import Indicator
from cds.rulebook.check_evidence import check_graded
from cds.rulebook.check_wording import WordingChecks
from cds.rulebook.clauses.entries import ConditionClause, DeviceClause, MedicationClause
from cds.rulebook.clauses.expressions import (
    AllGroup,
    AnyGroup,
    Clause,
    DerivedClause,
    Expression,
    IsClause,
    clauses_of,
    fact_name,
)
from cds.rulebook.clauses.orders import OrderClause
from cds.rulebook.clauses.results import ObservationClause
from cds.rulebook.complaints import Complain, Complaints, Path, Texts
from cds.rulebook.evidence import note_and_point
from cds.rulebook.rule import Definition, Family, Rule, Suggestion, Tier
from cds.rulebook.yaml_file import did_you_mean

if TYPE_CHECKING:
    from cds.rulebook.rulebook import Rulebook

SLOT = re.compile(r"\{(\w+)\.(\w+)\}")
_FIELDS = {"display", "date", "value", "reference", "code"}
_MEDICATION_FIELDS = _FIELDS | {"drug", "days_ago", "washout_end", "start_after"}
_DOSE = re.compile(r"dos(e|age)|maxDose|rate(Quantity|Range|Ratio)")
_OVER = {"cancelled", "entered-in-error", "stopped", "completed"}
MOST_CONDITIONS = 14
"""What is asked for at once in one place: the engine is unsafe beyond it."""


def check_content(rulebook: "Rulebook", texts: Texts) -> list[Complaint]:
    """Every complaint about a rulebook whose files are each well formed.

    Takes:  texts, by `Model/id`: the file name and its text, for the places.
    """
    complaints = Complaints(texts)
    checks = _Checks(rulebook, complaints.complain)
    wording = WordingChecks(rulebook, complaints.complain)
    for rule in rulebook.rules.values():
        checks.rule(rule)
        wording.rule(rule)
        check_graded(rule, rulebook, complaints.complain)
    for definition in rulebook.definitions.values():
        checks.definition(definition)
    for family in rulebook.families.values():
        checks.family(family)
    for note in rulebook.evidence.values():
        wording.note(note)
    for claim in rulebook.claims.values():
        checks.citations("Claim", claim.id, ("evidence",), claim.evidence)
        checks.known("Claim", claim.id, ("acts_in",), claim.acts_in, rulebook.rules, "rule")
    checks.known("Routes", "routes", ("in",), rulebook.routes.in_, rulebook.value_sets, "value set")
    for index, region in enumerate(rulebook.body_sites.regions):
        used = [*region.in_, *region.from_conditions]
        checks.known("BodySites", "body-sites", ("regions", index), used, rulebook.value_sets, "value set")
    reasons = {reason.code for reason in rulebook.overrides.reasons}
    checks.known("Overrides", "overrides", ("general",), rulebook.overrides.general, reasons, "override reason")
    checks.circles()
    if not complaints.found:  # a rule that names what is not there has no clauses to read
        checks.attributes()
    return complaints.sorted()


class _Checks:
    def __init__(self, rulebook: "Rulebook", complain: Complain) -> None:
        self._rulebook = rulebook
        self.complain = complain

    def known(self, model: str, name: str, path: Path, used: Iterable[str], known: Iterable[str], what: str) -> None:
        names = sorted(known)
        for one in used:
            if one not in names:
                self.complain(model, name, path, f"`{one}` is no known {what}{did_you_mean(one, names)}", one)

    def citations(self, model: str, name: str, path: Path, citations: Iterable[str]) -> None:
        notes = self._rulebook.evidence
        for citation in citations:
            note, point = note_and_point(citation)
            if note not in notes:
                message = f"`{citation}` is no known evidence note{did_you_mean(note, sorted(notes))}"
                self.complain(model, name, path, message, citation)
            elif "." in citation and point not in notes[note].points:
                points = list(notes[note].points)
                hint = did_you_mean(point, points) or (f"; it has: {', '.join(points)}" if points else "")
                self.complain(model, name, path, f"`{note}` has no point `{point}`{hint}", citation)

    def family(self, family: Family) -> None:
        book = self._rulebook
        self.known("Family", family.id, ("in",), family.in_, book.value_sets, "value set")
        self.known("Family", family.id, ("stand_down",), family.stand_down, book.definitions, "definition")
        for index, unit in enumerate(family.units_of_use):
            self.known("Family", family.id, ("units_of_use", index), unit.in_, book.value_sets, "value set")
        given_there = family.nasal_given_there
        self.known("Family", family.id, ("nasal_given_there",), given_there, book.value_sets, "value set")
        self._patient_view("Family", family.id, family.patient_view_cap)

    def definition(self, definition: Definition) -> None:
        self.known("Definition", definition.id, ("family",), [definition.family], self._rulebook.families, "family")
        for index, expression in enumerate(definition.any_):
            self._expression("Definition", definition.id, ("any", index), expression, ())

    def attributes(self) -> None:
        for rule in self._rulebook.rules.values():
            for kind in self._rulebook.data_used(rule):
                if kind not in self._rulebook.attributes.uses:
                    message = f"`uses` does not name {kind}, which {rule.id} uses"
                    self.complain("SourceAttributes", "source-attributes", ("uses",), message)

    def rule(self, rule: Rule) -> None:
        book = self._rulebook
        self.citations("Rule", rule.id, ("evidence",), rule.evidence)
        reasons = {reason.code for reason in book.overrides.reasons}
        self.known("Rule", rule.id, ("overrides",), rule.overrides, reasons, "override reason")
        families = [name for name in (rule.about.order, rule.about.proposes) if name]
        self.known("Rule", rule.id, ("about",), [*families, rule.family], book.families, "family")
        self.known("Rule", rule.id, ("stand_down",), rule.stand_down or (), book.definitions, "definition")
        self._patient_view("Rule", rule.id, rule.patient_view_cap)
        self._option(rule)
        derived = {name for other in self._asked_with(rule) for tier in other.tiers for name in tier.derives}
        for index, tier in enumerate(rule.tiers):
            for part in ("when", "unless"):
                for place, expression in enumerate(getattr(tier, part)):
                    self._expression("Rule", rule.id, ("tiers", index, part, place), expression, derived)
            self._conditions("Rule", rule.id, ("tiers", index), tier.when, (*tier.unless, *self._stand_down(rule)))
            self._text(rule, index, tier)
        for index, suggestion in enumerate(rule.suggestions):
            self._suggestion(rule, index, suggestion)
        if rule.about.proposal is not None:
            self._proposal(rule, rule.about.proposal)

    def _asked_with(self, rule: Rule) -> Iterator[Rule]:
        """The rules whose derived facts a rule can see: those about the same kind of order."""
        family = _family_of(rule)
        return (other for other in self._rulebook.rules.values() if _family_of(other) == family)

    def _stand_down(self, rule: Rule) -> list[Expression]:
        family = self._rulebook.families.get(rule.family)
        names = rule.stand_down if rule.stand_down is not None else family.stand_down if family else ()
        return [IsClause.model_validate({"is": name}) for name in names]

    def _patient_view(self, model: str, name: str, cap: Indicator | None) -> None:
        if cap is Indicator.CRITICAL:
            self.complain(model, name, ("patient_view_cap",), "patient-view never shows `critical`")

    def _expression(self, model: str, name: str, path: Path, expression: Expression, derived: Iterable[str]) -> None:
        for place, part in _parts_of(path, expression):
            match part:
                case AllGroup():
                    self._conditions(model, name, place, part.all_, part.unless)
                case AnyGroup():
                    pass
                case _:
                    self._clause(model, name, place, part, derived)

    def _conditions(
        self, model: str, name: str, path: Path, when: Sequence[Expression], unless: Sequence[Expression]
    ) -> None:
        needed, barred = {one.key for one in when}, {one.key for one in unless}
        if needed & barred:
            message = "can never hold: the same stands in `when` and in `unless` or `stand_down`"
            self.complain(model, name, path, message)
        elif len(needed | barred) > MOST_CONDITIONS:
            message = f"asks {len(needed | barred)} things at once, `stand_down` included; at most {MOST_CONDITIONS} "
            self.complain(model, name, path, message + "are safe: put some of them into a definition")

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
        if (
            isinstance(clause, ConditionClause)
            and clause.not_in
            and self._codes(clause.in_) <= self._codes(clause.not_in)
        ):
            message = "can never hold: every member of `in` is in `not_in` too"
            self.complain(model, name, (*path, "not_in"), message)
        if isinstance(clause, OrderClause) and clause.device:
            classes = {device.name for family in book.families.values() for device in family.devices}
            self.known(model, name, (*path, "device"), clause.device, classes, "device class")
        if isinstance(clause, MedicationClause | ConditionClause | ObservationClause | DeviceClause) and clause.where:
            properties = {
                key
                for value_set in clause.in_
                if value_set in book.value_sets
                for concept in book.value_sets[value_set].concepts
                for key in concept.properties
            }
            self.known(model, name, (*path, "where"), clause.where, properties, "property of these value sets")

    def _codes(self, names: Iterable[str]) -> set[tuple[str | None, str | None, str]]:
        sets = self._rulebook.value_sets
        concepts = (concept for name in names if name in sets for concept in sets[name].concepts)
        return {(one.system, one.code, one.display if one.code is None else "") for one in concepts}

    def circles(self) -> None:
        """Definitions that need themselves, and derived facts that keep themselves away."""
        definitions = self._rulebook.definitions
        uses = {name: set(_definitions_in(one.any_)) & set(definitions) for name, one in definitions.items()}
        for circle in _circles(uses):
            message = f"is defined by itself: {' → '.join(circle)}"
            self.complain("Definition", circle[0], ("any",), message, circle[1])
        for rule in self._rulebook.rules.values():
            self._derived_circles(rule)

    def _derived_circles(self, rule: Rule) -> None:
        """A fact is settled before anything may rest on its absence, so it cannot depend on that."""
        rests_on: dict[str, set[str]] = {}
        for other in self._asked_with(rule):
            for tier in other.tiers:
                for made in tier.derives:
                    rests_on.setdefault(made, set()).update(_derived_in((*tier.when, *tier.unless)))
        for index, tier in enumerate(rule.tiers):
            for barred in dict.fromkeys(_barred_in(tier)):
                for made in tier.derives:
                    way = _way(barred, made, rests_on)
                    if way:
                        circle = " → ".join([made, *way])
                        message = f"derives `{made}`, and stays silent because of it: {circle}"
                        self.complain("Rule", rule.id, ("tiers", index), message, barred)

    def _text(self, rule: Rule, index: int, tier: Tier) -> None:
        slots = dict(self._slots(tier.when))
        for member in ("summary", "detail"):
            text = getattr(tier, member)
            self._slots_in(rule, ("tiers", index, member), text, slots)
        if "\n" in tier.summary:
            self.complain("Rule", rule.id, ("tiers", index, "summary"), "the summary is one line")

    def _slots_in(self, rule: Rule, path: Path, text: str, slots: Mapping[str, set[str]]) -> None:
        for slot, one in SLOT.findall(text):
            if slot not in slots:
                hint = did_you_mean(slot, sorted(slots))
                self.complain("Rule", rule.id, path, f"{{{slot}.{one}}} names no fact of this tier's `when`{hint}")
            elif one not in slots[slot]:
                hint = did_you_mean(one, sorted(slots[slot]))
                self.complain("Rule", rule.id, path, f"{{{slot}.{one}}}: `{slot}` has no `{one}`{hint}")

    def _slots(self, expressions: Iterable[Expression], opened: tuple[str, ...] = ()) -> Iterator[tuple[str, set[str]]]:
        """Names and fields that a tier's text may use."""
        for expression in expressions:
            match expression:
                case AnyGroup():
                    yield from self._slots(expression.any_, opened)
                case AllGroup():
                    yield from self._slots(expression.all_, opened)
                case IsClause():
                    definition = self._rulebook.definitions.get(expression.is_)
                    if definition and definition.id not in opened:
                        yield from self._slots(definition.any_, (*opened, definition.id))
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
        for member in ("set", "append", "create"):
            if any(_DOSE.match(element) for element in _elements_of(getattr(suggestion, member))):
                self.complain("Rule", rule.id, (*path, member), "a suggestion never carries a dose")
        for member in ("set", "append"):
            if getattr(suggestion, member) is not None:
                self._slots_in(rule, (*path, member), repr(getattr(suggestion, member)), slots)
        if suggestion.create is not None:
            self._resource("Rule", rule.id, (*path, "create"), suggestion.create)
            for slot, one in SLOT.findall(repr(suggestion.create)):
                message = f"nothing fills {{{slot}.{one}}} here: only `label`, `set` and `append` have slots"
                self.complain("Rule", rule.id, (*path, "create"), message)

    def _option(self, rule: Rule) -> None:
        if rule.option is None:
            return
        tier = rule.tiers[0]
        when, unless = list(map(fact_name, tier.when)), list(map(fact_name, tier.unless))
        self.known("Rule", rule.id, ("option", "indication"), rule.option.indication, when, "fact of the first tier")
        self.known("Rule", rule.id, ("option", "otherwise"), rule.option.otherwise, [*when, *unless], "fact of it")
        told = {*rule.option.indication, *rule.option.otherwise}
        for name in dict.fromkeys([*when, *unless]):
            if name not in told:
                message = f"`otherwise` does not say what stands against it when `{name}` does"
                self.complain("Rule", rule.id, ("option", "otherwise"), message)

    def _proposal(self, rule: Rule, proposal: Mapping[str, Any]) -> None:
        path = ("about", "proposal")
        self._resource("Rule", rule.id, path, proposal)
        family = self._rulebook.families.get(rule.about.proposes or "")
        if family and proposal.get("resourceType") not in family.kinds:
            message = f"is no order of the family `{family.id}`: {', '.join(family.kinds)}"
            self.complain("Rule", rule.id, path, message)
        if proposal.get("status") in _OVER:
            self.complain("Rule", rule.id, (*path, "status"), "what is proposed is not over; write `draft`")

    def _resource(self, model: str, name: str, path: Path, resource: Mapping[str, Any]) -> None:
        whole = {**resource, "subject": {"reference": "Patient/example"}}
        try:
            get_fhir_model_class(str(resource.get("resourceType"))).model_validate(whole)
        except ValidationError as invalid:
            for error in invalid.errors(include_url=False):
                self.complain(model, name, (*path, *error["loc"]), f"is not valid FHIR R4: {error['msg']}")
        except Exception as error:  # noqa: BLE001 - fhir.resources raises whatever its parsers raise
            self.complain(model, name, path, f"is not valid FHIR R4: {str(error).partition(chr(10))[0]}")


def _family_of(rule: Rule) -> str:
    return rule.about.order or rule.about.proposes or rule.family


def _parts_of(path: Path, expression: Expression) -> Iterator[tuple[Path, Expression]]:
    """An expression and everything inside it, each with its place."""
    yield path, expression
    match expression:
        case AnyGroup():
            inside = {"any": expression.any_}
        case AllGroup():
            inside = {"all": expression.all_, "unless": expression.unless}
        case _:
            return
    for member, parts in inside.items():
        for index, part in enumerate(parts):
            yield from _parts_of((*path, member, index), part)


def _definitions_in(expressions: Iterable[Expression]) -> Iterator[str]:
    clauses = (clause for expression in expressions for clause in clauses_of(expression))
    return (clause.is_ for clause in clauses if isinstance(clause, IsClause))


def _derived_in(expressions: Iterable[Expression]) -> Iterator[str]:
    clauses = (clause for expression in expressions for clause in clauses_of(expression))
    return (clause.derived for clause in clauses if isinstance(clause, DerivedClause))


def _barred_in(tier: Tier) -> Iterator[str]:
    """The derived facts whose absence a tier rests on."""
    yield from _derived_in(tier.unless)
    for expression in tier.when:
        for _, part in _parts_of((), expression):
            if isinstance(part, AllGroup):
                yield from _derived_in(part.unless)


def _circles(uses: Mapping[str, set[str]]) -> Iterator[list[str]]:
    """Each circle once, told from its first name in the alphabet: a → b → a."""
    told = set[frozenset[str]]()
    for name in sorted(uses):
        for following in sorted(uses[name]):
            way = _way(following, name, uses)
            if way and frozenset(way) not in told:
                told.add(frozenset(way))
                yield [name, *way]


def _way(start: str, end: str, steps: Mapping[str, set[str]]) -> list[str]:
    """The shortest way, both ends included; none when there is no way."""
    ways, seen = [[start]], {start}
    for way in ways:
        if way[-1] == end:
            return way
        for following in sorted(steps.get(way[-1], set()) - seen):
            seen.add(following)
            ways.append([*way, following])
    return []


def _elements_of(template: Any) -> Iterator[str]:
    """Every element name of a FHIR template, however deep."""
    if isinstance(template, Mapping):
        for name, value in cast(Mapping[str, Any], template).items():
            yield name
            yield from _elements_of(value)
    elif isinstance(template, list):
        for value in cast(list[Any], template):
            yield from _elements_of(value)
