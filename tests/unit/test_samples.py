"""Samples of ours move with today; everything else stays as it was sent."""

import json
from copy import deepcopy
from datetime import UTC, date, datetime
from typing import Any

import pytest

from cds.caller import ANYBODY, Caller
from cds.hooks import HookRequest, HookResponse, Service, read_request
from cds.samples import MARKER, TAG_SYSTEM, RedatingResponder, redate, redated, written_on

WRITTEN = date(2026, 11, 20)
SAMPLE = {MARKER: {"story": "Somebody, some time ago.", "writtenOn": "2026-11-20"}}
TAG = {"system": TAG_SYSTEM, "code": "sample"}


def moved(value: Any, name: str = "effectiveDateTime", today: date = date(2026, 12, 20)) -> Any:
    """One element after thirty days."""
    return redate({name: value}, WRITTEN, today)[name]


@pytest.mark.parametrize(
    ("text", "later"),
    [
        ("2026-11-20", "2026-12-20"),
        ("2026-12-15", "2027-01-14"),
        ("2024-02-29", "2024-03-30"),
        ("2026-11-20T08:30:00Z", "2026-12-20T08:30:00Z"),
        ("2026-11-20T23:30:00.250-05:00", "2026-12-20T23:30:00.250-05:00"),
        ("2026-11-20T08:30", "2026-12-20T08:30"),
    ],
)
def test_a_date_moves_by_whole_days_and_keeps_its_hour_and_zone(text: str, later: str) -> None:
    assert moved(text) == later
    assert moved(text, "anything") == later


def test_dates_move_back_too() -> None:
    assert moved("2026-11-20T08:30:00Z", today=date(2026, 10, 21)) == "2026-10-21T08:30:00Z"


@pytest.mark.parametrize(
    ("name", "text", "later"),
    [
        ("onsetDateTime", "2026-03", "2026-04"),  # 15 March becomes 14 April
        ("recordedDate", "2026-01", "2026-02"),
        ("birthDate", "1962", "1962"),  # 2 July becomes 1 August
        ("start", "2019", "2019"),
    ],
)
def test_a_partial_date_moves_as_its_middle_would(name: str, text: str, later: str) -> None:
    assert moved(text, name) == later


def test_a_year_moves_when_enough_days_have_gone_by() -> None:
    assert moved("1962", "birthDate", date(2027, 11, 20)) == "1963"
    assert moved("1962", "birthDate", date(2026, 5, 1)) == "1961"


def test_birth_dates_move_so_that_ages_stay() -> None:
    assert moved("1997-04-02", "birthDate") == "1997-05-02"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("code", "6130"),  # an RxNorm code, no year
        ("code", "2118-8"),
        ("valueString", "2019"),
        ("id", "2026-11-20"),
        ("version", "2026-03-01"),
        ("text", "seen on 2026-11-20 by the pain clinic"),
        ("effectiveDateTime", "2026-13-45"),
        ("effectiveDateTime", "2026-13"),
        ("end", "9999-12-31"),
        ("value", "12026-11-20"),
    ],
)
def test_everything_else_stays(name: str, text: str) -> None:
    assert moved(text, name) == text


def test_numbers_nothing_and_truth_stay() -> None:
    document = {"dose": 0.5, "count": 2026, "given": True, "date": None}
    assert redate(document, WRITTEN, date(2027, 1, 1)) == document


def test_lists_and_objects_are_walked_and_the_document_itself_is_not_touched() -> None:
    document = {"entry": [{"resource": {"event": ["2026-11-20", "2026"], "period": {"start": "2026-11-01"}}}]}
    before = deepcopy(document)
    later = redate(document, WRITTEN, date(2026, 11, 21))
    assert later == {"entry": [{"resource": {"event": ["2026-11-21", "2026"], "period": {"start": "2026-11-02"}}}]}
    assert document == before


def test_distances_between_dates_stay() -> None:
    document = {"given": "2026-10-21", "now": "2026-11-20"}
    later = redate(document, WRITTEN, date(2031, 3, 1))
    assert date.fromisoformat(later["now"]) == date(2031, 3, 1)
    assert (date.fromisoformat(later["now"]) - date.fromisoformat(later["given"])).days == 30


