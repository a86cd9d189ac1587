"""Signatures under rules: for the rule as it was read, with everything it refers to."""

from datetime import date
from pathlib import Path

import pytest

from cds.analyst.approve import sign
from cds.rulebook import Rulebook, load_rulebook
from tests.unit.rulebook.rule_folder import PATH, RuleFolder

RULE_ID = "KET-CI-TEST"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    return folder


def approve(rules: RuleFolder, site: Path, by: str = "Ada Rx", on: date = date(2026, 11, 25)) -> Path:
    rulebook = rules.load(site)
    return sign(rulebook, rulebook.rules[RULE_ID], site, by=by, role="pharmacist", on=on)


def signers(rulebook: Rulebook) -> list[str]:
    return [f"{one.by} {one.signed}" for one in rulebook.signatures.get(RULE_ID, ())]


def test_a_rule_is_signed_by_several_people(rules: RuleFolder, site: Path) -> None:
    assert signers(rules.load(site)) == []
    approve(rules, site)
    file = approve(rules, site, by="Dr. Bo")
    assert file == site / "approvals" / f"{RULE_ID}.yaml"
    assert signers(rules.load(site)) == ["Ada Rx 2026-11-25", "Dr. Bo 2026-11-25"]


def test_signing_the_same_again_moves_the_date(rules: RuleFolder, site: Path) -> None:
    approve(rules, site)
    approve(rules, site, on=date(2026, 12, 1))
    assert signers(rules.load(site)) == ["Ada Rx 2026-12-01"]


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (PATH, "detail: Ask.", "detail: Ask again."),
        (PATH, "180 mm[Hg]", "181 mm[Hg]"),
        ("value-sets/ket-cond-psychosis.yaml", "title: ", "title: Other "),
        ("evidence/E15.yaml", "title: ", "title: Other "),
        ("families/ketamine.yaml", "title: ", "title: Other "),
    ],
    ids=["wording", "threshold", "value set", "evidence", "family"],
)
def test_any_change_of_what_was_read_voids_the_signature(
    rules: RuleFolder, site: Path, path: str, old: str, new: str
) -> None:
    approve(rules, site)
    rules.edit(old, new, path)
    assert signers(rules.load(site)) == []


def test_a_change_that_says_nothing_else_voids_nothing(rules: RuleFolder, site: Path) -> None:
    approve(rules, site)
    rules.edit("title: A test rule", "title:   A test rule  # read again")
    assert signers(rules.load(site)) == ["Ada Rx 2026-11-25"]


def test_the_signature_of_an_earlier_version_stays_in_the_file_and_counts_again_when_the_change_is_undone(
    rules: RuleFolder, site: Path
) -> None:
    approve(rules, site)
    rules.edit("detail: Ask.", "detail: Ask again.")
    approve(rules, site, by="Dr. Bo")
    assert signers(rules.load(site)) == ["Dr. Bo 2026-11-25"]
    rules.edit("detail: Ask again.", "detail: Ask.")
    assert signers(rules.load(site)) == ["Ada Rx 2026-11-25"]


def test_a_change_of_something_else_voids_nothing(rules: RuleFolder, site: Path) -> None:
    approve(rules, site)
    rules.edit("title: ", "title: Other ", "value-sets/vs-ir-cauda-equina.yaml")
    assert signers(rules.load(site)) == ["Ada Rx 2026-11-25"]


def test_switching_a_rule_voids_nothing(rules: RuleFolder, site: Path) -> None:
    approve(rules, site)
    (site / "switches.yaml").write_text(f"rules: {{{RULE_ID}: silent}}\n")
    assert signers(rules.load(site)) == ["Ada Rx 2026-11-25"]


def test_what_the_site_changes_voids_the_signature(rules: RuleFolder, site: Path) -> None:
    approve(rules, site)
    (site / "overlays").mkdir()
    (site / "overlays" / f"{RULE_ID}.yaml").write_text(
        "reason: r\nchanges: [{tier: 2, set: detail, from: Ask., to: Ask again.}]\n"
    )
    assert signers(rules.load(site)) == []


def test_a_signature_under_no_rule_is_told(rules: RuleFolder, site: Path) -> None:
    approve(rules, site).rename(site / "approvals" / "KET-CI-TESTS.yaml")
    [complaint] = rules.complaints(site)
    assert complaint.endswith(
        "approvals/KET-CI-TESTS.yaml:1:1: `KET-CI-TESTS`, from the file's name, is no rule; remove the file; "
        "did you mean `KET-CI-TEST`?"
    )


def test_a_forged_digest_is_no_signature(rules: RuleFolder, site: Path) -> None:
    file = approve(rules, site)
    digest = load_rulebook([rules.folder, site]).approval_digest(rules.load().rules[RULE_ID])
    file.write_text(file.read_text().replace(digest, "sha256:" + "0" * 64))
    assert signers(rules.load(site)) == []
