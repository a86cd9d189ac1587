"""What rules read of each resource kind: one table per kind, in R4's names, with the names other releases give them.

The subject is not here: whose resource it is has been decided before (`subjects.py`).
"""

from collections.abc import Mapping
from types import MappingProxyType

from cds.record import releases
from cds.record.model import Kind
from cds.record.problems import Place
from cds.record.repair import (
    Repair,
    Shape,
    boolean,
    code,
    concept,
    day,
    integer,
    many,
    moment,
    note,
    number,
    period,
    quantity,
    ratio,
    reference,
    status_concept,
    text,
    value_range,
    whole,
)
from cds.record.shapes import as_list, as_object, as_text, clean_text, is_list

BIRTH_SEX = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex"
ARGONAUT_BIRTH_SEX = "http://fhir.org/guides/argonaut/StructureDefinition/argo-birthsex"
SEX_FOR_CLINICAL_USE = "http://hl7.org/fhir/StructureDefinition/patient-sexParameterForClinicalUse"

_HL7 = "http://terminology.hl7.org/CodeSystem/"

_VALUES: Mapping[str, Repair] = {
    "valueQuantity": quantity,
    "valueCodeableConcept": concept,
    "valueBoolean": boolean,
    "valueRange": value_range,
    "valueInteger": integer,
    "valueDateTime": moment,
    "valuePeriod": period,
    "valueString": text,
}


def _token(value: object, _: Place) -> object:
    return clean_text(value) or None  # a code whose case matters: `F` of us-core-birthsex


# DSTU2's Encounter.class was a code of its own.
_DSTU2_CLASSES = {
    "inpatient": "IMP",
    "outpatient": "AMB",
    "ambulatory": "AMB",
    "emergency": "EMER",
    "home": "HH",
    "field": "FLD",
    "daytime": "SS",
    "virtual": "VR",
}


def _encounter_class(value: object, place: Place) -> object:
    """Encounter.class as R4's one Coding: DSTU2 has a code, R5 a list of concepts, of which HL7's own code wins."""
    entries = as_list(as_object(concept(value, place)).get("coding")) or [{"code": code(value, place)}]
    codings = [as_object(entry) for entry in entries]
    chosen = next((coding for coding in codings if coding.get("system") == _HL7 + "v3-ActCode"), codings[0])
    bare = as_text(chosen.get("code"))
    if not bare:
        return None
    return {"system": _HL7 + "v3-ActCode", "code": _DSTU2_CLASSES.get(bare.lower(), bare.upper())}


_INNER_EXTENSION = Shape(
    {"url": _token, "valueCode": _token, **_VALUES},
    choices=("value",),
    renamed={"valueCodeableConcept": ("valueCoding",)},
)
_EXTENSION = Shape(
    {"url": _token, "valueCode": _token, **_VALUES, "extension": many(_INNER_EXTENSION)},
    choices=("value",),
    renamed={"valueCodeableConcept": ("valueCoding",)},
)


def _extensions(*urls: str) -> Repair:
    read_all = many(_EXTENSION)

    def repair_extensions(value: object, place: Place) -> object:
        entries = value if is_list(value) else [value]
        ours = [entry for entry in entries if as_object(entry).get("url") in urls]
        return read_all(ours, place) if ours else None

    return repair_extensions


_TIMING = Shape(
    {
        "event": many(moment),
        "repeat": Shape(
            {
                "boundsPeriod": period,
                "boundsDuration": quantity,
                "boundsRange": value_range,
                "count": whole,
                "countMax": whole,
                "duration": number,
                "durationMax": number,
                "durationUnit": code,
                "frequency": whole,
                "frequencyMax": whole,
                "period": number,
                "periodUnit": code,
            },
            choices=("bounds",),
            renamed={
                "boundsDuration": ("boundsQuantity",),
                "durationUnit": ("durationUnits",),
                "periodUnit": ("periodUnits",),
            },
        ),
        "code": concept,
    }
)

_DOSAGE = Shape(
    {
        "text": text,
        "additionalInstruction": many(concept),
        "patientInstruction": text,
        "timing": _TIMING,
        "asNeededBoolean": boolean,
        "asNeededCodeableConcept": concept,
        "site": concept,
        "route": concept,
        "doseAndRate": many(
            Shape(
                {
                    "type": concept,
                    "doseQuantity": quantity,
                    "doseRange": value_range,
                    "rateRatio": ratio,
                    "rateRange": value_range,
                    "rateQuantity": quantity,
                },
                choices=("dose", "rate"),
            )
        ),
    },
    choices=("asNeeded",),
    renamed={
        "additionalInstruction": ("additionalInstructions",),
        "asNeededBoolean": ("asNeeded",),
        "asNeededCodeableConcept": ("asNeededFor",),
        "site": ("siteCodeableConcept",),
    },
    upgrade=releases.upgrade_dosage,
)

