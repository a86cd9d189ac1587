"""The whole trace of a decision: for every rule, clause by clause, what it answered and why."""

from collections.abc import Iterable

from cds.hooks import JsonObject
from cds.matching import Matching, Outcome, State, SubjectTrace
from cds.rulebook import AllGroup, AnyGroup, DerivedClause, Expression, IsClause, Rulebook


def explain(matching: Matching, rulebook: Rulebook) -> JsonObject:
    """A decision as plain JSON values: subjects, rules, tiers, clauses with answer, inputs and the reason."""
    return {
        "hook": matching.hook.value,
        "subjects": [_subject(trace, rulebook) for trace in matching.subjects],
        "dataQuality": [{"reference": one.reference, "problem": one.problem} for one in matching.problems],
        "notChecked": list(matching.not_checked),
    }


def _subject(trace: SubjectTrace, rulebook: Rulebook) -> JsonObject:
    subject = trace.subject
    about: JsonObject = {"kind": subject.kind.value, "family": subject.family.id}
    if subject.order is not None:
        about["order"] = subject.order.reference
    if subject.card_order is not None and subject.card_order is not subject.order:
        about["beside"] = subject.card_order.reference
    reader = _Reader(trace, rulebook)
    return {
        "about": about,
        "derived": {name: list(rules) for name, rules in trace.derived.items()},
        "rules": [reader.rule(outcome) for outcome in trace.outcomes],
    }


class _Reader:
    def __init__(self, trace: SubjectTrace, rulebook: Rulebook) -> None:
        self._trace, self._rulebook = trace, rulebook

    def rule(self, outcome: Outcome) -> JsonObject:
        """One rule: its state, and every tier with every clause."""
        made: JsonObject = {"rule": outcome.rule.id, "title": outcome.rule.title, "state": outcome.state.value}
        if outcome.state is State.SPEAKS:
            made["indicator"] = str(outcome.indicator)
        if outcome.state is State.NOT_EVALUATED:
            made["missing"] = list(outcome.missing)
        if outcome.suppressed:
            made["suppressed"] = True
        stand_down = [IsClause.model_validate({"is": name}) for name in self._rulebook.stand_down(outcome.rule)]
        made["tiers"] = [
            {
                "indicator": str(tier.indicator),
                "speaks": index == outcome.tier_index,
                "when": self._all(tier.when),
                "unless": self._all((*tier.unless, *stand_down)),
            }
            for index, tier in enumerate(outcome.rule.tiers)
        ]
        return made

    def _all(self, expressions: Iterable[Expression]) -> list[JsonObject]:
        return [self._expression(expression) for expression in expressions]

    def _expression(self, expression: Expression) -> JsonObject:
        made: JsonObject = {"answer": self._trace.answer(expression).value}
        match expression:
            case AnyGroup():
                return made | {"any": self._all(expression.any_)}
            case AllGroup():
                return made | {"all": self._all(expression.all_), "unless": self._all(expression.unless)}
            case IsClause():
                definition = self._rulebook.definitions[expression.is_]
                return made | {"is": expression.is_, "title": definition.title, "any": self._all(definition.any_)}
            case DerivedClause():
                by = list(self._trace.derived.get(expression.derived, ()))
                return made | {"derived": expression.derived, "by": by}
            case _:
                pass
        said = expression.model_dump(mode="json", by_alias=True, exclude={"named"}, exclude_defaults=True)
        finding = self._trace.findings.get(expression.key)
        made |= {"clause": {expression.kind: said.pop(expression.kind, None)} | said}
        if finding is not None:
            made["why"] = finding.why
            if finding.missing:
                made["missing"] = list(finding.missing)
            made["inputs"] = [
                {
                    name: value
                    for name, value in {
                        "reference": one.reference,
                        "display": one.display,
                        "code": one.code,
                        "value": one.value,
                        "date": one.date,
                        "matchedBy": one.matched_by,
                        "weak": one.weak,
                    }.items()
                    if value
                }
                for one in finding.inputs
            ]
        return made
