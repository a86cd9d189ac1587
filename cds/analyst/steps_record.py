"""Steps about the record: problems, medicines, allergies, measurements, procedures."""

from datetime import datetime, timedelta
from typing import Any

from cds.analyst.phrases import Amount, Phrase, When, one_of
from cds.analyst.scenario import Fact, Scenario
from cds.analyst.sentence import Details, given
from cds.hooks import JsonObject

CONDITION = Details("a problem")
MEDICATION = Details("a medicine")
ALLERGY = Details("an allergy")
OBSERVATION = Details("a measurement")
PROCEDURE = Details("a procedure")
IMPLANT = Details("an implant or another device")
COVERAGE = Details("a coverage")

_HL7 = "http://terminology.hl7.org/CodeSystem/"
_LOINC = "http://loinc.org"
_AN_HOUR_AGO = When("1 hour ago", number=-1, unit="hour")
_A_MONTH_AGO = When("30 days ago", number=-30, unit="day")


def coded(system: str, code: str, display: str = "") -> JsonObject:
    """A CodeableConcept of one coding."""
    coding = {"system": system, "code": code} | ({"display": display} if display else {})
    return {"coding": [coding]} | ({"text": display} if display else {})


def name_of(concept: JsonObject) -> str:
    """What a step called a concept: its name, else its first code."""
    return str(concept.get("text") or concept["coding"][0]["code"])


def _status(kind: str, code: str) -> JsonObject:
    return coded(f"{_HL7}{kind}", code)


# Problems


@given("{she} has {problem:concept}{details:details}", details=CONDITION)
def add_condition(scenario: Scenario, problem: JsonObject, details: tuple[str, ...]) -> None:
    """An entry of the problem list: active, confirmed, recorded 30 days ago, unless a detail says otherwise.

    Example: she has "schizophrenia" (ICD-10-CM F20.9), in remission, recorded 3 years ago
    """
    _add_condition(scenario, problem, details)


@given("another patient has {problem:concept}{details:details}", details=CONDITION)
def add_condition_of_another(scenario: Scenario, problem: JsonObject, details: tuple[str, ...]) -> None:
    """An entry of another patient that a mis-scoped query brought along.

    Example: another patient has "schizophrenia" (ICD-10-CM F20.9)
    """
    _add_condition(scenario, problem, details, subject="patient-2")


def _add_condition(scenario: Scenario, problem: JsonObject, details: tuple[str, ...], **subject: str) -> None:
    fact = scenario.add("Condition", name_of(problem), code=problem, **subject)
    fact.set(
        clinicalStatus=_status("condition-clinical", "active"),
        verificationStatus=_status("condition-ver-status", "confirmed"),
        category=[_status("condition-category", "problem-list-item")],
        recordedDate=fact.text_of(_A_MONTH_AGO),
    )
    CONDITION.apply(fact, details)


_RELATIVES = one_of("mother", "father", "sister", "brother", "daughter", "son")


@given("{her} {who:relative} has {problem:concept}", more={"relative": _RELATIVES})
def add_family_history(scenario: Scenario, who: str, problem: JsonObject) -> None:
    """A FamilyMemberHistory: it never counts as the patient's own.

    Example: her mother has "schizophrenia" (ICD-10-CM F20.9)
    """
    scenario.add(
        "FamilyMemberHistory",
        name_of(problem),
        status="completed",
        relationship={"text": who},
        condition=[{"code": problem}],
    )


def _add_statuses() -> None:
    for words, code in {
        "active": "active",
        "inactive": "inactive",
        "resolved": "resolved",
        "in remission": "remission",
        "recurred": "recurrence",
        "relapsed": "relapse",
    }.items():

        def clinical(fact: Fact, code: str = code) -> None:
            """Its clinical status."""
            fact.set(clinicalStatus=_status("condition-clinical", code))

        CONDITION.detail(words)(clinical)
    for words, code in {
        "confirmed": "confirmed",
        "unconfirmed": "unconfirmed",
        "provisional": "provisional",
        "differential": "differential",
        "refuted": "refuted",
    }.items():

        def verification(fact: Fact, code: str = code) -> None:
            """Its verification status."""
            fact.set(verificationStatus=_status("condition-ver-status", code))

        CONDITION.detail(words)(verification)


_add_statuses()


