"""A set of rules ready to run: answers in, one outcome per rule out."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from cds.engine.compile import compile_rules, tier_could_speak, tier_speaks
from cds.engine.rules import Firing, RuleBase
from cds.findings import Answer, Finding, Input
from cds.hooks import Indicator
from cds.matching import Outcome, State, Subject, SubjectTrace, answer_in, possible_atom, true_atom
from cds.rulebook import AllGroup, AnyGroup, DerivedClause, Expression, Fact, IsClause, Rule, Rulebook, Tier


class Evaluator(Protocol):
    """What matches atoms: durable-rules behind its door, or the oracle in tests."""

    def evaluate(self, atoms: Iterable[str]) -> Firing:
        """The rules that fire and what they derive. Raises EngineFault."""
        ...


class Program:
    """Rules that are asked together about one kind of subject.

    `facts` are the clauses to answer before `run`. One program belongs to one thread.
    """

    def __init__(self, rulebook: Rulebook, rules: Sequence[Rule], evaluator: Callable[[RuleBase], Evaluator]) -> None:
        compiled = compile_rules(rulebook, rules)
        self.rules = tuple(rules)
        self.facts: Mapping[str, Fact] = compiled.facts
        self._rulebook = rulebook
        self._evaluator = evaluator(RuleBase(compiled.engine_rules)) if compiled.engine_rules else None

    def run(self, subject: Subject, findings: Mapping[str, Finding], cap: Callable[[Rule], Indicator]) -> SubjectTrace:
        """Outcomes of every rule.

        Takes:  findings, an answer to each of `facts`; cap, the strongest indicator a rule may show on this hook.
        Raises: EngineFault, when the engine fails or disagrees with its shadow check.
        """
        atoms = set[str]()
        for key, finding in findings.items():
            if finding.answer is Answer.TRUE:
                atoms |= {true_atom(key), possible_atom(key)}
            elif finding.answer is Answer.UNKNOWN:
                atoms.add(possible_atom(key))
        firing = self._evaluator.evaluate(atoms) if self._evaluator else Firing(fired=(), derived={})
        known = frozenset(atoms | set(firing.derived))
        reading = _Reading(self._rulebook, findings, known)
        fired = set(firing.fired)
        outcomes = tuple(_outcome(rule, subject, fired, reading, cap(rule)) for rule in self.rules)
        derived = {
            atom.removeprefix("t:derived:"): tuple(sorted({name.partition("/")[0] for name in makers}))
            for atom, makers in firing.derived.items()
            if atom.startswith("t:derived:")
        }
        return SubjectTrace(subject=subject, outcomes=outcomes, findings=findings, derived=derived, atoms=known)


class _Reading:
    """Answers to whole expressions, after the engine ran."""

    def __init__(self, rulebook: Rulebook, findings: Mapping[str, Finding], known: frozenset[str]) -> None:
        self._rulebook, self._findings, self._known = rulebook, findings, known

    def answer(self, expression: Expression) -> Answer:
        return answer_in(self._known, expression.key)

    def _parts(self, expression: Expression) -> Sequence[Expression] | None:
        match expression:
            case AnyGroup():
                return expression.any_
            case IsClause():
                return self._rulebook.definitions[expression.is_].any_
            case _:
                return None

    def inputs(self, expression: Expression) -> Iterator[tuple[str, Input]]:
        """The inputs by which a true expression is true, each under the name the card's text uses."""
        parts = self._parts(expression)
        if parts is None and isinstance(expression, AllGroup):
            parts = expression.all_
        if parts is not None:
            for part in parts:
                if self.answer(part) is Answer.TRUE:
                    yield from self.inputs(part)
        elif not isinstance(expression, AnyGroup | AllGroup | IsClause | DerivedClause):
            for one in self._findings[expression.key].inputs:
                yield expression.slot, one

    def weak(self, expression: Expression) -> str | None:
        """Why a true expression counts one tier lower: every way in which it is true is weak."""
        parts = self._parts(expression)
        if parts is not None:
            weaknesses = [self.weak(part) for part in parts if self.answer(part) is Answer.TRUE]
            return weaknesses[0] if weaknesses and all(weaknesses) else None
        if isinstance(expression, AllGroup):
            return next((weakness for part in expression.all_ if (weakness := self.weak(part))), None)
        if isinstance(expression, AnyGroup | IsClause | DerivedClause):
            return None
        return self._findings[expression.key].weak

    def missing(self, expression: Expression) -> Iterator[str]:
        """What would have to be known to answer an unknown expression."""
        if self.answer(expression) is not Answer.UNKNOWN:
            return
        parts = self._parts(expression)
        if isinstance(expression, AllGroup):
            parts = (*expression.all_, *expression.unless)
        if parts is not None:
            for part in parts:
                yield from self.missing(part)
        elif isinstance(expression, DerivedClause):
            yield f"whether the order is {expression.derived}"
        elif not isinstance(expression, AnyGroup | AllGroup | IsClause):
            yield from self._findings[expression.key].missing


