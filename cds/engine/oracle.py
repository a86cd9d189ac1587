"""The second opinion: what the rules mean, in plain Python that shares nothing with the matcher."""

from collections.abc import Iterable

from cds.engine.rules import Firing, RuleBase


def oracle(base: RuleBase, atoms: Iterable[str]) -> Firing:
    """The firing that `atoms` ought to cause: stratum by stratum, fire all that can, until none is left."""
    known = set(atoms)
    fired: set[str] = set()
    derived: dict[str, set[str]] = {}
    for stratum in sorted({rule.stratum for rule in base.rules}):
        waiting = [rule for rule in base.rules if rule.stratum == stratum]
        while ready := [
            rule
            for rule in waiting
            if rule.id not in fired and known.issuperset(rule.when) and known.isdisjoint(rule.unless)
        ]:
            for rule in ready:
                fired.add(rule.id)
                known.update(rule.derive)
                for atom in rule.derive:
                    derived.setdefault(atom, set()).add(rule.id)
    return Firing(
        fired=tuple(rule.id for rule in base.rules if rule.id in fired),
        derived={atom: tuple(sorted(derived[atom])) for atom in sorted(derived)},
    )