@CONDITION.detail("entered in error")
def condition_in_error(fact: Fact) -> None:
    """Entered in error; such an entry has no clinical status."""
    fact.set(verificationStatus=_status("condition-ver-status", "entered-in-error"), clinicalStatus=None)


@CONDITION.detail("without a status")
def condition_without_status(fact: Fact) -> None:
    """No clinical status."""
    fact.set(clinicalStatus=None)


@CONDITION.detail("as an encounter diagnosis")
def condition_of_encounter(fact: Fact) -> None:
    """A diagnosis of a visit instead of an entry of the problem list."""
    fact.set(category=[_status("condition-category", "encounter-diagnosis")])


@CONDITION.detail("recorded {when:when}")
def condition_recorded(fact: Fact, when: When) -> None:
    """When it was written down."""
    fact.set(recordedDate=fact.text_of(when))


@CONDITION.detail("since {when:when}")
def condition_since(fact: Fact, when: When) -> None:
    """When it began."""
    fact.set(onsetDateTime=fact.text_of(when))


@CONDITION.detail("until {when:when}")
def condition_until(fact: Fact, when: When) -> None:
    """When it ended."""
    fact.set(abatementDateTime=fact.text_of(when))


@CONDITION.detail("said to be over")
def condition_over(fact: Fact) -> None:
    """Ended at a time that is not told."""
    fact.set(abatementString="over")


@CONDITION.detail("without a date")
def condition_without_date(fact: Fact) -> None:
    """Neither recorded nor onset date."""
    fact.set(recordedDate=None, onsetDateTime=None)


@CONDITION.detail("of the {site:concept}")
def condition_site(fact: Fact, site: JsonObject) -> None:
    """Its body site."""
    fact.set(bodySite=[site])


# Medicines

_MEDICATION_STATUSES = {
    "active": "active",
    "stopped": "stopped",
    "on hold": "on-hold",
    "completed": "completed",
    "cancelled": "cancelled",
    "entered in error": "entered-in-error",
    "a draft elsewhere": "draft",
}
ROUTES = {
    "intravenous": ("47625008", "Intravenous route"),
    "intramuscular": ("78421000", "Intramuscular route"),
    "subcutaneous": ("34206005", "Subcutaneous route"),
    "nasal": ("46713006", "Nasal route"),
    "oral": ("26643006", "Oral route"),
    "sublingual": ("37839007", "Sublingual route"),
    "buccal": ("54471007", "Buccal route"),
    "topical": ("6064005", "Topical route"),
}


@given("{she} takes {medicine:concept}{details:details}", details=MEDICATION)
def add_medication(scenario: Scenario, medicine: JsonObject, details: tuple[str, ...]) -> None:
    """A medication order of the record: active, ordered 30 days ago, unless a detail says otherwise.

    Example: she takes "lorazepam 1 MG Oral Tablet" (RxNorm 197901), stopped
    """
    fact = scenario.add(
        "MedicationRequest", name_of(medicine), status="active", intent="order", medicationCodeableConcept=medicine
    )
    fact.set(authoredOn=fact.text_of(_A_MONTH_AGO))
    MEDICATION.apply(fact, details)


@given("{she} says that {she} takes {medicine:concept}{details:details}", details=MEDICATION)
def add_statement(scenario: Scenario, medicine: JsonObject, details: tuple[str, ...]) -> None:
    """A MedicationStatement: active, since 30 days ago, unless a detail says otherwise.

    Example: she says that she takes "oxycodone" (RxNorm 7804)
    """
    fact = scenario.add("MedicationStatement", name_of(medicine), status="active", medicationCodeableConcept=medicine)
    fact.set(effectivePeriod={"start": fact.text_of(_A_MONTH_AGO)})
    MEDICATION.apply(fact, details)


@given("{she} was given {medicine:concept}{details:details}", details=MEDICATION)
def add_administration(scenario: Scenario, medicine: JsonObject, details: tuple[str, ...]) -> None:
    """A MedicationAdministration: completed, an hour ago, unless a detail says otherwise.

    Example: she was given "midazolam" (RxNorm 6960), 3 hours ago
    """
    fact = scenario.add(
        "MedicationAdministration", name_of(medicine), status="completed", medicationCodeableConcept=medicine
    )
    fact.set(effectiveDateTime=fact.text_of(_AN_HOUR_AGO))
    MEDICATION.apply(fact, details)


