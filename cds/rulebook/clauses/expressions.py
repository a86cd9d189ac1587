"""Clauses and groups of them: what a rule's `when` and `unless` are made of, and every kind by its first key."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, TypeAlias

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

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
from cds.rulebook.clauses.model import (
    ClauseModel,
    hashed,
)
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
    ObservationClause,
    PointsClause,
    PregnancyClause,
    PregnancyExcludedClause,
    SessionsClause,
    TextClause,
    TrendClause,
    TrialsClause,
)


class DerivedClause(ClauseModel):
    """Something an earlier rule derived for the same order or patient: `derived: contraindicated`."""

    example: ClassVar[str] = "{derived: contraindicated}"

    derived: str = Field(description="The name under which an earlier rule derived it.")

    @cached_property
    def key(self) -> str:
        return f"derived:{self.derived}"


class IsClause(ClauseModel):
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
        return hashed("any", [part.key for part in self.any_])


class AllGroup(BaseModel):
    """All of these together, and none of `unless`."""

    example: ClassVar[str] = "{all: [{patient: age, at_least: 18}], unless: [{is: setting-is-home}]}"

    model_config = ConfigDict(extra="forbid", frozen=True)

    all_: tuple["Expression", ...] = Field(alias="all", min_length=1, description="All of these.")
    unless: tuple["Expression", ...] = Field(default=(), description="None of these.")

    @cached_property
    def key(self) -> str:
        """A stable name: equal groups share it."""
        return hashed("all", [[part.key for part in self.all_], [part.key for part in self.unless]])


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
    if issubclass(_model, ClauseModel):
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
