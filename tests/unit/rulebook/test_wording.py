"""Words that assert a claim, and words that deny or report it."""

import pytest

from cds.rulebook.wording import asserted

BRAIN = ["reset* ... brain"]
NO_HARM = ["no side effect*", "side effect free"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ketamine resets the brain.", "resets the brain"),
        ("It may RESET a person's brain", "RESET a person's brain"),
        ("First line.\nIt resets\nthe brain.", "resets\nthe brain"),
        ("It is not addictive, and it resets the brain.", "resets the brain"),
        ("It is not addictive, but resets the brain.", "resets the brain"),
        ("No pain. It resets the brain.", "resets the brain"),
        ("No pain; it resets the brain.", "resets the brain"),
        ("Not only does it reset the brain.", "reset the brain"),
        ("There is no doubt that it resets the brain.", "resets the brain"),
        ("It resets the brain and is not expensive.", "resets the brain"),
        ("Nothing but ketamine resets the brain.", "resets the brain"),
    ],
)
def test_an_assertion_is_found(text: str, words: str) -> None:
    assert asserted(text, BRAIN) == words


@pytest.mark.parametrize(
    "text",
    [
        "Nothing shows that ketamine resets the brain.",
        "No trial of any size shows that it resets the brain.",
        "Ketamine does not reset the brain.",
        "Ketamine doesn't reset the brain.",
        "Ketamine doesn’t reset the brain.",
        "It cannot reset the brain.",
        "Whether it resets the brain is open.",
        "It is unknown if it resets the brain.",
        "That ketamine resets the brain was not shown.",
        "That ketamine resets the brain has never been tested.",
        "That ketamine resets the brain is a claim.",
        "That ketamine resets the brain is unsupported.",
        "A blog claims that ketamine resets the brain.",
        "Reset the pump. The brain is another matter.",
        "The brain resets.",
        "It presets the brain.",
        "Resets the brainstem",
        "",
    ],
)
def test_a_denial_a_report_or_other_words_are_none(text: str) -> None:
    assert asserted(text, BRAIN) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Light has no side effects.", "no side effects"),
        ("Side-effect-free at home.", "Side-effect-free"),
        ("It is not true that light has no side effects.", None),
        ("Side effects were few.", None),
    ],
)
def test_a_no_of_the_phrase_itself_denies_nothing(text: str, words: str | None) -> None:
    assert asserted(text, NO_HARM) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("About 70 to 80 % of people respond.", "70 to 80 % of people respond"),
        ("About 70-80 % respond.", "70-80 % respond"),
        ("About 70-80% respond.", "70-80% respond"),
        ("About 70 % of 80 people responded.", None),
        ("Not 70 to 80 % but fewer respond.", None),
    ],
)
def test_numbers_and_signs_are_words_too(text: str, words: str | None) -> None:
    assert asserted(text, ["70 ... 80 % ... respond*"]) == words


def test_a_denial_in_the_gap_denies() -> None:
    assert asserted("Ketamine did not lastingly reset pain.", ["ketamine ... reset"]) is None
    assert asserted("Ketamine did reset pain.", ["ketamine ... reset"]) == "Ketamine did reset"


def test_each_place_is_looked_at() -> None:
    assert asserted("It does not cure. It does cure pain.", ["cure"]) == "cure"
    assert asserted("It does not cure; they say cure.", ["cure"]) == "cure"


def test_other_words_can_excuse_the_sentence_they_stand_in() -> None:
    phrases, but_not = ["eliminates pain"], ["in mice"]
    assert asserted("It eliminates pain in mice.", phrases, but_not) is None
    assert asserted("It eliminates pain. It was tested in mice.", phrases, but_not) == "eliminates pain"
