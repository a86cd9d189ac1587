"""Feedback: what became of cards."""

from typing import Any

import pytest
from starlette.testclient import TestClient
from structlog.testing import capture_logs

ACCEPTED: dict[str, Any] = {
    "card": "0b8f1a52-6f3c-5e0c-9a53-3c2b6a2f7d10",
    "outcome": "accepted",
    "outcomeTimestamp": "2026-11-20T09:30:00Z",
    "acceptedSuggestions": [{"id": "1b8f1a52-6f3c-5e0c-9a53-3c2b6a2f7d11"}],
}
OVERRIDDEN: dict[str, Any] = {
    "card": "0b8f1a52-6f3c-5e0c-9a53-3c2b6a2f7d10",
    "outcome": "overridden",
    "outcomeTimestamp": "2026-11-20T10:30:00+01:00",
    "overrideReason": {
        "reason": {"code": "patient-refuses", "system": "http://terminology.hl7.org/x", "display": "Refuses"},
        "userComment": "secret comment",
    },
}


def report(client: TestClient, *items: Any) -> Any:
    return client.post("/cds-services/kir-order-sign/feedback", json={"feedback": list(items)})


@pytest.mark.requirement("F1", "F2", "F3", "F6")
def test_feedback_is_kept_and_answered_with_nothing(client: TestClient, store: Any) -> None:
    with capture_logs() as logs:
        response = report(client, ACCEPTED, OVERRIDDEN)
    assert (response.status_code, response.content) == (200, b"")
    accepted, overridden = store.kept
    assert accepted.accepted_suggestions == ("1b8f1a52-6f3c-5e0c-9a53-3c2b6a2f7d11",)
    assert overridden.outcome_timestamp == accepted.outcome_timestamp
    assert overridden.override_reason.code == "patient-refuses"
    assert overridden.user_comment == "secret comment"
    assert "secret comment" not in f"{logs}{overridden!r}"


@pytest.mark.requirement("F6")
@pytest.mark.parametrize("body", [{}, {"feedback": {}}, {"feedback": None}, {"feedback": "x"}, [], "x"])
def test_a_wrong_shape_is_400(client: TestClient, store: Any, body: Any) -> None:
    response = client.post("/cds-services/kir-order-sign/feedback", json=body)
    assert response.status_code == 400
    assert response.json()["resourceType"] == "OperationOutcome"
    assert store.kept == []


BAD_ITEMS = [
    ("F2", "feedback[0]", 7),
    ("F3", "feedback[0].card", {"card": None}),
    ("F3", "feedback[0].card", {"card": 7}),
    ("F3", "feedback[0].card", {"card": "a\x00b"}),
    ("F3", "feedback[0].outcome", {"outcome": "ignored"}),
    ("F3", "feedback[0].outcomeTimestamp", {"outcomeTimestamp": None}),
    ("F3", "feedback[0].outcomeTimestamp", {"outcomeTimestamp": "2026-11-20T09:30:00"}),
    ("F3", "feedback[0].outcomeTimestamp", {"outcomeTimestamp": "yesterday"}),
    ("F3", "feedback[0].outcomeTimestamp", {"outcomeTimestamp": 1700000000}),
    ("F3", "feedback[0].outcomeTimestamp", {"outcomeTimestamp": "0001-01-01T00:00:00+14:00"}),
    ("F4", "feedback[0].acceptedSuggestions", {"acceptedSuggestions": []}),
    ("F4", "feedback[0].acceptedSuggestions", {"acceptedSuggestions": None}),
    ("F4", "feedback[0].acceptedSuggestions[0].id", {"acceptedSuggestions": [{}]}),
    ("F5", "feedback[0].overrideReason", {"overrideReason": {}}),
    ("F5", "feedback[0].overrideReason", {"overrideReason": {"reason": None, "userComment": ""}}),
    ("F5", "feedback[0].overrideReason.reason.system", {"overrideReason": {"reason": {"code": "x"}}}),
    ("F5", "feedback[0].overrideReason", {"overrideReason": "because"}),
    ("F9", "feedback[0].overrideReason", {"overrideReasons": {"extension": {"other": 1}}}),
]


