"""What `kir check` tells beyond what a service needs to start: each mistake with its place, its words, its remedy."""

from datetime import date

import pytest

from cds.analyst.check import check_everything
from cds.errors import RulebookInvalid
from cds.rulebook import Certainty, load_rulebook
from tests.unit.rulebook.rule_folder import NOTE, PATH, RuleFolder

TODAY = date(2026, 11, 25)


@pytest.fixture(autouse=True)
def note(rules: RuleFolder) -> None:
    rules.write("evidence/E15.yaml", NOTE)
    rules.write("value-sets/test-set.yaml", SET)


SET = """\
title: A test set
note: "Near misses: I82.5 chronic, 230455006 another disease."
concepts:
  - {system: icd-10-cm, code: F20, display: Schizophrenia, match: prefix, verified: true, source: a test}
  - {system: icd-10-cm, code: F20.8, display: Others, match: exclude-prefix, verified: true, source: a test}
"""
MEMBER = "  - {{system: {}, code: {}, display: More, match: {}, verified: true, source: a test}}\n"


def complaints(rules: RuleFolder, today: date = TODAY) -> list[str]:
    """What is complained about in the folder, but for scenarios that there are none of."""
    report = check_everything([rules.folder], [], today)
    return [
        str(one).replace(f"{rules.folder}/", "") for one in report.complaints if "no scenario shows" not in one.message
    ]


def test_a_rule_without_mistakes_has_no_complaints(rules: RuleFolder) -> None:
    assert complaints(rules) == []


# --- tiers and rules ------------------------------------------------------------------------------------------

SECOND = """    when:
      - blood_pressure: latest
        in: ket-obs-bp
        within: 24 hours
        systolic_above: 180 mm[Hg]
        diastolic_above: 100 mm[Hg]
"""
HIDDEN = f"{PATH}:14:5: can never speak: whenever it holds, tier 1 (critical) does; narrow that one, or put this one before it"


def ask(rules: RuleFolder, first: str, second: str) -> None:
    """What the two tiers of the rule ask for."""
    rules.edit("{condition: active, in: ket-cond-psychosis, as: psychosis}", first)
    rules.edit('"{psychosis.display} recorded"', "recorded")
    rules.edit(SECOND, f"    when:\n      - {second}\n")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param("{condition: active, in: ket-cond-osa}", "{condition: active, in: ket-cond-osa}", id="the same"),
        pytest.param(
            "{condition: active, in: ket-cond-osa}",
            "{condition: active, in: ket-cond-osa}\n      - {patient: age, at_least: 12}",
            id="one more thing asked",
        ),
        pytest.param("{patient: age, at_least: 12}", "{patient: age, at_least: 18}", id="a limit farther out"),
        pytest.param("{patient: age, below: 18}", "{patient: age, at_least: 12, below: 16}", id="a narrower range"),
        pytest.param(
            '{observation: latest, in: ket-obs-hcg, within: 7 days, above: "5 m[iU]/L"}',
            '{observation: latest, in: ket-obs-hcg, within: 7 days, above: "25 m[iU]/L"}',
            id="an amount farther out",
        ),
        pytest.param(
            "{any: [{condition: active, in: ket-cond-osa}, {patient: age, below: 12}]}",
            "{condition: active, in: ket-cond-osa}",
            id="one of several",
        ),
        pytest.param(
            "{condition: active, in: ket-cond-osa}",
            "{all: [{patient: age, below: 12}, {condition: active, in: ket-cond-osa}]}",
            id="several together",
        ),
    ],
)
def test_a_tier_that_a_stronger_one_hides_is_told(rules: RuleFolder, first: str, second: str) -> None:
    ask(rules, first, second)
    assert complaints(rules) == [HIDDEN]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param("{patient: age, at_least: 18}", "{patient: age, at_least: 12}", id="a limit nearer"),
        pytest.param("{patient: age, at_least: 18}", "{patient: age, below: 12}", id="another limit"),
        pytest.param("{patient: age, at_least: 12, below: 16}", "{patient: age, below: 16}", id="a wider range"),
        pytest.param(
            '{observation: latest, in: ket-obs-hcg, within: 7 days, above: "5 m[iU]/L"}',
            '{observation: latest, in: ket-obs-hcg, within: 9 days, above: "25 m[iU]/L"}',
            id="another window",
        ),
        pytest.param(
            "{condition: active, in: ket-cond-osa}\n    unless:\n      - {patient: age, below: 12}",
            "{condition: active, in: ket-cond-osa}",
            id="the stronger one bars more",
        ),
    ],
)
def test_a_tier_that_has_something_of_its_own_to_say_is_not(rules: RuleFolder, first: str, second: str) -> None:
    ask(rules, first, second)
    assert complaints(rules) == []


