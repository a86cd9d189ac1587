"""What the matcher guarantees: the rules' meaning for its callers, and a safe protocol towards the native engine."""

import json
import re
import threading
from itertools import permutations
from typing import Any

import pytest

from cds.engine import EngineRule, Firing, Matcher, RuleBase, oracle
from cds.errors import EngineFault

# Chaining inside stratum 0, an inhibitor derived below its reader, and (with shard=2) rules that chain across shards.
RULES = [
    EngineRule(id="D-MARK", when=("finding:schizophrenia",), derive=("mark:psychosis",)),
    EngineRule(id="D-RISK", when=("mark:psychosis",), derive=("risk:psychosis",)),
    EngineRule(id="D-ALSO", when=("finding:mania",), derive=("risk:psychosis",)),
    EngineRule(id="WARN", when=("order", "risk:psychosis"), unless=("override",), stratum=1, derive=("warned",)),
    EngineRule(id="SUGGEST", when=("order",), unless=("warned", "risk:psychosis"), stratum=2, salience=1),
    EngineRule(id="NOTE", when=("order",), stratum=2, salience=2),
]
ATOMS = ("order", "finding:schizophrenia", "finding:mania", "override", "mark:psychosis", "warned")
WARNED = ("order", "finding:schizophrenia")
BASE = RuleBase(RULES, shard=2)


# --- meaning --------------------------------------------------------------------------------------------


def test_a_rule_fires_when_all_of_when_hold() -> None:
    matcher = Matcher(RuleBase([EngineRule(id="R", when=("a", "b"))]))
    assert matcher.evaluate(["a", "b"]).fired == ("R",)
    assert matcher.evaluate(["a"]).fired == ()


def test_a_rule_is_silenced_by_any_of_unless() -> None:
    matcher = Matcher(RuleBase([EngineRule(id="R", when=("a",), unless=("x", "y"))]))
    assert matcher.evaluate(["a"]).fired == ("R",)
    assert matcher.evaluate(["a", "y"]).fired == ()


def test_derived_atoms_chain_within_a_stratum_and_across_shards() -> None:
    assert Matcher(BASE).evaluate(WARNED) == Firing(
        fired=("D-MARK", "D-RISK", "WARN", "NOTE"),
        derived={"mark:psychosis": ("D-MARK",), "risk:psychosis": ("D-RISK",), "warned": ("WARN",)},
    )


def test_a_derived_atom_silences_a_rule_of_a_later_stratum() -> None:
    """Engines that negate while they chain get this wrong; strata make it certain."""
    matcher = Matcher(BASE)
    assert matcher.evaluate(["order"]).fired == ("SUGGEST", "NOTE")
    assert "SUGGEST" not in matcher.evaluate(["order", "finding:mania"]).fired


def test_every_rule_that_derived_an_atom_is_named_even_if_the_atom_was_given() -> None:
    given = ["finding:mania", "finding:schizophrenia", "mark:psychosis"]
    firing = Matcher(BASE).evaluate(given)
    assert firing.derived == {"mark:psychosis": ("D-MARK",), "risk:psychosis": ("D-ALSO", "D-RISK")}


def test_the_answer_is_sorted_by_stratum_salience_and_id() -> None:
    """The engine fires in an order of its own; none of it shows."""
    rules = [
        EngineRule(id="LATE", when=("a",), stratum=1, salience=-5),
        EngineRule(id="B", when=("a",), salience=1, derive=("d",)),
        EngineRule(id="A", when=("a",), salience=1, derive=("d",)),
        EngineRule(id="Z", when=("d",), salience=0),
    ]
    firing = Matcher(RuleBase(rules)).evaluate(["a"])
    assert firing == Firing(fired=("Z", "A", "B", "LATE"), derived={"d": ("A", "B")})


def test_atoms_that_no_rule_reads_change_nothing() -> None:
    matcher = Matcher(BASE)
    assert matcher.evaluate([*WARNED, "unheard-of", ""]) == matcher.evaluate(WARNED)


