"""A layer of the ingredient resolver: any source that knows which ingredients a code holds."""

from typing import Protocol

from cds.record import Coding


class IngredientLayer(Protocol):
    """One source of ingredients. It never raises: a source that fails does not know."""

    @property
    def name(self) -> str:
        """As the trace and the report call it."""
        ...

    def ingredients(self, coding: Coding) -> frozenset[str] | None:
        """RxNorm ingredient codes of a code; None when this layer does not know the code."""
        ...