@given(
    "{she} was given {medicine:concept} {times:number} times, {days:number} day[s] apart, the last {when:when}"
    "{details:details}",
    details=MEDICATION,
)
def add_administrations(
    scenario: Scenario, medicine: JsonObject, times: int, days: int, when: When, details: tuple[str, ...]
) -> None:
    """A series of MedicationAdministrations, completed, at even distance; the last one at the time that is said.

    Example: she was given "ketamine" (RxNorm 6130) 6 times, 3 days apart, the last 2 days ago, intravenous
    """
    last = datetime.fromisoformat(when.text(scenario.moment))
    for number in reversed(range(times)):
        fact = scenario.add(
            "MedicationAdministration", name_of(medicine), status="completed", medicationCodeableConcept=medicine
        )
        fact.set(effectiveDateTime=(last - timedelta(days=number * days)).isoformat())
        MEDICATION.apply(fact, details)


@given("{she} was supplied {medicine:concept}{details:details}", details=MEDICATION)
def add_dispense(scenario: Scenario, medicine: JsonObject, details: tuple[str, ...]) -> None:
    """A MedicationDispense: handed over 30 days ago, unless a detail says otherwise.

    Example: she was supplied "gabapentin" (RxNorm 25480), 2 months ago, for 30 days
    """
    fact = scenario.add("MedicationDispense", name_of(medicine), status="completed", medicationCodeableConcept=medicine)
    fact.set(whenHandedOver=fact.text_of(_A_MONTH_AGO))
    MEDICATION.apply(fact, details)


@MEDICATION.detail("for {number:number} day[s]")
def medication_for_days(fact: Fact, number: int) -> None:
    """How long it is to be taken, or how long the supply lasts."""
    days = {"value": number, "unit": "days", "system": "http://unitsofmeasure.org", "code": "d"}
    if fact.resource["resourceType"] == "MedicationDispense":
        fact.set(daysSupply=days)
    else:
        dosage_of(fact).setdefault("timing", {}).setdefault("repeat", {})["boundsDuration"] = days


@MEDICATION.detail("only once")
def medication_once(fact: Fact) -> None:
    """One dose, and no more."""
    dosage_of(fact).setdefault("timing", {}).setdefault("repeat", {})["count"] = 1


@MEDICATION.detail("as needed")
def medication_as_needed(fact: Fact) -> None:
    """Taken when the patient needs it."""
    dosage_of(fact)["asNeededBoolean"] = True


@MEDICATION.detail("{status:status}", more={"status": one_of(*_MEDICATION_STATUSES)})
def medication_status(fact: Fact, status: str) -> None:
    """Its status."""
    fact.set(status=_MEDICATION_STATUSES[status])


@MEDICATION.detail("not given")
def medication_not_given(fact: Fact) -> None:
    """An administration that did not take place."""
    fact.set(status="not-done")


@MEDICATION.detail("being given now")
def medication_in_progress(fact: Fact) -> None:
    """An administration that still runs."""
    fact.set(status="in-progress")


@MEDICATION.detail("as a {intent:intent}", more={"intent": one_of("plan", "proposal")})
def medication_intent(fact: Fact, intent: str) -> None:
    """Not ordered: planned or proposed."""
    fact.set(intent=intent)


@MEDICATION.detail("ordered {when:when}")
def medication_ordered(fact: Fact, when: When) -> None:
    """When it was ordered."""
    fact.set(authoredOn=fact.text_of(when))


@MEDICATION.detail("{when:when}")
def medication_when(fact: Fact, when: When) -> None:
    """When it was given, or handed over."""
    if fact.resource["resourceType"] == "MedicationDispense":
        fact.set(whenHandedOver=fact.text_of(when))
    else:
        fact.set(effectiveDateTime=fact.text_of(when), effectivePeriod=None)


@MEDICATION.detail("since {when:when}")
def medication_since(fact: Fact, when: When) -> None:
    """When taking it began."""
    if fact.resource["resourceType"] == "MedicationRequest":
        dosage_of(fact).setdefault("timing", {}).setdefault("repeat", {}).setdefault("boundsPeriod", {})["start"] = (
            fact.text_of(when)
        )
    else:
        fact.set(effectiveDateTime=None)
        fact.resource.setdefault("effectivePeriod", {})["start"] = fact.text_of(when)


