"""The definition that every rulebook has: the patient has an indication of one of its options."""

from collections.abc import Iterable, Mapping

from cds.rulebook.clauses.expressions import AllGroup, Expression, fact_name
from cds.rulebook.rule import Definition, Rule, Status

INDICATED = "option-indicated"


def options_of(rules: Iterable[Rule]) -> Mapping[str, Definition]:
    """`option-indicated`, from the indications of the active rules with an `option`; nothing when there is none."""
    some = [rule for rule in rules if rule.option is not None and rule.status is Status.ACTIVE]
    if not some:
        return {}
    title = "The patient has a reason to think of one of the options"
    indications = tuple(map(_indication, some))
    made = Definition.model_validate({"id": INDICATED, "family": some[0].family, "title": title, "any": indications})
    return {INDICATED: made}


def _indication(rule: Rule) -> Expression:
    named = rule.option.indication if rule.option else ()
    parts = [one for one in rule.tiers[0].when if fact_name(one) in named]
    return parts[0] if len(parts) == 1 else AllGroup.model_validate({"all": parts})
