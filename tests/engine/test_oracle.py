"""The oracle says in plain Python what rules mean; these examples say whether it says so rightly."""

from cds.engine import EngineRule, Firing, RuleBase, oracle


def test_nothing_given_nothing_fires() -> None:
    assert oracle(RuleBase([EngineRule(id="R", when=("a",))]), []) == Firing(fired=(), derived={})


def test_all_of_when_and_none_of_unless() -> None:
    base = RuleBase([EngineRule(id="R", when=("a", "b"), unless=("x", "y"))])
    fired = {given: oracle(base, given).fired for given in ["a", "ab", "abx", "aby", "abz"]}
    assert fired == {"a": (), "ab": ("R",), "abx": (), "aby": (), "abz": ("R",)}


def test_rules_chain_to_the_fixpoint_whatever_their_salience() -> None:
    """The last link has the lowest salience, and still fires."""
    rules = [EngineRule(id=f"R{n}", when=(f"a{n}",), derive=(f"a{n + 1}",), salience=-n) for n in range(5)]
    firing = oracle(RuleBase(rules), ["a0"])
    assert firing.fired == ("R4", "R3", "R2", "R1", "R0")
    assert firing.derived == {f"a{n + 1}": (f"R{n}",) for n in range(5)}


def test_a_derived_atom_silences_a_later_stratum() -> None:
    rules = [
        EngineRule(id="D", when=("a",), derive=("d",)),
        EngineRule(id="R", when=("b",), unless=("d",), stratum=1),
    ]
    assert oracle(RuleBase(rules), ["b"]).fired == ("R",)
    assert oracle(RuleBase(rules), ["a", "b"]).fired == ("D",)


def test_every_rule_that_derived_an_atom_is_named_by_id() -> None:
    """Also one that derives what was given, and one that fires in a later stratum."""
    rules = [
        EngineRule(id="B", when=("a",), derive=("d",)),
        EngineRule(id="A", when=("a",), derive=("d", "c"), stratum=1),
    ]
    firing = oracle(RuleBase(rules), ["a", "d"])
    assert list(firing.derived.items()) == [("c", ("A",)), ("d", ("A", "B"))]


def test_a_rule_that_derives_its_own_condition_fires_once() -> None:
    assert oracle(RuleBase([EngineRule(id="R", when=("a",), derive=("a",))]), ["a"]).fired == ("R",)
