"""What each medication of a Bundle was resolved to, and by which layer: for analysts, before patients are."""

from collections.abc import Iterable
from dataclasses import dataclass

from cds.hooks import JsonObject
from cds.record import MedicationUse
from cds.terminology.index import Terminology
from cds.terminology.rxnorm import RxNormLayer


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingredient:
    """A code of RxNorm with its name; no code when a value set knows the ingredient by name only."""

    code: str | None
    display: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """One medication; `layer` is the first that knew it, None when it is unmapped."""

    reference: str
    label: str
    ingredients: tuple[Ingredient, ...]
    layer: str | None

    def to_document(self) -> JsonObject:
        """As `kir terminology report --json` gives it."""
        return {
            "reference": self.reference,
            "ingredients": [
                ({"code": one.code} if one.code else {}) | {"display": one.display} for one in self.ingredients
            ],
            "layer": self.layer,
            "unmapped": self.layer is None,
        }


class MedicationReport:
    """Tells what medications hold, as the service sees them.

    Takes:  release — names ingredients that no value set has.
    """

    def __init__(self, terminology: Terminology, release: RxNormLayer | None) -> None:
        self._terminology, self._release = terminology, release

    def of(self, uses: Iterable[MedicationUse]) -> list[Reported]:
        """One line for each medication."""
        return [self._of(use) for use in uses]

    def _of(self, use: MedicationUse) -> Reported:
        medicine = self._terminology.resolve(use.medicines)
        ingredients = sorted(map(self._ingredient, medicine.ingredients()), key=lambda one: one.display)
        return Reported(
            reference=use.reference,
            label=medicine.label,
            ingredients=tuple(ingredients),
            layer=medicine.layer if ingredients else None,
        )

    def _ingredient(self, key: str) -> Ingredient:
        named = self._terminology.ingredient_name(key)
        if not key.isdigit():
            return Ingredient(code=None, display=named)
        if named == key and self._release is not None:
            named = self._release.display(key) or key
        return Ingredient(code=key, display=named)
