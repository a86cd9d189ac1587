"""Steps about medication and service orders, and about what the clinician does with them."""

from datetime import datetime, timedelta

from cds.analyst.phrases import Amount, When, one_of
from cds.analyst.scenario import Fact, Scenario
from cds.analyst.sentence import Details, given, when
from cds.analyst.steps_patient import set_visit
from cds.analyst.steps_record import (
    ALLERGY,
    CONDITION,
    MEDICATION,
    add_allergy,
    add_condition,
    coded,
    dosage_of,
    name_of,
)
from cds.hooks import JsonObject
from cds.rulebook import Hook

APPOINTMENT = Details("an appointment")
ORDER = Details("an order", list(MEDICATION.known))
SERVICE = Details("a service order")

_CATEGORY = "http://terminology.hl7.org/CodeSystem/medicationrequest-category"
_CATEGORIES = one_of("inpatient", "outpatient", "community", "discharge")
_PRIORITIES = one_of("stat", "urgent", "asap", "routine")
_NOW = When("now")


def add_order(scenario: Scenario, medicine: JsonObject, details: tuple[str, ...]) -> Fact:
    """A draft medication order."""
    fact = scenario.add_draft(
        "MedicationRequest", name_of(medicine), status="draft", intent="order", medicationCodeableConcept=medicine
    )
    fact.set(authoredOn=fact.text_of(_NOW))
    ORDER.apply(fact, details)
    return fact


@given("{a} order for {medicine:concept}{details:details}", details=ORDER)
def draft_order(scenario: Scenario, medicine: JsonObject, details: tuple[str, ...]) -> None:
    """A draft medication order of the hook's context.

    Example: an order for "ketamine" (RxNorm 6130), intravenous, 0.5 mg/kg, over 40 minutes, for an outpatient
    """
    add_order(scenario, medicine, details)


@given("{a} running order for {medicine:concept}{details:details}", details=ORDER)
def running_order(scenario: Scenario, medicine: JsonObject, details: tuple[str, ...]) -> None:
    """An active medication order of the record, ordered 30 days ago unless a detail says otherwise.

    Example: a running order for "ketamine troche 50 mg", oral, for the community
    """
    fact = scenario.add(
        "MedicationRequest", name_of(medicine), status="active", intent="order", medicationCodeableConcept=medicine
    )
    fact.set(authoredOn=fact.text_of(When("30 days ago", number=-30, unit="day")))
    ORDER.apply(fact, details)


@ORDER.detail("{range:range}")
def order_range(fact: Fact, range: tuple[Amount, Amount]) -> None:  # noqa: A002 - the FHIR element's name
    """A dose from one amount to another."""
    low, high = (amount.quantity() for amount in range)
    dosage_of(fact)["doseAndRate"] = [{"doseRange": {"low": low, "high": high}}]


@ORDER.detail("at {rate:amount}")
def order_rate(fact: Fact, rate: Amount) -> None:
    """A rate, as one quantity."""
    _dose_and_rate(fact)["rateQuantity"] = rate.quantity()


@ORDER.detail("at {amount:amount} per {time:amount}")
def order_rate_ratio(fact: Fact, amount: Amount, time: Amount) -> None:
    """A rate, as a ratio of two quantities."""
    _dose_and_rate(fact)["rateRatio"] = {"numerator": amount.quantity(), "denominator": time.quantity()}


def _dose_and_rate(fact: Fact) -> JsonObject:
    stated: list[JsonObject] = dosage_of(fact).setdefault("doseAndRate", [{}])
    return stated[0]


@ORDER.detail("over {number:decimal} {unit:unit}", more={"unit": one_of("minutes", "minute", "hours", "hour")})
def order_duration(fact: Fact, number: float, unit: str) -> None:
    """How long one session takes."""
    repeat = dosage_of(fact).setdefault("timing", {}).setdefault("repeat", {})
    repeat.update(duration=number, durationUnit="h" if unit.startswith("hour") else "min")


@ORDER.detail("for {a} {category:category}", "for the {category:category}", more={"category": _CATEGORIES})
def order_category(fact: Fact, category: str) -> None:
    """The category of the order, which tells where the drug is taken."""
    fact.set(category=[coded(_CATEGORY, category)])


