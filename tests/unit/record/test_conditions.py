"""Condition: R4, and how DSTU2, STU3, R5 and careless EHRs say the same."""

from typing import Any

import pytest

from cds.record import Coding, Concept, Condition
from tests.unit.record.building import ICD, SNOMED, about_p, coded, problems, read

MANIA = coded(ICD, "f31.1", text="Mania")


def condition(**members: Any) -> Condition:
    return read(about_p("Condition", **members)).conditions[0]


def test_a_condition_as_r4_has_it() -> None:
    record = read(
        about_p(
            "Condition",
            clinicalStatus=coded("http://terminology.hl7.org/CodeSystem/condition-clinical", "active"),
            verificationStatus=coded("http://terminology.hl7.org/CodeSystem/condition-ver-status", "confirmed"),
            category=[coded("http://terminology.hl7.org/CodeSystem/condition-category", "problem-list-item")],
            code=MANIA,
            bodySite=[coded(SNOMED, "72696002")],
            onsetDateTime="2026-01",
            abatementPeriod={"start": "2026-02-01", "end": "2026-02-20"},
            recordedDate="2026-01-10",
        )
    )
    (found,) = record.conditions
    assert found.reference == "Condition/r1"
    assert found.code == Concept(codings=(Coding(system=ICD, code="F31.1"),), text="Mania")
    assert (found.clinical_status, found.verification_status) == ("active", "confirmed")
    assert [one.codings[0].code for one in found.categories + found.body_sites] == ["problem-list-item", "72696002"]
    assert found.onset is not None
    assert found.onset.text == "2026-01"
    assert found.abatement is not None
    assert found.abatement.text == "2026-02-01/2026-02-20"
    assert found.recorded is not None
    assert found.recorded.text == "2026-01-10"
    assert not found.abated
    assert record.problems == ()


@pytest.mark.parametrize(
    "status",
    [
        "active",
        " Active ",
        coded("", "active"),
        [coded("", "active")],
        {"text": "Active"},
        {"coding": {"code": "active"}},
    ],
)
def test_a_status_is_a_bare_code_however_it_is_written(status: object) -> None:
    assert condition(code=MANIA, clinicalStatus=status).clinical_status == "active"


def test_of_several_codings_of_a_status_its_own_system_counts() -> None:
    local = {"system": SNOMED, "code": "55561003"}
    own = {"system": "http://hl7.org/fhir/condition-clinical", "code": "remission"}
    assert condition(code=MANIA, clinicalStatus={"coding": [local, own]}).clinical_status == "remission"


def test_a_status_in_words_is_a_code() -> None:
    assert (
        condition(code=MANIA, verificationStatus={"text": "Entered in Error"}).verification_status == "entered-in-error"
    )


def test_dstu2_names_its_patient_and_its_dates_differently() -> None:
    found = read(
        {
            "resourceType": "Condition",
            "id": "r1",
            "patient": {"reference": "Patient/p"},
            "code": MANIA,
            "category": coded("http://hl7.org/fhir/condition-category", "diagnosis"),
            "clinicalStatus": "active",
            "dateRecorded": "2016-05-01",
        }
    ).conditions[0]
    assert found.recorded is not None
    assert found.recorded.text == "2016-05-01"
    assert found.categories[0].codings[0].code == "diagnosis"


def test_stu3_says_when_it_was_asserted() -> None:
    found = condition(code=MANIA, assertedDate="2018-05-01", clinicalStatus="active")
    assert found.recorded is not None
    assert found.recorded.text == "2018-05-01"


@pytest.mark.parametrize(
    "abatement",
    [
        {"abatementBoolean": True},
        {"abatementString": "in spring"},
        {"abatementAge": {"value": 40, "unit": "a"}},
        {"abatementRange": {"low": {"value": 40, "unit": "a"}}},
    ],
)
def test_what_abated_without_a_date_is_abated(abatement: dict[str, object]) -> None:
    found = condition(code=MANIA, **abatement)
    assert found.abated
    assert found.abatement is None


def test_what_has_not_abated_is_not_abated() -> None:
    assert not condition(code=MANIA, abatementBoolean=False).abated


def test_a_date_in_a_string_choice_is_a_date() -> None:
    found = condition(code=MANIA, onsetString="2019", abatementString="2020-02-01")
    assert found.onset is not None
    assert found.onset.text == "2019"
    assert found.abatement is not None
    assert not found.abated


def test_an_unreadable_date_is_left_out_and_said_so_without_repeating_it() -> None:
    record = read(about_p("Condition", code=MANIA, onsetDateTime="the day Jane fell"))
    assert record.conditions[0].onset is None
    assert problems(record) == ["onsetDateTime is not a date and was left out"]


@pytest.mark.parametrize(
    ("code", "concept"),
    [
        ("Mania", Concept(text="Mania")),
        ({"text": "Mania"}, Concept(text="Mania")),
        ({"system": ICD, "code": "F311"}, Concept(codings=(Coding(system=ICD, code="F31.1"),))),
        ({"coding": {"system": ICD, "code": "F31.1"}}, Concept(codings=(Coding(system=ICD, code="F31.1"),))),
        ([MANIA], Concept(codings=(Coding(system=ICD, code="F31.1"),), text="Mania")),
        (
            {"coding": [{"system": SNOMED, "code": 13746004}]},
            Concept(codings=(Coding(system=SNOMED, code="13746004"),)),
        ),
        (
            {"coding": [{"system": SNOMED, "code": 13746004.0}]},
            Concept(codings=(Coding(system=SNOMED, code="13746004"),)),
        ),
        ({"coding": [{"display": "Mania"}]}, Concept(text="Mania")),
        ({"coding": [None, 7, "x"], "text": "Mania"}, Concept(text="Mania")),
        ({}, Concept()),
        (None, Concept()),
        (["", []], Concept()),
        (False, Concept()),
    ],
)
def test_a_code_is_read_from_every_shape_it_comes_in(code: object, concept: Concept) -> None:
    assert condition(code=code).code == concept


def test_several_concepts_where_one_belongs_are_read_together() -> None:
    record = read(about_p("Condition", code=[MANIA, coded(SNOMED, "13746004")]))
    assert [coding.code for coding in record.conditions[0].code.codings] == ["F31.1", "13746004"]
    assert problems(record) == ["code is a list where FHIR has one entry; its codings were read together"]


def test_a_condition_without_a_code_stays_visible() -> None:
    assert condition().code == Concept()


def test_the_second_of_two_onsets_is_left_out() -> None:
    record = read(about_p("Condition", code=MANIA, onsetDateTime="2026", onsetPeriod={"start": "2025"}))
    assert record.conditions[0].onset is not None
    assert record.conditions[0].onset.text == "2026"
    assert problems(record) == ["onsetPeriod is a second value of a choice of one and was left out"]


def test_a_modifier_extension_is_told() -> None:
    record = read(about_p("Condition", code=MANIA, modifierExtension=[{"url": "https://x", "valueBoolean": True}]))
    assert len(record.conditions) == 1
    assert problems(record) == ["modifierExtension was not understood; the resource may mean something else"]