MAX_REASONS = 20  # each may lead to a resource

_REASONS: Mapping[str, Repair] = {"reasonCode": many(concept), "reasonReference": many(reference, limit=MAX_REASONS)}
_MEDICATION_OF: Mapping[str, Repair] = {
    "medicationCodeableConcept": concept,
    "medicationReference": reference,
}
_EFFECTIVE: Mapping[str, Repair] = {"effectiveDateTime": moment, "effectivePeriod": period}

MEDICATION = Shape(
    {
        "code": concept,
        "form": concept,
        "ingredient": many(
            Shape(
                {"itemCodeableConcept": concept, "itemReference": reference, "isActive": boolean},
                upgrade=releases.upgrade_ingredient,
            )
        ),
    },
    renamed={"form": ("doseForm",)},
    upgrade=releases.upgrade_medication,
)

DEVICE = Shape(
    {"status": code, "type": concept, "deviceName": many(Shape({"name": text}, renamed={"name": ("value",)}))},
    renamed={"deviceName": ("name",)},
    upgrade=releases.upgrade_device,
)

_ACTIVITY = Shape(
    {
        "code": concept,
        "productCodeableConcept": concept,
        "productReference": reference,
        "status": code,
        "doNotPerform": boolean,
        **_REASONS,
        "scheduledTiming": _TIMING,
        "scheduledPeriod": period,
        "scheduledString": text,
        "description": text,
    },
    choices=("product", "scheduled"),
    renamed={"doNotPerform": ("prohibited",)},
)

_ORDER: Mapping[str, Repair] = {
    "status": code,
    "intent": code,
    "priority": code,
    "doNotPerform": boolean,
    "occurrenceDateTime": moment,
    "occurrencePeriod": period,
    "occurrenceTiming": _TIMING,
    "authoredOn": moment,
    "encounter": reference,
    "basedOn": many(reference),
    **_REASONS,
    "note": many(note),
}
_ORDER_RENAMED: Mapping[str, tuple[str, ...]] = {
    "occurrenceDateTime": ("scheduledDateTime", "timingDateTime"),
    "occurrencePeriod": ("scheduledPeriod", "timingPeriod"),
    "occurrenceTiming": ("scheduledTiming", "timingTiming"),
    "authoredOn": ("orderedOn", "dateSent", "dateWritten"),
    "encounter": ("context",),
    "reasonCode": ("reasonCodeableConcept", "indication"),
    "note": ("notes",),
}

