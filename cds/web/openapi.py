"""How the hook routes are described to people who integrate: bodies are read by hand, so they are described by hand."""

from typing import Any, TypedDict

from cds.hooks import JsonObject


class Description(TypedDict, total=False):
    """What a route is told about itself."""

    summary: str
    description: str
    response_description: str
    responses: dict[int | str, dict[str, Any]]
    openapi_extra: JsonObject


_REQUEST: JsonObject = {
    "hook": "order-sign",
    "hookInstance": "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
    "context": {
        "userId": "Practitioner/example",
        "patientId": "example",
        "draftOrders": {
            "resourceType": "Bundle",
            "type": "collection",
            "entry": [
                {
                    "resource": {
                        "resourceType": "MedicationRequest",
                        "id": "draft-1",
                        "status": "draft",
                        "intent": "order",
                        "medicationCodeableConcept": {"text": "ketamine 10 MG/ML injectable solution"},
                        "subject": {"reference": "Patient/example"},
                    }
                }
            ],
        },
    },
    "prefetch": {"patient": {"resourceType": "Patient", "id": "example", "birthDate": "1984-03-12"}},
}

_RESPONSE: JsonObject = {
    "cards": [
        {
            "uuid": "0b8f1a52-6f3c-5e0c-9a53-3c2b6a2f7d10",
            "summary": "Warning: the blood pressure before this ketamine order is not known",
            "indicator": "warning",
            "source": {
                "label": "KIR-CDS rulebook",
                "topic": {"code": "KETCIBP", "system": "https://kir-cds.org/rules", "display": "KET-CI-BP"},
            },
        }
    ]
}

_FEEDBACK: JsonObject = {
    "feedback": [
        {
            "card": "0b8f1a52-6f3c-5e0c-9a53-3c2b6a2f7d10",
            "outcome": "overridden",
            "outcomeTimestamp": "2026-11-20T09:30:00Z",
            "overrideReason": {
                "reason": {
                    "code": "patient-contraindication",
                    "system": "http://terminology.hl7.org/CodeSystem/non-adherence-reason-codes",
                }
            },
        }
    ]
}


def _json(example: JsonObject | None = None, required: tuple[str, ...] = ()) -> JsonObject:
    schema: JsonObject = {"type": "object"} | ({"required": list(required)} if required else {})
    return {"application/json": {"schema": schema} | ({"example": example} if example else {})}


def _refusals(*reasons: tuple[int, str]) -> dict[int | str, dict[str, Any]]:
    content = {"application/fhir+json": {"schema": {"type": "object"}}}
    return {status: {"description": f"OperationOutcome: {reason}", "content": content} for status, reason in reasons}


_COMMON_REFUSALS = (
    (400, "the body cannot be read; the issue names the member and the remedy"),
    (401, "the caller has no valid token"),
    (404, "no service of this id"),
    (408, "the body did not come in time"),
    (413, "the body is too large"),
    (415, "the body is not said to be JSON"),
    (429, "the caller asks more often than agreed; Retry-After says how long to wait"),
    (500, "decision support failed; no advice is given"),
)

DISCOVERY: Description = {
    "summary": "Which services there are",
    "response_description": "The services, each with its hook and prefetch",
    "responses": {200: {"content": _json(required=("services",))}},
}

SERVICE: Description = {
    "summary": "Ask a service for advice",
    "description": "The id comes from discovery; it answers one hook. No cards means that there is nothing to say.",
    "response_description": "The cards",
    "responses": {
        200: {"content": _json(_RESPONSE, required=("cards",))},
        **_refusals(
            *_COMMON_REFUSALS,
            (412, "required data came neither with the call nor can be fetched"),
            (
                503,
                "decision support took too long or is overloaded; no advice is given; Retry-After says how long to wait",
            ),
        ),
    },
    "openapi_extra": {
        "requestBody": {
            "required": True,
            "content": _json(_REQUEST, required=("hook", "hookInstance", "context")),
        }
    },
}

FEEDBACK: Description = {
    "summary": "Report what became of cards",
    "description": "Repeating a report is harmless.",
    "response_description": "Kept; an OperationOutcome names the items that could not be read",
    "responses": _refusals(
        *_COMMON_REFUSALS, (503, "nothing was kept; send the report again after the seconds of Retry-After")
    ),
    "openapi_extra": {"requestBody": {"required": True, "content": _json(_FEEDBACK, required=("feedback",))}},
}
