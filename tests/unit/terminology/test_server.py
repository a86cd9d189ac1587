"""A terminology server over real HTTP: right, slow, wrong, endless and dead. It may help, and can never harm."""

import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from cds.breaker import CircuitBreaker
from cds.record import Coding
from cds.terminology.cache import KNOWN, UNKNOWN, AnswerCache
from cds.terminology.rxnorm import NDC, RXNORM, RxNormLayer
from cds.terminology.server import ServerLayer, TerminologyServer
from tests.rrf import imported
from tests.terminology_server import Remote, described, match, parameters, serving, translation

LOCAL = "urn:oid:1.2.752.1"


@pytest.fixture
def remote() -> Iterator[Remote]:
    with serving() as found:
        yield found


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[AnswerCache]:
    made = AnswerCache(tmp_path / "cache.sqlite3")
    yield made
    made.close()


@pytest.fixture
def server(remote: Remote, cache: AnswerCache) -> Iterator[TerminologyServer]:
    made = TerminologyServer(remote.url, cache, timeout=2)
    yield made
    made.close()


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> RxNormLayer:
    return imported(tmp_path_factory.mktemp("rxnorm"))


def coding(code: str, system: str = LOCAL) -> Coding:
    return Coding(system=system, code=code, display="Jane Marker's tablets")


def prepared(layer: ServerLayer, one: Coding, within: float = 2) -> set[str] | None:
    layer.prepare([one], within=within)
    found = layer.ingredients(one)
    return None if found is None else set(found)


# --- right answers ------------------------------------------------------------------------------------------


def test_a_local_code_is_translated_and_opened_by_the_layers_before(
    remote: Remote, server: TerminologyServer, cache: AnswerCache, release: RxNormLayer
) -> None:
    remote.answers["ConceptMap/$translate", "LOC1"] = translation(match("900021"))
    layer = ServerLayer(server, cache, [release])
    assert layer.ingredients(coding("LOC1")) is None
    assert remote.asked == [], "looking up asks nobody"
    assert prepared(layer, coding("LOC1")) == {"161", "5489"}


def test_an_ndc_is_walked_to_its_ingredients_on_the_server(
    remote: Remote, server: TerminologyServer, cache: AnswerCache
) -> None:
    remote.answers |= {
        ("ConceptMap/$translate", "00000111122"): translation(match("10", "wider")),
        ("CodeSystem/$lookup", "10"): described("SBD", tradename_of="11"),
        ("CodeSystem/$lookup", "11"): described("SCD", consists_of="12", has_dose_form="99"),
        ("CodeSystem/$lookup", "12"): described("SCDC", has_ingredient="6130"),
        ("CodeSystem/$lookup", "6130"): described("IN"),
    }
    assert prepared(ServerLayer(server, cache), coding("00000111122", NDC)) == {"6130"}


def test_a_circle_and_a_dead_end_are_not_known(remote: Remote, server: TerminologyServer, cache: AnswerCache) -> None:
    remote.answers |= {
        ("CodeSystem/$lookup", "10"): described("SCD", consists_of="11"),
        ("CodeSystem/$lookup", "11"): described("SCDC", contains="10"),
        ("CodeSystem/$lookup", "20"): described("SCD", consists_of="21", has_ingredient="6130"),
        ("CodeSystem/$lookup", "6130"): described("IN"),
    }
    layer = ServerLayer(server, cache)
    assert prepared(layer, coding("10", RXNORM)) is None
    assert prepared(layer, coding("20", RXNORM)) is None, "half of what it holds would be a wrong answer"


@pytest.mark.parametrize("equivalence", ["narrower", "inexact", "unmatched", "disjoint", "relatedto", "?"])
def test_a_translation_that_may_mean_less_is_not_used(
    remote: Remote, server: TerminologyServer, equivalence: str
) -> None:
    remote.answers["ConceptMap/$translate", "X"] = translation(match("6130", equivalence))
    assert server.translate(coding("X")) is None


def test_a_translation_into_another_system_is_not_used(remote: Remote, server: TerminologyServer) -> None:
    remote.answers["ConceptMap/$translate", "X"] = translation(match("6130", system="http://snomed.info/sct"))
    assert server.translate(coding("X")) is None


def test_a_code_is_validated_in_a_value_set(remote: Remote, server: TerminologyServer) -> None:
    remote.answers["ValueSet/$validate-code", "A"] = parameters({"name": "result", "valueBoolean": True})
    remote.answers["ValueSet/$validate-code", "B"] = parameters({"name": "result", "valueBoolean": False})
    answers = [server.validate_code("https://kir-cds.org/fhir/ValueSet/some", coding(code)) for code in "ABC"]
    assert answers == [True, False, None]


def test_a_value_set_is_expanded_with_what_stands_below(remote: Remote, server: TerminologyServer) -> None:
    below = {"system": "http://snomed.info/sct", "code": "2", "display": "two"}
    top = {"system": "http://snomed.info/sct", "code": "1", "contains": [below], "abstract": True}
    remote.answers["ValueSet/$expand", ""] = {"resourceType": "ValueSet", "expansion": {"contains": [top], "total": 1}}
    found = server.expand({"resourceType": "ValueSet", "id": "some"})
    assert found == (Coding(system="http://snomed.info/sct", code="2", display="two"),)


