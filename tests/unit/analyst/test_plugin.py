"""Feature files alone, outside of the repository, run by pytest with the plugin and by `run_scenarios`."""

import subprocess
import sys
from pathlib import Path

import pytest

from cds.analyst import run_scenarios
from cds.settings import CONTENT

SPEAKS = """@KET-CI-PREG
Feature: Pregnancy
  Background:
    Given a 34-year-old woman

  Scenario: Pregnant
    Given her pregnancy status is pregnant, 3 weeks ago
    When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
    Then a critical card "KET-CI-PREG" is shown

  Scenario Outline: Not pregnant <days> days ago
    Given her pregnancy status is not pregnant, <days> days ago
    When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
    Then rule "KET-CI-PREG" stays silent

    Examples:
      | days |
      | 3    |
      | 300  |
"""
FAILS = """@KET-CI-PREG
Feature: Wrong expectations
  Background:
    Given a 34-year-old woman

  Scenario: Another card
    When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
    Then a critical card "KET-CI-PREG" is shown

  Scenario: No such step
    Given her pregnency status is pregnant

  Scenario: No such detail
    Given she has "Schizophrenia" (ICD-10-CM F20.9), in remision
    When the clinician opens the chart

  Scenario: No such rule
    When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
    Then rule "KET-CI-PREGNANCY" stays silent

  Scenario: Not asked on this hook
    When the clinician opens the chart
    Then rule "KET-CI-PREG" stays silent

  Scenario: Nothing was done
    Then no cards are shown

  Scenario: The date comes too late
    Given her pregnancy status is pregnant, 3 weeks ago
    And the service date is 2027-01-01
"""
OWN_RULE = """title: Ketamine ordered on our ward
class: caution
version: 1.0.0
status: active
hooks: [order-sign]
about: {order: ketamine}
tiers:
  - indicator: info
    when:
      - {patient: age, at_least: 80}
    summary: ketamine ordered for a person of 80 or more
    detail: Our ward asks a geriatrician first. Options - call one; choose another treatment.
overrides: [specialist-agreed]
evidence: [E15]
review: {owner: ward, due: 2027-11-24}
"""
OWN_FEATURE = """@KET-OWN-AGE
Feature: Our own rule
  Scenario Outline: Aged <age>
    Given a <age>-year-old man
    When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
    Then rule "KET-OWN-AGE" <says>

    Examples:
      | age | says           |
      | 79  | stays silent   |
      | 80  | speaks as info |
"""


def run_pytest(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-p", "cds.analyst.plugin", "-p", "no:cacheprovider", *options]
    return subprocess.run(
        [*command, "--strict-markers", "."],
        cwd=folder,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(CONTENT), "PATH": ""},
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "hospital"
    made.mkdir()
    return made


def write(folder: Path, **features: str) -> None:
    for name, text in features.items():
        (folder / f"{name}.feature").write_text(text, encoding="utf-8")


def test_a_folder_with_features_is_all_that_is_needed(folder: Path) -> None:
    write(folder, pregnancy=SPEAKS)
    ran = run_pytest(folder, "-m", "KET-CI-PREG", "-v")
    assert ran.returncode == 0, ran.stdout
    assert "pregnancy.feature::Pregnant PASSED" in ran.stdout
    assert "3 passed" in ran.stdout
    assert sorted(path.name for path in folder.iterdir()) == ["pregnancy.feature"]


def test_a_rule_is_a_mark_to_choose_by(folder: Path) -> None:
    write(folder, pregnancy=SPEAKS)
    ran = run_pytest(folder, "-m", "KET-CI-BP")
    assert ran.returncode == pytest.ExitCode.NO_TESTS_COLLECTED
    assert "3 deselected" in ran.stdout


def test_a_site_brings_rules_of_its_own(folder: Path) -> None:
    rules = folder / "rules" / "ketamine"
    rules.mkdir(parents=True)
    (rules / "KET-OWN-AGE.yaml").write_text(OWN_RULE, encoding="utf-8")
    write(folder, age=OWN_FEATURE)
    ran = run_pytest(folder, "--rules", "rules")
    assert ran.returncode == 0, ran.stdout
    assert "2 passed" in ran.stdout


def test_failures_are_told_as_scenarios_and_without_python(folder: Path) -> None:
    write(folder, wrong=FAILS)
    ran = run_pytest(folder)
    assert ran.returncode == 1
    told = ran.stdout
    assert "wrong.feature:8: no card is led by KET-CI-PREG\nAnswered: warning card: " in told
    assert '  > Then a critical card "KET-CI-PREG" is shown' in told
    assert "wrong.feature:11: there is no such step\nDid you mean:\n" in told
    assert "Given her pregnancy status is pregnant, 3 weeks ago" in told
    assert "wrong.feature:14: a problem has no detail `in remision`; did you mean `in remission`?" in told
    assert "wrong.feature:19: KET-CI-PREGNANCY is no rule of the rulebook; did you mean `KET-CI-PREG`?" in told
    assert "wrong.feature:23: KET-CI-PREG is not asked on patient-view; it is on order-select" in told
    assert "wrong.feature:26: say what the clinician does before what is shown" in told
    assert "wrong.feature:30: say the service date before any fact" in told
    assert "Traceback" not in told
    assert ".py:" not in told


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (
            SPEAKS.replace("@KET-CI-PREG", "@KET-CI-PRGE"),
            "one.feature:1:1: @KET-CI-PRGE is no rule of the rulebook; did",
        ),
        (SPEAKS.replace("@KET-CI-PREG", ""), "one.feature:6:3: `Pregnant` has no rule as its tag"),
        (
            SPEAKS.replace("Scenario: Pregnant", "Scenario Pregnant"),
            "one.feature:6:3: `Scenario Pregnant` needs a colon after `Scenario`",
        ),
    ],
)
def test_complaints_stop_the_file_and_name_the_place(folder: Path, text: str, complaint: str) -> None:
    write(folder, one=text)
    ran = run_pytest(folder)
    assert ran.returncode == pytest.ExitCode.INTERRUPTED
    assert complaint in ran.stdout
    assert "Traceback" not in ran.stdout


