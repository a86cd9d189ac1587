"""Record to findings: every clause answered true, false or unknown, each with its inputs. One module per kind of fact."""

from collections.abc import Callable, Mapping
from typing import Any

from cds.findings.allergies import find_allergy
from cds.findings.blood_pressure import find_blood_pressure
from cds.findings.conditions import find_condition
from cds.findings.coverages import find_coverage
from cds.findings.doses import find_dose
from cds.findings.encounters import find_encounter
from cds.findings.finding import Answer, Finding, Input, unknown
from cds.findings.implants import find_device
from cds.findings.light import find_light
from cds.findings.linked import find_appointment, find_linked
from cds.findings.medications import find_medication, medicines_not_checked
from cds.findings.observations import find_observation
from cds.findings.orders import (
    belongs_to,
    concepts_of,
    find_draft,
    find_hook,
    find_order,
    light_of,
    matched_by_name,
    may_run,
    members_of_order,
    running_orders,
)
from cds.findings.patients import find_patient
from cds.findings.points import find_points
from cds.findings.pregnancy import find_pregnancy, find_pregnancy_excluded
from cds.findings.readings import Readings
from cds.findings.sessions import find_sessions
from cds.findings.texts import find_text
from cds.findings.trends import find_trend
from cds.findings.trials import find_trials
from cds.findings.view import View
from cds.rulebook import (
    AllergyClause,
    AppointmentClause,
    BloodPressureClause,
    ConditionClause,
    CoverageClause,
    DeviceClause,
    DoseClause,
    DraftClause,
    EncounterClause,
    Fact,
    HookClause,
    LightClause,
    LinkedClause,
    MedicationClause,
    ObservationClause,
    OrderClause,
    PatientClause,
    PointsClause,
    PregnancyClause,
    PregnancyExcludedClause,
    SessionsClause,
    TextClause,
    TrendClause,
    TrialsClause,
)

_FINDERS: Mapping[type, Callable[[Any, View], Finding]] = {
    OrderClause: find_order,
    LightClause: find_light,
    ConditionClause: find_condition,
    MedicationClause: find_medication,
    HookClause: find_hook,
    DraftClause: find_draft,
    AllergyClause: find_allergy,
    ObservationClause: find_observation,
    TextClause: find_text,
    DeviceClause: find_device,
    PointsClause: find_points,
    BloodPressureClause: find_blood_pressure,
    PregnancyClause: find_pregnancy,
    PregnancyExcludedClause: find_pregnancy_excluded,
    PatientClause: find_patient,
    CoverageClause: find_coverage,
    EncounterClause: find_encounter,
    SessionsClause: find_sessions,
    TrendClause: find_trend,
    TrialsClause: find_trials,
    DoseClause: find_dose,
    LinkedClause: find_linked,
    AppointmentClause: find_appointment,
}


def find(clause: Fact, view: View) -> Finding:
    """The answer to one clause for the patient and the order of the view."""
    return _FINDERS[type(clause)](clause, view)


__all__ = [
    "Answer",
    "Finding",
    "Input",
    "Readings",
    "View",
    "belongs_to",
    "concepts_of",
    "find",
    "light_of",
    "matched_by_name",
    "may_run",
    "medicines_not_checked",
    "members_of_order",
    "running_orders",
    "unknown",
]
