"""Completing from a real server: what comes is read like prefetch, what does not come stays unknown and says why."""

import logging
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from typing import Any

import pytest
import structlog

from cds.fhir import read_prefetch
from cds.fhir.fetch import FhirReader
from cds.fhir.queries import Query
from cds.hooks import FhirAuthorization, HookRequest, PatientViewContext
from cds.record import Answer, Given, Kind
from tests.fhir_server import Ehr, serving

TOKEN = "canary-token-123"  # noqa: S105 — of nobody
KEYS = {"patient": Kind.PATIENT, "encounter": Kind.ENCOUNTER, "conditions": Kind.CONDITION}
TEMPLATES = {
    "patient": "Patient/{{context.patientId}}",
    "encounter": "Encounter/{{context.encounterId}}",
    "conditions": "Condition?patient={{context.patientId}}",
}
PATIENT = {"resourceType": "Patient", "id": "p1"}
ENCOUNTER = {"resourceType": "Encounter", "id": "e1", "subject": {"reference": "Patient/p1"}}
WHOLE = [Given.COMPLETE] * 3
ASKED = ["Condition?patient=p1&_count=200", "Encounter/e1", "Patient/p1"]


def condition(id_: str) -> dict[str, Any]:
    return {"resourceType": "Condition", "id": id_, "subject": {"reference": "Patient/p1"}}


@pytest.fixture
def ehr() -> Iterator[Ehr]:
    with serving() as found:
        found.resources = [PATIENT, ENCOUNTER, *(condition(f"c{number}") for number in range(5))]
        yield found


@pytest.fixture
def reader(ehr: Ehr) -> Iterator[Callable[..., FhirReader]]:
    opened: list[FhirReader] = []

    def make(*servers: str, deadline: float = 10) -> FhirReader:
        opened.append(FhirReader(servers or (ehr.url,), deadline=deadline))
        return opened[-1]

    yield make
    ehr.let_go()
    for one in opened:
        one.close()


def request(server: str | None, token: str | None = TOKEN, **members: Any) -> HookRequest:
    given = {"access_token": token, "token_type": "Bearer", "expires_in": 300, "scope": "x", "subject": "s"}
    given |= members.pop("authorization", {})
    context = PatientViewContext(
        user_id="Practitioner/1",
        patient_id=members.pop("patient_id", "p1"),
        encounter_id=members.pop("encounter", "e1"),
    )
    return HookRequest(
        hook="patient-view",
        hook_instance="i",
        context=context,
        fhir_server=server,
        fhir_authorization=FhirAuthorization.from_wire(given) if token is not None else None,
        **members,
    )


def nothing_more(answers: Sequence[Answer]) -> list[str]:
    """Of what is referred to, everything is there."""
    return []


def completed(reader: FhirReader, asking: HookRequest, prefetch: dict[str, Any] | None = None) -> list[Answer]:
    """What was fetched, in the order of the keys."""
    answers = read_prefetch(prefetch, KEYS)
    all_answers = reader.complete(answers, asking, TEMPLATES, nothing_more)
    return [one for one in all_answers if one not in answers]


def told(answers: list[Answer], key: str = "conditions") -> tuple[Given, str | None]:
    return next((one.given, one.problem) for one in answers if one.key == key)


# --- what is asked, and with what -------------------------------------------------------------------------


def test_everything_that_is_absent_is_fetched_at_once(ehr: Ehr, reader: Callable[..., FhirReader]) -> None:
    ehr.together = threading.Barrier(3)  # no query is answered before all of them have come
    answers = completed(reader(), request(ehr.url))
    assert [one.given for one in answers] == WHOLE
    assert [len(one.resources) for one in answers] == [1, 1, 5]
    assert sorted(ehr.asked) == ASKED


