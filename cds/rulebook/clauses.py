"""The closed vocabulary of clauses: one model per kind of fact.

A clause names one fact by its first key and narrows it; all filters of a clause must hold together. Clauses are
answered true, false or unknown in `findings`; nothing here looks at a patient. Adding a filter here needs its unit
test in `findings` and its line in the vocabulary page.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, Literal, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag, model_validator

from cds.record import Kind
from cds.rulebook.words import (
    Amount,
    Band,
    Duration,
    Hook,
    LaserClass,
    LightParameter,
    OrderPart,
    Region,
    Route,
    Setting,
    YesNoUnknown,
)


def _as_list(written: Any) -> Any:
    return [written] if isinstance(written, str | bool | int) else written


Names = Annotated[tuple[str, ...], BeforeValidator(_as_list)]
"""One name or a list of names."""

Routes = Annotated[tuple[Route, ...], BeforeValidator(_as_list)]
Regions = Annotated[tuple[Region, ...], BeforeValidator(_as_list)]
Bands = Annotated[tuple[Band, ...], BeforeValidator(_as_list)]
Laser = Annotated[tuple[LaserClass, ...], BeforeValidator(_as_list)]
Parts = Annotated[tuple[OrderPart, ...], BeforeValidator(_as_list)]
Kinds = Annotated[tuple[Kind, ...], BeforeValidator(_as_list)]
Amounts = Annotated[tuple[Amount, ...], BeforeValidator(_as_list)]
Trilean = Annotated[tuple[YesNoUnknown, ...], BeforeValidator(_as_list)]
Properties: TypeAlias = dict[str, Annotated[tuple[str | bool | int, ...], BeforeValidator(_as_list)]]


def _hashed(kind: str, content: object) -> str:
    digest = hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()
    return f"{kind}:{digest[:12]}"


class _Clause(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    kind: ClassVar[str] = ""
    """The kind of fact: the key that starts the clause."""

    example: ClassVar[str] = ""
    """One that loads, as a rule file writes it."""

    named: str | None = Field(
        default=None,
        alias="as",
        description="The name by which the card's text speaks of this fact; the kind of fact when left out.",
    )

    @property
    def about_order(self) -> bool:
        """Whether the answer depends on the order at hand."""
        return False

    @property
    def slot(self) -> str:
        """The name of this fact in the card's text."""
        return self.named or self.kind

    @cached_property
    def key(self) -> str:
        """A stable name: equal clauses share it, whatever they are called in a card's text."""
        return _hashed(self.kind, self.model_dump(mode="json", exclude={"named"}, exclude_none=True))

    def value_sets(self) -> Iterator[str]:
        """Every value set the clause names."""
        for name in (
            *("in_", "not_in", "reason", "ended", "tests", "status", "answers", "due_date", "unless_in"),
            *("latest_of", "since_onset_of"),
        ):
            yield from getattr(self, name, None) or ()

    def needs(self) -> frozenset[Kind]:
        """The resource kinds that must be loaded for the clause to be answered."""
        return frozenset()

    def observation_sets(self) -> Iterator[str]:
        """Value sets of Observation codes: they become the codes of the prefetch query."""
        return iter(())


