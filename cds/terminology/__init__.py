"""What codes and names mean: value sets compiled to look-ups, medicines resolved to ingredients."""

from cds.terminology.index import GAP, MatchedBy, Medicine, Member, Terminology, Words, lexicon, tokens_of
from cds.terminology.layers import (
    CONCEPT_MAP,
    DISPLAY,
    NAME,
    PRODUCT_PACK,
    VALUE_SET,
    IngredientKeys,
    IngredientLayer,
    ProductPack,
    SiteMap,
    ingredient_key,
    is_ingredient,
    shipped_layers,
)

__all__ = [
    "CONCEPT_MAP",
    "DISPLAY",
    "GAP",
    "NAME",
    "PRODUCT_PACK",
    "VALUE_SET",
    "IngredientKeys",
    "IngredientLayer",
    "MatchedBy",
    "Medicine",
    "Member",
    "ProductPack",
    "SiteMap",
    "Terminology",
    "Words",
    "ingredient_key",
    "is_ingredient",
    "lexicon",
    "shipped_layers",
    "tokens_of",
]