@ORDER.detail("with {number:number} refill[s]")
def order_refills(fact: Fact, number: int) -> None:
    """How often the supply may be repeated."""
    fact.resource.setdefault("dispenseRequest", {})["numberOfRepeatsAllowed"] = number


@ORDER.detail("with a supply of {quantity:amount}")
def order_quantity(fact: Fact, quantity: Amount) -> None:
    """How much is dispensed."""
    fact.resource.setdefault("dispenseRequest", {})["quantity"] = quantity.quantity()


@ORDER.detail("dispensed by {name:text}")
def order_dispenser(fact: Fact, name: str) -> None:
    """Who is to dispense it."""
    fact.resource.setdefault("dispenseRequest", {})["performer"] = {"display": name}


@ORDER.detail("given by {name:text}")
def order_performer(fact: Fact, name: str) -> None:
    """Who is to give it."""
    fact.set(performer={"display": name})


@ORDER.detail("with the note {text:text}")
@SERVICE.detail("with the note {text:text}")
def order_note(fact: Fact, text: str) -> None:
    """A note of the order."""
    fact.set(note=[{"text": text}])


@ORDER.detail("{priority:priority}", more={"priority": _PRIORITIES})
@SERVICE.detail("{priority:priority}", more={"priority": _PRIORITIES})
def order_priority(fact: Fact, priority: str) -> None:
    """Its priority."""
    fact.set(priority=priority)


@ORDER.detail("in this visit")
@SERVICE.detail("in this visit")
def order_in_visit(fact: Fact) -> None:
    """It belongs to the visit of the scenario."""
    encounter = fact.scenario.encounter
    if encounter is not None:
        fact.set(encounter={"reference": encounter.reference})


@ORDER.detail("by {who:text}")
def order_requester(fact: Fact, who: str) -> None:
    """Who ordered it: the same name is the same person."""
    fact.set(requester={"reference": f"Practitioner/{'-'.join(who.lower().split())}"})


@ORDER.detail("in place of the order for {name:text}")
def order_replaces(fact: Fact, name: str) -> None:
    """The order of the record that it replaces."""
    replaced = next(one for one in fact.scenario.named(name) if one.reference != fact.reference)
    fact.set(priorPrescription={"reference": replaced.reference})


@ORDER.detail("starting {when:when}")
def order_starts(fact: Fact, when: When) -> None:
    """When the first dose is to be given."""
    repeat = dosage_of(fact).setdefault("timing", {}).setdefault("repeat", {})
    repeat.setdefault("boundsPeriod", {})["start"] = fact.text_of(when)


@ORDER.detail("signed before")
def order_signed_before(fact: Fact) -> None:
    """An order that is signed again: active already."""
    fact.set(status="active")


@SERVICE.detail("of another patient")
def service_of_another(fact: Fact) -> None:
    """An order whose subject is somebody else."""
    fact.set(subject={"reference": "Patient/patient-2"})


@ORDER.detail("as a referenced Medication")
def order_referenced(fact: Fact) -> None:
    """The drug stands in a contained Medication instead of in the order."""
    concept = fact.resource.pop("medicationCodeableConcept")
    contained: JsonObject = {"resourceType": "Medication", "id": "drug", "code": concept}
    fact.set(contained=[contained], medicationReference={"reference": "#drug"})


@ORDER.detail("in the form {form:concept}")
def order_form(fact: Fact, form: JsonObject) -> None:
    """The dose form, in a contained Medication."""
    order_referenced(fact)
    fact.resource["contained"][0]["form"] = form


def _add_service(scenario: Scenario, what: JsonObject, details: tuple[str, ...]) -> Fact:
    fact = scenario.add_draft("ServiceRequest", name_of(what), status="draft", intent="order", code=what)
    fact.set(authoredOn=fact.text_of(_NOW))
    SERVICE.apply(fact, details)
    return fact


@given("{a} order for the service {what:concept}{details:details}", details=SERVICE)
def draft_service(scenario: Scenario, what: JsonObject, details: tuple[str, ...]) -> None:
    """A draft ServiceRequest of the hook's context.

    Example: an order for the service "esketamine visit" (HCPCS G2082)
    """
    _add_service(scenario, what, details)


