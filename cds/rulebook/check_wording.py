"""What the words of rules and notes may say: nothing that sells, and no claim that the evidence does not carry."""

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Protocol, cast

from cds.rulebook.claim import Claim
from cds.rulebook.evidence import Evidence
from cds.rulebook.rule import Rule
from cds.rulebook.wording import asserted

if TYPE_CHECKING:
    from cds.rulebook.rulebook import Rulebook

Path = tuple[str | int, ...]

_SELLS = re.compile(
    r"\b(heals?|reverses?|cures?|proven|clinically proven|no side effects|outperforms?|guarantee[sd]?|miracle)\b",
    re.IGNORECASE,
)
_SAFE = ("safe", "safely")
"""Said of nothing; `does not mean safe` is honest."""

_READ_BY_PEOPLE = {"text", "display", "patientInstruction", "valueString", "description"}
"""Elements of a FHIR template whose words reach a person."""


class Complain(Protocol):
    """Takes a complaint about a member of a file."""

    def __call__(self, model: str, name: str, path: Path, message: str, word: str | None = None) -> None: ...


class WordingChecks:
    """Asks every text of rules and notes."""

    def __init__(self, rulebook: "Rulebook", complain: Complain) -> None:
        self._complain = complain
        self._claims = [claim for claim in rulebook.claims.values() if claim.refuses]

    def rule(self, rule: Rule) -> None:
        """Title, summaries, details and all words of suggestions."""
        for path, text in _texts_of(rule):
            self._sells("Rule", rule.id, path, text)
            self._asserts("Rule", rule.id, path, text)

    def note(self, note: Evidence) -> None:
        """What it says, why we are so sure, what stands against it; of each point too."""
        for place, part in [((), note), *((("points", name), point) for name, point in note.points.items())]:
            for member in ("says", "certainty_reason", "contrary"):
                text = getattr(part, member) or ""
                self._sells("Evidence", note.id, (*place, member), text)
                if member == "says":
                    self._asserts("Evidence", note.id, (*place, member), text)

    def _sells(self, model: str, name: str, path: Path, text: str) -> None:
        found = _SELLS.search(text)
        word = found[0] if found else asserted(text, _SAFE)
        if word:
            self._complain(model, name, path, f"`{word}` claims more than is known")

    def _asserts(self, model: str, name: str, path: Path, text: str) -> None:
        for claim in self._claims:
            words = asserted(text, claim.refuses, claim.but_not)
            if words:
                self._complain(model, name, path, f"`{words}` asserts claim {claim.id}, {_judged(claim)}")


def _judged(claim: Claim) -> str:
    return f"which is judged {claim.verdict}" + (f" ({claim.nuance})" if claim.nuance else "")


def _texts_of(rule: Rule) -> Iterator[tuple[Path, str]]:
    yield ("title",), rule.title
    for index, tier in enumerate(rule.tiers):
        yield ("tiers", index, "summary"), tier.summary
        yield ("tiers", index, "detail"), tier.detail
    for index, suggestion in enumerate(rule.suggestions):
        path: Path = ("suggestions", index)
        yield (*path, "label"), suggestion.label
        for member, template in suggestion:
            yield from _words_in((*path, member), template)


def _words_in(path: Path, template: Any) -> Iterator[tuple[Path, str]]:
    """Every text of a FHIR template that a person reads, with its place."""
    if isinstance(template, Mapping):
        for name, value in cast(Mapping[str, Any], template).items():
            if isinstance(value, str) and name in _READ_BY_PEOPLE:
                yield (*path, name), value
            yield from _words_in((*path, name), value)
    elif isinstance(template, list):
        for index, value in enumerate(cast(list[Any], template)):
            yield from _words_in((*path, index), value)
