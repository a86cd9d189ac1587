"""Steps about the moment, the patient, the visit, and what was not loaded."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import cast

from cds.analyst.phrases import Amount, Phrase, PhraseInvalid, When, one_of
from cds.analyst.scenario import KINDS, PATIENT_ID, Fact, Scenario
from cds.analyst.sentence import Details, given
from cds.analyst.steps_record import OBSERVATION, add_observation
from cds.hooks import JsonObject
from cds.record import read_held
from cds.samples import redated

_GENDERS = {
    "woman": "female",
    "girl": "female",
    "man": "male",
    "boy": "male",
    "patient": None,
    "patient of unknown gender": "unknown",
    "patient of another gender": "other",
}
_PERSON = {"person": one_of(*_GENDERS)}
_SEX = {"sex": one_of("female", "male", "unknown")}
_KIND = {"kind": one_of(*KINDS)}
_CLASSES = {
    "ambulatory": "AMB",
    "inpatient": "IMP",
    "emergency": "EMER",
    "home": "HH",
    "virtual": "VR",
    "short-stay": "SS",
    "observation": "OBSENC",
}
_US_CORE = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex"
_SPCU = "http://hl7.org/fhir/StructureDefinition/patient-sexParameterForClinicalUse"
_LOINC = "http://loinc.org"

VISIT = Details("a visit")


@given("the service date is {day:date}[ at {time:time}]")
def set_service_date(scenario: Scenario, day: date, time: str | None) -> None:
    """The moment of the call, UTC; 9 o'clock on 2026-11-20 when no step says it. Comes before any fact.

    Example: the service date is 2026-11-20
    """
    scenario.set_moment(datetime.fromisoformat(f"{day}T{time or '09:00'}").replace(tzinfo=UTC))


@given("the site has activated the rule {rule:rule}")
def activate_rule(scenario: Scenario, rule: str) -> None:
    """The site has decided to show a rule that is silent as we ship it, or the draft at hand.

    Example: the site has activated the rule "KET-EL-CRPS"
    """
    scenario.activate(rule)


@given("{a} {age:number}-year-old {who:person}[ weighing {weight:amount}]", more=_PERSON)
def set_patient(scenario: Scenario, age: int, who: str, weight: Amount | None) -> None:
    """The patient, half a year after a birthday. The weight was measured an hour ago.

    Example: a 34-year-old woman weighing 70 kg
    """
    scenario.set_patient(gender=_GENDERS[who], birth_date=scenario.years_ago(age))
    if weight is not None:
        _add_weight(scenario, weight)


@given("{a} {who:person} born {born:born}", more={**_PERSON, "born": Phrase(r"(?:on|in) [0-9-]+", str, "in 1990")})
def set_patient_born(scenario: Scenario, who: str, born: str) -> None:
    """The patient with a birth date, a month or a year of birth.

    Example: a woman born in 1990
    """
    scenario.set_patient(gender=_GENDERS[who], birth_date=born.partition(" ")[2])


@given("{a} {who:person} without a birth date", more=_PERSON)
def set_patient_without_birth_date(scenario: Scenario, who: str) -> None:
    """The patient, age not recorded.

    Example: a woman without a birth date
    """
    scenario.set_patient(gender=_GENDERS[who], birth_date=None)


@given("{her} sex at birth is {sex:sex}", more=_SEX)
def set_sex_at_birth(scenario: Scenario, sex: str) -> None:
    """US Core birth sex.

    Example: her sex at birth is female
    """
    code = {"female": "F", "male": "M", "unknown": "UNK"}[sex]
    _extend(scenario, {"url": _US_CORE, "valueCode": code})


@given("{her} sex for clinical use is {sex:sex}", more={"sex": one_of("female", "male", "specified")})
def set_sex_for_clinical_use(scenario: Scenario, sex: str) -> None:
    """HL7 sex parameter for clinical use; `specified` means that neither applies.

    Example: her sex for clinical use is female
    """
    code = "specified" if sex == "specified" else f"{sex}-typical"
    system = "http://terminology.hl7.org/CodeSystem/sex-parameter-for-clinical-use"
    value = {"url": "value", "valueCodeableConcept": {"coding": [{"system": system, "code": code}]}}
    _extend(scenario, {"url": _SPCU, "extension": [value]})


def _extend(scenario: Scenario, extension: JsonObject) -> None:
    scenario.patient.setdefault("extension", []).append(extension)


@given("{she} weighs {weight:amount}{details:details}", details=OBSERVATION)
def set_weight(scenario: Scenario, weight: Amount, details: tuple[str, ...]) -> None:
    """A body weight, measured an hour ago when no detail says otherwise.

    Example: she weighs 70 kg, 3 days ago
    """
    _add_weight(scenario, weight, details)


def _add_weight(scenario: Scenario, weight: Amount, details: tuple[str, ...] = ()) -> None:
    code = {"coding": [{"system": _LOINC, "code": "29463-7", "display": "Body weight"}], "text": "Body weight"}
    add_observation(scenario, code, details, valueQuantity=weight.quantity())


@given("the visit is {a} {kind:class} visit{details:details}", details=VISIT, more={"class": one_of(*_CLASSES)})
def set_visit(scenario: Scenario, kind: str, details: tuple[str, ...]) -> None:
    """The encounter in which the hook is called.

    Example: the visit is an ambulatory visit
    """
    system = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
    fact = scenario.add("Encounter", "the visit", status="in-progress")
    fact.set(**{"class": {"system": system, "code": _CLASSES[kind]}})
    scenario.encounter = fact
    VISIT.apply(fact, details)


@given("the {kind:kind} were not loaded", more=_KIND)
@given("the {kind:kind} was not loaded", more=_KIND)
def set_not_loaded(scenario: Scenario, kind: str) -> None:
    """The EHR did not send these resources: nothing is known of them.

    Example: the observations were not loaded
    """
    scenario.not_loaded |= set(KINDS[kind])


@given("the query for the {kind:kind} failed", more=_KIND)
def set_failed(scenario: Scenario, kind: str) -> None:
    """The EHR sent an error in place of these resources.

    Example: the query for the conditions failed
    """
    scenario.failed |= set(KINDS[kind])


@given("only the first page of the {kind:kind} was loaded", more=_KIND)
def set_paged(scenario: Scenario, kind: str) -> None:
    """There are more of these resources than the EHR sent.

    Example: only the first page of the medications was loaded
    """
    scenario.paged |= set(KINDS[kind])


@given("the patient bundle {path:text}")
def read_bundle(scenario: Scenario, path: str, feature_folder: Path) -> None:
    """Resources of a FHIR Bundle: the patient, the record, and drafts (status draft) as the orders of the hook.

    The path starts at the folder of the feature file or one above it, else where pytest was started. A sample of ours
    is re-dated to the service date.

    Example: the patient bundle "fhir_samples/bundles/depression.json"
    """
    for resource in _resources_in(_found(path, feature_folder), scenario.moment.date()):
        kind = str(resource["resourceType"])
        if kind == "Patient":
            scenario.patient = {**resource, "id": PATIENT_ID}
            continue
        is_draft = resource.get("status") == "draft" and kind.endswith("Request")
        add = scenario.add_draft if is_draft else scenario.add
        fact = add(kind, _name_of(resource))
        fact.resource.update({name: value for name, value in resource.items() if name not in {"subject", "patient"}})
        if kind == "Encounter":
            scenario.encounter = fact


def _found(path: str, feature_folder: Path) -> Path:
    places = [folder / path for folder in (feature_folder, *feature_folder.parents, Path.cwd())]
    file = next((place for place in places if place.is_file()), None)
    if file is None:
        raise PhraseInvalid(f"{path}: there is no such file, neither beside the feature nor above it")
    return file


def _resources_in(file: Path, today: date) -> list[JsonObject]:
    try:
        document = redated(json.loads(file.read_text(encoding="utf-8")), today)
    except (OSError, ValueError, AttributeError):
        raise PhraseInvalid(f"{file}: cannot be read as a JSON object") from None
    return [cast(JsonObject, dict(held.resource)) for held in read_held(document)[0]]


def _name_of(resource: JsonObject) -> str:
    concept = resource.get("code") or resource.get("medicationCodeableConcept") or resource.get("codeCodeableConcept")
    if not isinstance(concept, dict):
        return ""
    named = cast(JsonObject, concept)
    displays = [str(coding.get("display", "")) for coding in named.get("coding", [])]
    return str(named.get("text") or next(filter(None, displays), ""))


@VISIT.detail("finished")
def visit_finished(fact: Fact) -> None:
    """The visit is over."""
    fact.set(status="finished")


@VISIT.detail("for {reason:concept}")
def visit_for(fact: Fact, reason: JsonObject) -> None:
    """Why the patient came."""
    fact.set(reasonCode=[reason])


@VISIT.detail("since {when:when}")
def visit_since(fact: Fact, when: When) -> None:
    """When it began."""
    fact.set(period={"start": fact.text_of(when)})
