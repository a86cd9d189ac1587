"""What a card offers: safest first, each thing once, only for drafts the EHR can find again, and never a dose."""

from typing import Any

import pytest

from cds.hooks import ActionType, JsonObject, Suggestion
from cds.matching import Outcome, SubjectKind
from tests.unit.cards.building import (
    CRITICAL,
    INFO,
    WARNING,
    about,
    cards_of,
    datum,
    order,
    rule,
    speaks,
)

REFERRAL = {"resourceType": "ServiceRequest", "status": "draft", "intent": "order", "code": {"text": "Referral"}}
DELETE = {"label": "Remove the order", "delete": "order"}
CREATE = {"label": "Refer", "create": REFERRAL}
UPDATE = {"label": "Start on {it.date}", "update": "order", "set": {"occurrencePeriod": {"start": "{it.date}"}}}

LIGHT: JsonObject = {
    "resourceType": "ServiceRequest",
    "id": "1",
    "status": "draft",
    "intent": "order",
    "subject": {"reference": "Patient/p"},
    "code": {"text": "red light"},
    "occurrenceDateTime": "2026-11-25",
    "note": [{"text": "as discussed"}],
}
SENT = {"ServiceRequest/1": LIGHT}
IT = datum("MedicationAdministration/a", "Porfimer", date="2026-12-01")


def offers(
    *written: dict[str, Any], drafts: dict[str, JsonObject] | None = None, **more: Any
) -> tuple[Suggestion, ...]:
    """The suggestions of one rule that speaks about the light order."""
    outcome = speaking(*written, **more)
    [card] = cards_of(outcome, drafts=SENT if drafts is None else drafts)
    return card.suggestions


def speaking(*written: dict[str, Any], rule_id: str = "IR-A-1", indicator: Any = None, subject: Any = None) -> Outcome:
    told = rule(rule_id, suggestions=written)
    return speaks(told, indicator, subject or about(order("ServiceRequest/1")), inputs=(("it", IT),))


# --- order and number -------------------------------------------------------------------------------------


def test_the_safest_comes_first() -> None:
    made = offers(CREATE, UPDATE, DELETE)
    assert [one.actions[0].type for one in made] == [ActionType.DELETE, ActionType.UPDATE, ActionType.CREATE]


def test_each_suggestion_is_one_action_described_by_its_label() -> None:
    for one in offers(CREATE, UPDATE, DELETE):
        [action] = one.actions
        assert action.description == one.label
    assert len({one.uuid for one in offers(CREATE, UPDATE, DELETE)}) == 3


def test_what_several_rules_offer_is_offered_once() -> None:
    removing = {**DELETE, "label": "Delete it"}
    [card] = cards_of(speaking(DELETE, CREATE), speaking(removing, CREATE, rule_id="IR-B-1"), drafts=SENT)
    assert [one.label for one in card.suggestions] == ["Remove the order", "Refer"]


def test_an_offer_for_some_indicators_follows_the_one_that_is_shown() -> None:
    """Not that of the tier: a weak or capped one offers what its card says."""
    only = {**CREATE, "only": ["critical"]}
    assert len(offers(only, indicator=CRITICAL)) == 1
    assert offers(only, indicator=WARNING) == ()
    assert offers(only, indicator=INFO) == ()


# --- removing ---------------------------------------------------------------------------------------------


def test_a_draft_is_removed_by_the_name_the_ehr_sent_it_under() -> None:
    [action] = offers(DELETE)[0].actions
    assert action.to_json() == {"type": "delete", "description": "Remove the order", "resourceId": "ServiceRequest/1"}


@pytest.mark.parametrize("written", [DELETE, UPDATE])
def test_a_draft_without_an_id_can_be_neither_removed_nor_changed(written: dict[str, Any]) -> None:
    nameless = about(order("ServiceRequest/draft-1"))
    assert offers(written, subject=nameless) == ()


@pytest.mark.parametrize("written", [DELETE, UPDATE])
def test_a_running_order_can_be_neither_removed_nor_changed(written: dict[str, Any]) -> None:
    running = about(order("ServiceRequest/1", draft=False), SubjectKind.RUNNING)
    assert offers(written, subject=running, drafts={}) == ()


@pytest.mark.parametrize("written", [DELETE, UPDATE])
def test_where_the_rule_is_about_the_patient_there_is_no_order_to_remove(written: dict[str, Any]) -> None:
    assert offers(written, subject=about(None, SubjectKind.PATIENT)) == ()


def test_beside_a_running_order_it_is_the_draft_that_is_removed() -> None:
    partner = about(order("ServiceRequest/1"), SubjectKind.PARTNER, order=order("MedicationRequest/7", draft=False))
    assert offers(DELETE, subject=partner)[0].actions[0].resource_id == "ServiceRequest/1"


# --- changing ---------------------------------------------------------------------------------------------


