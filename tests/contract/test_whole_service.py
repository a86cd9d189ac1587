"""The real service with the real rulebook, asked what no EHR should ask: nothing may break, leak or read as safe."""

import copy
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from cds.app import make_app
from cds.settings import CONTENT, Settings

SAMPLES = sorted((CONTENT / "fhir_samples" / "requests").rglob("*.json"))
HOOKS = ("patient-view", "order-select", "order-sign", "encounter-start", "appointment-book")
SERVICES = {hook: f"kir-{hook}" for hook in HOOKS}
WRITTEN = datetime(2026, 11, 20, 12, tzinfo=UTC)
HOSTILE = {
    "html": "<script>alert(1)</script><img src=x onerror=alert(2)>",
    "markdown": "](javascript:alert(1)) ![x](http://evil.example/x.png) **bold** `code` | a | b |",
    "control": "a\x00b\x1b[31mc\u202ed\u2066e\ufeff\r\nSet-Cookie: x",
    "long": "ketamine " * 120_000,
    "surrogate": "\ud800 lone",
    "empty": "",
    "slots": "{pregnancy.display} {0} %s ${x} {{context.patientId}}",
}
NESTED: Any = "deep"
for _ in range(60):
    NESTED = {"extension": [{"url": "x", "valueString": "y", "nested": NESTED}]}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    database = tmp_path_factory.mktemp("database") / "decisions.sqlite3"
    settings = Settings(auth="off", database_url=f"sqlite:///{database}", now=WRITTEN, _env_file=None)  # type: ignore[call-arg]
    with TestClient(make_app(settings), raise_server_exceptions=False) as client:
        yield client


def ask(client: TestClient, request: Any) -> Any:
    """The answer as JSON; anything but a clean status is a failure that names no more than the status."""
    body = json.dumps(request)
    response = client.post(
        f"/cds-services/{SERVICES[request['hook']]}", content=body, headers={"Content-Type": "application/json"}
    )
    assert response.status_code < 500, f"status {response.status_code}"
    return response


