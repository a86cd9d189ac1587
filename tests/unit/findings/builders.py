"""Small builders: a rulebook made of a few value sets, and one patient at a fixed moment.

The codes are real ones where the reading depends on the code system; nothing here depends on `rules/`.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from pydantic import TypeAdapter

from cds.findings.finding import Finding
from cds.findings.readings import Readings
from cds.findings.view import View
from cds.record import (
    Allergy,
    Appointment,
    Coding,
    Component,
    Concept,
    Condition,
    Dosage,
    Given,
    Kind,
    MedicationUse,
    Observation,
    Order,
    Patient,
    PatientRecord,
    Procedure,
    Quantity,
    Reaction,
    Span,
    TherapyOrder,
    Value,
    read_span,
)
from cds.rulebook import (
    SYSTEMS,
    BodySites,
    Expression,
    Family,
    Hook,
    Routes,
    Rulebook,
    Services,
    SourceAttributes,
    ValueSet,
)
from cds.rulebook.rule import Overrides

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)

LOINC, SNOMED, RXNORM = SYSTEMS["loinc"], SYSTEMS["snomed"], SYSTEMS["rxnorm"]
ICD = SYSTEMS["icd-10-cm"]


def _set(name: str, *concepts: Mapping[str, Any]) -> ValueSet:
    written = [{"verified": True, "source": "test", **concept} for concept in concepts]
    return ValueSet.model_validate({"id": name, "title": name, "concepts": written})


def _member(system: str, code: str, display: str, **more: Any) -> Mapping[str, Any]:
    properties = {
        key: value
        for key, value in more.items()
        if key in {"role", "answers", "ordinal", "scale", "route", "grams_per_mole", "storm"}
    }
    rest = {key: value for key, value in more.items() if key not in properties}
    return {"system": system, "code": code, "display": display, "properties": properties, **rest}


VALUE_SETS = (
    _set(
        "ketamine",
        _member("rxnorm", "6130", "ketamine", match="ingredient", names=["ketamine"]),
        _member("rxnorm", "9990001", "Ketalar 50 MG/ML", match="product", ingredient="6130", names=["Ketalar"]),
    ),
    _set(
        "esketamine", _member("rxnorm", "2119365", "esketamine", match="ingredient", names=["esketamine", "s-ketamine"])
    ),
    _set("ketorolac", _member("rxnorm", "35827", "ketorolac", match="ingredient", names=["ketorolac"])),
    _set(
        "pain-drugs",
        _member("rxnorm", "35827", "ketorolac", match="ingredient", names=["ketorolac"], role="nsaid"),
    ),
    _set("session", _member("hcpcs", "G2082", "Esketamine session")),
    _set(
        "bp",
        _member("loinc", "85354-9", "Blood pressure panel", role="panel"),
        _member("loinc", "8480-6", "Systolic blood pressure", role="systolic"),
        _member("loinc", "8462-4", "Diastolic blood pressure", role="diastolic"),
    ),
    _set("light-orders", _member("hcpcs", "S8948", "Low-level laser")),
    _set("bilirubin", _member("loinc", "1975-2", "Bilirubin", grams_per_mole="584.66")),
    _set("albumin", _member("loinc", "1751-7", "Albumin")),
    _set("inr", _member("loinc", "6301-6", "INR")),
    _set("alt", _member("loinc", "1742-6", "ALT")),
    _set("liver", _member("loinc", "1742-6", "ALT", role="alt"), _member("loinc", "1920-8", "AST", role="ast")),
    _set("ascites", _member("icd-10-cm", "R18.8", "Other ascites")),
    _set(
        "antidepressants",
        _member("rxnorm", "36437", "sertraline", match="ingredient", names=["sertraline"]),
        _member("rxnorm", "4493", "fluoxetine", match="ingredient", names=["fluoxetine"]),
        _member("rxnorm", "39786", "venlafaxine", match="ingredient", names=["venlafaxine"]),
    ),
    _set("depression", _member("icd-10-cm", "F33", "Recurrent depression", match="prefix")),
    _set("weight", _member("loinc", "29463-7", "Body weight")),
    _set("saturation", _member("loinc", "59408-5", "Oxygen saturation")),
    _set("item9", _member("loinc", "44260-8", "PHQ-9 item 9", answers="item9-answers")),
    _set(
        "item9-answers",
        _member("loinc", "LA6568-5", "Not at all", ordinal=0),
        _member("loinc", "LA6569-3", "Several days", ordinal=1),
    ),
    _set(
        "pain",
        _member("loinc", "72514-3", "Pain severity", scale="0-10"),
        _member("loinc", "38214-3", "Pain by VAS", scale="read-unit"),
    ),
    _set(
        "pregnancy",
        _member("snomed", "77386006", "Pregnant"),
        _member("icd-10-cm", "Z3A", "Weeks of gestation", match="prefix"),
    ),
    _set(
        "pregnancy-ended",
        _member("icd-10-cm", "Z37", "Outcome of delivery", match="prefix"),
        _member("snomed", "11466000", "Cesarean section"),
    ),
    _set("pregnancy-status", _member("loinc", "82810-3", "Pregnancy status")),
    _set(
        "answers",
        _member("snomed", "77386006", "Pregnant", role="positive"),
        _member("snomed", "60001007", "Not pregnant", role="negative"),
        _member("snomed", "146799005", "Possible pregnancy", role="unknown"),
        _member("loinc", "LA4489-6", "Unknown", role="unknown"),
        _member("snomed", "10828004", "Positive (qualifier value)", role="positive"),
        _member("snomed", "260385009", "Negative (qualifier value)", role="negative"),
        _member("snomed", "260373001", "Detected (qualifier value)", role="positive"),
        _member("snomed", "260415000", "Not detected (qualifier value)", role="negative"),
    ),
    _set(
        "hcg",
        _member("loinc", "2106-3", "hCG in urine", role="qualitative"),
        _member("loinc", "19080-1", "hCG in serum", role="quantitative"),
    ),
    _set(
        "thyrotoxicosis",
        _member("snomed", "34486009", "Hyperthyroidism", storm=False),
        _member("icd-10-cm", "E05", "Thyrotoxicosis", match="prefix", storm=False),
        _member("icd-10-cm", "E05.01", "Thyrotoxicosis with storm", storm=True),
        _member("snomed", "29028009", "Thyroid crisis of an expansion", storm=False, expansion=True),
        _member("snomed", "29028009", "Thyrotoxic crisis", storm=True),
    ),
    _set(
        "urine-and-thyroid",
        _member("loinc", "24356-8", "Urinalysis", role="urinalysis"),
        _member("loinc", "3016-3", "Thyrotropin", role="tsh"),
    ),
    _set("levothyroxine", _member("rxnorm", "10582", "levothyroxine", match="ingredient", names=["levothyroxine"])),
    _set("mania", _member("icd-10-cm", "F31.1", "Bipolar, manic", match="prefix")),
    _set(
        "other-episode",
        _member("icd-10-cm", "F31.3", "Bipolar, depressed", match="prefix"),
        _member("icd-10-cm", "F31.7", "Bipolar, in remission", match="prefix"),
    ),
    _set("aneurysm", _member("icd-10-cm", "I71", "Aortic aneurysm", match="prefix")),
    _set("due-date", _member("loinc", "11778-8", "Delivery date estimated")),
    _set(
        "cancer",
        _member("icd-10-cm", "C34", "Lung cancer", match="prefix"),
    ),
    _set(
        "no-childbearing",
        _member("icd-10-cm", "Z90.710", "Acquired absence of both cervix and uterus"),
        _member("snomed", "236886002", "Hysterectomy"),
    ),
    _set(
        "routes",
        _member("snomed", "47625008", "Intravenous route", route="intravenous"),
        _member("snomed", "78421000", "Intramuscular route", route="intramuscular"),
    ),
)


def _family(**more: Any) -> Family:
    written = {
        "id": "ketamine",
        "title": "Ketamine",
        "noun": "ketamine order",
        "kinds": ["MedicationRequest"],
        "in": ["ketamine", "esketamine"],
        "patient_view_cap": "info",
        "missing_status": {"within": "12 months"},
        "stale_order": {"after": "365 days", "used_within": "180 days", "then": "not-exposed"},
        "administered_within": "24 hours",
        "other_drafts_count": True,
        "nasal_given_there": ["esketamine"],
        "supervised_performers": ["REMS"],
        "units_of_use": [
            {"in": "esketamine", "words": ["device"], "holds": "28 mg"},
            {"in": "esketamine", "words": ["spray"], "holds": "14 mg"},
        ],
    }
    return Family.model_validate(written | more)


FAMILY = _family()
CAUTIOUS_FAMILY = _family(missing_status={"within": "90 days", "encounter_diagnosis_only": True})
"""Reads a missing clinical status as light does: an encounter diagnosis of the last 90 days, else unknown."""

LIGHT_FAMILY = Family.model_validate(
    {
        "id": "infrared",
        "title": "Light",
        "noun": "light order",
        "kinds": ["ServiceRequest", "DeviceRequest"],
        "in": ["light-orders"],
        "never_words": ["goggles"],
        "patient_view_cap": "warning",
        "missing_status": {"within": "90 days", "encounter_diagnosis_only": True},
        "stale_order": {"after": "365 days", "used_within": "180 days", "then": "unknown"},
        "administered_within": "0 days",
        "dispenses_count": True,
        "other_drafts_count": False,
        "devices": [
            {"name": "class4", "words": ["class IV laser"], "bands": ["unknown"], "heats": "yes", "class4": True},
            {"name": "led-nir", "words": ["NIR belt"], "bands": ["nir"], "wavelengths": [[701, 1100]], "heats": "no"},
            {"name": "led-red", "words": ["red light"], "bands": ["visible"], "heats": "no"},
            {"name": "lllt", "words": ["cold laser"], "bands": ["unknown"], "heats": "no"},
            {"name": "unknown", "words": ["light therapy"], "bands": ["unknown"], "heats": "unknown"},
        ],
    }
)

READINGS = Readings(
    Rulebook(
        digest="test",
        rules={},
        definitions={},
        families={"ketamine": FAMILY, "infrared": LIGHT_FAMILY},
        value_sets={one.id: one for one in VALUE_SETS},
        evidence={},
        routes=Routes.model_validate(
            {"id": "routes", "in": "routes", "words": {"intravenous": ["IV"], "oral": ["troche"], "nasal": ["nasal"]}}
        ),
        body_sites=BodySites(id="body-sites", regions=()),
        overrides=Overrides(id="overrides", system="test", reasons=(), general=(), at_least=0, at_most=5),
        services=Services(
            id="services", name="Test", version="1.0.0", usage="test", services=(), notice="none", unapproved="none"
        ),
        attributes=SourceAttributes(
            id="source-attributes",
            developer="test",
            funding="none",
            released="never",
            revised=date(2026, 1, 1),
            uses={},
        ),
    )
)

COMPLETE = dict.fromkeys(Kind, Given.COMPLETE)


def record(**resources: Any) -> PatientRecord:
    """One patient; every kind was loaded whole unless `given` says otherwise."""
    given = COMPLETE | resources.pop("given", {})
    return PatientRecord(patient_id="p", given=given, **resources)


def view(of: PatientRecord, order: Order | None = None, now: datetime = NOW, family: Family = FAMILY) -> View:
    """The patient as a rule looks at them."""
    return View(record=of, readings=READINGS, family=family, hook=Hook.ORDER_SIGN, now=now, order=order)


_EXPRESSION: TypeAdapter[Any] = TypeAdapter(Expression)


def clause(**written: Any) -> Any:
    """A clause as a rule file writes it; `in` is written `in_`, `as` is written `as_`."""
    return _EXPRESSION.validate_python({key.rstrip("_"): value for key, value in written.items()})


def when(text: str) -> Span:
    """A FHIR date, dateTime or `start/end`."""
    start, parted, end = text.partition("/")
    written = {key: one for key, one in (("start", start), ("end", end)) if one} if parted else text
    span = read_span(written)
    assert span is not None
    return span


def maybe(text: str | None) -> Span | None:
    """A date, or none."""
    return when(text) if text else None


def concept(system: str, code: str, display: str = "", text: str = "") -> Concept:
    """A concept with one coding."""
    return Concept(codings=(Coding(system=system, code=code, display=display),), text=text)


def loinc(code: str) -> Concept:
    """A LOINC code."""
    return concept(LOINC, code)


def snomed(code: str, display: str = "") -> Concept:
    """A SNOMED CT code."""
    return concept(SNOMED, code, display)


def named(text: str) -> Concept:
    """Free text without a code."""
    return Concept(text=text)


LIGHT = SYSTEMS["light"]
KETAMINE = concept(RXNORM, "6130", "ketamine")


def quantity(text: str) -> Quantity:
    """`184 mm[Hg]`, `<5 [iU]/L`, `70` without a unit."""
    number, _, unit = text.partition(" ")
    bare = number.lstrip("<>=")
    return Quantity(value=Decimal(bare), unit=unit, comparator=number[: len(number) - len(bare)])


def observation(
    code: Concept | str, value: Value | None = None, at: str | None = "2026-11-24T10:00:00Z", **more: Any
) -> Observation:
    """A final observation, two hours before now unless said otherwise."""
    written = {"reference": "Observation/1", "status": "final", **more}
    return Observation(code=loinc(code) if isinstance(code, str) else code, value=value, effective=maybe(at), **written)


def component(code: str, value: Value | None) -> Component:
    """A component of an observation."""
    return Component(code=loinc(code), value=value)


def condition(code: Concept, **more: Any) -> Condition:
    """An active, confirmed condition; dates may be written as text."""
    written: dict[str, Any] = {
        "reference": "Condition/1",
        "clinical_status": "active",
        "verification_status": "confirmed",
        **more,
    }
    for key in ("onset", "recorded", "abatement"):
        written[key] = maybe(written.get(key))
    return Condition(code=code, **written)


def procedure(code: Concept, at: str | None = "2026-11-20", **more: Any) -> Procedure:
    """A completed procedure."""
    written = {"reference": "Procedure/1", "status": "completed", **more}
    return Procedure(code=code, performed=maybe(at), **written)


def allergy(code: Concept, *reactions: Reaction, **more: Any) -> Allergy:
    """An active, confirmed allergy."""
    written: dict[str, Any] = {
        "reference": "AllergyIntolerance/1",
        "clinical_status": "active",
        "verification_status": "confirmed",
        "type": "allergy",
        **more,
    }
    return Allergy(code=code, reactions=reactions, **written)


def administration(medicine: Concept = KETAMINE, at: str | None = "2026-11-20T09:00:00Z", **more: Any) -> MedicationUse:
    """A completed administration."""
    written = {"reference": "MedicationAdministration/1", "status": "completed", **more}
    return MedicationUse(kind=Kind.MEDICATION_ADMINISTRATION, medicines=(medicine,), effective=maybe(at), **written)


def medication_order(*dosages: Dosage, medicine: Concept = KETAMINE, **more: Any) -> MedicationUse:
    """A draft ketamine order."""
    written: dict[str, Any] = {"reference": "MedicationRequest/draft", "status": "draft", "intent": "order", **more}
    written["authored"] = maybe(written.get("authored"))
    return MedicationUse(kind=Kind.MEDICATION_REQUEST, medicines=(medicine,), dosages=dosages, **written)


def dosage(dose: str | None = None, **more: Any) -> Dosage:
    """A dosage; quantities may be written as text."""
    written: dict[str, Any] = {"dose": dose, **more}
    for key in ("dose", "dose_high", "rate", "rate_high"):
        if written.get(key) is not None:
            written[key] = quantity(written[key])
    return Dosage(**written)


def therapy_order(code: Concept, kind: Kind = Kind.SERVICE_REQUEST, **more: Any) -> TherapyOrder:
    """An active service order of the record."""
    written: dict[str, Any] = {"reference": "ServiceRequest/1", "status": "active", "intent": "order", **more}
    written["authored"] = maybe(written.get("authored", "2026-11-20"))
    return TherapyOrder(kind=kind, code=code, **written)


def appointment(start: str | None = "2026-11-26T09:00:00Z", minutes: int | None = 120, **more: Any) -> Appointment:
    """A booked appointment, two days from now unless said otherwise."""
    written: dict[str, Any] = {"reference": "Appointment/1", "status": "booked", **more}
    length = None if minutes is None else Decimal(minutes)
    return Appointment(start=maybe(start), minutes=length, **written)


def patient(**more: Any) -> Patient:
    """The patient; the birth date may be written as text."""
    written: dict[str, Any] = {"reference": "Patient/1", "gender": "female", "birth": "1990-06-01", **more}
    written["birth"] = maybe(written["birth"])
    return Patient(**written)


def references(finding: Finding) -> list[str]:
    """The resources a finding rests on."""
    return [one.reference for one in finding.inputs]
