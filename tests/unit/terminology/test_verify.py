"""What ships against what an imported release says."""

import pytest

from cds.rulebook import Product, ValueSet
from cds.terminology.rxnorm import RxNormLayer
from cds.terminology.verify import ShippedCode, shipped_codes, verify, verify_products
from tests.rrf import SMALL, imported


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> RxNormLayer:
    return imported(tmp_path_factory.mktemp("rxnorm"), SMALL)


def said(release: RxNormLayer, code: str, name: str, *, is_ingredient: bool = False, holds: str | None = None) -> str:
    shipped = ShippedCode(where="some-set", code=code, name=name, is_ingredient=is_ingredient, holds=holds)
    return "; ".join(f"{one.problem}: {one.message}" for one in verify([shipped], release))


@pytest.mark.parametrize(
    ("code", "name", "is_ingredient", "holds"),
    [
        ("6130", "ketamine", True, None),
        ("6130", "KetAMINE", True, None),
        ("900021", "APAP 325 MG  / hydrocodone 5 MG Oral Tablet", False, "5489"),  # a synonym
        ("900023", "ketamine hydrochloride 50 MG/ML Injectable Solution", False, "900001"),  # a precise ingredient
    ],
)
def test_what_is_as_in_the_release(
    release: RxNormLayer, code: str, name: str, is_ingredient: bool, holds: str | None
) -> None:
    assert said(release, code, name, is_ingredient=is_ingredient, holds=holds) == ""


def test_what_differs_is_told_with_the_remedy_at_hand(release: RxNormLayer) -> None:
    assert said(release, "123", "x") == "absent: is not in the release RXNORM_26AB_261102F"
    assert said(release, "6130", "esketamine") == "name: is `ketamine` in the release"
    assert said(release, "900101", "lorazepam 1 MG Tab") == "retired: is retired; it holds 6470"
    assert "not-an-ingredient: is no ingredient in the release, but SCD" in said(
        release, "900022", "lorazepam 1 MG Oral Tablet", is_ingredient=True
    )
    assert "ingredient: does not hold 6130 in the release, but 6470 lorazepam" in said(
        release, "900022", "lorazepam 1 MG Oral Tablet", holds="6130"
    )


def test_every_rxnorm_code_of_a_value_set_is_compared() -> None:
    concepts = [
        {"system": "rxnorm", "code": "6130", "display": "ketamine", "match": "ingredient"},
        {"system": "rxnorm", "code": "900023", "display": "a product", "match": "product", "ingredient": "6130"},
        {"system": "atc", "code": "N01AX03", "display": "ketamine", "ingredient": "6130"},
    ]
    whole = [concept | {"verified": True, "source": "test"} for concept in concepts]
    found = list(shipped_codes([ValueSet.model_validate({"id": "some-set", "title": "Some", "concepts": whole})]))
    assert [(one.code, one.is_ingredient, one.holds) for one in found] == [
        ("6130", True, None),
        ("900023", False, "6130"),
    ]


def test_a_product_of_the_pack_holds_what_the_release_says(release: RxNormLayer) -> None:
    def product(*ingredients: str) -> Product:
        return Product(frozenset(ingredients), frozenset())

    elsewhere = {"555": product("6130"), "900022": product("6470")}
    assert verify_products(elsewhere | {"900021": product("5489", "acetaminophen")}, release) == []
    [lost] = verify_products(elsewhere | {"900051": product("6470"), "900024": product("7804")}, release)
    assert (lost.shipped.code, lost.problem) == ("900051", "ingredient")
    assert lost.message == "holds 6470 lorazepam, 7804 oxycodone in the release, but 6470 lorazepam in the pack"
