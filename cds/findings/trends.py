"""Trends: how a score or a result changed since treatment began, measured twice with the same instrument."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from cds.findings.dates import bounded
from cds.findings.finding import Answer, Finding, Input, false, true, unknown
from cds.findings.logic import all_hold
from cds.findings.members import has_properties
from cds.findings.observations import Result, number_of, observation_label, observations_not_loaded, results
from cds.findings.quantities import number
from cds.findings.sessions import first_session
from cds.findings.units import canonical_unit, convert
from cds.findings.view import View
from cds.record import MedicationUse, Quantity
from cds.rulebook import Amount, TrendClause

_PERCENT = "%"
_NOW = timedelta(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Value:
    """One reading of one instrument, at a time."""

    instrument: str
    quantity: Quantity
    when: datetime
    source: Result


def find_trend(clause: TrendClause, view: View) -> Finding:
    """How much a value fell or rose from its baseline to the latest one, or which of the two is missing.

    Takes:  final values with a time and a number. The baseline is the one nearest to the start inside its window, one
            before the start first; the follow-up the latest after it. Only two of one code are compared.
    Gives:  unknown when the start, one of the two values or their unit is not known; `baseline-missing` and
            `follow-up-missing` are true only when Observations were given whole.
    Source: FHIR Observation.effective[x], .value[x]; the start is occurrence[x] or authoredOn, or the first session.
    """
    start, missing = _start(clause, view)
    if start is None:
        return unknown(missing, "When treatment began is not known.")
    if clause.started_at_least is not None and start > view.now - clause.started_at_least:
        return false(f"Treatment began on {start.date()}, not long enough ago.")
    values = list(_values(clause, view))
    baselines = [one for one in values if start - clause.before <= one.when <= start + clause.after]
    latest = [one for one in values if one.when > start and one.when >= view.now - clause.latest_within]
    pair = _pair(baselines, latest, start)
    if clause.trend != "changed":
        return _missing(clause, baselines, latest, pair, view)
    if pair is None:
        label = observation_label(clause.in_, view, where=clause.where)
        return unknown(
            [f"{label} baseline" if not baselines else f"{label} since the start"], "There are no two values."
        )
    compared = _compared(clause, *pair)
    not_given = observations_not_loaded(clause.in_, view)
    if compared.answer is Answer.FALSE and not_given:
        return unknown(not_given, "Observations were not given whole, and a later value may say more.", compared.inputs)
    return compared


def _start(clause: TrendClause, view: View) -> tuple[datetime | None, list[str]]:
    if clause.start == "first-session":
        within = clause.sessions_within or _NOW
        return first_session(clause.sessions_in or (), within, view)
    order = view.order
    if order is None:
        return None, ["the order"]
    span = order.authored if isinstance(order, MedicationUse) else order.starts or order.authored
    return (bounded(span).earliest, []) if span else (None, [f"the start of {order.reference}"])


def _values(clause: TrendClause, view: View) -> Iterator[_Value]:
    for result in results(clause.in_, view):
        if not has_properties(result.member.concept, clause.where):
            continue
        read = number_of(result, view)
        if result.when is not None and isinstance(read, Quantity) and not read.comparator:
            code = result.member.concept.code or result.member.concept.display
            yield _Value(instrument=code, quantity=read, when=bounded(result.when).earliest, source=result)


def _pair(baselines: list[_Value], latest: list[_Value], start: datetime) -> tuple[_Value, _Value] | None:
    """Baseline and follow-up of one instrument: the latest follow-up that has a baseline before it."""
    for last in sorted(latest, key=lambda one: one.when, reverse=True):
        same = [one for one in baselines if one.instrument == last.instrument and one.when < last.when]
        if same:
            return min(same, key=lambda one: (one.when > start, abs(one.when - start))), last
    return None


def _missing(
    clause: TrendClause,
    baselines: list[_Value],
    latest: list[_Value],
    pair: tuple[_Value, _Value] | None,
    view: View,
) -> Finding:
    """Which of the two is not there. A follow-up by another instrument than the baseline's is none."""
    absent = not baselines if clause.trend == "baseline-missing" else bool(baselines) and pair is None
    known = [one.source.as_input() for one in (*baselines, *latest)]
    if not absent:
        return false("It was measured.", tuple(known))
    not_given = observations_not_loaded(clause.in_, view)
    if not_given:
        return unknown(not_given, "Observations were not given whole.", tuple(known))
    when = "before treatment" if clause.trend == "baseline-missing" else "since, with the same instrument"
    return true(known or [_nothing(clause, view)], f"There is no value from {when}.")


def _nothing(clause: TrendClause, view: View) -> Input:
    """The order stands for what was never measured."""
    reference = view.order.reference if view.order else f"Patient/{view.record.patient_id}"
    return Input(reference=reference, display=observation_label(clause.in_, view, where=clause.where))


def _compared(clause: TrendClause, baseline: _Value, latest: _Value) -> Finding:
    fall = _fall(baseline, latest)
    inputs = (latest.source.as_input(), baseline.source.as_input())
    asked = [(one, _falls_at_least(baseline, fall, one)) for one in clause.fall_at_least or ()]
    asked += [(one, _not(_falls_at_least(baseline, fall, one))) for one in clause.fall_below or ()]
    asked += [(one, _rises_at_least(baseline, fall, one)) for one in clause.rise_at_least or ()]
    answer = Answer.of(all_hold(holds for _, holds in asked))
    if answer is Answer.UNKNOWN:
        return unknown([f"{latest.source.code.label or latest.instrument} unit"], "The two cannot be compared.", inputs)
    moved = f"from {baseline.source.as_input().value} to {latest.source.as_input().value}"
    if answer is Answer.FALSE:
        return false(f"It went {moved}.", inputs)
    return true(list(inputs), f"It went {moved}{_in_percent(baseline, fall)}.")


def _fall(baseline: _Value, latest: _Value) -> Decimal | None:
    """How much lower the latest is, in the unit of the baseline."""
    value = convert(latest.quantity, baseline.quantity.unit)
    return None if value is None else baseline.quantity.value - value


def _falls_at_least(baseline: _Value, fall: Decimal | None, amount: Amount) -> bool | None:
    if fall is None:
        return None
    if amount.unit == _PERCENT and canonical_unit(baseline.quantity.unit) != _PERCENT:
        return fall * 100 >= amount.value * baseline.quantity.value if baseline.quantity.value > 0 else fall > 0
    fell = convert(Quantity(value=fall, unit=baseline.quantity.unit), amount.unit)
    return None if fell is None else fell >= amount.value


def _rises_at_least(baseline: _Value, fall: Decimal | None, amount: Amount) -> bool | None:
    return _falls_at_least(baseline, None if fall is None else -fall, amount)


def _not(answer: bool | None) -> bool | None:
    return None if answer is None else not answer


def _in_percent(baseline: _Value, fall: Decimal | None) -> str:
    if fall is None or baseline.quantity.value <= 0:
        return ""
    share = round(-fall * 100 / baseline.quantity.value)
    return f" ({'+' if share > 0 else ''}{number(Decimal(share))} %)"
