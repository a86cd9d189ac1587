"""Layers: what a product holds, whoever knows it; the first that knows a code answers, and every coding is asked."""

from typing import Any

import pytest

from cds.record import Coding, Concept
from cds.rulebook import SYSTEMS, Product, Route, ValueSet
from cds.terminology import (
    IngredientKeys,
    IngredientLayer,
    MatchedBy,
    Medicine,
    ProductPack,
    SiteMap,
    Terminology,
)

RXNORM, ATC, SNOMED, NDC = (SYSTEMS[name] for name in ("rxnorm", "atc", "snomed", "ndc"))
LOCAL = "urn:oid:1.2.3.4"


def value_set(name: str, *concepts: dict[str, Any]) -> ValueSet:
    written = [{"verified": True, "source": "test", **one} for one in concepts]
    return ValueSet.model_validate({"id": name, "title": name, "concepts": written})


def ingredient(code: str, name: str, *names: str, **more: Any) -> dict[str, Any]:
    return {"system": "rxnorm", "code": code, "display": name, "match": "ingredient", "names": [name, *names], **more}


VALUE_SETS = [
    value_set("opioids", ingredient("7804", "oxycodone"), ingredient("4337", "fentanyl")),
    value_set(
        "analgesics",
        {"display": "acetaminophen", "match": "name", "names": ["acetaminophen", "paracetamol"]},
        {"display": "ketoprofen", "match": "name", "names": ["ketoprofen"]},
    ),
    value_set(
        "skin",
        ingredient("6142", "ketoprofen", properties={"washout_days": 28}),
        {"system": "atc", "code": "M02AA10", "display": "ketoprofen", "ingredient": "6142"},
    ),
    value_set(
        "light",
        ingredient("5487", "hydrochlorothiazide", "HCTZ", properties={"washout_days": 3}),
        ingredient("6142", "ketoprofen"),
        {"system": "atc", "code": "M01AE03", "display": "ketoprofen", "ingredient": "6142"},
    ),
    value_set("racemic", ingredient("6130", "ketamine")),
    value_set("dissociatives", ingredient("6130", "ketamine"), ingredient("2119365", "esketamine", "S-ketamine")),
    value_set("substances", {"system": "snomed", "code": "373464007", "display": "Ketamine", "ingredient": "6130"}),
    value_set(
        "patches",
        {"display": "fentanyl patch", "match": "name", "names": ["fentanyl patch", "Duragesic"], "ingredient": "4337"},
    ),
    value_set(
        "antidepressants",
        ingredient("42347", "bupropion"),
        {"system": "rxnorm", "code": "1801289", "display": "to stop smoking", "match": "exclude"},
    ),
]

PRODUCTS = {
    "1049221": Product(frozenset({"7804", "acetaminophen"}), frozenset({Route.ORAL})),
    "310798": Product(frozenset({"5487", "lisinopril"}), frozenset({Route.ORAL})),
    "1801289": Product(frozenset({"42347"}), frozenset({Route.ORAL})),
    "993541": Product(frozenset({"42347"}), frozenset()),
}

PACK = ProductPack(PRODUCTS, IngredientKeys(VALUE_SETS))
SITE = SiteMap(
    {
        (LOCAL, "K50"): frozenset({"6130"}),
        (LOCAL, "PERC"): frozenset({"1049221"}),
        (NDC, "50458002802"): frozenset({"2119365"}),
        (NDC, "00054-0272"): frozenset({"7804"}),
        (NDC, "0143950810"): frozenset({"6130"}),
    },
    PACK,
)


class Later:
    """A slow layer, as an import or a server is one. It remembers what it was asked."""

    name = "imported"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def ingredients(self, coding: Coding) -> frozenset[str] | None:
        self.asked.append(coding.code)
        return {"1234567": frozenset({"6130", "29046"}), "161": frozenset({"161"}), "7": frozenset[str]()}.get(
            coding.code
        )


def terminology(*more: IngredientLayer) -> Terminology:
    return Terminology(
        VALUE_SETS,
        layers=(PACK, SITE, *more),
        brands={"Percocet": ["7804", "acetaminophen"], "Zestoretic": ["5487", "lisinopril"]},
    )


TERMINOLOGY = terminology()


def coded(system: str, code: str, display: str = "", text: str = "") -> Concept:
    return Concept(codings=(Coding(system=system, code=code, display=display),), text=text)


def resolve(*concepts: Concept) -> Medicine:
    return TERMINOLOGY.resolve(concepts)


def sets(medicine: Medicine) -> set[str]:
    return {member.value_set for member in medicine.members}


# --- products ---------------------------------------------------------------------------------------------


def test_a_combination_counts_for_each_of_its_ingredients() -> None:
    percocet = resolve(coded(RXNORM, "1049221"))
    assert percocet.holds == {"7804", "acetaminophen"}
    assert sets(percocet) == {"opioids", "analgesics"}
    assert (percocet.resolved, percocet.layer) == (True, "product pack")
    assert {member.matched_by for member in percocet.members} == {MatchedBy.PRODUCT}
    assert all(member.by_code for member in percocet.members)