def test_the_token_goes_along_and_nothing_else_of_the_user(ehr: Ehr, reader: Callable[..., FhirReader]) -> None:
    ehr.sets_cookies = True
    asking = reader()
    completed(asking, request(ehr.url))
    completed(asking, request(ehr.url, token="of-another-user"))  # noqa: S106 — of nobody
    assert ehr.tokens == {f"Bearer {TOKEN}", "Bearer of-another-user"}
    assert ehr.cookies == {None}
    assert {one["accept"] for one in ehr.headers} == {"application/fhir+json"}
    assert {one["accept-encoding"] for one in ehr.headers} == {"identity"}


def test_only_what_is_not_whole_is_asked_again(ehr: Ehr, reader: Callable[..., FhirReader]) -> None:
    failed = {"resourceType": "OperationOutcome", "issue": [{"severity": "error"}]}
    answers = read_prefetch({"patient": PATIENT, "encounter": None, "conditions": failed}, KEYS)
    found = reader().complete(answers, request(ehr.url), TEMPLATES, nothing_more)
    assert ehr.asked == ASKED[:1]
    assert [(one.key, one.given, one.problem) for one in found] == [
        ("patient", Given.COMPLETE, None),
        ("encounter", Given.COMPLETE, None),
        ("conditions", Given.UNKNOWN, None),  # what was wrong is mended
        ("conditions", Given.COMPLETE, None),
    ]


def test_a_page_of_several_is_completed(ehr: Ehr, reader: Callable[..., FhirReader]) -> None:
    page = {
        "resourceType": "Bundle",
        "link": [{"relation": "next", "url": "https://evil.example/"}],
        "entry": [{"resource": condition("c1")}],
    }
    answers = completed(reader(), request(ehr.url), {"patient": PATIENT, "encounter": None, "conditions": page})
    assert ehr.asked == ASKED[:1]
    given, fetched = answers
    assert (given.given, given.problem) == (Given.PARTIAL, None)  # what was wrong is mended
    assert (fetched.given, fetched.problem) == (Given.COMPLETE, None)


@pytest.mark.parametrize("patient_id", ["a,b", "..", ".", "p1?x=1", "p1&_id=2", "p1|x", "p 1", "%2e%2e", "ü", "p1#"])
def test_an_id_that_a_search_would_read_otherwise_is_not_sent(
    ehr: Ehr, reader: Callable[..., FhirReader], patient_id: str
) -> None:
    assert completed(reader(), request(ehr.url, patient_id=patient_id, encounter=None)) == []
    assert ehr.asked == []


@pytest.mark.parametrize(
    "template", ["Condition", "Condition?code=1", "Condition?x=1&patient={{context.patientId}}", "Patient?name=x", ""]
)
def test_only_the_compartment_of_the_patient_is_asked(
    ehr: Ehr, reader: Callable[..., FhirReader], template: str
) -> None:
    answers = read_prefetch({}, {"conditions": Kind.CONDITION})
    assert reader().complete(answers, request(ehr.url), {"conditions": template}, nothing_more) == answers
    assert ehr.asked == []


def test_without_an_encounter_none_is_asked(ehr: Ehr, reader: Callable[..., FhirReader]) -> None:
    completed(reader(), request(ehr.url, encounter=None))
    assert sorted(ehr.asked) == [ASKED[0], ASKED[2]]


# --- nobody is asked --------------------------------------------------------------------------------------


def refused(reader: FhirReader, asking: HookRequest) -> str | None:
    answers = completed(reader, asking)
    assert [one.given for one in answers] == [Given.UNKNOWN] * 3
    [problem] = {one.problem for one in answers}
    return problem


def test_without_a_token_nothing_is_fetched(ehr: Ehr, reader: Callable[..., FhirReader]) -> None:
    assert refused(reader(), request(ehr.url, token=None)) == "was not fetched: no token was given"
    assert ehr.asked == []


