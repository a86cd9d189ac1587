"""The dose of the order at hand: units, vial concentrations typed as doses, ceilings, and leaps from the last order."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from cds.findings.dates import bounded, may_be_within, newest
from cds.findings.finding import Answer, Finding, Input, false, input_of, not_loaded, true, unknown
from cds.findings.logic import all_hold, any_holds
from cds.findings.observations import Result, observation_label, results
from cds.findings.ordered import concentration_is_stated, read_dosages
from cds.findings.quantities import number, with_unit
from cds.findings.routes import routes_of
from cds.findings.units import canonical_unit, convert, is_per_body_weight, is_rate, is_volume
from cds.findings.view import View
from cds.record import Concept, Dosage, Kind, MedicationUse, Quantity
from cds.rulebook import Amount, DoseClause

_PREVIOUS = {"active", "completed", "stopped"}
_NOT_ORDERED = {"proposal", "plan", "option"}
_BEGINNING = datetime.min.replace(tzinfo=UTC)
_EVER = timedelta(days=365 * 150)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Checked:
    """The answer of one filter; `missing` names what would tell when it is unknown, `inputs` what else it rests on."""

    holds: bool | None
    why: str = ""
    missing: tuple[str, ...] = ()
    inputs: tuple[Input, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Weight:
    """Body weight in kg, and the observation it was read from."""

    kg: Decimal
    source: Result


@dataclass(frozen=True, slots=True)
class _Limit:
    """A threshold of a clause; `most` is whether a range is read at its high end."""

    amount: Amount
    holds: Callable[[Decimal, Decimal], bool]
    words: str
    most: bool


def find_dose(clause: DoseClause, view: View) -> Finding:
    """Whether a dosage of the order at hand is as asked: every filter of the clause must hold for the same dosage.

    Takes:  doses and rates as ordered, where none is coded as written in the dosage text; of a range the end that a
            threshold is about; each dosage on its own.
    Gives:  false for an order that states no dose, and where nothing is at hand; unknown when a weight, a route, a
            unit or the earlier orders are needed and not known. What is counted in devices, and a volume of one known
            concentration, is judged as the mass it is.
    Source: FHIR Dosage.doseAndRate, .timing, .route; decision on mg/kg ceilings: one dose or one bolus.
    """
    order = view.order
    if not isinstance(order, MedicationUse):
        return false("The order states no dose." if order else "No order is at hand.")
    dosages = list(zip(read_dosages(order, view), order.dosages, strict=True))
    stated = [(dosage, coded) for dosage, coded in dosages if _quantities(dosage)]
    if not stated:
        return false("The order states no dose.")
    judged = [(dosage, _judge(dosage, coded, order, clause, view)) for dosage, coded in stated]
    answer = any_holds(one.holds for _, one in judged)
    deciding = [(dosage, one) for dosage, one in judged if one.holds is answer]
    inputs = [made for dosage, one in deciding for made in (_as_input(order, dosage), *one.inputs)]
    match Answer.of(answer):
        case Answer.TRUE:
            return true(inputs, deciding[0][1].why)
        case Answer.FALSE:
            return false("The dose is not as asked.", tuple(_as_input(order, dosage) for dosage, _ in stated))
        case _:
            missing = [what for _, one in deciding for what in one.missing]
            return unknown(missing, "The dose cannot be judged from what is recorded.", tuple(inputs))


def _quantities(dosage: Dosage) -> list[Quantity]:
    """Everything the dosage states as an amount or a rate."""
    stated = (dosage.dose, dosage.dose_high, dosage.rate, dosage.rate_high)
    return [quantity for quantity in stated if quantity]


def _judge(dosage: Dosage, coded: Dosage, order: MedicationUse, clause: DoseClause, view: View) -> _Checked:
    checks = list(_checks(dosage, coded, order, clause, view))
    unclear = [one for one in checks if one.holds is None]
    return _Checked(
        holds=all_hold(one.holds for one in checks),
        why=" ".join(one.why for one in checks if one.why) or "The order states a dose.",
        missing=tuple(what for one in unclear for what in one.missing),
        inputs=tuple(made for one in checks for made in one.inputs),
    )


def _checks(dosage: Dosage, coded: Dosage, order: MedicationUse, clause: DoseClause, view: View) -> Iterator[_Checked]:
    """The answer to each filter that the clause names."""
    if clause.route is not None:
        routes = routes_of(order, view)
        holds = bool(routes & set(clause.route)) if routes else None
        yield _Checked(holds=holds, missing=(f"{order.kind} route",))
    if clause.unit_outside is not None:
        yield _unit_outside(dosage, clause.unit_outside)
    if clause.volume_without_concentration:
        yield _volume_without_concentration(dosage, order)
    if clause.equals is not None:
        yield _equals(dosage, clause.equals)
    if clause.at_once is not None:
        # Words alone never make a coded dose an infusion: that would silence the ceiling.
        yield _Checked(holds=_is_at_once(coded if _quantities(coded) else dosage, clause))
    if clause.longer_than is not None:
        yield _Checked(holds=_is_longer(dosage, clause.longer_than))
    if clause.lasting_below is not None or clause.lasting_at_least is not None:
        yield _lasting(dosage, order, clause)
    for limit in _limits(clause):
        yield _against(limit, dosage, order, clause, view)
    if clause.times_previous is not None:
        yield _times_previous(dosage, order, clause.times_previous, clause, view)


def _unit_outside(dosage: Dosage, units: tuple[str, ...]) -> _Checked:
    """A dose without a unit is outside every list."""
    allowed = {canonical_unit(unit) for unit in units}
    outside = [one for one in _quantities(dosage) if not one.unit or canonical_unit(one.unit) not in allowed]
    why = f"{with_unit(outside[0])} is in none of the units {', '.join(units)}." if outside else ""
    return _Checked(holds=bool(outside), why=why)


def _volume_without_concentration(dosage: Dosage, order: MedicationUse) -> _Checked:
    volumes = [one for one in _quantities(dosage) if is_volume(one.unit)]
    if not volumes or concentration_is_stated(dosage, order):
        return _Checked(holds=False)
    return _Checked(holds=True, why=f"{with_unit(volumes[0])} is a volume, and no concentration is stated.")


def _equals(dosage: Dosage, amounts: tuple[Amount, ...]) -> _Checked:
    """Exactly one of the amounts, unit and all: another unit is another number typed."""
    for dose in (dosage.dose, dosage.dose_high):
        for amount in amounts:
            if dose and dose.value == amount.value and canonical_unit(dose.unit) == canonical_unit(amount.unit):
                return _Checked(holds=True, why=f"The dose is exactly {amount}.")
    return _Checked(holds=False)


def _is_at_once(dosage: Dosage, clause: DoseClause) -> bool:
    """One dose or one bolus: given within the time, or with neither a duration nor a rate."""
    minutes = dosage.timing.duration_minutes
    if minutes is None:
        return dosage.rate is None and dosage.rate_high is None
    return clause.at_once is not None and float(minutes) * 60 <= clause.at_once.total_seconds()


def _is_longer(dosage: Dosage, time: timedelta) -> bool:
    """An infusion: given over more than the time; one that states a rate and neither dose nor duration has no end."""
    minutes = _minutes(dosage)
    if minutes is None:
        return dosage.rate is not None or dosage.rate_high is not None
    return float(minutes) * 60 > time.total_seconds()


def _amount(dosage: Dosage, unit: str, *, most: bool) -> Quantity | None:
    """What is held against a limit in this unit: the rate when it is per time, else the dose; of a range one end.

    A rate that is not stated is the dose over its duration, and a dose that is not stated the rate over its duration.
    """
    dose = (dosage.dose_high if most else None) or dosage.dose or dosage.dose_high
    rate = (dosage.rate_high if most else None) or dosage.rate or dosage.rate_high
    minutes = dosage.timing.duration_minutes
    if is_rate(unit):
        if rate is None and dose is not None and minutes:
            return replace(dose, value=dose.value * 60 / minutes, unit=f"{dose.unit}/h")
        return rate
    if dose is None and rate is not None and minutes:
        return _over(rate, minutes)
    return dose


def _over(rate: Quantity, minutes: Decimal) -> Quantity | None:
    """The dose that a rate gives in so many minutes; None when its unit is no rate that is known."""
    for dose_unit in ("mg/kg", "mg"):
        given = convert(replace(rate, value=rate.value * minutes), f"{dose_unit}/min")
        if given is not None:
            return replace(rate, value=given, unit=dose_unit)
    return None


def _minutes(dosage: Dosage) -> Decimal | None:
    """How long one dose takes: as stated, else the dose over its rate; None when the order does not tell."""
    if dosage.timing.duration_minutes is not None:
        return dosage.timing.duration_minutes
    dose, rate = dosage.dose_high or dosage.dose, dosage.rate or dosage.rate_high
    per_minute = convert(rate, f"{dose.unit}/min") if dose and rate else None
    return dose.value / per_minute if dose and per_minute else None


def _lasting(dosage: Dosage, order: MedicationUse, clause: DoseClause) -> _Checked:
    minutes = _minutes(dosage)
    if minutes is None:
        return _Checked(holds=None, missing=(f"{order.kind} duration",))
    lasting = timedelta(minutes=float(minutes))
    shorter = clause.lasting_below is None or lasting < clause.lasting_below
    longer = clause.lasting_at_least is None or lasting >= clause.lasting_at_least
    return _Checked(holds=shorter and longer, why=f"Given over {number(round(minutes, 1))} minutes.")


def _limits(clause: DoseClause) -> Iterator[_Limit]:
    if clause.above is not None:
        yield _Limit(clause.above, lambda value, limit: value > limit, "above", most=True)
    if clause.at_least is not None:
        yield _Limit(clause.at_least, lambda value, limit: value >= limit, "at least", most=True)
    if clause.below is not None:
        yield _Limit(clause.below, lambda value, limit: value < limit, "below", most=False)
    if clause.at_most is not None:
        yield _Limit(clause.at_most, lambda value, limit: value <= limit, "at most", most=False)
    if clause.not_multiple_of is not None:
        yield _Limit(clause.not_multiple_of, lambda value, limit: bool(value % limit), "no multiple of", most=True)


def _against(limit: _Limit, dosage: Dosage, order: MedicationUse, clause: DoseClause, view: View) -> _Checked:
    """The dose, or the rate where the limit is per time, in the unit of the limit."""
    unit, wanted = limit.amount.unit, limit.amount.value
    stated = _amount(dosage, unit, most=limit.most)
    if stated is None:
        return _Checked(holds=False)
    direct = convert(stated, unit)
    if direct is not None:
        holds = limit.holds(direct, wanted)
        shown = with_unit(replace(stated, value=round(stated.value, 2)))
        return _Checked(holds=holds, why=f"{shown} is {limit.words} {limit.amount}." if holds else "")
    if _with_weight(stated, unit, Decimal(1)) is None:
        return _Checked(holds=None, missing=(f"{order.kind} dose in {canonical_unit(unit)}",))
    weight, missing = _weight(clause, view)
    if weight is None:
        return _Checked(holds=None, missing=(missing,), inputs=tuple(_older_weight(clause, view)))
    weighed = _with_weight(stated, unit, weight.kg)
    holds = weighed is not None and limit.holds(weighed, wanted)
    shown = with_unit(replace(stated, value=round(stated.value, 2)))
    why = f"{shown} at {number(weight.kg)} kg is {_rounded(weighed)} {unit}, {limit.words} {limit.amount}."
    return _Checked(holds=holds, why=why if holds else "", inputs=(weight.source.as_input(),))


def _rounded(value: Decimal | None) -> str:
    return number(round(value, 2)) if value is not None else ""


def _with_weight(quantity: Quantity, unit: str, kg: Decimal) -> Decimal | None:
    """An amount in a unit that is per body weight where the other is not; None when weight does not bridge them."""
    per_weight, own = is_per_body_weight(unit), canonical_unit(quantity.unit)
    if per_weight is is_per_body_weight(own):
        return None
    if per_weight:
        return convert(Quantity(value=quantity.value / kg, unit=f"{own}/kg"), unit)
    return convert(Quantity(value=quantity.value * kg, unit=own.replace("/kg", "", 1)), unit)


def _weight(clause: DoseClause, view: View) -> tuple[_Weight | None, str]:
    """The latest weight no older than asked; of several at once the lowest, which makes the dose per kg highest.

    Gives also what is missing where there is none. A weight that the patient stated counts: its display says so.
    """
    names = clause.weight or ()
    label = observation_label(names, view)
    found = list(results(names, view))
    window = clause.weight_within or _EVER
    timed = [(one, one.when) for one in found if one.when and may_be_within(one.when, window, view.now)]
    weighed = [_read_weight(one) for one, _ in newest(timed, lambda pair: pair[1])]
    usable = sorted((one for one in weighed if one), key=lambda one: one.kg)
    if usable:
        return usable[0], ""
    if weighed:
        return None, f"{label} unit"
    return None, f"{label} time" if any(one.when is None for one in found) else label


def _older_weight(clause: DoseClause, view: View) -> Iterator[Input]:
    """The latest weight that is too old to count: the card says that there is one."""
    timed = [(one, one.when) for one in results(clause.weight or (), view) if one.when]
    for one, _ in newest(timed, lambda pair: pair[1]):
        yield one.as_input()


def _read_weight(result: Result) -> _Weight | None:
    if not isinstance(result.value, Quantity) or result.value.comparator:
        return None
    kg = convert(result.value, "kg")
    return _Weight(kg=kg, source=result) if kg and kg > 0 else None


def _times_previous(dosage: Dosage, order: MedicationUse, times: int, clause: DoseClause, view: View) -> _Checked:
    """More than so many times the dose of the latest earlier order that can be compared, or less than that part of it."""
    weight, no_weight = _weight(clause, view) if clause.weight else (None, "")
    for previous in _previous_orders(order, clause, view):
        earlier = read_dosages(previous, view)
        pairs = _pairs(dosage, earlier, weight.kg if weight else None)
        leaps = [pair for pair in pairs if max(pair) > times * min(pair)]
        if leaps:
            source = _as_input(previous, next(one for one in earlier if _quantities(one)))
            why = f"The dose differs more than {times} times from the last order, {source.value}."
            return _Checked(holds=True, why=why, inputs=(source,))
        if pairs:
            break
        if no_weight and _pairs(dosage, earlier, Decimal(1)):
            return _Checked(holds=None, missing=(no_weight,))
    missing = not_loaded(view.record, Kind.MEDICATION_REQUEST)
    return _Checked(holds=None if missing else False, missing=tuple(missing))


def _pairs(dosage: Dosage, earlier: list[Dosage], kg: Decimal | None) -> list[tuple[Decimal, Decimal]]:
    return [pair for one in earlier if (pair := _comparable(dosage, one, kg))]


def _previous_orders(order: MedicationUse, clause: DoseClause, view: View) -> list[MedicationUse]:
    """Earlier orders of the same drug that were given out, newest first; undated ones last."""
    found = [
        use
        for use in view.record.medications
        if use.kind is Kind.MEDICATION_REQUEST
        and use.reference != order.reference
        and use.status in _PREVIOUS
        and use.intent not in _NOT_ORDERED
        and not use.do_not_perform
        and _authored(use) <= _authored(order, view.now)
        and _is_same_drug(use, order, clause, view)
    ]
    return sorted(found, key=_authored, reverse=True)


def _authored(use: MedicationUse, otherwise: datetime = _BEGINNING) -> datetime:
    return bounded(use.authored).earliest if use.authored else otherwise


def _is_same_drug(use: MedicationUse, order: MedicationUse, clause: DoseClause, view: View) -> bool:
    medicine = view.resolve(use.medicines)
    if clause.same is not None:
        return any(member.value_set in clause.same for member in medicine.members)
    return bool(medicine.ingredients() & view.resolve(order.medicines).ingredients())


def _comparable(dosage: Dosage, earlier: Dosage, kg: Decimal | None) -> tuple[Decimal, Decimal] | None:
    """Both doses (else both rates) as numbers of one unit; None when they cannot be brought to one."""
    for now, before in (
        (dosage.dose_high or dosage.dose, earlier.dose_high or earlier.dose),
        (dosage.rate_high or dosage.rate, earlier.rate_high or earlier.rate),
    ):
        if now and before and now.value > 0 and before.value > 0:
            value = convert(before, now.unit)
            if value is None and kg:
                value = _with_weight(before, now.unit, kg)
            if value is not None:
                return now.value, value
    return None


def _as_input(order: MedicationUse, dosage: Dosage) -> Input:
    """The order, with the dose as ordered."""
    concept = order.medicines[0] if order.medicines else Concept()
    parts = [_range_in_words(dosage.dose, dosage.dose_high), _range_in_words(dosage.rate, dosage.rate_high)]
    value = ", ".join(part for part in parts if part) or None
    return input_of(order.reference, None, concept, order.authored, value=value)


def _range_in_words(low: Quantity | None, high: Quantity | None) -> str:
    return " to ".join(with_unit(end) for end in (low, high) if end)
