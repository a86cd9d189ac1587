"""What every clause has: a kind, a key, the value sets and resources it reads; and how lists are written."""

import hashlib
import json
from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Any, ClassVar, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from cds.record import Kind
from cds.rulebook.words import (
    Amount,
    Band,
    LaserClass,
    OrderPart,
    Region,
    Route,
    YesNoUnknown,
)


def as_list(written: Any) -> Any:
    return [written] if isinstance(written, str | bool | int) else written


Names = Annotated[tuple[str, ...], BeforeValidator(as_list)]
"""One name or a list of names."""

Routes = Annotated[tuple[Route, ...], BeforeValidator(as_list)]
Regions = Annotated[tuple[Region, ...], BeforeValidator(as_list)]
Bands = Annotated[tuple[Band, ...], BeforeValidator(as_list)]
Laser = Annotated[tuple[LaserClass, ...], BeforeValidator(as_list)]
Parts = Annotated[tuple[OrderPart, ...], BeforeValidator(as_list)]
Kinds = Annotated[tuple[Kind, ...], BeforeValidator(as_list)]
Amounts = Annotated[tuple[Amount, ...], BeforeValidator(as_list)]
Trilean = Annotated[tuple[YesNoUnknown, ...], BeforeValidator(as_list)]
Properties: TypeAlias = dict[str, Annotated[tuple[str | bool | int, ...], BeforeValidator(as_list)]]


def hashed(kind: str, content: object) -> str:
    digest = hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()
    return f"{kind}:{digest[:12]}"


class ClauseModel(BaseModel):
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
        return hashed(self.kind, self.model_dump(mode="json", exclude={"named"}, exclude_none=True))

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
