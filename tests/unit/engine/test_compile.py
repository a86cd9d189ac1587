"""Rules become engine rules: two for each tier, one stratum above what it bars, unknown told apart from false."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from cds.engine import RuleBase, oracle
from cds.engine.compile import (
    Compiled,
    compile_rules,
    possible_atom,
    tier_could_speak,
    tier_speaks,
    true_atom,
)
from cds.rulebook import Definition, Expression, Rule, Rulebook
from cds.rulebook.check import MOST_CONDITIONS
from tests.unit.findings.builders import READINGS, clause

A = clause(condition="active", in_="pregnancy")
B = clause(allergy="active", in_="ketamine")
C = clause(patient="age", below=18)


def definition(name: str, *expressions: Any) -> Definition:
    return Definition.model_validate({"id": name, "family": "ketamine", "title": name, "any": expressions})


def tier(
    *when: Any, unless: Iterable[Any] = (), derives: Iterable[str] = (), indicator: str = "critical"
) -> dict[str, Any]:
    return {
        "indicator": indicator,
        "when": when,
        "unless": tuple(unless),
        "derives": tuple(derives),
        "summary": "s",
        "detail": "d",
    }


def rule(rule_id: str, *tiers: dict[str, Any], **more: Any) -> Rule:
    written = {
        "id": rule_id,
        "family": "ketamine",
        "title": rule_id,
        "class": "contraindication",
        "version": "1.0.0",
        "status": "active",
        "hooks": ["order-sign"],
        "about": {"order": "ketamine"},
        "tiers": tiers,
        "overrides": ["specialist-agreed"],
        "evidence": ["E1"],
        "review": {"owner": "nobody", "due": "2027-01-01"},
    }
    return Rule.model_validate(written | more)


def rulebook(*definitions: Definition) -> Rulebook:
    return replace(READINGS.rulebook, definitions={one.id: one for one in definitions})


def compiled(*rules: Rule, definitions: Iterable[Definition] = ()) -> Compiled:
    return compile_rules(rulebook(*definitions), rules)


def speaking(made: Compiled, true: Iterable[Expression] = (), unknown: Iterable[Expression] = ()) -> set[str]:
    """Ids of the tiers that speak (`!`) or could (`?`), when these facts are true, those unknown, all others false."""
    atoms = {true_atom(one.key) for one in true} | {possible_atom(one.key) for one in (*true, *unknown)}
    return {one for one in oracle(RuleBase(made.engine_rules), atoms).fired if one.startswith("KET-")}


SPEAKS, COULD = tier_speaks(rule("KET-A-1", tier(A)), 0), tier_could_speak(rule("KET-A-1", tier(A)), 0)


# --- one tier ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("true", "unknown", "expected"),
    [
        ([A, B], [], {SPEAKS, COULD}),
        ([A], [B], {COULD}),
        ([], [A, B], {COULD}),
        ([A], [], set()),  # a known no
        ([], [A], set()),
    ],
)
def test_a_tier_speaks_when_all_is_true_and_could_when_nothing_is_false(
    true: list[Any], unknown: list[Any], expected: set[str]
) -> None:
    assert speaking(compiled(rule("KET-A-1", tier(A, B))), true, unknown) == expected


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("contraindication", {SPEAKS, COULD}),
        ("missing-data", {SPEAKS, COULD}),
        ("caution", {SPEAKS, COULD}),
        ("suggestion", {COULD}),
        ("evidence-note", {COULD}),
    ],
)
def test_an_unknown_unless_silences_a_suggestion_and_no_safety_rule(kind: str, expected: set[str]) -> None:
    made = compiled(rule("KET-A-1", tier(A, unless=[B]), **{"class": kind}))
    assert speaking(made, [A], [B]) == expected
    assert speaking(made, [A, B]) == set()  # a known one silences all
    assert speaking(made, [A]) == {SPEAKS, COULD}


def test_a_rule_stands_down_only_where_that_is_known() -> None:
    made = compiled(rule("KET-A-1", tier(A), stand_down=["scope"]), definitions=[definition("scope", B)])
    assert speaking(made, [A]) == {SPEAKS, COULD}
    assert speaking(made, [A], [B]) == {SPEAKS, COULD}
    assert speaking(made, [A, B]) == set()


def test_tiers_are_told_apart_by_their_place() -> None:
    one = rule("KET-A-1", tier(A), tier(B, indicator="warning"))
    made = compiled(one)
    assert speaking(made, [B]) == {tier_speaks(one, 1), tier_could_speak(one, 1)}
    assert speaking(made, [A], [B]) == {tier_speaks(one, 0), tier_could_speak(one, 0), tier_could_speak(one, 1)}


# --- groups and definitions -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("true", "unknown", "expected"),
    [
        ([A], [], {SPEAKS, COULD}),
        ([B], [A], {SPEAKS, COULD}),  # one is enough, whatever the other is
        ([], [A], {COULD}),
        ([C], [], set()),
    ],
)
def test_of_any_one_is_enough(true: list[Any], unknown: list[Any], expected: set[str]) -> None:
    assert speaking(compiled(rule("KET-A-1", tier({"any": [A, B]}))), true, unknown) == expected


@pytest.mark.parametrize(
    ("true", "unknown", "expected"),
    [
        ([A], [], {SPEAKS, COULD}),
        ([A], [B], {COULD}),  # inside a group, an unknown exception leaves the group unknown
        ([A, B], [], set()),
        ([], [A], {COULD}),
        ([B], [A], set()),
    ],
)
def test_of_all_with_an_exception_the_exception_must_be_known_not_to_hold(
    true: list[Any], unknown: list[Any], expected: set[str]
) -> None:
    assert speaking(compiled(rule("KET-A-1", tier({"all": [A], "unless": [B]}))), true, unknown) == expected


def test_definitions_open_definitions() -> None:
    definitions = [definition("outer", {"is": "inner"}, C), definition("inner", {"all": [A, B]})]
    made = compiled(rule("KET-A-1", tier({"is": "outer"})), definitions=definitions)
    assert speaking(made, [A, B]) == speaking(made, [C]) == {SPEAKS, COULD}
    assert speaking(made, [A], [B]) == {COULD}


def test_a_definition_that_two_rules_share_is_compiled_once() -> None:
    shared = definition("shared", A, B)
    alone = compiled(rule("KET-A-1", tier({"is": "shared"})), definitions=[shared])
    both = compiled(
        rule("KET-A-1", tier({"is": "shared"})), rule("KET-A-2", tier({"is": "shared"})), definitions=[shared]
    )
    assert len(both.engine_rules) == len(alone.engine_rules) + 2


def test_every_clause_is_asked_once_whatever_it_is_called() -> None:
    renamed = clause(condition="active", in_="pregnancy", as_="pregnancy")
    made = compiled(rule("KET-A-1", tier(A, unless=[B]), tier({"any": [renamed, C]}, indicator="info")))
    assert set(made.facts) == {A.key, B.key, C.key}
    assert speaking(compiled(rule("KET-A-1", tier(A, renamed))), [A]) == {SPEAKS, COULD}


# --- what is derived --------------------------------------------------------------------------------------


CAUSE = rule("KET-CI-CAUSE", tier(A, derives=["contraindicated"]))
OFFER = rule(
    "KET-EL-OFFER", tier(B, unless=[{"derived": "contraindicated"}], indicator="info"), **{"class": "suggestion"}
)


def test_what_a_rule_derives_bars_another() -> None:
    made = compiled(OFFER, CAUSE)
    assert "KET-EL-OFFER/0!" in speaking(made, [B])
    assert "KET-EL-OFFER/0!" not in speaking(made, [A, B])
    assert "KET-EL-OFFER/0?" not in speaking(made, [A, B])


def test_what_could_be_derived_leaves_a_suggestion_unanswered() -> None:
    spoken = speaking(compiled(OFFER, CAUSE), [B], [A])
    assert "KET-EL-OFFER/0!" not in spoken
    assert "KET-EL-OFFER/0?" in spoken


def test_a_rule_may_need_what_another_derives() -> None:
    follows = rule("KET-CI-FOLLOWS", tier({"derived": "contraindicated"}, C))
    assert "KET-CI-FOLLOWS/0!" in speaking(compiled(follows, CAUSE), [A, C])
    assert "KET-CI-FOLLOWS/0!" not in speaking(compiled(follows, CAUSE), [C])


def test_what_bars_stands_in_a_lower_stratum() -> None:
    made = {one.id: one for one in compiled(OFFER, CAUSE, rule("KET-CI-OTHER", tier(C))).engine_rules}
    assert made["KET-EL-OFFER/0!"].stratum > max(made["KET-CI-CAUSE/0!"].stratum, made["KET-CI-CAUSE/0?"].stratum)
    assert made["KET-CI-OTHER/0!"].stratum == 0  # none is higher than it must be


def test_a_fact_that_nothing_derives_is_false() -> None:
    assert "KET-EL-OFFER/0!" in speaking(compiled(OFFER), [B])


def test_rules_that_rest_on_the_absence_of_what_they_derive_are_refused() -> None:
    circle = rule("KET-CI-CIRCLE", tier(A, unless=[{"derived": "x"}], derives=["x"]))
    with pytest.raises(ValueError, match="look for a circle of `derived`"):
        compiled(circle)


# --- limits -----------------------------------------------------------------------------------------------


def test_as_many_conditions_as_content_may_have_are_safe_for_the_engine() -> None:
    ages = [clause(patient="age", at_least=age) for age in range(MOST_CONDITIONS)]
    assert speaking(compiled(rule("KET-A-1", tier(*ages))), ages) == {SPEAKS, COULD}
    with pytest.raises(ValueError, match=f"rule KET-A-1/0!: {MOST_CONDITIONS + 1} conditions"):
        RuleBase(compiled(rule("KET-A-1", tier(*ages, A))).engine_rules)


def test_no_rules_make_no_engine_rules() -> None:
    assert compiled() == Compiled()
