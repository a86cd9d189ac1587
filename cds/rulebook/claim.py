"""Claims that are in circulation, what the evidence says of them, and the words that would repeat them."""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from cds.rulebook.evidence import Certainty, Text

Phrases = tuple[Annotated[str, Field(pattern=r"^\w.*[\w*%]$")], ...]


class Verdict(StrEnum):
    """Whether the evidence carries a claim."""

    SUPPORTED = "supported"
    PARTLY = "partly"
    UNSUPPORTED = "unsupported"
    CONTRADICTED = "contradicted"


class Claim(BaseModel):
    """One claim; its id is its file name. No text of a rule or a note may assert what it `refuses`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, Field(pattern=r"^[A-Z]+-A\d+[a-z]?$")]
    claim: Annotated[str, Field(min_length=1, description="What is claimed, in our own words.")]
    source: Annotated[str, Field(min_length=1, description="What kind of text makes the claim.")]
    seeds: tuple[Annotated[str, Field(pattern=r"^\d{3}$")], ...] = Field(
        default=(), description="Numbers of those texts."
    )
    verdict: Verdict
    nuance: Text | None = Field(default=None, description="What the one word of the verdict hides: `as worded`.")
    says: Annotated[str, Field(min_length=1, description="What the evidence says of it.")]
    evidence: tuple[str, ...] = Field(default=(), description="Notes, or single points of them.")
    certainty: Certainty | None = Field(default=None, description="Left out where the claim is not about an effect.")
    certainty_reason: Text
    acts_in: tuple[str, ...] = Field(default=(), description="Rules in which the service acts on it.")
    refuses: Phrases = Field(
        default=(), description="Whole words that assert it; `*` for any ending, ` ... ` for anything between."
    )
    but_not: Phrases = Field(default=(), description="Words that make a sentence another one.")

    @model_validator(mode="after")
    def _refuses_what_is_not_carried(self) -> "Claim":
        if self.verdict is Verdict.SUPPORTED and self.refuses:
            raise ValueError("a supported claim refuses no words")
        return self
