"""What belongs to the order at hand: monitoring ordered with it, and appointments for it."""

from decimal import Decimal
from typing import Any

import pytest

from cds.findings.finding import Answer, Finding
from cds.findings.linked import find_appointment, find_linked
from cds.record import Appointment, Encounter, Given, Kind, MedicationUse, Order, TherapyOrder, Timing
from tests.unit.findings.builders import (
    ICD,
    LOINC,
    RXNORM,
    SYSTEMS,
    appointment,
    clause,
    concept,
    dosage,
    medication_order,
    named,
    record,
    references,
    therapy_order,
    view,
    when,
)

ESKETAMINE = concept(RXNORM, "2119365", "esketamine")
DEPRESSION = concept(ICD, "F33.2", "depression")
PRESSURE = concept(LOINC, "85354-9", "Blood pressure panel")
SESSION = concept(SYSTEMS["hcpcs"], "G2082")
ORDER: MedicationUse = medication_order(medicine=ESKETAMINE, encounter="Encounter/1", reasons=(DEPRESSION,))
TWICE = {"linked": "missing", "in_": "bp", "words": ["blood pressure"], "several": ["twice"], "at_least": 2}
ONCE = {**TWICE, "at_least": 1}


def linked(written: dict[str, Any], *orders: TherapyOrder, order: Order | None = ORDER, **more: Any) -> Finding:
    drafts = (*([order] if order else []), *(one for one in orders if one.draft))
    placed = tuple(one for one in orders if not one.draft)
    return find_linked(clause(**written), view(record(orders=placed, drafts=drafts, **more), order))


def service(code: Any = PRESSURE, **more: Any) -> TherapyOrder:
    written: dict[str, Any] = {"encounter": "Encounter/1", **more}
    return therapy_order(code, **written)


# --- monitoring -----------------------------------------------------------------------------------------


def test_nothing_is_ordered_with_it() -> None:
    finding = linked(TWICE)
    assert finding.answer is Answer.TRUE
    assert references(finding) == ["MedicationRequest/draft"]
    assert finding.inputs[0].value == "blood pressure: 0 of 2 ordered"


@pytest.mark.parametrize(
    ("orders", "answer"),
    [
        ((service(),), Answer.TRUE),
        ((service(), service(reference="ServiceRequest/2")), Answer.FALSE),
        ((service(timing=Timing(count=Decimal(2))),), Answer.FALSE),
        ((service(timing=Timing(frequency=Decimal(2))),), Answer.FALSE),
        ((service(named("Blood pressure, twice")),), Answer.FALSE),
        ((service(named("Blood pressure")),), Answer.TRUE),
        ((service(texts=("before and after, twice",)),), Answer.FALSE),
        ((service(named("Blood gas, twice")),), Answer.TRUE),
    ],
)
def test_two_may_be_two_orders_or_one_that_says_so(orders: tuple[TherapyOrder, ...], answer: Answer) -> None:
    assert linked(TWICE, *orders).answer is answer


@pytest.mark.parametrize(
    ("more", "answer"),
    [
        ({"encounter": "Encounter/1"}, Answer.FALSE),
        ({"encounter": "Encounter/2"}, Answer.TRUE),
        ({"encounter": None}, Answer.TRUE),
        ({"encounter": None, "based_on": ("MedicationRequest/draft",)}, Answer.FALSE),
        ({"encounter": None, "based_on": ("MedicationRequest/other",)}, Answer.TRUE),
        ({"encounter": None, "draft": True, "status": "draft"}, Answer.FALSE),
        ({"status": "revoked"}, Answer.TRUE),
        ({"status": "entered-in-error"}, Answer.TRUE),
        ({"status": "completed"}, Answer.FALSE),
        ({"intent": "plan"}, Answer.TRUE),
        ({"do_not_perform": True}, Answer.TRUE),
    ],
)
def test_linked_is_what_is_based_on_it_or_of_the_same_request_or_visit(more: dict[str, Any], answer: Answer) -> None:
    assert linked(ONCE, service(**more)).answer is answer


def test_the_visit_of_the_call_stands_in_for_one_that_the_order_does_not_name() -> None:
    order = medication_order(medicine=ESKETAMINE)
    visit = Encounter(reference="Encounter/1")
    assert linked(ONCE, service(), order=order, encounter=visit).answer is Answer.FALSE
    assert linked(ONCE, service(), order=order).answer is Answer.TRUE


def test_the_order_at_hand_counts_itself() -> None:
    asked = {"linked": "missing", "in_": "session", "words": ["monitored visit"]}
    assert linked(asked, order=therapy_order(SESSION)).answer is Answer.FALSE
    assert linked(asked).answer is Answer.TRUE


