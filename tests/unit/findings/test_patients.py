"""The patient: completed years, and a question about pregnancy that stays open unless the record closes it."""

from typing import Any

import pytest

from cds.findings.finding import Answer, Finding
from cds.findings.patients import find_patient
from cds.record import Given, Kind, Patient
from tests.unit.findings.builders import (
    ICD,
    clause,
    concept,
    condition,
    patient,
    procedure,
    record,
    references,
    snomed,
    view,
)

CHILD = {"patient": "age", "below": 18}
ADULT = {"patient": "age", "at_least": 18}
POTENTIAL = {"patient": "childbearing-potential", "at_least": 12, "below": 56, "unless_in": "no-childbearing"}

ABSENT_UTERUS = concept(ICD, "Z90.710")
HYSTERECTOMY = snomed("236886002")


def ask(written: dict[str, Any], who: Patient | None, **resources: Any) -> Finding:
    return find_patient(clause(**written), view(record(patient=who, **resources)))


@pytest.mark.parametrize(
    ("birth", "child"),
    [
        ("2008-11-25", Answer.TRUE),  # 18 tomorrow
        ("2008-11-24", Answer.FALSE),  # 18 today
        ("2008-11-23", Answer.FALSE),
        ("2008-12", Answer.TRUE),
        ("2008-10", Answer.FALSE),
        ("2009", Answer.TRUE),
        ("2007", Answer.FALSE),
        ("2008", Answer.UNKNOWN),  # 17 or 18
        ("2008-11", Answer.UNKNOWN),
        ("2030-01-01", Answer.UNKNOWN),  # not born yet: a slip, and no age
        (None, Answer.UNKNOWN),
    ],
)
def test_age_in_completed_years(birth: str | None, child: Answer) -> None:
    assert ask(CHILD, patient(birth=birth)).answer is child
    opposite = {Answer.TRUE: Answer.FALSE, Answer.FALSE: Answer.TRUE}
    assert ask(ADULT, patient(birth=birth)).answer is opposite.get(child, Answer.UNKNOWN)


def test_says_the_age_and_not_the_birth_date() -> None:
    (one,) = ask(ADULT, patient(birth="1990-06-01")).inputs
    assert (one.display, one.value, one.date) == ("Age", "36 years", None)
    (one,) = ask(ADULT, patient(birth="1990")).inputs
    assert one.value == "35 to 36 years"


def test_a_patient_not_given_is_unknown() -> None:
    for written in (CHILD, POTENTIAL):
        assert ask(written, None).missing == ("Patient",)
        assert ask(written, patient(), given={Kind.PATIENT: Given.UNKNOWN}).answer is Answer.UNKNOWN


def test_no_birth_date_is_named_as_missing() -> None:
    assert ask(CHILD, patient(birth=None)).missing == ("Patient birthDate",)


@pytest.mark.parametrize(
    ("birth", "answer"),
    [
        ("2014-11-25", Answer.FALSE),  # 11
        ("2014-11-24", Answer.TRUE),  # 12 today
        ("1970-11-25", Answer.TRUE),  # 55
        ("1970-11-24", Answer.FALSE),  # 56 today
        ("2014", Answer.TRUE),  # 11 or 12: asked
        (None, Answer.TRUE),
    ],
)
def test_walks_the_childbearing_age(birth: str | None, answer: Answer) -> None:
    assert ask(POTENTIAL, patient(birth=birth)).answer is answer


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ({"gender": "female"}, Answer.TRUE),
        ({"gender": "male"}, Answer.FALSE),
        ({"gender": "other"}, Answer.TRUE),
        ({"gender": "unknown"}, Answer.TRUE),
        ({"gender": None}, Answer.TRUE),
        ({"gender": "male", "sex_at_birth": "F"}, Answer.TRUE),  # a trans man
        ({"gender": "female", "sex_at_birth": "M"}, Answer.FALSE),
        ({"gender": "male", "sex_at_birth": "M", "sex_for_clinical_use": "female-typical"}, Answer.TRUE),
        ({"gender": "female", "sex_for_clinical_use": "male-typical"}, Answer.FALSE),
        ({"gender": "male", "sex_for_clinical_use": "specified"}, Answer.TRUE),
        ({"gender": "male", "sex_at_birth": "UNK"}, Answer.FALSE),
        ({"gender": "unknown", "sex_at_birth": "ASKU"}, Answer.TRUE),
    ],
)
def test_the_most_clinical_sex_that_is_recorded_decides(said: dict[str, Any], answer: Answer) -> None:
    assert ask(POTENTIAL, patient(**said)).answer is answer


def test_asks_neutrally_where_the_sex_is_not_recorded() -> None:
    finding = ask(POTENTIAL, patient(gender="unknown"))
    assert finding.inputs[0].value == "not recorded"
    assert finding.why == "The record does not say whether pregnancy is possible."


@pytest.mark.parametrize("status", ["active", "inactive", "remission", "resolved", None])
def test_what_excludes_childbearing_counts_at_any_status(status: str | None) -> None:
    finding = ask(POTENTIAL, patient(), conditions=(condition(ABSENT_UTERUS, clinical_status=status),))
    assert finding.answer is Answer.FALSE
    assert references(finding) == ["Condition/1"]


@pytest.mark.parametrize("verification", ["refuted", "entered-in-error", "provisional", "unconfirmed"])
def test_a_doubtful_exclusion_does_not_silence(verification: str) -> None:
    entry = condition(ABSENT_UTERUS, verification_status=verification)
    assert ask(POTENTIAL, patient(), conditions=(entry,)).answer is Answer.TRUE


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        ("completed", Answer.FALSE),
        ("preparation", Answer.TRUE),
        ("not-done", Answer.TRUE),
        ("entered-in-error", Answer.TRUE),
    ],
)
def test_an_operation_excludes_once_it_is_done(status: str, answer: Answer) -> None:
    done = procedure(HYSTERECTOMY, at="2005", status=status)
    assert ask(POTENTIAL, patient(), procedures=(done,)).answer is answer


def test_conditions_and_procedures_not_loaded_leave_the_question_open() -> None:
    unread = {Kind.CONDITION: Given.UNKNOWN, Kind.PROCEDURE: Given.UNKNOWN}
    assert ask(POTENTIAL, patient(), given=unread).answer is Answer.TRUE