@MEDICATION.detail("until {when:when}")
def medication_until(fact: Fact, when: When) -> None:
    """When taking it ended, or is to end."""
    if fact.resource["resourceType"] == "MedicationRequest":
        repeat = dosage_of(fact).setdefault("timing", {}).setdefault("repeat", {})
        repeat.setdefault("boundsPeriod", {})["end"] = fact.text_of(when)
    else:
        fact.set(effectiveDateTime=None)
        fact.resource.setdefault("effectivePeriod", {})["end"] = fact.text_of(when)


@MEDICATION.detail("supplied until {when:when}")
def medication_supplied_until(fact: Fact, when: When) -> None:
    """The end of the validity of its supply."""
    fact.set(dispenseRequest={"validityPeriod": {"end": fact.text_of(when)}})


@MEDICATION.detail("without a date")
def medication_without_date(fact: Fact) -> None:
    """No date at all."""
    fact.set(authoredOn=None, effectiveDateTime=None, effectivePeriod=None, whenHandedOver=None)


@MEDICATION.detail("{route:route}", more={"route": one_of(*ROUTES)})
def medication_route(fact: Fact, route: str) -> None:
    """How it is given."""
    dosage_of(fact)["route"] = coded("http://snomed.info/sct", *ROUTES[route])


@MEDICATION.detail("by the route {route:concept}")
def medication_other_route(fact: Fact, route: JsonObject) -> None:
    """How it is given, in a code or words of the EHR."""
    dosage_of(fact)["route"] = route


@MEDICATION.detail("with the instructions {text:text}")
def medication_instructions(fact: Fact, text: str) -> None:
    """The dosage as free text."""
    dosage_of(fact)["text"] = text


@MEDICATION.detail("for {reason:concept}")
def medication_reason(fact: Fact, reason: JsonObject) -> None:
    """Why it is given."""
    fact.set(reasonCode=[reason])


@MEDICATION.detail("{dose:amount}")
def medication_dose(fact: Fact, dose: Amount) -> None:
    """Its dose."""
    if fact.resource["resourceType"] == "MedicationAdministration":
        dosage_of(fact)["dose"] = dose.quantity()
    else:
        dosage_of(fact)["doseAndRate"] = [{"doseQuantity": dose.quantity()}]


@MEDICATION.detail(
    "{times:number} times a {period:period}", "once a {period:period}", more={"period": one_of("day", "week", "month")}
)
def medication_frequency(fact: Fact, period: str, times: int = 1) -> None:
    """How often."""
    repeat = dosage_of(fact).setdefault("timing", {}).setdefault("repeat", {})
    repeat.update(frequency=times, period=1, periodUnit={"day": "d", "week": "wk", "month": "mo"}[period])


@MEDICATION.detail("of another patient")
def medication_of_another(fact: Fact) -> None:
    """It came along by mistake."""
    fact.set(subject={"reference": "Patient/patient-2"})


@MEDICATION.detail("marked do not perform")
def medication_do_not_perform(fact: Fact) -> None:
    """An order not to give it."""
    fact.set(doNotPerform=True)


@MEDICATION.detail("put on the {site:concept}")
def medication_site(fact: Fact, site: JsonObject) -> None:
    """Where a patch or a cream is."""
    dosage_of(fact)["site"] = site


@MEDICATION.detail("with the status reason {reason:concept}")
def medication_status_reason(fact: Fact, reason: JsonObject) -> None:
    """Why its status is what it is, such as "never started"."""
    several = fact.resource["resourceType"] != "MedicationRequest"
    fact.set(statusReason=[reason] if several else reason)


def dosage_of(fact: Fact) -> JsonObject:
    """The first dosage of a medication, made when there is none."""
    kind = fact.resource["resourceType"]
    if kind == "MedicationAdministration":
        made: JsonObject = fact.resource.setdefault("dosage", {})
        return made
    member = "dosage" if kind == "MedicationStatement" else "dosageInstruction"
    dosages: list[JsonObject] = fact.resource.setdefault(member, [{}])
    return dosages[0]


# Allergies


