"""What pytest-bdd would pass over in silence is a complaint with its place."""

from pathlib import Path

import pytest

from cds.analyst.check import check_everything
from cds.analyst.features import Unreadable, check_feature, feature_files, read_feature, tags_and_steps
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
"""


def complaints(tmp_path: Path, rulebook: Rulebook, text: str) -> list[str]:
    file = tmp_path / "one.feature"
    file.write_text(text, encoding="utf-8")
    return [str(one).removeprefix(f"{file}:") for one in check_feature(file, rulebook)]


def test_nothing_is_wrong_with_a_sound_feature(tmp_path: Path, rulebook: Rulebook) -> None:
    assert complaints(tmp_path, rulebook, SOUND) == []


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        (
            "@KET-CI-PREG\n",
            "@KET-CI-PREGG @KET-CI-BP\n",
            "1:1: @KET-CI-PREGG is no rule of the rulebook; did you mean `KET-CI-PREG`?",
        ),
        ("@KET-CI-PREG\n", "\n", "9:3: `Plain` has no rule as its tag, such as @"),
        ("Scenario: Plain\n", "Scenario: With <days>\n", "14:5: `With <days>` is the title of line 9 already"),
        ("70 kg, <days> days", "70 kg, <day> days", "15:7: <day> is no column of the examples; did you mean `days`?"),
        (
            "With <days>\n      Given she weighs 70 kg, <days>",
            "W\n      Given she weighs 70 kg, 3",
            "20:9: no step uses the column `days`",
        ),
        ("        | 3    |\n", "", "14:5: `With <days>` has no examples, so nothing of it would run"),
        ("Scenario: Plain", "Scenario:", "9:3: has no title; what does it show?"),
    ],
)
def test_complaints(tmp_path: Path, rulebook: Rulebook, old: str, new: str, complaint: str) -> None:
    assert old in SOUND
    found = complaints(tmp_path, rulebook, SOUND.replace(old, new))
    assert any(one.startswith(complaint) for one in found), found


def test_only_what_reads_like_a_keyword_is_no_description(tmp_path: Path, rulebook: Rulebook) -> None:
    assert complaints(tmp_path, rulebook, SOUND.replace("two lines", "given two lines")) == []


def test_a_scenario_without_colon_in_a_description_is_seen(tmp_path: Path, rulebook: Rulebook) -> None:
    text = "@KET-CI-PREG\nFeature: One\n  Scenario pregnant\n    Given a 34-year-old woman\n"
    assert [one.partition(": ")[2][:40] for one in complaints(tmp_path, rulebook, text)] == [
        "`Given a 34-year-old woman` is read as d",
        "`Scenario pregnant` is read as descripti",
        "holds no scenario; begin one with `Scena",
    ]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "1:1: holds no feature; begin with `Feature: …`"),
        ("Feature: x\n  Scenario: y\n    Given z\n    Givn z\n", "4:5: expected: "),
    ],
)
def test_what_cannot_be_parsed_is_unreadable(tmp_path: Path, rulebook: Rulebook, text: str, complaint: str) -> None:
    file = tmp_path / "one.feature"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Unreadable) as caught:
        check_feature(file, rulebook)
    assert str(caught.value.complaints[0]).startswith(f"{file}:{complaint}")


def test_what_is_no_text_is_unreadable(tmp_path: Path, rulebook: Rulebook) -> None:
    file = tmp_path / "one.feature"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Unreadable):
        check_feature(file, rulebook)


def test_files_and_folders_give_each_feature_once(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    for name in ("a/two.feature", "a/one.feature", "a/notes.txt"):
        (tmp_path / name).write_text("", encoding="utf-8")
    found = feature_files([tmp_path / "a" / "two.feature", tmp_path])
    assert [file.name for file in found] == ["two.feature", "one.feature"]


def test_steps_of_backgrounds_belong_to_each_scenario_below() -> None:
    feature = read_feature(CONTENT / "features" / "ketamine" / "KET-EL-CRPS.feature")
    told = [(tags, steps) for tags, steps in tags_and_steps(feature) if len(steps) > 1]
    activated = 'the site has activated the rule "KET-EL-CRPS"'
    assert all("KET-EL-CRPS" in tags for tags, _ in told)
    assert sum(steps[0] == activated for _, steps in told) == len(told) - 1


def test_a_silent_rule_needs_scenarios_in_which_it_is_active(tmp_path: Path) -> None:
    silent = CONTENT / "features" / "ketamine" / "KET-EL-CRPS.feature"
    assert not [one for one in check_everything([CONTENT / "rules"], [silent]).complaints if "KET-EL-CRPS" in str(one)]
    bare = tmp_path / "bare.feature"
    text = silent.read_text(encoding="utf-8").replace(
        'Given the site has activated the rule "KET-EL-CRPS"', "Given a man"
    )
    bare.write_text(text, encoding="utf-8")
    complaints = [one for one in check_everything([CONTENT / "rules"], [bare]).complaints if "KET-EL-CRPS" in str(one)]
    assert [one.message.removeprefix("no scenario shows that KET-EL-CRPS ") for one in complaints] == [
        "is not evaluated",
        "speaks",
        "stays silent",
    ]
