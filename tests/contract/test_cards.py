"""The outbound linter: a sound response passes, and every rule about cards can be provoked."""

from collections.abc import Callable
from typing import Any

import pytest

from cds.cards.lint import lint_response
from cds.hooks import (
    Action,
    ActionType,
    Card,
    Coding,
    HookResponse,
    Indicator,
    Link,
    LinkType,
    OverrideReason,
    SelectionBehavior,
    Source,
    Suggestion,
)

DRAFTS = {"MedicationRequest/draft-1"}
ORDER = {
    "resourceType": "MedicationRequest",
    "id": "draft-1",
    "status": "draft",
    "intent": "order",
    "medicationCodeableConcept": {"text": "ketamine 10 MG/ML injection"},
    "subject": {"reference": "Patient/p1"},
}
NEW_ORDER = {name: value for name, value in ORDER.items() if name != "id"}


def sound_document() -> dict[str, Any]:
    """A response that uses every member we ever send."""
    card = Card(
        uuid="0b8f1a52-6f3c-5e0c-9a53-3c2b6a2f7d10",
        summary="Ketamine is ordered and the last blood pressure is 190/110",
        indicator=Indicator.WARNING,
        source=Source(
            label="KIR rulebook 1.0",
            url="https://kir-cds.org",
            topic=Coding(code="KETCIBP", system="https://kir-cds.org/rules", display="KET-CI-BP"),
        ),
        detail="Pressure <180 systolic is asked for.\n\n| what | value |\n|---|---|\n| systolic | 190 |",
        suggestions=(
            Suggestion(
                label="Remove the order",
                uuid="1b8f1a52-6f3c-5e0c-9a53-3c2b6a2f7d11",
                is_recommended=True,
                actions=(
                    Action(type=ActionType.DELETE, description="Remove", resource_id="MedicationRequest/draft-1"),
                    Action(type=ActionType.CREATE, description="Order anew", resource=NEW_ORDER),
                ),
            ),
            Suggestion(
                label="Change the order",
                uuid="2b8f1a52-6f3c-5e0c-9a53-3c2b6a2f7d12",
                actions=(Action(type=ActionType.UPDATE, description="Change", resource=ORDER),),
            ),
        ),
        selection_behavior=SelectionBehavior.AT_MOST_ONE,
        override_reasons=(OverrideReason(code="benefit", system="https://kir-cds.org/overrides", display="Benefit"),),
        links=(
            Link(label="Rule", url="https://kir-cds.org/rules/KET-CI-BP", type=LinkType.ABSOLUTE),
            Link(label="App", url="https://app.example/launch", type=LinkType.SMART, app_context="opaque"),
        ),
        extension={"org.kir-cds.rules": [{"id": "KET-CI-BP"}]},
    )
    return HookResponse(cards=(card,), extension={"org.kir-cds.decision": {"rulebook": {"version": "1"}}}).to_document()


@pytest.mark.requirement("K1", "H1")
def test_sound_responses_pass() -> None:
    assert lint_response(sound_document(), DRAFTS) == []
    assert lint_response(HookResponse(cards=()).to_document(), ()) == []


def card_of(document: dict[str, Any]) -> dict[str, Any]:
    return document["cards"][0]


def action_of(document: dict[str, Any], suggestion: int, action: int = 0) -> dict[str, Any]:
    return card_of(document)["suggestions"][suggestion]["actions"][action]


def spoil(member: str, value: Any) -> Callable[[dict[str, Any]], None]:
    """Sets a member of the card, given as a dotted path."""

    def change(document: dict[str, Any]) -> None:
        *path, last = member.split(".")
        place: Any = card_of(document)
        for step in path:
            place = place[int(step)] if step.isdigit() else place[step]
        if value is MISSING:
            del place[last]
        else:
            place[last] = value

    return change


MISSING = "(missing)"
WIDE_TABLE = "| a | b | c |\n|---|:-:|---|\n| 1 | 2 | 3 |"

