"""Medicines: every coding and text counts, and absence may be concluded only from what was recognised."""

from typing import Any

import pytest

from cds.record import Coding, Concept
from cds.rulebook import SYSTEMS, ValueSet
from cds.terminology import MatchedBy, Medicine, Terminology

RXNORM, ATC, SNOMED, NDC = (SYSTEMS[name] for name in ("rxnorm", "atc", "snomed", "ndc"))


def value_set(name: str, *concepts: dict[str, Any]) -> ValueSet:
    written = [{"verified": True, "source": "test", **one} for one in concepts]
    return ValueSet.model_validate({"id": name, "title": name, "concepts": written})


def ingredient(code: str, name: str, *names: str) -> dict[str, Any]:
    return {"system": "rxnorm", "code": code, "display": name, "match": "ingredient", "names": [name, *names]}


TERMINOLOGY = Terminology(
    [
        value_set(
            "racemic",
            ingredient("6130", "ketamine", "ketamine hydrochloride", "Ketalar"),
            {"system": "atc", "code": "N01AX03", "display": "ketamine (ATC)", "ingredient": "6130"},
        ),
        value_set("esketamine", ingredient("2119365", "esketamine", "S-ketamine", "Spravato")),
        value_set("opioids", ingredient("4337", "fentanyl", "Duragesic")),
        value_set(
            "patches",
            {
                "system": "rxnorm",
                "code": "245134",
                "display": "fentanyl 0.025 MG/HR Transdermal System",
                "match": "product",
                "ingredient": "4337",
                "properties": {"heat": "critical"},
            },
        ),
        value_set(
            "mood-stabilisers",
            ingredient("2002", "carbamazepine"),
            ingredient("8183", "phenytoin"),
            ingredient("28439", "lamotrigine"),
        ),
        value_set(
            "antidepressants",
            ingredient("42347", "bupropion", "Wellbutrin"),
            {
                "system": "rxnorm",
                "code": "1801289",
                "display": "Smoking Cessation bupropion",
                "match": "exclude",
                "names": ["Zyban", "smoking cessation"],
            },
        ),
        value_set("seizure-threshold", ingredient("42347", "bupropion", "Zyban")),
        value_set("names-only", {"display": "celecoxib", "match": "name", "names": ["celecoxib", "Celebrex"]}),
    ],
    other_words=["exercis*", "light test tolerated"],
)


def coded(system: str, code: str, display: str = "", text: str = "") -> Concept:
    return Concept(codings=(Coding(system=system, code=code, display=display),), text=text)


def named(text: str) -> Concept:
    return Concept(text=text)


def resolve(*concepts: Concept) -> Medicine:
    return TERMINOLOGY.resolve(concepts)


def sets(*concepts: Concept) -> list[str]:
    return [member.value_set for member in resolve(*concepts).members]


# --- what it is -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ketamine 50 mg troche", ["racemic"]),
        ("S-ketamine nasal", ["esketamine"]),  # never racemic too
        ("esketamine", ["esketamine"]),
        ("Spravato", ["esketamine"]),
        ("ketamine and esketamine", ["racemic", "esketamine"]),
        ("norketamine", []),
        ("Celebrex 200 mg", ["names-only"]),
    ],
)
def test_a_text_means_what_its_whole_words_mean(text: str, expected: list[str]) -> None:
    assert sets(named(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "{49 (lamotrigine 100 MG Oral Tablet) } Pack [Lamictal Starter Kit for Patients not taking Phenytoin]",
            ["lamotrigine"],
        ),
        ("[carbamazepine] lamotrigine [phenytoin]", ["lamotrigine"]),
        ("lamotrigine [unclosed phenytoin", ["lamotrigine", "phenytoin"]),
    ],
)
def test_what_stands_in_brackets_is_a_brand_and_not_what_is_in_it(text: str, expected: list[str]) -> None:
    assert [member.concept.display for member in resolve(named(text)).members] == expected


def test_a_name_match_says_that_it_is_one() -> None:
    [member] = resolve(named("Ketalar 50 mg/mL")).members
    assert (member.matched_by, member.code, member.display) == (MatchedBy.NAME, "Ketalar", "Ketalar 50 mg/mL")


def test_a_code_match_beats_the_same_thing_by_name() -> None:
    [member] = resolve(coded(RXNORM, "6130", "ketamine", text="ketamine troche")).members
    assert (member.matched_by, member.code) == (MatchedBy.CODE, "6130")


def test_all_codings_and_texts_are_united() -> None:
    concept = Concept(
        codings=(Coding(system="urn:local", code="1"), Coding(system=RXNORM, code="245134")), text="with carbamazepine"
    )
    assert sets(concept) == ["patches", "opioids", "mood-stabilisers"]
    assert sets(named("Kit"), coded(RXNORM, "6130"), named("lamotrigine")) == ["racemic", "mood-stabilisers"]


def test_names_that_sets_spell_differently_are_members_of_both() -> None:
    terminology = Terminology(
        [value_set("a", ingredient("1", "Fentanyl")), value_set("b", ingredient("1", "fentanyl"))]
    )
    assert [member.value_set for member in terminology.resolve([named("FENTANYL")]).members] == ["a", "b"]


# --- the same as another ----------------------------------------------------------------------------------


