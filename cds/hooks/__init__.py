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
from cds.hooks.discovery import SPECIFICATION_VERSION, Service, discovery_document, service_complaints
from cds.hooks.feedback import Feedback, FeedbackBatch, Outcome, read_feedback
from cds.hooks.json import JsonObject, read_json_object
from cds.hooks.outcome import Issue, operation_outcome
from cds.hooks.request import (
    CONTEXTS,
    AppointmentBookContext,
    EncounterStartContext,
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
    "SPECIFICATION_VERSION",
    "Action",
    "ActionType",
    "AppointmentBookContext",
    "Card",
    "Coding",
    "EncounterStartContext",
    "Feedback",
    "FeedbackBatch",
    "FhirAuthorization",
    "HookContext",
    "HookRequest",
    "HookResponse",
    "Indicator",
    "Issue",
    "JsonObject",
    "Link",
    "LinkType",
    "OrderSelectContext",
    "OrderSignContext",
    "Outcome",
    "OverrideReason",
    "PatientViewContext",
    "SelectionBehavior",
    "Service",
    "Source",
    "Suggestion",
    "discovery_document",
    "operation_outcome",
    "read_feedback",
    "read_json_object",
    "read_request",
    "service_complaints",
]