@given("{a} running order for the service {what:concept}{details:details}", details=SERVICE)
def running_service(scenario: Scenario, what: JsonObject, details: tuple[str, ...]) -> None:
    """An active ServiceRequest of the record, ordered now unless a detail says otherwise.

    Example: a running order for the service "general anaesthesia" (SNOMED 274507007), in this visit
    """
    fact = scenario.add("ServiceRequest", name_of(what), status="active", intent="order", code=what)
    fact.set(authoredOn=fact.text_of(_NOW))
    SERVICE.apply(fact, details)


@SERVICE.detail("for {reason:concept}")
def service_reason(fact: Fact, reason: JsonObject) -> None:
    """Why it is ordered."""
    fact.set(reasonCode=[reason])


@SERVICE.detail("ordered {when:when}")
def service_ordered(fact: Fact, when: When) -> None:
    """When it was ordered."""
    fact.set(authoredOn=fact.text_of(when))


@SERVICE.detail("completed")
def service_completed(fact: Fact) -> None:
    """Done already."""
    fact.set(status="completed")


# What the clinician does


@when("the clinician signs the order[s]")
def sign(scenario: Scenario) -> None:
    """Calls order-sign with every draft.

    Example: the clinician signs the order
    """
    scenario.call(Hook.ORDER_SIGN)


@when("the clinician signs {a} order for {medicine:concept}{details:details}", details=ORDER)
def sign_order(scenario: Scenario, medicine: JsonObject, details: tuple[str, ...]) -> None:
    """Adds a draft medication order, and calls order-sign.

    Example: the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, 0.5 mg/kg
    """
    add_order(scenario, medicine, details)
    scenario.call(Hook.ORDER_SIGN)


@when("the clinician signs {a} order for the service {what:concept}{details:details}", details=SERVICE)
def sign_service(scenario: Scenario, what: JsonObject, details: tuple[str, ...]) -> None:
    """Adds a draft ServiceRequest, and calls order-sign.

    Example: the clinician signs an order for the service "esketamine visit" (HCPCS G2082)
    """
    _add_service(scenario, what, details)
    scenario.call(Hook.ORDER_SIGN)


@when("the clinician selects the order[s]")
def select_all(scenario: Scenario) -> None:
    """Calls order-select with every draft selected.

    Example: the clinician selects the order
    """
    scenario.call(Hook.ORDER_SELECT, [fact.reference for fact in scenario.drafts])


@when("the clinician selects the order for {name:text}")
def select_one(scenario: Scenario, name: str) -> None:
    """Calls order-select with the drafts of that name selected, and the others unselected beside them.

    Example: the clinician selects the order for "lorazepam"
    """
    named = {fact.reference for fact in scenario.named(name)}
    scenario.call(Hook.ORDER_SELECT, [fact.reference for fact in scenario.drafts if fact.reference in named])


@when("the clinician selects {a} order for {medicine:concept}{details:details}", details=ORDER)
def select_order(scenario: Scenario, medicine: JsonObject, details: tuple[str, ...]) -> None:
    """Adds a draft medication order, and calls order-select with it alone selected.

    Example: the clinician selects an order for "ketamine" (RxNorm 6130)
    """
    fact = add_order(scenario, medicine, details)
    scenario.call(Hook.ORDER_SELECT, [fact.reference])


@when("the clinician opens the chart")
def open_chart(scenario: Scenario) -> None:
    """Calls patient-view: drafts are not part of it.

    Example: the clinician opens the chart
    """
    scenario.call(Hook.PATIENT_VIEW)


@when("the visit starts")
def start_visit(scenario: Scenario) -> None:
    """Calls encounter-start, about the orders that run; an ambulatory visit when no step told of another.

    Example: the visit starts
    """
    if scenario.encounter is None:
        set_visit(scenario, "ambulatory", ())
    scenario.call(Hook.ENCOUNTER_START)


@when("the clinician records {problem:concept}{details:details}", details=CONDITION)
def record_problem(scenario: Scenario, problem: JsonObject, details: tuple[str, ...]) -> None:
    """Calls problem-list-item-create with a new entry of the problem list, about the orders that run.

    Example: the clinician records "schizophrenia" (ICD-10-CM F20.9)
    """
    add_condition(scenario, problem, details)
    scenario.record(scenario.facts[-1])
    scenario.call(Hook.PROBLEM_LIST_ITEM_CREATE)


