"""What belongs to the order at hand: monitoring that is ordered with it, and appointments for it."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from cds.findings.finding import Finding, Input, false, input_of, not_loaded, true, unknown
from cds.findings.members import has_properties
from cds.findings.orders import concepts_of, members_of_order
from cds.findings.quantities import number
from cds.findings.view import View
from cds.record import Appointment, Concept, Kind, MedicationUse, Order, Span, TherapyOrder
from cds.rulebook import AppointmentClause, LinkedClause
from cds.terminology import lexicon

_STANDS = {"active", "draft", "completed"}
_NOT_ORDERED = {"proposal", "plan", "option"}
_TO_BE_BOOKED = "proposed"
_MEETS = {_TO_BE_BOOKED, "pending", "booked", "arrived", "checked-in", "fulfilled"}


def find_linked(clause: LinkedClause, view: View) -> Finding:
    """Whether fewer orders than asked belong to the order at hand.

    Takes:  the order itself, and service orders based on it or on what it is based on, of the same request or of the
            same visit; by code, or by whole words where no code of the sets answers.
    Gives:  true with the order at hand as input, and how many were found; unknown when too few were found and not all
            service orders were loaded; false where nothing is at hand.
    Source: decision on linked monitoring; ServiceRequest.basedOn, .encounter, .occurrenceTiming.
    """
    order = view.order
    if order is None:
        return false("No order is at hand.")
    found = sum(_times(one, clause) for one in _linked(order, view) if _fits(one, clause, view))
    if found >= clause.at_least:
        return false(f"{clause.words[0]} is ordered.")
    missing = not_loaded(view.record, Kind.SERVICE_REQUEST)
    if missing:
        return unknown(missing, f"Whether {clause.words[0]} is ordered is not known.")
    count = f"{found} of {clause.at_least} ordered" if clause.at_least > 1 else "not ordered"
    return true([_as_input(order, f"{clause.words[0]}: {count}")], f"{clause.words[0]} is not ordered.")


def _linked(order: Order, view: View) -> Iterator[Order]:
    yield order
    group = _group(order)
    visit = order.encounter or (view.record.encounter.reference if view.record.encounter else None)
    for one in (*view.record.drafts, *view.record.orders):
        if one.reference == order.reference or not isinstance(one, TherapyOrder):
            continue
        based = one.reference in group or not group.isdisjoint(one.based_on)
        same_visit = visit is not None and one.encounter == visit
        is_ordered = one.status in _STANDS and one.intent not in _NOT_ORDERED and not one.do_not_perform
        if is_ordered and (one.draft or based or same_visit):
            yield one


def _group(order: Order) -> set[str]:
    """The order and those that it is based on: what is based on any of them belongs together."""
    return {order.reference, *(order.based_on if isinstance(order, TherapyOrder) else ())}


def _fits(order: Order, clause: LinkedClause, view: View) -> bool:
    members = members_of_order(order, clause.in_, view)
    if any(has_properties(one.concept, clause.where) for one in members):
        return True
    return isinstance(order, TherapyOrder) and any(map(lexicon(clause.words).find, _texts(order)))


def _times(order: Order, clause: LinkedClause) -> int:
    """How many of it one order is: as often as it is scheduled, or two when its words say so."""
    if not isinstance(order, TherapyOrder):
        return 1
    scheduled = max(int(order.timing.count or 1), int(order.timing.frequency or 1))
    said = 2 if clause.several and any(map(lexicon(clause.several).find, _texts(order))) else 1
    return max(scheduled, said)


def _texts(order: TherapyOrder) -> tuple[str, ...]:
    named = [text for concept in (order.code, *order.details) for text in _texts_of(concept)]
    return (*named, *order.texts)


def _texts_of(concept: Concept) -> tuple[str, ...]:
    return (concept.text, *(coding.display for coding in concept.codings))


def find_appointment(clause: AppointmentClause, view: View) -> Finding:
    """Whether an appointment for the order at hand is missing, or is being booked.

    Takes:  appointments on the day of the order, else today or later, that are not cancelled.
    Gives:  unknown when one may be for the order and does not say what for, or how long it lasts, or when not all were
            loaded; an appointment that is being booked is there even if nothing else was loaded.
    Source: FHIR Appointment.status, .start, .minutesDuration, .basedOn, .reasonCode, .serviceType; decision on linked
            monitoring: matched by order and reason.
    """
    order = view.order
    if order is None:
        return false("No order is at hand.")
    judged = [(one, _is_for(one, order, view)) for one in view.record.appointments if _is_to_come(one, order, view)]
    if clause.appointment == "proposed":
        return _proposed([(one, answer) for one, answer in judged if one.status == _TO_BE_BOOKED])
    least = clause.lasting_at_least
    unclear: list[str] = []
    for one, answer in judged:
        long_enough = None if one.minutes is None else least is None or float(one.minutes) * 60 >= least.total_seconds()
        if answer and long_enough:
            return false("An appointment for it is there.")
        if answer is None and long_enough is not False:
            unclear.append(f"what {one.reference} is for")
        elif answer and long_enough is None:
            unclear.append(f"how long {one.reference} lasts")
    unclear += not_loaded(view.record, Kind.APPOINTMENT)
    if unclear:
        return unknown(unclear, "Whether there is an appointment for it is not known.")
    minutes = f" of {number(Decimal(int(least.total_seconds() // 60)))} minutes" if least else ""
    shorter = [_appointment_input(one) for one, answer in judged if answer]
    return true([_as_input(order, f"appointment{minutes}: none found"), *shorter], "No appointment for it was found.")


def _proposed(judged: list[tuple[Appointment, bool | None]]) -> Finding:
    booked = [_appointment_input(one) for one, answer in judged if answer]
    if booked:
        return true(booked, "An appointment for the order is being booked.")
    unclear = [f"what {one.reference} is for" for one, answer in judged if answer is None]
    if unclear:
        return unknown(unclear, "What is being booked is not known.")
    return false("No appointment for the order is being booked.")


def _is_to_come(one: Appointment, order: Order, view: View) -> bool:
    """Whether it takes place on the order's day; where that is past or not told, today or later."""
    if one.status not in _MEETS:
        return False
    if one.start is None:
        return True
    today = view.now.replace(hour=0, minute=0, second=0, microsecond=0)
    day = _day_of(order, today)
    if day is not None:
        return one.start.earliest.date() <= day.latest.date() and one.start.latest.date() >= day.earliest.date()
    return one.start.latest >= today


