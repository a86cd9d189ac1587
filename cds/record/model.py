"""One patient in memory: resources normalised, and aware of what was *not* loaded.

Everything here is a frozen value. Times carry a zone (UTC); a partial FHIR date is a `Span`, never a guess.
References are `Type/id`. Nothing here decides: status and window semantics live in `findings`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias


class Kind(StrEnum):
    """The FHIR resource kinds that rules read; the value is the FHIR resource type."""

    PATIENT = "Patient"
    CONDITION = "Condition"
    MEDICATION_REQUEST = "MedicationRequest"
    MEDICATION_STATEMENT = "MedicationStatement"
    MEDICATION_ADMINISTRATION = "MedicationAdministration"
    MEDICATION_DISPENSE = "MedicationDispense"
    ALLERGY = "AllergyIntolerance"
    OBSERVATION = "Observation"
    PROCEDURE = "Procedure"
    ENCOUNTER = "Encounter"
    SERVICE_REQUEST = "ServiceRequest"
    APPOINTMENT = "Appointment"
    DEVICE_REQUEST = "DeviceRequest"
    CARE_PLAN = "CarePlan"
    DEVICE = "Device"
    DEVICE_USE = "DeviceUseStatement"
    COVERAGE = "Coverage"


class Given(StrEnum):
    """How much of a resource kind was given. Only COMPLETE lets a rule conclude that something is absent."""

    COMPLETE = "complete"  # loaded whole; with no resources it is known to be empty
    PARTIAL = "partial"  # some resources, and there may be more (a further page, a key we did not ask for)
    UNKNOWN = "unknown"  # absent from the request, or the query failed


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """A code in a canonical system; the display is for people only and never compared."""

    system: str
    code: str
    display: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """A CodeableConcept: every coding, and the text."""

    codings: tuple[Coding, ...] = ()
    text: str = ""

    @property
    def label(self) -> str:
        """What to call it before a person: the text, else the first display, else the first code."""
        displays = [coding.display for coding in self.codings if coding.display]
        codes = [coding.code for coding in self.codings]
        return next(iter([self.text] * bool(self.text) + displays + codes), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A FHIR date, dateTime, instant or Period as the interval it may mean, UTC, both ends inclusive.

    `2026-03` is the whole of March. An open Period end is `datetime.max` (UTC), an open start `datetime.min`.
    `text` is what was written; `precise` is true when the day is known.
    """

    earliest: datetime
    latest: datetime
    text: str
    precise: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A value with the unit as written (code before unit); `comparator` is FHIR's `<`, `<=`, `>=`, `>` or ''."""

    value: Decimal
    unit: str
    comparator: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """A FHIR Range; either end may be missing."""

    low: Quantity | None = None
    high: Quantity | None = None


Value: TypeAlias = Quantity | Range | Concept | Span | bool | str


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient:
    """`sex_at_birth` and `sex_for_clinical_use` come from the US Core and HL7 extensions, as bare codes."""

    reference: str
    gender: str | None = None
    birth: Span | None = None
    sex_at_birth: str | None = None
    sex_for_clinical_use: str | None = None
    deceased: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """`abated` is true when the resource says so without a date (abatementBoolean, abatementString)."""

    reference: str
    code: Concept
    clinical_status: str | None = None
    verification_status: str | None = None
    categories: tuple[Concept, ...] = ()
    body_sites: tuple[Concept, ...] = ()
    onset: Span | None = None
    abatement: Span | None = None
    abated: bool = False
    recorded: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """Timing.repeat; `duration_minutes` is the length of one session, `period_days` of one period."""

    start: Span | None = None
    end: Span | None = None
    bounds_days: Decimal | None = None
    frequency: Decimal | None = None
    period_days: Decimal | None = None
    count: Decimal | None = None
    duration_minutes: Decimal | None = None
    as_needed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Dosage:
    """One dosage instruction, or the dosage of an administration.

    `dose` is the ordered dose (of several `type`s the `ordered` one; never a sum), high end in `dose_high` when a
    Range. `rate` has a unit such as `mg/kg/h`: rateRatio (numerator unit / denominator unit, denominator 1) and
    rateQuantity alike; high end of a rateRange in `rate_high`.
    """

    text: str = ""
    route: Concept | None = None
    site: Concept | None = None
    dose: Quantity | None = None
    dose_high: Quantity | None = None
    rate: Quantity | None = None
    rate_high: Quantity | None = None
    timing: Timing = field(default_factory=Timing)


