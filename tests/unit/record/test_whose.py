"""The wrong-patient guard: a record never mixes patients."""

from typing import Any

import pytest

from cds.errors import HookRequestInvalid
from cds.record import Given, Kind
from tests.unit.record.building import PATIENT, answer, problems, record_of

UUID = "ef3e05ed-4dda-44ad-b2d1-fadd76326ea5"


def condition(subject: object, **members: Any) -> dict[str, Any]:
    return {"resourceType": "Condition", "id": "c", "code": {"text": "Mania"}, "subject": subject, **members}


@pytest.mark.parametrize(
    "subject",
    [
        {"reference": "Patient/p"},
        {"reference": "/Patient/p"},
        {"reference": "https://ehr.example/fhir/R4/Patient/p"},
        {"reference": "https://ehr.example/fhir/R4/Patient/p/_history/3"},
        {"reference": "Patient/p/_history/3"},
        {"reference": "Patient/p?_format=json"},
        {"reference": "p"},
        "Patient/p",
        [{"reference": "Patient/p"}],
    ],
)
def test_this_patient_has_many_addresses(subject: object) -> None:
    record = record_of(answer(Kind.CONDITION, condition(subject)))
    assert len(record.conditions) == 1
    assert record.problems == ()
    assert record.how_much(Kind.CONDITION) is Given.COMPLETE


@pytest.mark.parametrize("patient_id", ["p", "Patient/p", "https://ehr.example/fhir/Patient/p", " p "])
def test_the_context_may_name_the_patient_in_full(patient_id: str) -> None:
    record = record_of(answer(Kind.CONDITION, condition({"reference": "Patient/p"})), patient_id=patient_id)
    assert record.patient_id == "p"
    assert len(record.conditions) == 1


@pytest.mark.parametrize("address", [f"urn:uuid:{UUID}", f"urn:uuid:{UUID.upper()}", f"Patient/{UUID}"])
def test_a_uuid_is_this_patient_by_its_id(address: str) -> None:
    record = record_of(answer(Kind.CONDITION, condition({"reference": address})), patient_id=UUID)
    assert len(record.conditions) == 1


def test_a_uuid_is_this_patient_by_the_full_url_in_the_bundle() -> None:
    transaction = {
        "resourceType": "Bundle",
        "entry": [
            {"fullUrl": f"urn:uuid:{UUID}", "resource": PATIENT},
            {
                "resource": {
                    "resourceType": "MedicationRequest",
                    "id": "m",
                    "subject": {"reference": f"urn:uuid:{UUID}"},
                }
            },
        ],
    }
    assert len(record_of(drafts=transaction).drafts) == 1


@pytest.mark.parametrize(
    "subject",
    [
        {"reference": "Patient/q"},
        {"reference": "https://ehr.example/fhir/Patient/q"},
        {"reference": "https://ehr.example/fhir/Patient/q/_history/p"},
        {"reference": f"urn:uuid:{UUID}"},
        {"reference": "Group/p"},
        {"reference": "P"},
        "Patient/q",
    ],
)
def test_a_resource_of_another_patient_is_dropped_and_told(subject: object) -> None:
    record = record_of(answer(Kind.CONDITION, condition(subject)))
    assert record.conditions == ()
    assert problems(record) == ["names another patient; it was left out"]
    assert record.problems[0].reference == "Condition/c"


@pytest.mark.parametrize(
    "subject",
    [None, {}, {"display": "Jane"}, {"identifier": {"value": "1"}}, {"reference": "#p"}, {"reference": ""}, 7, []],
)
def test_a_resource_of_nobody_is_dropped_and_told(subject: object) -> None:
    record = record_of(answer(Kind.CONDITION, condition(subject)))
    assert record.conditions == ()
    assert problems(record) == ["names no patient; it was left out"]


def test_a_kind_of_which_something_was_dropped_is_not_complete() -> None:
    theirs = condition({"reference": "Patient/q"})
    record = record_of(answer(Kind.CONDITION, theirs), answer(Kind.OBSERVATION, key="o"))
    assert record.how_much(Kind.CONDITION) is Given.PARTIAL
    assert record.how_much(Kind.OBSERVATION) is Given.COMPLETE


def test_where_subject_and_patient_differ_the_resource_is_not_ours() -> None:
    record = record_of(
        answer(Kind.CONDITION, condition({"reference": "Patient/p"}, patient={"reference": "Patient/q"}))
    )
    assert record.conditions == ()


def test_even_an_irrelevant_resource_of_another_patient_is_told() -> None:
    theirs = condition({"reference": "Patient/q"}, code={"coding": [{"system": "http://loinc.org", "code": "1-1"}]})
    record = record_of(answer(Kind.CONDITION, theirs), wanted=False)
    assert problems(record) == ["names another patient; it was left out"]


# --- the patient and the drafts must be right: a mismatch is the EHR's error (400)


@pytest.mark.parametrize("resource_id", ["secret", "P", 7])
def test_another_patient_than_the_hooks_is_refused_and_not_named(resource_id: object) -> None:
    given = answer(Kind.PATIENT, {"resourceType": "Patient", "id": resource_id}, key="patient")
    with pytest.raises(HookRequestInvalid) as refused:
        record_of(given)
    assert refused.value.where == "prefetch.patient"
    assert "secret" not in str(refused.value)


def test_a_patient_without_an_id_is_believed_and_told() -> None:
    record = record_of(answer(Kind.PATIENT, {"resourceType": "Patient", "gender": "male"}))
    assert record.patient is not None
    assert problems(record) == ["id is missing or none that FHIR allows; the resource was read all the same"]


def test_another_patient_in_somebody_elses_key_is_ignored() -> None:
    record = record_of(answer(None, {"resourceType": "Patient", "id": "q"}, PATIENT))
    assert record.patient is not None
    assert record.patient.reference == "Patient/p"


@pytest.mark.parametrize("resource_type", ["MedicationRequest", "ServiceRequest", "DeviceRequest", "MedicationOrder"])
def test_a_draft_for_another_patient_is_refused(resource_type: str) -> None:
    draft = {"resourceType": resource_type, "id": "d", "subject": {"reference": "Patient/q"}}
    with pytest.raises(HookRequestInvalid) as refused:
        record_of(drafts=draft)
    assert refused.value.where == "context.draftOrders"


@pytest.mark.parametrize("subject", [{}, {"subject": {"display": "Jane"}}])
def test_a_draft_for_nobody_is_taken_to_be_for_the_patient_of_the_hook(subject: dict[str, object]) -> None:
    assert len(record_of(drafts={"resourceType": "MedicationRequest", "id": "d", **subject}).drafts) == 1
