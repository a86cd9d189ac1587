"""The shadowed matcher gives a checked answer or an EngineFault, and starts clean after each fault."""

from collections.abc import Iterable
from typing import Any

import pytest

from cds.engine import EngineRule, Firing, RuleBase, ShadowedMatcher, oracle
from cds.errors import EngineFault

BASE = RuleBase(
    [
        EngineRule(id="D", when=("finding:mania",), derive=("risk:psychosis",)),
        EngineRule(id="WARN", when=("order", "risk:psychosis"), unless=("override",), stratum=1),
        EngineRule(id="NOTE", when=("order",), stratum=1),
    ],
    shard=2,
)
GIVEN = ("order", "finding:mania")
EXPECTED = oracle(BASE, GIVEN)


def native_calls_of_one_evaluation(wire: Any) -> int:
    matcher = ShadowedMatcher(BASE, wire)
    wire.calls.clear()
    matcher.evaluate(GIVEN)
    return len(wire.calls)


def test_an_answer_that_both_give_is_given() -> None:
    matcher = ShadowedMatcher(BASE)
    assert EXPECTED.fired == ("D", "NOTE", "WARN")
    assert matcher.evaluate(atom for atom in GIVEN) == EXPECTED
    assert matcher.evaluate([]) == oracle(BASE, [])
    assert matcher.faults == 0


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_failing_native_call_is_a_fault_and_the_next_answer_is_right(wire: Any, moment: str) -> None:
    """Wherever it fails: counted once, told without what failed, never an answer, and then as if nothing happened."""
    for number in range(native_calls_of_one_evaluation(wire)):
        matcher = ShadowedMatcher(BASE, wire)
        wire.fail_at(number, moment, RuntimeError("finding:mania"))
        with pytest.raises(EngineFault, match=r"^the rule engine failed with RuntimeError$"):
            matcher.evaluate(GIVEN)
        assert matcher.faults == 1
        assert matcher.evaluate(GIVEN) == EXPECTED
        assert matcher.faults == 1


def lose_every_rule(call: Any) -> None:
    if call.function == "start_action_for_state" and call.result and '"open"' not in call.result[1]:
        call.result = None


def take_note_for_d(call: Any) -> None:
    """In the first shard, D is rule 0 and NOTE rule 1."""
    if call.function == "start_action_for_state" and call.result:
        call.result = (call.result[0], call.result[1].replace('{"1":', '{"0":'))


def test_an_engine_that_loses_rules_is_a_fault(wire: Any) -> None:
    """The worst that could go unnoticed: no warning. The rules at odds are named, the atoms are not."""
    matcher = ShadowedMatcher(BASE, wire)
    wire.after = lose_every_rule
    with pytest.raises(EngineFault, match=r"^durable-rules and the oracle disagree: D, NOTE, WARN$"):
        matcher.evaluate(GIVEN)
    wire.after = lambda call: None
    assert matcher.evaluate(GIVEN) == EXPECTED
    assert matcher.faults == 1


def test_an_engine_that_fires_the_wrong_rule_is_a_fault(wire: Any) -> None:
    matcher = ShadowedMatcher(BASE, wire)
    wire.after = take_note_for_d
    with pytest.raises(EngineFault, match=r"^durable-rules and the oracle disagree: D, NOTE, WARN$"):
        matcher.evaluate(["order"])
    wire.after = lambda call: None
    assert matcher.evaluate(["order"]).fired == ("NOTE",)
    assert matcher.faults == 1


def test_a_matcher_that_cannot_be_replaced_is_replaced_the_next_time(wire: Any) -> None:
    """Out of memory also when starting anew: still an EngineFault each time, until it succeeds."""
    matcher = ShadowedMatcher(BASE, wire)

    def nothing_works(_call: Any) -> None:
        raise MemoryError

    wire.before = nothing_works
    for turn in (1, 2):
        with pytest.raises(EngineFault):
            matcher.evaluate(GIVEN)
        assert matcher.faults == turn
    wire.before = lambda call: None
    with pytest.raises(EngineFault):
        matcher.evaluate(GIVEN)
    assert matcher.evaluate(GIVEN) == EXPECTED
    assert matcher.faults == 3


def test_a_matcher_that_cannot_be_closed_is_replaced_all_the_same(wire: Any) -> None:
    matcher = ShadowedMatcher(BASE, wire)

    def cannot_be_closed(call: Any) -> None:
        if call.function == "delete_ruleset":
            raise MemoryError

    wire.before = cannot_be_closed
    wire.after = lose_every_rule
    with pytest.raises(EngineFault):
        matcher.evaluate(GIVEN)
    wire.after = lambda call: None
    assert matcher.evaluate(GIVEN) == EXPECTED
    assert matcher.faults == 1


def test_an_oracle_that_fails_is_a_fault() -> None:
    """Without a second opinion there is no answer; what the error says may hold atoms and is not repeated."""

    def fails(base: RuleBase, atoms: Iterable[str]) -> Firing:
        raise KeyError("finding:mania")

    matcher = ShadowedMatcher(BASE, second_opinion=fails)
    with pytest.raises(EngineFault, match=r"^the rule engine failed with KeyError$"):
        matcher.evaluate(GIVEN)
    assert matcher.faults == 1


def test_a_disagreement_about_who_derived_what_is_a_fault() -> None:
    """The explanation of a card is built from it."""

    def forgets_why(base: RuleBase, atoms: Iterable[str]) -> Firing:
        return Firing(fired=oracle(base, atoms).fired, derived={})

    matcher = ShadowedMatcher(BASE, second_opinion=forgets_why)
    with pytest.raises(EngineFault, match=r"^durable-rules and the oracle disagree: \(the same rules fired\)$"):
        matcher.evaluate(GIVEN)
    assert matcher.faults == 1


def test_a_second_entry_raises_and_is_no_fault_of_the_first(wire: Any) -> None:
    """The intruder is refused; the evaluation under way keeps its matcher and its answer."""

    def enter_again(*_anything: Any) -> None:
        for enter in (lambda: matcher.evaluate(GIVEN), matcher.close):
            with pytest.raises(EngineFault, match="two threads share one matcher"):
                enter()

    def interrupted(base: RuleBase, atoms: Iterable[str]) -> Firing:
        enter_again()
        return oracle(base, atoms)

    matcher = ShadowedMatcher(BASE, wire, interrupted)
    wire.before = enter_again
    assert matcher.evaluate(GIVEN) == EXPECTED
    assert matcher.faults == 0


def test_replaced_and_closed_matchers_give_their_memory_back(wire: Any) -> None:
    matcher = ShadowedMatcher(BASE, wire)
    wire.after = lose_every_rule
    with pytest.raises(EngineFault):
        matcher.evaluate(GIVEN)
    matcher.close()
    created = [call.result for call in wire.calls if call.function == "create_ruleset"]
    deleted = [call.arguments[0] for call in wire.calls if call.function == "delete_ruleset"]
    assert len(created) == 2 * len(BASE.shards)
    assert sorted(deleted) == sorted(created)
