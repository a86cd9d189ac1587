"""GET /metrics: what operators count by, and that nothing of a patient becomes a label."""

import re
from collections.abc import Iterator
from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from cds.app import make_app
from cds.settings import Settings
from tests.contract.test_feedback import ACCEPTED, OVERRIDDEN, report
from tests.contract.test_terminology import LOCAL, RXNORM, ketamine_beside

SENTINEL = "Jane Marker"


def samples(client: TestClient) -> dict[tuple[str, tuple[str, ...]], float]:
    """Every value, by its name and its labels' values in the order of their names."""
    text = client.get("/metrics").text
    return {
        (one.name, tuple(one.labels[name] for name in sorted(one.labels))): one.value
        for family in text_string_to_metric_families(text)
        for one in family.samples
    }


def test_monitoring_can_read_it(client: TestClient) -> None:
    response = client.get("/metrics")
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/plain; version=")
    assert response.headers["cache-control"] == "no-store"
    assert "kir_hook_calls_total" in response.text
    assert client.post("/metrics").status_code == 405


@pytest.mark.parametrize(
    ("patient", "outcome"),
    [
        ("p1", "cards"),
        ("healthy", "no-cards"),
        ("unavailable", "unavailable"),
        ("engine", "failed"),
        ("crash", "failed"),
    ],
)
def test_a_call_is_counted_by_what_became_of_it(
    client: TestClient, order_sign: dict[str, Any], patient: str, outcome: str
) -> None:
    order_sign["context"]["patientId"] = patient
    for _ in range(2):
        client.post("/cds-services/kir-order-sign", json=order_sign)
    found = samples(client)
    calls = {labels: value for (name, labels), value in found.items() if name == "kir_hook_calls_total"}
    assert calls == {(outcome, "kir-order-sign"): 2.0}
    assert found["kir_hook_seconds_count", ("kir-order-sign",)] == 2.0


@pytest.mark.parametrize("body", [b"{", b"[]", b"x" * (6 * 1024 * 1024)])
def test_a_call_that_cannot_be_read_was_refused(client: TestClient, body: bytes) -> None:
    client.post("/cds-services/kir-order-sign", content=body, headers={"Content-Type": "application/json"})
    assert samples(client)["kir_hook_calls_total", ("refused", "kir-order-sign")] == 1.0


def test_an_address_that_is_no_service_becomes_no_label(client: TestClient, order_sign: dict[str, Any]) -> None:
    client.post("/cds-services/jane-marker", json=order_sign)
    assert "marker" not in client.get("/metrics").text


def test_feedback_is_counted_by_outcome(client: TestClient) -> None:
    report(client, ACCEPTED, OVERRIDDEN, OVERRIDDEN, {"outcome": SENTINEL})
    found = samples(client)
    counted = {labels[0]: value for (name, labels), value in found.items() if name == "kir_feedback_total"}
    assert counted == {"accepted": 1.0, "overridden": 2.0, "unreadable": 1.0}


# --- the whole service ------------------------------------------------------------------------------------


@pytest.fixture
def service(tmp_path: Path) -> Iterator[TestClient]:
    settings = Settings(
        auth="off",
        database_url=f"sqlite:///{tmp_path / 'd.sqlite3'}",
        terminology_db=tmp_path / "none",
        now=datetime(2026, 11, 24, 12, tzinfo=UTC),
        _env_file=None,  # type: ignore[call-arg]
    )
    with TestClient(make_app(settings)) as found:
        yield found


def test_rules_that_speak_and_rules_that_could_not_are_counted(service: TestClient) -> None:
    response = service.post("/cds-services/kir-order-sign", json=ketamine_beside(LOCAL, "X")).json()
    found = samples(service)
    spoken = {
        (entry["indicator"], entry["id"])
        for card in response["cards"]
        for entry in card["extension"]["org.kir-cds.rules"]
    }
    silent = {(one["rule"],) for one in response["extension"]["org.kir-cds.decision"]["notEvaluated"]}
    assert {labels for name, labels in found if name == "kir_cards_total"} == spoken != set()
    assert {labels for name, labels in found if name == "kir_rules_not_evaluated_total"} == silent != set()
    assert found["kir_lost_decisions_total", ()] == 0.0


def test_an_unmapped_medication_is_counted_once_per_call(service: TestClient) -> None:
    """However often it comes, and whatever words stand at it."""
    request = ketamine_beside(LOCAL, "X")
    [entry] = request["prefetch"]["medications"]["entry"]
    concept = entry["resource"]["medicationCodeableConcept"]
    concept["coding"] = [{"system": LOCAL, "code": "X"}, {"system": f"{LOCAL}.7", "code": "Y"}]
    request["prefetch"]["medications"]["entry"] = [entry, deepcopy(entry)]
    for calls in (1.0, 2.0):
        assert service.post("/cds-services/kir-order-sign", json=request).status_code == 200
        found = {labels: value for (name, labels), value in samples(service).items() if "unmapped" in name}
        assert found == {("other",): calls}


def test_no_label_holds_anything_of_the_record(service: TestClient) -> None:
    def spoiled(value: Any) -> Any:
        """Every code, system, text and id of the record is the sentinel, but for what makes it a request of ours."""
        if isinstance(value, dict):
            kept = {"resourceType", "hook", "hookInstance", "status", "intent", "authoredOn", "birthDate", "gender"}
            return {
                name: found if name in kept or name in {"subject", "patientId"} else spoiled(found)
                for name, found in value.items()
            }
        if isinstance(value, list):
            return [spoiled(one) for one in value]
        return SENTINEL if isinstance(value, str) else value

    request = ketamine_beside(RXNORM, "900022")
    marked = spoiled(request)
    marked["context"]["draftOrders"] = request["context"]["draftOrders"]
    marked["prefetch"]["patient"] = request["prefetch"]["patient"] | {"name": [{"text": SENTINEL}]}
    assert service.post("/cds-services/kir-order-sign", json=marked).status_code == 200
    report(service, ACCEPTED | {"card": SENTINEL}, OVERRIDDEN | {"overrideReason": {"userComment": SENTINEL}})
    text = service.get("/metrics").text
    assert SENTINEL not in text
    assert "kir_unmapped_medications_total" in text
    for line in text.splitlines():
        for value in re.findall(r'="([^"]*)"', line):
            assert re.fullmatch(r"[A-Za-z0-9.+-]+", value), line
