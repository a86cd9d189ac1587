"""Scenarios read and run for the catalogue."""

from pathlib import Path

import pytest

from cds.analyst.stories import read_stories, run_stories
from cds.catalogue import Ran, Tally

FEATURE = """\
@KET-CI-PSYCHOSIS
Feature: Psychosis
  Scenario: plainly
    Given he has "Schizophrenia" (ICD-10-CM F20.9)
    When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
    Then rule "KET-CI-PSYCHOSIS" speaks as critical

  Rule: Under a heading

    Scenario Outline: <status>
      Given he has "Schizophrenia" (ICD-10-CM F20.9), <status>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-PSYCHOSIS" speaks as warning

      Examples:
        | status       |
        | in remission |
        | resolved     |
"""


@pytest.fixture
def feature(tmp_path: Path) -> Path:
    file = tmp_path / "psychosis.feature"
    file.write_text(FEATURE, encoding="utf-8")
    return file


def test_scenarios_are_read_with_heading_steps_and_rows(feature: Path) -> None:
    plain, outline = read_stories([feature])["KET-CI-PSYCHOSIS"]
    assert (plain.heading, plain.title, plain.ran) == ("", "plainly", Ran.NOT_RUN)
    assert plain.steps[0] == 'Given he has "Schizophrenia" (ICD-10-CM F20.9)'
    assert (outline.heading, outline.tables) == ("Under a heading", ((("status",), ("in remission",), ("resolved",)),))


def test_a_scenario_passed_when_every_row_of_it_did(feature: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told: list[tuple[int, int]] = []
    stories = run_stories(read_stories([feature]), [feature], [], lambda done, total: told.append((done, total)))
    plain, outline = stories["KET-CI-PSYCHOSIS"]
    assert (plain.ran, outline.ran) == (Ran.PASSED, Ran.FAILED)  # resolved is silent
    assert told == [(1, 3), (2, 3), (3, 3)]
    assert capsys.readouterr().out == ""
    assert Tally.of(stories["KET-CI-PSYCHOSIS"]).in_words == "1 passed, 1 failed"