def test_a_change_is_the_whole_draft_with_its_occurrence_replaced() -> None:
    [suggestion] = offers(UPDATE)
    assert suggestion.label == "Start on 2026-12-01"
    changed = {**LIGHT, "occurrencePeriod": {"start": "2026-12-01"}}
    del changed["occurrenceDateTime"]
    assert suggestion.actions[0].resource == changed


def test_a_change_takes_along_what_hangs_on_the_old_occurrence() -> None:
    extended = {**LIGHT, "_occurrenceDateTime": {"extension": [{"url": "urn:x", "valueString": "about"}]}}
    [suggestion] = offers(UPDATE, drafts={"ServiceRequest/1": extended})
    assert not [name for name in suggestion.actions[0].resource if "DateTime" in name]


def test_a_change_of_something_else_leaves_the_occurrence() -> None:
    [suggestion] = offers({"label": "Say why", "update": "order", "set": {"note": [{"text": "{it.display}"}]}})
    assert suggestion.actions[0].resource == {**LIGHT, "note": [{"text": "Porfimer"}]}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([{"text": "as discussed"}], [{"text": "as discussed"}, {"text": "Porfimer"}]),
        ({"text": "as discussed"}, [{"text": "as discussed"}, {"text": "Porfimer"}]),
        (None, [{"text": "Porfimer"}]),
    ],
    ids=["a list", "one entry", "nothing"],
)
def test_a_list_of_the_draft_may_become_longer(before: Any, after: list[JsonObject]) -> None:
    draft = {name: value for name, value in {**LIGHT, "note": before}.items() if value is not None}
    appended = {"label": "Say why", "update": "order", "append": {"note": [{"text": "{it.display}"}]}}
    [suggestion] = offers(appended, drafts={"ServiceRequest/1": draft})
    assert suggestion.actions[0].resource == {**draft, "note": after}


def test_an_offer_may_be_for_what_is_proposed_or_for_what_is_ordered() -> None:
    written = ({**CREATE, "label": "Try it", "proposed": True}, {**DELETE, "proposed": False})
    assert [one.label for one in offers(*written)] == ["Remove the order"]
    told = rule(
        "IR-A-1", suggestions=written, about={"order": "ketamine", "proposes": "ketamine", "proposal": REFERRAL}
    )
    [card] = cards_of(speaks(told, None, about(None, SubjectKind.PROPOSAL, order=order("ServiceRequest/proposed"))))
    assert [one.label for one in card.suggestions] == ["Try it"]


def test_the_draft_of_the_ehr_stays_as_it_is() -> None:
    before = dict(LIGHT)
    offers(UPDATE)
    assert before == LIGHT


@pytest.mark.parametrize(
    "shape",
    [
        {"dispatch": "unknown"},  # an element that R4 does not know
        {"code": {"text": 7}},
        {"resourceType": "ProcedureRequest"},  # STU3
        {"intent": None},
        {"note": [{"text": "x" * 20_000}]},  # longer than a response has room for
        {"extension": [{"url": "", "valueString": "x"}]},  # empty strings pass the models and not the last look
        {"category": []},
        {"category": [{"coding": [{"code": None}]}]},
        {"contained": [{"resourceType": "Unheard"}]},
    ],
)
def test_a_draft_that_cannot_go_back_is_not_changed(shape: dict[str, Any]) -> None:
    assert offers(UPDATE, DELETE, drafts={"ServiceRequest/1": {**LIGHT, **shape}})[0].label == "Remove the order"


def test_a_change_that_needs_a_date_nobody_knows_is_not_offered() -> None:
    told = speaks(
        rule("IR-A-1", suggestions=[UPDATE]), None, about(order("ServiceRequest/1")), inputs=(("it", datum()),)
    )
    [card] = cards_of(told, drafts=SENT)
    assert card.suggestions == ()


def test_a_draft_keeps_its_own_dose_and_gets_none() -> None:
    drug = {
        "resourceType": "MedicationRequest",
        "id": "1",
        "status": "draft",
        "intent": "order",
        "subject": {"reference": "Patient/p"},
        "medicationCodeableConcept": {"text": "ketamine"},
        "dosageInstruction": [{"text": "as the prescriber wrote it"}],
    }
    noted = {"label": "Say why", "update": "order", "set": {"note": [{"text": "x"}]}}
    [suggestion] = offers(noted, subject=about(order()), drafts={"MedicationRequest/1": drug})
    assert suggestion.actions[0].resource["dosageInstruction"] == drug["dosageInstruction"]


# --- creating ---------------------------------------------------------------------------------------------


def test_what_is_created_is_for_this_patient() -> None:
    [suggestion] = offers(CREATE)
    assert suggestion.actions[0].resource == {**REFERRAL, "subject": {"reference": "Patient/p"}}
    assert REFERRAL.get("subject") is None  # the template stays as it is


def test_something_may_be_created_without_any_draft() -> None:
    [suggestion] = offers(CREATE, subject=about(None, SubjectKind.PATIENT), drafts={})
    assert suggestion.label == "Refer"