@given("{she} is allergic to {substance:concept}{details:details}", details=ALLERGY)
def add_allergy(scenario: Scenario, substance: JsonObject, details: tuple[str, ...]) -> None:
    """An entry of the allergy list: active and confirmed, unless a detail says otherwise.

    Example: she is allergic to "ketamine" (RxNorm 6130), with "urticaria"
    """
    fact = scenario.add("AllergyIntolerance", name_of(substance), code=substance)
    fact.set(
        clinicalStatus=_status("allergyintolerance-clinical", "active"),
        verificationStatus=_status("allergyintolerance-verification", "confirmed"),
    )
    ALLERGY.apply(fact, details)


@given("{she} has no known allergies")
def add_no_known_allergies(scenario: Scenario) -> None:
    """The entry that says that none is known.

    Example: she has no known allergies
    """
    concept = coded("http://snomed.info/sct", "716186003", "No known allergy")
    fact = scenario.add("AllergyIntolerance", "No known allergy", code=concept)
    fact.set(clinicalStatus=_status("allergyintolerance-clinical", "active"))


@ALLERGY.detail("{status:status}", more={"status": one_of("active", "inactive", "resolved")})
def allergy_status(fact: Fact, status: str) -> None:
    """Its clinical status."""
    fact.set(clinicalStatus=_status("allergyintolerance-clinical", status))


@ALLERGY.detail("{status:status}", more={"status": one_of("confirmed", "unconfirmed", "refuted")})
def allergy_verification(fact: Fact, status: str) -> None:
    """Its verification status."""
    fact.set(verificationStatus=_status("allergyintolerance-verification", status))


@ALLERGY.detail("entered in error")
def allergy_in_error(fact: Fact) -> None:
    """Entered in error; such an entry has no clinical status."""
    fact.set(verificationStatus=_status("allergyintolerance-verification", "entered-in-error"), clinicalStatus=None)


@ALLERGY.detail("without a status")
def allergy_without_status(fact: Fact) -> None:
    """Neither clinical nor verification status."""
    fact.set(clinicalStatus=None, verificationStatus=None)


@ALLERGY.detail("as an {type:type}", more={"type": one_of("allergy", "intolerance")})
def allergy_type(fact: Fact, type: str) -> None:  # noqa: A002 - the FHIR element's name
    """Allergy or intolerance."""
    fact.set(type=type)


@ALLERGY.detail("with {reaction:concept}")
def allergy_reaction(fact: Fact, reaction: JsonObject) -> None:
    """What the reaction was; several details make several manifestations of one reaction."""
    _reaction_of(fact).setdefault("manifestation", []).append(reaction)


@ALLERGY.detail("in reaction to {substance:concept}")
def allergy_substance(fact: Fact, substance: JsonObject) -> None:
    """The substance that the reaction names."""
    _reaction_of(fact)["substance"] = substance


def _reaction_of(fact: Fact) -> JsonObject:
    reactions: list[JsonObject] = fact.resource.setdefault("reaction", [{}])
    return reactions[0]


# Measurements


def add_observation(scenario: Scenario, code: JsonObject, details: tuple[str, ...], **value: Any) -> Fact:
    """An observation: final, an hour ago, unless a detail says otherwise."""
    fact = scenario.add("Observation", name_of(code), status="final", code=code, **value)
    fact.set(effectiveDateTime=fact.text_of(_AN_HOUR_AGO))
    OBSERVATION.apply(fact, details)
    return fact


@given("{her} {what:concept} is {value:amount}{details:details}", details=OBSERVATION)
def add_measurement(scenario: Scenario, what: JsonObject, value: Amount, details: tuple[str, ...]) -> None:
    """An observation with a number and its unit.

    Example: her "PHQ-9 item 9" (LOINC 44260-8) is 1 {score}, 3 days ago
    """
    add_observation(scenario, what, details, valueQuantity=value.quantity())


@given("{her} {what:concept} is {value:concept}{details:details}", details=OBSERVATION)
def add_finding(scenario: Scenario, what: JsonObject, value: JsonObject, details: tuple[str, ...]) -> None:
    """An observation with a coded answer, or one in words.

    Example: her "Pregnancy status" (LOINC 82810-3) is "Pregnant" (LOINC LA15173-0), 3 weeks ago
    """
    words = {"valueCodeableConcept": value} if "coding" in value else {"valueString": value["text"]}
    add_observation(scenario, what, details, **words)


