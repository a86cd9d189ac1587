"""Steps as sentences with typed gaps, and the catalogue of all of them.

A sentence is written as people read it: `{she} takes {medicine:concept}{details:details}`. `{she}` is any of a few
words, `{name:phrase}` a typed gap, `[...]` may be left out. A fact may end in details, parted by commas; each kind of
fact has its own list of details, closed as well.
"""

import difflib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, ParamSpec, TypeVar

import pytest_bdd
from pytest_bdd.parsers import StepParser

from cds.analyst.phrases import PHRASES, WORDS, Phrase, PhraseInvalid, did_you_mean

P = ParamSpec("P")
T = TypeVar("T")
Kind = Literal["given", "when", "then"]

_GAP = re.compile(r"\{(\w+)(?::(\w+))?\}|(\[)|(\])|([^\[\]{}]+)")


class Sentence(StepParser):
    """One sentence with its gaps; `more` adds phrases that only this sentence knows."""

    def __init__(self, name: str, more: Mapping[str, Phrase] | None = None) -> None:
        super().__init__(name)
        self._phrases = {**PHRASES, **(more or {})}
        self._gaps: dict[str, Phrase] = {}
        self._regex = re.compile("".join(self._patterns(name)))

    def _patterns(self, name: str) -> Iterator[str]:
        for gap, phrase, opens, closes, words in _GAP.findall(name):
            if opens:
                yield "(?:"
            elif closes:
                yield ")?"
            elif words:
                yield re.escape(words)
            elif phrase:
                self._gaps[gap] = self._phrases[phrase]
                yield f"(?P<{gap}>{self._phrases[phrase].pattern})"
            else:
                yield f"(?:{'|'.join(WORDS[gap])})"

    def is_matching(self, name: str) -> bool:
        """Whether the words are this sentence."""
        return self._regex.fullmatch(name) is not None

    def parse_arguments(self, name: str) -> dict[str, Any] | None:
        """What stands in the gaps; a gap of a part that was left out is None. Raises PhraseInvalid."""
        found = self._regex.fullmatch(name)
        if found is None:
            return None
        return {gap: None if found[gap] is None else phrase.read(found[gap]) for gap, phrase in self._gaps.items()}

    def in_words(self) -> str:
        """The sentence as the catalogue prints it, an example in each gap."""
        return self.written(lambda words: words[0], lambda example: example)

    def written(self, word: Callable[[Sequence[str]], str], gap: Callable[[str], str]) -> str:
        """The sentence with all its parts.

        Takes:  word — what to write for any of a few words; gap — what to write for a gap, by its example.
        """
        return re.sub(r"\{\w+:(\w+)\}|\{(\w+)\}|[\[\]]", lambda one: self._part(one, word, gap), self.name)

    def _part(self, found: re.Match[str], word: Callable[[Sequence[str]], str], gap: Callable[[str], str]) -> str:
        phrase, words = found.groups()
        return gap(self._phrases[phrase].example) if phrase else word(WORDS[words]) if words else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the catalogue."""

    kind: Kind
    sentence: Sentence
    about: str
    details: "Details | None" = None

    @property
    def example(self) -> str:
        """The line of the docstring after `Example:`, else the sentence with its gaps filled."""
        _, marker, example = self.about.partition("Example: ")
        return example.partition("\n")[0].strip() if marker else self.sentence.in_words()


CATALOGUE: list[Entry] = []
"""Every step, in the order in which the modules define them."""


def _step(
    kind: Kind, name: str, details: "Details | None", more: Mapping[str, Phrase] | None
) -> Callable[[Callable[P, T]], Callable[P, T]]:
    sentence = Sentence(name, more)
    register = {"given": pytest_bdd.given, "when": pytest_bdd.when, "then": pytest_bdd.then}[kind]

    def decorate(function: Callable[P, T]) -> Callable[P, T]:
        CATALOGUE.append(Entry(kind=kind, sentence=sentence, about=function.__doc__ or "", details=details))
        return register(sentence, stacklevel=2)(function)

    return decorate


def given(
    name: str, *, details: "Details | None" = None, more: Mapping[str, Phrase] | None = None
) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """A step that states a fact."""
    return _step("given", name, details, more)


def when(
    name: str, *, details: "Details | None" = None, more: Mapping[str, Phrase] | None = None
) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """A step in which the clinician does something."""
    return _step("when", name, details, more)


def then(name: str, *, more: Mapping[str, Phrase] | None = None) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """A step that looks at the answer."""
    return _step("then", name, None, more)


@dataclass(frozen=True, slots=True)
class Detail:
    """One detail of a kind of fact: its words, and what they change."""

    sentence: Sentence
    change: Callable[..., None]

    @property
    def about(self) -> str:
        """What it means, in one line."""
        return (self.change.__doc__ or "").partition("\n")[0]


@dataclass(slots=True)
class Details:
    """The details that one kind of fact may have; `fact` names it in messages."""

    fact: str
    known: list[Detail] = field(default_factory=list[Detail])

    def detail(
        self, *names: str, more: Mapping[str, Phrase] | None = None
    ) -> Callable[[Callable[..., None]], Callable[..., None]]:
        """Add a detail; several wordings may mean the same."""

        def decorate(change: Callable[..., None]) -> Callable[..., None]:
            self.known.extend(Detail(Sentence(name, more), change) for name in names)
            return change

        return decorate

    def apply(self, fact: Any, parts: tuple[str, ...] | None) -> None:
        """Change a fact as its details say, in their order.

        Raises: PhraseInvalid, naming the detail that this kind of fact does not have.
        """
        for detail, gaps in self.read(parts):
            detail.change(fact, **gaps)

    def read(self, parts: tuple[str, ...] | None) -> Iterator[tuple[Detail, dict[str, Any]]]:
        """Each detail with what stands in its gaps.

        Raises: PhraseInvalid, naming the detail that this kind of fact does not have.
        """
        for part in parts or ():
            detail = next((one for one in self.known if one.sentence.is_matching(part)), None)
            if detail is None:
                examples = [one.sentence.in_words() for one in self.known]
                hint = did_you_mean(part, examples)
                raise PhraseInvalid(
                    f"{self.fact} has no detail `{part}`{hint or '; it may have: ' + '; '.join(examples)}"
                )
            yield detail, detail.sentence.parse_arguments(part) or {}


def steps_like(words: str, kind: str, cutoff: float = 0.4) -> list[str]:
    """Steps of a kind that come near some words, the nearest first, as the catalogue shows them."""
    bare = {entry.example: _bare(entry.example) for entry in CATALOGUE if entry.kind == kind}
    near = difflib.get_close_matches(_bare(words), bare.values(), n=3, cutoff=cutoff)
    return [example for one in dict.fromkeys(near) for example, its in bare.items() if its == one][:3]


def _bare(words: str) -> str:
    """A sentence without what is told in it: names and codes make two sentences neither like nor unlike."""
    return re.sub(r'"[^"]*"|\([^()]*\)', "…", words)