def run_it(folder: Path, *paths: str, rules: str = "[]", more: str = "[]") -> subprocess.CompletedProcess[str]:
    paths_in_python = ", ".join(f"Path({path!r})" for path in paths)
    code = (
        "import sys; from pathlib import Path; from cds.analyst import run_scenarios; "
        f"sys.exit(run_scenarios([{paths_in_python}], {rules}, {more}))"
    )
    return subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, env={"PYTHONPATH": str(CONTENT)}
    )


def test_exit_status_0_when_all_pass_whatever_settings_lie_around(folder: Path) -> None:
    write(folder, pregnancy=SPEAKS)
    (folder / "pytest.ini").write_text("[pytest]\naddopts = --no-such-option\n", encoding="utf-8")
    ran = run_it(folder, ".")
    assert (ran.returncode, ran.stderr) == (0, ""), ran.stdout
    assert "3 passed" in ran.stdout


def test_exit_status_1_when_one_fails(folder: Path) -> None:
    write(folder, wrong=FAILS)
    assert run_it(folder, "wrong.feature").returncode == 1


def test_exit_status_1_for_complaints_and_2_for_what_cannot_be_read(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, tag=SPEAKS.replace("@KET-CI-PREG", "@KET-CI-PRGE"))
    assert run_scenarios([folder], []) == 1
    assert "did you mean `KET-CI-PREG`" in capsys.readouterr().err
    write(folder, broken="no gherkin at all")
    assert run_scenarios([folder], []) == 2
    assert "broken.feature:1:1" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("path", "line"), [("nowhere", "nowhere: no such file or folder"), (".", "no .feature file there")]
)
def test_exit_status_2_with_one_line_when_there_is_nothing_to_run(
    folder: Path, capsys: pytest.CaptureFixture[str], path: str, line: str
) -> None:
    assert run_scenarios([folder / path], []) == 2
    error = capsys.readouterr().err
    assert line in error
    assert len(error.splitlines()) == 1


def test_exit_status_2_when_the_rules_are_broken(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, pregnancy=SPEAKS)
    rules = folder / "rules" / "ketamine"
    rules.mkdir(parents=True)
    (rules / "KET-OWN-AGE.yaml").write_text("title: nothing else\n", encoding="utf-8")
    assert run_scenarios([folder], [folder / "rules"]) == 2
    assert "`kir check` lists them" in capsys.readouterr().err


def test_exit_status_2_when_nothing_is_chosen(folder: Path) -> None:
    write(folder, pregnancy=SPEAKS)
    ran = run_it(folder, ".", more="['-m', 'KET-CI-BP']")
    assert ran.returncode == 2
    assert ran.stderr == "kir: no scenario was chosen\n"
