"""Allergies: by substance, product or name, whatever the doubt; what was felt tells an allergy from a known effect."""

from typing import Any

import pytest

from cds.findings.allergies import find_allergy
from cds.findings.finding import Answer, Finding
from cds.record import Allergy, Concept, Given, Kind, Reaction
from cds.terminology import MatchedBy
from tests.unit.findings.builders import (
    KETAMINE,
    RXNORM,
    allergy,
    clause,
    concept,
    named,
    record,
    references,
    snomed,
    view,
    when,
)

ANY = {"allergy": "active", "in_": ["ketamine", "esketamine"]}
EXPECTED = ANY | {"reaction": "pharmacological-only", "manifestations": ["nausea", "vomiting", "dissociation"]}
OTHER = EXPECTED | {"reaction": "other"}


def ask(written: dict[str, Any], *entries: Allergy, given: Given = Given.COMPLETE) -> Finding:
    return find_allergy(clause(**written), view(record(allergies=entries, given={Kind.ALLERGY: given})))


def felt(*names: str, substance: Concept | None = None) -> Reaction:
    return Reaction(substance=substance, manifestations=tuple(named(name) for name in names))


@pytest.mark.parametrize(
    ("substance", "matched_by"),
    [
        (KETAMINE, MatchedBy.CODE),
        (concept(RXNORM, "2119365"), MatchedBy.CODE),  # cross-reacts: same moiety
        (concept(RXNORM, "9990001"), MatchedBy.CODE),  # the brand product code only
        (concept(RXNORM, "8880001", "Ketalar 10 MG/ML Injection"), MatchedBy.NAME),  # a product that no set lists
        (snomed("999999999", "Allergy to ketamine"), MatchedBy.NAME),
        (named("KETAMINE"), MatchedBy.NAME),
        (named("S-Ketamine nasal spray"), MatchedBy.NAME),
    ],
)
def test_names_the_substance(substance: Concept, matched_by: MatchedBy) -> None:
    finding = ask(ANY, allergy(substance))
    assert finding.answer is Answer.TRUE
    assert finding.inputs[0].matched_by is matched_by


@pytest.mark.parametrize(
    "substance",
    [
        concept(RXNORM, "35827", "ketorolac"),
        named("ketorolac"),
        named("Ketoconazole cream"),
        named("norketamine"),
        snomed("716186003", "No known allergy"),
        named("NKDA"),
        named("No known allergy to ketamine"),
        named("No known ketamine allergy"),
        named("Not allergic to ketamine"),
        named("Denies allergies to ketamine, propofol"),
    ],
)
def test_does_not_take_another_substance_or_a_denial_for_it(substance: Concept) -> None:
    assert ask(ANY, allergy(substance)).answer is Answer.FALSE


@pytest.mark.parametrize(
    "text",
    [
        "No known drug allergies except ketamine",
        "No known allergy; ketamine: rash",
        "Not allergic to propofol but ketamine gave hives",
        "No known cause. Anaphylaxis after ketamine",
    ],
)
def test_a_denial_ends_where_another_statement_begins(text: str) -> None:
    assert ask(ANY, allergy(named(text))).answer is Answer.TRUE


def test_a_reaction_may_name_the_substance() -> None:
    entry = allergy(named("Anaesthetics"), felt("Anaphylaxis", substance=KETAMINE))
    finding = ask(ANY, entry)
    assert finding.answer is Answer.TRUE
    assert finding.inputs[0].value == "Anaphylaxis"


def test_says_what_was_felt_and_when_it_was_recorded() -> None:
    (one,) = ask(ANY, allergy(KETAMINE, felt("Urticaria", "Wheeze"), recorded=when("2019-05"))).inputs
    assert (one.value, one.date, one.code, one.display) == ("Urticaria, Wheeze", "2019-05", "6130", "ketamine")


@pytest.mark.parametrize("verification", ["refuted", "entered-in-error"])
def test_what_was_taken_back_never_counts(verification: str) -> None:
    assert ask(ANY, allergy(KETAMINE, verification_status=verification)).answer is Answer.FALSE


@pytest.mark.parametrize(
    ("clinical", "answer"),
    [("active", Answer.TRUE), (None, Answer.TRUE), ("inactive", Answer.FALSE), ("resolved", Answer.FALSE)],
)
def test_the_clinical_status_is_active_or_absent(clinical: str | None, answer: Answer) -> None:
    assert ask(ANY, allergy(KETAMINE, clinical_status=clinical)).answer is answer


