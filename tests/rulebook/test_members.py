"""Narrowed value sets: no member falls between the clauses that ask for properties."""

from collections import defaultdict
from pathlib import Path

import pytest

from cds.findings.members import has_properties
from cds.rulebook import ConditionClause, Match, load_rulebook
from cds.rulebook.clauses.results import PointsClause

RULEBOOK = load_rulebook([Path(__file__).parents[2] / "rules"])
_EXCLUDED = {Match.EXCLUDE, Match.EXCLUDE_PREFIX}
_ASKED_IN_PART = {"vs-ir-fitzpatrick"}
"""Scales: the rest of the steps is there so that a code is known to be another step."""


def _clauses() -> dict[str, list[ConditionClause]]:
    """Every condition clause of the rules, by the value sets it names."""
    found: dict[str, list[ConditionClause]] = defaultdict(list)
    for rule in RULEBOOK.rules.values():
        opened = (
            part
            for clause in RULEBOOK.clauses(rule)
            for part in (clause.parts() if isinstance(clause, PointsClause) else (clause,))
        )
        for clause in opened:
            if isinstance(clause, ConditionClause):
                for name in clause.in_:
                    found[name].append(clause)
    return found


NARROWED = {name: clauses for name, clauses in _clauses().items() if any(clause.where for clause in clauses)}


@pytest.mark.parametrize("name", sorted(NARROWED.keys() - _ASKED_IN_PART))
def test_every_member_is_met_by_a_clause(name: str) -> None:
    """A member whose property nobody asks for would be in the set and count nowhere."""
    members = (one for one in RULEBOOK.value_sets[name].concepts if one.match not in _EXCLUDED)
    missed = [
        one.code or one.display
        for one in members
        if not any(has_properties(one, clause.where) for clause in NARROWED[name])
    ]
    assert missed == []