def sample(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def shown(answer: Any) -> str:
    """An answer without the resources of its actions: an update sends the EHR's own draft back as it came."""
    for card in answer.get("cards", ()):
        for suggestion in card.get("suggestions", ()):
            for action in suggestion["actions"]:
                action.pop("resource", None)
    return json.dumps(answer, ensure_ascii=False)


def spoken(answer: Any) -> set[str]:
    return {entry["id"] for card in answer["cards"] for entry in card["extension"]["org.kir-cds.rules"]}


def not_evaluated(answer: Any) -> set[str]:
    return {entry["rule"] for entry in answer["extension"]["org.kir-cds.decision"].get("notEvaluated", [])}


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a request that holds a string."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from places(inner, (*path, name))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from places(inner, (*path, index))
    elif isinstance(value, str):
        yield path


def with_value(request: Any, path: tuple[Any, ...], value: Any) -> Any:
    changed = copy.deepcopy(request)
    inner = changed
    for part in path[:-1]:
        inner = inner[part]
    inner[path[-1]] = value
    return changed


def test_there_are_samples() -> None:
    assert len(SAMPLES) >= 12


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_leaving_out_what_was_prefetched_never_makes_a_rule_silent(client: TestClient, path: Path) -> None:
    """A rule that speaks may become not evaluated when a prefetch key is not given, never silent."""
    request = sample(path)
    before = spoken(ask(client, request).json())
    for key in request.get("prefetch", {}):
        if key == "patient":
            continue
        less = copy.deepcopy(request)
        del less["prefetch"][key]
        answer = ask(client, less).json()
        silent = before - spoken(answer) - not_evaluated(answer)
        assert not silent, f"without {key}: {silent} fell silent"


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_no_prefetch_but_the_patient_concludes_nothing_from_absence(client: TestClient, path: Path) -> None:
    request = sample(path)
    before = spoken(ask(client, request).json())
    request["prefetch"] = {"patient": request["prefetch"]["patient"]}
    answer = ask(client, request).json()
    assert before <= spoken(answer) | not_evaluated(answer)


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize("path", SAMPLES[::30], ids=lambda path: path.stem)
def test_a_hostile_string_anywhere_breaks_nothing(client: TestClient, path: Path, kind: str) -> None:
    request = sample(path)
    every = list(places({name: request[name] for name in ("context", "prefetch", "hookInstance") if name in request}))
    step = 11 if kind == "long" else 2
    for place in every[::step]:
        response = ask(client, with_value(request, place, HOSTILE[kind]))
        text = shown(response.json())
        assert "<script" not in text, place
        assert "](javascript" not in text, place
        assert "\u202e" not in text, place
        assert len(response.content) < 64 * 1024, place


@pytest.mark.parametrize("value", [None, 7, True, [], {}, [[]], {"a": 1}, NESTED], ids=lambda value: repr(value)[:12])
def test_a_wrong_type_anywhere_breaks_nothing(client: TestClient, value: Any) -> None:
    request = sample(SAMPLES[0])
    every = list(places({name: request[name] for name in ("context", "prefetch", "hookInstance") if name in request}))
    for place in every[::2]:
        ask(client, with_value(request, place, value))


def test_a_thousand_resources_are_answered_within_the_size_limit(client: TestClient) -> None:
    request = sample(next(path for path in SAMPLES if path.parent.name == "order-sign"))
    patient = request["context"]["patientId"]
    crowd = [
        {
            "resource": {
                "resourceType": "Condition",
                "id": f"crowd-{number}",
                "clinicalStatus": {"coding": [{"code": "active"}]},
                "subject": {"reference": f"Patient/{patient}"},
                "recordedDate": "2026-10-01",
                "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": code}]},
            }
        }
        for number, code in enumerate(["F20.0", "O09.90", "E11.42", "I10"] * 250)
    ]
    request["prefetch"]["conditions"] = {"resourceType": "Bundle", "type": "searchset", "entry": crowd}
    response = ask(client, request)
    assert response.status_code == 200
    assert len(response.content) < 64 * 1024


def test_the_same_request_twice_gives_the_same_bytes(client: TestClient) -> None:
    for path in SAMPLES:
        request = sample(path)
        assert ask(client, request).content == ask(client, request).content


def test_fifty_patients_at_once_ten_times_over_each_see_only_their_own_facts(client: TestClient) -> None:
    """Every reference in an answer is one that its own request holds."""
    template = json.dumps(sample(next(path for path in SAMPLES if "pregnant" in path.stem)))
    original = json.loads(template)

    def marked(number: int) -> Any:
        """The same story for another patient: every id of it carries the patient's own number."""
        ids = {ref.rpartition("/")[2] for ref in references(original)} | {original["context"]["patientId"]}
        text = template
        for one in sorted(ids, key=len, reverse=True):
            text = text.replace(f'"{one}"', f'"{one}-n{number}"').replace(f'/{one}"', f'/{one}-n{number}"')
        return json.loads(text)

    def references(document: Any) -> set[str]:
        return {
            f"{inner['resourceType']}/{inner['id']}"
            for inner in objects(document)
            if "resourceType" in inner and "id" in inner
        }

    def objects(value: Any) -> Iterator[dict[str, Any]]:
        if isinstance(value, dict):
            yield value
        for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            yield from objects(inner)

    def one(number: int) -> None:
        answer = ask(client, marked(number)).json()
        assert answer["cards"], number
        for inner in objects(answer):
            reference = inner.get("reference") or inner.get("resourceId")
            if reference and "/" in reference:
                assert reference.endswith(f"-n{number}"), (number, reference)

    with ThreadPoolExecutor(max_workers=10) as pool:
        for outcome in pool.map(one, [number for _ in range(10) for number in range(50)]):
            assert outcome is None