@when("the clinician records an allergy to {substance:concept}{details:details}", details=ALLERGY)
def record_allergy(scenario: Scenario, substance: JsonObject, details: tuple[str, ...]) -> None:
    """Calls allergyintolerance-create with a new entry of the allergy list, about the orders that run.

    Example: the clinician records an allergy to "ketamine" (RxNorm 6130), with "urticaria"
    """
    add_allergy(scenario, substance, details)
    scenario.record(scenario.facts[-1])
    scenario.call(Hook.ALLERGYINTOLERANCE_CREATE)


@when("the order for {name:text} is dispatched to {performer:text}")
def dispatch(scenario: Scenario, name: str, performer: str) -> None:
    """Calls order-dispatch, which no user takes part in and which only names the running order.

    Example: the order for "ketamine" is dispatched to "the infusion clinic"
    """
    scenario.dispatched = scenario.named(name)
    scenario.performer = f"Organization/{'-'.join(performer.lower().split())}"
    scenario.call(Hook.ORDER_DISPATCH)


@when("a refill of {medicine:concept} is asked for{details:details}", details=ORDER)
def ask_for_refill(scenario: Scenario, medicine: JsonObject, details: tuple[str, ...]) -> None:
    """Calls medication-refill with a draft medication order.

    Example: a refill of "ketamine troche 50 mg" is asked for, oral, for the community
    """
    add_order(scenario, medicine, details)
    scenario.call(Hook.MEDICATION_REFILL)


@when("an appointment of {minutes:number} minutes is booked for {when:when}{details:details}", details=APPOINTMENT)
def book_appointment(scenario: Scenario, minutes: int, when: When, details: tuple[str, ...]) -> None:
    """Calls appointment-book with one proposed appointment, about the orders that run.

    Example: an appointment of 150 minutes is booked for 2 days from now
    """
    fact = scenario.book(minutes, datetime.fromisoformat(when.text(scenario.moment)))
    APPOINTMENT.apply(fact, details)
    scenario.call(Hook.APPOINTMENT_BOOK)


@given("{she} has an appointment of {minutes:number} minutes {when:when}{details:details}", details=APPOINTMENT)
def add_appointment(scenario: Scenario, minutes: int, when: When, details: tuple[str, ...]) -> None:
    """A booked appointment.

    Example: she has an appointment of 120 minutes 2 days from now, for "esketamine session"
    """
    fact = scenario.add("Appointment", "appointment", status="booked", minutesDuration=minutes)
    start = datetime.fromisoformat(fact.text_of(when))
    fact.set(start=start.isoformat(), end=(start + timedelta(minutes=minutes)).isoformat())
    APPOINTMENT.apply(fact, details)


@APPOINTMENT.detail("for {reason:concept}")
def appointment_reason(fact: Fact, reason: JsonObject) -> None:
    """Why it was made."""
    fact.set(reasonCode=[reason])


@APPOINTMENT.detail("described as {text:text}")
def appointment_description(fact: Fact, text: str) -> None:
    """What it is, in words."""
    fact.set(description=text)


@APPOINTMENT.detail("based on the order for {name:text}")
def appointment_based_on(fact: Fact, name: str) -> None:
    """The order that it carries out."""
    fact.set(basedOn=[{"reference": one.reference} for one in fact.scenario.named(name)])


@APPOINTMENT.detail("{status:status}", more={"status": one_of("cancelled", "noshow", "pending", "arrived")})
def appointment_status(fact: Fact, status: str) -> None:
    """Its status; booked when no detail says otherwise."""
    fact.set(status=status)


@APPOINTMENT.detail("without a length")
def appointment_without_length(fact: Fact) -> None:
    """How long it lasts is not recorded."""
    fact.set(minutesDuration=None, end=None)


@SERVICE.detail("based on the order for {name:text}")
def service_based_on(fact: Fact, name: str) -> None:
    """The order that it belongs to."""
    fact.set(basedOn=[{"reference": one.reference} for one in fact.scenario.named(name)])


@SERVICE.detail("{times:number} times")
def service_times(fact: Fact, times: int) -> None:
    """How often it is to be done."""
    fact.set(occurrenceTiming={"repeat": {"count": times}})
