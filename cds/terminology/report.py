"""What each medication of a Bundle was resolved to, and by which layer: for analysts, before patients are."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cds.hooks import JsonObject
from cds.record import Concept, MedicationUse
from cds.rulebook import Match, ValueSet
from cds.terminology.index import MatchedBy, Medicine, Terminology
from cds.terminology.rxnorm import RxNormLayer

VALUE_SET, NAME = "value set", "name"


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

    Takes:  value_sets — they name the ingredients; release — names those that no value set has.
    """

    def __init__(self, terminology: Terminology, value_sets: Iterable[ValueSet], release: RxNormLayer | None) -> None:
        self._terminology, self._release = terminology, release
        self._displays: Mapping[str, str] = {
            concept.code: concept.display
            for value_set in value_sets
            for concept in value_set.concepts
            if concept.match is Match.INGREDIENT and concept.code
        }

    def of(self, uses: Iterable[MedicationUse]) -> list[Reported]:
        """One line for each medication."""
        return [self._of(use) for use in uses]

    def _of(self, use: MedicationUse) -> Reported:
        medicine = self._terminology.resolve(use.medicines)
        layer, held = self._layer(use.medicines, medicine)
        keys = medicine.ingredients() | held
        return Reported(
            reference=use.reference,
            label=medicine.label,
            ingredients=tuple(sorted((self._ingredient(key) for key in keys), key=lambda one: one.display)),
            layer=layer,
        )

    def _layer(self, concepts: Sequence[Concept], medicine: Medicine) -> tuple[str | None, frozenset[str]]:
        """The first layer that knew any of the codings, and all that layers below the value sets know."""
        name, held = None, frozenset[str]()
        for concept in concepts:
            for coding in concept.codings:
                layer = self._terminology.layer_of(coding)
                if layer is not None:
                    name, held = name or layer.name, held | (layer.ingredients(coding) or frozenset())
        if any(one.matched_by is MatchedBy.CODE and one.code == one.concept.code for one in medicine.members):
            name = VALUE_SET
        return name or (NAME if medicine.members else None), held

    def _ingredient(self, key: str) -> Ingredient:
        if not key.isdigit():
            return Ingredient(code=None, display=key)
        named = self._displays.get(key) or (self._release.display(key) if self._release else None)
        return Ingredient(code=key, display=named or key)