class OrderClause(_Clause):
    """The order at hand: `order: at-hand`."""

    example: ClassVar[str] = '{order: at-hand, in: vs-ir-order-pbm, heats: ["yes", unknown], site: lumbopelvic}'

    order: Literal["at-hand"] = Field(
        description="Always `at-hand`: a draft, a running order, or one that is proposed."
    )
    in_: Names | None = Field(default=None, alias="in", description="Its drug or code is in one of these value sets.")
    route: Routes | None = Field(default=None, description="Its route is one of these.")
    not_route: Routes | None = Field(default=None, description="Its route is none of these; unknown counts as none.")
    setting: Setting | None = Field(default=None, description="Where the drug would be taken.")
    not_setting: Setting | None = Field(default=None, description="Not known to be taken there.")
    words: Names | None = Field(
        default=None, description="Its own text has one of these words; a trailing * stands for any ending."
    )
    scope: Literal["anaesthesia"] | None = Field(
        default=None, description="The order belongs to anaesthesia or procedural sedation of the same encounter."
    )
    scope_in: Names | None = Field(default=None, description="Value sets of anaesthesia procedures, for `scope`.")
    reason: Names | None = Field(default=None, description="Its reason is in one of these value sets.")
    reason_words: Names | None = Field(
        default=None, description="Its reason has one of these words: for reasons that no value set has."
    )
    reason_coded: bool | None = Field(
        default=None, description="Whether it states a reason with a code, which alone can be compared with `reason`."
    )
    performer: Names | None = Field(
        default=None, description="Who is to give or dispense it is named with one of these words."
    )
    site: Regions | None = Field(default=None, description="The treated site overlaps one of these regions.")
    site_within: Regions | None = Field(
        default=None, description="The treated site lies inside these regions, all of it: not merely overlaps them."
    )
    site_known: bool | None = Field(default=None, description="Whether the treated site is known.")
    heats: Trilean | None = Field(default=None, description="Whether the device heats the skin.")
    class4: bool | None = Field(default=None, description="Class 4, or mean power of at least 0.5 W.")
    emits: Bands | None = Field(default=None, description="One of the stated bands; `unknown`: none is stated.")
    only: Bands | None = Field(default=None, description="Something is stated, and nothing outside these bands.")
    emits_uv: Trilean | None = Field(default=None, description="Whether it emits ultraviolet.")
    wavelength_of_class: bool | None = Field(
        default=None, description="Whether the stated wavelengths lie in the bands of its device class."
    )
    laser_class: Laser | None = Field(default=None, description="Its laser class; `unknown` when it states none.")
    add_on: Names | None = Field(
        default=None, description="An added modality, such as `magnetic-field`; `unknown` when it states none."
    )
    device: Names | None = Field(
        default=None, description="Its device class, as the family names them, is one of these: `led-nir`, `unknown`."
    )
    missing: Parts | None = Field(default=None, description="One of these is not stated; the value names those.")
    resource: Kinds | None = Field(
        default=None, description="It is such a resource: a DeviceRequest is a device for the patient's home."
    )
    dated_words: Names | None = Field(
        default=None, description="A note or instruction has one of these words together with a date: `review`."
    )
    wavelength_from: Decimal | None = Field(default=None, description="Touches the range from this many nm …")
    wavelength_to: Decimal | None = Field(default=None, description="… to this many nm.")
    dose_stated: bool | None = Field(default=None, description="Whether the order states a dose.")
    per_kg: bool | None = Field(default=None, description="Whether its dose or rate is per kilogram of body weight.")
    ordered_at_least: Duration | None = Field(default=None, description="It was written at least this long ago.")
    reason_stated: bool | None = Field(
        default=None,
        description="Whether the order states a reason, coded or in words; with `reason`: only a stated one.",
    )
    inpatient: bool | None = Field(
        default=None, description="Whether it is for an inpatient: by its category, else by the class of its visit."
    )
    drafted: bool | None = Field(
        default=None, description="Whether it is being written now; what runs already, beside a draft, is not."
    )
    proposed: bool | None = Field(
        default=None, description="Whether it is only what a suggestion would lead to, instead of being ordered."
    )

    def value_sets(self) -> Iterator[str]:
        yield from super().value_sets()
        yield from self.scope_in or ()

    def needs(self) -> frozenset[Kind]:
        kinds = {Kind.PROCEDURE, Kind.SERVICE_REQUEST, Kind.ENCOUNTER} if self.scope else set[Kind]()
        of_visit = self.setting or self.not_setting or self.inpatient is not None
        return frozenset(kinds | {Kind.ENCOUNTER} if of_visit else kinds)

    @property
    def about_order(self) -> bool:
        return True


class LightClause(_Clause):
    """What the light order at hand states of its treatment: `light: fluence`.

    Of a range `above` and `at_least` read the high end, `below` and `at_most` the low end; what is not stated in a
    known unit is unknown. A fluence that is not stated is irradiance times minutes.
    """

    example: ClassVar[str] = "{light: fluence, above: 100 J/cm2}"

    light: LightParameter = Field(description="The parameter, as the convention for light orders names it.")
    above: Amount | None = Field(default=None, description="More than this.")
    at_least: Amount | None = Field(default=None, description="This or more.")
    below: Amount | None = Field(default=None, description="Less than this.")
    at_most: Amount | None = Field(default=None, description="This or less.")
    stated: bool | None = Field(default=None, description="Whether it is stated, in a unit that is known.")

    @property
    def about_order(self) -> bool:
        return True


class ConditionClause(_Clause):
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


class MedicationClause(_Clause):
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


class HookClause(_Clause):
    """The moment of the call: `hook: patient-view`."""

    example: ClassVar[str] = "{hook: [order-select, order-sign]}"

    hook: Annotated[tuple[Hook, ...], BeforeValidator(_as_list)] = Field(description="One of these moments.")


class DraftClause(_Clause):
    """Another draft order of the same request: `draft: other`, or any draft when the rule is about the patient."""

    example: ClassVar[str] = "{draft: other, words: [goggles, eye shield*]}"

    draft: Literal["other"] = Field(description="Always `other`: never the order at hand.")
    in_: Names | None = Field(default=None, alias="in", description="Its drug or code is in one of these value sets …")
    words: Names | None = Field(default=None, description="… or its own text has one of these words.")

    @model_validator(mode="after")
    def _one(self) -> "DraftClause":
        if self.in_ is None and self.words is None:
            raise ValueError("names the other draft by `in`, by `words` or by both")
        return self

    @property
    def about_order(self) -> bool:
        return True