def test_two_rules_that_ask_the_same_are_told(rules: RuleFolder) -> None:
    rules.add_rule("KET-CI-ZAGAIN", ("title: A test rule", "title: Said otherwise"))
    assert complaints(rules) == [
        "ketamine/KET-CI-ZAGAIN.yaml:8:3: asks the same as KET-CI-TEST; a card would say it twice: keep one"
    ]


def test_a_condition_that_excludes_all_its_members_never_holds(rules: RuleFolder) -> None:
    rules.edit("in: ket-cond-psychosis,", "in: ket-cond-psychosis, not_in: [ket-cond-osa, ket-cond-psychosis],")
    assert complaints(rules) == [f"{PATH}:10:61: can never hold: every member of `in` is in `not_in` too"]


# --- thresholds -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "complaint"),
    [
        ("180 mg", "19:25: `mg` is no unit of pressure; write it in UCUM, such as `mm[Hg]`"),
        ("180", "19:25: systolic_above: a threshold is written with its unit, like `180 mm[Hg]` or `4 {score}`"),
        (
            "180 mmHgs2",
            "19:25: `mmHgs2` is no unit of pressure; write it in UCUM, such as `mm[Hg]`",
        ),
    ],
)
def test_a_threshold_has_a_unit_that_can_be_compared(rules: RuleFolder, written: str, complaint: str) -> None:
    rules.edit("systolic_above: 180 mm[Hg]", f"systolic_above: {written}")
    assert complaints(rules) == [f"{PATH}:{complaint}"]


def test_an_amount_of_anything_else_has_a_unit_that_values_are_compared_in(rules: RuleFolder) -> None:
    ask(rules, '{observation: latest, in: ket-obs-hcg, within: 7 days, above: "5 hcgs"}', "{patient: age, below: 12}")
    assert complaints(rules) == [
        f"{PATH}:10:71: `hcgs` is no unit that values are compared in; write it in UCUM, such as `mm[Hg]`"
    ]


# --- what a rule says and what it rests on -----------------------------------------------------------------------


def test_nothing_critical_rests_on_very_little(rules: RuleFolder) -> None:
    rules.edit("kind: label", "kind: trial", "evidence/E15.yaml")
    rules.edit("certainty: high", "certainty: very low", "evidence/E15.yaml")
    assert complaints(rules) == [
        (
            f"{PATH}:8:16: `critical` rests on very low certainty alone, and on no label, guideline, regulator or policy; "
            "lower it, or cite what carries it"
        )
    ]


def test_a_label_may_carry_what_nobody_studied(rules: RuleFolder) -> None:
    rules.edit("certainty: high", "certainty: very low", "evidence/E15.yaml")
    assert complaints(rules) == []


def test_a_suggestion_that_warns_is_told(rules: RuleFolder) -> None:
    rules.edit("class: contraindication", "class: suggestion")
    rules.edit("indicator: critical", "indicator: warning")
    rules.edit("indicator: warning\n    when:\n      - blood", "indicator: info\n    when:\n      - blood")
    assert complaints(rules) == [
        (
            f"{PATH}:8:16: a rule of class `suggestion` offers something: its tiers are `info`; what must be heeded is of "
            "another class"
        )
    ]


