"""Blood pressure: readings put together from panels and from single values, and judged latest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from cds.findings.dates import bounded, may_be_within, newest
from cds.findings.finding import Finding, Input, false, true, unknown
from cds.findings.logic import all_hold, any_holds
from cds.findings.observations import Result, observation_label, observations_not_loaded, results
from cds.findings.quantities import interval_of, number
from cds.findings.units import canonical_unit
from cds.findings.view import View
from cds.record import Quantity, Span
from cds.rulebook import Amount, BloodPressureClause
from cds.terminology import MatchedBy

_TOGETHER = timedelta(minutes=1)
"""Systolic and diastolic values sent apart belong to one reading when they are this close."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One measurement; either value may be missing. `source` is the result it was read from."""

    source: Result
    when: Span
    systolic: Quantity | None = None
    diastolic: Quantity | None = None

    def as_input(self) -> Input:
        """`184/96 mm[Hg]`, as recorded."""
        return Input(
            reference=self.source.observation.reference,
            display=self.source.member.display,
            code=self.source.member.code,
            value=_written(self.systolic, self.diastolic),
            date=self.when.text,
            matched_by=MatchedBy.CODE,
        )


def _written(systolic: Quantity | None, diastolic: Quantity | None) -> str:
    parts = [part for part in (systolic, diastolic) if part]
    values = [f"{part.comparator}{number(part.value)}" for part in parts]
    units = [canonical_unit(part.unit) for part in parts]
    if len(parts) == 2 and units[0] == units[1]:
        return f"{values[0]}/{values[1]} {units[0]}"
    names = [name for name, part in (("systolic", systolic), ("diastolic", diastolic)) if part]
    return ", ".join(f"{name} {value} {unit}" for name, value, unit in zip(names, values, units, strict=True))


def readings(names: tuple[str, ...], view: View) -> tuple[list[Reading], bool]:
    """Every reading with a time, and whether there are values without one.

    Takes:  value sets whose members have the roles panel, systolic, diastolic; other codes (arterial lines, historic
            maxima) are other codes and no reading.
    Source: FHIR blood pressure profile (Observation.component), and single systolic and diastolic Observations.
    """
    single: dict[str, list[Result]] = {"systolic": [], "diastolic": []}
    parts: dict[int, list[Result]] = {}  # by observation: copies of one may share a reference
    untimed = False
    for result in results(names, view):
        if result.when is None:
            untimed = True
        elif result.code is result.observation.code:
            single.setdefault(result.role or "", []).append(result)
        else:
            parts.setdefault(id(result.observation), []).append(result)
    whole = [_of_panel(panel, parts.get(id(panel.observation), [])) for panel in single.pop("panel", [])]
    paired = _pairs(single["systolic"], single["diastolic"])
    return _without_doubles(reading for reading in (*whole, *paired) if reading), untimed


def _of_panel(panel: Result, parts: list[Result]) -> Reading | None:
    values = {part.role: part.value for part in parts if isinstance(part.value, Quantity)}
    if panel.when is None or not values:
        return None
    return Reading(source=panel, when=panel.when, systolic=values.get("systolic"), diastolic=values.get("diastolic"))


def _pairs(systolics: list[Result], diastolics: list[Result]) -> Iterator[Reading]:
    """Single values of the same time as one reading; a value without its partner as a reading of its own."""
    left = list(diastolics)
    for systolic in systolics:
        partner = next((one for one in left if _are_together(systolic.when, one.when)), None)
        if partner:
            left.remove(partner)
        yield from _reading(systolic, systolic, partner)
    for diastolic in left:
        yield from _reading(diastolic, None, diastolic)


def _reading(source: Result, systolic: Result | None, diastolic: Result | None) -> Iterator[Reading]:
    upper = systolic.value if systolic else None
    lower = diastolic.value if diastolic else None
    if source.when and (isinstance(upper, Quantity) or isinstance(lower, Quantity)):
        yield Reading(
            source=source,
            when=source.when,
            systolic=upper if isinstance(upper, Quantity) else None,
            diastolic=lower if isinstance(lower, Quantity) else None,
        )


def _are_together(one: Span | None, other: Span | None) -> bool:
    return one is not None and other is not None and abs(bounded(one).earliest - bounded(other).earliest) <= _TOGETHER


