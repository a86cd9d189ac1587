"""Cards as one kind of EHR takes them: each line of a profile by itself. What is said is never touched."""

from typing import Any

import pytest

from cds.cards import ASSOCIATED, adapt_cards, lint_response
from cds.hooks import (
    Action,
    ActionType,
    Card,
    Coding,
    HookResponse,
    Indicator,
    JsonObject,
    Link,
    LinkType,
    OverrideReason,
    SelectionBehavior,
    Source,
    Suggestion,
)
from cds.profiles import Profile

DRAFT = "MedicationRequest/1"
PREFERENCES = "urn:com.epic.cdshooks.action.code.system.preference-list-item"
REFERRAL: JsonObject = {
    "resourceType": "ServiceRequest",
    "status": "draft",
    "intent": "order",
    "subject": {"reference": "Patient/p"},
    "code": {"coding": [{"system": "http://loinc.org", "code": "2106-3"}], "text": "Pregnancy test"},
}
DRUG: JsonObject = {
    "resourceType": "MedicationRequest",
    "status": "draft",
    "intent": "order",
    "subject": {"reference": "Patient/p"},
    "medicationCodeableConcept": {"text": "esketamine"},
}


def profile(**lines: Any) -> Profile:
    return Profile.model_validate({"name": "test", "title": "a test", **lines})


def suggestion(type_: str, number: int = 1, **members: Any) -> Suggestion:
    action = Action(type=ActionType(type_), description=f"{type_} {number}", **members)
    return Suggestion(label=action.description, uuid=f"00000000-0000-0000-0000-{number:012}", actions=(action,))


DELETE = suggestion("delete", 1, resource_id=DRAFT)
UPDATE = suggestion("update", 2, resource=DRUG | {"id": "1", "note": [{"text": "slowly"}]})
CREATE = suggestion("create", 3, resource=REFERRAL)


def card(*suggestions: Suggestion, number: int = 9, **members: Any) -> Card:
    return Card(
        uuid=f"10000000-0000-0000-0000-{number:012}",
        summary="Critical: a thing was found",
        indicator=Indicator.CRITICAL,
        source=Source(label="KIR-CDS", topic=Coding(code="KETCIPREG", system="https://kir-cds.org/rules")),
        **{
            "detail": "**Why:** because.",
            "suggestions": suggestions,
            "selection_behavior": SelectionBehavior.AT_MOST_ONE if suggestions else None,
            "extension": {ASSOCIATED: [{"reference": DRAFT}]},
        }
        | members,
    )


def adapted(of: Profile, *cards: Card) -> list[Card]:
    """The cards as adapted, after the linter has seen them."""
    made = adapt_cards(cards, of)
    document = HookResponse(cards=made).to_document()
    assert lint_response(document, {DRAFT}, delete_in_resource=of.delete_in_resource) == []
    return list(made)


def labels(*cards: Card) -> list[str]:
    return [one.label for card in cards for one in card.suggestions]


def test_a_profile_that_says_nothing_changes_nothing() -> None:
    made = card(DELETE, UPDATE, CREATE)
    assert adapted(profile(), made) == [made]


# --- which suggestions ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "left"),
    [
        ({"actions": ["create", "delete"]}, ["delete 1", "create 3"]),
        ({"actions": ["create"], "resources": ["ServiceRequest"]}, ["create 3"]),
        ({"resources": ["MedicationRequest"]}, ["delete 1", "update 2"]),
        ({"resources": ["DeviceRequest"]}, []),
    ],
)
def test_only_what_can_be_carried_out_is_offered(lines: dict[str, Any], left: list[str]) -> None:
    assert labels(*adapted(profile(**lines), card(DELETE, UPDATE, CREATE))) == left


def test_a_card_without_suggestions_says_nothing_of_selecting() -> None:
    [bare] = adapted(profile(actions=[]), card(DELETE))
    assert (bare.suggestions, bare.selection_behavior) == ((), None)


def test_a_suggestion_is_carried_out_whole_or_not_offered() -> None:
    both = DELETE.model_copy(update={"actions": (*DELETE.actions, *CREATE.actions)})
    assert labels(*adapted(profile(actions=["create"]), card(both))) == []


def test_of_two_that_touch_one_draft_any_offers_the_safest() -> None:
    [made] = adapted(profile(selection="any"), card(DELETE, UPDATE, CREATE))
    assert made.selection_behavior is SelectionBehavior.ANY
    assert labels(made) == ["delete 1", "create 3"]


def test_any_offers_one_fate_of_a_draft_on_all_cards_together() -> None:
    made = adapted(profile(selection="any"), card(DELETE), card(UPDATE, CREATE, number=10))
    assert [labels(one) for one in made] == [["delete 1"], ["create 3"]]