@pytest.mark.requirement("F2", "F3", "F4", "F5", "F7")
@pytest.mark.parametrize(("requirement", "where", "change"), BAD_ITEMS, ids=str)
def test_a_bad_item_is_400_when_none_is_good(
    client: TestClient, store: Any, requirement: str, where: str, change: Any
) -> None:
    response = report(client, ACCEPTED | change if isinstance(change, dict) else change)
    assert response.status_code == 400
    [issue] = response.json()["issue"]
    assert (issue["severity"], issue["expression"]) == ("error", [where])
    assert store.kept == []


@pytest.mark.requirement("F7")
def test_bad_items_do_not_cost_the_good_ones(client: TestClient, store: Any) -> None:
    response = report(client, 7, ACCEPTED, OVERRIDDEN | {"outcome": "?"})
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/fhir+json"
    issues = response.json()["issue"]
    assert [(issue["severity"], issue["expression"]) for issue in issues] == [
        ("warning", ["feedback[0]"]),
        ("warning", ["feedback[2].outcome"]),
    ]
    assert len(store.kept) == 1


@pytest.mark.requirement("F8")
def test_repetition_and_change_of_mind_are_taken(client: TestClient, store: Any) -> None:
    assert report(client, OVERRIDDEN, ACCEPTED, ACCEPTED).status_code == 200
    assert report(client, ACCEPTED).status_code == 200
    assert len(store.kept) == 4


@pytest.mark.requirement("F5")
def test_an_override_needs_no_reason(client: TestClient, store: Any) -> None:
    item = {name: value for name, value in OVERRIDDEN.items() if name != "overrideReason"}
    assert report(client, item, item | {"overrideReason": {"userComment": "why"}}).content == b""
    assert [(kept.override_reason, kept.user_comment) for kept in store.kept] == [(None, ""), (None, "why")]


@pytest.mark.requirement("F9", "F10")
def test_epics_spelling_is_read(client: TestClient, store: Any) -> None:
    item = {name: value for name, value in OVERRIDDEN.items() if name != "overrideReason"} | {"card": "123456"}
    prefix = "com.epic.cdshooks.feedback.overrideReason."
    extension = {f"{prefix}reasonCategory": "45", f"{prefix}reasonTitle": "Does not meet criteria"}
    response = report(
        client,
        item | {"overrideReasons": OVERRIDDEN["overrideReason"]},
        item | {"overrideReasons": {"extension": extension, "userComment": "text"}},
    )
    assert response.content == b""
    plain, extended = store.kept
    assert (plain.card, plain.override_reason.code) == ("123456", "patient-refuses")
    assert (extended.override_reason.code, extended.override_reason.display) == (
        "45",
        "Does not meet criteria",
    )
    assert extended.user_comment == "text"


@pytest.mark.requirement("F6")
def test_an_unknown_card_is_taken_and_an_unknown_service_is_not(client: TestClient) -> None:
    assert report(client, ACCEPTED | {"card": "never-given"}).status_code == 200
    assert client.post("/cds-services/no-such/feedback", json={"feedback": [ACCEPTED]}).status_code == 404


@pytest.mark.requirement("F6", "R8")
def test_feedback_that_could_not_be_kept_is_not_acknowledged(client: TestClient, store: Any) -> None:
    """The service itself stays ready: cards need no feedback."""
    store.is_broken = True
    response = report(client, OVERRIDDEN, 7)
    assert (response.status_code, response.headers["retry-after"]) == (503, "30")
    [issue] = response.json()["issue"]
    assert issue["code"] == "transient"
    assert "Send it again in 30 s" in issue["details"]["text"]
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json()) == (200, {"status": "degraded", "degraded": ["the spool is full"]})