def _day_of(order: Order, today: datetime) -> Span | None:
    if isinstance(order, MedicationUse):
        starts = [dosage.timing.start for dosage in order.dosages if dosage.timing.start]
        start = min(starts, key=lambda one: one.earliest, default=None)
    else:
        start = order.starts
    return start if start is not None and start.latest >= today else None


def _is_for(one: Appointment, order: Order, view: View) -> bool | None:
    """Whether an appointment is for the order; None when it says nothing of what it is for."""
    if not _group(order).isdisjoint(one.based_on):
        return True
    reasons = {(coding.system, coding.code) for reason in order.reasons for coding in reason.codings}
    if any((coding.system, coding.code) in reasons for reason in one.reasons for coding in reason.codings):
        return True
    named = (*one.names, *one.reasons)
    members = [member for concept in named for member in view.resolve((concept,)).members]
    members += [member for concept in named for member in view.terminology.members_of(view.family.in_, concept)]
    if any(member.value_set in view.family.in_ for member in members):
        return True
    return False if named or one.based_on else None


def _as_input(order: Order, said: str) -> Input:
    concept = next(iter(concepts_of(order)), Concept())
    return input_of(order.reference, None, concept, order.authored, value=said)


def _appointment_input(one: Appointment) -> Input:
    lasts = f"{number(one.minutes)} minutes" if one.minutes is not None else None
    concept = next(iter((*one.names, *one.reasons)), Concept(text="Appointment"))
    return input_of(one.reference, None, concept, one.start, value=lasts)
