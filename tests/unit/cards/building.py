"""Rules that speak, written in a line, and the cards that are made of them. Every response is held against the linter."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from cds.cards import compose_cards, lint_response
from cds.findings import Input
from cds.hooks import Card, HookResponse, Indicator, JsonObject
from cds.matching import Matching, Outcome, State, Subject, SubjectKind, SubjectTrace
from cds.record import Concept, Kind, MedicationUse, Order
from cds.rulebook import Evidence, Hook, Rule, Rulebook
from cds.rulebook.rule import Overrides, Services
from tests.unit.findings.builders import FAMILY, READINGS

CRITICAL, WARNING, INFO = Indicator.CRITICAL, Indicator.WARNING, Indicator.INFO
NOTICE, UNAPPROVED = "No card does not mean safe.", "Nobody approved this."
GENERAL = [f"general-{number}" for number in range(1, 6)]
OWN = [f"own-{number}" for number in range(1, 10)]


def note(name: str, certainty: str = "low", **more: Any) -> Evidence:
    written = {
        "id": name,
        "title": name,
        "citation": f"Journal {name}",
        "kind": "trial",
        "says": f"{name} says so.",
        "certainty": certainty,
        "certainty_reason": "Small trials.",
        "contrary": f"{name} has a critic.",
        "read_on": date(2026, 1, 1),
        "review_by": date(2027, 1, 1),
        "checked": True,
    }
    return Evidence.model_validate(written | more)


NOTES = [
    *(note(f"E{number}") for number in range(1, 10)),
    note("SURE", "high"),
    note("UNREAD", "very low", checked=False),
    note(
        "LABEL",
        points={
            "age": {"says": "Not below 18."},
            "dose": {"says": "At most 84 mg.", "certainty": "high", "certainty_reason": "Text.", "contrary": "Nobody."},
        },
    ),
]
RULEBOOK: Rulebook = replace(
    READINGS.rulebook,
    evidence={one.id: one for one in NOTES},
    overrides=Overrides.model_validate(
        {
            "id": "overrides",
            "system": "https://kir-cds.org/fhir/CodeSystem/override-reason",
            "reasons": [{"code": code, "display": f"Reason {code}"} for code in (*GENERAL, *OWN)],
            "general": GENERAL,
            "at_least": 5,
            "at_most": 7,
        }
    ),
    services=Services.model_validate(
        {
            "id": "services",
            "name": "Test rulebook",
            "version": "1.2.3",
            "usage": "u",
            "services": [],
            "notice": NOTICE,
            "unapproved": UNAPPROVED,
        }
    ),
)


def rule(rule_id: str, class_: str = "contraindication", **more: Any) -> Rule:
    """A rule with one critical tier, unless `tiers` says otherwise."""
    written = {
        "id": rule_id,
        "family": "ketamine",
        "title": f"Title of {rule_id}",
        "class": class_,
        "version": "1.0.0",
        "status": "active",
        "hooks": ["order-sign", "patient-view"],
        "about": {"order": "ketamine"},
        "tiers": [tier()],
        "overrides": ["own-1"],
        "evidence": ["E1"],
        "review": {"owner": "nobody", "due": "2027-01-01"},
    }
    return Rule.model_validate(written | more)


def tier(
    indicator: Indicator = CRITICAL, summary: str = "a thing was found", detail: str = "Do something.", **more: Any
) -> dict[str, Any]:
    when = [{"condition": "active", "in": "pregnancy", "as": "it"}]
    return {"indicator": indicator, "when": when, "summary": summary, "detail": detail, **more}


def order(reference: str = "MedicationRequest/1", text: str = "ketamine 50 mg", *, draft: bool = True) -> MedicationUse:
    return MedicationUse(
        kind=Kind.MEDICATION_REQUEST, reference=reference, medicines=(Concept(text=text),), draft=draft, selected=draft
    )


ORDER = order()


def about(card_order: Order | None = ORDER, kind: SubjectKind = SubjectKind.DRAFT, **more: Any) -> Subject:
    return Subject(kind=kind, family=FAMILY, card_order=card_order, **{"order": card_order, **more})


def datum(reference: str = "Condition/c1", display: str = "Psychosis", **more: Any) -> Input:
    return Input(reference=reference, display=display, **more)


def speaks(of: Rule, indicator: Indicator | None = None, subject: Subject | None = None, **more: Any) -> Outcome:
    """The rule speaks by its first tier, at the tier's own indicator unless another is given."""
    written: dict[str, Any] = {"tier": of.tiers[0], "tier_index": 0, "inputs": (("it", datum()),), **more}
    return Outcome(
        rule=of,
        subject=subject or about(),
        state=State.SPEAKS,
        indicator=indicator or of.tiers[0].indicator,
        **written,
    )


def not_evaluated(of: Rule, *missing: str, subject: Subject | None = None) -> Outcome:
    return Outcome(rule=of, subject=subject or about(), state=State.NOT_EVALUATED, missing=missing)


def silent(of: Rule, subject: Subject | None = None, *, suppressed: bool = False) -> Outcome:
    return Outcome(rule=of, subject=subject or about(), state=State.SILENT, suppressed=suppressed)


def matched(outcomes: Iterable[Outcome], hook: Hook = Hook.ORDER_SIGN, **more: Any) -> Matching:
    traces = tuple(SubjectTrace(subject=one.subject, outcomes=(one,)) for one in outcomes)
    return Matching(hook=hook, subjects=traces, **more)


def cards_of(
    *outcomes: Outcome,
    hook: Hook = Hook.ORDER_SIGN,
    drafts: Mapping[str, JsonObject] | None = None,
    rulebook: Rulebook = RULEBOOK,
    **more: Any,
) -> tuple[Card, ...]:
    """The cards, which may be sent."""
    made = compose_cards(
        matched(outcomes, hook, **more),
        rulebook,
        patient_id="p",
        drafts=drafts or {},
        new_id=lambda name: str(uuid.uuid5(uuid.NAMESPACE_URL, name)),
    )
    assert lint_response(HookResponse(cards=made).to_document(), (drafts or {}).keys()) == []
    return made


def spoken(card: Card) -> list[str]:
    """Ids of the rules on a card, in their order."""
    return [entry["id"] for entry in card.extension["org.kir-cds.rules"]]
