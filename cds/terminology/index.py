"""Value sets compiled to fast, immutable look-ups: codes compare, displays never; names are whole words.

Layers of a medicine, in this order: a code that a value set lists, the layers that know what a product holds (see
`layers`), then whole-word names in display and text. Any layer may raise a fact; absence may be concluded only when the
medicine is *resolved* (see `resolve`).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TypeAlias

from cds.record import Coding, Concept, canonical_code, canonical_system
from cds.rulebook import SYSTEMS, Match, ValueSet, ValueSetConcept
from cds.terminology.layers import (
    DISPLAY,
    NAME,
    VALUE_SET,
    IngredientKeys,
    IngredientLayer,
    ingredient_key,
    is_ingredient,
)

_TOKEN = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*")
_APOSTROPHES = str.maketrans("’ʼ", "''")
_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")  # soft hyphens and the like stand inside copied words
_BRACKETS = re.compile(r"\[[^\]]*\]")
_RXNORM = SYSTEMS["rxnorm"]
_DRUG_SYSTEMS = {SYSTEMS[name] for name in ("rxnorm", "atc", "snomed", "ndc")}

GAP = " ... "
"""In a phrase: anything may stand between its parts."""


class MatchedBy(StrEnum):
    """How a resource came to count as a member."""

    CODE = "code"
    PRODUCT = "product"  # by code too: a layer knows that the product holds the ingredient
    NAME = "name"  # whole words; a card says that the match is by name and asks to verify


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One concept of a value set that a CodeableConcept means. `code` is the code as sent; `display` what it says."""

    value_set: str
    concept: ValueSetConcept
    matched_by: MatchedBy
    code: str
    display: str

    @property
    def by_code(self) -> bool:
        """Whether codes say so, and not words alone."""
        return self.matched_by is not MatchedBy.NAME


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
        known = sorted(set(phrases))
        self._gapped = [([tokens_of(part) for part in phrase.split(GAP)], phrase) for phrase in known if GAP in phrase]
        for phrase in (phrase for phrase in known if GAP not in phrase):
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


@lru_cache(maxsize=2048)
def lexicon(phrases: tuple[str, ...]) -> Words:
    """The words of a clause, made once: rules look for the same ones in every call."""
    return Words(phrases)


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


