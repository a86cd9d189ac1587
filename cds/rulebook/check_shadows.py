"""What can never be heard: a tier that speaks only where a stronger one of its rule does, and a rule that is another."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from cds.rulebook.clauses.expressions import AllGroup, AnyGroup, Expression
from cds.rulebook.complaints import Complain
from cds.rulebook.rule import Rule, Status, Tier
from cds.rulebook.words import Amount

if TYPE_CHECKING:
    from cds.rulebook.rulebook import Rulebook

_AT_LEAST = ("above", "at_least", "systolic_above", "diastolic_above")
_AT_MOST = ("below", "at_most")


def check_shadows(rulebook: "Rulebook", complain: Complain) -> None:
    """Tiers behind a stronger one, and rules in use that ask the same."""
    same: dict[object, str] = {}
    for rule in rulebook.rules.values():
        for index, stronger in _behind(rule):
            message = f"can never speak: whenever it holds, tier {stronger + 1} ({rule.tiers[stronger].indicator}) does"
            complain("Rule", rule.id, ("tiers", index), f"{message}; narrow that one, or put this one before it")
        first = same.setdefault(_asks(rule), rule.id) if rule.status in {Status.ACTIVE, Status.SILENT} else rule.id
        if first != rule.id:
            complain("Rule", rule.id, ("tiers",), f"asks the same as {first}; a card would say it twice: keep one")


def _asks(rule: Rule) -> object:
    tiers = [(one.indicator, _keys(one.when), _keys(one.unless)) for one in rule.tiers]
    about = rule.about
    return about.order, about.patient, about.proposes, frozenset(rule.hooks), rule.stand_down, tuple(tiers)


def _keys(expressions: Iterable[Expression]) -> frozenset[str]:
    return frozenset(one.key for one in expressions)


def _behind(rule: Rule) -> Iterator[tuple[int, int]]:
    """Each tier that a stronger one hides, with that one."""
    for index, tier in enumerate(rule.tiers):
        hiding = (before for before in range(index) if _hides(rule.tiers[before], tier))
        yield from ((index, before) for before in [*hiding][:1])


def _hides(stronger: Tier, tier: Tier) -> bool:
    """Whether the stronger one speaks whenever the other does: it asks nothing more, and bars nothing more."""
    asks_no_more = all(any(implies(one, asked) for one in tier.when) for asked in stronger.when)
    return asks_no_more and _keys(stronger.unless) <= _keys(tier.unless)


def implies(one: Expression, other: Expression) -> bool:
    """Whether the other surely holds where one does. What needs more than comparing groups and limits is not seen."""
    if one.key == other.key:
        return True
    match one, other:
        case AnyGroup(), _:
            return all(implies(part, other) for part in one.any_)
        case _, AllGroup():
            return not other.unless and all(implies(one, part) for part in other.all_)
        case AllGroup(), _:
            return any(implies(part, other) for part in one.all_)
        case _, AnyGroup():
            return any(implies(one, part) for part in other.any_)
        case _:
            return _is_tighter(one, other)


def _is_tighter(one: Any, other: Any) -> bool:
    """The same question with limits that lie as far out or farther."""
    if type(one) is not type(other):
        return False
    limits = {name for name in (*_AT_LEAST, *_AT_MOST) if getattr(other, name, None) is not None}
    asked = {*limits, *(name for name in (*_AT_LEAST, *_AT_MOST) if hasattr(one, name)), "named"}
    if not limits or one.model_dump(exclude=asked) != other.model_dump(exclude=asked):
        return False
    return all(_as_far(getattr(one, name), getattr(other, name), up=name in _AT_LEAST) for name in limits)


def _as_far(one: Any, other: Any, *, up: bool) -> bool:
    here, there = _number(one), _number(other)
    if here is None or there is None or here[1] != there[1]:
        return False
    return here[0] >= there[0] if up else here[0] <= there[0]


def _number(limit: Any) -> tuple[Decimal, str] | None:
    match limit:
        case Amount():
            return limit.value, limit.unit
        case int():
            return Decimal(limit), ""
        case _:
            return None