_BP = {
    "panel": ("85354-9", "Blood pressure panel with all children optional"),
    "systolic": ("8480-6", "Systolic blood pressure"),
    "diastolic": ("8462-4", "Diastolic blood pressure"),
}
_PRESSURE = Phrase(r"\d+(?:\.\d+)?/\d+(?:\.\d+)? (?:without a unit|[^\s,]+)", str, "184/96 mmHg")


@given(
    "{her} blood pressure is {pressure:pressure}{details:details}", details=OBSERVATION, more={"pressure": _PRESSURE}
)
def add_blood_pressure(scenario: Scenario, pressure: str, details: tuple[str, ...]) -> None:
    """A blood pressure panel, systolic before diastolic.

    Example: her blood pressure is 184/96 mmHg, 30 minutes ago
    """
    numbers, _, unit = pressure.partition(" ")
    values = [Amount(float(number), "" if unit == "without a unit" else unit) for number in numbers.split("/")]
    parts = [
        {"code": coded(_LOINC, *_BP[role]), "valueQuantity": value.quantity()}
        for role, value in zip(("systolic", "diastolic"), values, strict=True)
    ]
    fact = add_observation(scenario, coded(_LOINC, *_BP["panel"]), (), component=parts)
    fact.name = "blood pressure"
    OBSERVATION.apply(fact, details)


@given(
    "{her} {which:part} blood pressure is {value:amount}{details:details}",
    details=OBSERVATION,
    more={"part": one_of("systolic", "diastolic")},
)
def add_half_blood_pressure(scenario: Scenario, which: str, value: Amount, details: tuple[str, ...]) -> None:
    """One value as an observation of its own.

    Example: her systolic blood pressure is 184 mmHg
    """
    add_observation(scenario, coded(_LOINC, *_BP[which]), details, valueQuantity=value.quantity())


_ANSWERS = {
    "pregnant": ("http://snomed.info/sct", "77386006", "Pregnant"),
    "not pregnant": ("http://snomed.info/sct", "60001007", "Not pregnant"),
    "possibly pregnant": ("http://snomed.info/sct", "146799005", "Possible pregnancy"),
    "not yet confirmed": ("http://snomed.info/sct", "152231000119106", "Pregnancy not yet confirmed"),
    "unknown": (_LOINC, "LA4489-6", "Unknown"),
}


@given(
    "{her} pregnancy status is {answer:answer}{details:details}",
    details=OBSERVATION,
    more={"answer": one_of(*_ANSWERS)},
)
def add_pregnancy_status(scenario: Scenario, answer: str, details: tuple[str, ...]) -> None:
    """The answer to the question, LOINC 82810-3, recorded an hour ago when no detail says otherwise.

    Example: her pregnancy status is pregnant, 3 weeks ago
    """
    question = coded(_LOINC, "82810-3", "Pregnancy status")
    add_observation(scenario, question, details, valueCodeableConcept=coded(*_ANSWERS[answer]))


_TESTS = {
    "urine": ("2106-3", "Choriogonadotropin (pregnancy test) [Presence] in Urine"),
    "serum": ("2118-8", "Choriogonadotropin (pregnancy test) [Presence] in Serum or Plasma"),
}
_RESULTS = {
    "positive": ("10828004", "Positive"),
    "negative": ("260385009", "Negative"),
    "detected": ("260373001", "Detected"),
    "not detected": ("260415000", "Not detected"),
}


@given(
    "{her} {kind:test} pregnancy test is {result:result}{details:details}",
    details=OBSERVATION,
    more={"test": one_of(*_TESTS), "result": one_of(*_RESULTS)},
)
def add_pregnancy_test(scenario: Scenario, kind: str, result: str, details: tuple[str, ...]) -> None:
    """A test with its result, an hour ago when no detail says otherwise.

    Example: her urine pregnancy test is negative, 3 days ago
    """
    value = coded("http://snomed.info/sct", *_RESULTS[result])
    add_observation(scenario, coded(_LOINC, *_TESTS[kind]), details, valueCodeableConcept=value)


