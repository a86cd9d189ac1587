"""The treatment of the light order at hand against thresholds: irradiance, fluence, energy, minutes, sessions, pulse."""

from collections.abc import Iterator

from cds.findings.finding import Answer, Finding, Input, false, input_of, true, unknown
from cds.findings.light_parameters import UNITS, Stated
from cds.findings.logic import all_hold, any_holds
from cds.findings.orders import light_of
from cds.findings.quantities import interval_of
from cds.findings.view import View
from cds.record import Quantity, TherapyOrder
from cds.rulebook import LightClause


def find_light(clause: LightClause, view: View) -> Finding:
    """Whether a parameter of the light order at hand keeps every threshold.

    Takes:  a parameter or extension, else an order detail, else occurrenceTiming. Of a range the end that a threshold
            is about: `above` the most that the order allows, `below` the least. Of several values any that holds.
    Gives:  false without a light order at hand; unknown when the parameter is not stated, or in no unit of it.
    Source: the convention for light orders, section 3.
    """
    order, light = view.order, light_of(view)
    if not isinstance(order, TherapyOrder) or light is None:
        return false("No light order is at hand.")
    told = light.treatment.stated.get(clause.light, ())
    inputs = [_as_input(order, one) for one in told]
    if clause.stated is not None and bool(told) is not clause.stated:
        return false(f"The {clause.light} is {'stated' if told else 'not stated'}.", tuple(inputs))
    if not told and (clause.stated is None or _has_thresholds(clause)):
        return unknown([f"{clause.light} of {order.reference}"], f"The order does not state its {clause.light}.")
    if not told:
        return true([_as_input(order, None)], f"The {clause.light} is not stated.")
    judged = [(one, all_hold(_each(one, clause))) for one in told]
    answer = Answer.of(any_holds(holds for _, holds in judged))
    fitting = [_as_input(order, one) for one, holds in judged if holds]
    match answer:
        case Answer.TRUE:
            return true(fitting, f"The {clause.light} is {fitting[0].value}.")
        case Answer.FALSE:
            return false(f"The {clause.light} is not as asked.", tuple(inputs))
        case _:
            missing = [f"{clause.light} of {order.reference}"]
            return unknown(missing, f"The {clause.light} cannot be read against what is asked.", tuple(inputs))


def _has_thresholds(clause: LightClause) -> bool:
    return any(one is not None for one in (clause.above, clause.at_least, clause.below, clause.at_most))


def _each(told: Stated, clause: LightClause) -> Iterator[bool | None]:
    """Each threshold against the end that makes it hold; None where its unit is none of this parameter."""
    unit = UNITS[clause.light][0]
    ends = (
        (clause.above, told.high, False, True),
        (clause.at_least, told.high, True, True),
        (clause.below, told.low, True, False),
        (clause.at_most, told.low, False, False),
    )
    for limit, end, at_least, wanted in ends:
        if limit is None:
            continue
        read = interval_of(Quantity(value=end, unit=unit), limit.unit)
        if read is None:
            yield None
        else:
            yield (read.at_least(limit.value) if at_least else read.above(limit.value)) is wanted


def _as_input(order: TherapyOrder, told: Stated | None) -> Input:
    return input_of(order.reference, None, order.code, order.authored, value=told.words if told else None)
