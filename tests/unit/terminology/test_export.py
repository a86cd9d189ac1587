"""Value sets as FHIR R4: every one of the content is valid, and says what ours say."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from fhir.resources.R4B.valueset import ValueSet as FhirValueSet

from cds.rulebook import SYSTEMS, ValueSet, load_rulebook
from cds.terminology.export import BY_NAME, UNVERIFIED, export_value_sets, to_fhir

RULEBOOK = load_rulebook([Path(__file__).parents[3] / "rules"])


def value_set(*concepts: dict[str, Any]) -> ValueSet:
    whole = [{"display": "something", "verified": True, "source": "test"} | concept for concept in concepts]
    return ValueSet.model_validate({"id": "some-set", "title": "Some", "concepts": whole})


@pytest.mark.parametrize("name", sorted(RULEBOOK.value_sets))
def test_every_value_set_is_valid_r4_and_loses_no_code(name: str) -> None:
    ours = RULEBOOK.value_sets[name]
    theirs = to_fhir(ours, RULEBOOK.version)
    FhirValueSet.model_validate_json(json.dumps(theirs))
    assert theirs["url"] == f"https://kir-cds.org/fhir/ValueSet/{name}"
    assert theirs["version"] == RULEBOOK.version
    compose = theirs.get("compose", {})
    parts = [*compose.get("include", ()), *compose.get("exclude", ())]
    listed = {(part["system"], one["code"]) for part in parts for one in part.get("concept", ())}
    filtered = {(part["system"], part["filter"][0]["value"]) for part in parts if "filter" in part}
    for concept in ours.concepts:
        if concept.system and concept.code:
            system = SYSTEMS[concept.system]
            spellings = {concept.code, f"{re.escape(concept.code)}.*"}
            assert (system, concept.code) in listed or {(system, one) for one in spellings} & filtered, concept.code


def test_each_way_of_matching_has_its_form() -> None:
    found = to_fhir(
        value_set(
            {"system": "icd-10-cm", "code": "O09", "match": "prefix", "exclude_suffix": ["S"]},
            {"system": "icd-10-cm", "code": "O09.4", "match": "exclude-prefix"},
            {"system": "icd-10-cm", "code": "Z33.2", "match": "exclude"},
            {"system": "snomed", "code": "77386006", "match": "is-a", "verified": False},
            {"system": "rxnorm", "code": "6130", "match": "ingredient", "display": "ketamine"},
            {"match": "name", "display": "celecoxib", "names": ["celecoxib"]},
        ),
        "1.2.3",
    )
    assert found["compose"]["include"] == [
        {"system": SYSTEMS["rxnorm"], "concept": [{"code": "6130", "display": "ketamine"}]},
        {
            "system": SYSTEMS["snomed"],
            "filter": [{"property": "concept", "op": "is-a", "value": "77386006"}],
            "extension": [{"url": UNVERIFIED, "valueBoolean": True}],
        },
        {"system": SYSTEMS["icd-10-cm"], "filter": [{"property": "code", "op": "regex", "value": "O09.*"}]},
    ]
    assert found["compose"]["exclude"] == [
        {"system": SYSTEMS["icd-10-cm"], "concept": [{"code": "Z33.2", "display": "something"}]},
        {"system": SYSTEMS["icd-10-cm"], "filter": [{"property": "code", "op": "regex", "value": "O09.*S"}]},
        {"system": SYSTEMS["icd-10-cm"], "filter": [{"property": "code", "op": "regex", "value": r"O09\.4.*"}]},
    ]
    assert found["extension"] == [{"url": BY_NAME, "valueString": "celecoxib"}]
    assert "stands for every product" in found["description"]


def test_cpt_goes_without_its_words() -> None:
    found = to_fhir(value_set({"system": "cpt", "code": "97026", "display": "licensed words"}), "1")
    assert found["compose"]["include"] == [{"system": SYSTEMS["cpt"], "concept": [{"code": "97026"}]}]


def test_a_set_of_names_only_has_no_compose() -> None:
    found = to_fhir(value_set({"match": "name", "names": ["celecoxib"]}), "1")
    assert "compose" not in found


def test_the_same_content_gives_the_same_files(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        assert export_value_sets(RULEBOOK.value_sets.values(), "1", tmp_path / folder) == len(RULEBOOK.value_sets)
    first = {file.name: file.read_bytes() for file in (tmp_path / "a").iterdir()}
    assert first == {file.name: file.read_bytes() for file in (tmp_path / "b").iterdir()}
    assert "ValueSet-ket-drug-esketamine.json" in first