@pytest.mark.parametrize(
    ("authorization", "problem"),
    [
        ({"expires_in": 0}, "was not fetched: the token has expired"),
        ({"patient": "p2"}, "was not fetched: the token is for another patient"),
        ({"access_token": "a\r\nHost: evil"}, "was not fetched: the token is none that HTTP can carry"),
        ({"access_token": "ü"}, "was not fetched: the token is none that HTTP can carry"),
    ],
)
def test_a_token_that_does_not_fit_is_not_used(
    ehr: Ehr, reader: Callable[..., FhirReader], authorization: dict[str, Any], problem: str
) -> None:
    assert refused(reader(), request(ehr.url, authorization=authorization)) == problem
    assert ehr.asked == []


def test_a_server_that_is_not_listed_is_not_asked(ehr: Ehr, reader: Callable[..., FhirReader]) -> None:
    problem = "was not fetched: the FHIR server of the hook is not one that this service may ask"
    for tricky in (
        ehr.url.replace("127.0.0.1", "localhost"),
        ehr.url.replace("127.0.0.1", "2130706433"),
        ehr.url.replace("127.0.0.1", "127.1"),
        ehr.url.replace("127.0.0.1", "[::ffff:127.0.0.1]"),
        ehr.url.replace("http://", "http://x@"),
        f"{ehr.url}/../admin",
        f"{ehr.url}%2f..%2fadmin",
    ):
        assert refused(reader(f"{ehr.url}/"), request(tricky)) == problem
    assert refused(reader("https://ehr.example"), request(ehr.url)) == problem
    assert ehr.asked == []


def test_without_a_server_there_is_nothing_to_say(reader: Callable[..., FhirReader]) -> None:
    assert completed(reader(), request(None)) == []


# --- pages ------------------------------------------------------------------------------------------------


def test_pages_are_followed_to_the_last(ehr: Ehr, reader: Callable[..., FhirReader]) -> None:
    ehr.page_size = 2
    [answer] = [one for one in completed(reader(), request(ehr.url)) if one.key == "conditions"]
    assert (answer.given, answer.problem) == (Given.COMPLETE, None)
    assert [one["id"] for one in answer.resources] == ["c0", "c1", "c2", "c3", "c4"]
    assert answer.full_urls[4] == f"{ehr.url}/Condition/c4"


@pytest.mark.parametrize("link", ["https://evil.example/fhir?page=2", "http://127.0.0.1:1/fhir?page=2", "/admin", ""])
def test_a_next_link_to_elsewhere_leaves_a_part(ehr: Ehr, reader: Callable[..., FhirReader], link: str) -> None:
    ehr.page_size, ehr.next_link = 2, link
    answers = completed(reader(), request(ehr.url))
    assert told(answers) == (
        Given.PARTIAL,
        "could be fetched in part only: its next page is at an address that this service may not ask",
    )
    assert len(ehr.asked) == 3


def test_endless_pages_end(ehr: Ehr, reader: Callable[..., FhirReader]) -> None:
    ehr.pages_end_never, ehr.only = True, ("Condition",)
    answers = completed(reader(), request(ehr.url))
    assert told(answers) == (Given.PARTIAL, "could be fetched in part only: it has more than 20 pages")
    assert len(ehr.asked) == 22


def test_pages_in_a_circle_end(ehr: Ehr, reader: Callable[..., FhirReader]) -> None:
    ehr.page_size, ehr.next_link = 2, f"{ehr.url}/Condition?page=1"
    answers = completed(reader(), request(ehr.url))
    assert told(answers) == (Given.PARTIAL, "could be fetched in part only: its pages go in a circle")


def test_pages_that_are_huge_together_end(ehr: Ehr, reader: Callable[..., FhirReader]) -> None:
    ehr.page_size = 1
    ehr.resources[2:] = [condition(f"c{number}") | {"text": "x" * 3_900_000} for number in range(5)]
    answers = completed(reader(), request(ehr.url))
    assert told(answers) == (
        Given.PARTIAL,
        "could be fetched in part only: the FHIR server answered more than this service reads",
    )