def test_an_atc_code_and_a_name_and_an_rxnorm_code_mean_the_same_ingredient() -> None:
    same = [resolve(coded(ATC, "N01AX03")), resolve(coded(RXNORM, "6130")), resolve(named("Ketalar"))]
    assert [medicine.ingredients() for medicine in same] == [frozenset({"6130"})] * 3


def test_a_product_means_its_ingredient_and_an_ingredient_never_a_product() -> None:
    patch, fentanyl = resolve(coded(RXNORM, "245134")), resolve(coded(RXNORM, "4337"))
    assert patch.ingredients() == fentanyl.ingredients() == {"4337"}
    assert [member.value_set for member in patch.members] == ["patches", "opioids"]
    assert [member.value_set for member in fentanyl.members] == ["opioids"]


def test_what_has_no_code_at_all_is_compared_by_its_name() -> None:
    assert resolve(named("Celebrex")).ingredients() == resolve(named("celecoxib 200 mg")).ingredients() == {"celecoxib"}


# --- whether absence may be concluded ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("concept", "is_resolved"),
    [
        (coded(RXNORM, "6130"), True),  # a code that a set lists
        (named("ketamine"), True),
        (coded(RXNORM, "866427", "metoprolol 25 MG Oral Tablet"), True),  # named by a drug terminology: none of ours
        (coded(NDC, "00904-6300-61", "Aspirin 81 MG"), True),
        (coded(RXNORM, "866427"), False),  # a code that says nothing to us
        (coded("urn:local", "77", "Compound 12"), False),  # whatever a local display says
        (coded("urn:local", "77", "ketamine troche"), True),  # unless it names something we know
        (named("Dr. Miller's cream"), False),
        (named(""), False),
        (Concept(), False),
    ],
)
def test_what_was_recognised_is_resolved_and_the_rest_stays_unknown(concept: Concept, is_resolved: bool) -> None:
    assert resolve(concept).resolved is is_resolved


def test_a_medicine_without_concepts_is_not_resolved() -> None:
    assert resolve() == Medicine(members=(), resolved=False, label="")


def test_a_medicine_is_called_by_the_first_name_it_has() -> None:
    assert resolve(Concept(), coded(RXNORM, "6130", "Ketamine"), named("troche")).label == "Ketamine"
    assert resolve(coded("urn:local", "K-7")).label == "K-7"


# --- code against name ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("concepts", "is_conflict"),
    [
        ([coded(RXNORM, "6130", text="esketamine")], True),
        ([coded(RXNORM, "6130", "esketamine")], True),
        ([coded(RXNORM, "2119365", "esketamine", text="Ketamine nasal")], True),
        ([coded(RXNORM, "6130", "ketamine", text="Ketalar")], False),
        ([coded(ATC, "N01AX03", text="ketamine")], False),  # one ingredient under two codes
        ([coded(RXNORM, "245134", text="Duragesic")], False),  # a product and its ingredient
        ([coded(RXNORM, "6130", text="ketamine with carbamazepine")], False),  # it names the one, too
        ([coded("urn:local", "6130", text="esketamine")], False),  # a local code means nothing to contradict
        ([coded(RXNORM, "6130", text="troche")], False),
        ([coded(RXNORM, "6130"), named("lamotrigine")], False),  # two ingredients of one compound
    ],
)
def test_a_code_and_a_name_that_mean_different_ingredients_are_a_conflict(
    concepts: list[Concept], is_conflict: bool
) -> None:
    assert resolve(*concepts).conflict is is_conflict


def test_in_a_conflict_both_count() -> None:
    assert sets(coded(RXNORM, "6130", text="esketamine")) == ["racemic", "esketamine"]


# --- what a set leaves out ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("concept", "counts"),
    [
        (coded(RXNORM, "42347", "bupropion"), True),
        (named("Wellbutrin 150 mg"), True),
        (coded(RXNORM, "1801289", "bupropion"), False),
        (coded(RXNORM, "42347", text="Zyban 150 mg"), False),
        (coded(RXNORM, "42347", "12 HR bupropion 150 MG Extended Release Oral Tablet [Zyban]"), False),
        (named("bupropion for smoking cessation"), False),
        (Concept(codings=(Coding(system=RXNORM, code="42347"), Coding(system=RXNORM, code="1801289"))), False),
        (Concept(codings=(Coding(system=RXNORM, code="1801289"), Coding(system=RXNORM, code="42347"))), False),
    ],
)
def test_an_exclusion_counts_by_code_and_by_name_for_its_own_set_only(concept: Concept, counts: bool) -> None:
    medicine = resolve(concept)
    assert ("antidepressants" in {member.value_set for member in medicine.members}) is counts
    if concept.label and "1801289" not in {coding.code for coding in concept.codings}:
        assert "seizure-threshold" in {member.value_set for member in medicine.members}


# --- whether a resource is worth reading ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("concept", "wanted"),
    [
        (coded(RXNORM, "6130"), True),
        (named("home exercises twice a day"), True),  # a word that rules look for in texts
        (coded(SNOMED, "1", "Light test tolerated"), True),
        (named("Patient on Spravato"), True),
        (coded(RXNORM, "866427", "metoprolol"), False),
        (named("exorcism"), False),
        (Concept(), False),
    ],
)
def test_a_resource_is_relevant_when_any_rule_could_read_it(concept: Concept, wanted: bool) -> None:
    assert TERMINOLOGY.is_relevant([Concept(), concept]) is wanted


def test_nothing_is_relevant_without_a_concept() -> None:
    assert not TERMINOLOGY.is_relevant([])