def _outcome(rule: Rule, subject: Subject, fired: set[str], reading: _Reading, cap: Indicator) -> Outcome:
    speaking = [index for index in range(len(rule.tiers)) if tier_speaks(rule, index) in fired]
    possible = [index for index in range(len(rule.tiers)) if tier_could_speak(rule, index) in fired]
    if speaking:
        return _speaks(rule, subject, speaking, possible, reading, cap)
    if possible:
        missing = [
            word
            for index in possible
            for expression in (*rule.tiers[index].when, *rule.tiers[index].unless)
            for word in reading.missing(expression)
        ]
        return Outcome(rule=rule, subject=subject, state=State.NOT_EVALUATED, missing=tuple(dict.fromkeys(missing)))
    return Outcome(rule=rule, subject=subject, state=State.SILENT, suppressed=_is_suppressed(rule, reading))


def _speaks(
    rule: Rule, subject: Subject, speaking: Sequence[int], possible: Sequence[int], reading: _Reading, cap: Indicator
) -> Outcome:
    weaknesses = {index: _weakness(rule.tiers[index], reading) for index in speaking}
    shown = {
        index: _one_lower(rule.tiers[index].indicator) if weaknesses[index] else rule.tiers[index].indicator
        for index in speaking
    }
    best = min(speaking, key=lambda index: (-shown[index].severity, index))
    tier = rule.tiers[best]
    raised_by = [
        word
        for index in possible
        if index not in speaking and rule.tiers[index].indicator > shown[best]
        for expression in rule.tiers[index].when
        for word in reading.missing(expression)
    ]
    inputs = [one for expression in tier.when for one in reading.inputs(expression)]
    unknown_unless = [word for expression in tier.unless for word in reading.missing(expression)]
    return Outcome(
        rule=rule,
        subject=subject,
        state=State.SPEAKS,
        tier=tier,
        tier_index=best,
        indicator=min(shown[best], cap),
        inputs=_once(inputs),
        missing=tuple(dict.fromkeys(unknown_unless)),
        raised_by=tuple(dict.fromkeys(raised_by)),
        weak=weaknesses[best],
    )


def _once(inputs: Sequence[tuple[str, Input]]) -> tuple[tuple[str, Input], ...]:
    seen, kept = set[tuple[str, str, str | None]](), list[tuple[str, Input]]()
    for slot, one in inputs:
        mark = (slot, one.reference, one.code)
        if mark not in seen:
            seen.add(mark)
            kept.append((slot, one))
    return tuple(kept)


def _weakness(tier: Tier, reading: _Reading) -> str | None:
    return next((weak for expression in tier.when if (weak := reading.weak(expression))), None)


def _one_lower(indicator: Indicator) -> Indicator:
    return {Indicator.CRITICAL: Indicator.WARNING, Indicator.WARNING: Indicator.INFO}.get(indicator, indicator)


def _is_suppressed(rule: Rule, reading: _Reading) -> bool:
    """Whether a suggestion would have spoken, had an earlier rule not derived what bars it."""
    if not rule.class_.is_suggestion:
        return False
    for tier in rule.tiers:
        barred = [expression for expression in tier.unless if reading.answer(expression) is Answer.TRUE]
        holds = all(reading.answer(expression) is Answer.TRUE for expression in tier.when)
        if holds and barred and all(isinstance(expression, DerivedClause) for expression in barred):
            return True
    return False
