"""Rules, definitions, order families and the rest of the content, as checked immutable objects."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from cds.hooks import Indicator
from cds.record import Kind
from cds.rulebook.clauses.expressions import Expression
from cds.rulebook.clauses.model import Names
from cds.rulebook.evidence import Certainty, note_and_point
from cds.rulebook.source import RuleAttributes
from cds.rulebook.words import Amount, Band, Duration, Hook, Region, Route, RuleClass, YesNoUnknown

Text = Annotated[str, Field(min_length=1)]


class _Content(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Status(StrEnum):
    """Only active rules reach a clinician; silent ones are evaluated and kept to the log."""

    DRAFT = "draft"
    SILENT = "silent"
    ACTIVE = "active"
    RETIRED = "retired"


class About(_Content):
    """What a rule is about: an order of a family, the patient, or both.

    About both, it is asked about each order while ordering, and once about the patient at other moments.
    `proposes` is the order that a suggestion would lead to: the family's safety rules are asked about it first, and
    whatever they derive (`contraindicated`) is there for the suggestion's `unless`. With `order` beside it the rule is
    asked about the drafts of that family as well, and about what it proposes only where none is drafted.
    """

    order: str | None = Field(default=None, description="A family of rules/families/.")
    patient: bool = False
    proposes: str | None = Field(default=None, description="A family: the suggestion would lead to such an order.")
    proposal: dict[str, Any] | None = Field(default=None, description="FHIR resource of the proposed order.")

    @model_validator(mode="after")
    def _one(self) -> "About":
        if self.order is None and not self.patient:
            raise ValueError("is about `order: <family>`, about `patient: true`, or about both")
        if (self.proposes is None) != (self.proposal is None):
            raise ValueError("`proposes` and `proposal` go together")
        return self


class Tier(_Content):
    """One indicator level of a rule; tiers stand strongest first.

    `alone: false` marks a tier that is only ever a line on a card that others give cause for.
    """

    indicator: Indicator
    when: Annotated[tuple[Expression, ...], Field(min_length=1)]
    unless: tuple[Expression, ...] = ()
    derives: Names = ()
    alone: bool = True
    summary: Annotated[str, Field(min_length=1, max_length=125, description="One sentence; severity is put before it.")]
    detail: Annotated[str, Field(min_length=1, description="What it means and what to do, safest first.")]


class Suggestion(_Content):
    """One offer of a card: delete or update the order, or create something. Never a dose."""

    label: Text
    only: tuple[Indicator, ...] = Field(default=(), description="Only when the rule speaks at one of these.")
    proposed: bool | None = Field(
        default=None, description="Only when the rule speaks about what it proposes (true), or never then (false)."
    )
    delete: Literal["order"] | None = None
    update: Literal["order"] | None = None
    set: dict[str, Any] | None = Field(default=None, description="Members of the order to set, for `update`.")
    append: dict[str, list[Any]] | None = Field(
        default=None, description="Entries to add to lists of the order, such as a `note`, for `update`."
    )
    create: dict[str, Any] | None = None

    @model_validator(mode="after")
    def _one(self) -> "Suggestion":
        if sum(action is not None for action in (self.delete, self.update, self.create)) != 1:
            raise ValueError("a suggestion has exactly one of `delete`, `update`, `create`")
        if (self.update is None) != (self.set is None and self.append is None):
            raise ValueError("`update` goes together with `set`, with `append` or with both")
        return self


class Option(_Content):
    """How a suggestion stands among the options of a patient on an opened chart.

    Facts are named as the rule's first tier names them: by `as`, else by kind, definition or what was derived.
    """

    name: Text
    indication: Annotated[
        Names, Field(min_length=1, description="Facts of `when` without which it is no option at all.")
    ]
    certainty: Annotated[Certainty, Field(description="How sure we are that it helps at all.")]
    against: Annotated[str, Field(min_length=1, description="The strongest finding against it.")]
    first: Annotated[str, Field(min_length=1, description="What to try before it, or with it.")]
    otherwise: dict[str, Text] = Field(
        description="By fact, what stands against it, as it follows `not now:` and `not known is whether`."
    )


class Review(_Content):
    """Who owns the rule and when it must be read again. Who signed it stands in `approvals/`."""

    owner: Text
    due: date


class Rule(_Content):
    """One rule; its id is its file name."""

    id: Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9]*(-[A-Z0-9]+)+$")]
    family: Annotated[str, Field(description="The family whose readings it shares: the name of its folder.")]
    title: Text
    class_: RuleClass = Field(alias="class")
    version: Annotated[str, Field(pattern=r"^\d+\.\d+\.\d+$")]
    status: Status
    hooks: Annotated[tuple[Hook, ...], Field(min_length=1)]
    about: About
    both_ways: bool = Field(
        default=False,
        description="Also speaks for a draft of the drug in its medication clauses beside a running order of the family.",
    )
    shown_for_suggestions: tuple[Hook, ...] = Field(
        default=(),
        description="Where it keeps a suggestion of such an order silent that would have spoken, it is shown itself on these hooks.",
    )
    stand_down: Names | None = Field(
        default=None, description="Definitions under which the rule is out of scope; the family's when left out."
    )
    patient_view_cap: Indicator | None = Field(default=None, description="Strongest indicator on patient-view.")
    tiers: Annotated[tuple[Tier, ...], Field(min_length=1)]
    suggestions: tuple[Suggestion, ...] = ()
    overrides: Annotated[tuple[str, ...], Field(min_length=1)]
    evidence: Annotated[
        tuple[str, ...], Field(min_length=1, description="Notes (`E15`) or single points of them (`E15.pregnancy`).")
    ]
    review: Review
    note: str | None = None
    attributes: RuleAttributes = Field(default=RuleAttributes(), description="Source attributes that differ for it.")
    option: Option | None = Field(default=None, description="Its place among the options of a patient.")

    @field_validator("tiers")
    @classmethod
    def _tiers_in_order(cls, tiers: tuple[Tier, ...]) -> tuple[Tier, ...]:
        ranks = [-tier.indicator.severity for tier in tiers]
        if ranks != sorted(ranks):
            raise ValueError("stand strongest first: critical, warning, info")
        return tiers

    @property
    def notes(self) -> tuple[str, ...]:
        """Ids of the evidence notes it cites, whole or by a point, each once."""
        return tuple(dict.fromkeys(note_and_point(citation)[0] for citation in self.evidence))


class Definition(_Content):
    """A named composition of clauses that several rules share; its id is its file name."""

    id: str
    family: Text
    title: Text
    any_: Annotated[tuple[Expression, ...], Field(alias="any", min_length=1)]


class MissingStatus(_Content):
    """What a Condition without clinicalStatus means: active when recorded within this time, else unknown."""

    within: Duration
    encounter_diagnosis_only: bool = False


class StaleOrder(_Content):
    """An active medication order older than this, without sign of use: not taken, or unknown."""

    after: Duration
    used_within: Duration
    then: Literal["not-exposed", "unknown"]


class DeviceClass(_Content):
    """What kind of light device a code or words mean, and what follows when the order states no more."""

    name: Text
    words: Names = ()
    bands: tuple[Band, ...]
    wavelengths: tuple[tuple[int, int], ...] = ()
    heats: YesNoUnknown
    class4: bool = False


class UnitOfUse(_Content):
    """What people count a product in instead of its dose: devices, sprays; and what one of them holds."""

    in_: Names = Field(alias="in", description="Value sets of the drug.")
    words: Annotated[Names, Field(min_length=1)]
    holds: Amount


class Family(_Content):
    """A family of orders: how one is recognised, and the readings its rules share. Its id is its file name."""

    id: str
    title: Text
    noun: Annotated[str, Field(min_length=1, description="What a card calls such an order: `ketamine order`.")]
    kinds: tuple[Kind, ...]
    running_in: tuple[Kind, ...] = Field(
        default=(), description="Other resources by which such an order may run, though it is never drafted as one."
    )
    in_: Names = Field(alias="in")
    never_words: Names = Field(default=(), description="Words that keep an order without a code out of the family.")
    stand_down: Names = ()
    patient_view_cap: Indicator
    missing_status: MissingStatus
    stale_order: StaleOrder
    administered_within: Duration = Field(description="An administration counts as present exposure this long.")
    dispenses_count: bool = Field(
        default=False, description="Whether a supply that was handed over counts as exposure until it is used up."
    )
    other_drafts_count: bool = Field(description="Whether another draft of the request counts as exposure.")
    nasal_given_there: Names = Field(
        default=(), description="Value sets of nasal drugs that are given under supervision at a visit."
    )
    supervised_performers: Names = Field(
        default=(), description="Words in the name of who gives the drug that mean a supervised site."
    )
    units_of_use: tuple[UnitOfUse, ...] = Field(
        default=(), description="What a drug is counted in; of several that a text names the first is read."
    )
    devices: tuple[DeviceClass, ...] = Field(default=(), description="For light: most specific first.")
    modest_suggestions: bool = Field(
        default=False,
        description="Suggestions name a low certainty, the study that found nothing, and when to stop; they rank no brand.",
    )

    @property
    def running_kinds(self) -> tuple[Kind, ...]:
        """Every resource kind in which an order of the family may run."""
        return (*self.kinds, *self.running_in)


class Routes(_Content):
    """How a route is read: codes of value sets (property `route`), else words of dosage text, form and name."""

    id: str
    in_: Names = Field(alias="in")
    words: dict[Route, tuple[str, ...]]


class RegionNote(_Content):
    """A body region: what it lies inside, the words that mean it, the ICD families and value sets that carry it."""

    region: Region
    inside: Region | None = None
    words: tuple[str, ...] = ()
    icd: tuple[str, ...] = ()
    in_: Names = Field(default=(), alias="in")
    from_conditions: Names = Field(default=(), description="Conditions whose site it is when they name none.")


class BodySites(_Content):
    """Every region, most specific first."""

    id: str
    regions: tuple[RegionNote, ...]


class UsualDose(_Content):
    """The usual dose of one ingredient, with where it is written."""

    ingredient: Annotated[str, Field(pattern=r"^\d+$", description="RxNorm ingredient.")]
    display: Text
    per_day: Amount = Field(description="The least that counts, a day.")
    source: str = Field(default="", description="Where it is written; without one nothing is concluded from the row.")


class DoseTable(_Content):
    """Usual starting doses of antidepressants for depression: what a trial at an adequate dose is judged by."""

    id: str
    note: str = Field(default="", description="Why rows are missing.")
    rows: tuple[UsualDose, ...] = ()

    def dose_of(self, ingredient: str) -> Amount | None:
        """The least dose a day that counts; None where no row with a source says so."""
        return next((row.per_day for row in self.rows if row.ingredient == ingredient and row.source), None)


class OverrideReason(_Content):
    """A coded reason for not following a card."""

    code: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
    display: Text


class Overrides(_Content):
    """The override reasons; `general` ones fill a card up to `at_least`."""

    id: str
    system: Text
    reasons: tuple[OverrideReason, ...]
    general: tuple[str, ...]
    at_least: int
    at_most: int

    @field_validator("reasons")
    @classmethod
    def _told_once(cls, reasons: tuple[OverrideReason, ...]) -> tuple[OverrideReason, ...]:
        codes = [reason.code for reason in reasons]
        twice = sorted({code for code in codes if codes.count(code) > 1})
        if twice:
            raise ValueError(f"{', '.join(f'`{code}`' for code in twice)} stands twice; keep one")
        return reasons


class ServiceNote(_Content):
    """One CDS service as discovery shows it; its prefetch is derived from the rules, never written."""

    id: Text
    hook: Hook
    title: Text
    description: Text
    rules_of: Annotated[
        Hook | None, Field(default=None, description="A hook whose rules speak here, too, as they do there.")
    ]
    only_new: Annotated[
        bool,
        Field(default=False, description="Only what rests on a resource that the hook hands over is shown; no notes."),
    ]


class Services(_Content):
    """The rulebook's name and version, and the services it is served as."""

    id: str
    name: Text
    version: Annotated[str, Field(pattern=r"^\d+\.\d+\.\d+$")]
    usage: Text
    services: tuple[ServiceNote, ...]
    notice: Annotated[str, Field(min_length=1, description="The last line of every card: no card does not mean safe.")]
    unapproved: Annotated[str, Field(min_length=1, description="Said by cards whose rule nobody has signed.")]
