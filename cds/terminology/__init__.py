"""What codes and names mean: value sets compiled to look-ups, medicines resolved to ingredients."""

from cds.terminology.index import MatchedBy, Medicine, Member, Terminology, Words, tokens_of

__all__ = ["MatchedBy", "Medicine", "Member", "Terminology", "Words", "tokens_of"]
