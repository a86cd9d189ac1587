"""Patient, AllergyIntolerance, Procedure, Encounter."""

from typing import Any

import pytest

from cds.record import Allergy, Concept, Coverage, Given, Kind, Patient, Procedure
from tests.unit.record.building import OURS, PATIENT, about_p, answer, coded, read, record_of

ACT = "http://terminology.hl7.org/CodeSystem/v3-ActCode"


def patient(**members: Any) -> Patient:
    found = record_of(answer(Kind.PATIENT, {**PATIENT, **members})).patient
    assert found is not None
    return found


def allergy(**members: Any) -> Allergy:
    return read(about_p("AllergyIntolerance", **members)).allergies[0]


def procedure(**members: Any) -> Procedure:
    return read(about_p("Procedure", **members)).procedures[0]


# --- Patient


def test_a_patient() -> None:
    found = patient(
        gender="female",
        birthDate="1980-02-29",
        extension=[
            {"url": "http://hl7.org/fhir/us/core/StructureDefinition/us-core-race", "extension": []},
            {"url": "http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex", "valueCode": "M"},
            {
                "url": "http://hl7.org/fhir/StructureDefinition/patient-sexParameterForClinicalUse",
                "extension": [{"url": "value", "valueCodeableConcept": coded("", "female-typical")}],
            },
        ],
    )
    assert (found.reference, found.gender) == ("Patient/p", "female")
    assert found.birth is not None
    assert found.birth.text == "1980-02-29"
    assert (found.sex_at_birth, found.sex_for_clinical_use) == ("M", "female-typical")
    assert not found.deceased


def test_a_birth_year_alone_is_a_year() -> None:
    birth = patient(birthDate=1980).birth
    assert birth is not None
    assert (birth.text, birth.precise) == ("1980", False)


@pytest.mark.parametrize("deceased", [{"deceasedBoolean": True}, {"deceasedDateTime": "2026-01-01"}])
def test_a_patient_who_died(deceased: dict[str, object]) -> None:
    assert patient(**deceased).deceased


def test_a_patient_who_did_not() -> None:
    assert not patient(deceasedBoolean=False).deceased


# --- AllergyIntolerance


def test_an_allergy() -> None:
    found = allergy(
        clinicalStatus=coded("http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical", "active"),
        verificationStatus=coded("http://terminology.hl7.org/CodeSystem/allergyintolerance-verification", "confirmed"),
        type="intolerance",
        code={"text": "Anaesthetics"},
        recordedDate="2026-01-01",
        reaction=[
            {"substance": {"text": "Ketamine"}, "manifestation": [{"text": "Nausea"}]},
            {"substance": {"text": "Other"}},
        ],
    )
    assert (found.clinical_status, found.verification_status, found.type) == ("active", "confirmed", "intolerance")
    assert found.code == Concept(text="Anaesthetics")
    assert [reaction.substance for reaction in found.reactions] == [Concept(text="Ketamine"), Concept(text="Other")]
    assert found.reactions[0].manifestations == (Concept(text="Nausea"),)
    assert found.recorded is not None


@pytest.mark.parametrize(
    ("status", "clinical", "verification"),
    [
        ("active", "active", None),
        ("unconfirmed", "active", "unconfirmed"),
        ("confirmed", "active", "confirmed"),
        ("refuted", None, "refuted"),
        ("entered-in-error", None, "entered-in-error"),
        ("resolved", "resolved", None),
    ],
)
def test_dstu2_has_one_status_where_r4_has_two(status: str, clinical: str | None, verification: str | None) -> None:
    found = allergy(substance={"text": "Ketamine"}, status=status)
    assert (found.code, found.clinical_status, found.verification_status) == (
        Concept(text="Ketamine"),
        clinical,
        verification,
    )


def test_stu3_has_bare_statuses_and_asserts() -> None:
    found = allergy(
        code={"text": "Ketamine"}, clinicalStatus="active", verificationStatus="confirmed", assertedDate="2018-01-01"
    )
    assert (found.clinical_status, found.verification_status) == ("active", "confirmed")
    assert found.recorded is not None


def test_r5_has_its_type_as_a_concept_and_manifestations_by_reference() -> None:
    found = allergy(
        code={"text": "Ketamine"},
        type=coded("http://hl7.org/fhir/allergy-intolerance-type", "allergy"),
        reaction=[{"manifestation": [{"concept": {"text": "Rash"}}]}],
    )
    assert found.type == "allergy"
    assert found.reactions[0].manifestations == (Concept(text="Rash"),)


# --- Procedure


def test_a_procedure() -> None:
    found = procedure(
        status="completed",
        code={"text": "Infusion"},
        performedPeriod={"start": "2026-01-01", "end": "2026-01-01"},
        bodySite=[{"text": "arm"}],
        reasonCode=[{"text": "CRPS"}],
        encounter={"reference": "https://ehr.example/fhir/Encounter/e"},
    )
    assert found.performed is not None
    assert (found.status, found.performed.text, found.encounter) == (
        "completed",
        "2026-01-01/2026-01-01",
        "Encounter/e",
    )
    assert (found.body_sites, found.reasons) == ((Concept(text="arm"),), (Concept(text="CRPS"),))


