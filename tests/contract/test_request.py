"""What is taken from an EHR, and how a refusal reads."""

import json
from typing import Any

import pytest
from starlette.testclient import TestClient
from structlog.testing import capture_logs

from tests.contract.conftest import REQUESTS, WITHOUT_A_USER

MISSING = "(missing)"


def call(client: TestClient, request: dict[str, Any]) -> Any:
    return client.post(f"/cds-services/kir-{request['hook']}", json=request)


def refusal(response: Any, status: int = 400) -> dict[str, Any]:
    """The one issue of a refusal."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/fhir+json"
    outcome = response.json()
    assert outcome["resourceType"] == "OperationOutcome"
    [issue] = outcome["issue"]
    assert issue["severity"] == "error"
    assert issue["details"]["text"]
    return issue


@pytest.mark.requirement("R1")
@pytest.mark.parametrize(
    "content_type",
    ["application/json", "application/json; charset=utf-8", "APPLICATION/JSON", "application/fhir+json"],
)
def test_json_is_taken_however_it_is_named(client: TestClient, order_sign: dict[str, Any], content_type: str) -> None:
    body = json.dumps(order_sign)
    response = client.post("/cds-services/kir-order-sign", content=body, headers={"Content-Type": content_type})
    assert response.status_code == 200


@pytest.mark.requirement("R1", "H4")
@pytest.mark.parametrize("headers", [{}, {"Content-Type": "text/plain"}, {"Content-Type": "application/jsonp"}])
def test_what_is_not_json_is_415(client: TestClient, headers: dict[str, str]) -> None:
    response = client.post("/cds-services/kir-order-sign", content=b"{}", headers=headers)
    assert "Content-Type: application/json" in refusal(response, 415)["details"]["text"]


@pytest.mark.requirement("R2", "R10", "H5")
@pytest.mark.parametrize("path", ["hookInstance", "context", "context.userId", "context.patientId"])
@pytest.mark.parametrize("value", [MISSING, None, "", "  ", 7, [], True], ids=repr)
def test_required_members_are_insisted_on(client: TestClient, sound: dict[str, Any], path: str, value: Any) -> None:
    if path == "context.userId" and sound["hook"] in WITHOUT_A_USER:
        pytest.skip("no user takes part")
    *parents, last = path.split(".")
    place = sound
    for step in parents:
        place = place[step]
    if value is MISSING:
        del place[last]
    else:
        place[last] = value
    issue = refusal(call(client, sound))
    assert issue["expression"] == [path]
    assert path in issue["details"]["text"]
    assert "send " in issue["details"]["text"]


@pytest.mark.requirement("R2")
@pytest.mark.parametrize("value", [MISSING, None, "", 7, ["order-sign"]], ids=repr)
def test_the_hook_is_insisted_on(client: TestClient, order_sign: dict[str, Any], value: Any) -> None:
    order_sign["hook"] = value
    if value is MISSING:
        del order_sign["hook"]
    issue = refusal(client.post("/cds-services/kir-order-sign", json=order_sign))
    assert issue["expression"] == ["hook"]


@pytest.mark.requirement("R3")
def test_the_hook_must_be_that_of_the_service(client: TestClient, order_sign: dict[str, Any]) -> None:
    for other in ("patient-view", "order-select", "medication-prescribe", "no-such-hook"):
        order_sign["hook"] = other
        assert refusal(client.post("/cds-services/kir-order-sign", json=order_sign))["expression"] == ["hook"]


@pytest.mark.requirement("R4")
def test_a_hook_instance_need_not_be_a_uuid(client: TestClient, sound: dict[str, Any]) -> None:
    sound["hookInstance"] = "D1577C69-DFBE-44AD-BA6D-3E05E953B2EA"
    with capture_logs() as strict:
        assert call(client, sound).status_code == 200
    sound["hookInstance"] = "call 7"
    with capture_logs() as sloppy:
        assert call(client, sound).status_code == 200
    assert strict[0]["deviations"] == ()
    assert sloppy[0]["deviations"] == ("hookInstance is not a UUID",)


AUTHORIZATION = {
    "access_token": "secret-token",
    "token_type": "bearer",
    "expires_in": 300,
    "scope": "patient/*.read (as granted) patient/*.read",
    "subject": "kir-cds",
    "patient": "Patient/p1",
    "vendor": {"anything": None},
}


@pytest.mark.requirement("R5", "R7", "R8")
def test_an_authorization_is_read_and_never_shown(client: TestClient, responder: Any, sound: dict[str, Any]) -> None:
    sound |= {"fhirServer": "https://ehr.example/fhir", "fhirAuthorization": AUTHORIZATION}
    with capture_logs() as logs:
        assert call(client, sound).status_code == 200
    request = responder.seen[0]
    assert request.fhir_authorization.access_token.get_secret_value() == "secret-token"
    assert request.fhir_authorization.patient == "p1"
    assert "secret-token" not in f"{logs}{request!r}{request}{request.model_dump_json()}"


@pytest.mark.requirement("R5")
def test_an_authorization_needs_a_server(client: TestClient, sound: dict[str, Any]) -> None:
    sound["fhirAuthorization"] = AUTHORIZATION
    assert refusal(call(client, sound))["expression"] == ["fhirServer"]


@pytest.mark.requirement("R5")
@pytest.mark.parametrize("url", ["ehr.example/fhir", "ftp://ehr.example", "https:// ehr", "https://", 7, {}])
def test_the_server_is_a_url(client: TestClient, sound: dict[str, Any], url: Any) -> None:
    sound["fhirServer"] = url
    issue = refusal(call(client, sound))
    assert issue["expression"] == ["fhirServer"]


@pytest.mark.requirement("R7")
@pytest.mark.parametrize("member", ["access_token", "token_type", "expires_in", "scope", "subject"])
@pytest.mark.parametrize("value", [MISSING, None, [], "maybe"], ids=repr)
def test_an_incomplete_authorization_is_ignored(
    client: TestClient, responder: Any, order_sign: dict[str, Any], member: str, value: Any
) -> None:
    authorization = AUTHORIZATION | {member: value}
    if value is MISSING:
        del authorization[member]
    order_sign |= {"fhirServer": "http://ehr.example", "fhirAuthorization": authorization}
    assert call(client, order_sign).status_code == 200
    is_usable = value == "maybe" and member in ("access_token", "scope", "subject")
    assert (responder.seen[0].fhir_authorization is not None) is is_usable
    assert ("fhirAuthorization is incomplete" in responder.seen[0].deviations) is not is_usable


@pytest.mark.requirement("R10")
@pytest.mark.parametrize(
    "spelling",
    [
        "p1",
        "Patient/p1",
        "https://ehr.example/fhir/Patient/p1",
        "Patient/p1/_history/3",
        " p1 ",
        "Patient/p1/",
    ],
)
def test_ids_come_out_bare(client: TestClient, responder: Any, sound: dict[str, Any], spelling: str) -> None:
    sound["context"] |= {"patientId": spelling, "encounterId": spelling.replace("Patient", "Encounter")}
    assert call(client, sound).status_code == 200
    assert responder.seen[0].context.patient_id == "p1"
    assert responder.seen[0].context.encounter_id == "p1"


@pytest.mark.requirement("R11", "X3")
def test_unknown_members_are_ignored(client: TestClient, sound: dict[str, Any]) -> None:
    sound |= {"fhirVersion": "R4", "x": {"y": [None]}}
    sound["context"] |= {"new": 1, "user_id": 7}
    assert call(client, sound).status_code == 200


@pytest.mark.requirement("R12", "P2", "P3")
@pytest.mark.parametrize("hook", [hook for hook in REQUESTS if hook != "encounter-start"], indirect=True)
@pytest.mark.parametrize("value", [None, ""], ids=repr)
def test_null_and_blank_are_absent(client: TestClient, responder: Any, sound: dict[str, Any], value: Any) -> None:
    sound["context"] |= {"encounterId": value, "selections": value}
    sound |= {"prefetch": value, "fhirServer": value, "fhirAuthorization": value, "extension": value}
    assert call(client, sound).status_code == 200
    request = responder.seen[0]
    assert request.context.encounter_id is None
    assert (request.prefetch, request.extension) == ({}, {})
    assert (request.fhir_server, request.fhir_authorization, request.deviations) == (None, None, ())


@pytest.mark.requirement("P2", "P3")
def test_prefetch_is_handed_on_as_it_came(client: TestClient, responder: Any, sound: dict[str, Any]) -> None:
    """Null inside of prefetch is an answer: it was queried, and nothing was found."""
    prefetch = {"known-empty": None, "error": {"resourceType": "OperationOutcome"}, "-user": {"a": [1.5]}}
    sound["prefetch"] = prefetch
    assert call(client, sound).status_code == 200
    assert responder.seen[0].prefetch == prefetch


@pytest.mark.requirement("R2")
@pytest.mark.parametrize("value", [[], "x", 7, True], ids=repr)
def test_prefetch_is_an_object(client: TestClient, sound: dict[str, Any], value: Any) -> None:
    sound["prefetch"] = value
    assert refusal(call(client, sound))["expression"] == ["prefetch"]


@pytest.mark.requirement("R14")
def test_text_of_every_script_comes_through(client: TestClient, responder: Any, sound: dict[str, Any]) -> None:
    name = "Łukasz <b>&amp;</b> 山田 \U0001f600 \u0000"
    sound["prefetch"] = {"patient": {"name": name}}
    response = client.post(f"/cds-services/kir-{sound['hook']}", json=sound)
    assert responder.seen[0].prefetch == {"patient": {"name": name}}
    assert response.json()["cards"][0]["summary"] == "Grüße: eGFR <30 & 血压"


@pytest.mark.requirement("R15")
def test_members_of_1_0_stand_in_at_the_root(client: TestClient, responder: Any, sound: dict[str, Any]) -> None:
    sound["context"] = {name: value for name, value in sound["context"].items() if not name.endswith("Id")}
    sound |= {"user": "Practitioner/9", "patient": "Patient/p9", "encounter": "e9"}
    assert call(client, sound).status_code == 200
    request = responder.seen[0]
    assert (request.context.user_id, request.context.patient_id, request.context.encounter_id) == (
        "Practitioner/9",
        "p9",
        "e9",
    )
    assert "patient at the root instead of context.patientId" in request.deviations


@pytest.mark.requirement("R15")
def test_members_of_the_context_come_before_those_at_the_root(
    client: TestClient, responder: Any, sound: dict[str, Any]
) -> None:
    sound |= {"user": "Practitioner/9", "patient": "Patient/p9"}
    assert call(client, sound).status_code == 200
    assert responder.seen[0].context.patient_id == "p1"
    assert responder.seen[0].deviations == ()


@pytest.mark.requirement("R16", "X1")
def test_an_extension_is_an_object_or_ignored(client: TestClient, responder: Any, sound: dict[str, Any]) -> None:
    for extension in ({"com.epic.cdshooks.request.fhir-version": "R4"}, [1], "x"):
        sound["extension"] = extension
        assert call(client, sound).status_code == 200
    assert [request.extension for request in responder.seen] == [
        {"com.epic.cdshooks.request.fhir-version": "R4"},
        {},
        {},
    ]
    assert responder.seen[1].deviations == ("extension is no object",)


@pytest.mark.requirement("R3")
@pytest.mark.parametrize(
    ("legacy", "orders", "current"),
    [("medication-prescribe", "medications", "order-select"), ("order-review", "orders", "order-sign")],
)
def test_deprecated_hooks_are_read_as_their_successors(
    client: TestClient, responder: Any, legacy: str, orders: str, current: str
) -> None:
    bundle = {"resourceType": "Bundle", "entry": []}
    context = {"userId": "Practitioner/1", "patientId": "p1", orders: bundle}
    request = {"hook": legacy, "hookInstance": "1", "context": context}
    assert client.post(f"/cds-services/kir-{current}", json=request).status_code == 200
    assert responder.seen[0].hook == current
    assert responder.seen[0].context.draft_orders == bundle


@pytest.mark.requirement("R10", "K24")
@pytest.mark.parametrize(
    ("given", "read"),
    [
        (MISSING, None),
        (None, None),
        ([], None),
        (["MedicationRequest/draft-1"], ("MedicationRequest/draft-1",)),
        (["https://ehr.example/fhir/MedicationRequest/a", "b"], ("MedicationRequest/a", "b")),
    ],
    ids=repr,
)
def test_without_selections_every_draft_is_selected(client: TestClient, responder: Any, given: Any, read: Any) -> None:
    context = {"userId": "Practitioner/1", "patientId": "p1", "draftOrders": {}, "selections": given}
    if given is MISSING:
        del context["selections"]
    request = {"hook": "order-select", "hookInstance": "1", "context": context}
    assert call(client, request).status_code == 200
    assert responder.seen[0].context.selections == read


@pytest.mark.requirement("R2")
@pytest.mark.parametrize("value", ["MedicationRequest/a", [None], [7], [""], {"a": 1}], ids=repr)
def test_selections_are_references(client: TestClient, value: Any) -> None:
    context = {"userId": "Practitioner/1", "patientId": "p1", "draftOrders": {}, "selections": value}
    request = {"hook": "order-select", "hookInstance": "1", "context": context}
    assert refusal(call(client, request))["expression"][0].startswith("context.selections")


@pytest.mark.requirement("H2")
@pytest.mark.parametrize("hook", ["order-select", "order-sign"], indirect=True)
@pytest.mark.parametrize("value", [MISSING, None], ids=repr)
def test_stripped_draft_orders_are_412_with_the_likely_cause(
    client: TestClient, sound: dict[str, Any], value: Any
) -> None:
    sound["context"]["draftOrders"] = value
    if value is MISSING:
        del sound["context"]["draftOrders"]
    text = refusal(call(client, sound), 412)["details"]["text"]
    assert "scope" in text
    assert "URL" in text


@pytest.mark.requirement("H2")
@pytest.mark.parametrize("hook", ["medication-refill"], indirect=True)
def test_a_refill_of_nothing_is_412(client: TestClient, sound: dict[str, Any]) -> None:
    del sound["context"]["medications"]
    assert "`context.medications` is missing" in refusal(call(client, sound), 412)["details"]["text"]


@pytest.mark.requirement("R10")
@pytest.mark.parametrize("hook", WITHOUT_A_USER, indirect=True)
def test_no_user_needs_to_take_part(client: TestClient, responder: Any, sound: dict[str, Any]) -> None:
    del sound["context"]["userId"]
    assert call(client, sound).status_code == 200
    assert responder.seen[0].context.user_id is None


DISPATCHES: list[tuple[dict[str, Any], tuple[str, ...]]] = [
    ({"dispatchedOrders": ["ServiceRequest/a", "https://ehr.example/fhir/ServiceRequest/b"]}, ("a", "b")),
    ({"dispatchedOrders": "ServiceRequest/a"}, ("a",)),
    ({"order": "ServiceRequest/a", "task": {"resourceType": "Task"}}, ("a",)),
    ({"fulfillment-tasks": [{"focus": {"reference": "ServiceRequest/a"}}, {"focus": None}, 7]}, ("a",)),
    ({"dispatchedOrders": [], "fulfillmentTasks": [{"focus": {"reference": "ServiceRequest/a"}}]}, ("a",)),
    ({"task": {"focus": {"reference": "ServiceRequest/a"}}}, ("a",)),
]


@pytest.mark.requirement("R10", "R15")
@pytest.mark.parametrize(("members", "ids"), DISPATCHES, ids=repr)
def test_dispatched_orders_are_read_however_they_are_named(
    client: TestClient, responder: Any, members: dict[str, Any], ids: tuple[str, ...]
) -> None:
    request = {"hook": "order-dispatch", "hookInstance": "1", "context": {"patientId": "p1", **members}}
    assert call(client, request).status_code == 200
    assert responder.seen[0].context.dispatched == tuple(f"ServiceRequest/{one}" for one in ids)


@pytest.mark.requirement("R10", "R15")
@pytest.mark.parametrize(
    ("hook", "members"),
    [
        ("allergyintolerance-create", {"allergyIntolerances": {"resourceType": "AllergyIntolerance"}}),
        ("allergyintolerance-create", {"allergyIntolerance": {"resource": {"resourceType": "AllergyIntolerance"}}}),
        ("allergyintolerance-create", {"allergyIntolerances": [{"resourceType": "AllergyIntolerance"}]}),
        ("problem-list-item-create", {"conditions": {"entry": [{"resource": {"resourceType": "Condition"}}]}}),
        ("problem-list-item-create", {"conditions": [{"resourceType": "Condition"}]}),
    ],
    ids=repr,
)
def test_what_was_recorded_is_read_however_it_is_wrapped(
    client: TestClient, responder: Any, hook: str, members: dict[str, Any]
) -> None:
    """The library's own examples stray from its pages."""
    context = {"userId": "Practitioner/1", "patientId": "p1", **members}
    assert call(client, {"hook": hook, "hookInstance": "1", "context": context}).status_code == 200
    assert responder.seen[0].context.brought


