"""One patient in memory: resources normalised, dated, and aware of what was not loaded."""

from cds.record.answers import Answer
from cds.record.bundles import Held, read_held
from cds.record.dates import read_span
from cds.record.kinds import kind_of
from cds.record.model import (
    Allergy,
    Coding,
    Component,
    Concept,
    Condition,
    Dosage,
    Encounter,
    Given,
    Kind,
    MedicationUse,
    Observation,
    Order,
    Parameter,
    Patient,
    PatientRecord,
    Problem,
    Procedure,
    Quantity,
    Range,
    Reaction,
    Span,
    TherapyOrder,
    Timing,
    Value,
)
from cds.record.read import draft_reference, read_medications, read_record
from cds.record.relevance import IsRelevant
from cds.record.shapes import is_list, is_object
from cds.record.systems import canonical_code, canonical_system, is_coded, ndc_spellings

__all__ = [
    "Allergy",
    "Answer",
    "Coding",
    "Component",
    "Concept",
    "Condition",
    "Dosage",
    "Encounter",
    "Given",
    "Held",
    "IsRelevant",
    "Kind",
    "MedicationUse",
    "Observation",
    "Order",
    "Parameter",
    "Patient",
    "PatientRecord",
    "Problem",
    "Procedure",
    "Quantity",
    "Range",
    "Reaction",
    "Span",
    "TherapyOrder",
    "Timing",
    "Value",
    "canonical_code",
    "canonical_system",
    "draft_reference",
    "is_coded",
    "is_list",
    "is_object",
    "kind_of",
    "ndc_spellings",
    "read_held",
    "read_medications",
    "read_record",
    "read_span",
]
