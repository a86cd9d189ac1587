"""What medications of a Bundle are reported to hold."""

from pathlib import Path
from typing import Any

import pytest

from cds.record import read_medications
from cds.rulebook import load_rulebook
from cds.terminology import Terminology
from cds.terminology.report import MedicationReport
from cds.terminology.rxnorm import RXNORM, RxNormLayer
from tests.rrf import imported

RULEBOOK = load_rulebook([Path(__file__).parents[3] / "rules"])


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> RxNormLayer:
    return imported(tmp_path_factory.mktemp("rxnorm"))


def bundle(*resources: dict[str, Any]) -> dict[str, Any]:
    return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": one} for one in resources]}


def order(system: str = "", code: str = "", display: str = "", text: str = "", **more: Any) -> dict[str, Any]:
    coding = {"system": system, "code": code} | ({"display": display} if display else {})
    concept: dict[str, Any] = ({"coding": [coding]} if code else {}) | ({"text": text} if text else {})
    return {"resourceType": "MedicationRequest", "id": "m1", "medicationCodeableConcept": concept, **more}


def reported(release: RxNormLayer | None, *resources: dict[str, Any]) -> list[dict[str, Any]]:
    terminology = Terminology(RULEBOOK.value_sets.values(), layers=[release] if release else [])
    report = MedicationReport(terminology, release)
    return [one.to_document() for one in report.of(read_medications(bundle(*resources)))]


def test_a_product_of_the_release_has_every_ingredient_named(release: RxNormLayer) -> None:
    assert reported(release, order(RXNORM, "900021")) == [
        {
            "reference": "MedicationRequest/m1",
            "ingredients": [
                {"code": "161", "display": "acetaminophen"},
                {"code": "5489", "display": "hydrocodone"},
            ],
            "layer": "imported RxNorm",
            "unmapped": False,
        }
    ]


@pytest.mark.parametrize(
    ("resource", "codes", "layer"),
    [
        pytest.param(order(RXNORM, "6470"), ["6470"], "value set", id="an ingredient of a value set"),
        pytest.param(
            order("http://hl7.org/fhir/sid/ndc", "0000-1111-22"), ["161", "5489"], "imported RxNorm", id="NDC"
        ),
        pytest.param(order(text="Spravato 56 mg"), ["2119365"], "name", id="a brand in words"),
        pytest.param(order(RXNORM, "900063", text="lorazepam pack"), ["6470"], "name", id="half known, by its name"),
        pytest.param(order(RXNORM, "900061"), [], None, id="a product that the release does not tell"),
        pytest.param(order("urn:oid:1.2.3", "X1", "local drug"), [], None, id="a local code"),
        pytest.param({"resourceType": "MedicationRequest", "id": "m1"}, [], None, id="no medication at all"),
        pytest.param(order(RXNORM, "900022", status="entered-in-error"), ["6470"], "imported RxNorm", id="any status"),
    ],
)
def test_the_layer_that_knew_it(
    release: RxNormLayer, resource: dict[str, Any], codes: list[str], layer: str | None
) -> None:
    [found] = reported(release, resource)
    assert sorted(one["code"] for one in found["ingredients"]) == codes
    assert (found["layer"], found["unmapped"]) == (layer, layer is None)


def test_without_a_release_a_product_is_unmapped() -> None:
    [found] = reported(None, order(RXNORM, "900021"))
    assert found == {"reference": "MedicationRequest/m1", "ingredients": [], "layer": None, "unmapped": True}


def test_medications_behind_references_and_statements_and_administrations(release: RxNormLayer) -> None:
    medication = {
        "resourceType": "Medication",
        "id": "med",
        "code": {"coding": [{"system": RXNORM, "code": "900023"}]},
    }
    statement = {
        "resourceType": "MedicationStatement",
        "id": "s",
        "status": "active",
        "medicationReference": {"reference": "Medication/med"},
    }
    given = {
        "resourceType": "MedicationAdministration",
        "status": "completed",
        "medicationReference": {"reference": "#inside"},
        "contained": [medication | {"id": "inside"}],
    }
    found = reported(release, medication, statement, given)
    assert [one["reference"] for one in found] == ["MedicationStatement/s", "MedicationAdministration/entry-3"]
    assert [one["ingredients"] for one in found] == [[{"code": "6130", "display": "ketamine"}]] * 2


def test_the_release_makes_a_rule_see_a_product(release: RxNormLayer) -> None:
    with_release = Terminology(RULEBOOK.value_sets.values(), layers=[release])
    [use] = read_medications(bundle(order(RXNORM, "900052")))
    sets = {member.value_set for member in with_release.resolve(use.medicines).members}
    assert {"ket-ddi-opioids", "ket-ddi-benzodiazepines"} <= sets
    assert Terminology(RULEBOOK.value_sets.values()).resolve(use.medicines).members == ()