def test_a_page_of_an_expansion_is_no_answer(remote: Remote, server: TerminologyServer) -> None:
    one = {"system": "http://snomed.info/sct", "code": "2"}
    remote.answers["ValueSet/$expand", ""] = {"resourceType": "ValueSet", "expansion": {"contains": [one], "total": 9}}
    assert server.expand({"resourceType": "ValueSet", "id": "some"}) is None


# --- what leaves the house ----------------------------------------------------------------------------------


def test_only_systems_and_codes_leave(remote: Remote, server: TerminologyServer, cache: AnswerCache) -> None:
    prepared(ServerLayer(server, cache), coding("LOC1"))
    [(operation, asked)] = remote.asked
    assert operation == "ConceptMap/$translate"
    assert asked["parameter"] == [
        {"name": "system", "valueUri": LOCAL},
        {"name": "code", "valueCode": "LOC1"},
        {"name": "targetsystem", "valueUri": RXNORM},
    ]


@pytest.mark.parametrize(
    ("system", "code"),
    [
        (LOCAL, "Jane Marker"),
        (LOCAL, ""),
        ("", "1"),
        ("my system", "1"),
        (LOCAL, "x" * 65),
        (LOCAL, "né"),
        (LOCAL, "\n"),
    ],
)
def test_what_does_not_look_like_a_code_stays(
    remote: Remote, server: TerminologyServer, cache: AnswerCache, system: str, code: str
) -> None:
    assert prepared(ServerLayer(server, cache), coding(code, system)) is None
    assert remote.asked == []


def test_a_code_that_we_know_is_not_asked_for(
    remote: Remote, server: TerminologyServer, cache: AnswerCache, release: RxNormLayer
) -> None:
    ServerLayer(server, cache, [release]).prepare([coding("900022", RXNORM)], within=2)
    assert remote.asked == []


# --- the cache ----------------------------------------------------------------------------------------------


def test_an_answer_outlives_the_process(remote: Remote, tmp_path: Path) -> None:
    remote.answers["ConceptMap/$translate", "LOC1"] = translation(match("6130"))
    remote.answers["CodeSystem/$lookup", "6130"] = described("IN")
    for _ in range(2):
        cache = AnswerCache(tmp_path / "kept.sqlite3")
        layer = ServerLayer(TerminologyServer(remote.url, cache, timeout=2), cache)
        assert prepared(layer, coding("LOC1")) == {"6130"}
        layer.close()
    assert len(remote.asked) == 2


def test_known_is_kept_a_month_and_unknown_a_day(tmp_path: Path) -> None:
    now = 1_000_000.0
    cache = AnswerCache(tmp_path / "cache.sqlite3", clock=lambda: now)
    cache.put("known", ["6130"])
    cache.put("unknown", None)
    assert (cache.get("known"), cache.get("unknown"), cache.get("other")) == (
        (True, ["6130"]),
        (True, None),
        (False, None),
    )
    now += UNKNOWN + 1
    assert (cache.get("known")[0], cache.get("unknown")[0]) == (True, False)
    now += KNOWN
    assert not cache.get("known")[0]
    cache.close()


