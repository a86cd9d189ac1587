"""HTTP status: what each outcome is called, and that trouble of ours tells nothing about the patient."""

from typing import Any

import pytest
from starlette.testclient import TestClient
from structlog.testing import capture_logs

PATIENT_NAME = "Jane Marker"


@pytest.mark.requirement("H1", "K1")
def test_advice_and_no_advice_are_200(client: TestClient, sound: dict[str, Any]) -> None:
    response = client.post(f"/cds-services/kir-{sound['hook']}", json=sound)
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    assert len(response.json()["cards"]) == 1
    sound["context"]["patientId"] = "healthy"
    assert client.post(f"/cds-services/kir-{sound['hook']}", json=sound).content == b'{"cards":[]}'


@pytest.mark.requirement("R17", "K22")
def test_the_same_call_has_the_same_answer(client: TestClient, order_sign: dict[str, Any]) -> None:
    answers = {client.post("/cds-services/kir-order-sign", json=order_sign).content for _ in range(3)}
    assert len(answers) == 1


@pytest.mark.requirement("H2", "H5")
def test_unavailable_data_is_412(client: TestClient, sound: dict[str, Any]) -> None:
    sound["context"]["patientId"] = "unavailable"
    response = client.post(f"/cds-services/kir-{sound['hook']}", json=sound)
    assert response.status_code == 412
    assert response.headers["content-type"] == "application/fhir+json"
    assert response.json() == {
        "resourceType": "OperationOutcome",
        "issue": [
            {
                "severity": "error",
                "code": "required",
                "details": {"text": "No Patient; send the prefetch key `patient`"},
            }
        ],
    }


@pytest.mark.requirement("H4", "H5", "H6", "R8", "R13")
@pytest.mark.parametrize("trouble", ["crash", "stack", "engine", "illegal"])
def test_our_failures_are_500_and_say_nothing_of_the_patient(
    client: TestClient, order_sign: dict[str, Any], trouble: str
) -> None:
    order_sign["context"]["patientId"] = trouble
    with capture_logs() as logs:
        response = client.post("/cds-services/kir-order-sign", json=order_sign)
    assert response.status_code == 500
    [issue] = response.json()["issue"]
    assert issue["code"] == "exception"
    assert "no advice" in issue["details"]["text"]
    [entry] = [entry for entry in logs if entry["log_level"] == "error"]
    assert set(entry) == {"event", "log_level", "reference", "error", "at"}
    assert entry["reference"] in issue["details"]["text"]
    assert PATIENT_NAME not in f"{logs}{response.text}"
    assert "Traceback" not in response.text
    assert "conftest" not in response.text


@pytest.mark.requirement("H4", "H5")
@pytest.mark.parametrize("path", ["/cds-services/no-such", "/cds-services/no-such/feedback", "/nowhere", "/"])
def test_unknown_addresses_are_404(client: TestClient, path: str) -> None:
    response = client.post(path, json={})
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/fhir+json"
    assert response.json()["issue"][0]["code"] == "not-found"
    assert "no-such" not in response.text


@pytest.mark.requirement("H4", "H7")
@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("GET", "/cds-services/kir-order-sign", "OPTIONS, POST"),
        ("HEAD", "/cds-services/kir-order-sign", "OPTIONS, POST"),
        ("PUT", "/cds-services/kir-order-sign", "OPTIONS, POST"),
        ("GET", "/cds-services/kir-order-sign/feedback", "OPTIONS, POST"),
        ("POST", "/cds-services", "GET, HEAD, OPTIONS"),
        ("DELETE", "/healthz", "GET, HEAD, OPTIONS"),
    ],
)
def test_other_methods_are_405_with_those_allowed(client: TestClient, method: str, path: str, allow: str) -> None:
    response = client.request(method, path)
    assert response.status_code == 405
    assert response.headers["allow"] == allow
    options = client.options(path)
    assert (options.status_code, options.headers["allow"], options.content) == (204, allow, b"")


@pytest.mark.requirement("H7")
@pytest.mark.parametrize("path", ["/cds-services", "/healthz", "/readyz", "/version", "/openapi.json"])
def test_head_is_get_without_the_body(client: TestClient, path: str) -> None:
    head, get = client.head(path), client.get(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers == get.headers


@pytest.mark.requirement("D1")
def test_a_doubled_slash_is_forgiven(client: TestClient, order_sign: dict[str, Any]) -> None:
    """Some clients append to a discovery address that ends in a slash."""
    assert client.post("/cds-services//kir-order-sign", json=order_sign).status_code == 200
    assert client.post("/cds-services/kir-order-sign/", json=order_sign).status_code == 200
