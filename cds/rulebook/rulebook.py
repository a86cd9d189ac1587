"""The rulebook: all content, checked, immutable, with a version and a digest."""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from cds.record import Kind
from cds.rulebook.approval import Signature, digest_of
from cds.rulebook.claim import Claim
from cds.rulebook.clauses.entries import MedicationClause
from cds.rulebook.clauses.expressions import Clause, Expression, IsClause, clauses_of
from cds.rulebook.evidence import Evidence, note_and_point
from cds.rulebook.overlay import Overlay, Switches
from cds.rulebook.rule import BodySites, Definition, DoseTable, Family, Overrides, Routes, Rule, Services, Status
from cds.rulebook.source import DataKind, SourceAttributes, data_used
from cds.rulebook.tables import Tables
from cds.rulebook.value_set import ValueSet
from cds.rulebook.words import Hook

_EVALUATED = {Status.ACTIVE, Status.SILENT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook:
    """Everything in rules/, by id. `digest` is the SHA-256 of the content, so two equal digests decide alike."""

    digest: str
    rules: Mapping[str, Rule]
    definitions: Mapping[str, Definition]
    families: Mapping[str, Family]
    value_sets: Mapping[str, ValueSet]
    evidence: Mapping[str, Evidence]
    routes: Routes
    body_sites: BodySites
    overrides: Overrides
    services: Services
    attributes: SourceAttributes
    claims: Mapping[str, Claim] = field(default_factory=dict[str, Claim])
    antidepressant_doses: DoseTable = field(default_factory=lambda: DoseTable(id="antidepressant-doses"))
    tables: Tables = field(default_factory=Tables)
    overlays: Mapping[str, Overlay] = field(default_factory=dict[str, Overlay])
    """What the site changed in rules and definitions, which have the changes already."""

    signatures: Mapping[str, tuple[Signature, ...]] = field(default_factory=dict[str, tuple[Signature, ...]])
    """By rule id, who has approved the rule as it is now, with everything it refers to."""

    switches: Mapping[str, Status] = field(default_factory=dict[str, Status])
    """The rules that the site switched, which have that status already."""

    shows_cards: bool = True
    """Whether the site shows cards at all: at first it may only want to see what would be shown."""

    @property
    def version(self) -> str:
        """Version of the content."""
        return self.services.version

    @property
    def label(self) -> str:
        """Name and version, as a card's source says it."""
        return f"{self.services.name} {self.services.version}"

    def cited(self, citation: str) -> Evidence:
        """The note that a rule cites, or the one point of it."""
        note, point = note_and_point(citation)
        return self.evidence[note].at(point)

    def rules_on(self, hook: Hook) -> tuple[Rule, ...]:
        """Rules that are evaluated on a hook: the active ones, and the silent ones that only the log sees."""
        return tuple(rule for rule in self.rules.values() if rule.status in _EVALUATED and hook in self.hooks_of(rule))

    def hooks_of(self, rule: Rule) -> tuple[Hook, ...]:
        """The hooks a rule is asked on: those it names, then those whose service speaks with the rules of one of them.

        Suggestions and notes are none of what is new, so a service that shows only that does not ask them.
        """
        more = (
            note.hook
            for note in self.services.services
            if note.rules_of in rule.hooks and not (note.only_new and rule.class_.is_suggestion)
        )
        return tuple(dict.fromkeys((*rule.hooks, *more)))

    def speaks_as(self, hook: Hook) -> Hook:
        """The hook as which rules are asked: another one where the service speaks with its rules."""
        return next((note.rules_of for note in self.services.services if note.hook is hook and note.rules_of), hook)

    def shows_only_new(self, hook: Hook) -> bool:
        """Whether only what rests on a resource that the hook hands over is shown."""
        return any(note.only_new for note in self.services.services if note.hook is hook)

    def safety_rules(self, family: str) -> tuple[Rule, ...]:
        """What could stand against an order of a family, whatever hook it speaks on: rules about such an order, and
        those about the patient, that derive something for others to heed."""
        return tuple(
            rule
            for rule in self.rules.values()
            if (rule.about.order == family or (rule.about.order is None and rule.family == family))
            and not rule.about.proposes
            and any(tier.derives for tier in rule.tiers)
            and rule.status in _EVALUATED
        )

    def with_active(self, names: Collection[str]) -> "Rulebook":
        """The same content with these rules active, as a site may decide; another digest, as it decides otherwise."""
        if not names:
            return self
        digest = hashlib.sha256("\0".join([self.digest, *sorted(names)]).encode()).hexdigest()
        return replace(self._switched(dict.fromkeys(names, Status.ACTIVE)), digest=digest)

    def switched(self, switches: Switches) -> "Rulebook":
        """The same content as a site switches its rules, all of which it must have."""
        changed = self._switched(switches.rules)
        return replace(changed, switches=switches.rules, shows_cards=switches.mode == "active")

    def silenced(self, names: Collection[str]) -> "Rulebook":
        """The same content with those of these rules silent that are active."""
        active = [name for name in names if self.rules[name].status is Status.ACTIVE]
        return self._switched(dict.fromkeys(active, Status.SILENT))

    def _switched(self, statuses: Mapping[str, Status]) -> "Rulebook":
        changed = {name: self.rules[name].model_copy(update={"status": status}) for name, status in statuses.items()}
        return replace(self, rules={**self.rules, **changed})

    def approval_digest(self, rule: Rule) -> str:
        """What a signature under a rule is for: the rule, and every definition, value set and note it refers to."""
        definitions = dict.fromkeys(name for name in self._definitions(rule))
        clauses = list(self.clauses(rule))
        sets = dict.fromkeys(name for clause in clauses for name in clause.value_sets())
        return digest_of(
            [
                rule.model_copy(update={"status": Status.ACTIVE}),  # switching a rule does not change what it says
                self.families[rule.family],
                *(self.definitions[name] for name in sorted(definitions)),
                *(self.value_sets[name] for name in sorted(sets)),
                *(self.evidence[name] for name in sorted(rule.notes)),
                self.routes,
                self.body_sites,
            ]
        )

    def changes(self, rule: Rule) -> tuple[Overlay, ...]:
        """What the site changed in a rule, or in a definition that it refers to."""
        if not self.overlays:
            return ()
        names = (rule.id, *dict.fromkeys(self._definitions(rule)))
        return tuple(self.overlays[name] for name in names if name in self.overlays)

    def _definitions(self, rule: Rule) -> Iterator[str]:
        """The definitions that a rule refers to, also by way of others."""
        expressions = [one for tier in rule.tiers for one in (*tier.when, *tier.unless)]
        waiting = [*self.stand_down(rule), *_named(expressions)]
        while waiting:
            name = waiting.pop()
            yield name
            waiting += _named(self.definitions[name].any_)

    def clauses(self, rule: Rule) -> Iterator[Clause]:
        """Every clause a rule rests on, definitions opened."""
        for name in self.stand_down(rule):
            yield from self._opened(IsClause.model_validate({"is": name}))
        for tier in rule.tiers:
            for expression in (*tier.when, *tier.unless):
                for clause in clauses_of(expression):
                    yield from self._opened(clause)

    def data_used(self, rule: Rule) -> tuple[DataKind, ...]:
        """Which of the nine kinds of data about a person a rule uses."""
        return data_used(self.clauses(rule))

    def stand_down(self, rule: Rule) -> tuple[str, ...]:
        """Definitions under which a rule is out of scope."""
        return self.families[rule.family].stand_down if rule.stand_down is None else rule.stand_down

    def needs(self, rule: Rule) -> frozenset[Kind]:
        """Resource kinds that a rule reads."""
        clauses = list(self.clauses(rule))
        needed = frozenset[Kind]().union(*(clause.needs() for clause in clauses))
        exposure = any(isinstance(clause, MedicationClause) for clause in clauses)
        return (
            needed | {Kind.MEDICATION_DISPENSE} if exposure and self.families[rule.family].dispenses_count else needed
        )

    def _opened(self, clause: Clause) -> Iterator[Clause]:
        if isinstance(clause, IsClause):
            for expression in self.definitions[clause.is_].any_:
                for inner in clauses_of(expression):
                    yield from self._opened(inner)
        else:
            yield clause


def _named(expressions: Iterable[Expression]) -> list[str]:
    """The definitions that some expressions name."""
    clauses = (clause for expression in expressions for clause in clauses_of(expression))
    return [clause.is_ for clause in clauses if isinstance(clause, IsClause)]
