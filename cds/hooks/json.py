"""JSON as it comes and goes: a request body to a plain object, a frozen model to camelCase members."""

import codecs
from typing import Any, TypeAlias, cast

import msgspec
from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from cds.errors import HookRequestInvalid

JsonObject: TypeAlias = dict[str, Any]
"""A JSON object as decoded. FHIR resources and extensions stay in this form; nothing else does."""

MAX_DEPTH = 100
"""Levels of nesting we read. FHIR needs about twenty; more is an attack on whatever recurses later."""


class WireValue(BaseModel):
    """Base of everything that we send: frozen, camelCase on the wire, members in written order.

    Unknown members are forbidden because the only one who validates these is the outbound linter.
    """

    model_config = ConfigDict(
        frozen=True, extra="forbid", alias_generator=to_camel, validate_by_name=True, hide_input_in_errors=True
    )

    def to_json(self) -> JsonObject:
        """As JSON values under their names on the wire; members that say nothing are left out."""
        return without_empty_members(self.model_dump(mode="json", by_alias=True, exclude_defaults=True))


_decoder = msgspec.json.Decoder()


def read_json_object(body: bytes) -> JsonObject:
    """Decode a request body.

    Takes:  body — UTF-8 JSON, a byte order mark tolerated; of a repeated member the last one counts.
    Gives:  the object.
    Raises: HookRequestInvalid — not JSON, not an object, or nested deeper than MAX_DEPTH. NaN and Infinity
            are not JSON.
    """
    try:
        document = _decoder.decode(body.removeprefix(codecs.BOM_UTF8))
    except ValueError:  # msgspec.DecodeError and UnicodeDecodeError; their text may quote the body
        raise HookRequestInvalid("The body is not JSON; send one JSON object in UTF-8") from None
    except RecursionError:
        raise _too_deep() from None
    if not isinstance(document, dict):
        raise HookRequestInvalid("The body is JSON but no object; send one JSON object")
    if _is_deeper_than(MAX_DEPTH, document):
        raise _too_deep()
    return cast(JsonObject, document)


def _too_deep() -> HookRequestInvalid:
    return HookRequestInvalid(f"The body is nested deeper than {MAX_DEPTH} levels; send flatter JSON")


def _is_deeper_than(levels: int, document: Any) -> bool:
    """Walks level by level, so that no nesting can exhaust the stack."""
    level = [document]
    for _ in range(levels):
        level = [
            child
            for container in level
            for child in (container.values() if type(container) is dict else container)
            if type(child) is dict or type(child) is list
        ]
        if not level:
            return False
    return True


def without_empty_members(value: Any) -> Any:
    """Without members that are null, "", [] or {}, innermost first. List elements stay: FHIR counts positions.

    Source: CDS Hooks 2.0.1 "JSON Attributes": no null and nothing empty.
    """
    if isinstance(value, dict):
        members = {name: without_empty_members(child) for name, child in cast(JsonObject, value).items()}
        return {name: child for name, child in members.items() if child not in (None, "", [], {})}
    if isinstance(value, list | tuple):
        return [without_empty_members(child) for child in cast(list[Any], value)]
    return value