def test_membership_by_a_product_carries_what_the_set_says_of_the_ingredient() -> None:
    [member] = resolve(coded(RXNORM, "310798")).members
    assert member.concept.properties == {"washout_days": 3}
    assert (member.code, member.display) == ("310798", "hydrochlorothiazide")


def test_an_ingredient_that_no_set_names_is_held_by_its_name() -> None:
    assert resolve(coded(RXNORM, "310798")).ingredients() == {"5487", "lisinopril"}


def test_a_set_of_the_site_finds_it_when_it_names_it() -> None:
    of_the_site = [*VALUE_SETS, value_set("ace-inhibitors", ingredient("29046", "lisinopril"))]
    pack = ProductPack(PRODUCTS, IngredientKeys(of_the_site))
    medicine = Terminology(of_the_site, layers=[pack]).resolve([coded(RXNORM, "310798")])
    assert medicine.holds == {"5487", "29046"}
    assert sets(medicine) == {"light", "ace-inhibitors"}


def test_a_product_that_a_set_excludes_is_no_member_of_it_whoever_knows_it() -> None:
    to_stop_smoking = coded(RXNORM, "1801289", "Smoking Cessation 12 HR bupropion hydrochloride 150 MG")
    assert sets(resolve(to_stop_smoking)) == set()
    assert resolve(to_stop_smoking).resolved
    assert sets(resolve(coded(RXNORM, "993541"))) == {"antidepressants"}


def test_a_code_that_nobody_knows_stays_unresolved() -> None:
    unknown = resolve(coded(RXNORM, "999999999"), coded(LOCAL, "77"), coded(NDC, "99999-9999-99"))
    assert (unknown.resolved, unknown.layer, unknown.holds, unknown.members) == (False, "", frozenset(), ())


@pytest.mark.parametrize("code", ["1049221 ", " 1049221"])
def test_white_space_around_a_code_does_not_count(code: str) -> None:
    assert sets(resolve(coded("urn:oid:2.16.840.1.113883.6.88", code))) == {"opioids", "analgesics"}


def test_a_product_code_of_another_system_is_not_ours() -> None:
    assert not resolve(coded(LOCAL, "1049221")).resolved


def test_the_pack_knows_the_routes_of_a_product() -> None:
    assert PACK.routes(Coding(system=RXNORM, code="1049221")) == {Route.ORAL}
    assert PACK.routes(Coding(system=RXNORM, code="993541")) == frozenset()
    assert PACK.routes(Coding(system=LOCAL, code="1049221")) == frozenset()


# --- codes that stand for an ingredient -------------------------------------------------------------------


def test_a_code_of_any_system_means_its_ingredient_in_every_set() -> None:
    medicine = resolve(coded(SNOMED, "373464007"))
    assert sets(medicine) == {"substances", "racemic", "dissociatives"}
    assert {member.matched_by for member in medicine.members} == {MatchedBy.CODE}
    assert medicine.layer == "value set"


def test_a_set_that_chose_among_the_codes_of_a_system_means_only_those() -> None:
    assert sets(resolve(coded(ATC, "M02AA10"))) == {"skin", "analgesics"}  # for the skin
    assert sets(resolve(coded(ATC, "M01AE03"))) == {"light", "analgesics"}  # to swallow
    assert sets(resolve(coded(RXNORM, "6142"))) == {"skin", "light", "analgesics"}  # the route will tell
    assert sets(resolve(Concept(text="ketoprofen"))) == {"skin", "light", "analgesics"}


# --- the site's own codes ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("system", "code", "holds"),
    [
        (LOCAL, "K50", {"6130"}),
        ("1.2.3.4", "K50", set[str]()),  # a system that nobody knows is compared as it is written
        (LOCAL, "PERC", {"7804", "acetaminophen"}),  # mapped to a product, which the pack opens
        (NDC, "50458-028-02", {"2119365"}),
        (NDC, "50458-0028-02", {"2119365"}),
        (NDC, "50458002802", {"2119365"}),
        ("urn:oid:2.16.840.1.113883.6.69", "5045802802", {"2119365"}),  # ten digits: a nought is missing somewhere
        (NDC, "00054-0272-25", {"7804"}),  # a package of a mapped product
        (NDC, "0054-0272-25", {"7804"}),
        (NDC, "00054-0272", {"7804"}),
        (NDC, "0143-9508-10", {"6130"}),  # mapped with ten digits
        (NDC, "50458-028-03", set[str]()),
        (NDC, "not a code", set[str]()),
    ],
)
def test_a_site_maps_its_codes_and_ndcs(system: str, code: str, holds: set[str]) -> None:
    medicine = resolve(coded(system, code))
    assert medicine.holds == holds
    assert medicine.layer == ("concept map" if holds else "")
    assert medicine.resolved is bool(holds)


