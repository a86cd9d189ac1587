"""What codes and names mean: value sets compiled to look-ups, medicines resolved to ingredients."""

from cds.terminology.index import GAP, MatchedBy, Medicine, Member, Terminology, Words, tokens_of
from cds.terminology.layers import IngredientLayer

__all__ = ["GAP", "IngredientLayer", "MatchedBy", "Medicine", "Member", "Terminology", "Words", "tokens_of"]
