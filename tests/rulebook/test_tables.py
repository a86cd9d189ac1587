"""What a site adds beside the YAML: concept maps, expansions, products of its own; every fault with its place."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cds.errors import RulebookInvalid
from cds.findings import Readings
from cds.record import Coding, Concept
from cds.rulebook import SYSTEMS, Rulebook, load_rulebook
from cds.terminology import Terminology

RULES = Path(__file__).parents[2] / "rules"
RXNORM, SNOMED, NDC = (SYSTEMS[name] for name in ("rxnorm", "snomed", "ndc"))

Load = Callable[..., Rulebook]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """The shipped rules with files of a site over them: path inside its folder, content."""

    def with_files(**files: Any) -> Rulebook:
        for path, content in files.items():
            file = tmp_path / path
            file.parent.mkdir(exist_ok=True)
            file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return load_rulebook([RULES, tmp_path])

    return with_files


def terminology(rulebook: Rulebook) -> Terminology:
    return Readings(rulebook).terminology


def coded(system: str, code: str) -> Concept:
    return Concept(codings=(Coding(system=system, code=code),))


def complaints(load: Load, **files: Any) -> list[str]:
    with pytest.raises(RulebookInvalid) as raised:
        load(**files)
    return [f"{Path(one.file).name}:{one.line}: {one.message}" for one in raised.value.complaints]


# --- concept maps -----------------------------------------------------------------------------------------


def test_a_table_maps_local_codes_and_ndcs(load: Load) -> None:
    table = (
        "# our formulary\n"
        "system\tcode\tingredients\n"
        "urn:oid:1.2.3.4\tKET50\t6130\tketamine 50 mg troche\n"
        "urn:oid:1.2.3.4\tPERC5\t7804|161\n"
        "\n"
        "ndc\t50458-028-02\t2119365\tSpravato\n"
    )
    words = terminology(load(**{"concept-maps/formulary.tsv": table}))
    assert words.resolve([coded("urn:oid:1.2.3.4", "KET50")]).holds == {"6130"}
    assert words.resolve([coded("urn:oid:1.2.3.4", "PERC5")]).holds == {"7804", "161"}
    spravato = words.resolve([coded(NDC, "50458002802")])
    assert (spravato.holds, spravato.layer, spravato.resolved) == ({"2119365"}, "concept map", True)
    assert "ket-drug-esketamine" in {member.value_set for member in spravato.members}


def test_a_fhir_concept_map_is_read(load: Load) -> None:
    resource = {
        "resourceType": "ConceptMap",
        "group": [
            {
                "source": "https://hospital.example/drugs",
                "target": RXNORM,
                "element": [
                    {"code": "K1", "target": [{"code": "6130", "equivalence": "wider"}]},
                    {"code": "K2", "target": [{"code": "6130", "equivalence": "unmatched"}]},
                    {"code": "K3", "target": [{"code": "7804"}, {"code": "161"}]},
                    {"code": "K4"},
                    {"target": [{"code": "6130"}]},
                ],
            }
        ],
    }
    words = terminology(load(**{"concept-maps/drugs.json": resource}))
    held = {code: words.resolve([coded("https://hospital.example/drugs", code)]).holds for code in ("K1", "K2", "K3")}
    assert held == {"K1": {"6130"}, "K2": frozenset(), "K3": {"7804", "161"}}
    assert not words.resolve([coded("https://hospital.example/drugs", "K4")]).resolved


def test_of_two_sites_the_later_file_wins(tmp_path: Path) -> None:
    for site, code in (("one", "6130"), ("two", "2119365")):
        folder = tmp_path / site / "concept-maps"
        folder.mkdir(parents=True)
        (folder / "local.tsv").write_text(f"urn:x\tK\t{code}\n", encoding="utf-8")
    rulebook = load_rulebook([RULES, tmp_path / "one", tmp_path / "two"])
    assert rulebook.tables.concept_map == {("urn:x", "K"): {"2119365"}}


def test_a_map_is_part_of_what_the_digest_stands_for(load: Load) -> None:
    shipped = load_rulebook([RULES]).digest
    assert load(**{"concept-maps/local.tsv": "urn:x\tK\t6130\n"}).digest != shipped


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"concept-maps/a.tsv": "urn:x\tK\n"}, ["a.tsv:1: has 2 columns, 3 are needed; part them with tabs"]),
        (
            {"concept-maps/a.tsv": "urn:x\tK\tketamine\nurn:x\t\t6130\n"},
            [
                "a.tsv:1: `ketamine` are no RxNorm codes; write numbers with | between them",
                "a.tsv:2: `6130` are no RxNorm codes; write numbers with | between them",
            ],
        ),
        ({"concept-maps/a.json": "{"}, ["a.json:1: is not JSON: "]),
        ({"concept-maps/a.json": {"resourceType": "ValueSet"}}, ["a.json:1: is no FHIR ConceptMap"]),
        (
            {"concept-maps/a.json": {"resourceType": "ConceptMap", "group": [{"target": SNOMED}]}},
            ["a.json:1: maps to `http://snomed.info/sct`; only maps to RxNorm"],
        ),
        ({"products/own.tsv": "12 3\t6130\n"}, ["own.tsv:1: `12 3` is no RxCUI"]),
        ({"products/own.tsv": "123\t|\n"}, ["own.tsv:1: product 123 holds nothing; name its ingredients"]),
        ({"products/own.tsv": "123\t6130\tnasel\n"}, ["own.tsv:1: `nasel` is no route: "]),
        ({"products/brands.tsv": "Spravato\t\n"}, ["brands.tsv:1: `Spravato` holds nothing; name its ingredients"]),
        ({"expansions/ket-cond-osa.txt": "OSA\n"}, ["ket-cond-osa.txt:1: `OSA` is no SNOMED CT code"]),
        ({"expansions/ket-cond-os.txt": "1\n"}, ["ket-cond-os.txt:1: `ket-cond-os` is no value set; did you mean"]),
        ({"expansions/ket-obs-bp.txt": "1\n"}, ["ket-obs-bp.txt:1: `ket-obs-bp` has no `is-a` member to expand"]),
        (
            {"expansions/ket-cond-raised-iop.txt": "1\n"},
            ["ket-cond-raised-iop.txt:1: the members of `ket-cond-raised-iop` differ in their properties; one file"],
        ),
    ],
)
def test_a_fault_is_named_with_its_place(load: Load, files: dict[str, Any], expected: list[str]) -> None:
    found = complaints(load, **files)
    assert len(found) == len(expected)
    assert all(one.startswith(start) for one, start in zip(found, expected, strict=True))


def test_a_table_that_is_not_utf_8_is_said(tmp_path: Path) -> None:
    (tmp_path / "concept-maps").mkdir()
    (tmp_path / "concept-maps" / "a.tsv").write_bytes(b"urn:x\tK\t6130\tket\xe4min\n")
    with pytest.raises(RulebookInvalid, match="is not UTF-8"):
        load_rulebook([RULES, tmp_path])


# --- products of the site ---------------------------------------------------------------------------------


def test_a_site_may_add_products(load: Load) -> None:
    rulebook = load(**{"products/own.tsv": "9999001\t6130\tnasal\n9999002\tketamine|lidocaine\ttopical\n"})
    words = terminology(rulebook)
    assert words.resolve([coded(RXNORM, "9999001")]).holds == {"6130"}
    assert words.resolve([coded(RXNORM, "9999002")]).holds == {"6130", "6387"}
    assert words.resolve([coded(RXNORM, "1049221")]).resolved, "the shipped pack stays"


# --- expansions -------------------------------------------------------------------------------------------


def test_nothing_is_expanded_that_no_site_expanded() -> None:
    rulebook = load_rulebook([RULES])
    assert not any(concept.expansion for one in rulebook.value_sets.values() for concept in one.concepts)
    assert not (RULES / "expansions").exists()
    assert rulebook.tables.concept_map == {}


def test_a_list_of_codes_expands_a_value_set(load: Load) -> None:
    rulebook = load(**{"expansions/ket-cond-osa.txt": "# of our server\n1101000119107 Severe sleep apnea\n78275009\n"})
    added = [concept for concept in rulebook.value_sets["ket-cond-osa"].concepts if concept.expansion]
    assert [(one.code, one.display, one.match) for one in added] == [("1101000119107", "Severe sleep apnea", "exact")]
    members = terminology(rulebook).members(coded(SNOMED, "1101000119107"))
    assert "ket-cond-osa" in {member.value_set for member in members}


def test_one_member_is_expanded_and_gives_what_it_is(load: Load) -> None:
    contains = [
        {
            "system": SNOMED,
            "code": "11111111",
            "display": "Glaucoma, a kind of",
            "contains": [{"system": SNOMED, "code": "22222222"}, {"system": SNOMED, "code": "3", "abstract": True}],
        },
        {"system": "http://example.org", "code": "44444444"},
    ]
    resource = {"resourceType": "ValueSet", "expansion": {"contains": contains}}
    rulebook = load(**{"expansions/ket-cond-raised-iop.23986001.json": resource})
    added = [concept for concept in rulebook.value_sets["ket-cond-raised-iop"].concepts if concept.expansion]
    assert [(one.code, one.properties) for one in added] == [
        ("11111111", {"kind": "glaucoma"}),
        ("22222222", {"kind": "glaucoma"}),
    ]


def test_what_a_set_lists_or_excludes_stays_what_it_is(load: Load) -> None:
    rulebook = load(**{"expansions/ket-cond-acute-coronary.57054005.txt": "1755008 Old infarction\n57054005\n"})
    assert not any(concept.expansion for concept in rulebook.value_sets["ket-cond-acute-coronary"].concepts)
    members = terminology(rulebook).members(coded(SNOMED, "1755008"))
    assert "ket-cond-acute-coronary" not in {member.value_set for member in members}
