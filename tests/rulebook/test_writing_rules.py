"""The page for newcomers is true: who does what it says ends with a rule that passes."""

import re
from datetime import date
from pathlib import Path

from cds.analyst.check import check_everything
from cds.analyst.new_rule import new_rule
from cds.analyst.run import run_scenarios
from cds.settings import CONTENT

PAGE = (CONTENT / "docs" / "writing-rules.md").read_text(encoding="utf-8")
TODAY = date(2026, 11, 25)


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def test_who_follows_it_ends_with_a_rule_that_passes(tmp_path: Path) -> None:
    ours, site = CONTENT / "rules", tmp_path / "site"
    rule, note, feature = new_rule("KET-CAU-APNOEA", "ketamine", site, [ours], TODAY).files
    tiers, source = blocks("yaml")
    [scenarios] = blocks("gherkin")
    text = rule.read_text(encoding="utf-8")
    rule.write_text(re.sub(r"tiers:.*(?=\noverrides:)", lambda _: tiers, text, flags=re.DOTALL), encoding="utf-8")
    before, _, _ = feature.read_text(encoding="utf-8").partition("  Scenario:")
    feature.write_text(before + scenarios, encoding="utf-8")
    note.write_text(source, encoding="utf-8")

    report = check_everything([ours, site / "rules"], [CONTENT / "features", site / "features"], TODAY)
    assert report.complaints == ()
    assert run_scenarios([site / "features"], [site / "rules"]) == 0

    rule.write_text(rule.read_text(encoding="utf-8").replace("status: draft", "status: silent"), encoding="utf-8")
    assert check_everything([ours, site / "rules"], [CONTENT / "features", site / "features"], TODAY).complaints == ()


def test_it_shows_what_the_command_says(tmp_path: Path) -> None:
    console = blocks("console")[0]
    made = new_rule("KET-CAU-APNOEA", "ketamine", tmp_path / "site", [CONTENT / "rules"], TODAY)
    said = [*(f"wrote {file}" for file in made.files), "Look at them:", *(f"  {one}" for one in made.commands)]
    assert [line.replace(f"{tmp_path}/", "") for line in said] == console.splitlines()[1:]
