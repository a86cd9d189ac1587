"""What pytest-bdd would pass over in silence is a complaint with its place and its remedy, before anything runs."""

from pathlib import Path

import pytest

from cds.analyst import check_steps
from cds.analyst.check_features import check_feature, check_looked
from cds.analyst.looking import look_at
from cds.analyst.phrases import one_of
from cds.analyst.sentence import CATALOGUE, Entry, Sentence
from cds.rulebook import Rulebook, load_rulebook
from cds.settings import CONTENT


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return load_rulebook([CONTENT / "rules"])


SOUND = """@KET-CI-PREG
Feature: Sound
  A description over
  two lines.

  Background:
    Given a 34-year-old woman

  Scenario: Plain
    When the clinician opens the chart
    Then no cards are shown

  Rule: Another
    Scenario Outline: With <days>
      Given she weighs 70 kg, <days> days ago
      When the clinician opens the chart
      Then no cards are shown

      Examples:
        | days |
        | 3    |
        | 4    |
"""


def complaints(tmp_path: Path, rulebook: Rulebook, text: str) -> list[str]:
    """What `kir check` says about the text of a feature file."""
    file = tmp_path / "one.feature"
    file.write_text(text, encoding="utf-8")
    [(name, looked)] = look_at([file], None)
    return [str(one).removeprefix(f"{file}:") for one in check_looked(name, looked, rulebook)]


def edited(*edits: tuple[str, str]) -> str:
    text = SOUND
    for old, new in edits:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def test_nothing_is_wrong_with_a_sound_feature(tmp_path: Path, rulebook: Rulebook) -> None:
    assert complaints(tmp_path, rulebook, SOUND) == []


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        (
            "@KET-CI-PREG\n",
            "@KET-CI-BP @KET-CI-PREGG\n",
            "1:12: @KET-CI-PREGG is no rule of the rulebook; did you mean `KET-CI-PREG`?",
        ),
        (
            "  Scenario: Plain\n",
            "  @KET-CI-PREGG\n  Scenario: Plain\n",
            "9:3: @KET-CI-PREGG is no rule of the rulebook; did you mean `KET-CI-PREG`?",
        ),
        (
            "Scenario: Plain\n",
            "Scenario: With <days>\n",
            "14:5: `With <days>` is the title of line 9 already; only one of the two would run",
        ),
        (
            "70 kg, <days> days",
            "70 kg, <day> days",
            "15:7: <day> is no column of the examples; did you mean `days`?",
        ),
        (
            "With <days>\n      Given she weighs 70 kg, <days>",
            "W\n      Given she weighs 70 kg, 3",
            "20:11: no step uses the column `days`",
        ),
        (
            "        | 3    |\n        | 4    |\n",
            "",
            "14:5: `With <days>` has no examples, so nothing of it would run",
        ),
        ("Scenario: Plain", "Scenario:", "9:3: has no title; what does it show?"),
        (
            "    When the clinician opens the chart\n    Then no cards are shown\n",
            "",
            "9:3: `Plain` has no steps",
        ),
        (
            "two lines.\n",
            "two lines.\n  Scenario pregnant\n",
            "5:3: `Scenario pregnant` is read as description; `Scenario` needs its colon",
        ),
        (
            "  Scenario: Plain\n",
            "  Scenario: Plain\n    Given that it matters\n\n",
            "10:5: there is no step `that it matters` under Given; write it like one of the steps in features/",
        ),
        (
            "two lines.\n",
            "two lines.\n\n    When it is read\n",
            "6:5: `When it is read` is read as description; `When` belongs into a scenario, below its heading",
        ),
    ],
)
def test_a_mistake_in_the_structure(tmp_path: Path, rulebook: Rulebook, old: str, new: str, complaint: str) -> None:
    assert complaint in complaints(tmp_path, rulebook, edited((old, new)))


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        (
            "the clinician opens the chart",
            "the clinican opens the chart",
            "10:5: there is no step `the clinican opens the chart` under When; did you mean `the clinician opens the chart`?",
        ),
        (
            "Then no cards are shown",
            'Then a red card "KET-CI-PREG" is shown',
            (
                '11:5: there is no step `a red card "KET-CI-PREG" is shown` under Then; '
                'did you mean `a critical card "KET-CI-PREG" is shown`?'
            ),
        ),
        (
            "When the clinician opens the chart\n    Then",
            "When the clinician opens the chart\n    And",
            "11:5: `no cards are shown` is a step of Then, and stands under When",
        ),
        (
            "Scenario: Plain\n    When",
            "Scenario: Plain\n    And",
            "10:5: `And` has no step before it; begin with Given, When or Then",
        ),
        (
            "Given a 34-year-old woman",
            'Given a 34-year-old woman\n    And she takes "phenelzine" (RxNom 8123)',
            (
                "8:5: `RxNom 8123` is not a code with its system (RxNorm, SNOMED, LOINC, ICD-10-CM, ICD-10, ATC, HCPCS, "
                "CPT, NDC, light-therapy); did you mean `RxNorm`?"
            ),
        ),
        (
            "Given a 34-year-old woman",
            'Given a 34-year-old woman\n    And she has "asthma" (ICD-10-CM J45), in remision',
            "8:5: a problem has no detail `in remision`; did you mean `in remission`?",
        ),
        (
            "Then no cards are shown",
            'Then rule "KET-CI-PREGG" stays silent',
            "11:5: `KET-CI-PREGG` is no rule of the rulebook; did you mean `KET-CI-PREG`?",
        ),
    ],
)
def test_a_mistake_in_a_step(tmp_path: Path, rulebook: Rulebook, old: str, new: str, complaint: str) -> None:
    assert complaints(tmp_path, rulebook, edited((old, new))) == [complaint]


