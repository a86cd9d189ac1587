"""Value sets compiled to fast, immutable look-ups: codes compare, displays never; names are whole words.

Layers of a medicine, in this order: a code that a value set lists, then whole-word names in display and text. Any
layer may raise a fact; absence may be concluded only when the medicine is *resolved* (see `resolve`).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from cds.record import Coding, Concept, canonical_code, canonical_system
from cds.rulebook import SYSTEMS, Match, ValueSet, ValueSetConcept
from cds.terminology.layers import IngredientLayer

_TOKEN = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*")
_APOSTROPHES = str.maketrans("’ʼ", "''")
_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")  # soft hyphens and the like stand inside copied words
_BRACKETS = re.compile(r"\[[^\]]*\]")
_DRUG_SYSTEMS = {SYSTEMS[name] for name in ("rxnorm", "atc", "snomed", "ndc")}

GAP = " ... "
"""In a phrase: anything may stand between its parts."""


class MatchedBy(StrEnum):
    """How a resource came to count as a member."""

    CODE = "code"
    NAME = "name"  # whole words; a card says that the match is by name and asks to verify


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One concept of a value set that a CodeableConcept means. `code` is the code as sent; `display` what it says."""

    value_set: str
    concept: ValueSetConcept
    matched_by: MatchedBy
    code: str
    display: str


def tokens_of(text: str) -> list[str]:
    """The words of a text, lower case; a hyphen parts words, an apostrophe does not."""
    if text.isascii():
        return _TOKEN.findall(text.lower())
    return [word.translate(_APOSTROPHES) for word in _TOKEN.findall(_UNSEEN.sub("", text).lower())]


