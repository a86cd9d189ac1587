"""The shipped product pack: 345 products that it must know, names that mislead, and the script that builds it.

Most expected values were taken from the script's own reading and looked over: they show change, and are no measurement.
"""

import os
from pathlib import Path

import pytest

from cds.findings import Readings
from cds.record import Coding, Concept
from cds.rulebook import SYSTEMS, load_rulebook
from cds.terminology import Medicine
from scripts.build_product_pack import BRANDS, PRODUCTS, Reader, build, names_in, tables

ROOT = Path(__file__).parents[2]
RXNORM = SYSTEMS["rxnorm"]
RULEBOOK = load_rulebook([ROOT / "rules"])
TERMINOLOGY = Readings(RULEBOOK).terminology
READER = Reader(RULEBOOK)

EXPECTED = [
    tuple((line + "\t\t\t").split("\t")[:4])
    for line in (Path(__file__).parent / "rxnorm_products.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


def resolve(code: str = "", display: str = "", text: str = "") -> Medicine:
    codings = (Coding(system=RXNORM, code=code, display=display),) if code or display else ()
    return TERMINOLOGY.resolve([Concept(codings=codings, text=text)])


def named(medicine: Medicine) -> set[str]:
    return {TERMINOLOGY.ingredient_name(key) for key in medicine.holds}


def test_there_are_products_of_every_kind() -> None:
    assert len(EXPECTED) >= 300
    assert sum("|" in holds for _, _, holds, _ in EXPECTED) >= 50  # combinations
    assert sum("[" in name for _, name, _, _ in EXPECTED) >= 100  # brands, many of them retired
    assert sum(name.endswith("Pill") for _, name, _, _ in EXPECTED) >= 20  # groups, some by their brand alone


@pytest.mark.parametrize(("code", "name", "holds", "route"), [pytest.param(*one, id=one[0]) for one in EXPECTED])
def test_a_product_is_known_by_its_code_alone(code: str, name: str, holds: str, route: str) -> None:
    medicine = resolve(code)
    assert named(medicine) == set(holds.split("|")), name
    assert (medicine.resolved, medicine.layer) in {(True, "product pack"), (True, "value set")}
    assert {one.value for one in RULEBOOK.tables.products[code].routes} == {route} - {""}


@pytest.mark.parametrize(("code", "name", "holds", "route"), [pytest.param(*one, id=one[0]) for one in EXPECTED])
def test_the_words_of_its_name_say_the_same(code: str, name: str, holds: str, route: str) -> None:
    ours = {TERMINOLOGY.ingredient_name(key) for key in READER.ours}
    found = named(resolve(text=name))
    if not name.endswith("Pill"):
        assert found & ours == set(holds.split("|")) & ours
    assert not resolve(code, name).conflict


# --- names that mislead -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "held", "not_held"),
    [
        ("dexmethylphenidate hydrochloride 10 MG Oral Tablet", "dexmethylphenidate", "methylphenidate"),
        ("24 HR Desvenlafaxine 50 MG Extended Release Oral Tablet", "desvenlafaxine", "venlafaxine"),
        ("armodafinil 250 MG Oral Tablet", "armodafinil", "modafinil"),
        ("dextroamphetamine saccharate 5 MG", "dextroamphetamine", "amphetamine"),
        ("lisdexamfetamine dimesylate 40 MG Oral Capsule", "lisdexamfetamine", "dextroamphetamine"),
        ("esketamine 28 MG Nasal Spray", "esketamine", "ketamine"),
        ("S-ketamine", "esketamine", "ketamine"),
        ("escitalopram 10 MG", "escitalopram", "citalopram"),
        ("methamphetamine hydrochloride 5 MG", "methamphetamine", "amphetamine"),
        ("norepinephrine 1 MG/ML", "norepinephrine", "epinephrine"),
        ("mycophenolic acid 180 MG", "mycophenolic acid", "mycophenolate mofetil"),
    ],
)
def test_a_name_inside_a_name_does_not_count(text: str, held: str, not_held: str) -> None:
    assert held in named(resolve(text=text))
    assert not_held not in named(resolve(text=text))


@pytest.mark.parametrize(
    "name",
    [
        "{49 (lamotrigine 25 MG Oral Tablet) } Pack [Lamictal Starter Kit for Patients not taking Carbamazepine]",
        "{42 (lamotrigine 25 MG Oral Tablet) / 7 (lamotrigine 100 MG Oral Tablet) } Pack [Kit NOT taking Phenytoin]",
    ],
)
def test_a_kit_holds_what_is_in_it_and_not_what_its_brand_warns_of(name: str) -> None:
    assert named(resolve(text=name)) == {"lamotrigine"}
    assert READER.read(name).ingredients == {"28439"}


@pytest.mark.parametrize(
    ("name", "ingredients"),
    [
        ("Divalproex Sodium 125 MG Delayed Release Oral Capsule", {"11118"}),
        ("Alendronic acid 70 MG Oral Tablet [Fosamax]", {"alendronic acid"}),
        ("Acetaminophen 325 MG / Oxycodone Hydrochloride 5 MG Oral Tablet", {"acetaminophen", "7804"}),
        ("{1 (Ketoprofen 25 MG/ML Topical Cream) / 2 (Lidocaine 5 MG Oral Tablet) } Pack [X]", {"6142", "6387"}),
        ("Hydromet Oral Product", {"hydromet"}),  # a brand and nothing else
        ("12 HR Methylphenidate Hydrochloride 20 MG Extended Release Oral Tablet", {"6901"}),
        ("Smoking Cessation 12 HR bupropion hydrochloride 150 MG Extended Release Oral Tablet", {"42347"}),
        ("ST. JOHN'S WORT EXTRACT 300 MG Oral Tablet", {"258326"}),
        ("Estrogens, Conjugated (USP) 0.625 MG Oral Tablet", {"estrogens, conjugated"}),
    ],
)
def test_a_name_is_read_as_rxnorm_writes_it(name: str, ingredients: set[str]) -> None:
    assert READER.read(name).ingredients == ingredients


def test_what_no_value_set_names_is_not_in_the_pack() -> None:
    for code in ("904433", "1175453"):  # alendronic acid, Hydromet
        assert code not in RULEBOOK.tables.products
        assert not resolve(code).resolved


@pytest.mark.parametrize(
    ("name", "route"),
    [
        ("midazolam 50 MG/ML Nasal Spray", "nasal"),
        ("midazolam 5 MG/ML Injectable Solution", ""),
        ("Buprenorphine 2 MG Sublingual Tablet", "sublingual"),
        ("Fentanyl 0.2 MG Buccal Tablet", "buccal"),
        ("Ciprofloxacin 3 MG/ML Ophthalmic Solution", "local"),
        ("Ketoconazole 20 MG/ML Medicated Shampoo", "topical"),
        ("72 HR Fentanyl 0.025 MG/HR Transdermal System", "transdermal"),
        ("Doxycycline 100 MG Oral Tablet", "oral"),
        ("Doxycycline Pill", ""),
        ("Doxycycline 100 MG", ""),
    ],
)
def test_the_form_tells_the_route(name: str, route: str) -> None:
    assert READER.read(name).route == route


# --- brands -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Zestoretic 20/25", {"hydrochlorothiazide", "lisinopril"}),
        ("Concerta", {"methylphenidate"}),
        ("Wellbutrin XL", {"bupropion"}),
        ("home med: Sudafed PE", {"phenylephrine"}),  # not the Sudafed that is pseudoephedrine
        ("Sudafed", {"pseudoephedrine"}),
        ("Kaletra", {"lopinavir", "ritonavir"}),
    ],
)
def test_a_brand_means_what_its_products_hold(text: str, expected: set[str]) -> None:
    assert named(resolve(text=text)) == expected


