"""A rule base takes only rules that the native engine gets right, and says what to do about the others."""

import dataclasses
import itertools
import json

import pytest

from cds.engine import EngineRule, RuleBase
from cds.engine.matcher import _OPEN, _atom, _go
from cds.engine.rules import MAX_ATOMS, MAX_CONDITIONS, MAX_STRATUM


def rules_of(count: int) -> list[EngineRule]:
    return [EngineRule(id=f"R{n:03}", when=("a",)) for n in range(count)]


def test_rules_stand_in_firing_order() -> None:
    """Stratum first, then salience, then id; the order of writing does not matter."""
    ordered = [
        EngineRule(id="Z", when=("a",), salience=-1),
        EngineRule(id="B", when=("a",)),
        EngineRule(id="C", when=("a",)),
        EngineRule(id="A", when=("a",), stratum=1, salience=-9),
    ]
    for written in itertools.permutations(ordered):
        assert RuleBase(written).rules == tuple(ordered)


def test_atoms_are_those_that_rules_read() -> None:
    """An atom that is only derived is an answer, not a condition."""
    base = RuleBase([EngineRule(id="R", when=("b", "c"), unless=("a",), derive=("answer",))])
    assert base.atoms == ("a", "b", "c")


def test_a_base_is_immutable() -> None:
    base = RuleBase(rules_of(1))
    with pytest.raises(dataclasses.FrozenInstanceError):
        base.rules = ()


def test_an_empty_base_is_allowed() -> None:
    assert RuleBase([]).shards == ()


def test_shards_hold_every_rule_once_in_order() -> None:
    base = RuleBase(rules_of(11), shard=4)
    assert [len(shard) for shard in base.shards] == [4, 4, 3]
    assert tuple(itertools.chain(*base.shards)) == base.rules


@pytest.mark.parametrize(
    ("rules", "complaint"),
    [
        pytest.param([EngineRule(id="R", when=())], "rule R: `when` is empty; name at least one", id="no when"),
        pytest.param(
            [EngineRule(id="R", when=(), unless=("a",))],
            "rule R: `when` is empty; name at least one",
            id="a rule of unless alone",
        ),
        pytest.param(
            [EngineRule(id="R", when=tuple(f"w{n}" for n in range(10)), unless=tuple(f"u{n}" for n in range(5)))],
            "rule R: 15 conditions, at most 14 are safe; derive one atom from some of them",
            id="15 conditions",
        ),
        pytest.param([EngineRule(id="R", when=("a", "a"))], "rule R: names a twice; keep one", id="twice in when"),
        pytest.param(
            [EngineRule(id="R", when=("b",), unless=("a", "a"))],
            "rule R: names a twice; keep one",
            id="twice in unless",
        ),
        pytest.param(
            [EngineRule(id="R", when=("a",), unless=("a",))],
            "rule R: names a twice; keep one",
            id="in when and in unless",
        ),
        pytest.param(
            [EngineRule(id="R", when=("a",), derive=("d", "d"))],
            "rule R: names d twice; keep one",
            id="derived twice",
        ),
        pytest.param([*rules_of(2), *rules_of(1)], "rule R000: two rules have this id; rename one", id="same id"),
        pytest.param(
            [EngineRule(id="R", when=("a",), stratum=-1)],
            "rule R: stratum -1; choose 0 to 255",
            id="below strata",
        ),
        pytest.param(
            [EngineRule(id="R", when=("a",), stratum=256)],
            "rule R: stratum 256; choose 0 to 255",
            id="above strata",
        ),
        pytest.param(
            [EngineRule(id="D", when=("a",), derive=("d",)), EngineRule(id="R", when=("a",), unless=("d",))],
            "rule R: negation is not stratified: `unless` d, .*; move it to stratum 1",
            id="unless reads its own stratum",
        ),
        pytest.param(
            [
                EngineRule(id="D1", when=("a",), derive=("d",)),
                EngineRule(id="D2", when=("a",), derive=("d",), stratum=3),
                EngineRule(id="R", when=("a",), unless=("d",), stratum=2),
            ],
            "rule R: negation is not stratified: `unless` d, .*; move it to stratum 4",
            id="unless reads a later stratum",
        ),
        pytest.param(
            [EngineRule(id="R", when=("a",), unless=("d",), derive=("d",))],
            "rule R: negation is not stratified",
            id="a rule that silences itself",
        ),
        pytest.param(
            [
                EngineRule(id="D", when=("a",), derive=("d",), stratum=2),
                EngineRule(id="R", when=("d",), stratum=1),
            ],
            "rule R: `when` d, which stratum 2 derives, .*; move it to stratum 2",
            id="when reads a later stratum",
        ),
    ],
)
def test_an_unsafe_rule_is_refused_by_name_and_with_a_remedy(rules: list[EngineRule], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        RuleBase(rules)


@pytest.mark.parametrize("shard", [0, 201])
def test_a_shard_has_1_to_200_rules(shard: int) -> None:
    with pytest.raises(ValueError, match=f"{shard} rules to a shard; choose 1 to 200"):
        RuleBase(rules_of(1), shard=shard)


def test_atoms_are_limited_to_two_bytes() -> None:
    """65,536 atoms are 256 buckets of 256; one more is refused."""
    names = [f"atom:{n}" for n in range(MAX_ATOMS + 1)]
    rules = [
        EngineRule(id=f"R{n}", when=tuple(names[n : n + MAX_CONDITIONS])) for n in range(0, len(names), MAX_CONDITIONS)
    ]
    with pytest.raises(ValueError, match="the rules read 65537 atoms; divide them into bases of 65536 at most"):
        RuleBase(rules)
    last = dataclasses.replace(rules[-1], when=tuple(names[rules.index(rules[-1]) * MAX_CONDITIONS : MAX_ATOMS]))
    assert len(RuleBase([*rules[:-1], last]).atoms) == MAX_ATOMS


def fnv1a_32(text: str) -> int:
    """How the native engine tells two ids apart."""
    value = 0x811C9DC5
    for byte in text.encode():
        value = (value ^ byte) * 16777619 % 2**32
    return value


def test_no_two_ids_that_can_ever_be_put_share_a_hash() -> None:
    """Two facts of one hash are one fact (D17). The limits on atoms and strata keep all possible ids apart."""
    assert fnv1a_32("Patient/208789") == fnv1a_32("Patient/1021284"), "the hash that collides in the engine"
    messages = [_OPEN, *map(_go, range(MAX_STRATUM + 1)), *map(_atom, range(MAX_ATOMS))]
    ids = [json.loads(message)["id"] for message in messages]
    assert len({fnv1a_32(each) for each in ids}) == len(ids) == 1 + 256 + 65536


def test_an_atom_is_two_bytes_of_its_own() -> None:
    """Never more than 256 literals are tested on one field; 512 would hang the engine (D13)."""
    facts = [json.loads(_atom(code)) for code in range(MAX_ATOMS)]
    assert {(fact["b"], fact["a"]) for fact in facts} == set(itertools.product(range(256), range(256)))