_SHAPES: Mapping[Kind, Shape] = {
    Kind.PATIENT: Shape(
        {
            "gender": code,
            "birthDate": day,
            "deceasedDateTime": moment,
            "deceasedBoolean": boolean,
            "extension": _extensions(BIRTH_SEX, ARGONAUT_BIRTH_SEX, SEX_FOR_CLINICAL_USE),
        },
        choices=("deceased",),
    ),
    Kind.CONDITION: Shape(
        {
            "clinicalStatus": status_concept(_HL7 + "condition-clinical"),
            "verificationStatus": status_concept(_HL7 + "condition-ver-status"),
            "category": many(concept),
            "code": concept,
            "bodySite": many(concept),
            "onsetDateTime": moment,
            "onsetPeriod": period,
            "abatementDateTime": moment,
            "abatementPeriod": period,
            "abatementAge": quantity,
            "abatementRange": value_range,
            "abatementString": text,
            "recordedDate": moment,
        },
        choices=("onset", "abatement"),
        renamed={"recordedDate": ("assertedDate", "dateRecorded")},
        upgrade=releases.upgrade_condition,
    ),
    Kind.MEDICATION_REQUEST: Shape(
        {
            "status": code,
            "statusReason": concept,
            "intent": code,
            "category": many(concept),
            "priority": code,
            "doNotPerform": boolean,
            **_MEDICATION_OF,
            "encounter": reference,
            "authoredOn": moment,
            **_REASONS,
            "note": many(note),
            "dosageInstruction": many(_DOSAGE),
            "dispenseRequest": Shape(
                {
                    "validityPeriod": period,
                    "numberOfRepeatsAllowed": whole,
                    "quantity": quantity,
                    "expectedSupplyDuration": quantity,
                    "performer": reference,
                },
                renamed={"performer": ("dispenser",)},
            ),
            "performer": reference,
            "performerType": concept,
            "priorPrescription": reference,
            "requester": reference,
        },
        renamed={
            "requester": ("prescriber",),
            "statusReason": ("reasonEnded",),
            "encounter": ("context",),
            "authoredOn": ("dateWritten",),
            "reasonCode": ("reasonCodeableConcept",),
        },
        upgrade=releases.upgrade_medication_use,
    ),
    Kind.MEDICATION_STATEMENT: Shape(
        {
            "status": code,
            "statusReason": many(concept),
            "category": concept,
            **_MEDICATION_OF,
            "context": reference,
            **_EFFECTIVE,
            "dateAsserted": moment,
            **_REASONS,
            "note": many(note),
            "dosage": many(_DOSAGE),
        },
        choices=("effective",),
        renamed={
            "statusReason": ("reasonNotTaken",),
            "context": ("encounter",),
            "reasonCode": ("reasonForUseCodeableConcept",),
            "reasonReference": ("reasonForUseReference",),
        },
        upgrade=releases.upgrade_medication_statement,
    ),
    Kind.MEDICATION_ADMINISTRATION: Shape(
        {
            "status": code,
            "statusReason": many(concept),
            "category": concept,
            **_MEDICATION_OF,
            "context": reference,
            **_EFFECTIVE,
            **_REASONS,
            "note": many(note),
            "dosage": Shape(
                {
                    "text": text,
                    "site": concept,
                    "route": concept,
                    "dose": quantity,
                    "rateRatio": ratio,
                    "rateQuantity": quantity,
                },
                choices=("rate",),
                renamed={
                    "site": ("siteCodeableConcept",),
                    "dose": ("quantity", "doseQuantity"),
                },
            ),
        },
        choices=("effective",),
        renamed={
            "statusReason": ("reasonNotGiven",),
            "context": ("encounter",),
            # `occurence` is how R5 spells it.
            "effectiveDateTime": ("effectiveTimeDateTime", "occurenceDateTime", "occurrenceDateTime"),
            "effectivePeriod": ("effectiveTimePeriod", "occurencePeriod", "occurrencePeriod"),
            "reasonCode": ("reasonGiven",),
        },
        upgrade=releases.upgrade_medication_administration,
    ),
    Kind.MEDICATION_DISPENSE: Shape(
        {
            "status": code,
            "category": concept,
            **_MEDICATION_OF,
            "context": reference,
            "quantity": quantity,
            "daysSupply": quantity,
            "whenHandedOver": moment,
            "note": many(note),
            "dosageInstruction": many(_DOSAGE),
        },
        renamed={"context": ("encounter",)},
        upgrade=releases.upgrade_medication_use,
    ),
    Kind.ALLERGY: Shape(
        {
            "clinicalStatus": status_concept(_HL7 + "allergyintolerance-clinical"),
            "verificationStatus": status_concept(_HL7 + "allergyintolerance-verification"),
            "type": code,
            "code": concept,
            "recordedDate": moment,
            "reaction": many(
                Shape(
                    {"substance": concept, "manifestation": many(concept)},
                    upgrade=releases.upgrade_reaction,
                )
            ),
        },
        renamed={"code": ("substance",), "recordedDate": ("assertedDate",)},
        upgrade=releases.upgrade_allergy,
    ),
    Kind.OBSERVATION: Shape(
        {
            "status": code,
            "code": concept,
            "effectiveDateTime": moment,
            "effectivePeriod": period,
            "effectiveInstant": moment,
            "effectiveTiming": _TIMING,
            **_VALUES,
            "dataAbsentReason": concept,
            "interpretation": many(concept),
            "note": many(note),
            "bodySite": concept,
            "referenceRange": many(
                Shape({"low": quantity, "high": quantity, "type": concept}, renamed={"type": ("meaning",)})
            ),
            "component": many(
                Shape({"code": concept, **_VALUES, "dataAbsentReason": concept}, choices=("value",)),
            ),
        },
        choices=("effective", "value"),
        renamed={"note": ("comment", "comments")},
    ),
    Kind.PROCEDURE: Shape(
        {
            "status": code,
            "code": concept,
            "encounter": reference,
            "performedDateTime": moment,
            "performedPeriod": period,
            **_REASONS,
            "bodySite": many(concept),
        },
        choices=("performed",),
        renamed={
            "encounter": ("context",),
            "performedDateTime": ("occurrenceDateTime",),
            "performedPeriod": ("occurrencePeriod",),
            "reasonCode": ("reasonCodeableConcept",),
        },
        upgrade=releases.upgrade_procedure,
    ),
    Kind.ENCOUNTER: Shape(
        {
            "status": code,
            "class": _encounter_class,
            "period": period,
            **_REASONS,
        },
        renamed={"period": ("actualPeriod",), "reasonReference": ("indication",)},
        upgrade=releases.upgrade_encounter,
    ),
    Kind.APPOINTMENT: Shape(
        {
            "status": code,
            "serviceType": many(concept),
            "appointmentType": concept,
            **_REASONS,
            "description": text,
            "start": moment,
            "end": moment,
            "minutesDuration": whole,
            "comment": text,
            "basedOn": many(reference),
        },
        renamed={"serviceType": ("type",), "reasonReference": ("indication",)},
        upgrade=releases.upgrade_appointment,
    ),
    Kind.SERVICE_REQUEST: Shape(
        {
            **_ORDER,
            "category": many(concept),
            "code": concept,
            "orderDetail": many(concept),
            "asNeededBoolean": boolean,
            "asNeededCodeableConcept": concept,
            "bodySite": many(concept),
            "patientInstruction": text,
            "extension": _extensions(releases.LIGHT_PARAMETER),
        },
        choices=("occurrence", "asNeeded"),
        renamed={**_ORDER_RENAMED, "asNeededBoolean": ("asNeeded",), "code": ("type",)},
        upgrade=releases.upgrade_service_request,
    ),
    Kind.DEVICE_REQUEST: Shape(
        {
            **{name: repair for name, repair in _ORDER.items() if name != "doNotPerform"},
            "codeCodeableConcept": concept,
            "codeReference": reference,
            "parameter": many(
                Shape(
                    {
                        "code": concept,
                        "valueQuantity": quantity,
                        "valueRange": value_range,
                        "valueCodeableConcept": concept,
                        "valueBoolean": boolean,
                    },
                    choices=("value",),
                    renamed={
                        "valueQuantity": ("valueDecimal", "valueInteger"),
                        "valueCodeableConcept": ("valueCoding", "valueString"),
                    },
                )
            ),
        },
        choices=("occurrence",),
        renamed={**_ORDER_RENAMED, "codeReference": ("device",)},
        upgrade=releases.upgrade_device_request,
    ),
    Kind.CARE_PLAN: Shape(
        {
            "status": code,
            "intent": code,
            "encounter": reference,
            "created": moment,
            "activity": many(Shape({"detail": _ACTIVITY})),
        },
        renamed={"encounter": ("context",)},
    ),
    Kind.DEVICE: DEVICE,
    Kind.COVERAGE: Shape(
        {
            "status": code,
            "type": concept,
            "order": whole,
            "period": period,
            "payor": many(reference),
            "class": many(Shape({"name": text}, renamed={"name": ("plan",)})),
        },
        renamed={"payor": ("issuer", "insurer"), "class": ("grouping",)},
    ),
    Kind.DEVICE_USE: Shape(
        {
            "status": code,
            "timingTiming": _TIMING,
            "timingPeriod": period,
            "timingDateTime": moment,
            "recordedOn": moment,
            "basedOn": many(reference),
            "device": reference,
            **_REASONS,
            "bodySite": concept,
            "note": many(note),
        },
        choices=("timing",),
        renamed={
            "timingPeriod": ("whenUsed",),
            "recordedOn": ("dateAsserted",),
            "reasonCode": ("indication",),
            "bodySite": ("bodySiteCodeableConcept",),
            "note": ("notes",),
        },
        upgrade=releases.upgrade_device_use,
    ),
}

SHAPES: Mapping[Kind, Shape] = MappingProxyType(_SHAPES)

OLDER_TYPES: Mapping[str, Kind] = MappingProxyType(
    {
        "MedicationOrder": Kind.MEDICATION_REQUEST,
        "MedicationPrescription": Kind.MEDICATION_REQUEST,
        "ProcedureRequest": Kind.SERVICE_REQUEST,
        "ReferralRequest": Kind.SERVICE_REQUEST,
        "DeviceUseRequest": Kind.DEVICE_REQUEST,
        "DeviceUsage": Kind.DEVICE_USE,
    }
)

_TYPES: Mapping[str, Kind] = {**{kind.value: kind for kind in Kind}, **OLDER_TYPES}


def kind_of(resource_type: object) -> Kind | None:
    """The kind of a resource by its `resourceType`, other releases' names included; None when no rule reads it."""
    return _TYPES.get(resource_type) if isinstance(resource_type, str) else None
