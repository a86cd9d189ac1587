"""What reading requests and reading feedback share: tolerant models, and complaints without values."""

from collections.abc import Sequence
from typing import Annotated, Self, TypeAlias

from pydantic import BaseModel, ConfigDict, StringConstraints
from pydantic.alias_generators import to_camel
from pydantic_core import ErrorDetails

from cds.errors import HookRequestInvalid
from cds.hooks.json import JsonObject

Text: TypeAlias = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[^\x00]+$")]
"""Something that is not blank; PostgreSQL, for one, cannot store a NUL."""


class WireModel(BaseModel):
    """Base of what is read: frozen, camelCase on the wire, unknown members ignored, no value in an error.

    A member's description completes "send …" in the error about it.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="ignore",
        alias_generator=to_camel,
        validate_by_name=True,
        hide_input_in_errors=True,
    )

    @classmethod
    def from_wire(cls, members: object) -> Self:
        """Validates members under their names on the wire only; raises pydantic's ValidationError."""
        return cls.model_validate(members, by_alias=True, by_name=False)


def without_blanks(document: JsonObject) -> JsonObject:
    """Without the members that are null or, against the specification, blank: both count as absent."""
    return {
        name: value
        for name, value in document.items()
        if value is not None and not (isinstance(value, str) and not value.strip())
    }


def first_complaint(model: type[WireModel], errors: Sequence[ErrorDetails], prefix: str) -> HookRequestInvalid:
    """One error at a time is enough: what is wrong, where, and what to send instead."""
    member, *inside = errors[0]["loc"]
    where = f"{prefix}{member}" + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in inside)
    wrong = "is missing" if errors[0]["type"] == "missing" else "is empty or of the wrong type"
    remedy = next(field.description for field in model.model_fields.values() if field.alias == member)
    return HookRequestInvalid(f"`{where}` {wrong}; send {remedy}", where)
