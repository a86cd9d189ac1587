"""A layer of the ingredient resolver: any source that knows what a medicine's code holds."""

from typing import Protocol

from cds.record import Coding


class IngredientLayer(Protocol):
    """Tells the RxNorm ingredients (RxCUIs) of a medicine's code."""

    name: str

    def ingredients(self, coding: Coding) -> frozenset[str] | None:
        """The ingredients; None when this layer does not know the code."""
        ...