def test_a_row_that_makes_no_step_is_told_at_the_row(tmp_path: Path, rulebook: Rulebook) -> None:
    text = edited(("70 kg, <days> days", "70 kg, noted <days> weeks"), ("| 4    |", "| four |"))
    assert complaints(tmp_path, rulebook, text) == [
        "22:9: a measurement has no detail `noted four weeks ago`; did you mean `noted 3 weeks ago`?"
    ]


def test_a_sentence_that_is_wrong_in_every_row_is_told_once(tmp_path: Path, rulebook: Rulebook) -> None:
    assert complaints(tmp_path, rulebook, edited(("she weighs", "she wieghs"))) == [
        "15:7: there is no step `she wieghs 70 kg, 3 days ago` under Given; did you mean `she weighs 70 kg, 3 days ago`?"
    ]


def test_a_step_that_is_two_steps_at_once_is_told(
    tmp_path: Path, rulebook: Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    again = Entry(
        kind="then", sentence=Sentence("no {what:shown} are shown", more={"shown": one_of("cards")}), about=""
    )
    monkeypatch.setattr(check_steps, "CATALOGUE", [*CATALOGUE, again])
    check_steps.read_step.cache_clear()
    found = complaints(tmp_path, rulebook, SOUND)
    check_steps.read_step.cache_clear()
    assert found[0] == (
        "11:5: `no cards are shown` is two steps at once: `no cards are shown` and `no {what:shown} are shown`; "
        "say it in other words"
    )


def test_a_scenario_without_a_rule_is_told(tmp_path: Path, rulebook: Rulebook) -> None:
    first = min(rulebook.rules)
    assert complaints(tmp_path, rulebook, edited(("@KET-CI-PREG\n", "\n"))) == [
        f"9:3: `Plain` has no rule as its tag, such as @{first}",
        f"14:5: `With <days>` has no rule as its tag, such as @{first}",
    ]


def test_every_complaint_is_told_at_once(tmp_path: Path, rulebook: Rulebook) -> None:
    text = edited(("opens", "opns"), ("@KET-CI-PREG", "@KET-CI-PRGE"), ("<days> days", "<dys> days"))
    assert [one.partition(": ")[0] for one in complaints(tmp_path, rulebook, text)] == [
        *("1:1", "9:3", "10:5", "14:5", "15:7"),
    ]


def test_what_cannot_be_parsed_is_told_like_the_rest(tmp_path: Path, rulebook: Rulebook) -> None:
    text = "@KET-CI-PREG\nFeature: One\n  Scenario: Two\n    Given a man\n    Thn a card\n"
    assert complaints(tmp_path, rulebook, text) == ["5:5: `Thn a card` is no step and no heading; did you mean `Then`?"]


def test_only_what_reads_like_a_keyword_is_no_description(tmp_path: Path, rulebook: Rulebook) -> None:
    assert complaints(tmp_path, rulebook, edited(("two lines", "given two lines"))) == []


def test_steps_are_not_looked_up_where_they_are_about_to_run(tmp_path: Path, rulebook: Rulebook) -> None:
    """`kir test` shows a scenario with a step that there is not, as far as it goes."""
    file = tmp_path / "one.feature"
    file.write_text(edited(("opens", "opns")), encoding="utf-8")
    assert check_feature(file, rulebook) == []