_Listed: TypeAlias = list[tuple[str, ValueSetConcept]]
"""Concepts, each with the value set that lists it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Medicine:
    """What a medication was resolved to: its members in every value set, and whether absence may be concluded.

    `holds` are its ingredients as far as any layer knows them: RxNorm codes, names where there is no code. `layer` is
    the first layer that knew it; empty when none did. `conflict`: its code and its name mean different ingredients;
    both count, and the response says so.
    """

    members: tuple[Member, ...]
    resolved: bool
    label: str
    conflict: bool = False
    holds: frozenset[str] = frozenset()
    layer: str = ""

    def ingredients(self) -> frozenset[str]:
        """What it holds, comparable with another medicine: RxNorm ingredient codes, else the names."""
        return self.holds | frozenset(ingredient_key(member.concept) for member in self.members)


class _Found:
    """What the layers said about one medication so far; what came first stays."""

    def __init__(self) -> None:
        self.members: dict[tuple[str, str], Member] = {}
        self.holds: set[str] = set()
        self.layers: set[str] = set()

    def add(self, listed: Iterable[tuple[str, ValueSetConcept]], by: MatchedBy, code: str, display: str) -> None:
        for value_set, concept in listed:
            if (value_set, concept.display) not in self.members:
                self.members[value_set, concept.display] = Member(
                    value_set=value_set,
                    concept=concept,
                    matched_by=by,
                    code=code,
                    display=display or concept.display,
                )


class Terminology:
    """All value sets of a rulebook, compiled once.

    Takes:  value_sets — what counts as what.
            other_words — phrases that rules look for in texts; they make a resource worth reading.
            layers — who knows what a product holds, in the order they are asked.
            brands — what a brand name holds: RxNorm codes or ingredient names.
    """

    def __init__(
        self,
        value_sets: Iterable[ValueSet],
        other_words: Iterable[str] = (),
        layers: Sequence[IngredientLayer] = (),
        *,
        brands: Mapping[str, Iterable[str]] | None = None,
    ) -> None:
        self._codes: dict[tuple[str, str], _Listed] = {}
        self._prefixes: dict[str, dict[str, _Listed]] = {}  # by system
        self._named: dict[str, _Listed] = {}
        self._excluding: dict[str, set[str]] = {}  # by name: the sets in which nothing of that name is a member
        self._ingredients: dict[str, _Listed] = {}
        self._decided: set[tuple[str, str, str]] = set()  # sets that list codes of a system for an ingredient
        self._labels: dict[str, str] = {}
        value_sets = tuple(value_sets)
        keys = IngredientKeys(value_sets)
        for value_set in value_sets:
            for concept in value_set.concepts:
                self._add(value_set.id, concept, keys)
        self._brands = {brand: keys.of(held) for brand, held in (brands or {}).items()}
        self._layers = tuple(layers)
        self._names = Words(self._named)
        self._all_names = Words([*self._named, *self._brands])
        self._excluding_names = Words(self._excluding)
        self._other_words = Words(other_words)
        self._rank = {name: at for at, name in enumerate((VALUE_SET, *(one.name for one in layers), NAME, DISPLAY))}

    def _add(self, value_set: str, concept: ValueSetConcept, keys: IngredientKeys) -> None:
        if concept.code and concept.system:
            system = SYSTEMS[concept.system]
            code = canonical_code(system, concept.code)
            if concept.match in {Match.PREFIX, Match.EXCLUDE_PREFIX}:
                of_system = self._prefixes.setdefault(system, {})
                of_system.setdefault(code.replace(".", ""), []).append((value_set, concept))
            else:
                self._codes.setdefault((system, code), []).append((value_set, concept))
            if concept.ingredient:
                self._decided.add((value_set, system, concept.ingredient))
        if is_ingredient(concept):
            for key in keys.of([ingredient_key(concept)]):  # a set may name what another has the code of
                self._ingredients.setdefault(key, []).append((value_set, concept))
                self._labels.setdefault(key, concept.display)
        for name in concept.names:
            if concept.match.excludes:
                self._excluding.setdefault(name, set()).add(value_set)
            else:
                self._named.setdefault(name, []).append((value_set, concept))

    @property
    def layers(self) -> tuple[IngredientLayer, ...]:
        """Who is asked what a product holds, in this order."""
        return self._layers

    def layer_of(self, coding: Coding) -> IngredientLayer | None:
        """The first layer that knows a code."""
        return self._known(coding)[0]

    def unknown_codings(self, medicines: Iterable[Sequence[Concept]]) -> list[Coding]:
        """The codings of medications that no value set lists and no layer knows: what a server may be asked for."""
        codings = {coding for concepts in medicines for concept in concepts for coding in concept.codings}
        return [one for one in sorted(codings, key=str) if not self._listed(one)[0] and self.layer_of(one) is None]

    def ingredient_name(self, key: str) -> str:
        """What value sets call an ingredient; its code when none names it."""
        return self._labels.get(key, key)

    def _listed(self, coding: Coding) -> tuple[_Listed, set[str]]:
        """Every set that lists this coding, and the sets that exclude it."""
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
        excluded = {name for name, concept in found if concept.match.excludes}
        return ([(name, concept) for name, concept in found if name not in excluded] if excluded else found), excluded

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
            for name, member in self._listed(coding)[0]
        )

    def members_of(self, names: Iterable[str], concept: Concept) -> tuple[Member, ...]:
        """Members in the named value sets, by code."""
        wanted = set(names)
        return tuple(member for member in self.members(concept) if member.value_set in wanted)

    def resolve(self, concepts: Sequence[Concept]) -> Medicine:
        """A medication, from every coding and text of it and of its ingredients.

        It is a member of every set that lists it, and of every set that lists an ingredient it holds: a combination
        counts for each of its ingredients. Resolved means that some layer knew it, or that it carries the name of a
        drug terminology (RxNorm, ATC, SNOMED CT, NDC displays name their ingredients). Free text that names nothing we
        know, a code without a display and a local code stay unresolved: a rule must not conclude from them.
        """
        found, conflict = _Found(), False
        for concept in concepts:
            excluded, coded = self._excluded(concept), set[str]()
            for coding in concept.codings:
                coded |= self._by_code(coding, concept, found, excluded)
            for named in self._by_name(concept, found, excluded):
                conflict |= bool(coded and named) and not coded & named and self._comparable(coded, named)
                found.holds |= named
            found.holds |= coded
        if any(
            coding.display and canonical_system(coding.system) in _DRUG_SYSTEMS
            for concept in concepts
            for coding in concept.codings
        ):
            found.layers.add(DISPLAY)
        return Medicine(
            members=tuple(found.members.values()),
            resolved=bool(found.layers),
            label=next((concept.label for concept in concepts if concept.label), ""),
            conflict=conflict,
            holds=frozenset(found.holds),
            layer=min(found.layers, key=self._rank.__getitem__, default=""),
        )

    def _excluded(self, concept: Concept) -> set[str]:
        """The sets that exclude a medication, by any of its codes or by its words; RxNorm puts a brand in brackets."""
        found = {name for coding in concept.codings for name in self._listed(coding)[1]}
        if self._excluding:
            for text in (concept.text, *(coding.display for coding in concept.codings)):
                for phrase in self._excluding_names.find(text) if text else ():
                    found |= self._excluding[phrase]
        return found

    def _by_code(self, coding: Coding, concept: Concept, found: _Found, excluded: set[str]) -> set[str]:
        """Ingredients of one coding; what it is a member of goes to `found`."""
        display = coding.display or concept.text
        listed = self._listed(coding)[0]
        keys: set[str] = set()
        if listed:
            found.layers.add(VALUE_SET)
            found.add([one for one in listed if one[0] not in excluded], MatchedBy.CODE, coding.code, display)
            keys = {ingredient_key(one) for _, one in listed}
            system = canonical_system(coding.system)
            for key in keys:
                found.add(self._others(key, system, excluded), MatchedBy.CODE, coding.code, display)
        if not any(one.match is Match.INGREDIENT or (one.ingredient and one.system != "rxnorm") for _, one in listed):
            layer, known = self._known(coding)
            if layer is not None:
                found.layers.add(layer.name)
                keys |= known
                for key in sorted(known):
                    found.add(self._of_ingredient(key, excluded), MatchedBy.PRODUCT, coding.code, display)
        return keys

    def _known(self, coding: Coding) -> tuple[IngredientLayer | None, frozenset[str]]:
        """The first layer that knows a code, and what it holds."""
        for layer in self._layers:
            known = layer.ingredients(coding)
            if known:
                return layer, known
        return None, frozenset()

    def _comparable(self, coded: set[str], named: set[str]) -> bool:
        """Whether codes and names can be told to differ: a code that no value set has may be a name that one has."""
        unknown = any(key.isdigit() and key not in self._labels for key in coded)
        return not unknown or any(key.isdigit() for key in named)

    def _of_ingredient(self, key: str, excluded: set[str]) -> Iterator[tuple[str, ValueSetConcept]]:
        return (one for one in self._ingredients.get(key, ()) if one[0] not in excluded)

    def _others(self, key: str, system: str, excluded: set[str]) -> Iterator[tuple[str, ValueSetConcept]]:
        """Sets that list the ingredient of a listed code.

        A set that lists codes of this system for the ingredient chose among them: what is not listed is not meant
        (M02AA10 is ketoprofen for the skin, M01AE03 is not). RxNorm products are all meant.
        """
        return (
            (name, concept)
            for name, concept in self._of_ingredient(key, excluded)
            if system == _RXNORM or (name, system, key) not in self._decided
        )

    def _by_name(self, concept: Concept, found: _Found, excluded: set[str]) -> Iterator[set[str]]:
        """Ingredients that the words of a concept name, text by text."""
        for text in dict.fromkeys((concept.text, *(coding.display for coding in concept.codings))):
            keys: set[str] = set()
            for phrase in self._all_names.find(_BRACKETS.sub(" ", text)) if text else ():
                found.layers.add(NAME)
                listed = self._named.get(phrase, [])
                held = {ingredient_key(one) for _, one in listed} | self._brands.get(phrase, frozenset())
                found.add([one for one in listed if one[0] not in excluded], MatchedBy.NAME, phrase, text)
                for key in sorted(held):
                    found.add(self._of_ingredient(key, excluded), MatchedBy.NAME, phrase, text)
                keys |= held
            yield keys

    def is_relevant(self, concepts: Sequence[Concept]) -> bool:
        """Whether any rule could read a resource with these concepts: a listed code, or a word that rules look for.

        What a product holds is not asked here: medicines and allergies are read whatever they are.
        """
        return any(
            any(self._listed(coding)[0] for coding in concept.codings)
            or any(
                self._names.find(text) or self._other_words.find(text)
                for text in (concept.text, *(coding.display for coding in concept.codings))
                if text
            )
            for concept in concepts
        )
