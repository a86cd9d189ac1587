"""Texts about benefit: how sure, what found nothing, when to stop; no rank, no percentage of a small study."""

import pytest

from tests.unit.rulebook.rule_folder import RuleFolder

PATH = "infrared/IR-EL-TEST.yaml"
SUGGESTION = """\
title: Light for a test
class: suggestion
version: 1.0.0
status: active
hooks: [order-select]
about: {order: infrared}
tiers:
  - indicator: info
    when:
      - {order: at-hand, as: order}
    summary: light for a test
    detail: "Low certainty; a blinded trial found none. Stop after four weeks."
overrides: [specialist-agreed]
evidence: [TRIAL]
review: {owner: nobody, due: 2027-01-01}
"""
TRIAL = """\
title: A trial
citation: A trial
kind: trial
direction: no-difference
says: In 148 people 12 % less pain was chance.
participants: 148
effect: Pain 12 % lower; function 7.5 % better.
certainty: moderate
certainty_reason: One trial.
contrary: None found.
points:
  good: {says: It helped some., direction: positive, certainty: low}
read_on: 2026-11-24
review_by: 2027-11-24
checked: true
"""
DETAIL = '"Low certainty; a blinded trial found none. Stop after four weeks."'
WHERE = f"{PATH}:12:13: "
NO_CERTAINTY = f"{WHERE}names no low certainty, and none of the first four notes it cites is of low certainty"
NO_STUDY = f"{WHERE}does not tell that a study found nothing; TRIAL did"
NO_STOP = f"{WHERE}does not tell when to stop"


@pytest.fixture
def suggestion(rules: RuleFolder) -> RuleFolder:
    """A folder with a suggestion that is as modest as it should be."""
    rules.write("evidence/TRIAL.yaml", TRIAL)
    rules.write(PATH, SUGGESTION)
    return rules


def test_a_modest_suggestion_has_no_complaints(suggestion: RuleFolder) -> None:
    assert suggestion.complaints() == []


@pytest.mark.parametrize(
    ("detail", "complaints"),
    [
        ("A blinded trial found none. Stop after four weeks.", [NO_CERTAINTY]),
        ("High certainty; a blinded trial found none. Stop after four weeks.", [NO_CERTAINTY]),
        ("Low certainty, but it helps. Stop after four weeks.", [NO_STUDY]),
        ("Low certainty; a blinded trial found none. It goes on.", [NO_STOP]),
        ("It is good.", [NO_STUDY, NO_STOP, NO_CERTAINTY]),
        ("Certainty: very low. It was no better than sham. Stop at week four.", []),
        ("Very low certainty; guidelines differ. If no gain, stop.", []),
        ("The certainty is low, and studies are mixed. Stop at week four.", []),
    ],
)
def test_it_says_how_sure_what_found_nothing_and_when_to_stop(
    suggestion: RuleFolder, detail: str, complaints: list[str]
) -> None:
    suggestion.edit(DETAIL, f'"{detail}"', PATH)
    assert suggestion.complaints() == sorted(complaints)


def test_the_certainty_may_stand_on_the_card_instead_of_the_text(suggestion: RuleFolder) -> None:
    suggestion.edit("Low certainty; a", "A", PATH)
    assert suggestion.complaints() == [NO_CERTAINTY]
    suggestion.edit("[TRIAL]", "[TRIAL, TRIAL.good]", PATH)
    assert suggestion.complaints() == []


def test_only_what_is_cited_has_to_be_told(suggestion: RuleFolder) -> None:
    suggestion.edit("a blinded trial found none", "one trial was positive", PATH)
    assert suggestion.complaints() == [NO_STUDY]
    suggestion.edit("[TRIAL]", "[TRIAL.good]", PATH)
    assert suggestion.complaints() == []


def test_only_suggestions_of_a_family_that_asks_for_it_are_weighed(suggestion: RuleFolder) -> None:
    suggestion.edit(DETAIL, '"It is good."', PATH)
    assert len(suggestion.complaints()) == 3
    suggestion.edit("class: suggestion", "class: evidence-note", PATH)
    assert suggestion.complaints() == []
    suggestion.edit("class: evidence-note", "class: suggestion", PATH)
    suggestion.edit("modest_suggestions: true\n", "", "families/infrared.yaml")
    assert suggestion.complaints() == []


@pytest.mark.parametrize("class_", ["suggestion", "evidence-note"])
@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ("It stops neuropathy.", "`stops` claims more than is known"),
        ("Nothing shows that it stops neuropathy.", None),
        ("This is the best device.", "`best device` ranks a product"),
        ("A top-rated lamp.", "`top-rated` ranks a product"),
        ("The leading brand.", "`leading brand` ranks a product"),
        ("The best blinded trial.", None),
        ("A modest effect at best.", None),
        ("Pain fell by 12 %.", None),
        ("Pain fell by 12%.", None),
        ("Function was 7.5 percent better.", None),
        ("Pain fell by 50 %.", "`50 %` stands in no cited note of 100 people or more, or of several studies"),
        ("Pain fell by 2 %.", "`2 %` stands in no cited note of 100 people or more, or of several studies"),
    ],
)
def test_words_about_benefit_are_modest(suggestion: RuleFolder, class_: str, words: str, complaint: str | None) -> None:
    suggestion.edit("class: suggestion", f"class: {class_}", PATH)
    suggestion.edit("Stop after", f"{words} Stop after", PATH)
    assert suggestion.complaints() == ([f"{WHERE}{complaint}"] if complaint else [])


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("name: Light", "name: The best lamp", "16:9"),
        ("against: none found", "against: it cures none", "19:12"),
        ("first: exercise", "first: 50 % exercise", "20:10"),
        ("order: no order", "order: light is safe", "22:12"),
    ],
)
def test_the_words_of_an_option_are_read_too(suggestion: RuleFolder, old: str, new: str, place: str) -> None:
    option = """\
option:
  name: Light
  indication: [order]
  certainty: low
  against: none found
  first: exercise
  otherwise:
    order: no order
"""
    suggestion.edit("review:", f"{option}review:", PATH)
    before = suggestion.complaints()
    suggestion.edit(old, new, PATH)
    [complaint] = set(suggestion.complaints()) - set(before)
    assert complaint.startswith(f"{PATH}:{place}: ")


def test_a_percentage_of_one_small_study_is_not_told(suggestion: RuleFolder) -> None:
    suggestion.edit("Stop after", "Pain fell by 12 %. Stop after", PATH)
    suggestion.edit("participants: 148", "participants: 99", "evidence/TRIAL.yaml")
    assert len(suggestion.complaints()) == 1
    suggestion.edit("kind: trial", "kind: systematic-review", "evidence/TRIAL.yaml")
    assert suggestion.complaints() == []


def test_safety_rules_may_name_limits_in_percent(suggestion: RuleFolder) -> None:
    suggestion.edit("class: suggestion", "class: caution", PATH)
    suggestion.edit("Stop after", "Saturation of 92 % or less. Bleeding stops. Stop after", PATH)
    assert suggestion.complaints() == []


def test_a_note_that_is_not_known_is_told_once(suggestion: RuleFolder) -> None:
    suggestion.edit("[TRIAL]", "[TRIAL, TRAIL, TRIAL.bad]", PATH)
    assert [one.partition(": ")[2] for one in suggestion.complaints()] == [
        "`TRAIL` is no known evidence note; did you mean `TRIAL`?",
        "`TRIAL` has no point `bad`; it has: good",
    ]
