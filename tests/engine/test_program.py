"""The real rules, compiled and run through durable-rules, against three-valued logic written out by hand.

Every fact of a program gets a random answer; the state and the tier of every rule must be what Kleene's logic says.
"""

from collections.abc import Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cds.decide import Decider
from cds.engine import Program, ShadowedMatcher
from cds.findings import Answer, Finding, Input, Readings
from cds.hooks import Indicator
from cds.matching import State, Subject, SubjectKind
from cds.rulebook import AllGroup, AnyGroup, DerivedClause, Expression, IsClause, Rule, Rulebook, load_rulebook
from cds.settings import Settings

RULEBOOK = load_rulebook(Settings().rule_folders())
READINGS = Readings(RULEBOOK)
PROGRAMS: dict[str, Program] = {
    f"{family}/{name}": Program(RULEBOOK, rules, ShadowedMatcher)
    for family in RULEBOOK.families
    for name, rules in {
        "orders": [rule for rule in RULEBOOK.rules.values() if rule.about.order == family],
        "proposal": [
            *(rule for rule in RULEBOOK.rules.values() if rule.about.order == family),
            *(rule for rule in RULEBOOK.rules.values() if rule.about.proposes == family),
        ],
    }.items()
}
FINDINGS = {
    Answer.TRUE: Finding(answer=Answer.TRUE, inputs=(Input(reference="Condition/c", display="c"),)),
    Answer.FALSE: Finding(answer=Answer.FALSE),
    Answer.UNKNOWN: Finding(answer=Answer.UNKNOWN, missing=("Condition",)),
}


class Kleene:
    """The oracle: recursive, slow, and without any engine. Derived facts come from a fixpoint over the rules."""

    def __init__(self, rulebook: Rulebook, rules: tuple[Rule, ...], answers: Mapping[str, Answer]) -> None:
        self.rulebook, self.rules, self.answers = rulebook, rules, answers
        self.derived: dict[str, Answer] = {}
        for _ in range(len(rules) + 1):
            self.derived = {
                name: max(
                    (self.tier(rule, index) for rule, index in makers),
                    key=[Answer.FALSE, Answer.UNKNOWN, Answer.TRUE].index,
                )
                for name, makers in self.makers().items()
            }

    def makers(self) -> dict[str, list[tuple[Rule, int]]]:
        made: dict[str, list[tuple[Rule, int]]] = {}
        for rule in self.rules:
            for index, tier in enumerate(rule.tiers):
                for name in tier.derives:
                    made.setdefault(name, []).append((rule, index))
        return made

    def value(self, expression: Expression) -> Answer:
        match expression:
            case AnyGroup():
                return self.any(map(self.value, expression.any_))
            case AllGroup():
                barred = [self.negated(self.value(part)) for part in expression.unless]
                return self.all([*map(self.value, expression.all_), *barred])
            case IsClause():
                return self.any(map(self.value, self.rulebook.definitions[expression.is_].any_))
            case DerivedClause():
                return self.derived.get(expression.derived, Answer.FALSE)
            case _:
                return self.answers[expression.key]

    @staticmethod
    def negated(answer: Answer) -> Answer:
        return {Answer.TRUE: Answer.FALSE, Answer.FALSE: Answer.TRUE}.get(answer, answer)

    @staticmethod
    def any(answers: object) -> Answer:
        some = list(answers)  # type: ignore[call-overload]
        return Answer.TRUE if Answer.TRUE in some else Answer.UNKNOWN if Answer.UNKNOWN in some else Answer.FALSE

    @staticmethod
    def all(answers: object) -> Answer:
        some = list(answers)  # type: ignore[call-overload]
        return Answer.FALSE if Answer.FALSE in some else Answer.UNKNOWN if Answer.UNKNOWN in some else Answer.TRUE

    def tier(self, rule: Rule, index: int) -> Answer:
        """Whether a tier speaks: an unknown `unless` silences a suggestion and not a safety rule."""
        tier = rule.tiers[index]
        when = self.all([self.value(part) for part in tier.when])
        unless = [self.value(part) for part in tier.unless]
        out_of_scope = [self.value(IsClause.model_validate({"is": name})) for name in self.rulebook.stand_down(rule)]
        if Answer.TRUE in unless or Answer.TRUE in out_of_scope:
            return Answer.FALSE
        if when is Answer.TRUE and rule.class_.is_suggestion and Answer.UNKNOWN in unless:
            return Answer.UNKNOWN
        return when


@pytest.mark.parametrize("name", PROGRAMS)
@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_every_rule_is_in_the_state_that_three_valued_logic_gives(name: str, data: st.DataObject) -> None:
    program = PROGRAMS[name]
    weights = data.draw(st.sampled_from([(6, 1, 1), (1, 6, 1), (1, 1, 6), (1, 1, 1)]))
    choices = [answer for answer, weight in zip(Answer, weights, strict=True) for _ in range(weight)]
    answers = {key: data.draw(st.sampled_from(choices)) for key in sorted(program.facts)}
    subject = Subject(kind=SubjectKind.PATIENT, family=RULEBOOK.families[name.partition("/")[0]])
    findings = {key: FINDINGS[answer] for key, answer in answers.items()}

    trace = program.run(subject, findings, lambda _: Indicator.CRITICAL)

    kleene = Kleene(RULEBOOK, program.rules, answers)
    for outcome in trace.outcomes:
        tiers = [kleene.tier(outcome.rule, index) for index in range(len(outcome.rule.tiers))]
        if Answer.TRUE in tiers:
            strongest = tiers.index(Answer.TRUE)
            assert (outcome.state, outcome.tier_index) == (State.SPEAKS, strongest), outcome.rule.id
        elif Answer.UNKNOWN in tiers:
            assert outcome.state is State.NOT_EVALUATED, outcome.rule.id
            assert outcome.missing, f"{outcome.rule.id} does not say what was missing"
        else:
            assert outcome.state is State.SILENT, outcome.rule.id


def test_making_a_fact_unknown_never_silences_a_safety_rule() -> None:
    """Whatever speaks with everything known may become not evaluated, never silent, when one fact is unknown."""
    for name, program in PROGRAMS.items():
        subject = Subject(kind=SubjectKind.PATIENT, family=RULEBOOK.families[name.partition("/")[0]])
        known = dict.fromkeys(program.facts, FINDINGS[Answer.TRUE])
        for key in program.facts:
            for rest in (Answer.TRUE, Answer.FALSE):
                findings = known | {other: FINDINGS[rest] for other in program.facts if other != key}
                before = program.run(subject, findings, lambda _: Indicator.CRITICAL)
                after = program.run(subject, findings | {key: FINDINGS[Answer.UNKNOWN]}, lambda _: Indicator.CRITICAL)
                for was, now in zip(before.outcomes, after.outcomes, strict=True):
                    if was.state is State.SPEAKS:
                        assert now.state is not State.SILENT, f"{was.rule.id} fell silent on an unknown {key}"


def test_a_decider_makes_a_program_for_every_rule_of_a_hook() -> None:
    decider = Decider(READINGS, ShadowedMatcher)
    for hook, programs in decider._programs.items():
        held = {
            rule.id
            for group in (programs.orders, programs.patient, programs.proposals)
            for program in group.values()
            for rule in program.rules
        }
        assert {rule.id for rule in RULEBOOK.rules_on(hook)} <= held
