"""Evidence notes: what is known, how sure, and what contradicts it."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Text = Annotated[str, Field(min_length=1)]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]


class Certainty(StrEnum):
    """GRADE words; what nobody has graded yet serves drafts only."""

    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"
    VERY_LOW = "very low"
    NOT_GRADED = "not graded"

    @property
    def symbol(self) -> str:
        """Four circles, as many filled as the certainty is high."""
        filled = {"high": 4, "moderate": 3, "low": 2, "very low": 1, "not graded": 0}[self.value]
        return "⊕" * filled + "◯" * (4 - filled)


class EvidenceKind(StrEnum):
    """Where the statement comes from."""

    LABEL = "label"
    GUIDELINE = "guideline"
    SYSTEMATIC_REVIEW = "systematic-review"
    TRIAL = "trial"
    OBSERVATIONAL = "observational"
    REGULATOR = "regulator"
    POLICY = "policy"
    LABORATORY = "laboratory"
    EXPERT_OPINION = "expert-opinion"


class Direction(StrEnum):
    """Which way a study of a treatment points. A study that saw harm is `negative`."""

    POSITIVE = "positive"
    NO_DIFFERENCE = "no-difference"
    NEGATIVE = "negative"
    MIXED = "mixed"
    NA = "na"


class Point(BaseModel):
    """One of several things that a note says, cited as `NOTE.point`. What it leaves out is the note's."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    says: Text
    direction: Direction | None = None
    certainty: Certainty | None = None
    certainty_reason: Text | None = None
    contrary: Text | None = None


class Evidence(BaseModel):
    """One note; its id is its file name. `checked` is false while the primary source is still to be read."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    title: Text
    citation: Text
    kind: EvidenceKind
    says: Annotated[str, Field(min_length=1, description="One sentence in our own words, fit for a card.")]
    direction: Direction | None = Field(
        default=None, description="Which way it points; `na` where it compares nothing."
    )
    population: str | None = None
    participants: int | None = None
    effect: str | None = None
    interval: str | None = Field(default=None, description="As reported; left out where none was reported.")
    certainty: Certainty
    certainty_reason: Text
    contrary: Annotated[str, Field(min_length=1, description="What contradicts it, or that nothing was found.")]
    points: dict[Name, Point] = Field(default={}, description="What it says by topic, where it says several things.")
    jurisdiction: str | None = None
    read_on: date
    review_by: date
    checked: bool
    doi: str | None = None
    pmid: str | None = None

    def at(self, point: str) -> "Evidence":
        """The note as if it said this point alone; the whole note where the name is empty."""
        return self.model_copy(update=self.points[point].model_dump(exclude_none=True)) if point else self


def note_and_point(citation: str) -> tuple[str, str]:
    """`E15.pregnancy` → `E15` and `pregnancy`; `E15` → `E15` and an empty point."""
    note, _, point = citation.partition(".")
    return note, point