def test_any_never_offers_two_drugs() -> None:
    other = suggestion("create", 5, resource=DRUG | {"medicationCodeableConcept": {"text": "ketamine"}})
    made = adapted(profile(selection="any"), card(suggestion("create", 4, resource=DRUG), other, CREATE))
    assert labels(*made) == ["create 4", "create 3"]


def test_what_cannot_be_carried_out_takes_no_other_s_place() -> None:
    assert labels(*adapted(profile(selection="any", actions=["update"]), card(DELETE, UPDATE))) == ["update 2"]


def test_nothing_is_ticked_beforehand() -> None:
    [made] = adapted(profile(selection="any"), card(DELETE, CREATE))
    assert not any(one.is_recommended for one in made.suggestions)


# --- how an action is written -----------------------------------------------------------------------------


def test_without_a_code_of_the_site_nothing_is_created() -> None:
    assert labels(*adapted(profile(order_system=PREFERENCES), card(DELETE, CREATE))) == ["delete 1"]


def test_what_is_created_has_the_code_of_the_site() -> None:
    of = profile(order_system=PREFERENCES, orders={"Pregnancy test": "4711", "esketamine": "12"})
    [made] = adapted(of, card(CREATE, suggestion("create", 4, resource=DRUG)))
    test, drug = (one.actions[0].resource for one in made.suggestions)
    assert test == REFERRAL | {"code": {"coding": [{"system": PREFERENCES, "code": "4711"}], "text": "Pregnancy test"}}
    assert drug == DRUG | {
        "medicationCodeableConcept": {"coding": [{"system": PREFERENCES, "code": "12"}], "text": "esketamine"}
    }


@pytest.mark.parametrize("selection", ["at-most-one", "any"])
def test_a_delete_is_spelled_as_in_1_0(selection: str) -> None:
    [made] = adapted(profile(delete_in_resource=True, selection=selection), card(DELETE))
    [action] = made.to_json()["suggestions"][0]["actions"]
    assert action == {"type": "delete", "description": "delete 1", "resource": DRAFT}


def test_the_spelling_of_1_0_is_refused_elsewhere() -> None:
    [made] = adapt_cards([card(DELETE)], profile(delete_in_resource=True))
    document = HookResponse(cards=(made,)).to_document()
    [beside, named] = lint_response(document, {DRAFT})
    assert "a delete names its resourceId only (K14)" in beside
    assert "not the Type/id of a draft order (K14)" in named
    [other] = lint_response(document, {"MedicationRequest/2"}, delete_in_resource=True)
    assert other.endswith("resource: not the Type/id of a draft order (K14)")


def test_a_create_is_never_a_name_only() -> None:
    named = suggestion("create", 3, resource=DRAFT)
    document = HookResponse(cards=(card(named),)).to_document()
    assert [line for line in lint_response(document, {DRAFT}, delete_in_resource=True) if "not a resource" in line]


# --- what is shown ----------------------------------------------------------------------------------------


def test_plain_text_says_the_same_and_says_that_it_is_plain() -> None:
    written = "**Order:** Ketamine (MedicationRequest/1)\n\n**Why:** 2 ** 3.\n\n**Evidence:**\n- One.\n- Two."
    [made] = adapted(profile(detail="plain"), card(detail=written))
    assert made.detail == "Order: Ketamine (MedicationRequest/1)\n\nWhy: 2 ** 3.\n\nEvidence:\n- One.\n- Two."
    assert made.extension["com.epic.cdshooks.card.detail.content-type"] == "text/plain"


def test_links_of_some_kinds_are_shown() -> None:
    page = Link(label="Page", url="https://kir.example/rules/A", type=LinkType.ABSOLUTE)
    app = Link(label="App", url="https://kir.example/launch", type=LinkType.SMART)
    assert adapted(profile(links=["absolute"]), card(links=(page, app)))[0].links == (page,)
    assert adapted(profile(links=[]), card(links=(page, app)))[0].links == ()


def test_override_reasons_can_be_left_out() -> None:
    reason = OverrideReason(code="a", system="https://kir-cds.org/o", display="A")
    assert adapted(profile(override_reasons=False), card(override_reasons=(reason,)))[0].override_reasons == ()


def test_the_order_of_a_card_stands_under_a_second_name_too() -> None:
    about, not_about = adapted(
        profile(associated_as="davinci-crd.associated-resource"), card(), card(number=10, extension={"x": 1})
    )
    assert about.extension["davinci-crd.associated-resource"] == about.extension[ASSOCIATED] == [{"reference": DRAFT}]
    assert not_about.extension == {"x": 1}
