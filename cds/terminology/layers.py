"""Layers that know which ingredients a code holds, for codes that no value set lists.

In this order, the first layer that knows a code answers for it: the shipped product pack, the site's concept map, an
imported RxNorm release, a terminology server. Before them stands what value sets list, behind them the whole words of
names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from cds.record import Coding, canonical_code, canonical_system, ndc_spellings
from cds.rulebook import SYSTEMS, ConceptMap, Match, Product, Route, Rulebook, ValueSet, ValueSetConcept

VALUE_SET = "value set"
PRODUCT_PACK = "product pack"
CONCEPT_MAP = "concept map"
NAME = "name"
DISPLAY = "display"

_RXNORM, _NDC = SYSTEMS["rxnorm"], SYSTEMS["ndc"]


class IngredientLayer(Protocol):
    """One source of ingredients. It never raises: a source that fails does not know."""

    @property
    def name(self) -> str:
        """As the trace and the report call it."""
        ...

    def ingredients(self, coding: Coding) -> frozenset[str] | None:
        """RxNorm ingredient codes of a code, or names of ingredients that no value set has a code for.

        None: this layer does not know the code, and the next one is asked. A product that holds none of the
        ingredients that rules ask for is known all the same.
        """
        ...


class ProductPack:
    """The shipped products of RxNorm that hold an ingredient of a value set."""

    name = PRODUCT_PACK

    def __init__(self, products: Mapping[str, Product], keys: IngredientKeys) -> None:
        self._products = products
        self._keys = {held: keys.of(held) for held in {product.ingredients for product in products.values()}}

    def ingredients(self, coding: Coding) -> frozenset[str] | None:
        """Of an RxNorm product: SCD, SBD, their components and groups."""
        product = self._of(coding)
        return self._keys[product.ingredients] if product else None

    def routes(self, coding: Coding) -> frozenset[Route]:
        """How a product is given, as its dose form tells; empty when that is not known."""
        product = self._of(coding)
        return product.routes if product else frozenset()

    def _of(self, coding: Coding) -> Product | None:
        if canonical_system(coding.system) != _RXNORM:
            return None
        return self._products.get(coding.code.strip())


class SiteMap:
    """The site's own concept maps: local codes and NDCs to RxNorm ingredients, or to products of other layers."""

    name = CONCEPT_MAP

    def __init__(self, concept_map: ConceptMap, products: ProductPack) -> None:
        self._products = products
        self._targets: ConceptMap = {}
        for (system, code), targets in concept_map.items():
            for spelling in _written(system, code):
                self._targets[system, spelling] = self._targets.get((system, spelling), frozenset()) | targets

    def ingredients(self, coding: Coding) -> frozenset[str] | None:
        """Of a code that the site mapped; targets that are products are opened."""
        system = canonical_system(coding.system)
        spellings = ndc_spellings(coding.code) if system == _NDC else (canonical_code(system, coding.code),)
        found = [self._targets[system, one] for one in spellings if (system, one) in self._targets]
        if not found or any(one != found[0] for one in found):  # ten digits that mean different drugs mean none
            return None
        opened = (
            self._products.ingredients(Coding(system=_RXNORM, code=code)) or frozenset({code}) for code in found[0]
        )
        return frozenset[str]().union(*opened)


def _written(system: str, code: str) -> tuple[str, ...]:
    if system != _NDC:
        return (code,)
    spellings = ndc_spellings(code)
    return spellings if len(spellings) == 3 else spellings[:1]


def ingredient_key(concept: ValueSetConcept) -> str:
    """What makes two entries the same drug: the RxNorm ingredient, else the name."""
    if concept.ingredient:
        return concept.ingredient
    return concept.code if concept.match is Match.INGREDIENT and concept.code else concept.display


def is_ingredient(concept: ValueSetConcept) -> bool:
    """Whether a concept stands for an ingredient, in whatever product: not one that names a product by its words."""
    return concept.match is Match.INGREDIENT or (concept.match is Match.NAME and not concept.ingredient)


class IngredientKeys:
    """Ingredients as tables write them, a code or a name, by the keys that value sets have for them."""

    def __init__(self, value_sets: Iterable[ValueSet]) -> None:
        self._by_name: dict[str, set[str]] = {}
        for value_set in value_sets:
            for concept in value_set.concepts:
                if is_ingredient(concept):
                    for name in (*concept.names, concept.display):
                        self._by_name.setdefault(name.lower(), set()).add(ingredient_key(concept))

    def of(self, written: Iterable[str]) -> frozenset[str]:
        """Keys of codes and names; a name that no value set knows stays what it is, to be told from other names."""
        return frozenset(key for one in written for key in self._by_name.get(one.lower(), {one}))


def shipped_layers(rulebook: Rulebook) -> tuple[IngredientLayer, ...]:
    """The layers that come with the content: the product pack and the site's concept maps."""
    pack = ProductPack(rulebook.tables.products, IngredientKeys(rulebook.value_sets.values()))
    return (pack, SiteMap(rulebook.tables.concept_map, pack))
