"""Generated rule bases and patients: the engine and the oracle must give the same answer, whatever the shards."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from cds.engine import EngineRule, Matcher, RuleBase, oracle

GIVEN = [f"given{n}" for n in range(6)]
DERIVED = {stratum: [f"derived{stratum}{letter}" for letter in "abc"] for stratum in range(3)}
ATOMS = GIVEN + [atom for atoms in DERIVED.values() for atom in atoms]

SAME_EVERY_TIME = settings(derandomize=True, database=None, deadline=None)


def up_to(stratum: int) -> list[str]:
    return GIVEN + [atom for each in range(stratum + 1) for atom in DERIVED[each]]


@st.composite
def rules(draw: st.DrawFn, negated: int = 3) -> list[EngineRule]:
    """Up to 12 rules in 3 strata; they read and derive whatever stratification allows, cycles included."""
    made = []
    for number in range(draw(st.integers(1, 12))):
        stratum = draw(st.integers(0, 2))
        when = draw(st.lists(st.sampled_from(up_to(stratum)), min_size=1, max_size=3, unique=True))
        deniable = [atom for atom in up_to(stratum - 1) if atom not in when]
        unless = draw(st.lists(st.sampled_from(deniable), max_size=negated, unique=True))
        derivable = [atom for each in range(stratum, 3) for atom in DERIVED[each]]
        made.append(
            EngineRule(
                id=f"R{number:02}",
                when=tuple(when),
                unless=tuple(unless),
                derive=tuple(draw(st.lists(st.sampled_from(derivable), max_size=2, unique=True))),
                stratum=stratum,
                salience=draw(st.integers(-1, 1)),
            )
        )
    return made


patients = st.lists(st.sampled_from(ATOMS), max_size=9)


@settings(SAME_EVERY_TIME, max_examples=100)
@given(rules(), st.lists(patients, min_size=6, max_size=6))
def test_engine_and_oracle_agree_on_every_rule_and_derivation(
    rules: list[EngineRule], patients: list[list[str]]
) -> None:
    """100 rule bases × 3 shard sizes × 6 patients; each matcher sees them all, so nothing may stay behind."""
    for shard in (2, 5, 200):
        base = RuleBase(rules, shard=shard)
        matcher = Matcher(base)
        for atoms in patients:
            assert matcher.evaluate(atoms) == oracle(base, atoms)
        matcher.close()


@settings(SAME_EVERY_TIME, max_examples=50)
@given(rules(negated=0), patients, patients)
def test_without_negation_more_atoms_never_silence_a_rule(
    rules: list[EngineRule], atoms: list[str], more: list[str]
) -> None:
    matcher = Matcher(RuleBase(rules))
    fewer = matcher.evaluate(atoms)
    assert set(fewer.fired) <= set(matcher.evaluate(atoms + more).fired)
    matcher.close()


def test_engine_and_oracle_agree_on_a_base_of_real_size() -> None:
    """500 rules of up to 14 conditions over 600 atoms, three shards, patients with many true atoms."""
    seed = random.Random(20261124)  # noqa: S311 - the same rules in each run
    atoms = [f"atom{n:03}" for n in range(600)]
    rules = []
    for number in range(500):
        stratum = number % 3
        read = seed.sample(atoms[: 200 * (stratum + 1)], seed.randint(1, 14))
        cut = seed.randint(1, len(read))
        older = [atom for atom in read[cut:] if atom < atoms[200 * stratum]]
        derive = seed.sample(atoms[200 * stratum + 150 : 200 * (stratum + 1)], seed.randint(0, 2))
        rules.append(
            EngineRule(
                id=f"R{number:03}",
                when=tuple(read[:cut]),
                unless=tuple(older),
                derive=tuple(derive),
                stratum=stratum,
            )
        )
    base = RuleBase(rules)
    assert len(base.shards) == 3
    matcher = Matcher(base)
    for share in (0.05, 0.3, 0.6, 0.9):
        patient = seed.sample(atoms, int(share * len(atoms)))
        firing = matcher.evaluate(patient)
        assert firing == oracle(base, patient)
        assert firing.fired