class AllergyClause(_Clause):
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


class ObservationClause(_Clause):
    """The latest observation of a code: `observation: latest` (final, amended, corrected), or `any` in the window.

    `observation: none`: there is no dated one in the window; one without a time is none.
    """

    example: ClassVar[str] = '{observation: latest, in: vs-ir-obs-pain, within: 30 days, at_least: "4 {score}"}'

    observation: Literal["latest", "any", "none"] = Field(
        description="`latest`: the newest decides; `any`: one in the window is enough; `none`: there is none."
    )
    in_: Names = Field(alias="in", description="Its code is in one of these value sets.")
    as_answer: bool = Field(
        default=False, description="Or its coded answer is: a finding that whatever other code asked for."
    )
    where: Properties | None = Field(default=None, description="Only members with these properties.")
    within: Duration = Field(description="No older than this.")
    above: Amount | None = Field(default=None, description="More than this.")
    at_least: Amount | None = Field(default=None, description="This or more.")
    below: Amount | None = Field(default=None, description="Less than this.")
    at_most: Amount | None = Field(default=None, description="This or less.")
    above_upper_limit: Decimal | None = Field(
        default=None, description="Above this many times the upper limit of its own reference range …"
    )
    upper_limit: Amount | None = Field(
        default=None, description="… or of this where it carries none; the card says so."
    )
    below_lower_limit: bool | None = Field(default=None, description="Below the lower limit of its reference range …")
    lower_limit: Amount | None = Field(
        default=None, description="… or of this where it carries none; the card says so."
    )
    answers: Names | None = Field(default=None, description="The coded answer is in one of these value sets …")
    role: Names | None = Field(default=None, description="… in one of these roles (positive, negative).")
    since_onset_of: Names | None = Field(
        default=None,
        description="Dated on or after the day on which each condition of these value sets that is not over began.",
    )
    unclear_words: Names | None = Field(
        default=None, description="It cannot be read where it, or another result near it, has one of these words …"
    )
    unclear_absent: Names | None = Field(default=None, description="… and none of these in the same text …")
    unclear_within: Duration | None = Field(default=None, description="… within this time before or after it.")

    @model_validator(mode="after")
    def _whole(self) -> "ObservationClause":
        judged = (self.above, self.at_least, self.below, self.at_most, self.above_upper_limit, self.below_lower_limit)
        judged += (self.answers, self.since_onset_of, self.unclear_words)
        if self.observation == "none" and any(one is not None for one in judged):
            raise ValueError("`observation: none` names no threshold and no answer")
        if (self.unclear_words is None) != (self.unclear_within is None):
            raise ValueError("`unclear_words` and `unclear_within` go together")
        return self

    def needs(self) -> frozenset[Kind]:
        kinds = {Kind.CONDITION} if self.since_onset_of else set[Kind]()
        return frozenset(kinds | {Kind.OBSERVATION})

    def observation_sets(self) -> Iterator[str]:
        yield from self.in_


class TextClause(_Clause):
    """Whole words in the text of a resource, for facts that have no code; always marked as matched by name."""

    example: ClassVar[str] = (
        "{text: [Observation, Condition], words: [monofilament ... not felt], absent: [normal], within: 90 days}"
    )

    text: Annotated[tuple[Kind, ...], BeforeValidator(_as_list)] = Field(description="The resources that are read.")
    words: Names = Field(description="One of these whole words; `*` for any ending, ` ... ` for anything between.")
    within: Duration | None = Field(default=None, description="No older than this.")
    absent: Names | None = Field(default=None, description="Words that turn the meaning: `not`, `declined`.")
    since_onset_of: Names | None = Field(
        default=None,
        description="Dated on or after the day on which each condition of these value sets that is not over began.",
    )
    fell_within: Duration | None = Field(
        default=None,
        description="Its number (`5`, `4+/5`) is lower than one of the same name and side up to this long before it; the "
        "words are those of the name.",
    )
    site: Literal["overlaps", "unknown"] | None = Field(
        default=None,
        description="Its site, or the place its words name, overlaps the treated site, or either of the two is unknown.",
    )

    @model_validator(mode="after")
    def _whole(self) -> "TextClause":
        if self.fell_within is not None and (self.text != (Kind.OBSERVATION,) or self.within is None):
            raise ValueError(
                "`fell_within` is about Observations alone, and names with `within` how old the latest may be"
            )
        return self

    @property
    def about_order(self) -> bool:
        return self.site is not None

    def needs(self) -> frozenset[Kind]:
        return frozenset({*self.text, Kind.CONDITION} if self.since_onset_of else self.text)


