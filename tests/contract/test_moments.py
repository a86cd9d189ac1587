"""The real service at the moments after an order was picked: recorded, dispatched, refilled; and what is unselected."""

import copy
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from starlette.testclient import TestClient

from cds.app import make_app
from cds.settings import Settings

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
WHO = {"reference": "Patient/p"}
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
EMPTY: dict[str, Any] = {"resourceType": "Bundle", "type": "searchset", "total": 0}


def status(system: str, code: str) -> dict[str, Any]:
    return {"coding": [{"system": f"http://terminology.hl7.org/CodeSystem/{system}", "code": code}]}


PSYCHOSIS: dict[str, Any] = {
    "resourceType": "Condition",
    "id": "c1",
    "subject": WHO,
    "clinicalStatus": status("condition-clinical", "active"),
    "verificationStatus": status("condition-ver-status", "confirmed"),
    "category": [status("condition-category", "problem-list-item")],
    "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "F20.9", "display": "Schizophrenia"}]},
}
REFUTED = PSYCHOSIS | {"verificationStatus": status("condition-ver-status", "refuted"), "clinicalStatus": None}
ALLERGY_OF_2_0: dict[str, Any] = {
    "resourceType": "AllergyIntolerance",
    "id": "a1",
    "clinicalStatus": "active",
    "verificationStatus": "confirmed",
    "assertedDate": "2026-11-20",
    "patient": WHO,
    "code": {"coding": [{"system": RXNORM, "code": "6130", "display": "ketamine"}]},
}


def medication(name: str, rxnorm: str, **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "MedicationRequest",
        "id": name,
        "status": "active",
        "intent": "order",
        "subject": WHO,
        "authoredOn": "2026-11-10",
        "medicationCodeableConcept": {"coding": [{"system": RXNORM, "code": rxnorm, "display": name}]},
        "dosageInstruction": [{"text": "0.5 mg/kg intravenous over 40 minutes"}],
    } | more


KETAMINE = medication("ketamine", "6130")
DRAFT = KETAMINE | {"status": "draft"}
LISINOPRIL = medication("lisinopril", "29046")


def bundle(*resources: Any) -> dict[str, Any]:
    return {"resourceType": "Bundle", "entry": [{"resource": resource} for resource in resources]}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    database = tmp_path_factory.mktemp("database") / "decisions.sqlite3"
    settings = Settings(auth="off", database_url=f"sqlite:///{database}", now=NOW, _env_file=None)  # type: ignore[call-arg]
    with TestClient(make_app(settings), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="module")
def prefetch(client: TestClient) -> dict[str, dict[str, Any]]:
    """Of each hook, every key of its service, answered with nothing."""
    services = client.get("/cds-services").json()["services"]
    patient = {"resourceType": "Patient", "id": "p", "gender": "male", "birthDate": "1980-01-01"}
    return {
        service["hook"]: dict.fromkeys(service["prefetch"], EMPTY) | {"patient": patient, "encounter": None}
        for service in services
    }


class Asked:
    """Calls a hook, and reads what its cards say."""

    def __init__(self, client: TestClient, prefetch: dict[str, dict[str, Any]]) -> None:
        self._client, self._prefetch = client, prefetch

    def __call__(self, hook: str, context: dict[str, Any], **given: Any) -> Any:
        request = {
            "hook": hook,
            "hookInstance": "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
            "context": {"userId": "Practitioner/1", "patientId": "p", **context},
            "prefetch": copy.deepcopy(self._prefetch[hook]) | given,
        }
        if "without" in context:
            del request["prefetch"][context["without"]]
        response = self._client.post(f"/cds-services/kir-{hook}", json=request)
        assert response.status_code == 200, response.text
        return response.json()


@pytest.fixture
def ask(client: TestClient, prefetch: dict[str, dict[str, Any]]) -> Asked:
    return Asked(client, prefetch)


def rules(answer: Any) -> list[str]:
    return [entry["id"] for card in answer["cards"] for entry in card["extension"]["org.kir-cds.rules"]]


def actions(answer: Any) -> list[str]:
    return [
        action["type"] for card in answer["cards"] for one in card.get("suggestions", ()) for action in one["actions"]
    ]


def about(answer: Any) -> list[str]:
    """The order of each card."""
    return [card["extension"]["org.kir-cds.associated-resource"][0]["reference"] for card in answer["cards"]]


