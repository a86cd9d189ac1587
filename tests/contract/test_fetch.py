"""What prefetch leaves out is fetched from the EHR: the whole service against a FHIR server that behaves and misbehaves.

P* prefetch, R* request, H* status, L* latency. Only `patient` is required (H2); everything else may stay unknown (H3).
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import structlog
from starlette.testclient import TestClient

from cds.app import make_app, make_responder
from cds.fhir.fetch import FhirReader
from cds.hooks import HookRequest, HookResponse
from cds.record import Answer
from cds.respond import Responder
from cds.rulebook import Rulebook, load_rulebook
from cds.settings import Settings
from cds.web import create_app
from tests.contract.conftest import ListStore
from tests.fhir_server import Ehr, serving

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
TOKEN = "canary-token-123"  # noqa: S105 — of nobody
PATIENT = {"resourceType": "Patient", "id": "p1", "gender": "male", "birthDate": "1980-01-01"}
PSYCHOSIS = "KET-CI-PSYCHOSIS"


def condition(id_: str, code: str, patient: str = "p1") -> dict[str, Any]:
    return {
        "resourceType": "Condition",
        "id": id_,
        "subject": {"reference": f"Patient/{patient}"},
        "clinicalStatus": {"coding": [{"code": "active"}]},
        "verificationStatus": {"coding": [{"code": "confirmed"}]},
        "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": code}]},
    }


SCHIZOPHRENIA, SPRAIN = condition("c1", "F20.0"), condition("c2", "S93.401A")
KETAMINE = {
    "resourceType": "MedicationRequest",
    "id": "ket",
    "status": "draft",
    "intent": "order",
    "subject": {"reference": "Patient/p1"},
    "medicationCodeableConcept": {
        "coding": [{"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "6130", "display": "ketamine"}]
    },
}


class Switch:
    """Lets each test ask with a reader of its own: the responder is made once."""

    reader: FhirReader | None = None

    def complete(self, answers: Sequence[Answer], *call: Any) -> list[Answer]:
        return list(answers) if self.reader is None else self.reader.complete(answers, *call)


class LastLog:
    """Keeps the last request that was handed on."""

    request: HookRequest | None = None

    def save_decision(self, service_id: str, request: HookRequest, response: HookResponse, **others: object) -> None:
        self.request = request


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return load_rulebook(Settings(_env_file=None).rule_folders())  # type: ignore[call-arg]


@pytest.fixture(scope="module")
def switch() -> Switch:
    return Switch()


@pytest.fixture(scope="module")
def log() -> LastLog:
    return LastLog()


@pytest.fixture(scope="module")
def responder(rulebook: Rulebook, switch: Switch, log: LastLog) -> Responder:
    settings = Settings(now=NOW, terminology_db=Path("none"), terminology_url="", _env_file=None)  # type: ignore[call-arg]
    return make_responder(settings, rulebook, log=log, ehr=switch)


@pytest.fixture
def ehr() -> Iterator[Ehr]:
    with serving() as found:
        found.resources = [PATIENT, SCHIZOPHRENIA]
        yield found


@pytest.fixture
def call(responder: Responder, switch: Switch, ehr: Ehr) -> Iterator[Callable[..., Any]]:
    """Sign a ketamine order, or call another hook; gives status and document."""
    client = TestClient(create_app(responder, ListStore()))

    def run(*, deadline: float = 10, servers: Sequence[str] | None = None, **members: Any) -> Any:
        if switch.reader is None:
            switch.reader = FhirReader((ehr.url,) if servers is None else servers, deadline=deadline)
        request = signing(ehr, **members)
        response = client.post(f"/cds-services/kir-{request['hook']}", json=request)
        return response.status_code, response.json()

    yield run
    ehr.let_go()
    if switch.reader is not None:
        switch.reader.close()
    switch.reader = None


def signing(ehr: Ehr, **members: Any) -> dict[str, Any]:
    request: dict[str, Any] = {
        "hook": "order-sign",
        "hookInstance": "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
        "context": {
            "userId": "Practitioner/1",
            "patientId": "p1",
            "draftOrders": {"resourceType": "Bundle", "entry": [{"resource": KETAMINE}]},
        },
        "fhirServer": ehr.url,
        "fhirAuthorization": {
            "access_token": TOKEN,
            "token_type": "Bearer",
            "expires_in": 300,
            "scope": "patient/*.read (anything) patient/*.read",
            "subject": "kir",
            "patient": "p1",
        },
        **members,
    }
    return {name: value for name, value in request.items() if value is not None}


def speaking(document: dict[str, Any]) -> set[str]:
    return {rule["id"] for card in document["cards"] for rule in card["extension"]["org.kir-cds.rules"]}


def not_evaluated(document: dict[str, Any]) -> set[str]:
    return {one["rule"] for one in document["extension"]["org.kir-cds.decision"].get("notEvaluated", [])}


def problems(document: dict[str, Any]) -> list[str]:
    return [one["problem"] for one in document["extension"]["org.kir-cds.decision"].get("dataQuality", [])]


# --- what is fetched counts -------------------------------------------------------------------------------


@pytest.mark.requirement("P3", "P14", "H2")
def test_with_no_prefetch_at_all_the_contraindication_is_found(call: Callable[..., Any], ehr: Ehr) -> None:
    status, document = call()
    assert status == 200
    assert PSYCHOSIS in speaking(document)
    assert problems(document) == []
    assert ehr.tokens == {f"Bearer {TOKEN}"}
    assert {one["accept"] for one in ehr.headers} == {"application/fhir+json"}


@pytest.mark.requirement("P3", "P14")
def test_what_was_fetched_and_not_found_is_known_to_be_absent(call: Callable[..., Any], ehr: Ehr) -> None:
    ehr.resources = [PATIENT, SPRAIN]
    _, document = call()
    assert PSYCHOSIS not in speaking(document) | not_evaluated(document)


@pytest.mark.requirement("P1", "P2", "P8")
def test_what_was_given_is_not_asked_again(call: Callable[..., Any], ehr: Ehr) -> None:
    call(prefetch={"patient": PATIENT, "conditions": None, "mine": None})
    kinds = {address.partition("?")[0] for address in ehr.asked}
    assert "AllergyIntolerance" in kinds
    assert kinds.isdisjoint({"Patient/p1", "Condition"})


@pytest.mark.requirement("P5")
def test_what_failed_in_the_ehr_is_asked_once_more(call: Callable[..., Any], ehr: Ehr) -> None:
    failed = {"resourceType": "OperationOutcome", "issue": [{"severity": "error"}]}
    _, document = call(prefetch={"patient": PATIENT, "conditions": failed})
    assert PSYCHOSIS in speaking(document)
    assert problems(document) == []
    assert [one.partition("?")[0] for one in ehr.asked].count("Condition") == 1


@pytest.mark.requirement("P7", "P14")
def test_pages_are_fetched_to_the_last(call: Callable[..., Any], ehr: Ehr) -> None:
    ehr.page_size = 1
    ehr.resources = [PATIENT, *(condition(f"x{number}", "S93.401A") for number in range(4)), SCHIZOPHRENIA]
    first = {
        "resourceType": "Bundle",
        "link": [{"relation": "next", "url": "https://evil.example/"}],
        "entry": [{"resource": ehr.resources[1]}],
    }
    _, document = call(prefetch={"patient": PATIENT, "conditions": first})
    assert PSYCHOSIS in speaking(document)
    assert problems(document) == []


@pytest.mark.requirement("R10")
def test_resources_of_another_patient_count_for_nothing(call: Callable[..., Any], ehr: Ehr) -> None:
    ehr.resources = [PATIENT, condition("c9", "F20.0", patient="p2")]
    status, document = call()
    assert status == 200
    assert PSYCHOSIS not in speaking(document)
    assert PSYCHOSIS in not_evaluated(document)
    assert "names another patient; it was left out" in problems(document)


# --- what is only referred to is read ----------------------------------------------------------------------


KETAMINE_VIAL = {"resourceType": "Medication", "id": "vial", "code": KETAMINE["medicationCodeableConcept"]}
PHENELZINE = {
    "resourceType": "Medication",
    "id": "phenelzine",
    "code": {"coding": [{"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "8123"}]},
}
MAOI, NOT_NAMED = "KET-DDI-MAOI", "could not be checked: neither its code nor its name is known"


def referring(reference: str, **more: Any) -> dict[str, Any]:
    """The ketamine order, its medication only referred to."""
    order = {name: value for name, value in KETAMINE.items() if not name.startswith("medication")}
    return order | {"medicationReference": {"reference": reference}} | more


def drafting(*orders: dict[str, Any]) -> dict[str, Any]:
    entries = [{"resource": order} for order in orders]
    return {"userId": "Practitioner/1", "patientId": "p1", "draftOrders": {"resourceType": "Bundle", "entry": entries}}


def reads_of(ehr: Ehr, *kinds: str) -> list[str]:
    return [address for address in ehr.asked if "?" not in address and address.startswith(kinds or ("Medication/",))]


@pytest.mark.requirement("P14", "R6")
@pytest.mark.parametrize("reference", ["Medication/vial", "Medication/vial/_history/3", "{base}/Medication/vial"])
def test_the_medication_of_a_draft_is_read(call: Callable[..., Any], ehr: Ehr, reference: str) -> None:
    ehr.resources.append(KETAMINE_VIAL)
    _, document = call(context=drafting(referring(reference.format(base=ehr.url))))
    assert PSYCHOSIS in speaking(document)
    assert problems(document) == []
    assert reads_of(ehr) == ["Medication/vial"]
    assert ehr.tokens == {f"Bearer {TOKEN}"}


@pytest.mark.requirement("P14")
@pytest.mark.parametrize("is_given", [True, False], ids=["in prefetch", "fetched"])
def test_the_medications_of_the_chart_are_read(call: Callable[..., Any], ehr: Ehr, is_given: bool) -> None:
    running = referring("Medication/phenelzine", id="m1", status="active")
    ehr.resources += [running, PHENELZINE]
    given = {"patient": PATIENT} | (
        {"medications": {"resourceType": "Bundle", "entry": [{"resource": running}]}} if is_given else {}
    )
    _, document = call(prefetch=given)
    assert MAOI in speaking(document)
    assert problems(document) == []
    assert reads_of(ehr) == ["Medication/phenelzine"]


@pytest.mark.requirement("P14")
def test_what_a_kit_is_made_of_is_read_too(call: Callable[..., Any], ehr: Ehr) -> None:
    kit = {
        "resourceType": "Medication",
        "id": "kit",
        "code": {"text": "infusion kit 7"},
        "ingredient": [{"itemReference": {"reference": f"Medication/{name}"}} for name in ("vial", "kit")],
    }
    ehr.resources += [kit, KETAMINE_VIAL]
    _, document = call(context=drafting(referring("Medication/kit")))
    assert PSYCHOSIS in speaking(document)
    assert reads_of(ehr) == ["Medication/kit", "Medication/vial"]


@pytest.mark.requirement("P1", "P14")
@pytest.mark.parametrize(
    "order",
    [
        referring("#m", contained=[KETAMINE_VIAL | {"id": "m"}]),
        KETAMINE | {"medicationReference": {"reference": "Medication/vial"}},
        referring("Medication/vial"),
    ],
    ids=["contained", "coded beside", "in the Bundle"],
)
def test_a_medication_that_was_given_is_not_read(call: Callable[..., Any], ehr: Ehr, order: dict[str, Any]) -> None:
    beside = [KETAMINE_VIAL] if "contained" not in order and "medicationCodeableConcept" not in order else []
    _, document = call(context=drafting(order, *beside))
    assert PSYCHOSIS in speaking(document)
    assert reads_of(ehr) == []


@pytest.mark.requirement("R6", "P14")
@pytest.mark.parametrize(
    "reference",
    [
        "https://evil.example/fhir/Medication/vial",
        "http://169.254.169.254/Medication/vial",
        "{base}@evil.example/Medication/vial",
        "http://x@{host}/fhir/Medication/vial",
        "http://[::ffff:127.0.0.1]:{port}/fhir/Medication/vial",
        "http://localhost:{port}/fhir/Medication/vial",
        "http://127.1:{port}/fhir/Medication/vial",
        "http://127.0.0.1:1/fhir/Medication/vial",
        "{base}/../Medication/vial",
        "{base}/x/Medication/vial",
        "../Medication/vial",
        "Medication/..",
        "Medication/%76ial",
        "Medication/vial?x=1",
        "Medication/vial\r\nHost: evil.example",
        "Patient/vial",
        "urn:uuid:9c1b4c66-6f3c-4e0c-9a53-3c2b6a2f7d10",
    ],
)
def test_a_reference_to_elsewhere_is_not_followed(call: Callable[..., Any], ehr: Ehr, reference: str) -> None:
    ehr.resources.append(KETAMINE_VIAL)
    host = ehr.url.removeprefix("http://").removesuffix("/fhir")
    written = reference.format(base=ehr.url, host=host, port=host.partition(":")[2])
    status, document = call(prefetch={"patient": PATIENT}, context=drafting(referring(written)))
    assert status == 200
    assert PSYCHOSIS not in speaking(document)
    assert all("?" in address for address in ehr.asked)


@pytest.mark.requirement("H3", "P14")
def test_a_medication_that_cannot_be_read_stays_what_its_display_says(call: Callable[..., Any], ehr: Ehr) -> None:
    ehr.only, ehr.status = ("Medication/",), 403
    named = referring("Medication/a", medicationReference={"reference": "Medication/a", "display": "ketamine 50 mg/mL"})
    _, document = call(context=drafting(named, referring("Medication/b", id="ket-2")))
    assert PSYCHOSIS in speaking(document)
    told, not_checked = problems(document)
    assert told.startswith("resources that are only referred to: could not be fetched: the FHIR server answered with ")
    assert told.endswith(" status 403 (Medication/a and 1 more)")
    assert not_checked == NOT_NAMED


@pytest.mark.requirement("H3", "L1")
@pytest.mark.parametrize("manner", ["is_endless", "has_endless_headers", "drips"])
def test_a_medication_that_never_ends_costs_the_deadline_at_most(
    call: Callable[..., Any], ehr: Ehr, manner: str
) -> None:
    setattr(ehr, manner, True)
    ehr.only = ("Medication/",)
    if manner == "drips":
        ehr.hold()
    status, document = call(deadline=1.5, context=drafting(referring("Medication/vial")))
    assert status == 200
    assert NOT_NAMED in problems(document)


@pytest.mark.requirement("P14")
def test_another_medication_than_asked_for_is_none(call: Callable[..., Any], ehr: Ehr) -> None:
    ehr.raw, ehr.only = b'{"resourceType": "Medication", "id": "other", "code": {"text": "ketamine"}}', ("Medication/",)
    _, document = call(context=drafting(referring("Medication/vial")))
    assert PSYCHOSIS not in speaking(document)
    assert NOT_NAMED in problems(document)


@pytest.mark.requirement("L1", "P14")
def test_searches_and_reads_share_one_deadline(call: Callable[..., Any], ehr: Ehr) -> None:
    ehr.resources.append(KETAMINE_VIAL)
    ehr.only = ("Condition",)
    ehr.hold()  # the searches take all the time there is
    _, document = call(deadline=0.5, context=drafting(referring("Medication/vial")))
    assert reads_of(ehr) == []
    assert "(Medication/vial)" in "".join(problems(document))


@pytest.mark.requirement("P14")
def test_no_more_is_read_than_the_limit(call: Callable[..., Any], ehr: Ehr) -> None:
    drafts = [referring(f"Medication/m{number}", id=f"o{number}") for number in range(60)]
    _, document = call(context=drafting(*drafts))
    assert len(reads_of(ehr)) == 50
    assert (
        "was not fetched: more than 50 resources are referred to (Medication/m50 and 9 more)" in problems(document)[0]
    )


@pytest.mark.requirement("P14")
def test_a_row_of_products_is_not_followed_without_end(call: Callable[..., Any], ehr: Ehr) -> None:
    ehr.resources += [
        {
            "resourceType": "Medication",
            "id": f"m{number}",
            "ingredient": [{"itemReference": {"reference": f"Medication/m{number + 1}"}}],
        }
        for number in range(10)
    ]
    _, document = call(context=drafting(referring("Medication/m0")))
    assert reads_of(ehr) == [f"Medication/m{number}" for number in range(4)]
    assert NOT_NAMED in problems(document)


@pytest.mark.requirement("R7", "R9")
def test_without_a_token_no_medication_is_read(call: Callable[..., Any], ehr: Ehr) -> None:
    _, document = call(
        prefetch={"patient": PATIENT}, fhirAuthorization=None, context=drafting(referring("Medication/vial"))
    )
    assert ehr.asked == []
    told = "resources that are only referred to: was not fetched: no token was given (Medication/vial)"
    assert told in problems(document)


# --- orders that are dispatched ----------------------------------------------------------------------------


SIGNED = {**KETAMINE, "status": "active"}


def dispatching(*orders: str) -> dict[str, Any]:
    context = {"patientId": "p1", "dispatchedOrders": list(orders), "performer": "Organization/o1"}
    return {"hook": "order-dispatch", "context": context}


NOTHING = {"resourceType": "Bundle", "total": 0}


@pytest.mark.requirement("P14", "R10")
@pytest.mark.parametrize("medication", ["coded", "referred to"])
def test_a_dispatched_order_is_read(call: Callable[..., Any], ehr: Ehr, medication: str) -> None:
    order = SIGNED if medication == "coded" else referring("Medication/vial", status="active")
    ehr.resources += [order, KETAMINE_VIAL]
    _, document = call(prefetch={"patient": PATIENT, "medications": NOTHING}, **dispatching("MedicationRequest/ket"))
    assert PSYCHOSIS in speaking(document)
    assert reads_of(ehr, "MedicationRequest/") == ["MedicationRequest/ket"]


@pytest.mark.requirement("P1", "P8")
def test_a_dispatched_order_that_a_search_brings_is_not_read(call: Callable[..., Any], ehr: Ehr) -> None:
    ehr.resources.append(SIGNED)
    _, document = call(**dispatching("MedicationRequest/ket"))
    assert PSYCHOSIS in speaking(document)
    assert reads_of(ehr, "MedicationRequest/") == []


@pytest.mark.requirement("R10")
def test_a_dispatched_order_of_another_patient_is_refused(call: Callable[..., Any], ehr: Ehr) -> None:
    ehr.resources.append(SIGNED | {"subject": {"reference": "Patient/p2"}})
    status, document = call(
        prefetch={"patient": PATIENT, "medications": NOTHING}, **dispatching("MedicationRequest/ket")
    )
    assert status == 400
    assert "another patient" in document["issue"][0]["details"]["text"]
    assert "p2" not in f"{document}"


@pytest.mark.requirement("P14", "R6")
@pytest.mark.parametrize("reference", ["NutritionOrder/n1", "Patient/p2", "ket", "MedicationRequest/ket?x=1"])
def test_what_no_family_knows_is_not_read(call: Callable[..., Any], ehr: Ehr, reference: str) -> None:
    status, _ = call(prefetch={"patient": PATIENT}, **dispatching(reference))
    assert status == 200
    assert all("?" in address for address in ehr.asked)


# --- what cannot be fetched is told -----------------------------------------------------------------------


def spoil_status(status: int) -> Callable[[Ehr], None]:
    return lambda ehr: setattr(ehr, "status", status)


TROUBLES: dict[str, tuple[Callable[[Ehr], None], str]] = {
    "401": (spoil_status(401), "the FHIR server answered with status 401"),
    "403": (spoil_status(403), "the FHIR server answered with status 403"),
    "500": (spoil_status(500), "the FHIR server answered with status 500"),
    "html": (lambda ehr: setattr(ehr, "content_type", "text/html"), "something else than FHIR in JSON"),
    "no json": (lambda ehr: setattr(ehr, "raw", b"<html>"), "something that is no JSON object"),
    "endless": (lambda ehr: setattr(ehr, "is_endless", True), "more than this service reads"),
    "packed": (lambda ehr: setattr(ehr, "content_encoding", "gzip"), "something else than FHIR in JSON"),
    "circle": (lambda ehr: ehr.__dict__.update(page_size=1, next_link=f"{ehr.url}/Condition?page=1"), "in a circle"),
    "endless pages": (lambda ehr: setattr(ehr, "pages_end_never", True), "it has more than 20 pages"),
    "elsewhere": (
        lambda ehr: ehr.__dict__.update(status=302, location="http://127.0.0.1:1/"),
        "redirects are not followed",
    ),
    "next elsewhere": (
        lambda ehr: ehr.__dict__.update(page_size=1, next_link="http://169.254.169.254/latest"),
        "its next page is at an address that this service may not ask",
    ),
}


@pytest.mark.requirement("H3", "P14", "R6")
@pytest.mark.parametrize("trouble", list(TROUBLES))
def test_a_query_that_fails_leaves_its_rules_not_evaluated(call: Callable[..., Any], ehr: Ehr, trouble: str) -> None:
    ehr.resources = [PATIENT, SPRAIN, condition("c3", "S93.402A"), condition("c4", "M54.5")]
    ehr.only = ("Condition",)
    spoil, why = TROUBLES[trouble]
    spoil(ehr)
    status, document = call()
    assert status == 200
    assert PSYCHOSIS in not_evaluated(document)
    [problem] = problems(document)
    assert problem.startswith("prefetch conditions: could ")
    assert problem.endswith(why)


@pytest.mark.requirement("H3", "L1")
def test_a_slow_query_costs_the_deadline_and_no_more(call: Callable[..., Any], ehr: Ehr) -> None:
    ehr.only = ("Condition",)
    ehr.hold()  # it answers only after we have
    _, document = call(deadline=0.5, prefetch={"patient": PATIENT})
    assert PSYCHOSIS in not_evaluated(document)
    assert "prefetch conditions: could not be fetched: the FHIR server gave no answer in time" in problems(document)


@pytest.mark.requirement("L1", "H3")
def test_a_dead_server_is_remembered(call: Callable[..., Any], ehr: Ehr) -> None:
    ehr.hold()
    given = {"patient": PATIENT}
    for _ in range(2):
        call(deadline=0.3, prefetch=given)
    asked = len(ehr.asked)
    status, document = call(prefetch=given)
    assert (status, len(ehr.asked)) == (200, asked)
    assert set(problems(document)) >= {
        "prefetch conditions: was not fetched: the FHIR server gave no answer a moment ago"
    }


# --- required data ----------------------------------------------------------------------------------------


@pytest.mark.requirement("H2", "P3")
@pytest.mark.parametrize("trouble", ["401", "500", "html", "endless", "elsewhere"])
def test_without_the_patient_there_is_no_answer(call: Callable[..., Any], ehr: Ehr, trouble: str) -> None:
    ehr.only = ("Patient",)
    spoil, why = TROUBLES[trouble]
    spoil(ehr)
    status, document = call()
    assert status == 412
    [issue] = document["issue"]
    assert why in issue["details"]["text"]
    assert "send the prefetch key `patient`" in issue["details"]["text"]
    assert TOKEN not in f"{document}"
    assert "p1" not in f"{document}"


@pytest.mark.requirement("H2", "R10")
def test_another_patient_than_asked_for_is_none(call: Callable[..., Any], ehr: Ehr) -> None:
    ehr.raw, ehr.only = b'{"resourceType": "Patient", "id": "p2"}', ("Patient",)
    assert call()[0] == 412


# --- nobody is asked --------------------------------------------------------------------------------------


@pytest.mark.requirement("R6", "P14")
@pytest.mark.parametrize("servers", [(), ("https://ehr.example/fhir",)])
def test_a_server_that_is_not_listed_is_never_asked(
    call: Callable[..., Any], ehr: Ehr, servers: tuple[str, ...]
) -> None:
    status, document = call(servers=servers, prefetch={"patient": PATIENT})
    assert (status, ehr.asked) == (200, [])
    assert PSYCHOSIS in not_evaluated(document)
    assert call(servers=servers)[0] == 412


@pytest.mark.requirement("R7", "R9")
@pytest.mark.parametrize(
    ("authorization", "why"),
    [
        (None, "no token was given"),
        ({"access_token": TOKEN}, "no token was given"),  # incomplete: as if it were absent
        ({"expires_in": 0}, "the token has expired"),
        ({"patient": "p2"}, "the token is for another patient"),
    ],
)
def test_without_a_token_that_fits_prefetch_is_all_there_is(
    call: Callable[..., Any], ehr: Ehr, authorization: dict[str, Any] | None, why: str
) -> None:
    if authorization is not None and "access_token" not in authorization:
        authorization = {**signing(ehr)["fhirAuthorization"], **authorization}
    status, document = call(prefetch={"patient": PATIENT}, fhirAuthorization=authorization)
    assert (status, ehr.asked) == (200, [])
    assert f"prefetch conditions: was not fetched: {why}" in problems(document)


# --- the token ends with the request ----------------------------------------------------------------------


@pytest.mark.requirement("R8", "R9")
def test_the_token_is_in_no_log_answer_or_record(
    call: Callable[..., Any], ehr: Ehr, log: LastLog, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    ehr.only, ehr.status = ("Condition",), 500
    with structlog.testing.capture_logs() as logged:
        _, document = call()
    assert f"Bearer {TOKEN}" in ehr.tokens
    assert TOKEN not in f"{logged} {caplog.text} {document}"
    assert log.request is not None
    assert log.request.fhir_authorization is None


# --- put together -----------------------------------------------------------------------------------------


@pytest.mark.requirement("P3", "R6")
def test_the_settings_say_who_may_be_asked(ehr: Ehr, rulebook: Rulebook, tmp_path: Path) -> None:
    made = Settings(
        auth="off",
        database_url=f"sqlite:///{tmp_path / 'kir.sqlite3'}",
        now=NOW,
        terminology_db=tmp_path / "none",
        fhir_servers=f" {ehr.url}/ , https://ehr.example",  # type: ignore[arg-type]
        _env_file=None,  # type: ignore[call-arg]
    )
    with TestClient(make_app(made, rulebook=rulebook)) as client:
        response = client.post("/cds-services/kir-order-sign", json=signing(ehr))
    assert PSYCHOSIS in speaking(response.json())


@pytest.mark.requirement("R6")
@pytest.mark.parametrize("server", ["ehr.example", "https://user@ehr.example", "https://ehr.example/a/../b", "*"])
def test_a_list_that_cannot_be_meant_so_is_refused(server: str) -> None:
    with pytest.raises(ValueError, match="are not all http or https addresses"):
        Settings(fhir_servers=server, _env_file=None)  # type: ignore[arg-type, call-arg]
