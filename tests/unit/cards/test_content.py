"""Our own rules on cards: every tier makes one that may be sent, filled or not, alone or all together."""

import uuid
from collections.abc import Iterable

import pytest

from cds.cards import compose_cards, lint_response
from cds.findings import Input
from cds.hooks import Card, HookResponse, Indicator
from cds.matching import Outcome, SubjectKind
from cds.rulebook import SLOT, Rule, Status, Tier, load_rulebook
from cds.settings import CONTENT
from tests.unit.cards.building import about, matched, order, speaks

RULEBOOK = load_rulebook([CONTENT / "rules"])
LONG = "A name of a drug or a disease that is as long as names of drugs and diseases sometimes are, and longer"
TIERS = [
    pytest.param(rule, index, id=f"{rule.id}/{index}")
    for rule in RULEBOOK.rules.values()
    if rule.status is Status.ACTIVE
    for index in range(len(rule.tiers))
]


def told(rule: Rule, index: int, *, filled: bool = True) -> Outcome:
    """A tier speaks, for a datum with a long text in every slot, or for none."""
    tier = rule.tiers[index]
    subject = about(order("ServiceRequest/1", LONG)) if rule.about.order else about(None, SubjectKind.PATIENT)
    inputs = tuple((slot, filling(slot, tier, rule)) for slot in slots_of(tier, rule)) if filled else ()
    return speaks(rule, tier.indicator, subject, tier=tier, tier_index=index, inputs=inputs)


def slots_of(tier: Tier, rule: Rule) -> list[str]:
    texts = [tier.summary, tier.detail, *(one.label + repr(one.set) for one in rule.suggestions)]
    return list(dict.fromkeys(slot for text in texts for slot, _ in SLOT.findall(text))) or ["it"]


def filling(slot: str, tier: Tier, rule: Rule) -> Input:
    names: dict[str, str] = dict.fromkeys(("drug", "days_ago", "washout_end", "start_after"), LONG)
    return Input(reference=f"Condition/{slot}", display=LONG, value=LONG, date="2026-11-01", code="F20.0", more=names)


def cards_of(outcomes: Iterable[Outcome]) -> tuple[Card, ...]:
    return compose_cards(
        matched(outcomes),
        RULEBOOK,
        patient_id="p",
        drafts={},
        new_id=lambda name: str(uuid.uuid5(uuid.NAMESPACE_URL, name)),
    )


@pytest.mark.parametrize("filled", [True, False], ids=["filled", "not recorded"])
@pytest.mark.parametrize(("rule", "index"), TIERS)
def test_every_tier_makes_a_card_that_may_be_sent(rule: Rule, index: int, filled: bool) -> None:
    cards = cards_of([told(rule, index, filled=filled)])
    assert len(cards) == (rule.tiers[index].alone and rule.status is Status.ACTIVE)
    assert lint_response(HookResponse(cards=cards).to_document(), ()) == []
    for card in cards:
        assert not SLOT.search(card.summary + card.detail)
        assert 5 <= len(card.override_reasons) <= 7
        assert card.detail.endswith((RULEBOOK.services.notice, RULEBOOK.services.unapproved))


def test_all_rules_speaking_at_once_may_be_sent() -> None:
    """More than a response has room for: every warning stays, and the first card says that notes are missing."""
    cards = cards_of(told(rule, 0) for rule in RULEBOOK.rules.values())
    spoken = {entry["id"] for card in cards for entry in card.extension["org.kir-cds.rules"]}
    active = [rule for rule in RULEBOOK.rules.values() if rule.status is Status.ACTIVE]
    left_out = [rule for rule in active if rule.id not in spoken]
    assert [rule.id for rule in left_out if rule.tiers[0].indicator is not Indicator.INFO] == []
    assert not left_out or "left out for want of room" in cards[0].detail
    assert lint_response(HookResponse(cards=cards).to_document(), ()) == []
