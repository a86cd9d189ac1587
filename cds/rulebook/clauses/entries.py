"""Facts about entries of the record and the moment: conditions, medicines, allergies, devices, coverage, the patient."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from cds.record import Kind
from cds.rulebook.clauses.model import (
    ClauseModel,
    Kinds,
    Names,
    Properties,
    Routes,
    as_list,
)
from cds.rulebook.words import (
    Duration,
    Hook,
)


class ConditionClause(ClauseModel):
    """A condition: `condition: active` (active, recurrence, relapse), `remission` (remission, inactive), `ever`."""

    example: ClassVar[str] = "{condition: active, in: ket-cond-psychosis, lifelong: true, as: psychosis}"

    condition: Literal["active", "remission", "ever"] = Field(description="Which states count.")
    in_: Names = Field(alias="in", description="Its code is in one of these value sets …")
    not_in: Names | None = Field(default=None, description="… and in none of these.")
    where: Properties | None = Field(
        default=None,
        description="Only members with these properties; of several that mean one code the closest counts: the code "
        "itself, the longest prefix, then what an expansion adds.",
    )
    seventh: Names | None = Field(
        default=None, description="The seventh character of its ICD-10-CM code is one of these: A and D are current."
    )
    lifelong: bool = Field(
        default=False,
        description="Structural or lifelong: an entry without a status counts at any age, one tier lower after a year.",
    )
    recorded_within: Duration | None = Field(
        default=None, description="Recorded, or else begun, no longer ago than this."
    )
    since_at_least: Duration | None = Field(default=None, description="Began at least this long ago.")
    began_within: Duration | None = Field(
        default=None,
        description="Began (onset, else recorded) no longer ago than this, in whole days; what has recurred or relapsed "
        "is present, whatever its date.",
    )
    dated: bool | None = Field(
        default=None, description="Whether it says when it began (onset, else recorded); a date to come says nothing."
    )
    latest_of: Names | None = Field(
        default=None,
        description="No entry of these value sets, whatever its state, is surely dated later: of episodes that follow "
        "each other the last.",
    )
    dated_within: Duration | None = Field(
        default=None, description="Its latest date (end, recorded, begun) is no longer ago than this."
    )
    onset_told: bool | None = Field(default=None, description="Whether it says when it began.")
    site: Literal["overlaps", "unknown"] | None = Field(
        default=None, description="Its site overlaps the treated site, or either of the two is unknown."
    )

    @property
    def about_order(self) -> bool:
        return self.site is not None

    def needs(self) -> frozenset[Kind]:
        return frozenset({Kind.CONDITION})


class AllergicToIt(BaseModel):
    """The patient's allergy list names the same ingredient, with one of these words in the reaction."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    words: Names


class MedicationClause(ClauseModel):
    """Exposure to a drug: `medication: exposed` now, or within its wash-out; `extended`: in the window after it; `ever`.

    `ever` asks whether the record tells that it was taken at all, supplies included; a draft is no sign of that.
    """

    example: ClassVar[str] = "{medication: exposed, in: vs-ir-pdt-agent, washout: from-set}"

    medication: Literal["exposed", "extended", "ever"] = Field(
        description="`exposed`: now, or in the wash-out; `extended`: in the window after that, as each member says; "
        "`ever`: at any time."
    )
    in_: Names = Field(alias="in", description="Its drug is in one of these value sets, by code, product or name.")
    where: Properties | None = Field(default=None, description="Only members with these properties.")
    washout: Duration | Literal["from-set"] | None = Field(
        default=None, description="Still exposed this long after the last dose; `from-set`: as each member says."
    )
    route: Routes | None = Field(default=None, description="Known to be given by one of these routes.")
    not_route: Routes | None = Field(default=None, description="Not known to be given by one of these routes.")
    dose: Literal["from-set"] | None = Field(
        default=None,
        description="As high and as long as its member says (`min_daily_mg`, `min_days`); members that say nothing count "
        "at any dose.",
    )
    site: Literal["overlaps", "unknown", "on-trunk", "remote"] | None = Field(
        default=None,
        description="Where it is applied, against the treated site: the two overlap, either is unknown, both are on the "
        "trunk, or they do not overlap.",
    )
    not_replaced: bool = Field(
        default=False, description="Leave out the order that the order at hand replaces: its priorPrescription."
    )
    started_within: Duration | None = Field(
        default=None, description="Taken for no longer than this: no earlier use of the same ingredient is recorded."
    )
    prescriber: Literal["other", "several"] | None = Field(
        default=None,
        description="Ordered by somebody other than who ordered the order at hand; `several`: these and the order at hand "
        "have two prescribers or more between them.",
    )
    allergic_to_it: AllergicToIt | None = Field(
        default=None, description="The allergy list names the same ingredient, with one of these `words` in a reaction."
    )
    resource: Kinds | None = Field(default=None, description="Told by such a resource: a MedicationAdministration.")
    standing: bool | None = Field(
        default=None, description="A statement, or an order for more than one dose; false: given, or ordered, once."
    )
    not_words: Names | None = Field(
        default=None, description="Its name, form, instructions, notes and reasons have none of these words."
    )
    not_reason: Names | None = Field(
        default=None, description="Its stated reason is in none of these value sets; without a reason it counts."
    )

    @model_validator(mode="after")
    def _whole(self) -> "MedicationClause":
        others = ("washout", "site", "prescriber", "dose", "started_within")
        barred = [name for name in others if getattr(self, name) is not None]
        if self.medication == "ever" and barred:
            raise ValueError(f"`medication: ever` asks of no window: it has no `{barred[0]}`")
        return self

    @property
    def about_order(self) -> bool:
        return True  # a draft beside the order at hand counts as exposure, the order itself never does

    def value_sets(self) -> Iterator[str]:
        yield from super().value_sets()
        yield from self.not_reason or ()

    def needs(self) -> frozenset[Kind]:
        kinds = {Kind.MEDICATION_REQUEST, Kind.MEDICATION_STATEMENT, Kind.MEDICATION_ADMINISTRATION}
        kinds |= {Kind.MEDICATION_DISPENSE} if self.medication == "ever" else set[Kind]()
        kinds = kinds & set(self.resource) if self.resource else kinds
        return frozenset(kinds | {Kind.ALLERGY} if self.allergic_to_it else kinds)