@pytest.mark.parametrize("content", [b"no database" * 100, None])
def test_a_cache_file_that_cannot_be_used_is_done_without(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "cache.sqlite3"
    path.mkdir() if content is None else path.write_bytes(content)
    cache = AnswerCache(path)
    cache.put("a", ["1"])
    assert cache.get("a") == (True, ["1"])
    cache.close()


def test_a_failure_is_not_kept(remote: Remote, server: TerminologyServer, cache: AnswerCache) -> None:
    remote.answers["ConceptMap/$translate", "LOC1"] = translation(match("6130"))
    remote.answers["CodeSystem/$lookup", "6130"] = described("IN")
    layer = ServerLayer(server, cache)
    remote.status = 500
    assert prepared(layer, coding("LOC1")) is None
    remote.status = 200
    assert prepared(layer, coding("LOC1")) == {"6130"}


# --- wrong, slow, endless, dead -----------------------------------------------------------------------------


WRONG: dict[str, dict[str, Any]] = {
    "500": {"status": 500},
    "401": {"status": 401},
    "429": {"status": 429},
    "a redirect": {"status": 307},
    "a web page": {"content_type": "text/html", "raw": b"<html>log in</html>"},
    "JSON as text": {"content_type": "text/plain"},
    "no JSON": {"raw": b'{"resourceType": "Param'},
    "no object": {"raw": b"[1, 2]"},
    "not UTF-8": {"raw": b'{"a": "\xff\xfe"}'},
    "another resource": {"raw": b'{"resourceType": "Patient", "id": "1"}'},
    "no result": {"raw": b'{"resourceType": "Parameters"}'},
    "a result of another type": {
        "raw": b'{"resourceType": "Parameters", "parameter": [{"name": "result", "valueString": "true"}]}'
    },
    "deep nesting": {"raw": b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}"},
    "too much": {"raw": b'{"a": "' + b"x" * 3_000_000 + b'"}'},
    "nothing": {"raw": b""},
    "404 without an outcome": {"status": 404, "raw": b"{}"},
}


@pytest.mark.parametrize("behaviour", WRONG.values(), ids=WRONG.keys())
def test_a_wrong_answer_is_no_answer(
    remote: Remote, server: TerminologyServer, cache: AnswerCache, behaviour: dict[str, Any]
) -> None:
    remote.answers["ConceptMap/$translate", "LOC1"] = translation(match("6130"))
    for name, value in behaviour.items():
        setattr(remote, name, value)
    assert server.translate(coding("LOC1")) is None
    assert server.validate_code("https://example.org/vs", coding("LOC1")) is None
    assert server.expand({"resourceType": "ValueSet"}) is None
    assert prepared(ServerLayer(server, cache), coding("LOC1")) is None


@pytest.mark.parametrize("behaviour", [{"delay": 5.0}, {"drips": True}], ids=["slow", "endless"])
def test_no_answer_in_time_is_no_answer(remote: Remote, cache: AnswerCache, behaviour: dict[str, Any]) -> None:
    for name, value in behaviour.items():
        setattr(remote, name, value)
    layer = ServerLayer(TerminologyServer(remote.url, cache, timeout=0.2), cache)
    start = time.perf_counter()
    assert prepared(layer, coding("LOC1")) is None
    assert time.perf_counter() - start < 4  # the server takes five seconds
    layer.close()


def test_the_hook_has_the_last_word_on_time(remote: Remote, cache: AnswerCache) -> None:
    remote.delay = 5.0
    layer = ServerLayer(TerminologyServer(remote.url, cache, timeout=60), cache)
    start = time.perf_counter()
    layer.prepare([coding(f"LOC{number}") for number in range(20)], within=0.15)
    assert time.perf_counter() - start < 4  # the server takes five seconds
    layer.prepare([coding("LATE")], within=0)
    layer.prepare([coding("LATE")], within=-1)
    assert time.perf_counter() - start < 4
    layer.close()


def test_many_codes_are_asked_at_once(remote: Remote, server: TerminologyServer, cache: AnswerCache) -> None:
    remote.delay = 0.5  # one after the other they would take four seconds
    remote.answers |= {("CodeSystem/$lookup", str(code)): described("IN") for code in range(1, 9)}
    layer = ServerLayer(server, cache)
    layer.prepare([coding(str(code), RXNORM) for code in range(1, 9)], within=3)
    assert all(layer.ingredients(coding(str(code), RXNORM)) == {str(code)} for code in range(1, 9))


def test_a_dead_port(cache: AnswerCache) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    server = TerminologyServer(f"http://127.0.0.1:{port}/fhir", cache, timeout=1)
    assert server.translate(coding("LOC1")) is None
    assert prepared(ServerLayer(server, cache), coding("LOC1")) is None
    server.close()


@pytest.mark.parametrize("url", ["http://no-such-host.invalid/fhir", "http://[::1", "http://127.0.0.1:99999/fhir"])
def test_an_address_that_leads_nowhere(cache: AnswerCache, url: str) -> None:
    server = TerminologyServer(url, cache, timeout=0.5)
    assert server.translate(coding("LOC1")) is None
    server.close()


# --- the circuit breaker ------------------------------------------------------------------------------------


def test_after_three_failures_nobody_is_asked_until_a_pause_is_over(remote: Remote, cache: AnswerCache) -> None:
    now = 0.0
    breaker = CircuitBreaker(clock=lambda: now)
    server = TerminologyServer(remote.url, cache, timeout=2, breaker=breaker)
    remote.answers |= {("ConceptMap/$translate", str(code)): translation(match("6130")) for code in range(10)}
    remote.status = 503
    for code in range(5):
        assert server.translate(coding(str(code))) is None
    assert len(remote.asked) == 3
    assert breaker.is_open
    now += 31
    assert server.translate(coding("5")) is None, "one may try, and fails"
    assert server.translate(coding("6")) is None
    assert len(remote.asked) == 4
    now += 31
    remote.status = 200
    assert server.translate(coding("7")) == {"6130"}
    assert server.translate(coding("8")) == {"6130"}
    assert not breaker.is_open
    server.close()


def test_after_a_pause_only_one_of_many_tries() -> None:
    now = 0.0
    breaker = CircuitBreaker(clock=lambda: now)
    for _ in range(3):
        breaker.failed()
    now += 31
    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(lambda _: breaker.may_try(), range(50))) == 1


def test_does_not_know_is_an_answer_and_no_failure(remote: Remote, cache: AnswerCache) -> None:
    breaker = CircuitBreaker()
    server = TerminologyServer(remote.url, cache, timeout=2, breaker=breaker)
    for code in range(5):
        assert server.translate(coding(str(code))) is None
    assert len(remote.asked) == 5
    assert not breaker.is_open
    server.close()
