"""From answers and drafts to one record: what is kept, what counts as complete, which orders are drafts."""

from decimal import Decimal
from typing import Any

import pytest

from cds.record import Answer, Given, Held, Kind, PatientRecord, read_held, read_record
from tests.unit.record.building import (
    ICD,
    LOINC,
    OURS,
    PATIENT,
    RXNORM,
    about_p,
    answer,
    coded,
    problems,
    read,
    record_of,
)

WANTED_BY_NONE = coded(ICD, "Z00.0")


def draft(resource_type: str = "MedicationRequest", **members: Any) -> dict[str, Any]:
    return {"resourceType": resource_type, "id": "d", "subject": OURS, "status": "draft", **members}


def references(record: PatientRecord) -> list[str]:
    return [order.reference for order in record.drafts]


# --- what is kept


@pytest.mark.parametrize(
    "resource",
    [
        about_p("Condition", code=WANTED_BY_NONE),
        about_p("Observation", code=coded(LOINC, "1-1")),
        about_p("Procedure", code=WANTED_BY_NONE),
        about_p("ServiceRequest", code=WANTED_BY_NONE),
        about_p("ServiceRequest", code=WANTED_BY_NONE, orderDetail=[{"text": "x"}]),
        about_p("DeviceRequest", codeCodeableConcept=WANTED_BY_NONE),
        about_p("Condition", code=[WANTED_BY_NONE]),
    ],
)
def test_what_no_rule_wants_is_not_kept(resource: dict[str, Any]) -> None:
    record = read(resource, wanted=False)
    assert not (record.conditions + record.observations + record.procedures + record.orders + record.allergies)


@pytest.mark.parametrize(
    "code", [{"text": "Mania"}, coded("urn:local", "7"), {}, None, coded("http://hl7.org/fhir/sid/icd-10", "F31")]
)
@pytest.mark.parametrize("kind", [Kind.CONDITION, Kind.OBSERVATION, Kind.PROCEDURE, Kind.SERVICE_REQUEST, Kind.ALLERGY])
def test_what_carries_no_code_that_a_rule_could_know_stays_visible(kind: Kind, code: object) -> None:
    record = read(about_p(kind.value, code=code), wanted=False)
    assert len(record.conditions + record.observations + record.procedures + record.orders + record.allergies) == 1


@pytest.mark.parametrize("kind", [Kind.MEDICATION_REQUEST, Kind.MEDICATION_STATEMENT, Kind.MEDICATION_ADMINISTRATION])
def test_every_medication_stays_visible(kind: Kind) -> None:
    record = read(about_p(kind.value, medicationCodeableConcept=coded(RXNORM, "1")), wanted=False)
    assert [use.kind for use in record.medications] == [kind]


def test_every_allergy_stays_visible_for_what_it_names_may_be_a_product() -> None:
    record = read(about_p("AllergyIntolerance", code=coded(RXNORM, "1")), wanted=False)
    assert len(record.allergies) == 1


def test_patient_encounters_and_drafts_are_always_kept() -> None:
    record = record_of(
        answer(None, PATIENT, about_p("Encounter")),
        drafts=draft(medicationCodeableConcept=coded(RXNORM, "1")),
        wanted=False,
    )
    assert record.patient is not None
    assert len(record.encounters) == len(record.drafts) == 1


def test_a_component_can_make_an_observation_relevant() -> None:
    asked: list[str] = []
    panel = about_p("Observation", code=coded(LOINC, "1-1"), component=[{"code": coded(LOINC, "8480-6")}])
    record = read_record(
        patient_id="p",
        answers=[answer(Kind.OBSERVATION, panel)],
        drafts=None,
        selections=None,
        encounter_id=None,
        is_relevant=lambda concepts: bool(asked.extend(one.codings[0].code for one in concepts)) or "8480-6" in asked,
    )
    assert len(record.observations) == 1


def test_resources_of_no_kind_that_rules_read_are_ignored() -> None:
    record = read(
        {"resourceType": "NutritionOrder"}, {"resourceType": "Practitioner", "id": "x"}, {"resourceType": "Nonsense"}
    )
    assert record == record_of(answer(None))


def test_what_is_given_twice_is_read_once() -> None:
    condition = about_p("Condition", code={"text": "Mania"})
    record = record_of(answer(Kind.CONDITION, condition), answer(None, condition, dict(condition), key="other"))
    assert len(record.conditions) == 1


def test_resources_without_an_id_are_told_apart() -> None:
    nameless = {"resourceType": "Condition", "subject": OURS, "code": {"text": "Mania"}}
    record = read(nameless, dict(nameless))
    assert [condition.reference for condition in record.conditions] == ["Condition/?", "Condition/?"]