class Words:
    """Whole-word phrases; at each place the longest wins, so `S-ketamine` is never also `ketamine`.

    A phrase ending in `*` matches any ending of its last word (`microdos*`). Phrases that differ in spelling only
    (`S-ketamine`, `S(+)-ketamine`) are found together. ` ... ` in a phrase stands for anything between its parts, which
    follow each other (`monofilament ... not felt`); such a phrase takes no words away from others.
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        spellings: dict[tuple[bool, tuple[str, ...]], list[str]] = {}
        self._gapped = [
            ([tokens_of(part) for part in phrase.split(GAP)], phrase)
            for phrase in sorted(set(phrases))
            if GAP in phrase
        ]
        for phrase in sorted(phrase for phrase in set(phrases) if GAP not in phrase):
            words = tuple(tokens_of(phrase))
            if words:
                spellings.setdefault((phrase.endswith("*"), words), []).append(phrase)
        self._whole: dict[str, list[_Phrases]] = {}  # by first word, longest first
        self._endings: list[_Phrases] = []
        for (any_ending, words), same in sorted(spellings.items(), key=lambda entry: -len(entry[0][1])):
            found = (list(words), same)
            if any_ending:
                self._endings.append(found)
            else:
                self._whole.setdefault(words[0], []).append(found)

    def find(self, text: str) -> list[str]:
        """The phrases that stand in a text, in the order they stand there."""
        tokens, found, at = tokens_of(text), list[str](), 0
        while at < len(tokens):
            length, phrases = self._longest(tokens, at)
            found += phrases
            at += length or 1
        return found + [phrase for parts, phrase in self._gapped if _in_order(tokens, parts)]

    def _longest(self, tokens: list[str], at: int) -> tuple[int, list[str]]:
        """How many words the longest phrase at a place has, and its spellings."""
        length, phrases = 0, list[str]()
        for words, same in self._whole.get(tokens[at], ()):
            if tokens[at : at + len(words)] == words:
                length, phrases = len(words), same
                break
        for words, same in self._endings:
            if len(words) >= max(length, 1) and _begins(tokens, at, words):
                phrases = phrases + same if len(words) == length else same
                length = len(words)
        return length, phrases


_Phrases: TypeAlias = tuple[list[str], list[str]]
"""The words of phrases, and the phrases that have these words."""


def _in_order(tokens: list[str], parts: list[list[str]]) -> bool:
    """Whether the parts of a gapped phrase follow each other in the text."""
    at = 0
    for words in parts:
        at = next(
            (end for end in range(at + len(words), len(tokens) + 1) if tokens[end - len(words) : end] == words), -1
        )
        if at < 0:
            return False
    return True


def _begins(tokens: list[str], at: int, words: list[str]) -> bool:
    last = at + len(words) - 1
    return last < len(tokens) and tokens[last].startswith(words[-1]) and tokens[at:last] == words[:-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Medicine:
    """What a medication was resolved to: its members in every value set, and whether absence may be concluded.

    `conflict`: its code and its name mean different ingredients; both count, and the response says so.
    """

    members: tuple[Member, ...]
    resolved: bool
    label: str
    conflict: bool = False

    def ingredients(self) -> frozenset[str]:
        """What it holds, comparable with another medicine: RxNorm ingredient codes, else the names."""
        return _ingredients(self.members)


def _ingredients(members: Iterable[Member]) -> frozenset[str]:
    return frozenset(_ingredient(member.concept) for member in members)


def _ingredient(concept: ValueSetConcept) -> str:
    if concept.ingredient:
        return concept.ingredient
    return concept.code if concept.match is Match.INGREDIENT and concept.code else concept.display


class Terminology:
    """All value sets of a rulebook, compiled once.

    `other_words` are phrases that rules look for in texts; they make a resource worth reading. `layers` are asked in
    turn for the ingredients of codes that no value set lists.
    """

    def __init__(
        self,
        value_sets: Iterable[ValueSet],
        other_words: Iterable[str] = (),
        layers: Sequence[IngredientLayer] = (),
    ) -> None:
        self._layers = layers
        self._codes: dict[tuple[str, str], list[tuple[str, ValueSetConcept]]] = {}
        self._prefixes: dict[str, dict[str, list[tuple[str, ValueSetConcept]]]] = {}  # by system
        self._named: dict[str, list[tuple[str, ValueSetConcept]]] = {}
        for value_set in value_sets:
            for concept in value_set.concepts:
                self._add(value_set.id, concept)
        self._names = Words(self._named)
        self._other_words = Words(other_words)

    def _add(self, value_set: str, concept: ValueSetConcept) -> None:
        if concept.code and concept.system:
            system = SYSTEMS[concept.system]
            code = canonical_code(system, concept.code)
            if concept.match in {Match.PREFIX, Match.EXCLUDE_PREFIX}:
                of_system = self._prefixes.setdefault(system, {})
                of_system.setdefault(code.replace(".", ""), []).append((value_set, concept))
            else:
                self._codes.setdefault((system, code), []).append((value_set, concept))
        for name in concept.names:
            self._named.setdefault(name, []).append((value_set, concept))

    def _listed(self, coding: Coding) -> list[tuple[str, ValueSetConcept]]:
        """Every set that lists this coding, exclusions applied."""
        system = canonical_system(coding.system)
        code = canonical_code(system, coding.code)
        found = list(self._codes.get((system, code), ()))
        prefixes = self._prefixes.get(system)
        if prefixes:
            bare = code.replace(".", "")
            for length in range(1, len(bare) + 1):
                found += [
                    (name, concept)
                    for name, concept in prefixes.get(bare[:length], ())
                    if not bare.endswith(concept.exclude_suffix or ("\0",))
                ]
        excluded = {name for name, concept in found if concept.match in {Match.EXCLUDE, Match.EXCLUDE_PREFIX}}
        return [(name, concept) for name, concept in found if name not in excluded]

    def members(self, concept: Concept) -> tuple[Member, ...]:
        """Members in every value set, by code."""
        return tuple(
            Member(
                value_set=name,
                concept=member,
                matched_by=MatchedBy.CODE,
                code=coding.code,
                display=coding.display or concept.text or member.display,
            )
            for coding in concept.codings
            for name, member in self._listed(coding) or self._held(coding)
        )

    def layer_of(self, coding: Coding) -> IngredientLayer | None:
        """The first layer that knows a code."""
        return next((layer for layer in self._layers if layer.ingredients(coding) is not None), None)

    def unknown_codings(self, medicines: Iterable[Sequence[Concept]]) -> list[Coding]:
        """The codings of medications that no value set lists and no layer knows."""
        codings = {coding for concepts in medicines for concept in concepts for coding in concept.codings}
        return [one for one in sorted(codings, key=str) if not self._listed(one) and self.layer_of(one) is None]

    def _held(self, coding: Coding) -> list[tuple[str, ValueSetConcept]]:
        """Every set that lists an ingredient of this coding, which itself none lists."""
        layer = self.layer_of(coding)
        codes = (layer.ingredients(coding) if layer else None) or ()
        found = (self._codes.get((SYSTEMS["rxnorm"], code), ()) for code in sorted(codes))
        return [(name, concept) for each in found for name, concept in each if concept.match is Match.INGREDIENT]

    def members_of(self, names: Iterable[str], concept: Concept) -> tuple[Member, ...]:
        """Members in the named value sets, by code."""
        wanted = set(names)
        return tuple(member for member in self.members(concept) if member.value_set in wanted)

    def resolve(self, concepts: Sequence[Concept]) -> Medicine:
        """A medication, from every coding and text of it and of its ingredients.

        Resolved means that a code or a name was recognised, or that it carries the name of a drug terminology
        (RxNorm, ATC, SNOMED CT, NDC displays name their ingredients). Free text that names nothing we know, a code
        without a display and a local code stay unresolved: a rule must not conclude from them.
        """
        found: dict[tuple[str, str], Member] = {}
        named_by_system = conflict = False
        for concept in concepts:
            coded = self.members(concept)
            named_by_system |= any(self.layer_of(coding) for coding in concept.codings)
            named_by_system |= any(c.display and canonical_system(c.system) in _DRUG_SYSTEMS for c in concept.codings)
            for member in coded:
                found.setdefault((member.value_set, member.concept.display), member)
            for text in (concept.text, *(coding.display for coding in concept.codings)):
                named = self._members_by_name(text)
                conflict |= bool(coded and named) and not _ingredients(coded) & _ingredients(named)
                for member in named:
                    found.setdefault((member.value_set, member.concept.display), member)
        return Medicine(
            conflict=conflict,
            members=tuple(found.values()),
            resolved=bool(found) or named_by_system,
            label=next((concept.label for concept in concepts if concept.label), ""),
        )

    def _members_by_name(self, text: str) -> list[Member]:
        return [
            Member(
                value_set=name, concept=concept, matched_by=MatchedBy.NAME, code=phrase, display=text or concept.display
            )
            for phrase in self._names.find(_BRACKETS.sub(" ", text))
            for name, concept in self._named[phrase]
        ]

    def is_relevant(self, concepts: Sequence[Concept]) -> bool:
        """Whether any rule could read a resource with these concepts: a listed code, or a word that rules look for."""
        return any(
            any(self._listed(coding) or self._held(coding) for coding in concept.codings)
            or any(
                self._names.find(text) or self._other_words.find(text)
                for text in (concept.text, *(coding.display for coding in concept.codings))
                if text
            )
            for concept in concepts
        )