def test_ten_digits_that_may_be_two_drugs_are_neither() -> None:
    either = SiteMap({(NDC, "01234567890"): frozenset({"1"}), (NDC, "12345067890"): frozenset({"2"})}, PACK)
    assert either.ingredients(Coding(system=NDC, code="1234567890")) is None
    assert either.ingredients(Coding(system=NDC, code="1234-5678-90")) == {"1"}


# --- layers together --------------------------------------------------------------------------------------


def test_a_later_layer_is_asked_only_for_what_the_earlier_ones_do_not_know() -> None:
    later = Later()
    for concept in (coded(RXNORM, "6130"), coded(RXNORM, "1049221"), coded(LOCAL, "K50"), coded(ATC, "M01AE03")):
        terminology(later).resolve([concept])
    assert later.asked == []
    medicine = terminology(later).resolve([coded(RXNORM, "1234567")])
    assert later.asked == ["1234567"]
    assert (medicine.layer, medicine.holds) == ("imported", {"6130", "29046"})
    assert sets(medicine) == {"racemic", "dissociatives"}


def test_a_layer_that_says_nothing_of_a_code_does_not_resolve_it() -> None:
    assert not terminology(Later()).resolve([coded(RXNORM, "7")]).resolved


def test_what_nothing_here_knows_can_be_asked_of_a_server() -> None:
    known, unknown = coded(RXNORM, "1049221"), Coding(system=NDC, code="99999-9999-99")
    assert TERMINOLOGY.unknown_codings([[known], [coded(RXNORM, "6130")], [Concept(codings=(unknown,))]]) == [unknown]
    assert TERMINOLOGY.layer_of(known.codings[0]) is PACK
    assert TERMINOLOGY.layer_of(unknown) is None


def test_every_coding_and_text_counts() -> None:
    concept = Concept(
        codings=(Coding(system=LOCAL, code="K50"), Coding(system=RXNORM, code="310798")), text="with paracetamol"
    )
    medicine = resolve(concept)
    assert medicine.holds == {"6130", "5487", "lisinopril", "acetaminophen"}
    assert medicine.layer == "product pack"  # the strongest that knew any of it


@pytest.mark.parametrize(
    ("concept", "is_conflict"),
    [
        (coded(RXNORM, "1049221", text="Percocet 5/325"), False),
        (coded(RXNORM, "1049221", text="paracetamol"), False),
        (coded(RXNORM, "1049221", text="ketamine troche"), True),
        (coded(LOCAL, "K50", text="S-ketamine nasal spray"), True),
        (coded(RXNORM, "310798", text="Zestoretic"), False),
        (coded(RXNORM, "310798", text="oxycodone"), True),
        (coded(RXNORM, "999", text="oxycodone"), False),
    ],
)
def test_a_product_and_a_name_that_mean_different_drugs_are_a_conflict(concept: Concept, is_conflict: bool) -> None:
    medicine = resolve(concept)
    assert medicine.conflict is is_conflict


def test_a_code_that_no_set_has_does_not_contradict_a_name_without_a_code() -> None:
    words = terminology(Later())
    assert not words.resolve([coded(RXNORM, "161", text="acetaminophen")]).conflict  # it may be its very code
    assert words.resolve([coded(RXNORM, "161", text="oxycodone")]).conflict
    assert words.resolve([coded(RXNORM, "6130", text="acetaminophen")]).conflict


# --- names ------------------------------------------------------------------------------------------------


def test_a_brand_means_everything_it_holds() -> None:
    medicine = resolve(Concept(text="PERCOCET 5/325"))
    assert sets(medicine) == {"opioids", "analgesics"}
    assert {member.matched_by for member in medicine.members} == {MatchedBy.NAME}
    assert (medicine.resolved, medicine.layer) == (True, "name")


def test_a_name_in_one_set_means_the_ingredient_in_every_set() -> None:
    assert sets(resolve(Concept(text="S-ketamine"))) == {"dissociatives"}
    assert sets(resolve(Concept(text="HCTZ 25 mg"))) == {"light"}


def test_a_product_known_by_its_words_means_its_ingredient_and_the_ingredient_not_that_product() -> None:
    assert sets(resolve(Concept(text="Duragesic"))) == {"patches", "opioids"}
    assert sets(resolve(Concept(text="fentanyl lozenge"))) == {"opioids"}
    assert sets(resolve(coded(RXNORM, "4337"))) == {"opioids"}


def test_what_a_drug_terminology_calls_by_name_is_known_to_hold_nothing_of_ours() -> None:
    medicine = resolve(coded(RXNORM, "866427", "metoprolol 25 MG Oral Tablet"))
    assert (medicine.resolved, medicine.layer, medicine.holds) == (True, "display", frozenset())


def test_an_ingredient_has_a_name_for_people() -> None:
    assert TERMINOLOGY.ingredient_name("7804") == "oxycodone"
    assert TERMINOLOGY.ingredient_name("lisinopril") == "lisinopril"
    assert TERMINOLOGY.ingredient_name("29046") == "29046"
