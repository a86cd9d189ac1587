"""The last look at a response before it is sent: whatever breaks CDS Hooks is named, and then sent to nobody.

Each complaint gives the place, what is wrong and the requirement (the K numbers are those of our contract tests).
No complaint repeats a value, for values may be about the patient.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, cast
from urllib.parse import urlsplit

import msgspec
from fhir.resources.R4B import get_fhir_model_class
from fhir.resources.R4B.resource import Resource
from pydantic import ValidationError

from cds.hooks import (
    Action,
    ActionType,
    Card,
    HookResponse,
    JsonObject,
    Link,
    LinkType,
    OverrideReason,
    SelectionBehavior,
    Source,
    Suggestion,
)

MAX_SUMMARY = 139
MAX_BYTES = 64 * 1024
MAX_TABLE_COLUMNS = 2


def lint_response(
    document: Mapping[str, Any], draft_order_ids: Collection[str], *, delete_in_resource: bool = False
) -> list[str]:
    """What is wrong with a response.

    Takes:  document — the response as JSON values, as `HookResponse.to_document` gives it;
            draft_order_ids — the draft orders of the request, each as `Type/id`;
            delete_in_resource — whether a delete is spelled as in CDS Hooks 1.0.
    Gives:  one complaint per fault, in document order; [] when it may be sent. When the shape itself is wrong
            (a member missing, unknown or of the wrong type), only that and the empty members are told.
    Source: CDS Hooks 2.0.1 "CDS Service Response"; FHIR R4B for the resources of suggestions. What is ours:
            uuid and topic always there, single line summary, plain Markdown, the limit on size.
    """
    complaints = list(_lint_emptiness(document, ""))
    try:
        sent = msgspec.json.encode(document)
        response = HookResponse.model_validate_json(sent, strict=True, by_alias=True, by_name=False)
    except ValidationError as wrong:
        first = wrong.errors(include_url=False, include_context=False, include_input=False)[0]
        return [*complaints, f"shape: {'.'.join(map(str, first['loc']))}: {first['type']} (K1)"]
    if len(sent) >= MAX_BYTES:
        complaints.append(f"response: {MAX_BYTES} bytes or more (K22)")
    uuids = [card.uuid for card in response.cards]
    uuids += [suggestion.uuid for card in response.cards for suggestion in card.suggestions]
    if any(times > 1 for times in Counter(uuids).values()):
        complaints.append("response: a uuid comes twice (K7)")
    for index, card in enumerate(response.cards):
        complaints += _lint_card(card, f"cards[{index}]", draft_order_ids, delete_in_resource)
    return complaints


def may_be_sent(resource: JsonObject) -> bool:
    """Whether a resource in a suggestion would pass: valid FHIR R4 that holds nothing empty.

    A draft that the EHR sent in a shape of its own does not; an update of it is then not offered.
    """
    return not [*_lint_emptiness(resource, ""), *_lint_resource(resource, "")]


def _lint_emptiness(value: Any, place: str) -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, child in cast(Mapping[str, Any], value).items():
            here = f"{place}.{name}" if place else name
            if child is None or (child in ("", [], {}) and here != "cards"):
                yield f"{here}: null or empty; leave it out (K1)"
            yield from _lint_emptiness(child, here)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for index, child in enumerate(cast(Sequence[Any], value)):
            if child is None or child in ("", [], {}):
                yield f"{place}[{index}]: null or empty; leave it out (K1)"
            yield from _lint_emptiness(child, f"{place}[{index}]")


def _lint_card(card: Card, place: str, draft_order_ids: Collection[str], delete_in_resource: bool) -> Iterator[str]:
    yield from _lint_uuid(card.uuid, place)
    is_one_line = card.summary.splitlines() == [card.summary] and bool(card.summary.strip())
    if not is_one_line or len(card.summary) > MAX_SUMMARY:
        yield f"{place}.summary: not one line of 1 to {MAX_SUMMARY} characters (K3)"
    yield from _lint_source(card.source, f"{place}.source")
    yield from _lint_detail(card.detail, f"{place}.detail")
    if bool(card.suggestions) != (card.selection_behavior is not None):
        yield f"{place}.selectionBehavior: goes with suggestions, and only with them (K9)"
    recommended = sum(suggestion.is_recommended for suggestion in card.suggestions)
    if card.selection_behavior is SelectionBehavior.AT_MOST_ONE and recommended > 1:
        yield f"{place}.suggestions: several recommended where at most one may be taken (K10)"
    for index, suggestion in enumerate(card.suggestions):
        yield from _lint_suggestion(suggestion, f"{place}.suggestions[{index}]", draft_order_ids, delete_in_resource)
    for index, reason in enumerate(card.override_reasons):
        yield from _lint_override_reason(reason, f"{place}.overrideReasons[{index}]")
    for index, link in enumerate(card.links):
        yield from _lint_link(link, f"{place}.links[{index}]")
    if not card.detail and any(link.autolaunchable for link in card.links):
        yield f"{place}.detail: missing while a link may launch by itself; the advice must stand on the card (K17)"


_CANONICAL_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def _lint_uuid(uuid: str, place: str) -> Iterator[str]:
    if not _CANONICAL_UUID.fullmatch(uuid):
        yield f"{place}.uuid: not a UUID in lower case (K7)"


def _lint_source(source: Source, place: str) -> Iterator[str]:
    if not source.label.strip():
        yield f"{place}.label: blank (K5)"
    for name, url in (("url", source.url), ("icon", source.icon)):
        if url and not _is_absolute_url(url):
            yield f"{place}.{name}: not an absolute http(s) URL (K5)"
    if source.topic is None:
        yield f"{place}.topic: missing; EHRs remember overrides by it (K6)"
    elif not re.fullmatch(r"[A-Za-z0-9]{1,100}", source.topic.code) or not source.topic.system.strip():
        yield f"{place}.topic: needs a system and a code of 1 to 100 letters and digits (K6)"


_RAW_HTML = re.compile(r"(?<!\\)<[A-Za-z/!?]")
_IMAGE = re.compile(r"!\[")
_TABLE_DELIMITER = re.compile(r"^[ >]*\|?[ ]*:?-+:?[ ]*(\|[ ]*:?-+:?[ ]*)+\|?[ ]*$", re.MULTILINE)


def _lint_detail(detail: str, place: str) -> Iterator[str]:
    if _RAW_HTML.search(detail):
        yield f"{place}: raw HTML, which some clients run; escape `<` (K8)"
    if _IMAGE.search(detail):
        yield f"{place}: an image; not every client shows it (K8)"
    for row in _TABLE_DELIMITER.finditer(detail):
        if len(row[0].strip(" >|").split("|")) > MAX_TABLE_COLUMNS:
            yield f"{place}: a table of more than {MAX_TABLE_COLUMNS} columns; sidebars are narrow (K8)"


_ACTION_ORDER = (ActionType.DELETE, ActionType.CREATE, ActionType.UPDATE)


def _lint_suggestion(
    suggestion: Suggestion, place: str, draft_order_ids: Collection[str], delete_in_resource: bool
) -> Iterator[str]:
    yield from _lint_uuid(suggestion.uuid, place)
    if not suggestion.label.strip():
        yield f"{place}.label: blank (K11)"
    order = [_ACTION_ORDER.index(action.type) for action in suggestion.actions]
    if order != sorted(order):
        yield f"{place}.actions: not in the order delete, create, update (K15)"
    for index, action in enumerate(suggestion.actions):
        yield from _lint_action(action, f"{place}.actions[{index}]", draft_order_ids, delete_in_resource)


def _lint_action(
    action: Action, place: str, draft_order_ids: Collection[str], delete_in_resource: bool
) -> Iterator[str]:
    if not action.description.strip():
        yield f"{place}.description: blank (K12)"
    if action.type is ActionType.DELETE:
        members: list[tuple[str, object]] = [("resourceId", action.resource_id), ("resource", action.resource)]
        (name, order), (other, beside) = reversed(members) if delete_in_resource else members
        if beside:
            yield f"{place}.{other}: a delete names its {name} only (K14)"
        if order not in draft_order_ids:
            yield f"{place}.{name}: not the Type/id of a draft order (K14)"
        return
    if isinstance(action.resource, str):
        yield f"{place}.resource: not a resource (K13)"
        return
    if action.resource_id:
        yield f"{place}.resourceId: only a delete has one (K13)"
    reference = f"{action.resource.get('resourceType')}/{action.resource.get('id')}"
    if action.type is ActionType.UPDATE and reference not in draft_order_ids:
        yield f"{place}.resource.id: an update needs the id of a draft order (K13)"
    yield from _lint_resource(action.resource, f"{place}.resource")


def _lint_resource(resource: JsonObject, place: str) -> Iterator[str]:
    try:
        model = get_fhir_model_class(str(resource.get("resourceType")))
        if not issubclass(model, Resource):
            yield f"{place}: not a FHIR R4 resource (K13)"
            return
        model.model_validate(resource)
    except ValidationError as invalid:
        for error in invalid.errors(include_url=False, include_context=False, include_input=False):
            elements = [str(step) for step in error["loc"]]
            yield f"{'.'.join([place, *elements])}: not valid FHIR R4, {error['type']} (K13)"
    except (LookupError, ValueError):  # an unknown type, of the resource or of one contained in it
        yield f"{place}: not a FHIR R4 resource (K13)"


def _lint_override_reason(reason: OverrideReason, place: str) -> Iterator[str]:
    if not (reason.code.strip() and reason.system.strip() and reason.display.strip()):
        yield f"{place}: code, system and display must all say something (K16)"


def _lint_link(link: Link, place: str) -> Iterator[str]:
    if not link.label.strip():
        yield f"{place}.label: blank (K17)"
    if not _is_absolute_url(link.url):
        yield f"{place}.url: not an absolute http(s) URL (K17)"
    if link.app_context and link.type is not LinkType.SMART:
        yield f"{place}.appContext: only a SMART link has one (K17)"


def _is_absolute_url(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"\s", url)
