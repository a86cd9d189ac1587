"""Value sets: which codes and names mean a thing."""

from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from cds.rulebook.yaml_file import did_you_mean

SYSTEMS = {
    "rxnorm": "http://www.nlm.nih.gov/research/umls/rxnorm",
    "snomed": "http://snomed.info/sct",
    "icd-10-cm": "http://hl7.org/fhir/sid/icd-10-cm",
    "loinc": "http://loinc.org",
    "atc": "http://www.whocc.no/atc",
    "hcpcs": "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets",
    "cpt": "http://www.ama-assn.org/go/cpt",
    "ndc": "http://hl7.org/fhir/sid/ndc",
    "light": "https://kir-cds.org/fhir/CodeSystem/light-therapy",
    "condition-clinical": "http://terminology.hl7.org/CodeSystem/condition-clinical",
    "condition-verification": "http://terminology.hl7.org/CodeSystem/condition-ver-status",
    "allergy-verification": "http://terminology.hl7.org/CodeSystem/allergyintolerance-verification",
    "act-code": "http://terminology.hl7.org/CodeSystem/v3-ActCode",
    "medication-category": "http://terminology.hl7.org/CodeSystem/medicationrequest-category",
}
"""Short names of code systems in the content, and their canonical addresses."""


class Match(StrEnum):
    """How a listed code is compared."""

    EXACT = "exact"
    PREFIX = "prefix"  # ICD: every code that starts with it
    INGREDIENT = "ingredient"  # RxNorm ingredient: also every product that holds it
    PRODUCT = "product"  # a product; `ingredient` names what it holds
    IS_A = "is-a"  # SNOMED: the code, and what a licensed site's expansion adds below it
    EXCLUDE = "exclude"  # never a member, nor is what carries one of its names
    EXCLUDE_PREFIX = "exclude-prefix"
    NAME = "name"  # no code: only the names count

    @property
    def excludes(self) -> bool:
        """Whether a code so listed is kept out of the set."""
        return self in {Match.EXCLUDE, Match.EXCLUDE_PREFIX}


def _known_system(name: str) -> str:
    if name not in SYSTEMS:
        raise ValueError(f"`{name}` is not one of {', '.join(SYSTEMS)}{did_you_mean(name, list(SYSTEMS))}")
    return name


class ValueSetConcept(BaseModel):
    """One member. `names` are whole words that mean it where a medicine carries text; codes compare, displays never."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    system: Annotated[str, AfterValidator(_known_system)] | None = Field(
        default=None, description="One of: " + ", ".join(SYSTEMS)
    )
    code: str | None = None
    display: Annotated[str, Field(min_length=1)]
    match: Match = Match.EXACT
    names: tuple[str, ...] = ()
    ingredient: str | None = Field(default=None, description="RxNorm ingredient that a product holds.")
    properties: dict[str, str | int | bool] = {}
    expansion: bool = Field(default=False, description="Comes from a site's expansion; never written in a file.")
    exclude_suffix: tuple[str, ...] = Field(default=(), description="ICD endings that are not members: S for sequela.")
    verified: bool
    source: Annotated[str, Field(min_length=1)]
    note: str | None = None

    @model_validator(mode="after")
    def _whole(self) -> "ValueSetConcept":
        if (self.code is None) != (self.system is None):
            raise ValueError("`system` and `code` go together")
        if (self.code is None) != (self.match is Match.NAME):
            raise ValueError("`match: name` is for a concept without a code, and only for it")
        if self.code is None and not self.names:
            raise ValueError("without a code it needs `names`")
        return self


class ValueSet(BaseModel):
    """A set of concepts; its id is its file name."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    title: Annotated[str, Field(min_length=1)]
    note: str | None = None
    concepts: Annotated[tuple[ValueSetConcept, ...], Field(min_length=1)]
