"""What may not change an answer: the order of resources, exact duplicates, unrelated resources, how JSON is written.

Every sample request is asked again in another shape. (That deleting data never turns speaking into safe is tested with
the findings.)
"""

import json
import random
from collections.abc import Callable
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cds.app import make_responder
from cds.hooks import read_request
from cds.respond import Responder
from cds.samples import written_on
from cds.settings import CONTENT, Settings

REQUESTS = sorted((CONTENT / "fhir_samples" / "requests").glob("*/*.json"))
SAME_EVERY_TIME = settings(
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow],
)
Change = Callable[[dict[str, Any], random.Random], None]

UNRELATED = (
    {"resourceType": "Immunization", "status": "completed", "vaccineCode": {"text": "influenza"}},
    {"resourceType": "Condition", "clinicalStatus": {"coding": [{"code": "active"}]}, "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "H61.20", "display": "Impacted cerumen"}]}},
    {"resourceType": "Observation", "status": "final", "code": {"coding": [{"system": "http://loinc.org", "code": "8302-2", "display": "Body height"}]}, "valueQuantity": {"value": 170, "unit": "cm", "system": "http://unitsofmeasure.org", "code": "cm"}, "effectiveDateTime": "2026-11-01"},
    {"resourceType": "Procedure", "status": "completed", "code": {"coding": [{"system": "http://snomed.info/sct", "code": "80146002", "display": "Appendectomy"}]}, "performedDateTime": "2001-05-05"},
    {"resourceType": "MedicationStatement", "status": "active", "medicationCodeableConcept": {"coding": [{"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "7646", "display": "omeprazole"}], "text": "omeprazole"}, "effectiveDateTime": "2026-01-01"},
)  # fmt: skip


@cache
def responder(day: str) -> Responder:
    moment = datetime.combine(datetime.fromisoformat(day).date(), time(12, tzinfo=UTC))
    return make_responder(Settings(now=moment))


def answer(body: bytes, hook: str, day: str) -> dict[str, Any]:
    """What is said, in an order of its own: which rule speaks how and on what, and what was not evaluated or was odd."""
    asked = responder(day)
    service = next(one for one in asked.services if one.hook == hook)
    document = asked.respond(service.id, read_request(body, hook)).to_document()
    said: dict[str, Any] = {"cards": [], **document["extension"]["org.kir-cds.decision"]}
    for card in document["cards"]:
        rules = [
            (rule["id"], rule["indicator"], sorted(json.dumps(one, sort_keys=True) for one in rule.get("inputs", ())))
            for rule in card["extension"]["org.kir-cds.rules"]
        ]
        said["cards"].append((card["indicator"], card["summary"], rules))
    said["cards"].sort(key=str)
    for part in ("notEvaluated", "dataQuality"):
        said[part] = sorted(json.dumps(one, sort_keys=True) for one in said.get(part, ()))
    return said


def bundles(request: dict[str, Any]) -> list[list[Any]]:
    """The entries of every Bundle that was prefetched, to be changed in place."""
    answers = [one for one in request.get("prefetch", {}).values() if isinstance(one, dict)]
    return [one["entry"] for one in answers if one.get("resourceType") == "Bundle" and one.get("entry")]


def shuffle(request: dict[str, Any], chance: random.Random) -> None:
    for entries in bundles(request):
        chance.shuffle(entries)


def repeat(request: dict[str, Any], chance: random.Random) -> None:
    for entries in bundles(request):
        for entry in list(entries):
            if "id" in entry.get("resource", {}) and chance.random() < 0.5:
                entries.insert(chance.randint(0, len(entries)), json.loads(json.dumps(entry)))


def add_unrelated(request: dict[str, Any], chance: random.Random) -> None:
    patient = {"reference": f"Patient/{request['context']['patientId']}"}
    for number, resource in enumerate(UNRELATED):
        whole = {**resource, "id": f"unrelated-{number}", "subject": patient}
        for key, bundle in request.get("prefetch", {}).items():
            is_of_kind = f"?{resource['resourceType']}" in f"?{KEYS.get(key, '')}"
            if is_of_kind and isinstance(bundle, dict) and bundle.get("resourceType") == "Bundle":
                entries = bundle.setdefault("entry", [])
                entries.insert(chance.randint(0, len(entries)), {"resource": whole})
                if "total" in bundle:
                    bundle["total"] += 1


KEYS = {
    "conditions": "Condition",
    "observations": "Observation",
    "procedures": "Procedure",
    "medicationStatements": "MedicationStatement",
}


def reorder_members(value: Any, chance: random.Random) -> Any:
    if isinstance(value, dict):
        names = list(value)
        chance.shuffle(names)
        return {name: reorder_members(value[name], chance) for name in names}
    return [reorder_members(one, chance) for one in value] if isinstance(value, list) else value


def check(path: Path, change: Change, seed: int, write: Callable[[Any], bytes] | None = None) -> None:
    body, hook = path.read_bytes(), path.parent.name
    day = written_on(json.loads(body))
    assert day is not None
    changed = json.loads(body)
    change(changed, random.Random(seed))  # noqa: S311 - the same requests in each run
    again = write(changed) if write else json.dumps(changed).encode()
    assert answer(again, hook, day.isoformat()) == answer(body, hook, day.isoformat())


paths, seeds = st.sampled_from(REQUESTS), st.integers(0, 10_000)


@SAME_EVERY_TIME
@given(paths, seeds)
def test_the_order_of_resources(path: Path, seed: int) -> None:
    check(path, shuffle, seed)


@SAME_EVERY_TIME
@given(paths, seeds)
def test_exact_duplicates(path: Path, seed: int) -> None:
    check(path, repeat, seed)


@SAME_EVERY_TIME
@given(paths, seeds)
def test_unrelated_resources(path: Path, seed: int) -> None:
    check(path, add_unrelated, seed)


@SAME_EVERY_TIME
@given(paths, seeds)
def test_how_the_json_is_written(path: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same requests in each run
    indent, ascii_only = chance.choice([None, 1, 4]), chance.random() < 0.5

    def write(changed: Any) -> bytes:
        return json.dumps(reorder_members(changed, chance), indent=indent, ensure_ascii=ascii_only).encode()

    check(path, lambda _request, _chance: None, seed, write)
