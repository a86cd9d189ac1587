"""What STU3, DSTU2 and R5 say in another way than R4: each function gives a resource or element in R4's way.

Mere changes of name are in the tables of `kinds.py`. Nothing here copies more than the top of a resource, and R4
members that are already there are left as they are.
"""

from collections.abc import Sequence

from cds.record.dates import read_span_of_text
from cds.record.shapes import Json, as_list, as_object, as_text, is_list, is_object

LIGHT_PARAMETER = "https://kir-cds.org/fhir/StructureDefinition/light-parameter"

_DOSES = ("doseQuantity", "doseRange", "rateRatio", "rateRange", "rateQuantity")

# DSTU2's one AllergyIntolerance.status is two in R4.
_DSTU2_ALLERGY = {
    "active": ("active", None),
    "inactive": ("inactive", None),
    "resolved": ("resolved", None),
    "unconfirmed": ("active", "unconfirmed"),
    "confirmed": ("active", "confirmed"),
    "refuted": (None, "refuted"),
    "entered-in-error": (None, "entered-in-error"),
}


def split_references(value: object) -> tuple[list[object], list[object]]:
    """A list of R5's CodeableReference (or of CodeableConcept, or of Reference) as concepts and references."""
    concepts: list[object] = []
    references: list[object] = []
    for entry in _as_list_of_one(value):
        both = as_object(entry)
        if "concept" in both:
            concepts.append(both["concept"])
        if is_object(both.get("reference")):
            references.append(both["reference"])
        elif "reference" in both:
            references.append(both)
        elif "concept" not in both:
            concepts.append(entry)
    return concepts, references


def upgrade_dosage(dosage: Json) -> Json:
    """Before R4 dose and rate stood in the dosage itself, in DSTU2's MedicationStatement as `quantity`."""
    if dosage.get("doseAndRate") is not None:
        return dosage
    stated = {name: dosage[name] for name in _DOSES if name in dosage}
    for older, name in (("quantityQuantity", "doseQuantity"), ("quantityRange", "doseRange")):
        if older in dosage:
            stated.setdefault(name, dosage[older])
    return {**dosage, "doseAndRate": [stated]} if stated else dosage


def upgrade_medication_use(resource: Json) -> Json:
    """R5's `medication` and `reason` are each concept and reference in one."""
    upgraded = dict(resource)
    if "medication" in resource:
        concepts, references = split_references(resource["medication"])
        _set_first(upgraded, "medicationCodeableConcept", concepts)
        _set_first(upgraded, "medicationReference", references)
    return _with_reasons(upgraded)


def upgrade_medication_statement(resource: Json) -> Json:
    """Whether it was taken: DSTU2's `wasNotTaken`, STU3's `taken`, R5's `adherence` beside the status `recorded`."""
    upgraded = dict(upgrade_medication_use(resource))
    if _is_true(resource.get("wasNotTaken")) or resource.get("taken") == "n":
        upgraded["status"] = "not-taken"
    elif resource.get("status") == "recorded":
        upgraded["status"] = _r5_adherence(resource)
    return upgraded


def upgrade_medication_administration(resource: Json) -> Json:
    """DSTU2 and STU3 said beside the status that nothing was given."""
    upgraded = dict(upgrade_medication_use(resource))
    if _is_true(resource.get("wasNotGiven")) or _is_true(resource.get("notGiven")):
        upgraded["status"] = "not-done"
    return upgraded


def upgrade_medication(resource: Json) -> Json:
    """DSTU2 kept form and ingredients in `product`."""
    product = as_object(resource.get("product"))
    return {**product, **resource} if product else resource


def upgrade_ingredient(ingredient: Json) -> Json:
    """R5's and DSTU2's `item`: a CodeableReference, a Reference or a CodeableConcept."""
    if "item" not in ingredient:
        return ingredient
    upgraded = dict(ingredient)
    concepts, references = split_references(ingredient["item"])
    _set_first(upgraded, "itemCodeableConcept", concepts)
    _set_first(upgraded, "itemReference", references)
    return upgraded


def upgrade_condition(resource: Json) -> Json:
    """DSTU2's and STU3's `abatementBoolean` says what R4 can only say in words; a date in a string choice is a date."""
    upgraded = dict(resource)
    if _is_true(resource.get("abatementBoolean")):
        upgraded.setdefault("abatementString", "abated")
    for written, dated in (("onsetString", "onsetDateTime"), ("abatementString", "abatementDateTime")):
        if read_span_of_text(upgraded.get(written)):
            upgraded.setdefault(dated, upgraded.pop(written))
    return upgraded


def upgrade_allergy(resource: Json) -> Json:
    """DSTU2's `status` says clinical and verification status in one; R5's `type` is a concept (read as its code)."""
    clinical, verification = _DSTU2_ALLERGY.get(as_text(resource.get("status")), (None, None))
    upgraded = dict(resource)
    if clinical:
        upgraded.setdefault("clinicalStatus", clinical)
    if verification:
        upgraded.setdefault("verificationStatus", verification)
    return upgraded


def upgrade_reaction(reaction: Json) -> Json:
    """R5's manifestations are CodeableReferences."""
    if "manifestation" not in reaction:
        return reaction
    concepts, _ = split_references(reaction["manifestation"])
    return {**reaction, "manifestation": concepts}