@dataclass(frozen=True, slots=True, kw_only=True)
class MedicationUse:
    """A MedicationRequest, MedicationStatement, MedicationAdministration or MedicationDispense.

    `medicines` holds the concept of the medication and of each ingredient of a referenced Medication; empty when the
    order names none yet. `reasons` holds reasonCode and the codes of resolved reasonReferences. `effective` is the
    administration or statement period, or when a dispense was handed over. `supply_end` is the end of
    dispenseRequest.validityPeriod; `supply_days` is how long one supply lasts; `sessions_supplied` is
    1 + numberOfRepeatsAllowed when stated. `requester` is who
    ordered, as `Type/id`. `performers` are the names of who is to give or dispense it. `texts` are free texts of the order (dosage text, notes, dispense note).
    """

    kind: Kind
    reference: str
    status: str | None = None
    intent: str | None = None
    do_not_perform: bool = False
    status_reasons: tuple[Concept, ...] = ()
    categories: tuple[Concept, ...] = ()
    medicines: tuple[Concept, ...] = ()
    form: Concept | None = None
    dosages: tuple[Dosage, ...] = ()
    reasons: tuple[Concept, ...] = ()
    authored: Span | None = None
    effective: Span | None = None
    supply_end: Span | None = None
    supply_days: Decimal | None = None
    supply_quantity: Quantity | None = None
    sessions_supplied: int | None = None
    priority: str | None = None
    encounter: str | None = None
    prior_prescription: str | None = None
    requester: str | None = None
    performers: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    draft: bool = False
    selected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One coded parameter of a therapy order: DeviceRequest.parameter, or the ServiceRequest extension."""

    code: Concept
    value: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class TherapyOrder:
    """A ServiceRequest, a DeviceRequest, an activity of a CarePlan, or a DeviceUseStatement.

    `details` is ServiceRequest.orderDetail. `based_on` are the orders that it carries out or belongs to. `starts` is the start of occurrence[x], scheduled[x] or timing[x].
    `device_status` is the status of the Device that it names, when it could be read. An activity goes by the reference
    and the intent of its plan, whose status is `plan_status`; `status` is its own.
    """

    kind: Kind
    reference: str
    code: Concept
    status: str | None = None
    intent: str | None = None
    do_not_perform: bool = False
    categories: tuple[Concept, ...] = ()
    details: tuple[Concept, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    body_sites: tuple[Concept, ...] = ()
    reasons: tuple[Concept, ...] = ()
    starts: Span | None = None
    timing: Timing = field(default_factory=Timing)
    authored: Span | None = None
    encounter: str | None = None
    based_on: tuple[str, ...] = ()
    device_status: str | None = None
    plan_status: str | None = None
    priority: str | None = None
    texts: tuple[str, ...] = ()
    draft: bool = False
    selected: bool = False


Order: TypeAlias = MedicationUse | TherapyOrder


@dataclass(frozen=True, slots=True, kw_only=True)
class CarePlan:
    """What a CarePlan plans in its own words (`activity.detail`); what an activity refers to is read where it stands."""

    reference: str
    activities: tuple[TherapyOrder, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """A Device of the patient; `code` is what kind of device it is, else its name."""

    reference: str
    code: Concept
    status: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Who pays. `names` are its type, its payors and its plans as they are called; `rank` is 1 for the first to pay.

    `nameless_payor` tells that a payor is referred to and nobody says what it is called.
    """

    reference: str
    status: str | None = None
    names: tuple[str, ...] = ()
    rank: int | None = None
    period: Span | None = None
    nameless_payor: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaction:
    """What an allergy's reaction was, and to which substance when it names one."""

    substance: Concept | None = None
    manifestations: tuple[Concept, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Allergy:
    """AllergyIntolerance; `type` is `allergy`, `intolerance` or None."""

    reference: str
    code: Concept
    clinical_status: str | None = None
    verification_status: str | None = None
    type: str | None = None
    reactions: tuple[Reaction, ...] = ()
    recorded: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """One component of an Observation; `value` is None when absent."""

    code: Concept
    value: Value | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """`value` is None when there is none or dataAbsentReason is given. Interpretations are bare codes (`POS`, `H`)."""

    reference: str
    code: Concept
    status: str | None = None
    effective: Span | None = None
    value: Value | None = None
    components: tuple[Component, ...] = ()
    reference_low: Quantity | None = None
    reference_high: Quantity | None = None
    interpretations: tuple[str, ...] = ()
    body_sites: tuple[Concept, ...] = ()
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """`performed` is performedDateTime or performedPeriod."""

    reference: str
    code: Concept
    status: str | None = None
    performed: Span | None = None
    body_sites: tuple[Concept, ...] = ()
    reasons: tuple[Concept, ...] = ()
    encounter: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Encounter:
    """`class_code` is the bare v3-ActCode (`AMB`, `IMP`, `EMER`, `HH`, `VR`)."""

    reference: str
    status: str | None = None
    class_code: str | None = None
    period: Span | None = None
    reasons: tuple[Concept, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """`minutes` is how long it lasts, stated or from start to end. `names` says what it is for, in codes and words."""

    reference: str
    status: str | None = None
    start: Span | None = None
    minutes: Decimal | None = None
    names: tuple[Concept, ...] = ()
    reasons: tuple[Concept, ...] = ()
    based_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A resource that could not be used, or was used after a repair; never with patient data in the words."""

    reference: str
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientRecord:
    """One patient. `orders` are ServiceRequests and DeviceRequests of the record, what its CarePlans plan, and what its
    DeviceUseStatements say is used; `drafts` are the orders of the hook's context.

    `given` says how much of each kind was given; a kind that is not in it is unknown.
    `encounter` is the encounter of the hook's context, when it could be read.
    """

    patient_id: str
    patient: Patient | None = None
    conditions: tuple[Condition, ...] = ()
    medications: tuple[MedicationUse, ...] = ()
    allergies: tuple[Allergy, ...] = ()
    observations: tuple[Observation, ...] = ()
    procedures: tuple[Procedure, ...] = ()
    encounters: tuple[Encounter, ...] = ()
    orders: tuple[TherapyOrder, ...] = ()
    devices: tuple[Device, ...] = ()
    appointments: tuple[Appointment, ...] = ()
    coverages: tuple[Coverage, ...] = ()
    drafts: tuple[Order, ...] = ()
    encounter: Encounter | None = None
    given: Mapping[Kind, Given] = field(default_factory=dict[Kind, Given])
    problems: tuple[Problem, ...] = ()

    def how_much(self, kind: Kind) -> Given:
        """How much of a kind was given."""
        return self.given.get(kind, Given.UNKNOWN)
