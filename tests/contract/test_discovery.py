"""Discovery."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from cds.caller import ANYBODY, Caller
from cds.hooks import Service, service_complaints
from cds.web import create_app

WITHOUT_A_VERSION = Caller(profile=ANYBODY.profile.model_copy(update={"version": ""}))


@pytest.mark.requirement("D1", "D2")
@pytest.mark.parametrize("path", ["/cds-services", "/cds-services/", "/cds-services//", "/cds-services?x=1"])
def test_discovery_answers_at_every_spelling_of_its_address(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    assert isinstance(response.json()["services"], list)


@pytest.mark.requirement("D3", "D4", "D5", "D7", "D9")
def test_services_say_who_they_are(client: TestClient) -> None:
    services = client.get("/cds-services").json()["services"]
    assert [entry["id"] for entry in services] == [f"kir-{entry['hook']}" for entry in services]
    assert len(services) == 9
    for entry in services:
        assert set(entry) == {"hook", "title", "description", "id", "prefetch", "version"}
        assert all(entry.values())
        assert entry["version"] == "2.0.1"
        assert all(isinstance(query, str) and query for query in entry["prefetch"].values())


@pytest.mark.requirement("D5", "D6", "D7")
def test_optional_members_come_when_there_is_something_to_say(responder: Any, store: Any) -> None:
    bare = Service(hook="patient-view", title="t", description="d", id="bare")
    full = Service(
        hook="patient-view",
        title="t",
        description="d",
        id="full",
        usage_requirements="FHIR R4",
        hook_version="1.0",
    )
    responder.services = [bare, full]
    services = (
        TestClient(create_app(responder, store, anybody=WITHOUT_A_VERSION)).get("/cds-services").json()["services"]
    )
    common = {"hook": "patient-view", "title": "t", "description": "d"}
    assert services == [
        common | {"id": "bare"},
        common | {"id": "full", "usageRequirements": "FHIR R4", "hookVersion": "1.0"},
    ]


@pytest.mark.requirement("D8")
def test_every_service_can_be_called(client: TestClient, sound: dict[str, Any]) -> None:
    assert client.post(f"/cds-services/kir-{sound['hook']}", json=sound).status_code == 200


@pytest.mark.requirement("D10")
def test_no_services_is_an_answer(client: TestClient, responder: Any) -> None:
    responder.services = []
    assert client.get("/cds-services").json() == {"services": []}


@pytest.mark.requirement("D14")
def test_discovery_is_stable_and_can_be_revalidated(client: TestClient) -> None:
    first, second = client.get("/cds-services"), client.get("/cds-services")
    assert first.content == second.content
    tag = first.headers["etag"]
    again = client.get("/cds-services", headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)


@pytest.mark.requirement("D11", "D12")
def test_our_prefetch_uses_what_every_client_can_resolve(responder: Any) -> None:
    assert service_complaints(responder.services) == []


@pytest.mark.requirement("D3", "D9", "D11", "D12", "P9", "P10")
@pytest.mark.parametrize(
    ("members", "complaint"),
    [
        ({"hook": "encounter-discharge"}, "the hook is not one we can read"),
        ({"id": "a/b"}, "the id must be"),
        ({"id": ""}, "the id must be"),
        ({"description": ""}, "must not be empty"),
        ({"prefetch": {"x": "Patient/{{context.draftOrders.id}}"}}, "not a prefetch token"),
        ({"prefetch": {"x": "Patient/{{ context.patientId }}"}}, "not a prefetch token"),
        ({"prefetch": {"x": "Condition?patient={{%patient.id}}"}}, "not a prefetch token"),
        ({"prefetch": {"x": "Condition?patient={{context.patientId}}&_include=x"}}, "_include is outside"),
        ({"prefetch": {"x": "Condition?subject.name={{context.patientId}}"}}, "subject.name is outside"),
        ({"prefetch": {"x": "Condition?code:below=x"}}, "code:below is outside"),
        ({"prefetch": {"x": "Condition?code"}}, "code is outside"),
        ({"prefetch": {"x": "Observation?date=gt2026-01-01&date=lt2026-02-01"}}, "date comes twice"),
        ({"prefetch": {"x": "https://elsewhere/Patient/1"}}, "neither a read"),
    ],
)
def test_illegal_services_are_complained_about(members: dict[str, Any], complaint: str) -> None:
    sound: dict[str, Any] = {"hook": "order-sign", "title": "t", "description": "d", "id": "i"}
    [line] = service_complaints([Service(**(sound | members))])
    assert complaint in line


@pytest.mark.requirement("D9")
def test_ids_are_distinct() -> None:
    twin = Service(hook="order-sign", title="t", description="d", id="twin", prefetch={"u": "{{userPractitionerId}}"})
    assert "twin: two services have this id" in service_complaints([twin, twin])


def test_the_api_description_holds_examples(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    call = paths["/cds-services/{service_id}"]["post"]
    assert call["requestBody"]["content"]["application/json"]["example"]["hook"] == "order-sign"
    assert call["responses"]["200"]["content"]["application/json"]["example"]["cards"]
    assert {"400", "404", "408", "412", "413", "415", "500", "503"} <= set(call["responses"])


def test_the_examples_of_the_api_description_work(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    for path in ("/cds-services/{service_id}", "/cds-services/{service_id}/feedback"):
        example = paths[path]["post"]["requestBody"]["content"]["application/json"]["example"]
        assert client.post(path.replace("{service_id}", "kir-order-sign"), json=example).status_code == 200
