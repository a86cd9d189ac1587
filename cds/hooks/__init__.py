"""CDS Hooks 2.0.1 on the wire, and nothing of ours above it."""

from cds.hooks.card import (
    Action,
    ActionType,
    Card,
    Coding,
    HookResponse,
    Indicator,
    Link,
    LinkType,
    OverrideReason,
    SelectionBehavior,
    Source,
    Suggestion,
)
from cds.hooks.json import JsonObject
from cds.hooks.request import (
    CONTEXTS,
    FhirAuthorization,
    HookContext,
    HookRequest,
    OrderSelectContext,
    OrderSignContext,
    PatientViewContext,
    read_request,
)

__all__ = [
    "CONTEXTS",
    "Action",
    "ActionType",
    "Card",
    "Coding",
    "FhirAuthorization",
    "HookContext",
    "HookRequest",
    "HookResponse",
    "Indicator",
    "JsonObject",
    "Link",
    "LinkType",
    "OrderSelectContext",
    "OrderSignContext",
    "OverrideReason",
    "PatientViewContext",
    "SelectionBehavior",
    "Source",
    "Suggestion",
    "read_request",
]
