"""What we answer: cards, in the words and the member order of CDS Hooks 2.0.1, "CDS Service Response".

These values are frozen and say nothing about who composes them. On the wire names are camelCase and a member
with nothing in it is left out, except `cards`, which is always there.
"""

from enum import StrEnum
from typing import Any

import msgspec
from pydantic import Field

from cds.hooks.json import JsonObject, WireValue


class Indicator(StrEnum):
    """Urgency of a card. Members compare by urgency, not by spelling: INFO < WARNING < CRITICAL."""

    INFO = "info"
    WARNING = "warning"
    CRITICAL = "critical"

    @property
    def severity(self) -> int:
        """0 for info, 1 for warning, 2 for critical."""
        return tuple(Indicator).index(self)

    def __lt__(self, other: str, /) -> bool:
        return self.severity < Indicator(other).severity

    def __le__(self, other: str, /) -> bool:
        return self.severity <= Indicator(other).severity

    def __gt__(self, other: str, /) -> bool:
        return self.severity > Indicator(other).severity

    def __ge__(self, other: str, /) -> bool:
        return self.severity >= Indicator(other).severity


class SelectionBehavior(StrEnum):
    """How many of a card's suggestions a clinician may accept."""

    AT_MOST_ONE = "at-most-one"
    ANY = "any"


class ActionType(StrEnum):
    """What accepting a suggestion does to a resource."""

    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"


class LinkType(StrEnum):
    """A plain page, or the launch URL of a SMART app."""

    ABSOLUTE = "absolute"
    SMART = "smart"


class Coding(WireValue):
    """A code in a system."""

    code: str
    system: str
    display: str = ""


class OverrideReason(WireValue):
    """A reason offered for not following a card; here the display is required."""

    code: str
    system: str
    display: str


class Source(WireValue):
    """Where the advice comes from. `url` must not be about the patient; such a link belongs in `links`."""

    label: str
    url: str = ""
    icon: str = ""
    topic: Coding | None = None


class Action(WireValue):
    """One change. Create and update carry the whole `resource`, delete only `resource_id` as `Type/id`.

    In CDS Hooks 1.0, a delete has the `Type/id` as its `resource`.
    """

    type: ActionType
    description: str
    resource: JsonObject | str = Field(default_factory=dict[str, Any])
    resource_id: str = ""


class Suggestion(WireValue):
    """Changes that are accepted together, as one transaction."""

    label: str
    uuid: str
    is_recommended: bool = False
    actions: tuple[Action, ...] = ()


class Link(WireValue):
    """A page or SMART app to open; `app_context` only for SMART."""

    label: str
    url: str
    type: LinkType
    app_context: str = ""
    autolaunchable: bool = False


class Card(WireValue):
    """One piece of advice: `summary` a plain line of at most 139 characters, `detail` GitHub Markdown."""

    uuid: str
    summary: str
    indicator: Indicator
    source: Source
    detail: str = ""
    suggestions: tuple[Suggestion, ...] = ()
    selection_behavior: SelectionBehavior | None = None
    override_reasons: tuple[OverrideReason, ...] = ()
    links: tuple[Link, ...] = ()
    extension: JsonObject = Field(default_factory=dict[str, Any])


class HookResponse(WireValue):
    """The answer to one hook call. No cards means: looked, and had nothing to say."""

    cards: tuple[Card, ...]
    extension: JsonObject = Field(default_factory=dict[str, Any])

    def to_document(self) -> JsonObject:
        """The response as JSON values in wire order, without a member that is null or empty, save `cards`."""
        empty: JsonObject = {"cards": []}
        return empty | self.to_json()

    def to_bytes(self) -> bytes:
        """Compact UTF-8 JSON; equal responses give equal bytes."""
        return msgspec.json.encode(self.to_document())