def test_a_brand_that_means_different_drugs_means_none() -> None:
    names = [
        ("1", "Oxycodone Hydrochloride 5 MG Oral Tablet [Twofold]"),
        ("2", "Ibuprofen 200 MG Oral Tablet [Twofold]"),
        ("3", "Oxycodone Hydrochloride 5 MG Oral Tablet [Onefold]"),
        ("4", "Aspirin 5 MG / Oxycodone Hydrochloride 5 MG Oral Tablet [Onefold]"),
        ("5", "Lisinopril 5 MG Oral Tablet [Foreign]"),
        ("6", "Lorazepam 5 MG Oral Tablet [Not Diazepam]"),
        ("7", "Onefold Pill"),
        ("8", "Twofold Pill"),
    ]
    products, brands, doubts = build(names, RULEBOOK)
    assert [line for line in brands.splitlines() if not line.startswith("#")] == ["Onefold\t7804"]
    assert [line for line in products.splitlines() if not line.startswith("#")] == [
        "1\t7804\toral",
        "2\tibuprofen\toral",
        "3\t7804\toral",
        "4\t7804|aspirin\toral",
        "6\t6470\toral",
        "7\t7804",
    ]
    assert doubts == []


def test_a_name_that_is_not_understood_is_said_and_left_out() -> None:
    products, _, doubts = build([("1", "lorazepam glucoside complex 5 MG Oral Tablet")], RULEBOOK)
    assert [line for line in products.splitlines() if not line.startswith("#")] == []
    assert doubts == ["1\tlorazepam glucoside complex 5 MG Oral Tablet"]


# --- the files --------------------------------------------------------------------------------------------


def test_the_files_say_how_they_were_made_and_whose_data_they_are() -> None:
    for file in (PRODUCTS, BRANDS):
        head = file.read_text(encoding="utf-8")[:600]
        assert "scripts/build_product_pack.py" in head
        assert "courtesy of the U.S. National Library of Medicine" in head
        assert file.stat().st_size < 250_000


def test_every_ingredient_of_the_pack_is_one_that_a_value_set_names_or_a_name() -> None:
    codes = {one for product in RULEBOOK.tables.products.values() for one in product.ingredients if one.isdigit()}
    assert codes <= READER.ours
    assert all(product.ingredients & READER.ours for product in RULEBOOK.tables.products.values())


def test_the_files_are_what_the_names_give() -> None:
    source = os.environ.get("KIR_RXNORM_NAMES")
    if not source:
        pytest.skip("KIR_RXNORM_NAMES names no file of RxNorm names (columns rxcui, name) to rebuild the pack from")
    made, doubts = tables(Path(source))
    assert doubts == []
    for path, text in made.items():
        assert path.read_text(encoding="utf-8") == text, f"{path.name}: run scripts/build_product_pack.py again"


def test_a_source_has_two_columns(tmp_path: Path) -> None:
    source = tmp_path / "names.tsv"
    source.write_text('rxcui\tname\n1\tOxycodone "5" MG\n', encoding="utf-8")
    assert names_in(source) == [("1", 'Oxycodone "5" MG')]
