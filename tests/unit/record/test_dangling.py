"""Which medications have to be read before anybody can say which drug is meant."""

from typing import Any

import pytest

from cds.record import Answer, Given, Kind, dangling_medications

RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
CODED = {"coding": [{"system": RXNORM, "code": "6130"}]}
LOCAL = {"coding": [{"system": "urn:oid:1.2.840.114350.1.13", "code": "6130"}], "text": "formulary item 7"}
TO_X = {"reference": "Medication/x", "display": "ketamine"}


def use(kind: str = "MedicationRequest", **members: Any) -> dict[str, Any]:
    return {"resourceType": kind, "id": "m", **members}


def product(name: str, *ingredients: dict[str, Any], **members: Any) -> dict[str, Any]:
    return {"resourceType": "Medication", "id": name, "ingredient": list(ingredients), **members}


def answer(*resources: dict[str, Any]) -> Answer:
    return Answer(key="medications", kind=Kind.MEDICATION_REQUEST, given=Given.COMPLETE, resources=resources)


@pytest.mark.parametrize(
    "named",
    [
        use(medicationReference=TO_X),
        use(medicationReference=[TO_X]),
        use(medication={"reference": TO_X}),  # R5
        use(medicationReference=TO_X, medicationCodeableConcept=LOCAL),  # no value set could hold that code
        use("MedicationOrder", medicationReference=TO_X),  # DSTU2
        use("MedicationStatement", medicationReference=TO_X),
        use("MedicationAdministration", medicationReference=TO_X),
        use("MedicationDispense", medicationReference=TO_X),
        use(medicationReference={"reference": "#c"}, contained=[product("c", {"itemReference": TO_X})]),
    ],
)
def test_what_only_a_reference_can_tell_has_to_be_read(named: dict[str, Any]) -> None:
    assert dangling_medications([answer(named)], None) == ["Medication/x"]
    assert dangling_medications([answer(named), answer(product("x", code=CODED))], None) == []


@pytest.mark.parametrize(
    "named",
    [
        use(medicationReference=TO_X, medicationCodeableConcept=CODED),
        use(medicationReference={"display": "ketamine"}),
        use(medicationReference={"reference": "#c"}),
        use(medicationReference={"reference": "Patient/p2"}),
        use(medicationReference={"reference": "urn:uuid:9c1b4c66-6f3c-4e0c-9a53-3c2b6a2f7d10"}),
        use(medicationReference=7),
        use("ServiceRequest", medicationReference=TO_X),
        product("alone", {"itemReference": TO_X}),
    ],
)
def test_everything_else_has_not(named: dict[str, Any]) -> None:
    assert dangling_medications([answer(named)], None) == []


@pytest.mark.parametrize("member", ["itemReference", "item"])  # DSTU2 and R5 say `item`
def test_ingredients_count_where_the_product_has_no_code(member: str) -> None:
    item = {"reference": "Substance/s"} if member == "itemReference" else {"reference": {"reference": "Substance/s"}}
    named = use(medicationReference=TO_X)
    assert dangling_medications([answer(named, product("x", {member: item}, code=LOCAL))], None) == ["Substance/s"]
    assert dangling_medications([answer(named, product("x", {member: item}, code=CODED))], None) == []


def test_those_of_the_drafts_come_first_and_each_comes_once() -> None:
    drafts = {"entry": [{"resource": use(medicationReference={"reference": f"Medication/{name}"})} for name in "ba"]}
    given = answer(use(medicationReference=TO_X), use(medicationReference={"reference": "Medication/a"}))
    assert dangling_medications([given], drafts) == ["Medication/b", "Medication/a", "Medication/x"]


def test_products_in_a_circle_or_a_long_row_have_an_end() -> None:
    row = [
        product(f"p{number}", {"itemReference": {"reference": f"Medication/p{number + 1}"}}) for number in range(5000)
    ]
    circle = product("p5000", {"itemReference": {"reference": "Medication/p0"}}, {"itemReference": TO_X})
    named = use(medicationReference={"reference": "Medication/p0"})
    assert dangling_medications([answer(named, *row, circle)], None) == ["Medication/x"]
