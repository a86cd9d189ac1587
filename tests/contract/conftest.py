"""What the contract tests share: they speak HTTP to the service with a responder that gives fixed advice.

Each test names the requirements it proves: `@pytest.mark.requirement("R2")`. D* discovery, R* request, H* status,
K* response and cards, F* feedback, T* transport, J* trust.
"""

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

import pytest
from starlette.testclient import TestClient

from cds.caller import Caller
from cds.errors import EngineFault, FeedbackNotKept, RecordUnavailable, ResponseInvalid
from cds.hooks import Card, Coding, Feedback, HookRequest, HookResponse, Indicator, Service, Source
from cds.web import create_app


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "requirement(*ids): the requirements of CDS Hooks that this test proves")


BROWSER = "https://sandbox.cds-hooks.org"
PATIENT_NAME = "Jane Marker"

CARD = Card(
    uuid="0b8f1a52-6f3c-5e0c-9a53-3c2b6a2f7d10",
    summary="Grüße: eGFR <30 & 血压",
    indicator=Indicator.WARNING,
    source=Source(label="KIR-CDS", topic=Coding(code="KETCIBP", system="https://kir-cds.org/rules")),
)


def service(hook: str, **members: Any) -> Service:
    return Service(
        hook=hook,
        id=f"kir-{hook}",
        title=f"KIR-CDS at {hook}",
        description="Ketamine and light therapy",
        prefetch={
            "patient": "Patient/{{context.patientId}}",
            "pressure": "Observation?patient={{context.patientId}}&code=http://loinc.org|85354-9&_sort=-date&_count=1",
        },
        **members,
    )


class FixedResponder:
    """Gives one card, or the trouble that the patient's id asks for."""

    def __init__(self) -> None:
        self.services: Sequence[Service] = [service(hook) for hook in REQUESTS]
        self.seen: list[HookRequest] = []
        self.callers: list[Caller] = []

    def respond(self, service_id: str, request: HookRequest, caller: Caller) -> HookResponse:
        self.seen.append(request)
        self.callers.append(caller)
        troubles = {
            "crash": RuntimeError(PATIENT_NAME),
            "stack": RecursionError(PATIENT_NAME),
            "engine": EngineFault(PATIENT_NAME),
            "illegal": ResponseInvalid(PATIENT_NAME),
            "unavailable": RecordUnavailable("No Patient; send the prefetch key `patient`"),
        }
        if trouble := troubles.get(request.context.patient_id):
            raise trouble
        return HookResponse(cards=() if request.context.patient_id == "healthy" else (CARD,))


class ListStore:
    """Keeps feedback in a list."""

    def __init__(self) -> None:
        self.kept: list[Feedback] = []
        self.is_broken = False

    def save_feedback(self, items: Sequence[Feedback]) -> None:
        if self.is_broken:
            raise FeedbackNotKept
        self.kept.extend(items)

    def degraded(self) -> Sequence[str]:
        return ("the spool is full",) if self.is_broken else ()


@pytest.fixture
def responder() -> FixedResponder:
    return FixedResponder()


@pytest.fixture
def store() -> ListStore:
    return ListStore()


@pytest.fixture
def client(responder: FixedResponder, store: ListStore) -> TestClient:
    return TestClient(create_app(responder, store, cors_origins=[BROWSER]), follow_redirects=False)


ORDER = {"resourceType": "MedicationRequest", "id": "draft-1", "status": "draft", "intent": "order"}
APPOINTMENT = {"resourceType": "Appointment", "id": "a1", "status": "proposed", "minutesDuration": 150}

PROBLEM = {"resourceType": "Condition", "id": "c1", "subject": {"reference": "Patient/p1"}}
ALLERGY = {"resourceType": "AllergyIntolerance", "id": "a1", "patient": {"reference": "Patient/p1"}}
WITHOUT_A_USER = ("order-dispatch", "medication-refill")
"""Hooks that nobody who is logged in needs to take part in."""

REQUESTS: dict[str, dict[str, Any]] = {
    hook: {
        "hook": hook,
        "hookInstance": "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
        "context": {"userId": "Practitioner/1", "patientId": "p1", **orders},
        "prefetch": {"patient": {"resourceType": "Patient", "id": "p1"}, "pressure": None},
    }
    for hook, orders in {
        "patient-view": {},
        "order-select": {
            "selections": ["MedicationRequest/draft-1"],
            "draftOrders": {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": ORDER}]},
        },
        "order-sign": {"draftOrders": {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": ORDER}]}},
        "encounter-start": {"encounterId": "e1"},
        "appointment-book": {"appointments": {"resourceType": "Bundle", "entry": [{"resource": APPOINTMENT}]}},
        "problem-list-item-create": {"conditions": {"resourceType": "Bundle", "entry": [{"resource": PROBLEM}]}},
        "allergyintolerance-create": {"allergyIntolerance": ALLERGY},
        "order-dispatch": {"dispatchedOrders": ["ServiceRequest/s1"], "performer": "Organization/o1"},
        "medication-refill": {"medications": {"resourceType": "Bundle", "entry": [{"resource": ORDER}]}},
    }.items()
}


@pytest.fixture(params=list(REQUESTS))
def hook(request: pytest.FixtureRequest) -> str:
    """Each hook we serve."""
    return request.param


@pytest.fixture
def sound(hook: str) -> dict[str, Any]:
    """A request of that hook without a fault, to be spoiled."""
    return deepcopy(REQUESTS[hook])


@pytest.fixture
def order_sign() -> dict[str, Any]:
    return deepcopy(REQUESTS["order-sign"])
