"""Bodies that nobody sends by accident: each gets a plain refusal, never a 5xx and never an echo."""

import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

PATHS = ["/cds-services/kir-order-sign", "/cds-services/kir-order-sign/feedback"]
FIVE_MIB = 5 * 1024 * 1024


def send(client: TestClient, path: str, body: bytes | Iterator[bytes]) -> Any:
    return client.post(path, content=body, headers={"Content-Type": "application/json"})


MALFORMED = {
    "nothing": b"",
    "blank": b" \n",
    "cut off": b'{"hook": "order-sign", "cont',
    "followed by more": b"{} {}",
    "single quotes": b"{'hook': 'order-sign'}",
    "not UTF-8": b'{"hook": "\xff\xfe"}',
    "UTF-16": '{"hook": "order-sign"}'.encode("utf-16"),
    "half a surrogate pair": b'{"hook": "\\ud800"}',
    "NaN": b'{"hook": NaN}',
    "infinite": b'{"hook": -Infinity}',
    "too big a number": b'{"hook": 1e999}',
    "too long a number": b'{"hook": ' + b"1" * 10_000 + b"}",
    "HTML": b"<html>Jane Marker</html>",
    "array": b'[{"hook": "order-sign"}]',
    "string": b'"Jane Marker"',
    "null": b"null",
    "100 000 brackets": b"[" * 100_000,
    "100 000 objects": b'{"a":' * 100_000,
    "100 000 matched brackets": b"[" * 100_000 + b"]" * 100_000,
}


@pytest.mark.requirement("R13", "H5")
@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED)
def test_malformed_bodies_are_400(client: TestClient, path: str, body: bytes) -> None:
    response = send(client, path, body)
    assert response.status_code == 400
    assert response.headers["content-type"] == "application/fhir+json"
    assert response.json()["resourceType"] == "OperationOutcome"
    assert "Marker" not in response.text
    assert "Traceback" not in response.text


@pytest.mark.requirement("R14")
@pytest.mark.parametrize(("levels", "status"), [(98, 200), (99, 400), (900, 400), (5000, 400)])
@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_nesting_ends_at_a_hundred_levels(
    client: TestClient, order_sign: dict[str, Any], levels: int, status: int, opening: str
) -> None:
    """The request itself and `prefetch` are the first two."""
    closing = "]" if opening == "[" else "}"
    order_sign["prefetch"] = {"deep": "HERE"}
    body = json.dumps(order_sign).replace('"HERE"', opening * levels + "1" * (opening != "[") + closing * levels)
    response = send(client, PATHS[0], body.encode())
    assert response.status_code == status
    assert status == 200 or "100 levels" in response.text


@pytest.mark.requirement("R14", "H4")
@pytest.mark.parametrize("path", PATHS)
def test_too_large_a_body_is_413(client: TestClient, path: str) -> None:
    assert send(client, path, b" " * FIVE_MIB).status_code == 400
    response = send(client, path, b" " * (FIVE_MIB + 1))
    assert response.status_code == 413
    assert response.json()["issue"][0]["code"] == "too-long"


@pytest.mark.requirement("R14")
def test_the_limit_holds_without_a_content_length(client: TestClient) -> None:
    assert send(client, PATHS[0], (b" " * 65536 for _ in range(81))).status_code == 413


@pytest.mark.requirement("R14")
@pytest.mark.parametrize("member", ["hookInstance", "patientId", "userId"])
def test_huge_strings_are_just_strings(client: TestClient, order_sign: dict[str, Any], member: str) -> None:
    place = order_sign if member in order_sign else order_sign["context"]
    place[member] = "x" * 4_000_000
    assert send(client, PATHS[0], json.dumps(order_sign).encode()).status_code == 200


@pytest.mark.requirement("R13")
def test_of_a_repeated_member_the_last_one_counts(
    client: TestClient, responder: Any, order_sign: dict[str, Any]
) -> None:
    body = json.dumps(order_sign).replace('"patientId": "p1"', '"patientId": "p0", "patientId": "p2"')
    assert send(client, PATHS[0], body.encode()).status_code == 200
    assert responder.seen[0].context.patient_id == "p2"


@pytest.mark.requirement("R13")
def test_a_byte_order_mark_is_tolerated(client: TestClient, order_sign: dict[str, Any]) -> None:
    assert send(client, PATHS[0], b"\xef\xbb\xbf" + json.dumps(order_sign).encode()).status_code == 200


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
FUZZ = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])

FEEDBACK: dict[str, Any] = {
    "feedback": [
        {
            "card": "c1",
            "outcome": "accepted",
            "outcomeTimestamp": "2026-11-20T09:30:00Z",
            "acceptedSuggestions": [{"id": "s1"}],
            "overrideReason": {"reason": {"code": "c", "system": "s", "display": "d"}, "userComment": "u"},
        }
    ]
}


def places(document: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every member and element below the root."""
    steps = (
        document.items() if isinstance(document, dict) else enumerate(document) if isinstance(document, list) else ()
    )
    for step, child in steps:
        yield (*path, step)
        yield from places(child, (*path, step))


def with_value(document: Any, path: tuple[Any, ...], value: Any) -> Any:
    spoiled = deepcopy(document)
    place = spoiled
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return spoiled


@pytest.mark.requirement("R2", "R11", "R12", "R13", "H4")
@FUZZ
@given(data=st.data())
def test_any_value_in_any_member_is_answered(client: TestClient, sound: dict[str, Any], data: st.DataObject) -> None:
    sound |= {
        "fhirServer": "https://ehr.example",
        "fhirAuthorization": {
            "access_token": "t",
            "token_type": "Bearer",
            "expires_in": 1,
            "scope": "s",
            "subject": "k",
            "patient": "p1",
        },
        "extension": {"x": 1},
        "patient": "p1",
    }
    path = data.draw(st.sampled_from(list(places(sound))))
    body = json.dumps(with_value(sound, path, data.draw(ANY_JSON))).encode()
    response = send(client, f"/cds-services/kir-{sound['hook']}", body)
    assert response.status_code in (200, 400, 412)
    assert response.json().get("resourceType") == ("OperationOutcome" if response.status_code != 200 else None)


@pytest.mark.requirement("F2", "F3", "F4", "F5", "F7")
@FUZZ
@given(data=st.data())
def test_any_value_in_any_member_of_feedback_is_answered(client: TestClient, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(list(places(FEEDBACK))))
    response = send(client, PATHS[1], json.dumps(with_value(FEEDBACK, path, data.draw(ANY_JSON))).encode())
    assert response.status_code in (200, 400)


@pytest.mark.requirement("R13", "F2")
@pytest.mark.parametrize("path", PATHS)
@FUZZ
@given(body=ANY_JSON.map(lambda value: json.dumps(value).encode()) | st.binary(max_size=200))
def test_any_body_is_answered(client: TestClient, path: str, body: bytes) -> None:
    assert send(client, path, body).status_code == 400


@pytest.mark.requirement("H4")
@FUZZ
@given(service_id=st.text(min_size=1, max_size=30))
def test_any_id_is_answered(client: TestClient, service_id: str) -> None:
    path = f"/cds-services/{quote(service_id, safe='')}"
    assert send(client, path, b"{}").status_code in (404, 405)
