"""What was not loaded may leave a question open; it never closes one.

For every clause that makes a rule speak: taking the resources of a kind away, or only saying that there may be more of
them, never turns true or unknown into false.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from cds.findings.allergies import find_allergy
from cds.findings.blood_pressure import find_blood_pressure
from cds.findings.conditions import find_condition
from cds.findings.doses import find_dose
from cds.findings.finding import Answer, Finding
from cds.findings.medications import find_medication
from cds.findings.observations import find_observation
from cds.findings.patients import find_patient
from cds.findings.points import find_points
from cds.findings.pregnancy import find_pregnancy
from cds.findings.sessions import find_sessions
from cds.findings.texts import find_text
from cds.record import Concept, Given, Kind, PatientRecord
from tests.unit.findings.builders import (
    COMPLETE,
    ICD,
    KETAMINE,
    administration,
    allergy,
    clause,
    component,
    concept,
    condition,
    dosage,
    medication_order,
    named,
    observation,
    patient,
    procedure,
    quantity,
    snomed,
    therapy_order,
    view,
    when,
)

_DAYS = ("2026-11-24T10:00:00Z", "2026-11-24T10:30:00Z", "2026-11-20", "2026-11", "2026-06-01", "2019", None)
_LIMITS = {"systolic_above": "180 mm[Hg]", "diastolic_above": "100 mm[Hg]"}

SPEAKING: list[tuple[Any, dict[str, Any]]] = [
    (find_condition, {"condition": "ever", "in_": "cancer", "began_within": "42 days"}),
    (find_condition, {"condition": "active", "in_": "cancer", "dated": False}),
    (find_condition, {"condition": "active", "in_": "cancer", "lifelong": True, "latest_of": ["cancer", "pregnancy"]}),
    (find_medication, {"medication": "exposed", "in_": "ketamine", "washout": "30 days"}),
    (find_medication, {"medication": "exposed", "in_": "ketamine", "resource": "MedicationAdministration"}),
    (find_medication, {"medication": "exposed", "in_": "ketamine", "standing": True, "not_words": "rescue"}),
    (find_medication, {"medication": "ever", "in_": "ketamine", "not_reason": "cancer"}),
    (find_allergy, {"allergy": "active", "in_": "ketamine"}),
    (find_allergy, {"allergy": "active", "in_": "ketamine", "reaction": "other", "manifestations": "nausea"}),
    (find_observation, {"observation": "latest", "in_": "item9", "within": "14 days", "at_least": "1 {score}"}),
    (
        find_observation,
        {"observation": "any", "in_": "hcg", "within": "30 days", "answers": "answers", "role": "positive"},
    ),
    (find_blood_pressure, {"blood_pressure": "latest", "in_": "bp", "within": "24 hours", **_LIMITS}),
    (
        find_blood_pressure,
        {"blood_pressure": "twice", "in_": "bp", "within": "24 hours", "apart": "5 minutes", **_LIMITS},
    ),
    (
        find_pregnancy,
        {
            "pregnancy": "recorded",
            "in_": "pregnancy",
            "recorded_within": "300 days",
            "ended": "pregnancy-ended",
            "status": "pregnancy-status",
            "answers": "answers",
            "status_within": "280 days",
            "tests": "hcg",
            "tests_within": "30 days",
            "due_date": "due-date",
            "due_date_past": "14 days",
            "unless_in": "cancer",
        },
    ),
    (find_patient, {"patient": "age", "below": 18}),
    (find_patient, {"patient": "childbearing-potential", "at_least": 12, "below": 56, "unless_in": "no-childbearing"}),
    (find_sessions, {"sessions": "given", "in_": ["ketamine", "session"], "within": "28 days", "at_least": 2}),
    (
        find_dose,
        {
            "dose": "ordered",
            "above": "4.5 mg/kg",
            "at_once": "5 minutes",
            "weight": "weight",
            "weight_within": "90 days",
        },
    ),
    (find_sessions, {"sessions": "with-order", "in_": ["ketamine"], "within": "28 days", "at_least": 2}),
    (
        find_sessions,
        {"sessions": "with-order", "in_": ["ketamine"], "within": "28 days", "apart_below": "20 hours"},
    ),
    (
        find_points,
        {
            "points": "certain",
            "at_least": 2,
            "items": [{"name": "weight", "two": [{"observation": "latest", "in": "weight", "within": "30 days"}]}],
        },
    ),
    (find_dose, {"dose": "ordered", "at_least": "0.5 mg/kg", "weight": "weight", "weight_within": "90 days"}),
    (find_dose, {"dose": "ordered", "times_previous": 10, "same": "ketamine"}),
    (
        find_dose,
        {"dose": "ordered", "times_previous": 10, "same": "ketamine", "weight": "weight", "weight_within": "90 days"},
    ),
    (
        find_text,
        {"text": ["Observation", "Condition", "Procedure", "ServiceRequest"], "words": "numb*", "absent": "not"},
    ),
]
"""Each clause kind that makes a rule speak. `pregnancy_excluded` is not among them: it silences."""


def _some(*groups: Sequence[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    """Up to four resources, each group as likely as any other."""
    return st.lists(st.one_of([st.sampled_from(group) for group in groups]), max_size=4).map(tuple)


def _observations() -> tuple[list[Any], ...]:
    values = ("190 mm[Hg]", "120 mm[Hg]", "25 kPa", "190")
    pressures = [
        observation(
            "85354-9",
            at=at,
            components=(component("8480-6", quantity(value)), component("8462-4", quantity("80 mm[Hg]"))),
        )
        for at in _DAYS
        for value in values
    ]
    tests = [
        observation("2106-3", snomed(code), at=at) for at in _DAYS for code in ("10828004", "260385009", "82334004")
    ]
    serum = [
        observation("19080-1", quantity("40 m[iU]/mL"), at=at, reference_high=high)
        for at in _DAYS
        for high in (None, quantity("5 m[iU]/mL"))
    ]
    statuses = [
        observation("82810-3", snomed(code), at=at) for at in _DAYS for code in ("77386006", "60001007", "146799005")
    ]
    items = [observation("44260-8", quantity(value), at=at) for at in _DAYS for value in ("0", "1", "1 mg")]
    weights = [observation("29463-7", quantity("70 kg"), at=at) for at in _DAYS]
    due = [observation("11778-8", when(day), at="2026-06-01") for day in ("2027-01-01", "2026-11", "2020-01-01")]
    feet = [observation(named("Feet"), text) for text in ("numb", "not numb")]
    return pressures, tests, serum, statuses, items, weights, due, feet


def _conditions() -> tuple[list[Any], ...]:
    codes = (
        concept(ICD, "Z3A.12"),
        concept(ICD, "Z37.0"),
        concept(ICD, "C34.1"),
        concept(ICD, "Z90.710"),
        named("numb feet"),
        Concept(),
    )
    return tuple(
        [
            condition(code, recorded=at, clinical_status=status)
            for at in _DAYS
            for status in ("active", "resolved", None)
        ]
        for code in codes
    )


ADMINISTRATIONS = [administration(at=at) for at in _DAYS]
UNRECOGNISED = [administration(concept("urn:local", "X"))]
EARLIER_ORDERS = [
    medication_order(dosage(dose), status="active", reference="MedicationRequest/1", authored=at)
    for dose in ("5 mg", "0.5 mg/kg", "300 mg")
    for at in _DAYS[2:]
]
ALLERGIES = [
    allergy(KETAMINE),
    allergy(KETAMINE, clinical_status="resolved"),
    allergy(Concept()),
    allergy(named("dust")),
]
PROCEDURES = [
    [procedure(code, at=at) for at in _DAYS] for code in (snomed("11466000"), snomed("236886002"), named("numb"))
]

RECORDS = st.builds(
    PatientRecord,
    patient_id=st.just("p"),
    patient=st.sampled_from(
        [
            patient(birth=birth, gender=sex)
            for birth in ("2012-01-01", "2008", "1990", None)
            for sex in ("female", "male", None)
        ]
    ),
    conditions=_some(*_conditions()),
    medications=_some(ADMINISTRATIONS, ADMINISTRATIONS, UNRECOGNISED, EARLIER_ORDERS),
    allergies=_some(ALLERGIES),
    observations=_some(*_observations()),
    procedures=_some(*PROCEDURES),
    orders=_some([therapy_order(named("numb")), therapy_order(named("not numb"))]),
    given=st.dictionaries(st.sampled_from(list(Kind)), st.sampled_from(list(Given)), max_size=2).map(
        lambda some: COMPLETE | some
    ),
)
DOSES = st.sampled_from(["35 mg", "500 mg", "5 mg/kg", "3 sprays", "35"])
FIELDS = {
    Kind.PATIENT: {"patient": None},
    Kind.CONDITION: {"conditions": ()},
    Kind.ALLERGY: {"allergies": ()},
    Kind.OBSERVATION: {"observations": ()},
    Kind.PROCEDURE: {"procedures": ()},
    Kind.SERVICE_REQUEST: {"orders": ()},
    Kind.MEDICATION_REQUEST: {},
    Kind.MEDICATION_ADMINISTRATION: {},
}


def _without(record: PatientRecord, kind: Kind) -> PatientRecord:
    kept = tuple(use for use in record.medications if use.kind is not kind)
    return replace(record, medications=kept, given={**record.given, kind: Given.UNKNOWN}, **FIELDS[kind])  # type: ignore[arg-type]


def _findings(record: PatientRecord, dose: str) -> list[Finding]:
    order = medication_order(dosage(dose))
    return [find(clause(**written), view(record, order)) for find, written in SPEAKING]


@settings(max_examples=200, deadline=None)
@given(record=RECORDS, dose=DOSES)
def test_a_kind_that_was_not_loaded_never_answers_no(record: PatientRecord, dose: str) -> None:
    before = _findings(record, dose)
    for kind in FIELDS:
        after = _findings(_without(record, kind), dose)
        for one, other, (_, written) in zip(before, after, SPEAKING, strict=True):
            assert other.answer is not Answer.FALSE or one.answer is Answer.FALSE, (kind, written)


@settings(max_examples=200, deadline=None)
@given(record=RECORDS, dose=DOSES)
def test_a_kind_that_may_hold_more_keeps_a_yes_and_says_no_less(record: PatientRecord, dose: str) -> None:
    before = _findings(replace(record, given=COMPLETE), dose)
    for kind in set(FIELDS) - {Kind.PATIENT}:
        after = _findings(replace(record, given={**COMPLETE, kind: Given.PARTIAL}), dose)
        for one, other, (_, written) in zip(before, after, SPEAKING, strict=True):
            expected = {Answer.FALSE, Answer.UNKNOWN} if one.answer is Answer.FALSE else {one.answer}
            assert other.answer in expected, (kind, written)


@settings(max_examples=200, deadline=None)
@given(record=RECORDS, dose=DOSES)
def test_an_answer_says_why_and_an_unknown_one_what_is_missing(record: PatientRecord, dose: str) -> None:
    for finding in _findings(record, dose):
        assert finding.why.endswith(".")
        assert bool(finding.missing) is (finding.answer is Answer.UNKNOWN)
        assert finding.inputs or finding.answer is not Answer.TRUE