def test_the_order_and_number_of_times_an_atom_is_given_change_nothing() -> None:
    matcher = Matcher(BASE)
    given = ("order", "finding:schizophrenia", "finding:mania", "override")
    answers = {matcher.evaluate([*order, *order]).fired for order in permutations(given)}
    assert answers == {("D-ALSO", "D-MARK", "D-RISK", "NOTE")}


def test_one_patient_leaves_nothing_for_the_next() -> None:
    """A, B, A again: B sees nothing of A, and A is answered as before."""
    matcher = Matcher(BASE)
    first = matcher.evaluate(WARNED)
    assert matcher.evaluate(["order"]) == Matcher(BASE).evaluate(["order"])
    assert matcher.evaluate([]) == Firing(fired=(), derived={})
    assert matcher.evaluate(WARNED) == first


def test_threads_with_their_own_matchers_do_not_meet() -> None:
    """Eight threads, each with other patients, over one rule base."""
    start = threading.Barrier(8)
    wrong: list[tuple[str, ...]] = []

    def work(thread: int) -> None:
        matcher = Matcher(BASE)
        start.wait()
        for turn in range(64):
            given = tuple(atom for bit, atom in enumerate(ATOMS) if (turn * 8 + thread) >> bit & 1)
            if matcher.evaluate(given) != oracle(BASE, given):
                wrong.append(given)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


# --- the limits hold ------------------------------------------------------------------------------------


def test_fourteen_conditions_are_matched() -> None:
    when, unless = tuple(f"w{n}" for n in range(7)), tuple(f"u{n}" for n in range(7))
    matcher = Matcher(RuleBase([EngineRule(id="R", when=when, unless=unless)]))
    assert matcher.evaluate(when).fired == ("R",)
    assert matcher.evaluate(when[:-1]).fired == ()
    assert matcher.evaluate((*when, unless[-1])).fired == ()


def test_two_hundred_rules_may_share_an_atom_in_one_shard() -> None:
    base = RuleBase([EngineRule(id=f"R{n:03}", when=("order",)) for n in range(200)])
    assert Matcher(base).evaluate(["order"]).fired == tuple(f"R{n:03}" for n in range(200))


def test_a_shard_may_read_more_atoms_than_one_bucket_holds() -> None:
    """2,800 atoms in one native ruleset; 512 tests on one field would hang it (D13)."""
    rules = [EngineRule(id=f"R{n:03}", when=tuple(f"a{n}:{i}" for i in range(14))) for n in range(200)]
    matcher = Matcher(RuleBase(rules))
    given = [atom for rule in rules[::20] for atom in rule.when] + ["a1:0", "a199:13"]
    assert matcher.evaluate(given).fired == tuple(rule.id for rule in rules[::20])


def test_rules_may_chain_through_every_stratum() -> None:
    """256 strata over two shards; each rule needs the one before and is silenced by nothing."""
    rules = [
        EngineRule(id=f"R{n:03}", when=(f"a{n}",), unless=("stop",), derive=(f"a{n + 1}",), stratum=n)
        for n in range(256)
    ]
    firing = Matcher(RuleBase(rules)).evaluate(["a0"])
    assert firing.fired == tuple(rule.id for rule in rules)
    assert firing.derived["a256"] == ("R255",)


# --- the protocol ---------------------------------------------------------------------------------------


def test_only_six_native_functions_are_used(wire: Any) -> None:
    """No batches, events, retractions, timers or queues: each of them is broken somewhere."""
    matcher = Matcher(BASE, wire)
    matcher.evaluate(ATOMS)
    matcher.close()
    assert {call.function for call in wire.calls} == {
        "create_ruleset",
        "assert_fact",
        "start_action_for_state",
        "complete_and_start_action",
        "delete_state",
        "delete_ruleset",
    }