@given("{her} serum hCG is {value:amount}{details:details}", details=OBSERVATION)
def add_hcg(scenario: Scenario, value: Amount, details: tuple[str, ...]) -> None:
    """A quantitative test, LOINC 19080-1.

    Example: her serum hCG is 250 [IU]/L, with a reference range up to 5 [IU]/L, 3 days ago
    """
    code = coded(_LOINC, "19080-1", "Choriogonadotropin [Units/volume] in Serum or Plasma")
    add_observation(scenario, code, details, valueQuantity=value.quantity())


@given("{her} due date is {when:when}{details:details}", details=OBSERVATION)
def add_due_date(scenario: Scenario, when: When, details: tuple[str, ...]) -> None:
    """The estimated date of delivery, LOINC 11778-8.

    Example: her due date is 10 weeks from now, 3 weeks ago
    """
    code = coded(_LOINC, "11778-8", "Delivery date Estimated")
    add_observation(scenario, code, details, valueDateTime=when.text(scenario.moment))


@OBSERVATION.detail("{when:when}", "noted {when:when}")
def observation_when(fact: Fact, when: When) -> None:
    """When it was seen or measured."""
    fact.set(effectiveDateTime=fact.text_of(when))


@OBSERVATION.detail("without a date")
def observation_without_date(fact: Fact) -> None:
    """The time is not recorded."""
    fact.set(effectiveDateTime=None)


@OBSERVATION.detail(
    "{status:status}",
    more={"status": one_of("preliminary", "registered", "amended", "corrected", "cancelled", "final")},
)
def observation_status(fact: Fact, status: str) -> None:
    """Its status; final when no detail says otherwise."""
    fact.set(status=status)


@OBSERVATION.detail("entered in error")
def observation_in_error(fact: Fact) -> None:
    """Entered in error."""
    fact.set(status="entered-in-error")


@OBSERVATION.detail("with a reference range up to {limit:amount}")
def observation_range(fact: Fact, limit: Amount) -> None:
    """The laboratory's upper limit."""
    fact.set(referenceRange=[{"high": limit.quantity()}])


@OBSERVATION.detail("with a reference range from {limit:amount}")
def observation_range_from(fact: Fact, limit: Amount) -> None:
    """The laboratory's lower limit."""
    fact.set(referenceRange=[{"low": limit.quantity()}])


@OBSERVATION.detail("interpreted as {code:code}", more={"code": one_of("POS", "NEG", "H", "L", "N", "A")})
def observation_interpretation(fact: Fact, code: str) -> None:
    """The laboratory's interpretation."""
    fact.set(interpretation=[coded(f"{_HL7}v3-ObservationInterpretation", code)])


@OBSERVATION.detail("of the {site:concept}")
def observation_site(fact: Fact, site: JsonObject) -> None:
    """Where it was measured."""
    fact.set(bodySite=site)


@OBSERVATION.detail("with the note {text:text}")
def observation_note(fact: Fact, text: str) -> None:
    """A note."""
    fact.set(note=[{"text": text}])


@OBSERVATION.detail("with the components swapped")
def observation_swapped(fact: Fact) -> None:
    """Diastolic before systolic."""
    fact.resource["component"].reverse()


@OBSERVATION.detail("without a value")
def observation_without_value(fact: Fact) -> None:
    """Asked, and the value is absent."""
    values = [name for name in fact.resource if name.startswith("value")]
    fact.set(**dict.fromkeys(values), dataAbsentReason=coded(f"{_HL7}data-absent-reason", "unknown"))


# Procedures

_PROCEDURE_STATUSES = {
    "completed": "completed",
    "in progress": "in-progress",
    "planned": "preparation",
    "not done": "not-done",
    "entered in error": "entered-in-error",
}


@given("{she} had {procedure:concept}{details:details}", details=PROCEDURE)
def add_procedure(scenario: Scenario, procedure: JsonObject, details: tuple[str, ...]) -> None:
    """A procedure: completed, 30 days ago, unless a detail says otherwise.

    Example: she had "hysterectomy" (SNOMED 236886002), 5 years ago
    """
    fact = scenario.add("Procedure", name_of(procedure), status="completed", code=procedure)
    fact.set(performedDateTime=fact.text_of(_A_MONTH_AGO))
    PROCEDURE.apply(fact, details)


@PROCEDURE.detail("{when:when}")
def procedure_when(fact: Fact, when: When) -> None:
    """When it was done."""
    fact.set(performedDateTime=fact.text_of(when))


