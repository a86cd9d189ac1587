"""Suggestions as CDS Hooks actions: remove or change the draft, or create something. Whatever is sent is valid FHIR."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, cast

from cds.cards.lint import may_be_sent
from cds.cards.text import fill
from cds.hooks import Action, ActionType, JsonObject
from cds.hooks import Suggestion as SuggestionOnCard
from cds.matching import Outcome, SubjectKind
from cds.rulebook import Suggestion

_MOST_BYTES = 8 * 1024
"""A draft longer than this is not sent back: the response has 64 KiB in all."""

_RANK = {ActionType.DELETE: 0, ActionType.UPDATE: 1, ActionType.CREATE: 2}


def suggestions_of(
    outcomes: Sequence[Outcome],
    *,
    patient_id: str,
    drafts: Mapping[str, JsonObject],
    new_id: Callable[[str], str],
) -> tuple[SuggestionOnCard, ...]:
    """What a card offers: each thing once, the safest first (remove, change, then create).

    Takes:  drafts, the draft orders as the EHR sent them, by reference: only these can be removed or changed.
    """
    made: dict[str, tuple[int, SuggestionOnCard]] = {}
    for outcome in outcomes:
        for label, action in _actions(outcome, patient_id, drafts):
            once = action.resource_id or label
            if once not in made:
                on_card = SuggestionOnCard(label=label, uuid=new_id(f"suggestion {once}"), actions=(action,))
                made[once] = (_RANK[action.type], on_card)
    return tuple(one for _, one in sorted(made.values(), key=lambda ranked: ranked[0]))


def _actions(outcome: Outcome, patient_id: str, drafts: Mapping[str, JsonObject]) -> Iterator[tuple[str, Action]]:
    order = outcome.subject.card_order
    draft = drafts.get(order.reference) if order else None
    is_proposed = outcome.subject.kind is SubjectKind.PROPOSAL
    for suggestion in outcome.rule.suggestions:
        if suggestion.only and outcome.indicator not in suggestion.only:
            continue
        if suggestion.proposed is not None and suggestion.proposed is not is_proposed:
            continue
        label = fill(suggestion.label, outcome.inputs)
        if suggestion.delete is not None:
            if order is not None and draft is not None:
                yield label, Action(type=ActionType.DELETE, description=label, resource_id=order.reference)
            continue
        if suggestion.create is not None:
            yield label, Action(type=ActionType.CREATE, description=label, resource=_created(suggestion, patient_id))
            continue
        updated = _updated(suggestion, draft, outcome)
        if updated is not None and _is_sendable(updated):
            yield label, Action(type=ActionType.UPDATE, description=label, resource=updated)


def _created(suggestion: Suggestion, patient_id: str) -> JsonObject:
    """The template, which was checked when the rulebook was loaded, for this patient."""
    return {**(suggestion.create or {}), "subject": {"reference": f"Patient/{patient_id}"}}


def _updated(suggestion: Suggestion, draft: JsonObject | None, outcome: Outcome) -> JsonObject | None:
    """The whole draft with members set and lists longer: CDS Hooks updates are resources, not patches."""
    if draft is None:
        return None
    set_to = cast(JsonObject, _filled(suggestion.set or {}, outcome))
    added = suggestion.append or {}
    moved = any(name.startswith("occurrence") for name in set_to)
    kept = {name: value for name, value in draft.items() if not (moved and name.lstrip("_").startswith("occurrence"))}
    longer = {name: [*_listed(kept.get(name)), *_filled(more, outcome)] for name, more in added.items()}
    return {**kept, **set_to, **longer}


def _listed(value: Any) -> list[Any]:
    """What a draft has of a list; a single entry, as some EHRs send it, is a list of one."""
    if value is None:
        return []
    return cast(list[Any], value) if isinstance(value, list) else [value]


def _filled(template: Any, outcome: Outcome) -> Any:
    if isinstance(template, dict):
        return {name: _filled(value, outcome) for name, value in cast(JsonObject, template).items()}
    if isinstance(template, list):
        return [_filled(value, outcome) for value in cast(list[Any], template)]
    return fill(template, outcome.inputs) if isinstance(template, str) else template


def _is_sendable(resource: JsonObject) -> bool:
    """Whether it may be sent: a draft that came in a shape of its own cannot go back as FHIR R4."""
    return len(json.dumps(resource)) <= _MOST_BYTES and may_be_sent(resource)