# --- what was recorded ------------------------------------------------------------------------------------


@pytest.mark.requirement("R11", "R15")
@pytest.mark.parametrize(
    "conditions",
    [
        bundle(PSYCHOSIS),
        {"entry": [{"resource": PSYCHOSIS}]},
        {"resource": PSYCHOSIS},
        [PSYCHOSIS],
        bundle({name: value for name, value in PSYCHOSIS.items() if name not in {"id", "subject", "category"}}),
        bundle(PSYCHOSIS | {"clinicalStatus": "active", "verificationStatus": "confirmed"}),
        bundle(PSYCHOSIS | {"id": "no id/of FHIR"}),
    ],
    ids=["as it should be", "no type", "wrapped", "list", "members missing", "STU3", "odd id"],
)
def test_a_problem_counts_in_whatever_shape_it_was_recorded(ask: Asked, conditions: Any) -> None:
    answer = ask("problem-list-item-create", {"conditions": conditions}, medications=bundle(KETAMINE))
    assert "KET-CI-PSYCHOSIS" in rules(answer)
    assert set(about(answer)) == {"MedicationRequest/ketamine"}
    assert not {"delete", "update"} & set(actions(answer))


@pytest.mark.requirement("R11", "R15")
@pytest.mark.parametrize("member", ["allergyIntolerance", "allergyIntolerances"])
@pytest.mark.parametrize(
    "wrap", [lambda one: one, lambda one: {"resource": one}, bundle], ids=["bare", "wrapped", "Bundle"]
)
def test_an_allergy_counts_as_the_examples_of_the_library_write_it(ask: Asked, member: str, wrap: Any) -> None:
    answer = ask("allergyintolerance-create", {member: wrap(ALLERGY_OF_2_0)}, medications=bundle(KETAMINE))
    assert "KET-CI-ALLERGY" in rules(answer)


@pytest.mark.requirement("R10")
@pytest.mark.parametrize(("recorded", "known", "speaks"), [(REFUTED, PSYCHOSIS, False), (PSYCHOSIS, REFUTED, True)])
def test_what_is_handed_over_wins_over_an_older_version(ask: Asked, recorded: Any, known: Any, speaks: bool) -> None:
    answer = ask(
        "problem-list-item-create",
        {"conditions": bundle(recorded)},
        medications=bundle(KETAMINE),
        conditions=bundle(known),
    )
    assert ("KET-CI-PSYCHOSIS" in rules(answer)) is speaks


@pytest.mark.requirement("R10")
def test_what_is_recorded_of_another_patient_does_not_count(ask: Asked) -> None:
    other = PSYCHOSIS | {"subject": {"reference": "Patient/q"}}
    answer = ask("problem-list-item-create", {"conditions": bundle(other)}, medications=bundle(KETAMINE))
    assert rules(answer) == []
    assert answer["extension"]["org.kir-cds.decision"]["dataQuality"][0]["reference"] == "Condition/c1"


def test_an_older_finding_is_not_raised_again(ask: Asked) -> None:
    unrelated = PSYCHOSIS | {"id": "c2", "code": {"text": "Plantar fasciitis"}}
    answer = ask(
        "problem-list-item-create",
        {"conditions": bundle(unrelated)},
        medications=bundle(KETAMINE),
        conditions=bundle(PSYCHOSIS, unrelated),
    )
    assert answer["cards"] == []


# --- what is dispatched -----------------------------------------------------------------------------------


@pytest.mark.requirement("R10", "R15")
@pytest.mark.parametrize(
    "context",
    [
        {"dispatchedOrders": ["MedicationRequest/ketamine"]},
        {"dispatchedOrders": ["https://ehr.example/fhir/MedicationRequest/ketamine"]},
        {"order": "MedicationRequest/ketamine", "task": {}},
        {"fulfillment-tasks": [{"resourceType": "Task", "focus": {"reference": "MedicationRequest/ketamine"}}]},
    ],
    ids=", ".join,
)
def test_a_dispatched_order_is_found_in_the_record_and_judged(ask: Asked, context: Any) -> None:
    given = {"medications": bundle(LISINOPRIL, KETAMINE), "conditions": bundle(PSYCHOSIS)}
    answer = ask("order-dispatch", {"userId": None, **context}, **given)
    assert "KET-CI-PSYCHOSIS" in rules(answer)
    assert set(about(answer)) == {"MedicationRequest/ketamine"}
    assert not {"delete", "update"} & set(actions(answer))