@PROCEDURE.detail("without a date")
def procedure_without_date(fact: Fact) -> None:
    """The time is not recorded."""
    fact.set(performedDateTime=None)


@PROCEDURE.detail("{status:status}", more={"status": one_of(*_PROCEDURE_STATUSES)})
def procedure_status(fact: Fact, status: str) -> None:
    """Its status."""
    fact.set(status=_PROCEDURE_STATUSES[status])


@PROCEDURE.detail("of the {site:concept}")
def procedure_site(fact: Fact, site: JsonObject) -> None:
    """Where it was done."""
    fact.set(bodySite=[site])


@PROCEDURE.detail("in this visit")
def procedure_in_visit(fact: Fact) -> None:
    """It belongs to the visit of the scenario."""
    encounter = fact.scenario.encounter
    if encounter is not None:
        fact.set(encounter={"reference": encounter.reference})


# Devices


@given("{she} has the device {device:concept}{details:details}", details=IMPLANT)
def add_device(scenario: Scenario, device: JsonObject, details: tuple[str, ...]) -> None:
    """A Device of the patient, such as an implant: active unless a detail says otherwise.

    Example: she has the device "Cardiac pacemaker, device" (SNOMED 14106009), inactive
    """
    IMPLANT.apply(scenario.add("Device", name_of(device), status="active", type=device), details)


_DEVICE_STATUSES = {"inactive": "inactive", "entered in error": "entered-in-error", "of unknown status": "unknown"}


@IMPLANT.detail("{status:status}", more={"status": one_of(*_DEVICE_STATUSES)})
def device_status(fact: Fact, status: str) -> None:
    """Its status."""
    fact.set(status=_DEVICE_STATUSES[status])


@IMPLANT.detail("without a status")
def device_without_status(fact: Fact) -> None:
    """Nothing says whether it is in use."""
    fact.set(status=None)


# Coverages


@given("{she} is covered by {payor:text}{details:details}", details=COVERAGE)
def add_coverage(scenario: Scenario, payor: str, details: tuple[str, ...]) -> None:
    """A Coverage: active, the payor by its name, unless a detail says otherwise.

    Example: she is covered by "Medicare", as the second payer
    """
    fact = scenario.add("Coverage", payor, status="active", payor=[{"display": payor}])
    COVERAGE.apply(fact, details)


@COVERAGE.detail("as the {rank:rank} payer", more={"rank": one_of("first", "second")})
def coverage_rank(fact: Fact, rank: str) -> None:
    """Whether it pays first."""
    fact.set(order=1 if rank == "first" else 2)


_COVERAGE_STATUSES = {"cancelled": "cancelled", "a draft": "draft", "entered in error": "entered-in-error"}


@COVERAGE.detail("{status:status}", more={"status": one_of(*_COVERAGE_STATUSES)})
def coverage_status(fact: Fact, status: str) -> None:
    """Its status."""
    fact.set(status=_COVERAGE_STATUSES[status])


@COVERAGE.detail("of the type {kind:concept}")
def coverage_type(fact: Fact, kind: JsonObject) -> None:
    """What kind of coverage it is."""
    fact.set(type=kind)


@COVERAGE.detail("with the plan {name:text}")
def coverage_plan(fact: Fact, name: str) -> None:
    """What its plan is called."""
    kind = coded(f"{_HL7}coverage-class", "plan")
    fact.set(**{"class": [{"type": kind, "value": "1", "name": name}]})


@COVERAGE.detail("since {when:when}")
def coverage_since(fact: Fact, when: When) -> None:
    """When it began."""
    fact.resource.setdefault("period", {})["start"] = fact.text_of(when)


@COVERAGE.detail("until {when:when}")
def coverage_until(fact: Fact, when: When) -> None:
    """When it ended, or is to end."""
    fact.resource.setdefault("period", {})["end"] = fact.text_of(when)


@COVERAGE.detail("by a reference that leads nowhere")
def coverage_nameless(fact: Fact) -> None:
    """The payor is referred to, and nothing says what it is called."""
    fact.set(payor=[{"reference": "Organization/elsewhere"}])


@COVERAGE.detail("of another patient")
def coverage_of_another(fact: Fact) -> None:
    """It came along by mistake."""
    fact.set(beneficiary={"reference": "Patient/patient-2"})
