"""Source attributes of an evidence-based intervention, as US certification rules ask for them (45 CFR 170.315(b)(11)).

Thirteen of them: citation, developer, funding, dates of release and revision, and for nine kinds of data whether the
rules use them. The citation is the rule's evidence; the rest stands once for the rulebook, and at a rule where it differs.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from cds.rulebook.clauses.entries import PatientClause
from cds.rulebook.clauses.expressions import Clause

Text = Annotated[str, Field(min_length=1)]


class DataKind(StrEnum):
    """The nine kinds of data about a person of which use must be told."""

    RACE = "race"
    ETHNICITY = "ethnicity"
    LANGUAGE = "language"
    SEXUAL_ORIENTATION = "sexual orientation"
    GENDER_IDENTITY = "gender identity"
    SEX = "sex"
    DATE_OF_BIRTH = "date of birth"
    SOCIAL_DETERMINANTS = "social determinants of health"
    HEALTH_STATUS = "health status"


class _Attributes(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SourceAttributes(_Attributes):
    """What holds for the whole rulebook. `uses` names the kinds of data that some rule uses, each with what for."""

    id: str
    developer: Text
    funding: Text
    released: Annotated[str, Field(min_length=1, description="A date, or that it was never released.")]
    revised: date
    uses: dict[DataKind, Text]


class RuleAttributes(_Attributes):
    """What differs for one rule."""

    developer: Text | None = None
    funding: Text | None = None
    released: Text | None = None
    revised: date | None = None


def data_used(clauses: Iterable[Clause]) -> tuple[DataKind, ...]:
    """The kinds of data that clauses use, in the order of the nine."""
    used: set[DataKind] = set()
    for clause in clauses:
        if not isinstance(clause, PatientClause):
            used.add(DataKind.HEALTH_STATUS)
        else:
            used.add(DataKind.DATE_OF_BIRTH)
            used |= {DataKind.SEX} if clause.patient == "childbearing-potential" else set()
    return tuple(kind for kind in DataKind if kind in used)
