"""Numbers against thresholds: a value is an interval (`<5` is one), and an answer is given only where it is certain."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from cds.findings.logic import all_hold
from cds.findings.units import SCORE, canonical_unit, convert
from cds.record import Concept, Quantity, Range, Span, Value
from cds.rulebook import Amount

_ENDLESS = Decimal("Infinity")


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """What a number may be; an end that is `open` is not itself possible."""

    low: Decimal
    high: Decimal
    low_open: bool = False
    high_open: bool = False

    def above(self, limit: Decimal) -> bool | None:
        """Strictly more than the limit; None when it may be either."""
        if self.low > limit or (self.low == limit and self.low_open):
            return True
        return False if self.high <= limit else None

    def at_least(self, limit: Decimal) -> bool | None:
        """The limit or more; None when it may be either."""
        if self.low >= limit:
            return True
        return False if self.high < limit or (self.high == limit and self.high_open) else None


def _not(answer: bool | None) -> bool | None:
    return None if answer is None else not answer


def interval_of(value: Quantity | Range, unit: str) -> Interval | None:
    """A value in a unit; None when its own unit is not known there."""
    if isinstance(value, Range):
        low = convert(value.low, unit) if value.low else -_ENDLESS
        high = convert(value.high, unit) if value.high else _ENDLESS
        return None if low is None or high is None else Interval(low=low, high=high)
    number = convert(value, unit)
    if number is None:
        return None
    match value.comparator:
        case "":
            return Interval(low=number, high=number)
        case "<" | "<=":
            return Interval(low=-_ENDLESS, high=number, high_open=value.comparator == "<")
        case ">" | ">=":
            return Interval(low=number, high=_ENDLESS, low_open=value.comparator == ">")
        case _:
            return Interval(low=-_ENDLESS, high=_ENDLESS)


class Limits(Protocol):
    """A clause with thresholds."""

    @property
    def above(self) -> Amount | None: ...
    @property
    def at_least(self) -> Amount | None: ...
    @property
    def below(self) -> Amount | None: ...
    @property
    def at_most(self) -> Amount | None: ...


def has_limits(limits: Limits) -> bool:
    """Whether any threshold is named."""
    return any(limit is not None for limit in (limits.above, limits.at_least, limits.below, limits.at_most))


def within_limits(value: Quantity | Range, limits: Limits) -> bool | None:
    """Whether a value keeps every threshold, strict where it says above or below; None when a unit is not known."""
    return all_hold(_each_limit(value, limits))


def _each_limit(value: Quantity | Range, limits: Limits) -> Iterator[bool | None]:
    if limits.above is not None:
        found = interval_of(value, limits.above.unit)
        yield found and found.above(limits.above.value)
    if limits.at_least is not None:
        found = interval_of(value, limits.at_least.unit)
        yield found and found.at_least(limits.at_least.value)
    if limits.below is not None:
        found = interval_of(value, limits.below.unit)
        yield found and _not(found.at_least(limits.below.value))
    if limits.at_most is not None:
        found = interval_of(value, limits.at_most.unit)
        yield found and _not(found.above(limits.at_most.value))


def number(value: Decimal) -> str:
    """A number without exponent and without trailing zeros after the point."""
    plain = format(value, "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def with_unit(quantity: Quantity) -> str:
    """`184 mm[Hg]`; a score stands bare."""
    unit = canonical_unit(quantity.unit)
    return f"{quantity.comparator}{number(quantity.value)}" + (f" {unit}" if unit != SCORE else "")


def in_words(value: Value | None) -> str | None:
    """A value as a card says it, with its unit."""
    match value:
        case Quantity():
            return with_unit(value)
        case Range():
            ends = [with_unit(end) for end in (value.low, value.high) if end]
            return " to ".join(ends) or None
        case Concept():
            return value.label or None
        case Span():
            return value.text
        case bool():
            return "yes" if value else "no"
        case _:
            return value or None
