"""What the content leaves out on purpose: a hard stop would be invented, so nobody may add one unnoticed."""

import re

from cds.rulebook import load_rulebook
from cds.settings import CONTENT

RULEBOOK = load_rulebook([CONTENT / "rules"])
QT = {"8634-8", "8636-3"}
KIDNEY = {"98979-8", "33914-3", "48642-3", "48643-1", "62238-1", "69405-9", "77147-7", "88293-6", "2160-0"}


def codes_read() -> dict[str, set[str]]:
    """The codes of every value set that a rule's clauses name, by rule."""
    return {
        rule.id: {
            concept.code or ""
            for clause in RULEBOOK.clauses(rule)
            for name in clause.value_sets()
            for concept in RULEBOOK.value_sets[name].concepts
        }
        for rule in RULEBOOK.rules.values()
    }


def test_no_rule_reads_the_qt_interval_or_the_kidney() -> None:
    """No contraindication by QTc is known, and ketamine is cleared by the liver."""
    assert {rule: codes & (QT | KIDNEY) for rule, codes in codes_read().items() if codes & (QT | KIDNEY)} == {}


def test_no_text_pairs_light_with_ketamine() -> None:
    """No trial of the pair exists; cards may only keep heat away from those who cannot report it."""
    pair = re.compile(r"synerg|pairs? well|combin\w+ (?:light|red light|infrared) (?:with|and) ketamine", re.IGNORECASE)
    for rule in RULEBOOK.rules.values():
        texts = [rule.title, *(text for tier in rule.tiers for text in (tier.summary, tier.detail))]
        assert not [text for text in texts if pair.search(text)], rule.id


def test_no_suggestion_creates_a_ketamine_order() -> None:
    drugs = {"6130", "2119365"}
    for rule in RULEBOOK.rules.values():
        for suggestion in rule.suggestions:
            created = suggestion.create or {}
            assert created.get("resourceType") not in {"MedicationRequest", "MedicationAdministration"}, rule.id
            assert not any(code in repr(created) for code in drugs), rule.id


def test_no_rule_rests_on_who_somebody_is() -> None:
    words = re.compile(r"\b(race|ethnic\w*|religio\w*|skin colour)\b", re.IGNORECASE)
    for rule in RULEBOOK.rules.values():
        texts = [text for tier in rule.tiers for text in (tier.summary, tier.detail)]
        assert not [text for text in texts if words.search(text)], rule.id