def test_an_unconfirmed_entry_counts_in_full_and_says_so() -> None:
    finding = ask(ANY, allergy(KETAMINE, verification_status="unconfirmed"))
    assert finding.answer is Answer.TRUE
    assert finding.weak is None
    assert finding.inputs[0].value == "unconfirmed"
    assert "unconfirmed" in finding.why


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (allergy(KETAMINE, felt("Nausea"), type="intolerance"), True),
        (allergy(KETAMINE, felt("Severe nausea and vomiting"), type="intolerance"), True),
        (
            allergy(KETAMINE, Reaction(manifestations=(snomed("422587007", "Nausea (finding)"),)), type="intolerance"),
            True,
        ),
        (allergy(KETAMINE, felt("Nausea"), felt("Anaphylaxis"), type="intolerance"), False),
        (allergy(KETAMINE, felt("Nausea and anaphylaxis"), type="intolerance"), False),
        (allergy(KETAMINE, felt("Nausea"), type="allergy"), False),
        (allergy(KETAMINE, felt("Nausea"), type=None), False),
        (allergy(KETAMINE, type="intolerance"), False),  # what was felt is not known
        (allergy(KETAMINE, Reaction(manifestations=(snomed("422587007"),)), type="intolerance"), False),
    ],
)
def test_only_an_intolerance_with_nothing_but_known_effects_is_pharmacological(entry: Allergy, expected: bool) -> None:
    assert ask(EXPECTED, entry).answer is Answer.of(expected)
    assert ask(OTHER, entry).answer is Answer.of(not expected)


def test_where_a_reaction_names_the_substance_only_that_one_is_read() -> None:
    entry = allergy(
        named("Anaesthetics"),
        felt("Nausea", substance=KETAMINE),
        felt("Anaphylaxis", substance=named("propofol")),
        type="intolerance",
    )
    assert ask(EXPECTED, entry).answer is Answer.TRUE


@pytest.mark.parametrize("given", [Given.UNKNOWN, Given.PARTIAL])
def test_a_list_not_loaded_whole_is_unknown_unless_a_hit_settles_it(given: Given) -> None:
    finding = ask(ANY, given=given)
    assert finding.answer is Answer.UNKNOWN
    assert finding.missing == ("AllergyIntolerance",)
    assert ask(ANY, allergy(KETAMINE), given=given).answer is Answer.TRUE


def test_an_entry_that_names_nothing_leaves_the_question_open() -> None:
    finding = ask(ANY, allergy(Concept()))
    assert finding.answer is Answer.UNKNOWN
    assert finding.missing == ("AllergyIntolerance code",)
    assert ask(ANY, allergy(named("peanuts, bee stings"))).answer is Answer.FALSE
    assert ask(ANY, allergy(Concept(), verification_status="refuted")).answer is Answer.FALSE


def test_one_input_for_each_entry() -> None:
    entries = [allergy(KETAMINE, reference=f"AllergyIntolerance/{number}") for number in (1, 2)]
    assert references(ask(ANY, *entries)) == ["AllergyIntolerance/1", "AllergyIntolerance/2"]


def test_properties_choose_among_the_members() -> None:
    asked = {"allergy": "active", "in_": "pain-drugs"}
    entry = allergy(concept(RXNORM, "35827", "ketorolac"))
    assert ask(asked, entry).answer is Answer.TRUE
    assert ask(asked | {"where": {"role": "nsaid"}}, entry).answer is Answer.TRUE
    assert ask(asked | {"where": {"role": ["opioid", "other"]}}, entry).answer is Answer.FALSE
    assert ask(asked | {"where": {"scale": "nsaid"}}, entry).answer is Answer.FALSE


def test_an_empty_list_is_not_reviewed() -> None:
    finding = ask({"allergy": "none-recorded"})
    assert finding.answer is Answer.TRUE
    assert references(finding) == ["Patient/p"]


@pytest.mark.parametrize("status", ["active", "inactive", "resolved", None])
def test_any_entry_is_a_review(status: str | None) -> None:
    none_known = allergy(snomed("716186003"), clinical_status=status)
    assert ask({"allergy": "none-recorded"}, none_known).answer is Answer.FALSE


def test_an_entry_made_in_error_is_none() -> None:
    wrong = allergy(named("penicillin"), verification_status="entered-in-error")
    assert ask({"allergy": "none-recorded"}, wrong).answer is Answer.TRUE


def test_a_list_that_was_not_given_whole_is_not_empty() -> None:
    finding = ask({"allergy": "none-recorded"}, given=Given.UNKNOWN)
    assert (finding.answer, finding.missing) == (Answer.UNKNOWN, ("AllergyIntolerance",))


def test_an_allergy_needs_its_substances() -> None:
    with pytest.raises(ValueError, match="names value sets"):
        clause(allergy="active")
    with pytest.raises(ValueError, match="does not"):
        clause(allergy="none-recorded", in_="ketamine")
