"""Repaired resources as the frozen values of the record: one function per kind, each reading R4 elements by name."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TypeAlias

from cds.record.dates import read_span
from cds.record.elements import (
    NO_CONCEPT,
    days_of,
    first_code,
    first_span,
    read_administered,
    read_as_needed,
    read_code,
    read_concept,
    read_concepts,
    read_dosage,
    read_quantity,
    read_texts,
    read_timing,
    read_value,
)
from cds.record.kinds import (
    ARGONAUT_BIRTH_SEX,
    BIRTH_SEX,
    SEX_FOR_CLINICAL_USE,
)
from cds.record.model import (
    Allergy,
    Appointment,
    CarePlan,
    Coding,
    Component,
    Concept,
    Condition,
    Coverage,
    Device,
    Encounter,
    Kind,
    MedicationUse,
    Observation,
    Parameter,
    Patient,
    Procedure,
    Quantity,
    Reaction,
    Span,
    TherapyOrder,
    Value,
)
from cds.record.referenced import (
    Source,
    read_device,
    read_medicines,
    read_payors,
    read_performers,
    read_reasons,
    what_device,
)
from cds.record.shapes import Json, as_list, as_object, as_text
from cds.record.systems import LIGHT_THERAPY

Entry: TypeAlias = (
    Patient
    | Condition
    | MedicationUse
    | Allergy
    | Observation
    | Procedure
    | Encounter
    | Appointment
    | TherapyOrder
    | CarePlan
    | Device
    | Coverage
)


def build_entry(r4: Json, source: Source) -> Entry:
    """The value that the record holds for a repaired resource.

    Takes:  r4 — what `kinds.SHAPES` projects of the resource; source — the resource as received, for its references.
    """
    return _BUILDERS[source.kind](r4, source)


def concepts_of(entry: Entry) -> tuple[Concept, ...]:
    """The concepts by which a rule may want an entry: what it is, with its parts; never why it was ordered."""
    match entry:
        case Condition() | Procedure() | Device():
            return (entry.code,)
        case CarePlan():
            return tuple(activity.code for activity in entry.activities)
        case Observation():
            parts = [(entry.code, entry.value), *((part.code, part.value) for part in entry.components)]
            answers = [one for _, value in parts if (one := _in_words(value))]
            return (*(code for code, _ in parts), *answers, *(Concept(text=text) for text in entry.texts))
        case TherapyOrder():
            return (entry.code, *entry.details, *(parameter.code for parameter in entry.parameters))
        case MedicationUse():
            return entry.medicines
        case Allergy():
            substances = [reaction.substance for reaction in entry.reactions if reaction.substance]
            manifestations = [one for reaction in entry.reactions for one in reaction.manifestations]
            return (entry.code, *substances, *manifestations)
        case Patient() | Encounter() | Appointment() | Coverage():
            return ()


def _in_words(value: Value | None) -> Concept | None:
    """An answer in words: `not felt` says more than the name of the test."""
    return Concept(text=value) if isinstance(value, str) else value if isinstance(value, Concept) else None


def names_of(entry: Entry) -> tuple[Concept, ...]:
    """The concepts that say what an entry is; when none of them is coded, only its text can tell."""
    if isinstance(entry, Allergy):
        return (entry.code, *(reaction.substance for reaction in entry.reactions if reaction.substance))
    return concepts_of(entry)[:1]


def _patient(r4: Json, source: Source) -> Patient:
    sex_at_birth = sex_for_clinical_use = None
    for entry in as_list(r4.get("extension")):
        extension = as_object(entry)
        if extension.get("url") in (BIRTH_SEX, ARGONAUT_BIRTH_SEX):
            sex_at_birth = _bare(read_value(extension))
        elif extension.get("url") == SEX_FOR_CLINICAL_USE:
            sex_for_clinical_use = _bare(_inner_value(extension, "value"))
    return Patient(
        reference=source.reference,
        gender=read_code(r4.get("gender")),
        birth=read_span(r4.get("birthDate")),
        sex_at_birth=sex_at_birth,
        sex_for_clinical_use=sex_for_clinical_use,
        deceased=r4.get("deceasedBoolean") is True or "deceasedDateTime" in r4,
    )


def _condition(r4: Json, source: Source) -> Condition:
    abatement = first_span(r4, "abatementDateTime", "abatementPeriod")
    undated = any(name in r4 for name in ("abatementAge", "abatementRange", "abatementString"))
    return Condition(
        reference=source.reference,
        code=read_concept(r4.get("code")),
        clinical_status=first_code(r4.get("clinicalStatus")),
        verification_status=first_code(r4.get("verificationStatus")),
        categories=read_concepts(r4.get("category")),
        body_sites=read_concepts(r4.get("bodySite")),
        onset=first_span(r4, "onsetDateTime", "onsetPeriod"),
        abatement=abatement,
        abated=undated and abatement is None,
        recorded=read_span(r4.get("recordedDate")),
    )


def _medication_request(r4: Json, source: Source) -> MedicationUse:
    medicines, form = read_medicines(r4, source)
    dosages = as_list(r4.get("dosageInstruction"))
    dispense = as_object(r4.get("dispenseRequest"))
    repeats = dispense.get("numberOfRepeatsAllowed")
    return MedicationUse(
        kind=source.kind,
        reference=source.reference,
        status=read_code(r4.get("status")),
        intent=read_code(r4.get("intent")),
        do_not_perform=r4.get("doNotPerform") is True,
        status_reasons=read_concepts(r4.get("statusReason")),
        categories=read_concepts(r4.get("category")),
        medicines=medicines,
        form=form,
        dosages=tuple([read_dosage(dosage) for dosage in dosages]),
        reasons=read_reasons(r4, source),
        authored=read_span(r4.get("authoredOn")),
        supply_end=read_span(as_object(dispense.get("validityPeriod")).get("end")),
        supply_days=days_of(read_quantity(dispense.get("expectedSupplyDuration"))),
        supply_quantity=read_quantity(dispense.get("quantity")),
        sessions_supplied=1 + repeats if isinstance(repeats, int) else None,
        priority=read_code(r4.get("priority")),
        encounter=source.name(r4.get("encounter")),
        prior_prescription=source.name(r4.get("priorPrescription")),
        requester=source.name(r4.get("requester")),
        performers=read_performers(r4, source),
        texts=_dosage_texts(dosages, r4.get("note")),
    )


def _medication_statement(r4: Json, source: Source) -> MedicationUse:
    medicines, form = read_medicines(r4, source)
    dosages = as_list(r4.get("dosage"))
    return MedicationUse(
        kind=source.kind,
        reference=source.reference,
        status=read_code(r4.get("status")),
        status_reasons=read_concepts(r4.get("statusReason")),
        categories=read_concepts(r4.get("category")),
        medicines=medicines,
        form=form,
        dosages=tuple([read_dosage(dosage) for dosage in dosages]),
        reasons=read_reasons(r4, source),
        authored=read_span(r4.get("dateAsserted")),
        effective=first_span(r4, "effectiveDateTime", "effectivePeriod"),
        encounter=source.name(r4.get("context")),
        texts=_dosage_texts(dosages, r4.get("note")),
    )


def _medication_administration(r4: Json, source: Source) -> MedicationUse:
    medicines, form = read_medicines(r4, source)
    dosage = r4.get("dosage")
    return MedicationUse(
        kind=source.kind,
        reference=source.reference,
        status=read_code(r4.get("status")),
        status_reasons=read_concepts(r4.get("statusReason")),
        categories=read_concepts(r4.get("category")),
        medicines=medicines,
        form=form,
        dosages=(read_administered(dosage),) if dosage else (),
        reasons=read_reasons(r4, source),
        effective=first_span(r4, "effectiveDateTime", "effectivePeriod"),
        encounter=source.name(r4.get("context")),
        texts=_dosage_texts([dosage], r4.get("note")),
    )


def _medication_dispense(r4: Json, source: Source) -> MedicationUse:
    """A supply that was handed over. `daysSupply` counts days, whether or not it says so."""
    medicines, form = read_medicines(r4, source)
    dosages = as_list(r4.get("dosageInstruction"))
    days = read_quantity(r4.get("daysSupply"))
    return MedicationUse(
        kind=source.kind,
        reference=source.reference,
        status=read_code(r4.get("status")),
        categories=read_concepts(r4.get("category")),
        medicines=medicines,
        form=form,
        dosages=tuple([read_dosage(dosage) for dosage in dosages]),
        effective=read_span(r4.get("whenHandedOver")),
        supply_days=days_of(replace(days, unit=days.unit or "d") if days else None),
        supply_quantity=read_quantity(r4.get("quantity")),
        encounter=source.name(r4.get("context")),
        texts=_dosage_texts(dosages, r4.get("note")),
    )


def _allergy(r4: Json, source: Source) -> Allergy:
    reactions = [as_object(reaction) for reaction in as_list(r4.get("reaction"))]
    return Allergy(
        reference=source.reference,
        code=read_concept(r4.get("code")),
        clinical_status=first_code(r4.get("clinicalStatus")),
        verification_status=first_code(r4.get("verificationStatus")),
        type=read_code(r4.get("type")),
        reactions=tuple(
            Reaction(
                substance=read_concept(reaction["substance"]) if "substance" in reaction else None,
                manifestations=read_concepts(reaction.get("manifestation")),
            )
            for reaction in reactions
        ),
        recorded=read_span(r4.get("recordedDate")),
    )


def _observation(r4: Json, source: Source) -> Observation:
    components = [as_object(component) for component in as_list(r4.get("component"))]
    return Observation(
        reference=source.reference,
        code=read_concept(r4.get("code")),
        status=read_code(r4.get("status")),
        effective=first_span(r4, "effectiveDateTime", "effectivePeriod", "effectiveInstant", "effectiveTiming"),
        value=read_value(r4),
        components=tuple(
            Component(code=read_concept(component.get("code")), value=read_value(component)) for component in components
        ),
        reference_low=_reference(r4, "low"),
        reference_high=_reference(r4, "high"),
        interpretations=tuple(_interpretation(one) for one in read_concepts(r4.get("interpretation"))),
        body_sites=read_concepts(r4.get("bodySite")),
        texts=read_texts(r4.get("note")),
    )


def _interpretation(concept: Concept) -> str:
    return concept.codings[0].code.upper() if concept.codings else concept.text


def _procedure(r4: Json, source: Source) -> Procedure:
    return Procedure(
        reference=source.reference,
        code=read_concept(r4.get("code")),
        status=read_code(r4.get("status")),
        performed=first_span(r4, "performedDateTime", "performedPeriod"),
        body_sites=read_concepts(r4.get("bodySite")),
        reasons=read_reasons(r4, source),
        encounter=source.name(r4.get("encounter")),
    )


def _encounter(r4: Json, source: Source) -> Encounter:
    return Encounter(
        reference=source.reference,
        status=read_code(r4.get("status")),
        class_code=as_text(as_object(r4.get("class")).get("code")) or None,
        period=read_span(r4.get("period")),
        reasons=read_reasons(r4, source),
    )


def _appointment(r4: Json, source: Source) -> Appointment:
    start, end = read_span(r4.get("start")), read_span(r4.get("end"))
    minutes = r4.get("minutesDuration")
    stated = Decimal(minutes) if isinstance(minutes, int) else None
    if stated is None and start and end and end.earliest > start.earliest:
        stated = Decimal(int((end.earliest - start.earliest).total_seconds())) / 60
    named = (*read_concepts(r4.get("serviceType")), *read_concepts(r4.get("appointmentType")))
    return Appointment(
        reference=source.reference,
        status=read_code(r4.get("status")),
        start=start,
        minutes=stated,
        names=(*named, *(Concept(text=text) for text in read_texts(r4.get("description"), r4.get("comment")))),
        reasons=read_reasons(r4, source),
        based_on=_based_on(r4, source),
    )


def _based_on(r4: Json, source: Source) -> tuple[str, ...]:
    names = (source.name(reference) for reference in as_list(r4.get("basedOn")))
    return tuple(name for name in names if name)


def _service_request(r4: Json, source: Source) -> TherapyOrder:
    parameters = [_extension_parameter(as_object(entry)) for entry in as_list(r4.get("extension"))]
    return TherapyOrder(
        kind=source.kind,
        reference=source.reference,
        code=read_concept(r4.get("code")),
        status=read_code(r4.get("status")),
        intent=read_code(r4.get("intent")),
        do_not_perform=r4.get("doNotPerform") is True,
        categories=read_concepts(r4.get("category")),
        details=read_concepts(r4.get("orderDetail")),
        parameters=tuple(filter(None, parameters)),
        body_sites=read_concepts(r4.get("bodySite")),
        reasons=read_reasons(r4, source),
        starts=_starts(r4),
        timing=read_timing(r4.get("occurrenceTiming"), as_needed=read_as_needed(r4)),
        authored=read_span(r4.get("authoredOn")),
        encounter=source.name(r4.get("encounter")),
        based_on=_based_on(r4, source),
        priority=read_code(r4.get("priority")),
        texts=read_texts(r4.get("patientInstruction"), r4.get("note")),
    )


def _device_request(r4: Json, source: Source) -> TherapyOrder:
    parameters = [_parameter(as_object(entry)) for entry in as_list(r4.get("parameter"))]
    code, device_status = read_device("codeReference", r4.get("codeCodeableConcept"), r4.get("codeReference"), source)
    return TherapyOrder(
        kind=source.kind,
        reference=source.reference,
        code=code,
        status=read_code(r4.get("status")),
        intent=read_code(r4.get("intent")),
        parameters=tuple(filter(None, parameters)),
        reasons=read_reasons(r4, source),
        starts=_starts(r4),
        timing=read_timing(r4.get("occurrenceTiming")),
        authored=read_span(r4.get("authoredOn")),
        encounter=source.name(r4.get("encounter")),
        device_status=device_status,
        priority=read_code(r4.get("priority")),
        texts=read_texts(r4.get("note")),
    )


def _care_plan(r4: Json, source: Source) -> CarePlan:
    details = [as_object(as_object(entry).get("detail")) for entry in as_list(r4.get("activity"))]
    return CarePlan(
        reference=source.reference, activities=tuple(_activity(detail, r4, source) for detail in details if detail)
    )


def _activity(detail: Json, plan: Json, source: Source) -> TherapyOrder:
    """What a plan has done: the code of the activity, else the product it is done with, else its description."""
    code, device_status = read_device(
        "activity.detail", detail.get("productCodeableConcept"), detail.get("productReference"), source
    )
    named = [read_concept(detail.get("code")), code, Concept(text=as_text(detail.get("description")))]
    return TherapyOrder(
        kind=source.kind,
        reference=source.reference,
        code=next((one for one in named if one.label), NO_CONCEPT),
        status=read_code(detail.get("status")),
        intent=read_code(plan.get("intent")),
        do_not_perform=detail.get("doNotPerform") is True,
        reasons=read_reasons(detail, source),
        starts=_starts(detail, "scheduled"),
        timing=read_timing(detail.get("scheduledTiming")),
        authored=read_span(plan.get("created")),
        encounter=source.name(plan.get("encounter")),
        device_status=device_status,
        plan_status=read_code(plan.get("status")),
        texts=read_texts(detail.get("description"), detail.get("scheduledString")),
    )


def _device_use(r4: Json, source: Source) -> TherapyOrder:
    code, device_status = read_device("device", None, r4.get("device"), source)
    return TherapyOrder(
        kind=source.kind,
        reference=source.reference,
        code=code,
        status=read_code(r4.get("status")),
        body_sites=read_concepts(r4.get("bodySite")),
        reasons=read_reasons(r4, source),
        starts=_starts(r4, "timing"),
        timing=read_timing(r4.get("timingTiming")),
        authored=read_span(r4.get("recordedOn")),
        based_on=_based_on(r4, source),
        device_status=device_status,
        texts=read_texts(r4.get("note")),
    )


def _device(r4: Json, source: Source) -> Device:
    return Device(
        reference=source.reference,
        code=what_device(r4) or NO_CONCEPT,
        status=read_code(r4.get("status")),
    )


def _coverage(r4: Json, source: Source) -> Coverage:
    payors, nameless = read_payors(r4.get("payor"), source)
    kind = read_concept(r4.get("type"))
    plans = [as_text(as_object(entry).get("name")) for entry in as_list(r4.get("class"))]
    words = [kind.text, *(coding.display for coding in kind.codings), *payors, *plans]
    rank = r4.get("order")
    return Coverage(
        reference=source.reference,
        status=read_code(r4.get("status")),
        names=tuple(dict.fromkeys(filter(None, words))),
        rank=rank if isinstance(rank, int) else None,
        period=read_span(r4.get("period")),
        nameless_payor=nameless,
    )


def _starts(r4: Json, choice: str = "occurrence") -> Span | None:
    """The start of occurrence[x]: the moment itself, or where its period or schedule begins."""
    period = as_object(r4.get(f"{choice}Period"))
    return (
        read_span(r4.get(f"{choice}DateTime"))
        or read_span(period.get("start"))
        or read_timing(r4.get(f"{choice}Timing")).start
    )


def _parameter(element: Json) -> Parameter | None:
    code, value = read_concept(element.get("code")), read_value(element)
    return None if code is NO_CONCEPT or value is None else Parameter(code=code, value=value)


def _extension_parameter(extension: Json) -> Parameter | None:
    """The pair of a light-parameter extension: inner extensions `code` and `value`."""
    code, value = _inner_value(extension, "code"), _inner_value(extension, "value")
    if isinstance(code, str):
        code = Concept(codings=(Coding(system=LIGHT_THERAPY, code=code.lower()),))
    return Parameter(code=code, value=value) if isinstance(code, Concept) and value is not None else None


def _inner_value(extension: Json, url: str) -> Value | None:
    inner = [as_object(entry) for entry in as_list(extension.get("extension"))]
    return next((read_value(entry) for entry in inner if entry.get("url") == url), None)


def _bare(value: Value | None) -> str | None:
    if isinstance(value, Concept):
        return value.codings[0].code if value.codings else value.text or None
    return value if isinstance(value, str) else None


def _reference(r4: Json, end: str) -> Quantity | None:
    """A limit of what is normal: of several ranges the first that is of no other type."""
    for entry in as_list(r4.get("referenceRange")):
        given = as_object(entry)
        if first_code(given.get("type")) in (None, "normal") and end in given:
            return read_quantity(given[end])
    return None


def _dosage_texts(dosages: Sequence[object], notes: object) -> tuple[str, ...]:
    texts: list[object] = []
    for entry in dosages:
        dosage = as_object(entry)
        instructions = [concept.label for concept in read_concepts(dosage.get("additionalInstruction"))]
        texts += [dosage.get("text"), *instructions, dosage.get("patientInstruction")]
    return read_texts(*texts, notes)


_BUILDERS: Mapping[Kind, Callable[[Json, Source], Entry]] = {
    Kind.PATIENT: _patient,
    Kind.CONDITION: _condition,
    Kind.MEDICATION_REQUEST: _medication_request,
    Kind.MEDICATION_STATEMENT: _medication_statement,
    Kind.MEDICATION_ADMINISTRATION: _medication_administration,
    Kind.MEDICATION_DISPENSE: _medication_dispense,
    Kind.ALLERGY: _allergy,
    Kind.OBSERVATION: _observation,
    Kind.PROCEDURE: _procedure,
    Kind.ENCOUNTER: _encounter,
    Kind.SERVICE_REQUEST: _service_request,
    Kind.APPOINTMENT: _appointment,
    Kind.DEVICE_REQUEST: _device_request,
    Kind.CARE_PLAN: _care_plan,
    Kind.DEVICE: _device,
    Kind.COVERAGE: _coverage,
    Kind.DEVICE_USE: _device_use,
}
