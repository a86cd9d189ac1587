"""A site's terminology in the whole service: a release and a server change what is seen, never what is safe to say."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from cds.app import make_app
from cds.settings import Settings
from tests.rrf import imported
from tests.terminology_server import Remote, expansion, match, serving, translation

RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
LOCAL = "urn:oid:1.2.752.1"
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def open_client(tmp_path: Path) -> Iterator[Callable[..., TestClient]]:
    opened: list[TestClient] = []

    def run(**settings: Any) -> TestClient:
        database = f"sqlite:///{tmp_path / f'{len(opened)}.sqlite3'}"
        made = Settings(auth="off", database_url=database, now=NOW, _env_file=None, **settings)  # type: ignore[call-arg]
        opened.append(TestClient(make_app(made)))
        return opened[-1].__enter__()

    yield run
    for client in opened:
        client.__exit__(None, None, None)


def ketamine_beside(system: str, code: str) -> dict[str, Any]:
    """A ketamine order for somebody who takes a medication of this code, without a word about it."""

    def order(id_: str, status: str, concept: dict[str, Any]) -> dict[str, Any]:
        return {
            "resourceType": "MedicationRequest",
            "id": id_,
            "status": status,
            "intent": "order",
            "subject": {"reference": "Patient/p1"},
            "authoredOn": "2026-11-20",
            "medicationCodeableConcept": concept,
        }

    draft = order("draft", "draft", {"text": "ketamine 50 mg/mL injection"})
    running = order("running", "active", {"coding": [{"system": system, "code": code}]})
    return {
        "hook": "order-sign",
        "hookInstance": "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
        "context": {
            "userId": "Practitioner/1",
            "patientId": "p1",
            "draftOrders": {"resourceType": "Bundle", "entry": [{"resource": draft}]},
        },
        "prefetch": {
            "patient": {"resourceType": "Patient", "id": "p1", "gender": "male", "birthDate": "1980-01-01"},
            "medications": {"resourceType": "Bundle", "entry": [{"resource": running}]},
        },
    }


def speaking(client: TestClient, system: str, code: str) -> set[str]:
    response = client.post("/cds-services/kir-order-sign", json=ketamine_beside(system, code))
    assert response.status_code == 200
    return {rule["id"] for card in response.json()["cards"] for rule in card["extension"]["org.kir-cds.rules"]}


def test_a_release_lets_a_rule_see_a_product(open_client: Callable[..., TestClient], tmp_path: Path) -> None:
    imported(tmp_path).close()
    without = open_client(terminology_db=tmp_path / "none.sqlite3")
    with_release = open_client(terminology_db=tmp_path / "rxnorm.sqlite3")
    assert "KET-DDI-CNS" not in speaking(without, RXNORM, "900022")
    assert "KET-DDI-CNS" in speaking(with_release, RXNORM, "900022")


def test_readyz_tells_release_digest_and_date(open_client: Callable[..., TestClient], tmp_path: Path) -> None:
    layer = imported(tmp_path)
    layer.close()
    assert open_client(terminology_db=tmp_path / "rxnorm.sqlite3").get("/readyz").json() == {
        "status": "ready",
        "terminology": {
            "rxnorm": {
                "release": "RXNORM_26AB_261102F",
                "sha256": layer.release.sha256,
                "imported": "2026-11-24T12:00:00+00:00",
            }
        },
    }
    assert open_client(terminology_db=tmp_path / "none").get("/readyz").json()["terminology"] == {
        "rxnorm": "not imported"
    }


@pytest.fixture
def remote() -> Iterator[Remote]:
    with serving() as found:
        yield found


def test_a_server_lets_a_rule_see_a_local_code(
    open_client: Callable[..., TestClient], tmp_path: Path, remote: Remote
) -> None:
    imported(tmp_path).close()
    remote.answers["ConceptMap/$translate", "LORA1"] = translation(match("900022"))
    client = open_client(terminology_db=tmp_path / "rxnorm.sqlite3", terminology_url=remote.url)
    remote.asked.clear()
    for _ in range(2):
        assert "KET-DDI-CNS" in speaking(client, LOCAL, "LORA1")
    assert [operation for operation, _ in remote.asked] == ["ConceptMap/$translate"]
    assert "p1" not in f"{remote.asked}"


def test_a_server_that_hangs_costs_little_and_its_silence_is_told(
    open_client: Callable[..., TestClient], tmp_path: Path, remote: Remote
) -> None:
    client = open_client(terminology_db=tmp_path / "none", terminology_url=remote.url)
    remote.delay = 3.0
    speaking(client, LOCAL, "WARM")
    start = time.perf_counter()
    response = client.post("/cds-services/kir-order-sign", json=ketamine_beside(LOCAL, "LORA1"))
    assert time.perf_counter() - start < 2.5  # the server takes three seconds
    decision = response.json()["extension"]["org.kir-cds.decision"]
    assert {
        "reference": "MedicationRequest/running",
        "problem": "could not be checked: neither its code nor its name is known",
    } in decision["dataQuality"]
    assert "KET-DDI-CNS" in {one["rule"] for one in decision["notEvaluated"]}


def sleep_apnoea(client: TestClient, code: str) -> Any:
    request = ketamine_beside(RXNORM, "29046")
    condition = {
        "resourceType": "Condition",
        "id": "c1",
        "subject": {"reference": "Patient/p1"},
        "clinicalStatus": {"coding": [{"code": "active"}]},
        "verificationStatus": {"coding": [{"code": "confirmed"}]},
        "code": {"coding": [{"system": "http://snomed.info/sct", "code": code}]},
    }
    request["prefetch"]["conditions"] = {"resourceType": "Bundle", "entry": [{"resource": condition}]}
    response = client.post("/cds-services/kir-order-sign", json=request)
    assert response.status_code == 200
    return response.json()


def test_a_server_lets_a_rule_see_what_is_below_a_member(
    open_client: Callable[..., TestClient], tmp_path: Path, remote: Remote
) -> None:
    remote.answers["ValueSet/$expand", "78275009"] = expansion("78275009", "1101000119107")
    without = open_client(terminology_db=tmp_path / "none")
    client = open_client(terminology_db=tmp_path / "none", terminology_url=remote.url)
    asked = "Condition/c1"
    assert asked not in str(sleep_apnoea(without, "1101000119107")["cards"])
    assert asked in str(sleep_apnoea(client, "1101000119107")["cards"])
    told = client.get("/readyz").json()["terminology"]["expansions"]
    assert told["used"] == 1
    assert told["failed"] == told["members"] - 1
    rulebook = client.get("/version").json()["rulebook"]
    assert rulebook != without.get("/version").json()["rulebook"]
    decision = sleep_apnoea(client, "1101000119107")["extension"]["org.kir-cds.decision"]
    assert decision["rulebook"] == rulebook


def test_what_nothing_could_name_is_counted_by_system(open_client: Callable[..., TestClient], tmp_path: Path) -> None:
    client = open_client(terminology_db=tmp_path / "none")
    for system, code in ((LOCAL, "X"), (LOCAL, "Y"), (RXNORM, "900022")):
        speaking(client, system, code)
    told = client.get("/metrics").text
    assert 'kir_unmapped_medications_total{system="other"} 2.0' in told
    assert 'kir_unmapped_medications_total{system="rxnorm"} 1.0' in told
