"""The rulebook as the rest reads it: which rules speak where, and what they rest on."""

from datetime import timedelta
from decimal import Decimal

import pytest
from pydantic import TypeAdapter, ValidationError

from cds.record import Kind
from cds.rulebook import Amount, Hook, ObservationClause
from cds.rulebook.words import Duration
from tests.unit.rulebook.rule_folder import NOTE, RuleFolder

# --- rules ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "is_evaluated"), [("active", True), ("silent", True), ("draft", False), ("retired", False)]
)
def test_active_and_silent_rules_are_evaluated(rules: RuleFolder, status: str, is_evaluated: bool) -> None:
    rules.edit("status: active", f"status: {status}")
    assert bool(rules.load().rules_on(Hook.ORDER_SIGN)) is is_evaluated


def test_a_point_of_a_note_stands_for_the_note_and_leaves_the_rest_as_it_is(rules: RuleFolder) -> None:
    rules.write("evidence/LABEL.yaml", NOTE)
    rulebook = rules.load()
    note, one = rulebook.cited("LABEL"), rulebook.cited("LABEL.blood-pressure")
    assert note is rulebook.evidence["LABEL"]
    assert (one.id, one.says, one.contrary) == ("LABEL", "Not above 140/90 mmHg.", "Other countries differ.")
    assert (one.certainty, one.certainty_reason, one.citation) == (note.certainty, "Text of a label.", "A label")
    assert rulebook.cited("LABEL.pregnancy").contrary == note.contrary


def test_a_rule_names_each_note_once_whatever_it_cites_of_it(rules: RuleFolder) -> None:
    rules.write("evidence/LABEL.yaml", NOTE)
    rules.edit("evidence: [E15]", "evidence: [LABEL.pregnancy, E15, LABEL, LABEL.blood-pressure]")
    assert rules.load().rules["KET-CI-TEST"].notes == ("LABEL", "E15")


AFTER_THE_PICK = [
    Hook.PROBLEM_LIST_ITEM_CREATE,
    Hook.ALLERGYINTOLERANCE_CREATE,
    Hook.ORDER_DISPATCH,
    Hook.MEDICATION_REFILL,
]


def test_a_rule_is_evaluated_on_its_own_hooks_and_where_a_service_speaks_with_theirs(rules: RuleFolder) -> None:
    rulebook = rules.load()
    assert [hook for hook in Hook if rulebook.rules_on(hook)] == [Hook.ORDER_SIGN, *AFTER_THE_PICK]
    assert [hook for hook in AFTER_THE_PICK if rulebook.shows_only_new(hook)] == AFTER_THE_PICK[:2]
    assert {rulebook.speaks_as(hook) for hook in (Hook.ORDER_SIGN, *AFTER_THE_PICK)} == {Hook.ORDER_SIGN}
    assert rulebook.speaks_as(Hook.PATIENT_VIEW) is Hook.PATIENT_VIEW


def test_a_suggestion_is_nothing_new(rules: RuleFolder) -> None:
    rules.edit("class: contraindication", "class: evidence-note")
    rulebook = rules.load()
    assert [hook for hook in Hook if rulebook.rules_on(hook)] == [Hook.ORDER_SIGN, *AFTER_THE_PICK[2:]]


def test_a_rule_stands_down_where_its_family_does_unless_it_says_where(rules: RuleFolder) -> None:
    rule = rules.load().rules["KET-CI-TEST"]
    assert rules.load().stand_down(rule) == ("anaesthesia-scope", "topical-route")
    rules.edit("tiers:", "stand_down: []\ntiers:")
    rule = rules.load().rules["KET-CI-TEST"]
    assert rules.load().stand_down(rule) == ()


def test_a_rule_rests_on_the_clauses_of_its_definitions_too(rules: RuleFolder) -> None:
    rules.edit("tiers:", "stand_down: []\ntiers:")
    rules.edit("      - {condition: active", "      - {is: setting-is-home}\n      - {condition: active")
    rulebook = rules.load()
    rule = rulebook.rules["KET-CI-TEST"]
    assert [clause.kind for clause in rulebook.clauses(rule)] == ["order", "condition", "blood_pressure"]
    assert rulebook.needs(rule) == {Kind.CONDITION, Kind.OBSERVATION, Kind.ENCOUNTER}


def test_the_label_is_name_and_version(rules: RuleFolder) -> None:
    rulebook = rules.load()
    assert rulebook.label == f"{rulebook.services.name} {rulebook.version}"


# --- clauses ----------------------------------------------------------------------------------------------


def _observation(**written: object) -> ObservationClause:
    return ObservationClause.model_validate({"observation": "latest", "within": "24 hours", "in": "a", **written})


def test_equal_clauses_share_a_key_whatever_they_are_called() -> None:
    one = _observation(above="4 {score}")
    assert one.key == _observation(above="4 {score}", **{"as": "pain"}).key
    assert one.key == _observation(above="4 {score}", within="1 day", **{"in": ["a"]}).key
    assert one.key != _observation(above="5 {score}").key
    assert one.key != _observation(at_least="4 {score}").key


# --- words ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "length"),
    [
        ("28 days", timedelta(days=28)),
        ("1 day", timedelta(days=1)),
        ("24 hours", timedelta(hours=24)),
        ("5 minutes", timedelta(minutes=5)),
        ("7 hours", timedelta(hours=7)),
        ("6 weeks", timedelta(days=42)),
        ("12 months", timedelta(days=360)),
        ("2 years", timedelta(days=730)),
        ("0 days", timedelta(0)),
    ],
)
def test_durations_are_written_in_words(written: str, length: timedelta) -> None:
    duration = TypeAdapter(Duration)
    assert duration.validate_python(written) == length
    assert duration.validate_python(duration.dump_python(length)) == length  # what is written can be read


@pytest.mark.parametrize("written", ["28", "28d", "days", "-1 days", "28  days", "28 days ago", "", 28])
def test_a_duration_without_its_unit_is_refused(written: object) -> None:
    with pytest.raises(ValidationError, match="a duration is written like `28 days`"):
        TypeAdapter(Duration).validate_python(written)


def test_an_amount_keeps_its_number_and_unit() -> None:
    assert Amount.read("180 mm[Hg]") == (Decimal(180), "mm[Hg]")
    assert Amount.read("-1.50 {score}") == (Decimal("-1.50"), "{score}")
    assert str(Amount.read("4.5 mg/kg")) == "4.5 mg/kg"


@pytest.mark.parametrize("written", [180, "180", "180mm[Hg]", "mm[Hg]", "1e3 mg", "180 mm [Hg]", True, None])
def test_an_amount_without_its_unit_is_refused(written: object) -> None:
    with pytest.raises(ValueError, match="a threshold is written with its unit"):
        Amount.read(written)