def test_only_small_numbers_of_our_own_cross_into_c(wire: Any) -> None:
    """No atom, no rule id, no text; one constant session; ids from a set without collisions."""
    matcher = Matcher(BASE, wire)
    matcher.evaluate(ATOMS)
    crossed = json.dumps([call.arguments for call in wire.calls])
    for word in {*ATOMS, *BASE.atoms, *(rule.id for rule in RULES)}:
        assert word not in crossed
    for fact in (json.loads(call.arguments[1]) for call in wire.calls if call.function == "assert_fact"):
        fields = {name: value for name, value in fact.items() if name not in {"sid", "id"}}
        assert fact["sid"] == "s"
        assert re.fullmatch(r"open|go\d{1,3}|\d{1,5}", fact["id"])
        assert fields.keys() in ({"open"}, {"go"}, {"b", "a"})
        assert all(type(value) is int and 0 <= value <= 255 for value in fields.values())


def test_every_rule_begins_with_the_trigger_of_its_stratum(wire: Any) -> None:
    """A rule that starts with a negation never fires; a trigger after one fires in spite of it."""
    Matcher(BASE, wire)
    for shard, created in zip(BASE.shards, wire.calls, strict=True):
        definition = json.loads(created.arguments[1])
        assert definition.pop("open") == {"all": [{"m": {"open": 1}}]}
        assert [native["all"][0] for native in definition.values()] == [{"go": {"go": rule.stratum}} for rule in shard]


def test_each_session_opens_first_and_is_triggered_last_stratum_by_stratum(wire: Any) -> None:
    matcher = Matcher(BASE, wire)
    matcher.evaluate(["order", "finding:schizophrenia", "override"])
    for handle, shard in zip((call.result for call in wire.calls[:3]), BASE.shards, strict=True):
        calls = [call for call in wire.calls[3:] if call.arguments[0] == handle]
        assert [call.function for call in calls[:3]] == [
            "assert_fact",
            "start_action_for_state",
            "complete_and_start_action",
        ]
        assert calls[-1].function == "delete_state"
        facts = [json.loads(call.arguments[1]) for call in calls if call.function == "assert_fact"]
        assert facts[0]["id"] == "open"
        triggers = [fact["go"] for fact in facts if "go" in fact]
        assert triggers == sorted({rule.stratum for rule in shard})
        first_trigger = next(place for place, fact in enumerate(facts) if "go" in fact)
        given = {BASE.atoms[fact["b"] * 256 + fact["a"]] for fact in facts[1:first_trigger]}
        read = {atom for rule in shard for atom in rule.when + rule.unless}
        assert {"order", "finding:schizophrenia", "override"} & read <= given


def test_a_shard_in_which_nothing_can_fire_is_not_opened(wire: Any) -> None:
    """Every rule of it waits for an atom that is not given and that no rule derives."""
    rules = [EngineRule(id=f"R{n}", when=(f"a{n}",), derive=(f"d{n}",)) for n in range(3)]
    matcher = Matcher(RuleBase([*rules, EngineRule(id="S", when=("d1",), stratum=1)], shard=1), wire)
    assert matcher.evaluate(["a1"]).fired == ("R1", "S")
    opened = [call.arguments[0] for call in wire.calls if call.function == "delete_state"]
    assert opened == [wire.calls[3].result, wire.calls[1].result]


def test_a_second_entry_raises_and_disturbs_nothing(wire: Any) -> None:
    """Two threads in one native session lose actions; the one that came second must know."""
    matcher = Matcher(BASE, wire)
    refused: list[str] = []

    def enter_again(call: Any) -> None:
        if call.function == "assert_fact":
            for enter in (lambda: matcher.evaluate(ATOMS), matcher.close):
                with pytest.raises(EngineFault) as caught:
                    enter()
                refused.append(str(caught.value))

    wire.before = enter_again
    assert matcher.evaluate(WARNED) == oracle(BASE, WARNED)
    assert set(refused) == {"two threads share one matcher; give each its own"}


# --- faults ---------------------------------------------------------------------------------------------


