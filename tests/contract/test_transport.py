"""Headers, browsers and what operators ask."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from cds.web import create_app

BROWSER = "https://sandbox.cds-hooks.org"
PATHS = ["/cds-services", "/cds-services/kir-order-sign", "/cds-services/kir-order-sign/feedback"]


@pytest.mark.requirement("T3", "T4")
@pytest.mark.parametrize("path", PATHS)
def test_a_browser_may_ask_first(client: TestClient, path: str) -> None:
    response = client.options(
        path,
        headers={
            "Origin": BROWSER,
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "authorization,content-type",
        },
    )
    assert response.status_code == 200
    assert response.headers["access-control-allow-origin"] == BROWSER
    assert response.headers["access-control-allow-methods"] == "GET, POST, OPTIONS"
    assert {"Authorization", "Content-Type", "Accept"} <= set(
        response.headers["access-control-allow-headers"].split(", ")
    )
    assert "Origin" in response.headers["vary"]
    assert int(response.headers["access-control-max-age"]) > 0
    assert "access-control-allow-credentials" not in response.headers


@pytest.mark.requirement("T3")
def test_other_origins_are_not_allowed(client: TestClient) -> None:
    preflight = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "POST"}
    assert "access-control-allow-origin" not in client.options("/cds-services", headers=preflight).headers
    response = client.get("/cds-services", headers={"Origin": "https://elsewhere.example"})
    assert "access-control-allow-origin" not in response.headers


@pytest.mark.requirement("T4")
def test_any_origin_never_comes_with_credentials(responder: Any, store: Any) -> None:
    client = TestClient(create_app(responder, store, cors_origins=["*"]))
    response = client.get("/cds-services", headers={"Origin": BROWSER})
    assert response.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in response.headers


@pytest.mark.requirement("T5")
@pytest.mark.parametrize("patient", ["p1", "unavailable", "crash", None])
def test_a_browser_may_read_errors(client: TestClient, order_sign: dict[str, Any], patient: str | None) -> None:
    order_sign["context"]["patientId"] = patient
    response = client.post("/cds-services/kir-order-sign", json=order_sign, headers={"Origin": BROWSER})
    assert response.headers["access-control-allow-origin"] == BROWSER
    assert response.headers["vary"] == "Origin"


@pytest.mark.requirement("T5")
def test_a_browser_may_read_that_there_is_nothing(client: TestClient) -> None:
    for path in ("/nowhere", "/cds-services/kir-order-sign"):
        response = client.get(path, headers={"Origin": BROWSER})
        assert response.headers["access-control-allow-origin"] == BROWSER


@pytest.mark.requirement("T7")
@pytest.mark.parametrize("patient", ["p1", "unavailable", "crash", None])
def test_answers_are_neither_kept_nor_guessed_at(
    client: TestClient, order_sign: dict[str, Any], patient: str | None
) -> None:
    order_sign["context"]["patientId"] = patient
    response = client.post("/cds-services/kir-order-sign", json=order_sign)
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["x-content-type-options"] == "nosniff"


def test_operators_are_told_what_runs_and_what_is_degraded(responder: Any, store: Any) -> None:
    client = TestClient(create_app(responder, store, about={"rulebook": "sha256:1"}))
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ready"}
    version = client.get("/version").json()
    assert version["rulebook"] == "sha256:1"
    assert version["name"] == "kir-cds"
    store.is_broken = True
    assert client.get("/healthz").status_code == 200
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json()["status"]) == (200, "degraded")