@pytest.mark.parametrize("when", ["performedDateTime", "performedString", "occurrenceDateTime"])
def test_when_it_was_performed_has_several_names(when: str) -> None:
    assert procedure(**{when: "2026-01-01"}).performed is not None


@pytest.mark.parametrize("refusal", ["notDone", "notPerformed"])
def test_what_was_not_performed_was_not_done(refusal: str) -> None:
    assert procedure(status="completed", **{refusal: True}).status == "not-done"


# --- Encounter


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ({"system": ACT, "code": "AMB"}, "AMB"),
        ("outpatient", "AMB"),
        ("emergency", "EMER"),
        ("home", "HH"),
        ("imp", "IMP"),
        ([coded(ACT, "VR")], "VR"),
        ([{"coding": [{"system": "urn:local", "code": "13"}, {"system": ACT, "code": "IMP"}]}], "IMP"),
        ({"system": "http://hl7.org/fhir/v3/ActCode", "code": "IMP"}, "IMP"),
        (None, None),
        ([], None),
        ({}, None),
    ],
)
def test_the_class_of_an_encounter(written: object, code: str | None) -> None:
    assert read(about_p("Encounter", **{"class": written})).encounters[0].class_code == code


@pytest.mark.parametrize(
    "reason",
    [
        {"reasonCode": [{"text": "Pain"}]},
        {"reason": [{"text": "Pain"}]},
        {"reason": [{"value": [{"concept": {"text": "Pain"}}]}]},
        {"reason": {"value": {"concept": {"text": "Pain"}}}},
    ],
)
def test_the_reason_of_an_encounter(reason: dict[str, object]) -> None:
    assert read(about_p("Encounter", **reason)).encounters[0].reasons == (Concept(text="Pain"),)


def test_the_encounter_of_the_hook_is_known() -> None:
    encounters = (
        about_p("Encounter"),
        {"resourceType": "Encounter", "id": "e", "subject": OURS, "actualPeriod": {"start": "2026"}},
    )
    record = record_of(answer(Kind.ENCOUNTER, *encounters), encounter_id="Encounter/e")
    assert record.encounter is not None
    assert record.encounter.reference == "Encounter/e"
    assert record.encounter.period is not None


def test_the_encounter_of_the_hook_need_not_name_its_patient() -> None:
    record = record_of(answer(Kind.ENCOUNTER, {"resourceType": "Encounter", "id": "e"}), encounter_id="e")
    assert record.encounter is not None


# --- Coverage


def coverage(*others: dict[str, Any], **members: Any) -> Coverage:
    written = {"resourceType": "Coverage", "id": "r1", "beneficiary": OURS, **members}
    return read(written, *others).coverages[0]


def test_a_coverage() -> None:
    found = coverage(
        status="active",
        type={
            "coding": [{"system": "https://nahdo.org/sopt", "code": "1", "display": "MEDICARE"}],
            "text": "Government",
        },
        payor=[{"display": "CMS"}],
        order=2,
        period={"start": "2020-01-01"},
        **{"class": [{"type": {"text": "plan"}, "value": "1", "name": "Part B"}]},
    )
    assert (found.reference, found.status, found.rank) == ("Coverage/r1", "active", 2)
    assert found.names == ("Government", "MEDICARE", "CMS", "Part B")
    assert found.period is not None
    assert found.period.text.startswith("2020-01-01")
    assert not found.nameless_payor


def test_a_payor_is_called_as_the_organization_it_leads_to() -> None:
    payer = {"resourceType": "Organization", "id": "o", "name": "Medicare"}
    assert coverage(payer, payor=[{"reference": "Organization/o"}]).names == ("Medicare",)
    contained = {"resourceType": "Organization", "id": "o", "name": "Medicare", "alias": ["CMS"]}
    assert coverage(contained=[contained], payor={"reference": "#o"}).names == ("Medicare", "CMS")


def test_a_payor_that_leads_nowhere_has_no_name() -> None:
    found = coverage(payor=[{"reference": "Organization/elsewhere"}])
    assert (found.names, found.nameless_payor) == ((), True)


def test_other_releases_call_the_payor_otherwise() -> None:
    assert coverage(insurer={"display": "Medicare"}).names == ("Medicare",)
    assert coverage(issuer={"display": "Medicare"}).names == ("Medicare",)


def test_the_beneficiary_tells_whose_coverage_it_is() -> None:
    theirs = {"resourceType": "Coverage", "id": "r2", "beneficiary": {"reference": "Patient/q"}, "status": "active"}
    found = record_of(answer(Kind.COVERAGE, theirs))
    assert found.coverages == ()
    assert found.how_much(Kind.COVERAGE) is Given.PARTIAL


def test_a_coverage_is_wanted_whatever_its_codes() -> None:
    written = {"resourceType": "Coverage", "id": "r1", "beneficiary": OURS, "payor": [{"display": "Medicare"}]}
    assert read(written, wanted=False).coverages
