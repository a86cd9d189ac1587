"""Value sets compiled to fast, immutable look-ups: codes compare, displays never; names are whole words.

Layers of a medicine, in this order: a code that a value set lists, then whole-word names in display and text. Any
layer may raise a fact; absence may be concluded only when the medicine is *resolved* (see `resolve`).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from cds.record import Coding, Concept, canonical_code, canonical_system
from cds.rulebook import SYSTEMS, Match, ValueSet, ValueSetConcept

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_BRACKETS = re.compile(r"\[[^\]]*\]")
_ICD = SYSTEMS["icd-10-cm"]
_DRUG_SYSTEMS = {SYSTEMS[name] for name in ("rxnorm", "atc", "snomed", "ndc")}


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
    return [word.lower().replace("’", "'") for word in _TOKEN.findall(text)]


class Words:
    """Whole-word phrases; at each place the longest wins, so `S-ketamine` is never also `ketamine`.

    A phrase ending in `*` matches any ending of its last word (`microdos*`).
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        self._exact: dict[str, list[tuple[list[str], str]]] = {}
        self._endings: list[tuple[list[str], str]] = []
        for phrase in sorted(set(phrases)):
            words = tokens_of(phrase)
            if not words:
                continue
            if phrase.endswith("*"):
                self._endings.append((words, phrase))
            else:
                self._exact.setdefault(words[0], []).append((words, phrase))
        for same in self._exact.values():
            same.sort(key=lambda entry: len(entry[0]), reverse=True)

    def find(self, text: str) -> list[str]:
        """The phrases that stand in a text, in the order they stand there."""
        tokens, found, at = tokens_of(text), list[str](), 0
        while at < len(tokens):
            for words, phrase in self._exact.get(tokens[at], ()):
                if tokens[at : at + len(words)] == words:
                    found.append(phrase)
                    at += len(words)
                    break
            else:
                found += [phrase for words, phrase in self._endings if _begins(tokens[at:], words)]
                at += 1
        return found


def _begins(tokens: Sequence[str], words: Sequence[str]) -> bool:
    last = len(words) - 1
    return len(tokens) > last and list(tokens[:last]) == list(words[:last]) and tokens[last].startswith(words[last])


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

    `other_words` are phrases that rules look for in texts; they make a resource worth reading.
    """

    def __init__(self, value_sets: Iterable[ValueSet], other_words: Iterable[str] = ()) -> None:
        self._codes: dict[tuple[str, str], list[tuple[str, ValueSetConcept]]] = {}
        self._prefixes: dict[str, list[tuple[str, ValueSetConcept]]] = {}
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
                self._prefixes.setdefault(code.replace(".", ""), []).append((value_set, concept))
            else:
                self._codes.setdefault((system, code), []).append((value_set, concept))
        for name in concept.names:
            self._named.setdefault(name, []).append((value_set, concept))

    def _listed(self, coding: Coding) -> list[tuple[str, ValueSetConcept]]:
        """Every set that lists this coding, exclusions applied."""
        system = canonical_system(coding.system)
        code = canonical_code(system, coding.code)
        found = list(self._codes.get((system, code), ()))
        if system == _ICD:
            bare = code.replace(".", "")
            for length in range(3, len(bare) + 1):
                found += [
                    (name, concept)
                    for name, concept in self._prefixes.get(bare[:length], ())
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
            for name, member in self._listed(coding)
        )

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
        named_by_system = False
        for concept in concepts:
            for member in self.members(concept):
                found.setdefault((member.value_set, member.concept.display), member)
            for coding in concept.codings:
                named_by_system |= bool(coding.display) and canonical_system(coding.system) in _DRUG_SYSTEMS
            for text in (concept.text, *(coding.display for coding in concept.codings)):
                for member in self._members_by_name(text):
                    found.setdefault((member.value_set, member.concept.display), member)
        by_code = _ingredients(one for one in found.values() if one.matched_by is MatchedBy.CODE)
        by_name = _ingredients(one for one in found.values() if one.matched_by is MatchedBy.NAME)
        return Medicine(
            conflict=bool(by_code and by_name and not by_code & by_name),
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
            any(self._listed(coding) for coding in concept.codings)
            or any(
                self._names.find(text) or self._other_words.find(text)
                for text in (concept.text, *(coding.display for coding in concept.codings))
                if text
            )
            for concept in concepts
        )