class DeviceClause(_Clause):
    """A device of the patient, such as an implant: `device: active` (or without a status), or `inactive`."""

    example: ClassVar[str] = "{device: active, in: vs-ir-implant, where: {kind: pacemaker}, words: [pacemaker]}"

    device: Literal["active", "inactive"] = Field(description="`active`, also without a status; or `inactive`.")
    in_: Names = Field(alias="in", description="Its type is in one of these value sets …")
    where: Properties | None = Field(default=None, description="… as a member with these properties …")
    words: Names | None = Field(default=None, description="… or its type or name has one of these words.")

    def needs(self) -> frozenset[Kind]:
        return frozenset({Kind.DEVICE})


class BloodPressureClause(_Clause):
    """Blood pressure readings: `blood_pressure: latest`, or `twice`: the latest and one at least `apart` before it."""

    example: ClassVar[str] = (
        '{blood_pressure: twice, in: ket-obs-bp, within: 24 hours, apart: 5 minutes, systolic_above: "180 mm[Hg]", diastolic_above: "100 mm[Hg]"}'
    )

    blood_pressure: Literal["latest", "twice"] = Field(description="The latest reading, or two.")
    in_: Names = Field(alias="in", description="Value set whose members have the roles panel, systolic, diastolic.")
    within: Duration = Field(description="No older than this.")
    systolic_above: Amount = Field(description="Systolic above this …")
    diastolic_above: Amount = Field(description="… or diastolic above this.")
    apart: Duration | None = Field(default=None, description="For `twice`: how far the readings lie apart at least.")

    def needs(self) -> frozenset[Kind]:
        return frozenset({Kind.OBSERVATION})

    def observation_sets(self) -> Iterator[str]:
        yield from self.in_


def _graded_kind(written: Any) -> str | None:
    kind = _kind_of(written)
    return kind if kind in _GRADING else None


_GRADING = ("observation", "condition", "text")

Grading = Annotated[
    Annotated[ObservationClause, Tag("observation")]
    | Annotated[ConditionClause, Tag("condition")]
    | Annotated[TextClause, Tag("text")],
    Discriminator(
        _graded_kind,
        custom_error_type="unknown_kind",
        custom_error_message="starts with none of the kinds of fact that give points: " + ", ".join(_GRADING),
    ),
]
"""A fact that gives points in a score."""