def test_a_medication_that_a_dispatched_order_refers_to_is_found(ask: Asked) -> None:
    order = {name: value for name, value in KETAMINE.items() if name != "medicationCodeableConcept"}
    order |= {"medicationReference": {"reference": "Medication/m1"}}
    drug = {"resourceType": "Medication", "id": "m1", "code": KETAMINE["medicationCodeableConcept"]}
    given = {"medications": bundle(order, drug), "conditions": bundle(PSYCHOSIS)}
    answer = ask("order-dispatch", {"dispatchedOrders": ["MedicationRequest/ketamine"]}, **given)
    assert "KET-CI-PSYCHOSIS" in rules(answer)


@pytest.mark.parametrize("named", ["MedicationRequest/other", "other"])
def test_a_dispatched_order_that_was_not_given_is_named(ask: Asked, named: str) -> None:
    given = {"medications": bundle(KETAMINE), "conditions": bundle(PSYCHOSIS)}
    answer = ask("order-dispatch", {"dispatchedOrders": [named]}, **given)
    assert answer["cards"] == []
    missing = {one["rule"]: one["missing"] for one in answer["extension"]["org.kir-cds.decision"]["notEvaluated"]}
    assert missing["KET-CI-PSYCHOSIS"] == [named]


def test_an_order_of_no_interest_is_dispatched_in_silence(ask: Asked) -> None:
    given = {"medications": bundle(KETAMINE, LISINOPRIL), "conditions": bundle(PSYCHOSIS)}
    named = ["MedicationRequest/lisinopril", "CommunicationRequest/c9"]
    answer = ask("order-dispatch", {"dispatchedOrders": named}, **given)
    assert answer["cards"] == []
    assert "notEvaluated" not in answer["extension"]["org.kir-cds.decision"]


# --- what is refilled -------------------------------------------------------------------------------------


@pytest.mark.requirement("R10", "K14")
@pytest.mark.parametrize(("order", "may_be_removed"), [(DRAFT, True), (KETAMINE, False)], ids=["draft", "active"])
def test_a_refill_is_judged_as_before_signing(ask: Asked, order: Any, may_be_removed: bool) -> None:
    """What runs already is not offered for removal."""
    answer = ask("medication-refill", {"userId": None, "medications": bundle(order)}, conditions=bundle(PSYCHOSIS))
    signed = ask("order-sign", {"draftOrders": bundle(order)}, conditions=bundle(PSYCHOSIS))
    assert rules(answer) == rules(signed)
    assert "KET-CI-PSYCHOSIS" in rules(answer)
    assert ("delete" in actions(answer)) is may_be_removed


# --- what is selected -------------------------------------------------------------------------------------


def select(ask: Asked, *selected: str, **given: Any) -> Any:
    drafts = bundle(DRAFT, medication("lorazepam", "6470", status="draft"), LISINOPRIL | {"status": "draft"})
    selections = [f"MedicationRequest/{one}" for one in selected]
    return ask("order-select", {"draftOrders": drafts, "selections": selections}, **given)


@pytest.mark.requirement("K24")
def test_a_contraindicated_draft_that_is_not_selected_gives_no_card_again(ask: Asked) -> None:
    answer = select(ask, "lisinopril", conditions=bundle(PSYCHOSIS))
    assert answer["cards"] == []
    assert "KET-CI-PSYCHOSIS" in rules(select(ask, "ketamine", conditions=bundle(PSYCHOSIS)))


@pytest.mark.requirement("K24")
@pytest.mark.parametrize("selected", ["ketamine", "lorazepam"])
def test_an_interaction_between_selected_and_unselected_speaks(ask: Asked, selected: str) -> None:
    answer = select(ask, selected)
    assert "KET-DDI-CNS" in rules(answer)
    assert set(about(answer)) == {f"MedicationRequest/{selected}"}


@pytest.mark.requirement("K24")
def test_the_partner_of_an_interaction_raises_no_contraindication_of_the_unselected(ask: Asked) -> None:
    assert "KET-CI-PSYCHOSIS" not in rules(select(ask, "lorazepam", conditions=bundle(PSYCHOSIS)))
