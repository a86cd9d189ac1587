"""What codes and names mean: value sets compiled to look-ups, medicines resolved to ingredients."""

from cds.terminology.index import GAP, MatchedBy, Medicine, Member, Terminology, Words, tokens_of

__all__ = ["GAP", "MatchedBy", "Medicine", "Member", "Terminology", "Words", "tokens_of"]
