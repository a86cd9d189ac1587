"""Body sites: words, codes and the ICD families that carry one; what overlaps, and on which side."""

import pytest

from cds.findings.sites import Overlap, Side, Site, SiteReader
from cds.record import Concept
from cds.rulebook import BodySites, Region
from tests.unit.findings.builders import named, snomed
from tests.unit.findings.light import READINGS, TERMINOLOGY, icd, site

SITES = READINGS.sites


def of_text(text: str) -> tuple[set[Region], Side | None]:
    found = SITES.of_text(text)
    return set(found.regions), found.side


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        ("Left knee", {Region.KNEE}),
        ("lower back", {Region.LUMBOPELVIC}),
        ("BACK", {Region.BACK}),
        ("foot and knee", {Region.FOOT, Region.KNEE}),
        ("upper arm", {Region.ARM}),
        ("here and there", set()),
        ("background", set()),
        ("", set()),
    ],
)
def test_a_text_names_regions_by_whole_words(text: str, regions: set[Region]) -> None:
    assert of_text(text)[0] == regions


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("left knee", Side.LEFT),
        ("Knee, Right", Side.RIGHT),
        ("knee", None),
        ("both knees, left worse", None),
        ("bilateral knees, right more than left", None),
        ("left and right knee", None),
    ],
)
def test_a_side_counts_when_it_is_the_only_one(text: str, side: Side | None) -> None:
    assert of_text(text)[1] is side


def test_the_code_of_a_site_decides_and_words_give_the_side() -> None:
    read = SITES.of_concept(site("56459004", text="left knee, written in the wrong field"), TERMINOLOGY)
    assert (set(read.regions), read.side) == ({Region.FOOT}, Side.LEFT)


def test_a_set_without_regions_gives_its_own() -> None:
    assert set(SITES.of_concept(site("52612000"), TERMINOLOGY).regions) == {Region.LUMBOPELVIC}


def test_words_answer_where_no_code_does() -> None:
    assert set(SITES.of_concept(site("999000", text="neck"), TERMINOLOGY).regions) == {Region.NECK}
    assert not SITES.of_concept(named("somewhere"), TERMINOLOGY).known


@pytest.mark.parametrize(
    ("concept", "regions"),
    [
        (icd("M54.59"), {Region.LUMBOPELVIC}),
        (icd("M5459"), {Region.LUMBOPELVIC}),
        (icd("m54.2"), {Region.NECK}),
        (icd("T21.21XA"), {Region.CHEST}),
        (icd("T21.02XD"), {Region.LUMBOPELVIC}),
        (icd("T21.03XA"), set()),
        (icd("T21"), set()),
        (icd("E11.42"), {Region.LIMB}),
        (icd("G82.20"), {Region.LOWER_LIMB}),
        (snomed("309538000"), {Region.FOOT}),
        (icd("I10"), set()),
        (named("low back pain"), set()),
    ],
)
def test_a_condition_carries_the_site_of_its_code(concept: Concept, regions: set[Region]) -> None:
    assert set(SITES.of_condition(concept, TERMINOLOGY).regions) == regions


def test_the_side_of_a_condition_stands_in_its_words() -> None:
    assert SITES.of_condition(icd("M17.11", display="Osteoarthritis, right knee"), TERMINOLOGY).side is Side.RIGHT


def of(*regions: Region, side: Side | None = None) -> Site:
    return Site(frozenset(regions), side)


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        (of(Region.FOOT), of(Region.FOOT), Overlap.YES),
        (of(Region.FOOT), of(Region.LOWER_LIMB), Overlap.YES),
        (of(Region.FOOT), of(Region.LIMB), Overlap.YES),
        (of(Region.FOOT), of(Region.KNEE), Overlap.NO),
        (of(Region.FOOT), of(Region.NECK), Overlap.NO),
        (of(Region.FOOT, Region.NECK), of(Region.NECK), Overlap.YES),
        (of(Region.EYE), of(Region.HEAD), Overlap.YES),
        (of(Region.CHEST), of(Region.TRUNK), Overlap.YES),
        (of(Region.CHEST), of(Region.LUMBOPELVIC), Overlap.NO),
        (of(Region.HAND), of(Region.LIMB), Overlap.YES),
        (of(), of(Region.FOOT), Overlap.UNKNOWN),
        (of(), of(), Overlap.UNKNOWN),
    ],
)
def test_sites_overlap_when_one_holds_the_other(one: Site, other: Site, overlap: Overlap) -> None:
    assert SITES.overlap(one, other) is overlap
    assert SITES.overlap(other, one) is overlap


def test_a_back_of_open_level_may_be_the_low_back() -> None:
    assert SITES.overlap(of(Region.BACK), of(Region.LUMBOPELVIC)) is Overlap.UNKNOWN
    assert SITES.overlap(of(Region.BACK), of(Region.BACK)) is Overlap.YES
    assert SITES.overlap(of(Region.BACK), of(Region.CHEST)) is Overlap.NO
    assert SITES.overlap(of(Region.BACK), of(Region.LUMBOPELVIC, Region.BACK)) is Overlap.YES


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        (Side.LEFT, Side.LEFT, Overlap.YES),
        (Side.LEFT, Side.RIGHT, Overlap.NO),
        (Side.LEFT, None, Overlap.YES),
        (None, Side.RIGHT, Overlap.YES),
    ],
)
def test_opposite_sides_do_not_overlap_and_a_side_not_given_matches_both(
    one: Side | None, other: Side | None, overlap: Overlap
) -> None:
    assert SITES.overlap(of(Region.FOOT, side=one), of(Region.FOOT, side=other)) is overlap


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        (of(Region.CHEST), of(Region.LUMBOPELVIC), True),
        (of(Region.BACK), of(Region.TRUNK), True),
        (of(Region.ARM, Region.CHEST), of(Region.LUMBOPELVIC), True),
        (of(Region.ARM), of(Region.LUMBOPELVIC), False),
        (of(Region.NECK), of(Region.CHEST), False),
        (of(), of(Region.CHEST), False),
    ],
)
def test_two_sites_may_both_be_on_the_trunk(one: Site, other: Site, together: bool) -> None:
    assert SITES.both_on_trunk(one, other) is together


@pytest.mark.parametrize(
    ("one", "outer", "within"),
    [
        (of(Region.FOOT), of(Region.LIMB), True),
        (of(Region.LIMB), of(Region.FOOT), False),
        (of(Region.FOOT, Region.NECK), of(Region.LIMB), False),
        (of(Region.FOOT, Region.NECK), of(Region.LIMB, Region.NECK), True),
        (of(), of(Region.LIMB), None),
        (of(Region.FOOT), of(), None),
    ],
)
def test_a_site_lies_within_when_every_part_does(one: Site, outer: Site, within: bool | None) -> None:
    assert SITES.lies_within(one, outer) is within


def test_a_code_may_carry_several_regions() -> None:
    regions = [{"region": "head", "icd": ["C43.4"]}, {"region": "neck", "icd": ["C43.4"]}]
    reader = SiteReader(BodySites.model_validate({"id": "body-sites", "regions": regions}))
    assert reader.of_condition(icd("C43.4"), TERMINOLOGY).regions == {Region.HEAD, Region.NECK}
