"""The treatment that a light order states: how much light, how long, how often, each in its one unit.

Order of belief: parameter or extension, orderDetail, then occurrenceTiming. A unit that the convention does not name is
not read, and never guessed: J is no J/cm2, and a power is no irradiance. Only of a wavelength is an open end read, by
comparator, as in `>=800 nm`, or by a Range with one end: every band that it may touch counts.
Source: the convention for light orders, section 3; FHIR Timing.repeat.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from cds.findings.quantities import number, with_unit
from cds.findings.units import canonical_unit, convert
from cds.record import Coding, Quantity, Range, TherapyOrder, Value
from cds.rulebook import SYSTEMS, LightParameter

_LIGHT = SYSTEMS["light"]

UNITS: dict[LightParameter, tuple[str, ...]] = {
    LightParameter.WAVELENGTH: ("nm", "um"),
    LightParameter.IRRADIANCE: ("mW/cm2", "W/cm2"),
    LightParameter.FLUENCE: ("J/cm2",),
    LightParameter.ENERGY_PER_POINT: ("J",),
    LightParameter.TOTAL_ENERGY: ("J",),
    LightParameter.MEAN_POWER: ("W", "mW"),
    LightParameter.SESSION_MINUTES: ("min", "h", "s"),
    LightParameter.SESSIONS_PER_WEEK: ("/wk", "/d"),
    LightParameter.COURSE_WEEKS: ("wk", "d", "mo"),
    LightParameter.PULSE_FREQUENCY: ("Hz", "kHz"),
}
"""The unit of each parameter, and after it those that are also accepted."""

_WRITTEN = re.compile(r"\s*(\d+(?:[.,]\d+)?)\s*(?:-|–|to)?\s*(\d+(?:[.,]\d+)?)?\s*(\S.*?)\s*")
_NM_IN_TEXT = re.compile(r"\d{3,4}(?:\s*(?:nm\s*)?(?:[-–/,&+]|to|and)\s*\d{3,4})*\s*nm\b", re.IGNORECASE)
_NUMBER_OR_RANGE = re.compile(r"(\d{3,4})(?:\s*(?:nm\s*)?(?:[-–]|to)\s*(\d{3,4}))?", re.IGNORECASE)
SHORTEST_NM, LONGEST_NM = Decimal(0), Decimal(1400)
"""Where a wavelength ends whose end is open."""
_ROUNDING = Decimal("0.1")
"""Two values this close, as a part of the larger, are one value rounded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What an order says of one parameter: from `low` to `high` in the parameter's unit, and the words for it."""

    low: Decimal
    high: Decimal
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Treatment:
    """Every parameter that an order states, or that follows from what it states, and what does not fit together."""

    stated: dict[LightParameter, tuple[Stated, ...]]
    problems: tuple[str, ...]


def parameters(order: TherapyOrder, code: str) -> Iterator[Value]:
    """The values of a parameter of the light-therapy code system: as a parameter, else in an order detail's text."""
    stated = [one.value for one in order.parameters if _has_code(one.code.codings, code)]
    yield from stated or [detail.text for detail in order.details if detail.text and _has_code(detail.codings, code)]


def parameter(order: TherapyOrder, code: str) -> Value | None:
    """The first value of a parameter."""
    return next(parameters(order, code), None)


def read_treatment(order: TherapyOrder) -> Treatment:
    """The treatment an order states. A fluence that is not stated follows from irradiance and minutes."""
    problems: list[str] = []
    stated: dict[LightParameter, tuple[Stated, ...]] = {}
    for name in UNITS:
        found = tuple(_stated(order, name, problems))
        scheduled = _scheduled(order, name)
        if found and scheduled and not any(_agree(one, scheduled) for one in found):
            problems.append(f"its parameter {name} and its schedule disagree; the parameter was used")
        if found or scheduled:
            stated[name] = found or (scheduled,) if scheduled else found
    computed = _computed_fluence(stated)
    told = stated.get(LightParameter.FLUENCE)
    if computed and not told:
        stated[LightParameter.FLUENCE] = computed
    elif computed and told and not any(_agree(one, other) for one in told for other in computed):
        problems.append("its fluence is not its irradiance over its minutes; the stated fluence was used")
    return Treatment(stated=stated, problems=tuple(problems))


def wavelengths_in(text: str) -> Iterator[tuple[Decimal, Decimal]]:
    """`850 nm`, `650/850 nm` or `600-1000 nm` anywhere in a text, each from its low to its high end in nm."""
    for found in _NM_IN_TEXT.finditer(text):
        for low, high in _NUMBER_OR_RANGE.findall(found[0]):
            ends = sorted((Decimal(low), Decimal(high or low)))
            yield ends[0], ends[1]


def _has_code(codings: tuple[Coding, ...], code: str) -> bool:
    return any(one.system == _LIGHT and one.code == code for one in codings)