def calls_of_one_evaluation(wire: Any) -> list[str]:
    matcher = Matcher(BASE, wire)
    wire.calls.clear()
    matcher.evaluate(WARNED)
    return [call.function for call in wire.calls]


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_fault_at_any_native_call_is_told_and_leaves_the_next_matcher_right(wire: Any, moment: str) -> None:
    """Whatever fails: one EngineFault without the fact, a spent matcher, and no dangerous deletion."""
    for number in range(len(calls_of_one_evaluation(wire))):
        matcher = Matcher(BASE, wire)
        wire.calls.clear()
        wire.fail_at(number, moment, RuntimeError("finding:schizophrenia"))
        with pytest.raises(EngineFault, match=r"^the rule engine failed with RuntimeError$") as caught:
            matcher.evaluate(WARNED)
        assert caught.value.__cause__ is None
        assert caught.value.__suppress_context__, "the original error quotes a fact"
        with pytest.raises(EngineFault, match="this Matcher had a fault or is closed; make a new one"):
            matcher.evaluate(WARNED)
        matcher.close()
        completed = {c.arguments[0] for c in wire.calls if c.function == "complete_and_start_action"}
        begun = {c.arguments[0] for c in wire.calls if c.function == "assert_fact"}
        ended = [c.arguments[0] for c in wire.calls if c.function == "delete_state"]
        deleted = {c.arguments[0] for c in wire.calls if c.function == "delete_ruleset"}
        assert set(ended) <= completed, "a session without a completed action is not deleted (D7)"
        assert len(ended) == len(set(ended)), "a session is deleted once"
        assert deleted.isdisjoint(begun - set(ended)), "a ruleset with a session is not deleted (D28)"
        assert Matcher(BASE).evaluate(WARNED) == oracle(BASE, WARNED)


@pytest.mark.parametrize("code", [1, 2, 3])
def test_every_result_code_but_zero_is_a_fault(wire: Any, code: int) -> None:
    """1 is a fact that no rule reads and that was not stored, 2 one taken for a duplicate: neither may pass."""
    for number in range(calls_of_one_evaluation(wire).count("assert_fact")):
        matcher = Matcher(BASE, wire)
        left = number + 1

        def refuse(call: Any) -> None:
            nonlocal left
            if call.function == "assert_fact":
                left -= 1
                if left == 0:
                    call.result = (code, call.result[1])

        wire.after = refuse
        with pytest.raises(EngineFault, match=f"durable-rules refused a fact with code {code}"):
            matcher.evaluate(WARNED)
        wire.after = lambda call: None
        matcher.close()


def test_a_session_whose_first_rule_does_not_fire_is_a_fault_and_never_deleted(wire: Any) -> None:
    matcher = Matcher(BASE, wire)

    def nothing_ready(call: Any) -> None:
        if call.function == "start_action_for_state":
            call.result = None

    wire.after = nothing_ready
    with pytest.raises(EngineFault, match="a session of durable-rules did not open"):
        matcher.evaluate(WARNED)
    matcher.close()
    assert not any(call.function == "delete_state" for call in wire.calls)


def test_a_ruleset_that_does_not_compile_is_a_fault(wire: Any) -> None:
    wire.fail_at(1, "before", MemoryError())
    with pytest.raises(EngineFault, match="the rule engine failed with MemoryError"):
        Matcher(BASE, wire)


def test_closing_deletes_every_ruleset_once_and_for_good(wire: Any) -> None:
    matcher = Matcher(BASE, wire)
    matcher.evaluate(WARNED)
    matcher.close()
    matcher.close()
    created = sorted(call.result for call in wire.calls if call.function == "create_ruleset")
    deleted = sorted(call.arguments[0] for call in wire.calls if call.function == "delete_ruleset")
    assert deleted == created
    with pytest.raises(EngineFault, match="this Matcher had a fault or is closed; make a new one"):
        matcher.evaluate(WARNED)