BREACHES = [
    ("K1", spoil("detail", None)),
    ("K1", spoil("detail", "")),
    ("K1", spoil("links", [])),
    ("K1", spoil("extension", {"org.kir-cds.rules": []})),
    ("K1", spoil("extension", {"org.kir-cds.rules": [None]})),
    ("K1", spoil("cardUuid", "unknown member")),
    ("K1", spoil("summary", 7)),
    ("K1", spoil("suggestions.0.isRecommended", "yes")),
    ("K1", spoil("links.0.autoLaunchable", value=True)),
    ("K1", lambda document: document.pop("cards")),
    ("K2", lambda document: document.update(systemActions=[])),
    ("K3", spoil("summary", "x" * 140)),
    ("K3", spoil("summary", "two\nlines")),
    ("K3", spoil("summary", "one line\n")),
    ("K3", spoil("summary", "   ")),
    ("K4", spoil("indicator", "hard-stop")),
    ("K4", spoil("indicator", MISSING)),
    ("K5", spoil("source", MISSING)),
    ("K5", spoil("source.label", MISSING)),
    ("K5", spoil("source.label", " ")),
    ("K5", spoil("source.url", "/relative")),
    ("K5", spoil("source.icon", "http://[broken")),
    ("K6", spoil("source.topic", MISSING)),
    ("K6", spoil("source.topic.code", "KET-CI-BP")),
    ("K6", spoil("source.topic.code", "x" * 101)),
    ("K6", spoil("source.topic.system", " ")),
    ("K7", spoil("uuid", MISSING)),
    ("K7", spoil("uuid", "0B8F1A52-6F3C-5E0C-9A53-3C2B6A2F7D10")),
    ("K7", spoil("suggestions.0.uuid", "urn:uuid:1b8f1a52-6f3c-5e0c-9a53-3c2b6a2f7d11")),
    ("K7", spoil("suggestions.0.uuid", "0b8f1a52-6f3c-5e0c-9a53-3c2b6a2f7d10")),
    ("K8", spoil("detail", "See <b>this</b>")),
    ("K8", spoil("detail", "<script")),
    ("K8", spoil("detail", "![chart](https://kir-cds.org/x.png)")),
    ("K8", spoil("detail", WIDE_TABLE)),
    ("K9", spoil("selectionBehavior", MISSING)),
    ("K9", spoil("selectionBehavior", "all")),
    ("K9", spoil("suggestions", MISSING)),
    ("K10", spoil("suggestions.1.isRecommended", value=True)),
    ("K11", spoil("suggestions.0.label", MISSING)),
    ("K11", spoil("suggestions.0.label", " ")),
    ("K12", spoil("suggestions.1.actions.0.type", "patch")),
    ("K12", spoil("suggestions.1.actions.0.description", MISSING)),
    ("K12", spoil("suggestions.1.actions.0.description", " ")),
    ("K13", spoil("suggestions.1.actions.0.resource", MISSING)),
    ("K13", spoil("suggestions.1.actions.0.resource.id", "other")),
    ("K13", spoil("suggestions.1.actions.0.resource.subject", MISSING)),
    ("K13", spoil("suggestions.1.actions.0.resource.contained", [{"resourceType": "Nothing"}])),
    ("K13", spoil("suggestions.1.actions.0.resource.resourceType", "Dosage")),
    ("K13", spoil("suggestions.1.actions.0.resourceId", "MedicationRequest/draft-1")),
    ("K14", spoil("suggestions.0.actions.0.resourceId", MISSING)),
    ("K14", spoil("suggestions.0.actions.0.resourceId", "MedicationRequest/other")),
    ("K14", spoil("suggestions.0.actions.0.resourceId", "draft-1")),
    ("K14", spoil("suggestions.0.actions.0.resource", ORDER)),
    ("K15", lambda document: card_of(document)["suggestions"][0]["actions"].reverse()),
    ("K16", spoil("overrideReasons.0.display", MISSING)),
    ("K16", spoil("overrideReasons.0.system", " ")),
    ("K17", spoil("links.0.type", MISSING)),
    ("K17", spoil("links.0.label", " ")),
    ("K17", spoil("links.0.url", "javascript:alert(1)")),
    ("K17", spoil("links.0.url", "https://kir-cds.org/a b")),
    ("K17", spoil("links.0.appContext", "opaque")),
    ("K19", spoil("suggestions.0.actionSelectionBehavior", "all")),
    ("K22", spoil("detail", "x" * 65536)),
]


@pytest.mark.requirement(*[f"K{number}" for number in range(1, 18)], "K19", "K22")
@pytest.mark.parametrize(("requirement", "breach"), BREACHES, ids=[f"{i}-{b[0]}" for i, b in enumerate(BREACHES)])
def test_every_breach_is_named(requirement: str, breach: Callable[[dict[str, Any]], None]) -> None:
    """A breach of the shape is told as such; any other names its requirement."""
    document = sound_document()
    breach(document)
    complaints = lint_response(document, DRAFTS)
    assert any(f"({requirement})" in line or line.startswith("shape:") for line in complaints), complaints


@pytest.mark.requirement("K17")
def test_advice_never_hides_behind_a_link_that_launches_by_itself() -> None:
    document = sound_document()
    spoil("links.1.autolaunchable", value=True)(document)
    assert lint_response(document, DRAFTS) == []
    spoil("detail", MISSING)(document)
    assert any("K17" in line for line in lint_response(document, DRAFTS))


@pytest.mark.requirement("K8")
@pytest.mark.parametrize("detail", ["eGFR <30 and pressure < 180", r"an escaped \<b", "a | b | c in a sentence", "---"])
def test_plain_text_that_only_looks_like_markup_passes(detail: str) -> None:
    document = sound_document()
    spoil("detail", detail)(document)
    assert lint_response(document, DRAFTS) == []


@pytest.mark.requirement("R8")
def test_complaints_hold_no_patient_data() -> None:
    document = sound_document()
    spoil("suggestions.1.actions.0.resource.subject", {"reference": 7, "display": "Jane Marker"})(document)
    spoil("summary", "Jane Marker\n")(document)
    complaints = lint_response(document, DRAFTS)
    assert complaints
    assert "Marker" not in str(complaints)


@pytest.mark.requirement("K1", "K22")
def test_equal_responses_are_equal_bytes_without_empty_members() -> None:
    def respond() -> bytes:
        card = Card(
            uuid="u",
            summary="Grüße <Ω>",
            indicator=Indicator.INFO,
            source=Source(label="l"),
            extension={"b": [], "a": {"c": None, "d": ""}, "kept": [0, False]},
        )
        return HookResponse(cards=(card,)).to_bytes()

    expected = (
        '{"cards":[{"uuid":"u","summary":"Grüße <Ω>","indicator":"info","source":{"label":"l"},'
        '"extension":{"kept":[0,false]}}]}'
    )
    assert respond() == respond() == expected.encode()
    assert HookResponse(cards=()).to_bytes() == b'{"cards":[]}'