class PointsItem(BaseModel):
    """One item of a score: what gives one, two or three points; of several that hold the highest counts.

    `two_or_three` is for what is recorded without its grade. An item of which nothing holds may be any of them.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    one: tuple[Grading, ...] = ()
    two: tuple[Grading, ...] = ()
    three: tuple[Grading, ...] = ()
    two_or_three: tuple[Grading, ...] = ()

    def parts(self) -> tuple["Grading", ...]:
        """Every fact of the item."""
        return (*self.one, *self.two, *self.three, *self.two_or_three)


class PointsClause(_Clause):
    """A score of items with one to three points each, such as Child-Pugh: `points: certain`, or `possible`.

    What is missing makes a range: `certain` holds when the whole range does, `possible` when any of it does. The value
    shows the sum, item by item.
    """

    example: ClassVar[str] = (
        '{points: certain, at_least: 2, items: [{name: pain, two: [{observation: latest, in: vs-ir-obs-pain, within: 30 days, above: "6 {score}"}]}]}'
    )

    points: Literal["certain", "possible"] = Field(
        description="What the missing items leave: `certain` for all of it, `possible` for any of it."
    )
    items: Annotated[tuple[PointsItem, ...], Field(min_length=1)] = Field(
        description="Each with its `name` and the clauses that give `one`, `two`, `three` or `two_or_three` points."
    )
    at_least: int | None = Field(default=None, description="This many points or more.")
    at_most: int | None = Field(default=None, description="This many points or fewer.")

    @model_validator(mode="after")
    def _whole(self) -> "PointsClause":
        if self.at_least is None and self.at_most is None:
            raise ValueError("names `at_least`, `at_most` or both")
        return self

    def parts(self) -> Iterator["Grading"]:
        """Every fact that gives points."""
        for item in self.items:
            yield from item.parts()

    def value_sets(self) -> Iterator[str]:
        for part in self.parts():
            yield from part.value_sets()

    def needs(self) -> frozenset[Kind]:
        return frozenset[Kind]().union(*(part.needs() for part in self.parts()))

    def observation_sets(self) -> Iterator[str]:
        for part in self.parts():
            yield from part.observation_sets()


class PregnancyClause(_Clause):
    """Current pregnancy, whatever the resource that says so; the newest fact wins: `pregnancy: recorded`."""

    example: ClassVar[str] = (
        "{pregnancy: recorded, in: ket-cond-pregnancy, recorded_within: 300 days, ended: ket-cond-pregnancy-ended, status: ket-obs-pregnancy-status, answers: ket-obs-pregnancy-status-values, status_within: 280 days, tests: ket-obs-hcg, tests_within: 30 days}"
    )

    pregnancy: Literal["recorded"] = Field(description="Always `recorded`.")
    in_: Names = Field(alias="in", description="Conditions that mean pregnant.")
    recorded_within: Duration = Field(description="A condition counts this long.")
    ended: Names = Field(description="Conditions and procedures that end it.")
    status: Names = Field(description="Observation codes of pregnancy status.")
    answers: Names = Field(description="Value sets of answers with the roles positive, negative, unknown.")
    status_within: Duration = Field(description="A status counts this long.")
    tests: Names = Field(description="Observation codes of pregnancy tests, role qualitative or quantitative.")
    tests_within: Duration = Field(description="A test counts this long.")
    due_date: Names | None = Field(default=None, description="Observation codes of the estimated date of delivery.")
    due_date_past: Duration | None = Field(default=None, description="Still pregnant this long after the due date.")
    unless_in: Names | None = Field(
        default=None,
        description="Active conditions that raise hCG without a pregnancy: a quantitative test is no proof.",
    )

    def needs(self) -> frozenset[Kind]:
        return frozenset({Kind.CONDITION, Kind.OBSERVATION, Kind.PROCEDURE})

    def observation_sets(self) -> Iterator[str]:
        yield from (*self.status, *self.tests, *(self.due_date or ()))


class PregnancyExcludedClause(_Clause):
    """A recent negative answer: `pregnancy_excluded: test` (final, negative) or `status` (not pregnant)."""

    example: ClassVar[str] = (
        "{pregnancy_excluded: test, in: ket-obs-hcg, answers: ket-result-qualifiers, within: 7 days}"
    )

    pregnancy_excluded: Literal["test", "status"] = Field(description="By a test, or by a status.")
    in_: Names = Field(alias="in", description="Observation codes.")
    answers: Names = Field(description="Value sets of answers with the roles positive, negative.")
    within: Duration = Field(description="No older than this.")

    def needs(self) -> frozenset[Kind]:
        return frozenset({Kind.OBSERVATION})

    def observation_sets(self) -> Iterator[str]:
        yield from self.in_


class EncounterClause(_Clause):
    """The visit in which the hook is called: `encounter: current`. Without one, or one without a class, it is unknown."""

    example: ClassVar[str] = "{encounter: current, class: [EMER, IMP]}"

    encounter: Literal["current"] = Field(description="Always `current`.")
    class_: Names = Field(
        alias="class", description="Its class is one of these codes of v3-ActCode: `EMER`, `IMP`, `AMB`."
    )

    def needs(self) -> frozenset[Kind]:
        return frozenset({Kind.ENCOUNTER})


class PatientClause(_Clause):
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


class CoverageClause(_Clause):
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


class SessionsClause(_Clause):
    """Treatment sessions: distinct days with an administration or a completed procedure.

    `sessions: given` counts the last days; `with-order` also those that the order at hand schedules, in whichever window
    of that length holds most.
    """

    example: ClassVar[str] = (
        "{sessions: with-order, in: [ket-drug-esketamine, ket-service-hcpcs], within: 7 days, at_least: 3}"
    )

    sessions: Literal["given", "with-order"] = Field(
        description="`given`, or `with-order`: with those that the order schedules."
    )
    in_: Names = Field(alias="in", description="Value sets of the drug and of the session procedure.")
    within: Duration = Field(description="In a window of this length.")
    at_least: int = Field(default=1, ge=1, description="So many days or more.")
    apart_below: Duration | None = Field(
        default=None, description="The next session that is ordered may follow the last one in less than this time."
    )
    series: Duration | None = Field(default=None, description="The first session of these last days …")
    began_at_least: Duration | None = Field(default=None, description="… was at least this long ago.")

    @model_validator(mode="after")
    def _whole(self) -> "SessionsClause":
        if (self.series is None) != (self.began_at_least is None):
            raise ValueError("`series` and `began_at_least` go together")
        if self.apart_below is not None and self.sessions == "given":
            raise ValueError("`apart_below` is about the next session: write `sessions: with-order`")
        return self

    @property
    def about_order(self) -> bool:
        return self.sessions == "with-order"

    def needs(self) -> frozenset[Kind]:
        return frozenset({Kind.MEDICATION_ADMINISTRATION, Kind.PROCEDURE})


class TrendClause(_Clause):
    """How a score or result changed since treatment began: `trend: changed`, or `baseline-missing`, `follow-up-missing`.

    Both values come from one instrument; a score of 0 to 100 is read as one of 0 to 10 where its unit says so. A change
    in `%` is relative to the baseline, any other an amount; all that are named must hold.
    """

    example: ClassVar[str] = (
        '{trend: changed, in: vs-ir-obs-pain, start: order, before: 14 days, after: 3 days, latest_within: 14 days, fall_below: ["2 {score}", "30 %"]}'
    )

    trend: Literal["changed", "baseline-missing", "follow-up-missing"] = Field(
        description="That it changed, or what was never measured."
    )
    in_: Names = Field(alias="in", description="Observation codes; only two of one code are compared.")
    where: Properties | None = Field(default=None, description="Only members with these properties.")
    start: Literal["order", "first-session"] = Field(
        description="When treatment began: the order, or its first session."
    )
    sessions_in: Names | None = Field(default=None, description="Value sets of the sessions, for `first-session` …")
    sessions_within: Duration | None = Field(default=None, description="… the first one within this time.")
    before: Duration = Field(description="The baseline is at most this long before the start …")
    after: Duration = Field(description="… or at most this long after it; the nearest counts, one before it first.")
    latest_within: Duration = Field(description="The follow-up is the latest value, no older than this.")
    started_at_least: Duration | None = Field(default=None, description="Treatment began at least this long ago.")
    fall_at_least: Amounts | None = Field(
        default=None, description="Fell by all of these or more: `2 {score}`, `30 %`."
    )
    fall_below: Amounts | None = Field(default=None, description="Fell by less than each of these, or rose.")
    rise_at_least: Amounts | None = Field(default=None, description="Rose by all of these or more.")

    @model_validator(mode="after")
    def _whole(self) -> "TrendClause":
        sessions = (self.sessions_in is not None, self.sessions_within is not None)
        if any(sessions) != all(sessions) or all(sessions) != (self.start == "first-session"):
            raise ValueError("`start: first-session` goes with `sessions_in` and `sessions_within`")
        asked = any(one is not None for one in (self.fall_at_least, self.fall_below, self.rise_at_least))
        if asked != (self.trend == "changed"):
            raise ValueError("`trend: changed` names how much: `fall_at_least`, `fall_below` or `rise_at_least`")
        return self

    @property
    def about_order(self) -> bool:
        return self.start == "order"

    def value_sets(self) -> Iterator[str]:
        yield from super().value_sets()
        yield from self.sessions_in or ()

    def needs(self) -> frozenset[Kind]:
        sessions = {Kind.MEDICATION_ADMINISTRATION, Kind.PROCEDURE} if self.sessions_in else set[Kind]()
        return frozenset(sessions | {Kind.OBSERVATION})

    def observation_sets(self) -> Iterator[str]:
        yield from self.in_


class TrialsClause(_Clause):
    """Adequate trials of distinct drugs in the current episode, by the doses of `rules/antidepressant-doses.yaml`.

    A trial counts with its dose, its length and a row with a source; one that lacks any of these "cannot be determined".
    """

    example: ClassVar[str] = (
        "{trials: adequate, in: ket-neuropathic-firstline, episode: ket-cond-psychosis, lasting: 42 days, at_least: 2}"
    )

    trials: Literal["adequate", "found"] = Field(
        description="`adequate`: enough trials are certain; `found`: there is any, whatever can be told of it, to be shown."
    )
    in_: Names = Field(alias="in", description="Value sets of the drugs.")
    episode: Names = Field(description="Conditions whose onset begins the current episode.")
    lasting: Duration = Field(description="At least so many days at an adequate dose.")
    at_least: int = Field(ge=1, description="So many distinct drugs or more.")

    def value_sets(self) -> Iterator[str]:
        yield from super().value_sets()
        yield from self.episode

    def needs(self) -> frozenset[Kind]:
        uses = {Kind.MEDICATION_REQUEST, Kind.MEDICATION_STATEMENT, Kind.MEDICATION_DISPENSE}
        return frozenset({*uses, Kind.CONDITION})


class DoseClause(_Clause):
    """The dose of the order at hand; an order that states none answers false."""

    example: ClassVar[str] = (
        "{dose: ordered, above: 1.5 mg/kg/h, route: intravenous, weight: ket-obs-weight, weight_within: 90 days}"
    )

    dose: Literal["ordered"] = Field(description="Always `ordered`.")
    unit_outside: Names | None = Field(default=None, description="A unit of dose or rate is none of these.")
    volume_without_concentration: bool = Field(default=False, description="Given as volume, concentration not stated.")
    equals: Annotated[tuple[Amount, ...], BeforeValidator(_as_list)] | None = Field(
        default=None, description="Exactly one of these: a vial's concentration typed as a dose."
    )
    above: Amount | None = Field(
        default=None,
        description="One dose is above this; per time (`mg/kg/h`) its rate; per kg needs a weight. Of a range the most.",
    )
    at_least: Amount | None = Field(default=None, description="The same, this much or more.")
    below: Amount | None = Field(default=None, description="Below this; of a range the least.")
    at_most: Amount | None = Field(default=None, description="This much or less; of a range the least.")
    not_multiple_of: Amount | None = Field(
        default=None, description="No whole number of these: of a device's strength."
    )
    lasting_below: Duration | None = Field(default=None, description="Given in less than this time …")
    lasting_at_least: Duration | None = Field(default=None, description="… or in this time or more.")
    at_once: Duration | None = Field(default=None, description="Only doses given within this time (one dose or bolus).")
    longer_than: Duration | None = Field(
        default=None, description="Only infusions: given over more than this time, or at a rate without an end."
    )
    times_previous: int | None = Field(
        default=None, description="Differs more than this many times from the last order."
    )
    route: Routes | None = Field(default=None, description="The order is known to be given by one of these routes.")
    weight: Names | None = Field(default=None, description="Observation codes of body weight …")
    weight_within: Duration | None = Field(default=None, description="… no older than this.")
    same: Names | None = Field(default=None, description="Value sets of the drug, to find its previous order.")

    def value_sets(self) -> Iterator[str]:
        yield from (*(self.weight or ()), *(self.same or ()))

    def needs(self) -> frozenset[Kind]:
        kinds = {Kind.OBSERVATION} if self.weight else set[Kind]()
        return frozenset(kinds | {Kind.MEDICATION_REQUEST} if self.times_previous else kinds)

    def observation_sets(self) -> Iterator[str]:
        yield from self.weight or ()

    @property
    def about_order(self) -> bool:
        return True


class LinkedClause(_Clause):
    """What should be ordered with the order at hand, and is not: `linked: missing`.

    Linked is what is based on the order or on what that is based on, of the same request or of the same visit; the order at hand itself counts. One
    order that is to be done so often, or says so with one of `several`, counts as so many.
    """

    example: ClassVar[str] = (
        "{linked: missing, in: ket-obs-bp, words: [blood pressure], several: [twice], at_least: 2, as: bp}"
    )

    linked: Literal["missing"] = Field(description="Always `missing`: fewer than `at_least` were found.")
    in_: Names = Field(alias="in", description="Value sets of the orders …")
    where: Properties | None = Field(default=None, description="… only members with these properties …")
    words: Names = Field(
        min_length=1, description="… or orders with one of these words; the first is how a card says it."
    )
    several: Names | None = Field(
        default=None, description="Words by which one order says that it is meant twice or more."
    )
    at_least: int = Field(default=1, ge=1, description="So many belong to it.")

    @property
    def about_order(self) -> bool:
        return True

    def needs(self) -> frozenset[Kind]:
        return frozenset({Kind.SERVICE_REQUEST})


class AppointmentClause(_Clause):
    """Appointments for the order at hand: `appointment: missing`, or `proposed`: one is being booked.

    An appointment is for the order when it is based on it, shares its reason or names its drug; one that says nothing of
    the kind may be. It is on the day for which the order is, or where that is not told today or later.
    """

    example: ClassVar[str] = "{appointment: missing, lasting_at_least: 90 minutes, as: appointment}"

    appointment: Literal["missing", "proposed"] = Field(
        description="`missing`: none that is long enough; `proposed`: one that is only about to be booked."
    )
    lasting_at_least: Duration | None = Field(default=None, description="Long enough means this long or more.")

    @property
    def about_order(self) -> bool:
        return True

    def needs(self) -> frozenset[Kind]:
        return frozenset({Kind.APPOINTMENT})


class DerivedClause(_Clause):
    """Something an earlier rule derived for the same order or patient: `derived: contraindicated`."""

    example: ClassVar[str] = "{derived: contraindicated}"

    derived: str = Field(description="The name under which an earlier rule derived it.")

    @cached_property
    def key(self) -> str:
        return f"derived:{self.derived}"


class IsClause(_Clause):
    """A definition of `rules/definitions/`: `is: home-setting`."""

    example: ClassVar[str] = "{is: setting-is-home}"

    is_: str = Field(alias="is", description="The name of the definition.")

    @cached_property
    def key(self) -> str:
        return f"is:{self.is_}"


class AnyGroup(BaseModel):
    """One of these is enough."""

    example: ClassVar[str] = "{any: [{is: setting-is-home}, {patient: age, below: 18}]}"

    model_config = ConfigDict(extra="forbid", frozen=True)

    any_: tuple["Expression", ...] = Field(alias="any", min_length=2, description="Two or more.")

    @cached_property
    def key(self) -> str:
        """A stable name: equal groups share it."""
        return _hashed("any", [part.key for part in self.any_])


class AllGroup(BaseModel):
    """All of these together, and none of `unless`."""

    example: ClassVar[str] = "{all: [{patient: age, at_least: 18}], unless: [{is: setting-is-home}]}"

    model_config = ConfigDict(extra="forbid", frozen=True)

    all_: tuple["Expression", ...] = Field(alias="all", min_length=1, description="All of these.")
    unless: tuple["Expression", ...] = Field(default=(), description="None of these.")

    @cached_property
    def key(self) -> str:
        """A stable name: equal groups share it."""
        return _hashed("all", [[part.key for part in self.all_], [part.key for part in self.unless]])


_MODELS: dict[str, type[BaseModel]] = {
    "order": OrderClause,
    "light": LightClause,
    "condition": ConditionClause,
    "medication": MedicationClause,
    "hook": HookClause,
    "draft": DraftClause,
    "allergy": AllergyClause,
    "observation": ObservationClause,
    "text": TextClause,
    "device": DeviceClause,
    "points": PointsClause,
    "blood_pressure": BloodPressureClause,
    "pregnancy": PregnancyClause,
    "pregnancy_excluded": PregnancyExcludedClause,
    "encounter": EncounterClause,
    "patient": PatientClause,
    "coverage": CoverageClause,
    "sessions": SessionsClause,
    "trend": TrendClause,
    "trials": TrialsClause,
    "dose": DoseClause,
    "linked": LinkedClause,
    "appointment": AppointmentClause,
    "derived": DerivedClause,
    "is": IsClause,
    "any": AnyGroup,
    "all": AllGroup,
}
VOCABULARY: Mapping[str, type[BaseModel]] = MappingProxyType(_MODELS)
"""Every kind of fact and of group, by the key that starts it."""

for _key, _model in _MODELS.items():
    if issubclass(_model, _Clause):
        _model.kind = _key


def _kind_of(written: Any) -> str | None:
    if isinstance(written, BaseModel):
        return next((key for key, model in _MODELS.items() if type(written) is model), None)
    if isinstance(written, dict):
        return next((key for key in written if key in _MODELS), None)  # type: ignore[reportUnknownVariableType]
    return None


Fact: TypeAlias = (
    OrderClause
    | LightClause
    | ConditionClause
    | MedicationClause
    | HookClause
    | DraftClause
    | AllergyClause
    | ObservationClause
    | TextClause
    | DeviceClause
    | PointsClause
    | BloodPressureClause
    | PregnancyClause
    | PregnancyExcludedClause
    | EncounterClause
    | PatientClause
    | CoverageClause
    | SessionsClause
    | TrendClause
    | TrialsClause
    | DoseClause
    | LinkedClause
    | AppointmentClause
)
"""A clause that is answered from the record."""

Clause: TypeAlias = Fact | DerivedClause | IsClause

Expression = Annotated[
    Annotated[OrderClause, Tag("order")]
    | Annotated[LightClause, Tag("light")]
    | Annotated[ConditionClause, Tag("condition")]
    | Annotated[MedicationClause, Tag("medication")]
    | Annotated[HookClause, Tag("hook")]
    | Annotated[DraftClause, Tag("draft")]
    | Annotated[AllergyClause, Tag("allergy")]
    | Annotated[ObservationClause, Tag("observation")]
    | Annotated[TextClause, Tag("text")]
    | Annotated[DeviceClause, Tag("device")]
    | Annotated[PointsClause, Tag("points")]
    | Annotated[BloodPressureClause, Tag("blood_pressure")]
    | Annotated[PregnancyClause, Tag("pregnancy")]
    | Annotated[PregnancyExcludedClause, Tag("pregnancy_excluded")]
    | Annotated[EncounterClause, Tag("encounter")]
    | Annotated[PatientClause, Tag("patient")]
    | Annotated[CoverageClause, Tag("coverage")]
    | Annotated[SessionsClause, Tag("sessions")]
    | Annotated[TrendClause, Tag("trend")]
    | Annotated[TrialsClause, Tag("trials")]
    | Annotated[DoseClause, Tag("dose")]
    | Annotated[LinkedClause, Tag("linked")]
    | Annotated[AppointmentClause, Tag("appointment")]
    | Annotated[DerivedClause, Tag("derived")]
    | Annotated[IsClause, Tag("is")]
    | Annotated[AnyGroup, Tag("any")]
    | Annotated[AllGroup, Tag("all")],
    Discriminator(
        _kind_of,
        custom_error_type="unknown_kind",
        custom_error_message="starts with no known kind of fact; known: " + ", ".join(_MODELS),
    ),
]
"""A clause, or a group of them."""

AnyGroup.model_rebuild()
AllGroup.model_rebuild()


def clauses_of(expression: "Expression") -> Iterator[Clause]:
    """Every clause inside an expression, groups opened."""
    match expression:
        case AnyGroup():
            for part in expression.any_:
                yield from clauses_of(part)
        case AllGroup():
            for part in (*expression.all_, *expression.unless):
                yield from clauses_of(part)
        case _:
            yield expression


def fact_name(expression: "Expression") -> str:
    """The name by which texts speak of an expression: its own, or that of the first fact inside a group."""
    match expression:
        case AnyGroup():
            return fact_name(expression.any_[0])
        case AllGroup():
            return fact_name(expression.all_[0])
        case IsClause():
            return expression.named or expression.is_
        case DerivedClause():
            return expression.named or expression.derived
        case _:
            return expression.slot