def _stated(order: TherapyOrder, name: LightParameter, problems: list[str]) -> Iterator[Stated]:
    for value in parameters(order, name):
        read = _read(value, name)
        if read is not None:
            yield read
        elif name is LightParameter.WAVELENGTH and isinstance(value, str):
            yield from (_of_text(low, high) for low, high in wavelengths_in(value))
        else:
            problems.append(f"its {name} is in no unit of {' or '.join(UNITS[name])}; it was not read")


def _of_text(low: Decimal, high: Decimal) -> Stated:
    ends = dict.fromkeys((low, high))
    return Stated(low=low, high=high, words=" to ".join(f"{number(end)} nm" for end in ends))


def _read(value: Value, name: LightParameter) -> Stated | None:
    if isinstance(value, str):
        value = _written(value) or value
    ends: tuple[Decimal, Decimal] | None = None
    words = ""
    match value:
        case Quantity():
            ends, words = _ends(value, name), with_unit(value)
        case Range(low=low, high=high):
            ends = _range_ends(low, high, name)
            words = " to ".join(with_unit(end) for end in (low, high) if end)
        case _:
            pass
    return Stated(low=min(ends), high=max(ends), words=words) if ends else None


def _ends(quantity: Quantity, name: LightParameter) -> tuple[Decimal, Decimal] | None:
    """One number as an interval: both ends the same, or of a wavelength one end open."""
    value = _in_unit(quantity, name)
    if value is None or (quantity.comparator and name is not LightParameter.WAVELENGTH):
        return None
    low = SHORTEST_NM if quantity.comparator.startswith("<") else value
    return low, max(value, LONGEST_NM) if quantity.comparator.startswith(">") else value


def _range_ends(low: Quantity | None, high: Quantity | None, name: LightParameter) -> tuple[Decimal, Decimal] | None:
    """The ends of a Range; a missing end is open for a wavelength, and else the end that is there."""
    first, last = (_ends(end, name) if end else None for end in (low, high))
    if (low and first is None) or (high and last is None) or not (first or last):
        return None
    if name is LightParameter.WAVELENGTH:
        start = first[0] if first else SHORTEST_NM
        return start, last[1] if last else max(LONGEST_NM, start)
    one, other = first or last, last or first
    return (one[0], other[1]) if one and other else None


def _written(text: str) -> Quantity | Range | None:
    """`850 nm`, `10 to 20 min`: a number, or two, and a unit that stand alone."""
    found = _WRITTEN.fullmatch(text)
    if found is None:
        return None
    low = Quantity(value=Decimal(found[1].replace(",", ".")), unit=found[3])
    return Range(low=low, high=replace(low, value=Decimal(found[2].replace(",", ".")))) if found[2] else low


def _in_unit(quantity: Quantity, name: LightParameter) -> Decimal | None:
    units = UNITS[name]
    return convert(quantity, units[0]) if canonical_unit(quantity.unit) in units else None


def _scheduled(order: TherapyOrder, name: LightParameter) -> Stated | None:
    """What occurrenceTiming says: duration, frequency per period, bounds. `count` is the number of all sessions."""
    timing = order.timing
    found: Decimal | None = None
    if name is LightParameter.SESSION_MINUTES:
        found = timing.duration_minutes
    elif name is LightParameter.SESSIONS_PER_WEEK and timing.period_days:
        found = (timing.frequency or 1) / timing.period_days * 7
    elif name is LightParameter.COURSE_WEEKS:
        days = timing.bounds_days
        if days is None and timing.start and timing.end:
            days = Decimal((timing.end.latest - timing.start.earliest).days)
        found = days / 7 if days else None
    return _plain(found, name) if found is not None else None


def _plain(value: Decimal, name: LightParameter) -> Stated:
    return Stated(low=value, high=value, words=f"{number(round(value, 1))} {UNITS[name][0]}")


def _agree(one: Stated, other: Stated) -> bool:
    """Whether two statements may mean the same: they overlap, but for rounding."""
    slack = max(one.high, other.high) * _ROUNDING
    return one.low <= other.high + slack and other.low <= one.high + slack


def _computed_fluence(stated: dict[LightParameter, tuple[Stated, ...]]) -> tuple[Stated, ...]:
    """J/cm2 from mW/cm2 and minutes, with the arithmetic in words."""
    return tuple(
        Stated(
            low=irradiance.low * minutes.low * 60 / 1000,
            high=irradiance.high * minutes.high * 60 / 1000,
            words=f"{number(round(irradiance.high * minutes.high * 60 / 1000, 1))} J/cm2 "
            f"({irradiance.words} for {minutes.words})",
        )
        for irradiance in stated.get(LightParameter.IRRADIANCE, ())
        for minutes in stated.get(LightParameter.SESSION_MINUTES, ())
    )