@pytest.mark.requirement("R2")
@pytest.mark.parametrize("value", [[], "Bundle", 7, True], ids=repr)
def test_draft_orders_are_an_object(client: TestClient, order_sign: dict[str, Any], value: Any) -> None:
    order_sign["context"]["draftOrders"] = value
    assert refusal(call(client, order_sign))["expression"] == ["context.draftOrders"]


@pytest.mark.requirement("R2")
@pytest.mark.parametrize(
    ("hook", "member"),
    [
        ("encounter-start", "encounterId"),
        ("appointment-book", "appointments"),
        ("problem-list-item-create", "conditions"),
        ("allergyintolerance-create", "allergyIntolerance"),
        ("order-dispatch", "dispatchedOrders"),
    ],
    indirect=["hook"],
)
def test_what_a_hook_is_about_is_insisted_on(client: TestClient, sound: dict[str, Any], member: str) -> None:
    assert call(client, sound).status_code == 200
    for value in (None, "", 7):
        sound["context"][member] = value
        assert refusal(call(client, sound))["expression"] == [f"context.{member}"]


@pytest.mark.requirement("R2", "H2")
def test_what_is_malformed_is_told_before_what_is_stripped(client: TestClient, order_sign: dict[str, Any]) -> None:
    order_sign["context"] = {"patientId": "p1"}
    assert refusal(call(client, order_sign))["expression"] == ["context.userId"]


@pytest.mark.requirement("R11", "K23")
def test_resources_are_not_judged_here(client: TestClient, responder: Any, order_sign: dict[str, Any]) -> None:
    """A draft may be half filled in, of another FHIR version, or signed already."""
    bundle = {"entry": [{"resource": {"resourceType": "MedicationOrder", "category": {}, "status": "active"}}, 7]}
    order_sign["context"]["draftOrders"] = bundle
    assert call(client, order_sign).status_code == 200
    assert responder.seen[0].context.draft_orders == bundle
