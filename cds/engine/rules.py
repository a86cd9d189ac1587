"""What the engine reads and what it answers: rules over atoms, and a firing.

An *atom* is a closed-vocabulary proposition such as `order:ketamine`, true when it is given or derived. Codes, dates,
units and thresholds are settled before the engine, so a rule only asks which atoms hold and which do not.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

MAX_CONDITIONS = 14  # the native engine fails on the 17th pattern of a rule, and only when a fact arrives
MAX_SHARD = 200  # one pattern shared by 257 rules does not compile; by 256 it runs past the end of a list
MAX_STRATUM = 255
MAX_ATOMS = 256 * 256  # a code is two bytes; 512 literals tested on one field hang the engine, 256 do not


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineRule:
    """Fires when every atom of `when` holds and none of `unless`; then every atom of `derive` holds too.

    Strata run in ascending order, each to its fixpoint. `unless` speaks only about lower strata, so it never changes
    its mind. `salience` orders the answer inside a stratum, lowest first; it never suppresses.
    """

    id: str
    when: tuple[str, ...]
    unless: tuple[str, ...] = ()
    derive: tuple[str, ...] = ()
    stratum: int = 0
    salience: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Firing:
    """Which rules fired, by (stratum, salience, id), and for each derived atom the ids of all rules that derived it.

    An atom that was given and is derived as well is listed: both reasons hold.
    """

    fired: tuple[str, ...]
    derived: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, init=False)
class RuleBase:
    """Rules that are safe to give to the native engine; immutable, shared by all threads.

    `rules` stand in firing order; `shards` are the same rules cut into native rulesets; `atoms` are those that some
    rule reads, sorted: the place of an atom is its code.
    """

    rules: tuple[EngineRule, ...]
    shards: tuple[tuple[EngineRule, ...], ...]
    atoms: tuple[str, ...]

    def __init__(self, rules: Iterable[EngineRule], shard: int = MAX_SHARD) -> None:
        """Check every limit now, because the native engine checks them late, by crashing, or not at all.

        Takes:  rules, in any order; shard, how many of them one native ruleset holds.
        Raises: ValueError, naming the rule and the remedy.
        """
        if not 1 <= shard <= MAX_SHARD:
            raise ValueError(f"{shard} rules to a shard; choose 1 to {MAX_SHARD}")
        ordered = tuple(sorted(rules, key=lambda rule: (rule.stratum, rule.salience, rule.id)))
        _check_ids(ordered)
        for rule in ordered:
            _check_shape(rule)
        _check_strata(ordered)
        atoms = tuple(sorted({atom for rule in ordered for atom in rule.when + rule.unless}))
        if len(atoms) > MAX_ATOMS:
            raise ValueError(f"the rules read {len(atoms)} atoms; divide them into bases of {MAX_ATOMS} at most")
        object.__setattr__(self, "rules", ordered)
        object.__setattr__(self, "shards", tuple(ordered[i : i + shard] for i in range(0, len(ordered), shard)))
        object.__setattr__(self, "atoms", atoms)


def _check_ids(rules: Sequence[EngineRule]) -> None:
    seen: set[str] = set()
    for rule in rules:
        if rule.id in seen:
            raise ValueError(f"rule {rule.id}: two rules have this id; rename one")
        seen.add(rule.id)


def _check_shape(rule: EngineRule) -> None:
    conditions = rule.when + rule.unless
    if not rule.when:
        raise ValueError(f"rule {rule.id}: `when` is empty; name at least one atom that must hold")
    if len(conditions) > MAX_CONDITIONS:
        raise ValueError(
            f"rule {rule.id}: {len(conditions)} conditions, at most {MAX_CONDITIONS} are safe; "
            "derive one atom from some of them in a rule of its own"
        )
    # The engine never lets one fact fill two places of a match: such a rule would silently never fire.
    for atoms in (conditions, rule.derive):
        for atom in atoms:
            if atoms.count(atom) > 1:
                raise ValueError(f"rule {rule.id}: names {atom} twice; keep one")
    if not 0 <= rule.stratum <= MAX_STRATUM:
        raise ValueError(f"rule {rule.id}: stratum {rule.stratum}; choose 0 to {MAX_STRATUM}")


def _check_strata(rules: Sequence[EngineRule]) -> None:
    """No rule reads an atom before all that can derive it have run."""
    complete: dict[str, int] = {}  # atom → the stratum after which it can no longer become true
    for rule in rules:
        for atom in rule.derive:
            complete[atom] = max(complete.get(atom, 0), rule.stratum)
    for rule in rules:
        for atom in rule.when:
            needed = complete.get(atom, 0)
            if needed > rule.stratum:
                raise ValueError(
                    f"rule {rule.id}: `when` {atom}, which stratum {needed} derives, after its own stratum "
                    f"{rule.stratum}; move it to stratum {needed}"
                )
        for atom in rule.unless:
            needed = complete.get(atom, -1) + 1
            if needed > rule.stratum:
                raise ValueError(
                    f"rule {rule.id}: negation is not stratified: `unless` {atom}, which stratum {needed - 1} "
                    f"derives, not below its own stratum {rule.stratum}; move it to stratum {needed}"
                )
