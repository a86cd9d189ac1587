"""Look-ups in an imported RxNorm release: from whatever code stands in a chart to its ingredients."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cds.errors import InputUnreadable
from cds.record import Coding
from cds.terminology.layers import IngredientLayer
from cds.terminology.rxnorm import NDC, RXNORM, RxNormLayer
from tests.rrf import SMALL, Rrf, imported


@pytest.fixture(scope="module")
def layer(tmp_path_factory: pytest.TempPathFactory) -> RxNormLayer:
    return imported(tmp_path_factory.mktemp("rxnorm"))


def holds(layer: IngredientLayer, code: str, system: str = RXNORM) -> set[str] | None:
    found = layer.ingredients(Coding(system=system, code=code))
    return None if found is None else set(found)


@pytest.mark.parametrize(
    ("code", "ingredients"),
    [
        pytest.param("6470", {"6470"}, id="IN: itself"),
        pytest.param("900001", {"6130"}, id="PIN: its base"),
        pytest.param("900002", {"161", "5489"}, id="MIN: its parts"),
        pytest.param("900021", {"161", "5489"}, id="SCD: a combination has both"),
        pytest.param("900023", {"6130"}, id="SCD of a precise ingredient"),
        pytest.param("900031", {"161", "5489"}, id="SBD: what its drug holds, not what the brand's others hold"),
        pytest.param("900033", {"6470"}, id="SBD of the same brand name"),
        pytest.param("900032", {"6470"}, id="SBDC"),
        pytest.param("900013", {"6470"}, id="SCDC"),
        pytest.param("900041", {"6470"}, id="SCDF"),
        pytest.param("900042", {"6470"}, id="SCDG"),
        pytest.param("900003", {"161", "5489", "6470"}, id="BN: anything of that brand"),
        pytest.param("900051", {"6470", "7804"}, id="GPCK, through a circle"),
        pytest.param("900052", {"6470", "7804"}, id="BPCK, through a circle"),
        pytest.param("900071", {"2119365"}, id="retired, relations kept"),
        pytest.param("900101", {"6470"}, id="retired into another"),
        pytest.param("900102", {"6470"}, id="retired twice"),
        pytest.param("900104", {"6130"}, id="a retired ingredient is the one it became"),
        pytest.param("900103", None, id="retired into nothing"),
        pytest.param("900061", None, id="a component leads nowhere"),
        pytest.param("900063", None, id="half a pack is not known at all"),
        pytest.param("900081", None, id="a dose form holds nothing"),
        pytest.param("900099", None, id="a concept of another source"),
        pytest.param("123456", None, id="not in the release"),
    ],
)
def test_a_code_leads_to_its_ingredients(layer: RxNormLayer, code: str, ingredients: set[str] | None) -> None:
    assert holds(layer, code) == ingredients


@pytest.mark.parametrize("code", ["", " ", "six", "６４７０", "-1", "6470.0", "9" * 30, "6470'; DROP TABLE concept"])
def test_what_is_no_code_is_not_known(layer: RxNormLayer, code: str) -> None:
    assert holds(layer, code) is None
    assert holds(layer, code, NDC) is None
    assert layer.concept(code) is None


@pytest.mark.parametrize("system", ["urn:oid:2.16.840.1.113883.6.88", "https://www.nlm.nih.gov/research/umls/RxNorm/"])
def test_a_system_is_known_by_any_of_its_names(layer: RxNormLayer, system: str) -> None:
    assert holds(layer, "900022", system) == {"6470"}


@pytest.mark.parametrize("system", ["http://snomed.info/sct", "urn:oid:1.2.3", ""])
def test_a_number_of_another_system_is_not_taken_for_ours(layer: RxNormLayer, system: str) -> None:
    assert holds(layer, "900022", system) is None


@pytest.mark.parametrize("ndc", ["00000111122", "0000-1111-22", "00000-111-22"])
def test_an_ndc_with_and_without_hyphens(layer: RxNormLayer, ndc: str) -> None:
    expected = {"161", "5489"} if ndc != "00000-111-22" else None  # another segment is the short one: another package
    assert holds(layer, ndc, NDC) == expected


def test_an_ndc_written_with_hyphens_in_the_release(layer: RxNormLayer) -> None:
    assert holds(layer, "50458-028-02", NDC) == {"2119365"}


def test_an_ndc_of_another_source_is_not_kept(layer: RxNormLayer) -> None:
    assert holds(layer, "99999999999", NDC) is None


def test_ten_bare_digits_do_not_tell_which_ndc(layer: RxNormLayer) -> None:
    assert holds(layer, "0000111122", NDC) is None


def test_a_concept_has_its_names_and_tells_when_it_is_retired(layer: RxNormLayer) -> None:
    tablet = layer.concept("900021")
    assert tablet is not None
    assert tablet.names[0] == "acetaminophen 325 MG / hydrocodone bitartrate 5 MG Oral Tablet"
    assert "hydrocodone 5 MG and acetaminophen 325 MG tablet" in tablet.names
    assert (tablet.term_type, tablet.retired) == ("SCD", False)
    retired = layer.concept("900101")
    assert retired is not None
    assert retired.retired
    assert layer.display("6470") == "lorazepam"


def test_a_code_in_use_is_never_sent_to_the_one_an_old_atom_went_to(layer: RxNormLayer) -> None:
    assert holds(layer, "900021") == {"161", "5489"}


def test_a_layer_tells_its_release(layer: RxNormLayer) -> None:
    assert layer.release.name == "RXNORM_26AB_261102F"
    assert layer.release.imported == "2026-11-24T12:00:00+00:00"
    assert len(layer.release.sha256) == 64


def test_many_threads_ask_at_once(layer: RxNormLayer) -> None:
    codes = ["900021", "900022", "900051", "123456"] * 500
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda code: holds(layer, code), codes))
    assert found == [holds(layer, code) for code in codes]


def test_a_new_import_does_not_disturb_who_reads_the_old_one(tmp_path: Path) -> None:
    old = imported(tmp_path)
    new = imported(tmp_path, SMALL.plus(concepts=(("900999", "IN", "brandnewum"),)))
    assert holds(old, "900999") is None
    assert holds(old, "900022") == {"6470"}
    assert holds(new, "900999") == {"900999"}


@pytest.mark.parametrize("content", [None, b"", b"no database", b"SQLite format 3\0" + b"\0" * 200])
def test_a_file_that_is_no_import_is_refused_in_one_line(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "rxnorm.sqlite3"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(InputUnreadable, match="is not an imported RxNorm release; import one with `kir terminology"):
        RxNormLayer(file)


# --- any graph ----------------------------------------------------------------------------------------------

CODES = [str(number) for number in range(1, 9)]


def plainly(code: str, tty: dict[str, str], edges: list[tuple[str, str, str]]) -> set[str]:
    """The ingredients of a code, by walking; incomplete drugs and packs, and what leads to them, hold nothing."""

    def reach(start: str) -> set[str]:
        seen, waiting = {start}, [start]
        while waiting:
            here = waiting.pop()
            nearer = {target for source, _, target in edges if source == here and tty[target] != "BN"} - seen
            seen |= nearer
            waiting += nearer
        return seen

    def held(start: str) -> set[str]:
        return {one for one in reach(start) if tty[one] == "IN"}

    def is_broken(one: str) -> bool:
        parts = {"SCD": "consists_of", "GPCK": "contains"}.get(tty[one])
        return any(source == one and rela == parts and not held(target) for source, rela, target in edges)

    def leads_to(start: str) -> set[str]:  # through brand names too: better too much is not known than too little
        seen, waiting = {start}, [start]
        while waiting:
            here = waiting.pop()
            nearer = {target for source, _, target in edges if source == here} - seen
            seen |= nearer
            waiting += nearer
        return seen

    return set() if any(map(is_broken, leads_to(code))) else held(code)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    types=st.lists(st.sampled_from(["IN", "SCD", "SCDC", "GPCK", "BN", "SBD"]), min_size=8, max_size=8),
    edges=st.lists(
        st.tuples(
            st.sampled_from(CODES), st.sampled_from(["consists_of", "contains", "tradename_of"]), st.sampled_from(CODES)
        ),
        max_size=14,
    ),
)
def test_any_graph_gives_what_a_plain_walk_gives(
    tmp_path: Path, types: list[str], edges: list[tuple[str, str, str]]
) -> None:
    tty = dict(zip(CODES, types, strict=True)) | {"900": "IN", "901": "SCDF"}
    edges = [*edges, ("901", "has_ingredient", "900")]  # so that there is a product whatever else there is
    concepts = tuple((code, kind, f"name {code}") for code, kind in tty.items())
    layer = imported(tmp_path, Rrf(concepts=concepts, relations=tuple(edges)))
    assert {code: holds(layer, code) or set() for code in CODES} == {code: plainly(code, tty, edges) for code in CODES}
    layer.close()
