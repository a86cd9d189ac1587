"""Who somebody is by race, language, faith, income or gender identity changes no card.

The rulebook declares these kinds of data as not used (`rules/source-attributes.yaml`); here every sample is asked again
with them permuted.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from cds.rulebook import DataKind, load_rulebook
from cds.samples import written_on
from cds.settings import CONTENT
from tests.properties.test_nothing_changes import REQUESTS, answer

US_CORE = "http://hl7.org/fhir/us/core/StructureDefinition/"
OMB = "urn:oid:2.16.840.1.113883.6.238"


def _coded(url: str, code: str, display: str) -> dict[str, Any]:
    coding = {"system": OMB, "code": code, "display": display}
    return {
        "url": f"{US_CORE}{url}",
        "extension": [{"url": "ombCategory", "valueCoding": coding}, {"url": "text", "valueString": display}],
    }


PEOPLE: dict[str, dict[str, Any]] = {
    "one": {
        "extension": [
            _coded("us-core-race", "2054-5", "Black or African American"),
            _coded("us-core-ethnicity", "2135-2", "Hispanic or Latino"),
            {"url": f"{US_CORE}us-core-genderIdentity", "valueCodeableConcept": {"text": "non-binary"}},
            {"url": "http://hl7.org/fhir/StructureDefinition/patient-religion", "valueCodeableConcept": {"text": "A"}},
        ],
        "communication": [{"language": {"coding": [{"system": "urn:ietf:bcp:47", "code": "es"}]}, "preferred": True}],
        "maritalStatus": {"text": "Widowed"},
        "address": [{"city": "Springfield", "postalCode": "00001", "country": "US"}],
    },
    "another": {
        "extension": [
            _coded("us-core-race", "2106-3", "White"),
            _coded("us-core-ethnicity", "2186-5", "Not Hispanic or Latino"),
            {"url": f"{US_CORE}us-core-genderIdentity", "valueCodeableConcept": {"text": "man"}},
            {"url": f"{US_CORE}us-core-tribal-affiliation", "valueString": "B"},
        ],
        "communication": [{"language": {"coding": [{"system": "urn:ietf:bcp:47", "code": "zh"}]}}],
        "maritalStatus": {"text": "Married"},
        "address": [{"city": "Elsewhere", "postalCode": "99999", "country": "NO"}],
    },
}
SOCIAL = (
    ("76690-7", "Sexual orientation", "Bisexual"),
    ("76437-3", "Primary insurance", "None"),
    ("71802-3", "Housing status", "Homeless"),
    ("63586-2", "Household income", "low"),
)


def as_somebody(request: dict[str, Any], person: dict[str, Any], *, social: bool) -> bytes:
    """The request with the patient described as somebody else; birth sex, gender and birth date stay."""
    changed = json.loads(json.dumps(request))
    patient = changed["prefetch"].get("patient")
    if isinstance(patient, dict):
        kept = [
            one
            for one in patient.get("extension", [])
            if "birthsex" in one.get("url", "") or "sexParameter" in one.get("url", "")
        ]
        patient.update(person)
        patient["extension"] = [*kept, *person["extension"]]
    observations = changed["prefetch"].get("observations")
    if social and isinstance(observations, dict) and observations.get("resourceType") == "Bundle":
        subject = {"reference": f"Patient/{changed['context']['patientId']}"}
        for code, display, value in SOCIAL:
            resource = {
                "resourceType": "Observation",
                "id": f"social-{code}",
                "status": "final",
                "subject": subject,
                "code": {"coding": [{"system": "http://loinc.org", "code": code, "display": display}], "text": display},
                "valueCodeableConcept": {"text": value},
                "effectiveDateTime": changed["extension"]["org.kir-cds.sample"]["writtenOn"],
            }
            observations.setdefault("entry", []).append({"resource": resource})
            if "total" in observations:
                observations["total"] += 1
    return json.dumps(changed).encode()


@pytest.mark.parametrize("file", REQUESTS, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_no_card_depends_on_who_somebody_is(file: Path) -> None:
    request = json.loads(file.read_text(encoding="utf-8"))
    day = str(written_on(request))
    as_written = answer(file.read_bytes(), request["hook"], day)
    for person in PEOPLE.values():
        for social in (False, True):
            assert answer(as_somebody(request, person, social=social), request["hook"], day) == as_written


def test_what_is_declared_as_used_is_what_rules_use() -> None:
    rulebook = load_rulebook([CONTENT / "rules"])
    used = {kind for rule in rulebook.rules.values() for kind in rulebook.data_used(rule)}
    assert used == set(rulebook.attributes.uses)
    assert used == {DataKind.SEX, DataKind.DATE_OF_BIRTH, DataKind.HEALTH_STATUS}
