"""Facts about results and courses: observations, words, scores, pregnancy, sessions, trends, trials."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag, model_validator

from cds.record import Kind
from cds.rulebook.clauses.entries import ConditionClause
from cds.rulebook.clauses.model import (
    Amounts,
    ClauseModel,
    Names,
    Properties,
    as_list,
)
from cds.rulebook.words import (
    Amount,
    Duration,
)


class ObservationClause(ClauseModel):
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


class TextClause(ClauseModel):
    """Whole words in the text of a resource, for facts that have no code; always marked as matched by name."""

    example: ClassVar[str] = (
        "{text: [Observation, Condition], words: [monofilament ... not felt], absent: [normal], within: 90 days}"
    )

    text: Annotated[tuple[Kind, ...], BeforeValidator(as_list)] = Field(description="The resources that are read.")
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


class BloodPressureClause(ClauseModel):
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
    if isinstance(written, ClauseModel):
        return written.kind
    if isinstance(written, dict):
        return next((key for key in _GRADING if key in written), None)
    return None


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


class PointsClause(ClauseModel):
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


class PregnancyClause(ClauseModel):
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


class PregnancyExcludedClause(ClauseModel):
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


class SessionsClause(ClauseModel):
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


class TrendClause(ClauseModel):
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


class TrialsClause(ClauseModel):
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
