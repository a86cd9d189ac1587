"""Feature files are read with file, line and column for all that cannot be, and walked through."""

from datetime import date
from pathlib import Path

import pytest

from cds.analyst.check import check_everything
from cds.analyst.features import Unreadable, feature_files, read_feature, tags_and_steps
from cds.settings import CONTENT

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("text", "complaints"),
    [
        ("", ["1:1: holds no feature; begin with `Feature: …`"]),
        (
            "Feature: x\n  Scenario: y\n    Given z\n    Givn z\n",
            ["4:5: `Givn z` is no step and no heading; did you mean `Given`?"],
        ),
        (
            "Feature: x\n  Scenario: y\n    Given z\n    she takes z\n",
            ["4:5: `she takes z` is no step and no heading; a step starts with Given, When, Then, And or But"],
        ),
        (
            "Feature: x\n  Scenario: y\n    Given z\n  Scenario w\n    Given z\n  Scenario Outline v\n",
            [
                "4:3: `Scenario w` needs a colon after `Scenario`",
                "6:3: `Scenario Outline v` needs a colon after `Scenario Outline`",
            ],
        ),
        ("Feature x\n", ["1:1: `Feature x` needs a colon after `Feature`"]),
        (
            "Feature: x\n  Scenario: y\n    Given z\n    | a | b |\n    | c |\n",
            ["5:5: inconsistent cell count within the table"],
        ),
        ("@KET-CI-PREG\n", ["2:0: ends too early; a feature holds scenarios, and a scenario holds steps"]),
    ],
)
def test_what_cannot_be_parsed_is_told_with_the_remedy(tmp_path: Path, text: str, complaints: list[str]) -> None:
    file = tmp_path / "one.feature"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Unreadable) as caught:
        read_feature(file)
    assert [str(one) for one in caught.value.complaints] == [f"{file}:{one}" for one in complaints]


def test_what_is_no_text_is_unreadable(tmp_path: Path) -> None:
    file = tmp_path / "one.feature"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Unreadable) as caught:
        read_feature(file)
    assert [str(one) for one in caught.value.complaints] == [f"{file}: cannot be read as UTF-8 text"]


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
    assert not [
        one for one in check_everything([CONTENT / "rules"], [silent], TODAY).complaints if "KET-EL-CRPS" in str(one)
    ]
    bare = tmp_path / "bare.feature"
    text = silent.read_text(encoding="utf-8").replace(
        'Given the site has activated the rule "KET-EL-CRPS"', "Given a 34-year-old man"
    )
    bare.write_text(text, encoding="utf-8")
    complaints = [
        one for one in check_everything([CONTENT / "rules"], [bare], TODAY).complaints if "KET-EL-CRPS" in str(one)
    ]
    assert [one.message.removeprefix("no scenario shows that KET-EL-CRPS ") for one in complaints] == [
        "is not evaluated",
        "speaks",
        "stays silent",
    ]