REQUEST = {"hook": "patient-view", "extension": SAMPLE}
BUNDLE = {"resourceType": "Bundle", "meta": {"tag": [TAG]}, "timestamp": "2026-11-20T12:00:00Z"}


@pytest.mark.parametrize("document", [REQUEST, BUNDLE])
def test_a_sample_knows_when_it_was_written(document: dict[str, Any]) -> None:
    assert written_on(document) == WRITTEN


@pytest.mark.parametrize("document", [REQUEST, BUNDLE])
def test_a_redated_sample_is_one_of_today(document: dict[str, Any]) -> None:
    assert written_on(redated(document, date(2030, 2, 28))) == date(2030, 2, 28)


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"hook": "patient-view"},
        {"hook": "patient-view", "extension": ["org.kir-cds.sample"]},
        {"hook": "patient-view", "extension": {MARKER: "2026-11-20"}},
        {"hook": "patient-view", "extension": {MARKER: {"writtenOn": 20261120}}},
        {"hook": "patient-view", "extension": {MARKER: {"writtenOn": "2026-02-30"}}},
        {"resourceType": "Patient", "extension": SAMPLE},
        {"resourceType": "Bundle", "timestamp": "2026-11-20T12:00:00Z"},
        {"resourceType": "Bundle", "meta": [], "timestamp": "2026-11-20T12:00:00Z"},
        {"resourceType": "Bundle", "meta": {"tag": ["sample"]}, "timestamp": "2026-11-20T12:00:00Z"},
        {"resourceType": "Bundle", "meta": {"tag": [TAG]}},
    ],
)
def test_other_documents_are_no_samples_and_stay(document: dict[str, Any]) -> None:
    assert written_on(document) is None
    assert redated(document, date(2030, 1, 1)) is document


class Listening:
    """Remembers what it was asked."""

    services: tuple[Service, ...] = ()

    def __init__(self) -> None:
        self.asked: list[HookRequest] = []

    def respond(self, service_id: str, request: HookRequest, caller: Caller) -> HookResponse:
        self.asked.append(request)
        return HookResponse(cards=())


def asked(document: dict[str, Any]) -> HookRequest:
    """What the responder behind gets, on 21 December 2026, half an hour before it is 21 December in New York."""
    behind = Listening()
    clock = datetime.fromisoformat("2026-12-20T23:30:00-05:00")
    responder = RedatingResponder(behind, lambda: clock)
    responder.respond("kir-order-select", read_request(json.dumps(document).encode(), "order-select"), ANYBODY)
    assert responder.services is behind.services
    [request] = behind.asked
    return request


ORDER_SELECT: dict[str, Any] = {
    "hook": "order-select",
    "hookInstance": "11111111-2222-4333-8444-555555555555",
    "context": {
        "userId": "Practitioner/1",
        "patientId": "2026",
        "selections": ["MedicationRequest/2026-11-20"],
        "draftOrders": {
            "resourceType": "Bundle",
            "entry": [{"resource": {"id": "2026-11-20", "authoredOn": "2026-11-20T09:00:00Z"}}],
        },
    },
    "prefetch": {"patient": {"resourceType": "Patient", "birthDate": "1990-01-01"}, "encounter": None},
}


def test_the_demo_redates_samples() -> None:
    request = asked({**ORDER_SELECT, "extension": SAMPLE})
    assert request.prefetch["patient"]["birthDate"] == "1990-02-01"
    assert request.prefetch["encounter"] is None
    assert request.extension[MARKER]["writtenOn"] == "2026-12-21"
    assert request.context.draft_orders["entry"][0]["resource"]["authoredOn"] == "2026-12-21T09:00:00Z"


def test_the_demo_leaves_requests_of_others_alone() -> None:
    request = asked(ORDER_SELECT)
    assert request.prefetch["patient"]["birthDate"] == "1990-01-01"
    assert request.context.draft_orders["entry"][0]["resource"]["authoredOn"] == "2026-11-20T09:00:00Z"


def test_the_clock_may_be_in_any_zone() -> None:
    behind = Listening()
    responder = RedatingResponder(behind, lambda: datetime(2026, 11, 20, tzinfo=UTC))
    responder.respond(
        "x", read_request(json.dumps({**ORDER_SELECT, "extension": SAMPLE}).encode(), "order-select"), ANYBODY
    )
    assert behind.asked[0].prefetch["patient"]["birthDate"] == "1990-01-01"
