"""The answer of the service, as scenarios ask about it. Whatever is not as said raises ScenarioFailed, in words."""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

from cds.analyst.phrases import PhraseInvalid
from cds.cards import DECISION, RULES, lint_response
from cds.hooks import JsonObject
from cds.rulebook import Hook, Rulebook, Status, did_you_mean


class ScenarioFailed(AssertionError):
    """The service answers otherwise than the scenario says."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The response to one hook call."""

    hook: Hook
    status: int
    document: JsonObject
    draft_references: Collection[str]
    rulebook: Rulebook

    def check_sound(self) -> None:
        """HTTP 200, and nothing that CDS Hooks forbids."""
        if self.status != 200:
            self.fail(f"the service answered HTTP {self.status}: {self.refusal()}")
        complaints = lint_response(self.document, self.draft_references)
        if complaints:
            self.fail(f"the response breaks CDS Hooks: {'; '.join(complaints)}")

    def check_same(self, narrow: "Answer") -> None:
        """The answer to exactly what discovery asks for must be this one: its filters hide nothing that a rule needs."""
        if self.status == narrow.status and self.said() == narrow.said():
            return
        raise ScenarioFailed(
            "an EHR that sends only what discovery asks for gets another answer: a query hides what a rule needs\n"
            f"{self.in_words()}\nWith the queries as discovery states them:\n{narrow.in_words()}"
        )

    def said(self) -> set[tuple[str, str]]:
        """What each rule says: its indicator, or that it was not evaluated."""
        spoken = {(entry["id"], entry["indicator"]) for card in self.cards for entry in rules_of(card)}
        return spoken | {(rule, "not evaluated") for rule in self.not_evaluated}

    def refusal(self) -> str:
        """What an OperationOutcome says."""
        issues = cast(Sequence[JsonObject], self.document.get("issue", []))
        return "; ".join(str(issue.get("diagnostics") or issue.get("details", {}).get("text", "")) for issue in issues)

    def fail(self, message: str) -> None:
        """Raise ScenarioFailed: the message, and what the answer is instead."""
        raise ScenarioFailed(f"{message}\n{self.in_words()}")

    def expect(self, holds: object, message: str) -> None:
        """Raise ScenarioFailed unless it holds."""
        if not holds:
            self.fail(message)

    @property
    def cards(self) -> Sequence[JsonObject]:
        """The cards, in their order."""
        return cast(Sequence[JsonObject], self.document.get("cards", []))

    @property
    def not_evaluated(self) -> dict[str, list[str]]:
        """What is missing, by rule."""
        return {entry["rule"]: entry["missing"] for entry in self._decision.get("notEvaluated", [])}

    @property
    def data_quality(self) -> list[str]:
        """What could not be read or used, each with its reference."""
        return [f"{entry['reference']}: {entry['problem']}" for entry in self._decision.get("dataQuality", [])]

    @property
    def _decision(self) -> JsonObject:
        return cast(JsonObject, self.document.get("extension", {}).get(DECISION, {}))

    def entries(self, rule: str) -> list[tuple[JsonObject, JsonObject]]:
        """Every card on which a rule speaks, with what it says there."""
        self.check_rule(rule)
        return [(card, entry) for card in self.cards for entry in rules_of(card) if entry["id"] == rule]

    def cards_of(self, rule: str) -> list[JsonObject]:
        """The cards on which a rule speaks; fails when there is none."""
        cards = [card for card, _ in self.entries(rule)]
        self.expect(cards, f"{rule} speaks on no card")
        return cards

    def check_rule(self, rule: str) -> None:
        """Raise PhraseInvalid unless the rule is in the rulebook and in use on this hook: silence would prove nothing."""
        known = self.rulebook.rules.get(rule)
        if known is None:
            raise PhraseInvalid(f"{rule} is no rule of the rulebook{did_you_mean(rule, sorted(self.rulebook.rules))}")
        if known.status is not Status.ACTIVE:
            raise PhraseInvalid(f"{rule} is {known.status}; only an active rule can be seen to speak or stay silent")
        hooks = (*self.rulebook.hooks_of(known), *known.shown_for_suggestions)
        if self.hook not in hooks:
            raise PhraseInvalid(f"{rule} is not asked on {self.hook}; it is on {', '.join(hooks)}")

    def says(self, words: str) -> bool:
        """Whether the words stand anywhere in the response."""
        return words in json.dumps(self.document, ensure_ascii=False).replace('\\"', '"')

    def in_words(self) -> str:
        """The answer in a few lines."""
        if self.status != 200:
            return f"Answered: HTTP {self.status} {self.refusal()}"
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        for card in self.cards:
            rules = ", ".join(f"{entry['id']} {entry['indicator']}" for entry in rules_of(card))
            yield f"Answered: {card['indicator']} card: {card['summary']} ({rules})"
        if not self.cards:
            yield "Answered: no cards"
        for rule, missing in self.not_evaluated.items():
            yield f"Not evaluated: {rule}: {'; '.join(missing)}"
        for problem in self.data_quality:
            yield f"Data quality: {problem}"


def rules_of(card: JsonObject) -> list[Any]:
    """The rules that speak on a card, strongest first."""
    return card.get("extension", {}).get(RULES, [])
