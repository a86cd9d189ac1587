"""Rules compiled for the engine: clauses become atoms, tiers and definitions become engine rules.

For every clause, group and derived fact there are two atoms: `t:` it is true, and `p:` it is possible (true or
unknown). Every tier gives two engine rules: `!` it speaks, and `?` it could speak if the unknown were known. That is
Kleene's three-valued logic in a matcher that knows only presence and absence: what could speak but does not was not
evaluated. Derivation and precedence are chaining: a stratum reads only what lower strata completed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from cds.engine.rules import EngineRule
from cds.matching import possible_atom, true_atom
from cds.rulebook import (
    AllGroup,
    AnyGroup,
    DerivedClause,
    Expression,
    Fact,
    IsClause,
    Rule,
    Rulebook,
)


@dataclass(slots=True)
class Compiled:
    """Engine rules of a set of rules, and the clauses whose answers they need."""

    engine_rules: list[EngineRule] = field(default_factory=list[EngineRule])
    facts: dict[str, Fact] = field(default_factory=dict[str, Fact])


@dataclass(slots=True, kw_only=True)
class _Draft:
    """An engine rule before its stratum is known."""

    id: str
    when: list[str]
    unless: list[str]
    derive: list[str]


def compile_rules(rulebook: Rulebook, rules: Sequence[Rule]) -> Compiled:
    """Engine rules for these rules and for every group and definition they use.

    Raises: ValueError, naming the rule, when a rule depends on the absence of what it derives itself.
    """
    return _Compiler(rulebook).run(rules)


class _Compiler:
    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook = rulebook
        self._drafts: dict[str, _Draft] = {}
        self._facts: dict[str, Fact] = {}

    def run(self, rules: Sequence[Rule]) -> Compiled:
        for rule in rules:
            for index in range(len(rule.tiers)):
                self._tier(rule, index)
        return Compiled(engine_rules=_stratified(self._drafts.values()), facts=self._facts)

    def _tier(self, rule: Rule, index: int) -> None:
        tier = rule.tiers[index]
        when = [self._key(expression) for expression in tier.when]
        unless = [self._key(expression) for expression in tier.unless]
        stand_down = [self._key(IsClause.model_validate({"is": name})) for name in self._rulebook.stand_down(rule)]
        # an unknown `unless` does not silence a safety rule; it does silence a suggestion
        silenced_by = possible_atom if rule.class_.is_suggestion else true_atom
        self._add(
            tier_speaks(rule, index),
            [true_atom(key) for key in when],
            [silenced_by(key) for key in unless] + [true_atom(key) for key in stand_down],
            [true_atom(f"derived:{name}") for name in tier.derives],
        )
        self._add(
            tier_could_speak(rule, index),
            [possible_atom(key) for key in when],
            [true_atom(key) for key in (*unless, *stand_down)],
            [possible_atom(f"derived:{name}") for name in tier.derives],
        )

    def _key(self, expression: Expression) -> str:
        """The key of an expression, with whatever derives it added."""
        key = expression.key
        match expression:
            case AnyGroup():
                self._alternatives(key, [([part], ()) for part in expression.any_])
            case AllGroup():
                self._alternatives(key, [(expression.all_, expression.unless)])
            case IsClause():
                definition = self._rulebook.definitions[expression.is_]
                self._alternatives(key, [([part], ()) for part in definition.any_])
            case DerivedClause():
                pass
            case _:
                self._facts[key] = expression
        return key

    def _alternatives(
        self, key: str, alternatives: Iterable[tuple[Sequence[Expression], Sequence[Expression]]]
    ) -> None:
        for number, (when, unless) in enumerate(alternatives):
            if f"{key}/{number}!" in self._drafts:
                return
            needed = [self._key(part) for part in when]
            barred = [self._key(part) for part in unless]
            self._add(
                f"{key}/{number}!", [true_atom(k) for k in needed], [possible_atom(k) for k in barred], [true_atom(key)]
            )
            self._add(
                f"{key}/{number}?",
                [possible_atom(k) for k in needed],
                [true_atom(k) for k in barred],
                [possible_atom(key)],
            )

    def _add(self, name: str, when: list[str], unless: list[str], derive: list[str]) -> None:
        self._drafts[name] = _Draft(id=name, when=_once(when), unless=_once(unless), derive=_once(derive))


def _once(atoms: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(atoms))


def tier_speaks(rule: Rule, index: int) -> str:
    """Id of the engine rule by which a tier speaks."""
    return f"{rule.id}/{index}!"


def tier_could_speak(rule: Rule, index: int) -> str:
    """Id of the engine rule by which a tier could speak, were everything known."""
    return f"{rule.id}/{index}?"


def _stratified(drafts: Iterable[_Draft]) -> list[EngineRule]:
    """The lowest stratum for each rule: at least that of what it needs, above that of what it negates."""
    rules = list(drafts)
    made_by: dict[str, list[_Draft]] = {}
    for rule in rules:
        for atom in rule.derive:
            made_by.setdefault(atom, []).append(rule)
    stratum = {rule.id: 0 for rule in rules}
    for _ in range(len(rules) + 1):
        changed = False
        for rule in rules:
            needed = [stratum[maker.id] for atom in rule.when for maker in made_by.get(atom, ())]
            barred = [stratum[maker.id] + 1 for atom in rule.unless for maker in made_by.get(atom, ())]
            lowest = max([0, *needed, *barred])
            if lowest > stratum[rule.id]:
                stratum[rule.id], changed = lowest, True
        if not changed:
            break
    else:
        raise ValueError("rules depend on the absence of what they derive; look for a circle of `derived` and `is`")
    return [
        EngineRule(
            id=rule.id,
            when=tuple(rule.when),
            unless=tuple(rule.unless),
            derive=tuple(rule.derive),
            stratum=stratum[rule.id],
        )
        for rule in rules
    ]