def test_an_option_that_is_surer_than_its_notes_is_told(rules: RuleFolder) -> None:
    rules.edit("certainty: high", "certainty: low", "evidence/E15.yaml")
    rules.edit(
        "review: {",
        "option: {name: It, indication: [psychosis], certainty: moderate, against: None., first: Talk., otherwise: {}}\n"
        "review: {",
    )
    assert complaints(rules) == [f"{PATH}:32:56: `moderate` is surer than every note it cites; the surest is `low`"]


@pytest.mark.parametrize("status", ["active", "silent"])
def test_a_rule_in_use_rests_on_nothing_that_nobody_graded(rules: RuleFolder, status: str) -> None:
    rules.edit("certainty: high", "certainty: not graded", "evidence/E15.yaml")
    rules.edit("status: active", f"status: {status}")
    rules.edit("evidence: [E15]", "evidence: [E15.pregnancy]")
    told = f"{PATH}:31:12: `E15.pregnancy` is not graded, and this rule is {status}; grade it, or keep the rule a draft"
    assert complaints(rules) == [told]
    with pytest.raises(RulebookInvalid):
        load_rulebook([rules.folder])


def test_a_draft_may_rest_on_what_nobody_graded_yet(rules: RuleFolder) -> None:
    rules.edit("certainty: high", "certainty: not graded", "evidence/E15.yaml")
    rules.edit("status: active", "status: draft")
    rules.edit("indicator: critical", "indicator: warning")
    assert complaints(rules) == []
    assert Certainty.NOT_GRADED.symbol == "◯◯◯◯"


# --- value sets -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("member", "complaint"),
    [
        (("icd-10-cm", "F20", "exact"), "6:31: `icd-10-cm F20` stands as entry 1 already; keep one"),
        (
            ("icd-10-cm", "F20.81", "exact"),
            (
                "6:31: `icd-10-cm F20.81` is a member, and `exclude-prefix` F20.8 of this set excludes it; "
                "remove one of the two"
            ),
        ),
        (
            ("icd-10-cm", "I82", "prefix"),
            "6:31: `icd-10-cm I82` brings in I82.5, which the set's note calls a near miss; remove one of the two",
        ),
        (
            ("snomed", '"230455006"', "is-a"),
            (
                "6:28: `snomed 230455006` brings in 230455006, which the set's note calls a near miss; "
                "remove one of the two"
            ),
        ),
    ],
)
def test_a_set_that_contradicts_itself_is_told(rules: RuleFolder, member: tuple[str, ...], complaint: str) -> None:
    rules.write("value-sets/test-set.yaml", SET + MEMBER.format(*member))
    assert complaints(rules) == [f"value-sets/test-set.yaml:{complaint}"]


def test_a_member_beside_a_near_miss_is_none(rules: RuleFolder) -> None:
    rules.write("value-sets/test-set.yaml", SET + MEMBER.format("icd-10-cm", "I82.4", "prefix"))
    assert complaints(rules) == []


# --- reviews --------------------------------------------------------------------------------------------------


def due(rules: RuleFolder, today: date) -> list[str]:
    report = check_everything([rules.folder], [], today)
    return [str(one).replace(f"{rules.folder}/", "") for one in report.due]


def test_a_review_is_due_the_day_after_and_is_no_complaint(rules: RuleFolder) -> None:
    assert due(rules, date(2027, 1, 1)) == []
    assert due(rules, date(2027, 1, 2)) == [
        f"{PATH}:32:30: was to be reviewed by 2027-01-01, by nobody; review it, then set a new day"
    ]
    assert complaints(rules, date(2027, 1, 2)) == []
    assert load_rulebook([rules.folder])  # a service starts


def test_evidence_is_to_be_read_again(rules: RuleFolder) -> None:
    rules.edit("status: active", "status: draft")  # of which nothing is due
    assert due(rules, date(2027, 11, 25)) == [
        "evidence/E15.yaml:9:12: was to be read again by 2027-11-24; look for newer evidence, then set a new day"
    ]


# --- length ---------------------------------------------------------------------------------------------------


def test_a_summary_that_is_too_long_is_told(rules: RuleFolder) -> None:
    rules.edit("summary: high pressure recorded", f"summary: {'high ' * 26}")
    assert complaints(rules) == [f"{PATH}:21:14: summary: has more than 125 characters; shorten it"]
