"""The closed vocabulary of clauses: one model per kind of fact.

A clause names one fact by its first key and narrows it; all filters of a clause must hold together. Clauses are
answered true, false or unknown in `findings`; nothing here looks at a patient. Adding a filter here needs its unit
test in `findings` and its line in the vocabulary page.
"""

from cds.rulebook.clauses.entries import (
    AllergyClause,
    ConditionClause,
    CoverageClause,
    DeviceClause,
    EncounterClause,
    HookClause,
    MedicationClause,
    PatientClause,
)
from cds.rulebook.clauses.expressions import (
    VOCABULARY,
    AllGroup,
    AnyGroup,
    Clause,
    DerivedClause,
    Expression,
    Fact,
    IsClause,
    clauses_of,
    fact_name,
)
from cds.rulebook.clauses.model import Names
from cds.rulebook.clauses.orders import (
    AppointmentClause,
    DoseClause,
    DraftClause,
    LightClause,
    LinkedClause,
    OrderClause,
)
from cds.rulebook.clauses.results import (
    BloodPressureClause,
    Grading,
    ObservationClause,
    PointsClause,
    PointsItem,
    PregnancyClause,
    PregnancyExcludedClause,
    SessionsClause,
    TextClause,
    TrendClause,
    TrialsClause,
)

__all__ = [
    "VOCABULARY",
    "AllGroup",
    "AllergyClause",
    "AnyGroup",
    "AppointmentClause",
    "BloodPressureClause",
    "Clause",
    "ConditionClause",
    "CoverageClause",
    "DerivedClause",
    "DeviceClause",
    "DoseClause",
    "DraftClause",
    "EncounterClause",
    "Expression",
    "Fact",
    "Grading",
    "HookClause",
    "IsClause",
    "LightClause",
    "LinkedClause",
    "MedicationClause",
    "Names",
    "ObservationClause",
    "OrderClause",
    "PatientClause",
    "PointsClause",
    "PointsItem",
    "PregnancyClause",
    "PregnancyExcludedClause",
    "SessionsClause",
    "TextClause",
    "TrendClause",
    "TrialsClause",
    "clauses_of",
    "fact_name",
]