def test_a_later_page_that_fails_leaves_a_part(ehr: Ehr, reader: Callable[..., FhirReader]) -> None:
    ehr.page_size, ehr.only, ehr.status = 2, ("Condition?page",), 500
    answers = completed(reader(), request(ehr.url))
    assert told(answers) == (
        Given.PARTIAL,
        "could be fetched in part only: the FHIR server answered with status 500",
    )


def test_a_page_that_does_not_come_in_time_leaves_a_part() -> None:
    query = Query("conditions", Kind.CONDITION, "Condition?patient=p1", None)
    link = [{"relation": "next", "url": "https://ehr.example/fhir/Condition?page=1"}]
    query.take({"resourceType": "Bundle", "link": link, "entry": [{"resource": condition("c1")}]})
    answer = query.answer()  # the deadline came before the other page
    assert (answer.given, answer.resources) == (Given.PARTIAL, (condition("c1"),))
    assert answer.problem == "could be fetched in part only: the FHIR server gave no answer in time"


# --- answers that are none --------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 429, 500, 503])
def test_a_refusal_is_told_with_its_status(ehr: Ehr, reader: Callable[..., FhirReader], status: int) -> None:
    ehr.status, ehr.only = status, ("Condition",)
    answers = completed(reader(), request(ehr.url))
    assert told(answers) == (Given.UNKNOWN, f"could not be fetched: the FHIR server answered with status {status}")
    assert told(answers, "patient") == (Given.COMPLETE, None)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(ehr: Ehr, reader: Callable[..., FhirReader], status: int) -> None:
    with serving() as elsewhere:
        ehr.status, ehr.location, ehr.only = status, f"{elsewhere.url}/Condition", ("Condition",)
        answers = completed(reader(), request(ehr.url))
        assert told(answers) == (
            Given.UNKNOWN,
            f"could not be fetched: the FHIR server answered with status {status}; redirects are not followed",
        )
        assert elsewhere.asked == []


@pytest.mark.parametrize(
    ("manner", "value", "problem"),
    [
        ("content_type", "text/html", "the FHIR server answered something else than FHIR in JSON"),
        ("content_type", "application/fhir+xml", "the FHIR server answered something else than FHIR in JSON"),
        ("raw", b"<html>", "the FHIR server answered something that is no JSON object"),
        ("raw", b"[" * 100_000, "the FHIR server answered something that is no JSON object"),
        ("raw", b'{"a":' * 5000 + b"1" + b"}" * 5000, "the FHIR server answered something that is no JSON object"),
        ("raw", b"[]", "the FHIR server answered something that is no JSON object"),
        ("raw", b"{}", "the FHIR server answered no resource"),
        ("is_endless", True, "the FHIR server answered more than this service reads"),
        ("has_endless_headers", True, "no connection with the FHIR server (RemoteProtocolError)"),
        ("content_encoding", "gzip", "the FHIR server answered something else than FHIR in JSON"),
    ],
)
def test_what_cannot_be_read_is_unknown(
    ehr: Ehr, reader: Callable[..., FhirReader], manner: str, value: Any, problem: str
) -> None:
    setattr(ehr, manner, value)
    ehr.only = ("Condition",)
    answers = completed(reader(), request(ehr.url))
    assert told(answers) == (Given.UNKNOWN, f"could not be fetched: {problem}")


def test_an_outcome_is_read_as_in_prefetch(ehr: Ehr, reader: Callable[..., FhirReader]) -> None:
    ehr.raw, ehr.only = b'{"resourceType": "OperationOutcome", "issue": [{"severity": "error"}]}', ("Condition",)
    answers = completed(reader(), request(ehr.url))
    assert told(answers) == (Given.UNKNOWN, "as fetched: the query failed in the EHR; its log says why")


def test_another_patient_is_no_answer(ehr: Ehr, reader: Callable[..., FhirReader]) -> None:
    ehr.raw, ehr.only = b'{"resourceType": "Patient", "id": "p2"}', ("Patient",)
    [answer] = [one for one in completed(reader(), request(ehr.url)) if one.key == "patient"]
    assert (answer.given, answer.resources) == (Given.UNKNOWN, ())
    assert answer.problem == ("could not be fetched: the FHIR server answered another resource than the one asked for")


