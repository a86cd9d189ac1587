"""The patient: age in completed years, and whether childbearing cannot be excluded."""

from datetime import date

from cds.findings.finding import Answer, Finding, Input, false, input_of, not_loaded, true, unknown
from cds.findings.view import View
from cds.record import Kind, Patient
from cds.rulebook import PatientClause

_FEMALE = {"female", "female-typical", "f"}
_MALE = {"male", "male-typical", "m"}
_ASK = {"specified"}  # sex parameter for clinical use: neither typical set applies
_CONFIRMED = {"confirmed", None}


def find_patient(clause: PatientClause, view: View) -> Finding:
    """The patient's age, or childbearing potential.

    Takes:  thresholds in completed years on the day of the call; a birth year alone is an interval of ages.
    Gives:  age: unknown when both readings differ, or there is no usable birth date.
            childbearing potential: true unless the record excludes it; what is not known leaves the question open,
            which is the safe reading. Unknown only when the patient was not loaded.
    Source: FHIR Patient.birthDate, .gender; US Core birth sex; HL7 sex parameter for clinical use.
    """
    patient = view.record.patient
    if patient is None or not_loaded(view.record, Kind.PATIENT):
        return unknown([str(Kind.PATIENT)], "The patient was not given.")
    return _age(clause, patient, view) if clause.patient == "age" else _potential(clause, patient, view)


def _ages(patient: Patient, view: View) -> tuple[int, int] | None:
    """The youngest and the oldest the patient may be; None without a birth date in the past."""
    if patient.birth is None or patient.birth.earliest > view.now:
        return None
    today = view.now.date()
    born_last = min(patient.birth.latest.date(), today)
    return _years(born_last, today), _years(patient.birth.earliest.date(), today)


def _years(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _in_range(clause: PatientClause, ages: tuple[int, int] | None) -> bool | None:
    if ages is None:
        return None
    answers = {
        (clause.at_least is None or age >= clause.at_least) and (clause.below is None or age < clause.below)
        for age in range(ages[0], ages[1] + 1)
    }
    return answers.pop() if len(answers) == 1 else None


def _age(clause: PatientClause, patient: Patient, view: View) -> Finding:
    ages = _ages(patient, view)
    known = tuple(_age_inputs(patient, ages))
    match Answer.of(_in_range(clause, ages)):
        case Answer.TRUE:
            return true(list(known), f"The patient is {known[0].value} old.")
        case Answer.FALSE:
            return false(f"The patient is {known[0].value} old.", known)
        case _:
            why = "The birth date is too imprecise to tell the age." if ages else "There is no usable birth date."
            return unknown([f"{Kind.PATIENT} birthDate"], why, known)


def _age_inputs(patient: Patient, ages: tuple[int, int] | None) -> list[Input]:
    if ages is None:
        return []
    low, high = ages
    said = f"{low} years" if low == high else f"{low} to {high} years"
    return [Input(reference=patient.reference, display="Age", value=said)]


def _potential(clause: PatientClause, patient: Patient, view: View) -> Finding:
    sex = _is_female(patient)
    ages = _ages(patient, view)
    if sex is False:
        return false("The record says male, and no sex parameter says otherwise.")
    if _in_range(clause, ages) is False:
        return false("The patient's age is outside the childbearing range.", tuple(_age_inputs(patient, ages)))
    excluding = _excluding(clause, view)
    if excluding:
        return false(f"{excluding[0].display} is recorded.", tuple(excluding))
    said = "female" if sex else "not recorded"
    made = Input(reference=patient.reference, display="Sex", value=said)
    if sex:
        return true([made, *_age_inputs(patient, ages)], "Nothing in the record excludes childbearing.")
    return true([made, *_age_inputs(patient, ages)], "The record does not say whether pregnancy is possible.")


def _is_female(patient: Patient) -> bool | None:
    """The sex parameter for clinical use decides, then the sex at birth, then the gender; None when none of them tells."""
    for said in (patient.sex_for_clinical_use, patient.sex_at_birth, patient.gender):
        plain = (said or "").lower()
        if plain in _ASK:
            return None
        if plain in _FEMALE | _MALE:
            return plain in _FEMALE
    return None


def _excluding(clause: PatientClause, view: View) -> list[Input]:
    """What rules childbearing out: confirmed conditions of any age and status, completed procedures."""
    names = clause.unless_in or ()
    found = [
        (one.reference, one.code, one.onset or one.recorded)
        for one in view.record.conditions
        if one.verification_status in _CONFIRMED
    ]
    found += [(one.reference, one.code, one.performed) for one in view.record.procedures if one.status == "completed"]
    return [
        input_of(reference, members[0], code, when)
        for reference, code, when in found
        if (members := view.terminology.members_of(names, code))
    ]