class AllergyClause(ClauseModel):
    """An entry of the allergy list that stands: `allergy: active` (active, or no clinical status).

    `allergy: none-recorded`: the list is known to be empty; `no known allergy` is an entry.
    """

    example: ClassVar[str] = "{allergy: active, in: [ket-drug-racemic, ket-drug-esketamine]}"

    allergy: Literal["active", "none-recorded"] = Field(
        description="`active`: active, or without a clinical status; `none-recorded`: nothing stands on the list."
    )
    in_: Names | None = Field(
        default=None, alias="in", description="Its substance is in one of these value sets; needed with `active`."
    )
    where: Properties | None = Field(default=None, description="Only members with these properties.")
    reaction: Literal["any", "pharmacological-only", "other"] = Field(
        default="any",
        description="`pharmacological-only`: an intolerance whose every manifestation is one of `manifestations`; "
        "`other`: anything else, including an entry that names no manifestation.",
    )
    manifestations: Names | None = Field(default=None, description="Value sets of manifestations, for `reaction`.")

    @model_validator(mode="after")
    def _whole(self) -> "AllergyClause":
        if (self.allergy == "active") != (self.in_ is not None):
            raise ValueError("`allergy: active` names value sets in `in`; `allergy: none-recorded` does not")
        return self

    def needs(self) -> frozenset[Kind]:
        return frozenset({Kind.ALLERGY})


class DeviceClause(ClauseModel):
    """A device of the patient, such as an implant: `device: active` (or without a status), or `inactive`."""

    example: ClassVar[str] = "{device: active, in: vs-ir-implant, where: {kind: pacemaker}, words: [pacemaker]}"

    device: Literal["active", "inactive"] = Field(description="`active`, also without a status; or `inactive`.")
    in_: Names = Field(alias="in", description="Its type is in one of these value sets …")
    where: Properties | None = Field(default=None, description="… as a member with these properties …")
    words: Names | None = Field(default=None, description="… or its type or name has one of these words.")

    def needs(self) -> frozenset[Kind]:
        return frozenset({Kind.DEVICE})


class CoverageClause(ClauseModel):
    """Who pays: `coverage: active`, not cancelled and not over, known by words of its type, payor or plan.

    A coverage that does not say whether it pays first is the first when it is the only one.
    """

    example: ClassVar[str] = "{coverage: active, words: [Medicare], absent: [Medicare Advantage], rank: primary}"

    coverage: Literal["active"] = Field(description="Always `active`.")
    words: Annotated[Names, Field(min_length=1)] = Field(
        description="Its type, a payor or a plan has one of these whole words …"
    )
    absent: Names | None = Field(default=None, description="… and nothing of it has one of these.")
    rank: Literal["primary", "secondary"] | None = Field(
        default=None, description="Whether it is the first to pay, or pays what another leaves."
    )

    def needs(self) -> frozenset[Kind]:
        return frozenset({Kind.COVERAGE})


class EncounterClause(ClauseModel):
    """The visit in which the hook is called: `encounter: current`. Without one, or one without a class, it is unknown."""

    example: ClassVar[str] = "{encounter: current, class: [EMER, IMP]}"

    encounter: Literal["current"] = Field(description="Always `current`.")
    class_: Names = Field(
        alias="class", description="Its class is one of these codes of v3-ActCode: `EMER`, `IMP`, `AMB`."
    )

    def needs(self) -> frozenset[Kind]:
        return frozenset({Kind.ENCOUNTER})


class PatientClause(ClauseModel):
    """The patient: `patient: age`, or `patient: childbearing-potential`."""

    example: ClassVar[str] = "{patient: age, at_least: 12, below: 56}"

    patient: Literal["age", "childbearing-potential"] = Field(description="What is asked of the patient.")
    at_least: int | None = Field(default=None, description="Age in completed years.")
    below: int | None = Field(default=None, description="Age in completed years.")
    unless_in: Names | None = Field(default=None, description="Conditions or procedures that exclude childbearing.")

    def needs(self) -> frozenset[Kind]:
        if self.patient == "age":
            return frozenset({Kind.PATIENT})
        return frozenset({Kind.PATIENT, Kind.CONDITION, Kind.PROCEDURE})


class HookClause(ClauseModel):
    """The moment of the call: `hook: patient-view`."""

    example: ClassVar[str] = "{hook: [order-select, order-sign]}"

    hook: Annotated[tuple[Hook, ...], BeforeValidator(as_list)] = Field(description="One of these moments.")