@pytest.mark.parametrize(
    ("resource_id", "reference"),
    [
        (7, "Condition/7"),
        ("a_b", "Condition/a_b"),
        ("a.B-7", "Condition/a.B-7"),
        ("Jane Doe", "Condition/?"),
        ("x" * 65, "Condition/?"),
        ("../../etc", "Condition/?"),
        (["a"], "Condition/?"),
        ("", "Condition/?"),
    ],
)
def test_a_bad_id_is_not_repeated(resource_id: object, reference: str) -> None:
    record = read({**about_p("Condition", code={"text": "Mania"}), "id": resource_id})
    assert record.conditions[0].reference == reference
    assert bool(record.problems) is (resource_id != "a.B-7")


# --- how much was given


def complete(key: str, kind: Kind = Kind.OBSERVATION) -> Answer:
    return Answer(key=key, kind=kind, given=Given.COMPLETE)


def test_a_kind_is_complete_when_its_answer_is() -> None:
    assert record_of(complete("a")).how_much(Kind.OBSERVATION) is Given.COMPLETE


def test_a_kind_that_nobody_asked_for_is_unknown() -> None:
    assert record_of(complete("a")).how_much(Kind.PROCEDURE) is Given.UNKNOWN


def test_a_kind_asked_for_by_two_keys_is_complete_only_when_both_are() -> None:
    unknown = Answer(key="b", kind=Kind.OBSERVATION, given=Given.UNKNOWN)
    assert record_of(complete("a"), complete("b")).how_much(Kind.OBSERVATION) is Given.COMPLETE
    assert record_of(complete("a"), unknown).how_much(Kind.OBSERVATION) is Given.PARTIAL
    assert record_of(unknown).how_much(Kind.OBSERVATION) is Given.UNKNOWN


def test_a_key_may_be_answered_again_and_better() -> None:
    unknown = Answer(key="a", kind=Kind.OBSERVATION, given=Given.UNKNOWN)
    assert record_of(unknown, complete("a")).how_much(Kind.OBSERVATION) is Given.COMPLETE
    assert record_of(complete("a"), unknown).how_much(Kind.OBSERVATION) is Given.COMPLETE


def test_somebody_elses_key_proves_nothing_absent() -> None:
    record = record_of(answer(None, about_p("Condition", code={"text": "Mania"})))
    assert record.how_much(Kind.CONDITION) is Given.PARTIAL


def test_a_resource_in_the_answer_to_another_query_is_read() -> None:
    record = record_of(answer(Kind.OBSERVATION, about_p("Condition", code={"text": "Mania"})))
    assert len(record.conditions) == 1
    assert record.how_much(Kind.CONDITION) is Given.PARTIAL


def test_without_a_patient_nobody_knows_the_patient() -> None:
    assert (
        record_of(Answer(key="patient", kind=Kind.PATIENT, given=Given.COMPLETE)).how_much(Kind.PATIENT)
        is Given.UNKNOWN
    )


def test_what_an_answer_says_went_wrong_is_told() -> None:
    record = record_of(Answer(key="conditions", kind=Kind.CONDITION, given=Given.UNKNOWN, problem="the query failed"))
    assert problems(record) == ["prefetch conditions: the query failed"]


# --- drafts


