"""The samples: valid FHIR, complete requests, and answered as their golden files say, on any day.

Golden files are written by `scripts/golden.py`.
"""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fhir.resources.R4B import get_fhir_model_class
from starlette.testclient import TestClient

from cds.app import make_app, make_responder
from cds.rulebook import Status
from cds.samples import redated, written_on
from cds.settings import Settings
from scripts.golden import HOUR, SAMPLES, normal, pretty, request_files, response_file

WRITTEN = date(2026, 11, 20)
REQUESTS = request_files()
PATIENTS = sorted((SAMPLES / "patients").glob("*.json"))
SLOPPY = "epic-shaped-ketamine-hydrocodone"
THIN = {"ketamine-incomplete-record", "ketamine-observations-failed"}


def name(path: Path) -> str:
    """A sample as it is called: `order-sign/ketamine-pregnant`."""
    return f"{path.parent.name}/{path.stem}"


def read(path: Path) -> dict[str, Any]:
    """A JSON file."""
    return json.loads(path.read_text(encoding="utf-8"))


each_request = pytest.mark.parametrize("path", REQUESTS, ids=name)
each_patient = pytest.mark.parametrize("path", PATIENTS, ids=lambda path: path.stem)


def client_at(moment: datetime, folder: Path, *, demo: bool = False) -> TestClient:
    """The whole service with a fixed clock."""
    settings = Settings(now=moment, auth="off", database_url=f"sqlite:///{folder / 'kir.sqlite3'}")
    return TestClient(make_app(settings, demo=demo))


@pytest.fixture(scope="module")
def that_day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The service at noon of the day the samples were written."""
    with client_at(datetime.combine(WRITTEN, HOUR), tmp_path_factory.mktemp("written")) as client:
        yield client


@pytest.fixture(scope="module", params=["2027-03-03T00:00:01Z", "2028-02-29T23:59:59Z"])
def another_day(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The demo on another day, in its first and in its last second."""
    moment = datetime.fromisoformat(request.param)
    with client_at(moment, tmp_path_factory.mktemp("later"), demo=True) as client:
        yield client


def ask(client: TestClient, path: Path) -> dict[str, Any]:
    """The answer to a sample, as sent."""
    answer = client.post(
        f"/cds-services/kir-{path.parent.name}", content=path.read_bytes(), headers={"content-type": "application/json"}
    )
    assert answer.status_code == 200, answer.text
    return answer.json()


@each_request
def test_a_sample_is_answered_as_its_golden_file_says(path: Path, that_day: TestClient) -> None:
    golden = response_file(path)
    assert golden.exists(), "python -m scripts.golden writes it"
    assert pretty(normal(ask(that_day, path))) == golden.read_text(encoding="utf-8")


@each_request
def test_the_same_rules_speak_in_the_demo_on_another_day(path: Path, another_day: TestClient) -> None:
    assert spoken(ask(another_day, path)) == spoken(read(response_file(path)))


def spoken(answer: dict[str, Any]) -> list[tuple[str, list[tuple[str, str]], Any]]:
    """What is said about which order, and which rules could not be evaluated; without words and dates."""
    said = [
        (
            card["indicator"],
            [(rule["id"], rule["indicator"]) for rule in card["extension"]["org.kir-cds.rules"]],
            card["extension"].get("org.kir-cds.associated-resource"),
        )
        for card in answer["cards"]
    ]
    missing = answer["extension"]["org.kir-cds.decision"].get("notEvaluated")
    return [*said, ("not evaluated", [], missing)]


def test_every_active_rule_speaks_in_a_sample() -> None:
    answers = [read(response_file(path)) for path in REQUESTS]
    said = {
        rule["id"] for answer in answers for card in answer["cards"] for rule in card["extension"]["org.kir-cds.rules"]
    }
    rules = make_responder(Settings()).rulebook.rules.values()
    assert {rule.id for rule in rules if rule.status is Status.ACTIVE} - said == set()


def test_no_answer_is_left_without_its_request() -> None:
    assert {name(path) for path in (SAMPLES / "responses").glob("*/*.json")} == {name(path) for path in REQUESTS}


@each_request
def test_a_request_tells_its_story(path: Path) -> None:
    request = read(path)
    story = request["extension"]["org.kir-cds.sample"]["story"]
    assert story.endswith((".", ")"))
    assert written_on(request) == WRITTEN
    assert request["hook"] == path.parent.name