def upgrade_procedure(resource: Json) -> Json:
    """DSTU2's `notPerformed` and STU3's `notDone` outrank the status; a date in a string choice is a date."""
    upgraded = _with_reasons(dict(resource))
    if read_span_of_text(resource.get("performedString")):
        upgraded.setdefault("performedDateTime", resource["performedString"])
    if _is_true(resource.get("notPerformed")) or _is_true(resource.get("notDone")):
        upgraded["status"] = "not-done"
    return upgraded


def upgrade_appointment(resource: Json) -> Json:
    """R5's reasons and services are CodeableReferences."""
    upgraded = _with_reasons(dict(resource))
    if "serviceType" in resource:
        upgraded["serviceType"] = split_references(resource["serviceType"])[0]
    return upgraded


def upgrade_encounter(resource: Json) -> Json:
    """R5 keeps the concepts and references of a reason one level deeper, in `value`."""
    reasons = [
        value
        for reason in _as_list_of_one(resource.get("reason"))
        for value in (_as_list_of_one(as_object(reason)["value"]) if "value" in as_object(reason) else [reason])
    ]
    return _with_reasons({**resource, "reason": reasons} if reasons else dict(resource))


def upgrade_service_request(resource: Json) -> Json:
    """STU3's ReferralRequest has many services; R5's `code` is a CodeableReference, other members are lists of more."""
    upgraded = _with_reasons(dict(resource))
    if "concept" in as_object(resource.get("code")):
        upgraded["code"] = as_object(resource["code"])["concept"]
    if "code" not in upgraded and "serviceRequested" in resource:
        upgraded["code"] = resource["serviceRequested"]
    instructions = resource.get("patientInstruction")
    if is_list(instructions):
        written = [as_text(as_object(entry).get("instructionMarkdown")) for entry in instructions[:10]]
        upgraded["patientInstruction"] = " ".join(filter(None, written)) or None
    details = [as_object(detail) for detail in _as_list_of_one(resource.get("orderDetail"))]
    parameters = [one for detail in details for one in _as_list_of_one(detail.get("parameter"))]
    if parameters:
        upgraded["extension"] = [*_as_list_of_one(resource.get("extension")), *map(_as_extension, parameters)]
    return upgraded


def upgrade_device_request(resource: Json) -> Json:
    """R5's `code` is a CodeableReference, in sloppy data a CodeableConcept; R5 calls not to be done `doNotPerform`."""
    upgraded = _with_reasons(dict(resource))
    if "code" in resource:
        concepts, references = split_references(resource["code"])
        _set_first(upgraded, "codeCodeableConcept", concepts)
        _set_first(upgraded, "codeReference", references)
    return upgraded


def upgrade_device(resource: Json) -> Json:
    """DSTU2's `not-available` is what R4 calls inactive."""
    older = {"available": "active", "not-available": "inactive"}
    status = as_text(resource.get("status"))
    return {**resource, "status": older[status]} if status in older else resource


def upgrade_device_use(resource: Json) -> Json:
    """R5's `device` and `bodySite` are each concept and reference in one; a device without a resource keeps its name."""
    upgraded = _with_reasons(dict(resource))
    concepts, references = split_references(resource.get("device"))
    if not references and concepts:
        concept = as_object(concepts[0])
        names = [concept.get("text"), *(as_object(one).get("display") for one in as_list(concept.get("coding")))]
        upgraded["device"] = {"display": next(filter(None, names), None)}
    elif references:
        upgraded["device"] = references[0]
    if "concept" in as_object(resource.get("bodySite")):
        upgraded["bodySite"] = as_object(resource["bodySite"])["concept"]
    return upgraded


def _as_extension(parameter: object) -> Json:
    """A parameter of R5's ServiceRequest.orderDetail as the extension that stands in its place in R4."""
    values = dict(as_object(parameter))
    code = {"url": "code", "valueCodeableConcept": values.pop("code", None)}
    return {"url": LIGHT_PARAMETER, "extension": [code, {**values, "url": "value"}]}


def _is_true(value: object) -> bool:
    return value is True or value == "true"


def _with_reasons(upgraded: dict[str, object]) -> dict[str, object]:
    if "reason" in upgraded:
        concepts, references = split_references(upgraded["reason"])
        if concepts:
            upgraded.setdefault("reasonCode", concepts)
        if references:
            upgraded.setdefault("reasonReference", references)
    return upgraded


def _set_first(upgraded: dict[str, object], name: str, values: Sequence[object]) -> None:
    if values:
        upgraded.setdefault(name, values[0])


def _as_list_of_one(value: object) -> Sequence[object]:
    if value is None:
        return ()
    return value if is_list(value) else [value]


def _r5_adherence(resource: Json) -> str:
    """R5's adherence as R4's status; without it nobody knows whether it is taken."""
    codings = as_list(as_object(as_object(resource.get("adherence")).get("code")).get("coding"))
    bare = as_text(as_object(codings[0] if codings else None).get("code"))
    for start, status in (
        ("taking", "active"),
        ("not-taking", "not-taken"),
        ("on-hold", "on-hold"),
        ("stopped", "stopped"),
    ):
        if bare.startswith(start):
            return status
    return "unknown"