def _without_doubles(found: Iterator[Reading]) -> list[Reading]:
    """The same values at the same time are one measurement, however often it was sent."""
    seen = {(one.when.earliest, one.when.latest, one.systolic, one.diastolic): one for one in reversed(list(found))}
    return list(reversed(seen.values()))


def find_blood_pressure(clause: BloodPressureClause, view: View) -> Finding:
    """Whether the blood pressure is above the limits: in the latest reading, or in it and an earlier one.

    Takes:  `twice`: the latest reading, and the latest one at least `apart` before it, both in the window; so a later
            normal reading ends it. Limits are strict, either value is enough.
    Gives:  false when no reading is in the window; unknown when the deciding value has no known unit or is missing,
            when the only readings carry no time, or when Observations were not loaded whole and none is above.
    """
    found, untimed = readings(clause.in_, view)
    recent = [one for one in found if may_be_within(one.when, clause.within, view.now)]
    judged = [_judge(last, recent, clause) for last in newest(recent, lambda one: one.when)]
    answer = any_holds(holds for holds, _ in judged)
    deciding = [one for holds, used in judged if holds is answer for one in used]
    inputs = [one.as_input() for one in deciding]
    label = observation_label(clause.in_, view)
    if answer:
        which = "The two latest readings are" if clause.blood_pressure == "twice" else "The latest reading is"
        return true(inputs, f"{which} above {_limits(clause)}.")
    if answer is None:
        unread = [reason for one in deciding for reason in _unread(one, clause, view)]
        return unknown(unread or [label], "A blood pressure value is missing or its unit is not known.", tuple(inputs))
    missing = observations_not_loaded(clause.in_, view)
    if missing:
        return unknown(missing, "Blood pressures were not given whole, and none that was given is above the limits.")
    if not recent and untimed:
        return unknown([f"{label} time"], "The only blood pressure carries no time.")
    if not recent:
        return false("No blood pressure was measured in the time asked for.")
    return false(f"The blood pressure is not above {_limits(clause)} as asked.", tuple(inputs))


def _limits(clause: BloodPressureClause) -> str:
    systolic, diastolic = clause.systolic_above, clause.diastolic_above
    return f"{number(systolic.value)}/{number(diastolic.value)} {systolic.unit}"


def _judge(
    last: Reading, recent: list[Reading], clause: BloodPressureClause
) -> tuple[bool | None, tuple[Reading, ...]]:
    """Whether one of the latest readings decides, and the readings that do."""
    above = _is_above(last, clause)
    if clause.blood_pressure == "latest":
        return above, (last,)
    apart = clause.apart or timedelta(0)
    before = [one for one in recent if one is not last and _gap(one, last) >= apart and not _is_later(one, last)]
    earlier = newest(before, lambda one: one.when)
    answers = [(one, all_hold((above, _is_above(one, clause)))) for one in earlier]
    answer = any_holds(holds for _, holds in answers)
    return answer, (last, *(one for one, holds in answers if holds is answer))


def _gap(earlier: Reading, later: Reading) -> timedelta:
    """The time that may lie between two readings."""
    return bounded(later.when).latest - bounded(earlier.when).earliest


def _is_later(one: Reading, other: Reading) -> bool:
    return bounded(one.when).earliest > bounded(other.when).latest


def _is_above(reading: Reading, clause: BloodPressureClause) -> bool | None:
    """Either value above its limit; None when one that could decide is missing or cannot be converted."""
    return any_holds(
        _exceeds(value, limit)
        for value, limit in (
            (reading.systolic, clause.systolic_above),
            (reading.diastolic, clause.diastolic_above),
        )
    )


def _exceeds(value: Quantity | None, limit: Amount) -> bool | None:
    found = interval_of(value, limit.unit) if value else None
    return found.above(limit.value) if found else None


def _unread(reading: Reading, clause: BloodPressureClause, view: View) -> Iterator[str]:
    """What a reading that cannot be judged lacks."""
    if _is_above(reading, clause) is not None:
        return
    for role, value, limit in (
        ("systolic", reading.systolic, clause.systolic_above),
        ("diastolic", reading.diastolic, clause.diastolic_above),
    ):
        label = observation_label(clause.in_, view, role)
        if value is None:
            yield label
        elif interval_of(value, limit.unit) is None:
            yield f"{label} unit"
