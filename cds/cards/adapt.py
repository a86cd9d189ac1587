"""Cards as one kind of EHR takes them. What they say, and how urgent it is, stays; only how it can be acted on changes."""

from collections.abc import Iterable, Iterator
from typing import cast

from cds.cards.extensions import ASSOCIATED, CONTENT_TYPE
from cds.cards.text import plain
from cds.hooks import Action, ActionType, Card, JsonObject, SelectionBehavior, Suggestion
from cds.profiles import Profile, order_code


def adapt_cards(cards: Iterable[Card], profile: Profile) -> tuple[Card, ...]:
    """The same cards in the same order, each with what the profile's EHR can show and carry out."""
    taken: set[str] = set()
    return tuple(_adapted(card, profile, taken) for card in cards)


def _adapted(card: Card, profile: Profile, taken: set[str]) -> Card:
    suggestions = tuple(_offered(card.suggestions, profile, taken))
    is_plain = profile.detail == "plain"
    return card.model_copy(
        update={
            "detail": plain(card.detail) if is_plain else card.detail,
            "suggestions": suggestions,
            "selection_behavior": profile.selection if suggestions else None,
            "override_reasons": card.override_reasons if profile.override_reasons else (),
            "links": tuple(link for link in card.links if link.type in profile.links),
            "extension": _extension(card.extension, profile, is_plain=is_plain),
        }
    )


def _extension(extension: JsonObject, profile: Profile, *, is_plain: bool) -> JsonObject:
    more: JsonObject = {CONTENT_TYPE: "text/plain"} if is_plain else {}
    if profile.associated_as and ASSOCIATED in extension:
        more[profile.associated_as] = extension[ASSOCIATED]
    return extension | more


def _offered(suggestions: Iterable[Suggestion], profile: Profile, taken: set[str]) -> Iterator[Suggestion]:
    """The suggestions that can be carried out whole.

    Takes:  taken, what other suggestions of the response decide already. Where any number may be taken, of those that
            decide the same only the first is offered: the safest of the strongest card.
    """
    for suggestion in suggestions:
        done = tuple(one for action in suggestion.actions if (one := _carried_out(action, profile)) is not None)
        if len(done) < len(suggestion.actions):
            continue
        if profile.selection is SelectionBehavior.ANY:
            decides = {choice for action in suggestion.actions if (choice := _choice(action))}
            if decides & taken:
                continue
            taken |= decides
        yield suggestion.model_copy(update={"actions": done})


def _choice(action: Action) -> str:
    """What only one suggestion may decide: the fate of a draft, and which drug is ordered; else ''."""
    if action.type is ActionType.CREATE:
        return _type(action) if _type(action) == "MedicationRequest" else ""
    return action.resource_id or f"{_type(action)}/{cast(JsonObject, action.resource)['id']}"


def _carried_out(action: Action, profile: Profile) -> Action | None:
    """The action as the EHR reads it; None when it does not carry it out."""
    if action.type not in profile.actions or (profile.resources and _type(action) not in profile.resources):
        return None
    match action.type:
        case ActionType.CREATE if profile.order_system:
            return _ordered(action, profile)
        case ActionType.DELETE if profile.delete_in_resource:
            return action.model_copy(update={"resource": action.resource_id, "resource_id": ""})
        case _:
            return action


def _ordered(action: Action, profile: Profile) -> Action | None:
    """A create with the site's own code for what it orders; None when the site gave none."""
    resource = cast(JsonObject, action.resource)
    element, concept = order_code(resource)
    text = str(concept.get("text"))
    if text not in profile.orders:
        return None
    coded = {"coding": [{"system": profile.order_system, "code": profile.orders[text]}], "text": text}
    return action.model_copy(update={"resource": resource | {element: coded}})


def _type(action: Action) -> str:
    if action.resource_id:
        return action.resource_id.partition("/")[0]
    return str(cast(JsonObject, action.resource).get("resourceType"))
