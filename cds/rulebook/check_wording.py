"""What the words of rules and notes may say: nothing that sells, and no claim that the evidence does not carry."""

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, cast

from cds.rulebook.claim import Claim
from cds.rulebook.complaints import Complain, Path
from cds.rulebook.evidence import Certainty, Direction, Evidence, EvidenceKind, note_and_point
from cds.rulebook.rule import Rule, Tier
from cds.rulebook.wording import asserted, longest_word
from cds.rulebook.words import RuleClass

if TYPE_CHECKING:
    from cds.rulebook.rulebook import Rulebook

_SELLS = re.compile(
    r"\b(heals?|reverses?|cures?|proven|clinically proven|no side effects|outperforms?|guarantee[sd]?|miracle)\b",
    re.IGNORECASE,
)
_SAFE = ("safe", "safely")
"""Said of nothing; `does not mean safe` is honest."""

_STOPS = ("stops",)
"""That something stops by treatment; to stop a treatment is written in the imperative."""

_RANKS = re.compile(
    r"\b(?:(?:best|leading|top|superior|finest|premium|recommended) (?:device|brand|lamp|laser|panel|product|model)s?"
    r"|top[- ]rated|number one|market leader|brand of choice)\b",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"(\d+(?:[.,]\d+)?) ?(?:%|per ?cent\b)", re.IGNORECASE)
_CERTAINTY = re.compile(r"\blow(?: to very low)? certainty\b|\bcertainty(?: is|:)? (?:very )?low\b", re.IGNORECASE)
_FOUND_NOTHING = re.compile(
    r"\bfound (?:none|no|nothing)\b|\bno (?:benefit|better|difference|effect|gain|more than)\b|\bdid (?:not|no)\b"
    r"|\bnone\b|\bnothing\b|\bdisput|\bdisagree|\bdiffer\b|\badvis\w+ against\b|\bnot recommend|\bmixed\b",
    re.IGNORECASE,
)
_STOP = re.compile(r"\bstop\b", re.IGNORECASE)
_LOW = {Certainty.LOW, Certainty.VERY_LOW}
_NOTHING = {Direction.NO_DIFFERENCE, Direction.NEGATIVE}
_NOTES_ON_A_CARD = 4
_SMALL_STUDY = 100
"""A percentage of a single study of fewer people is not told."""

_READ_BY_PEOPLE = {"text", "display", "patientInstruction", "valueString", "description"}
"""Elements of a FHIR template whose words reach a person."""


class WordingChecks:
    """Asks every text of rules and notes."""

    def __init__(self, rulebook: "Rulebook", complain: Complain) -> None:
        self._rulebook = rulebook
        self._complain = complain
        self._claims: dict[str, list[Claim]] = {}
        """What a text with this word may assert."""
        for claim in rulebook.claims.values():
            for word in dict.fromkeys(map(longest_word, claim.refuses)):
                self._claims.setdefault(word, []).append(claim)

    def rule(self, rule: Rule) -> None:
        """Title, summaries, details and all words of suggestions."""
        for path, text in _texts_of(rule):
            self._sells("Rule", rule.id, path, text)
            self._asserts("Rule", rule.id, path, text)
            if rule.class_.is_suggestion:
                self._is_modest(rule, path, text)
        if rule.class_ is RuleClass.SUGGESTION and self._asks_for_modesty(rule):
            for index, tier in enumerate(rule.tiers):
                self._weighs(rule, ("tiers", index), tier)

    def _asks_for_modesty(self, rule: Rule) -> bool:
        family = self._rulebook.families.get(rule.family)
        return family is not None and family.modest_suggestions

    def _is_modest(self, rule: Rule, path: Path, text: str) -> None:
        """No rank, no end of an illness, no percentage of a small study."""
        if self._asks_for_modesty(rule):
            word = asserted(text, _STOPS)
            if word:
                self._complain("Rule", rule.id, path, f"`{word}` claims more than is known")
            found = _RANKS.search(text)
            if found:
                self._complain("Rule", rule.id, path, f"`{found[0]}` ranks a product")
        told = {number for note in self._cited(rule) for number in _percentages_of(note)}
        for found in _PERCENT.finditer(text):
            if found[1].replace(",", ".") not in told:
                message = (
                    f"`{found[0]}` stands in no cited note of {_SMALL_STUDY} people or more, or of several studies"
                )
                self._complain("Rule", rule.id, path, message)

    def _weighs(self, rule: Rule, path: Path, tier: Tier) -> None:
        """A suggestion says how sure it is, that a study found nothing where one did, and when to stop."""
        cited, text = self._cited(rule), f"{tier.summary} {tier.detail}"
        if not _CERTAINTY.search(text) and not any(note.certainty in _LOW for note in cited[:_NOTES_ON_A_CARD]):
            message = "names no low certainty, and none of the first four notes it cites is of low certainty"
            self._complain("Rule", rule.id, (*path, "detail"), message)
        against = next((note for note in cited if note.direction in _NOTHING), None)
        if against and not _FOUND_NOTHING.search(text):
            message = f"does not tell that a study found nothing; {against.id} did"
            self._complain("Rule", rule.id, (*path, "detail"), message)
        if not _STOP.search(tier.detail):
            self._complain("Rule", rule.id, (*path, "detail"), "does not tell when to stop")

    def _cited(self, rule: Rule) -> list[Evidence]:
        """What a rule cites and the rulebook knows; what it does not know has its own complaint."""
        known = self._rulebook.evidence
        parts = [(known.get(note), point) for note, point in map(note_and_point, rule.evidence)]
        return [note.at(point) for note, point in parts if note and (not point or point in note.points)]

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
        lowered = text.lower()
        near = (claim for word, claims in self._claims.items() if word in lowered for claim in claims)
        for claim in {claim.id: claim for claim in near}.values():
            words = asserted(text, claim.refuses, claim.but_not)
            if words:
                self._complain(model, name, path, f"`{words}` asserts claim {claim.id}, {_judged(claim)}")


def _judged(claim: Claim) -> str:
    return f"which is judged {claim.verdict}" + (f" ({claim.nuance})" if claim.nuance else "")


def _percentages_of(note: Evidence) -> Iterator[str]:
    """The percentages that a note tells, unless they are those of one small study."""
    is_small = note.participants is not None and note.participants < _SMALL_STUDY
    if not is_small or note.kind is EvidenceKind.SYSTEMATIC_REVIEW:
        for text in (note.says, note.effect or "", note.interval or ""):
            yield from (found[1].replace(",", ".") for found in _PERCENT.finditer(text))


def _texts_of(rule: Rule) -> Iterator[tuple[Path, str]]:
    yield ("title",), rule.title
    for index, tier in enumerate(rule.tiers):
        yield ("tiers", index, "summary"), tier.summary
        yield ("tiers", index, "detail"), tier.detail
    if rule.option:
        for member in ("name", "against", "first"):
            yield ("option", member), getattr(rule.option, member)
        for fact, text in rule.option.otherwise.items():
            yield ("option", "otherwise", fact), text
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
