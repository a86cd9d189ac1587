"""A patient `p` and short ways to have resources about them read."""

from collections.abc import Mapping, Sequence
from typing import Any

from cds.record import Answer, Concept, Given, Kind, PatientRecord, read_record

Resource = dict[str, Any]

ICD = "http://hl7.org/fhir/sid/icd-10-cm"
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
SNOMED = "http://snomed.info/sct"
LOINC = "http://loinc.org"

PATIENT: Resource = {"resourceType": "Patient", "id": "p"}
OURS = {"reference": "Patient/p"}


def coded(system: str, code: object, **more: Any) -> Resource:
    """A CodeableConcept with one coding."""
    return {"coding": [{"system": system, "code": code}], **more}


def about_p(resource_type: str, **members: Any) -> Resource:
    """A resource of patient p, with an id of its own."""
    subject = "patient" if resource_type == "AllergyIntolerance" else "subject"
    return {"resourceType": resource_type, "id": "r1", subject: OURS, **members}


def answer(kind: Kind | None, *resources: Resource, given: Given = Given.COMPLETE, key: str = "k") -> Answer:
    """What was given for one key."""
    return Answer(key=key, kind=kind, given=given, resources=resources)


def record_of(
    *answers: Answer,
    drafts: Mapping[str, Any] | None = None,
    selections: Sequence[str] | None = None,
    encounter_id: str | None = None,
    wanted: bool = True,
    patient_id: str = "p",
) -> PatientRecord:
    """The record of patient p; every resource is relevant, or none."""

    def is_relevant(_: Sequence[Concept]) -> bool:
        return wanted

    return read_record(
        patient_id=patient_id,
        answers=answers,
        drafts=drafts,
        selections=selections,
        encounter_id=encounter_id,
        is_relevant=is_relevant,
    )


def read(*resources: Resource, wanted: bool = True) -> PatientRecord:
    """The record when these resources were given, all in one answer."""
    return record_of(answer(None, *resources), wanted=wanted)


def problems(record: PatientRecord) -> list[str]:
    """What was wrong, in words."""
    return [problem.problem for problem in record.problems]