# --- servers that do not answer ---------------------------------------------------------------------------


def test_a_slow_server_costs_no_more_than_the_deadline(ehr: Ehr, reader: Callable[..., FhirReader]) -> None:
    ehr.hold()  # it would answer only after this call has returned
    answers = completed(reader(deadline=0.3), request(ehr.url))
    assert {(one.given, one.problem) for one in answers} == {
        (Given.UNKNOWN, "could not be fetched: the FHIR server gave no answer in time")
    }


def test_a_server_that_drips_costs_no_more_than_the_deadline(ehr: Ehr, reader: Callable[..., FhirReader]) -> None:
    ehr.only, ehr.drips = ("Condition",), True  # a byte a second: no pause is as long as the deadline
    ehr.hold()
    answers = completed(reader(deadline=1.5), request(ehr.url))
    assert told(answers) == (Given.UNKNOWN, "could not be fetched: the FHIR server gave no answer in time")
    assert told(answers, "patient") == (Given.COMPLETE, None)


def test_a_server_that_says_nothing_is_left_alone_for_a_while(ehr: Ehr, reader: Callable[..., FhirReader]) -> None:
    asking = reader(deadline=0.3)
    ehr.hold()
    for _ in range(2):
        completed(asking, request(ehr.url))
    asked = len(ehr.asked)
    assert refused(asking, request(ehr.url)) == "was not fetched: the FHIR server gave no answer a moment ago"
    assert len(ehr.asked) == asked


def test_a_server_that_refuses_is_no_dead_one(ehr: Ehr, reader: Callable[..., FhirReader]) -> None:
    asking = reader()
    ehr.status = 403
    for _ in range(4):
        completed(asking, request(ehr.url))
    ehr.status = 200
    assert [one.given for one in completed(asking, request(ehr.url))] == WHOLE


def test_a_dead_server_does_not_silence_another(ehr: Ehr, reader: Callable[..., FhirReader]) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        dead = f"http://127.0.0.1:{unused.getsockname()[1]}/fhir"
        asking = reader(dead, ehr.url)
        assert (
            refused(asking, request(dead)) == "could not be fetched: no connection with the FHIR server (ConnectError)"
        )
        refused(asking, request(dead))
        assert refused(asking, request(dead)) == "was not fetched: the FHIR server gave no answer a moment ago"
    assert [one.given for one in completed(asking, request(ehr.url))] == WHOLE


def test_a_crowd_answers_from_what_it_was_given(ehr: Ehr, reader: Callable[..., FhirReader]) -> None:
    asking = reader()
    with ExitStack() as others:
        for _ in range(24):
            others.enter_context(asking._room)
        assert refused(asking, request(ehr.url)) == "was not fetched: too much is being fetched at this moment"
    assert [one.given for one in completed(asking, request(ehr.url))] == WHOLE


def test_what_was_cut_off_does_not_go_on(ehr: Ehr, reader: Callable[..., FhirReader]) -> None:
    ehr.page_size, ehr.only = 2, ("Condition",)
    ehr.hold()
    asking = reader(deadline=0.5)
    completed(asking, request(ehr.url))
    asking.close()
    ehr.let_go()
    assert not [address for address in ehr.asked if "page" in address]


# --- nothing is told --------------------------------------------------------------------------------------


def test_neither_token_nor_address_is_logged(
    ehr: Ehr, reader: Callable[..., FhirReader], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    ehr.page_size, ehr.status, ehr.only = 2, 500, ("Condition?page",)
    with structlog.testing.capture_logs() as logged:
        answers = completed(reader(), request(ehr.url, patient_id="p1"))
    said = f"{logged} {caplog.text} {answers[2].problem}"
    assert "fetched from the EHR" in said
    for secret in (TOKEN, "Patient/p1", "patient=p1", "127.0.0.1"):
        assert secret not in said
