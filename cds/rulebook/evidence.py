"""Evidence notes: what is known, how sure, and what contradicts it."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Text = Annotated[str, Field(min_length=1)]


class Certainty(StrEnum):
    """GRADE words."""

    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"
    VERY_LOW = "very low"

    @property
    def symbol(self) -> str:
        """Four circles, as many filled as the certainty is high."""
        filled = {"high": 4, "moderate": 3, "low": 2, "very low": 1}[self.value]
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


class Evidence(BaseModel):
    """One note; its id is its file name. `checked` is false while the primary source is still to be read."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    title: Text
    citation: Text
    kind: EvidenceKind
    says: Annotated[str, Field(min_length=1, description="One sentence in our own words, fit for a card.")]
    population: str | None = None
    participants: int | None = None
    effect: str | None = None
    interval: str | None = Field(default=None, description="As reported; left out where none was reported.")
    certainty: Certainty
    certainty_reason: Text
    contrary: Annotated[str, Field(min_length=1, description="What contradicts it, or that nothing was found.")]
    jurisdiction: str | None = None
    read_on: date
    review_by: date
    checked: bool
    doi: str | None = None
    pmid: str | None = None