@pytest.mark.parametrize(
    "drafts",
    [
        {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": draft()}]},
        {"resourceType": "Bundle", "entry": [{"fullUrl": "urn:uuid:1", "resource": draft()}]},
        {"entry": [{"resource": draft()}]},
        {"resourceType": "Bundle", "entry": {"resource": draft()}},
        {"resourceType": "Bundle", "entry": [draft()]},
        {"resource": draft()},
        draft(),
        [draft()],
        {"entry": [{"resource": {"resourceType": "Bundle", "entry": [{"resource": draft()}]}}]},
    ],
)
def test_drafts_come_in_many_wrappings(drafts: Any) -> None:
    assert references(record_of(drafts=drafts)) == ["MedicationRequest/d"]


@pytest.mark.parametrize("drafts", [None, {}, {"resourceType": "Bundle"}, {"resourceType": "Bundle", "entry": []}])
def test_no_drafts(drafts: Any) -> None:
    assert record_of(drafts=drafts).drafts == ()


def test_drafts_of_other_kinds_are_ignored_and_medications_are_only_referred_to() -> None:
    bundle = [
        draft("NutritionOrder"),
        draft("VisionPrescription"),
        {"resourceType": "Medication", "id": "m"},
        draft("ServiceRequest"),
    ]
    assert references(record_of(drafts={"entry": bundle})) == ["ServiceRequest/d"]


@pytest.mark.parametrize("status", ["cancelled", "entered-in-error", "stopped", "completed", "Cancelled"])
def test_an_order_that_is_over_is_no_draft(status: str) -> None:
    assert record_of(drafts=draft(status=status)).drafts == ()


@pytest.mark.parametrize("status", ["draft", "active", "on-hold", None, "nonsense", 7])
def test_an_order_signed_again_is_a_draft(status: object) -> None:
    assert len(record_of(drafts=draft(status=status)).drafts) == 1


def test_a_draft_without_anything_is_a_draft() -> None:
    (order,) = record_of(drafts={"resourceType": "MedicationRequest"}).drafts
    assert order.reference == "MedicationRequest/draft-1"
    assert order.draft


def test_drafts_without_ids_are_called_by_their_place() -> None:
    bundle = {"entry": [draft(), {**draft(), "id": None}, {**draft("ServiceRequest"), "id": "no good"}]}
    assert references(record_of(drafts=bundle)) == [
        "MedicationRequest/d",
        "MedicationRequest/draft-2",
        "ServiceRequest/draft-3",
    ]


def test_a_draft_of_dstu2_keeps_the_name_its_ehr_knows_it_by() -> None:
    record = record_of(drafts=draft("MedicationOrder"), selections=["MedicationOrder/d"])
    assert references(record) == ["MedicationOrder/d"]
    assert record.drafts[0].selected


@pytest.mark.parametrize(
    ("selections", "selected"),
    [
        (None, True),
        (["MedicationRequest/d"], True),
        (["https://ehr.example/fhir/MedicationRequest/d"], True),
        (["d"], True),
        (["urn:uuid:1"], True),
        (["MedicationRequest/other"], False),
        (["ServiceRequest/d"], False),
        ([], False),
    ],
)
def test_which_drafts_are_selected(selections: list[str] | None, selected: bool) -> None:
    record = record_of(drafts={"entry": [{"fullUrl": "urn:uuid:1", "resource": draft()}]}, selections=selections)
    assert record.drafts[0].selected is selected


def test_a_draft_is_not_in_the_record_too() -> None:
    recorded = answer(Kind.MEDICATION_REQUEST, {**draft(), "status": "active"})
    record = record_of(recorded, drafts=draft())
    assert references(record) == ["MedicationRequest/d"]
    assert record.medications == ()


def test_an_order_being_cancelled_is_still_in_the_record() -> None:
    recorded = answer(Kind.MEDICATION_REQUEST, {**draft(), "status": "active"})
    record = record_of(recorded, drafts=draft(status="cancelled"))
    assert record.drafts == ()
    assert len(record.medications) == 1


def test_entries_that_are_no_resources_are_told() -> None:
    record = record_of(drafts={"entry": [7, {"resource": draft()}, {"request": {}}]})
    assert len(record.drafts) == 1
    assert problems(record) == ["context.draftOrders has entries that hold no resource; they were left out"]


# --- the whole


def test_the_same_request_gives_the_same_record() -> None:
    given = (answer(Kind.CONDITION, about_p("Condition", code={"text": "Mania"}, onsetDateTime="?")), complete("a"))
    assert record_of(*given, drafts=draft()) == record_of(*given, drafts=draft())


def test_what_was_received_is_not_changed() -> None:
    resource = about_p(
        "Condition",
        code={"coding": [{"system": ICD, "code": " f31"}]},
        bodySite=[{"coding": [{"system": "a b", "code": "x  y"}]}],
    )
    before = repr(resource)
    read(resource)
    assert repr(resource) == before


def test_held_resources_come_with_their_full_url_and_mode() -> None:
    held, unreadable = read_held(
        {
            "entry": [
                {"fullUrl": "urn:uuid:1", "resource": PATIENT, "search": {"mode": "include"}},
                {"resource": None},
                "x",
            ]
        }
    )
    assert held == [Held(PATIENT, "urn:uuid:1", "include")]
    assert unreadable == 1


def test_validation_leaves_out_what_is_no_fhir_and_keeps_the_rest() -> None:
    record = read(
        about_p(
            "MedicationRequest",
            medicationCodeableConcept={
                "coding": [{"system": RXNORM, "code": "6  130"}, {"system": RXNORM, "code": "6130"}]
            },
            dosageInstruction=[{"timing": {"repeat": {"frequency": 0, "period": 1, "periodUnit": "d"}}}],
        )
    )
    (use,) = record.medications
    assert "6130" in [coding.code for coding in use.medicines[0].codings]
    assert use.dosages[0].timing.period_days == Decimal(1)
    assert problems(record) == [
        "dosageInstruction.timing.repeat.frequency is not valid FHIR R4 and was left out",
    ]