@each_patient
def test_a_patient_tells_their_story(path: Path) -> None:
    bundle = read(path)
    [story] = bundle["meta"]["extension"]
    assert story["valueString"]
    assert written_on(bundle) == WRITTEN
    assert bundle["timestamp"] == f"{WRITTEN}T12:00:00Z"


def test_the_table_of_stories_is_up_to_date() -> None:
    table = (SAMPLES / "README.md").read_text(encoding="utf-8").splitlines()
    assert [row for path in REQUESTS if (row := row_of(path)) not in table] == []
    assert [path.stem for path in PATIENTS if f"### `{path.stem}`" not in table] == []


def row_of(path: Path) -> str:
    """The line of the table of stories for a request."""
    answer = read(response_file(path))
    rules = [rule for card in answer["cards"] for rule in card["extension"]["org.kir-cds.rules"]]
    said = ", ".join(f"{rule['id']} {rule['indicator']}" for rule in rules) or "—"
    missing = [one["rule"] for one in answer["extension"]["org.kir-cds.decision"].get("notEvaluated", [])]
    said += f"; not evaluated: {', '.join(missing)}" if missing else ""
    return f"| `{name(path)}` | {read(path)['extension']['org.kir-cds.sample']['story']} | {said} |"


def test_hook_instances_are_told_apart() -> None:
    instances = [read(path)["hookInstance"] for path in REQUESTS]
    assert len(set(instances)) == len(instances)


@each_request
def test_a_request_sends_every_prefetch_key_of_its_service(path: Path, that_day: TestClient) -> None:
    if path.stem in THIN:
        pytest.skip("its story is that something is missing")
    services = that_day.get("/cds-services").json()["services"]
    [asked] = [service["prefetch"] for service in services if service["hook"] == path.parent.name]
    assert list(read(path)["prefetch"]) == list(asked)


@each_request
def test_the_resources_of_a_request_are_valid(path: Path) -> None:
    request = read(path)
    resources = [one for one in request["prefetch"].values() if one] + [request["context"].get("draftOrders")]
    faults = [fault for one in filter(None, resources) for fault in faults_of(one)]
    assert bool(faults) == (path.stem == SLOPPY), faults


@each_patient
def test_a_patient_is_a_valid_collection(path: Path) -> None:
    bundle = read(path)
    assert faults_of(bundle) == []
    assert bundle["type"] == "collection"
    assert [entry["resource"]["resourceType"] for entry in bundle["entry"]].count("Patient") == 1


def faults_of(resource: dict[str, Any]) -> list[str]:
    """What fhir.resources finds wrong; its R4B models serve R4 for the resources used here."""
    try:
        get_fhir_model_class(resource["resourceType"]).model_validate(resource)
    except ValueError as invalid:
        return [str(invalid)]
    return []


@each_patient
def test_trying_a_patient_gives_what_the_hook_gives(path: Path) -> None:
    """`kir try` makes a request of the Bundle; one of our requests says the same in full."""
    from cds.analyst.try_file import read_input

    if path.stem == "june-castellano":
        pytest.skip("her record is thin, and a Bundle counts as the whole of it")
    [twin, *_] = [one for one in REQUESTS if content_of(one) == content_of(path)]
    moment = datetime(2027, 6, 1, 9, tzinfo=UTC)
    responder = make_responder(Settings(now=moment))
    service, request = read_input(path, twin.parent.name, responder.services, moment)
    assert spoken(responder.respond(service, request).to_document()) == spoken(read(response_file(twin)))


def content_of(path: Path) -> list[str]:
    """Every resource of a sample, whatever it is wrapped in; allergies aside, which not every hook asks for."""
    document = read(path)
    parts = [document, document.get("context", {}).get("draftOrders"), *document.get("prefetch", {}).values()]
    entries = [entry["resource"] for part in filter(None, parts) for entry in part.get("entry", [])]
    alone = [part for part in filter(None, parts) if part.get("resourceType") not in {None, "Bundle"}]
    held = [one for one in entries + alone if one["resourceType"] != "AllergyIntolerance"]
    return sorted(map(json.dumps, held))


@pytest.mark.parametrize("days", [1, 400])
def test_the_day_of_a_redated_sample_is_the_day_it_is_sent(days: int) -> None:
    today = WRITTEN + timedelta(days=days)
    assert written_on(redated(read(REQUESTS[0]), today)) == today