def test_orders_that_were_not_loaded_may_be_it() -> None:
    finding = linked(ONCE, given={Kind.SERVICE_REQUEST: Given.PARTIAL})
    assert (finding.answer, finding.missing) == (Answer.UNKNOWN, ("ServiceRequest",))
    assert linked(ONCE, service(), given={Kind.SERVICE_REQUEST: Given.PARTIAL}).answer is Answer.FALSE


def test_nothing_at_hand() -> None:
    assert linked(ONCE, order=None).answer is Answer.FALSE
    nothing = find_appointment(clause(appointment="missing"), view(record()))
    assert nothing.answer is Answer.FALSE


def test_what_is_based_on_the_same_order_belongs_together() -> None:
    visit = therapy_order(SESSION, based_on=("MedicationRequest/1",))
    pressure = service(encounter=None, reference="ServiceRequest/2", based_on=("MedicationRequest/1",))
    assert linked(ONCE, pressure, order=visit).answer is Answer.FALSE
    assert linked(ONCE, pressure, order=therapy_order(SESSION)).answer is Answer.TRUE


# --- appointments ---------------------------------------------------------------------------------------


def missing(*booked: Appointment, order: Order = ORDER, **more: Any) -> Finding:
    asked = clause(appointment="missing", lasting_at_least="120 minutes")
    return find_appointment(asked, view(record(appointments=booked, **more), order))


SAYS: dict[str, Any] = {"names": (named("Esketamine session"),)}


@pytest.mark.parametrize(
    ("one", "answer"),
    [
        (appointment(**SAYS), Answer.FALSE),
        (appointment(minutes=119, **SAYS), Answer.TRUE),
        (appointment(minutes=121, **SAYS), Answer.FALSE),
        (appointment(minutes=None, **SAYS), Answer.UNKNOWN),
        (appointment(reasons=(DEPRESSION,)), Answer.FALSE),
        (appointment(based_on=("MedicationRequest/draft",)), Answer.FALSE),
        (appointment(based_on=("MedicationRequest/other",)), Answer.TRUE),
        (appointment(names=(named("Dentist"),)), Answer.TRUE),
        (appointment(), Answer.UNKNOWN),
        (appointment(minutes=30), Answer.TRUE),
        (appointment(status="cancelled", **SAYS), Answer.TRUE),
        (appointment(status="noshow", **SAYS), Answer.TRUE),
        (appointment(status="proposed", **SAYS), Answer.FALSE),
        (appointment("2026-11-23T23:00:00Z", **SAYS), Answer.TRUE),
        (appointment("2026-11-24T08:00:00Z", **SAYS), Answer.FALSE),
        (appointment(None, **SAYS), Answer.FALSE),
    ],
)
def test_an_appointment_for_the_order_that_is_long_enough(one: Appointment, answer: Answer) -> None:
    assert missing(one).answer is answer


def test_says_what_is_missing_and_what_is_too_short() -> None:
    finding = missing(appointment(minutes=60, **SAYS))
    assert references(finding) == ["MedicationRequest/draft", "Appointment/1"]
    assert [one.value for one in finding.inputs] == ["appointment of 120 minutes: none found", "60 minutes"]


@pytest.mark.parametrize(
    ("start", "answer"), [("2026-11-26", Answer.FALSE), ("2026-11-27", Answer.TRUE), ("2026-11-01", Answer.FALSE)]
)
def test_it_is_on_the_day_of_the_order(start: str, answer: Answer) -> None:
    medicine = medication_order(dosage(timing=Timing(start=when(start))), medicine=ESKETAMINE)
    assert missing(appointment(**SAYS), order=medicine).answer is answer
    visit = therapy_order(SESSION, starts=when(start))
    assert missing(appointment(**SAYS), order=visit).answer is answer


def test_appointments_that_were_not_loaded_may_be_it() -> None:
    finding = missing(given={Kind.APPOINTMENT: Given.UNKNOWN})
    assert (finding.answer, finding.missing) == (Answer.UNKNOWN, ("Appointment",))
    assert missing(appointment(**SAYS), given={Kind.APPOINTMENT: Given.PARTIAL}).answer is Answer.FALSE


@pytest.mark.parametrize(
    ("one", "answer"),
    [
        (appointment(status="proposed", **SAYS), Answer.TRUE),
        (appointment(status="proposed"), Answer.UNKNOWN),
        (appointment(status="proposed", names=(named("Dentist"),)), Answer.FALSE),
        (appointment(**SAYS), Answer.FALSE),
    ],
)
def test_one_for_the_order_is_being_booked(one: Appointment, answer: Answer) -> None:
    asked = clause(appointment="proposed")
    given = {Kind.APPOINTMENT: Given.UNKNOWN}
    assert find_appointment(asked, view(record(appointments=(one,), given=given), ORDER)).answer is answer
