"""Rule folders: what counts as content, whose file wins, and what the digest stands for."""

import shutil
from pathlib import Path

import pytest

from cds.errors import RulebookInvalid
from cds.rulebook import load_rulebook
from tests.unit.rulebook.rule_folder import PATH, RULE, RuleFolder


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder of the site, which comes after ours."""
    folder = tmp_path / "site"
    (folder / "ketamine").mkdir(parents=True)
    return folder


# --- what is read -----------------------------------------------------------------------------------------


def test_the_folder_of_a_rule_is_its_family_and_the_file_its_id(rules: RuleFolder) -> None:
    rules.add_rule("KET-CI-OTHER")
    assert {rule.id: rule.family for rule in rules.load().rules.values()} == {
        "KET-CI-TEST": "ketamine",
        "KET-CI-OTHER": "ketamine",
    }


@pytest.mark.parametrize("name", ["ket-ci-test", "KET", "KET_CI_TEST", "my KET-CI-TEST x", "KET-CI-Test", "-KET-CI"])
def test_a_file_whose_name_is_no_rule_id_is_told_so(rules: RuleFolder, name: str) -> None:
    rules.write(f"ketamine/{name}.yaml", RULE)
    [complaint] = rules.complaints()
    assert complaint.startswith(f"ketamine/{name}.yaml:1:1: id `{name}`, from the file's name: ")


def test_two_files_of_one_id_are_told(rules: RuleFolder) -> None:
    rules.write("infrared/KET-CI-TEST.yaml", RULE)
    assert rules.complaints() == [f"{PATH}: `KET-CI-TEST` is the id of another file too; rename one"]


def test_a_family_nobody_described_is_told(rules: RuleFolder) -> None:
    rules.write("psilocybin/PSI-CI-TEST.yaml", RULE)
    assert rules.complaints() == ["psilocybin/PSI-CI-TEST.yaml:6:8: `psilocybin` is no known family"]


@pytest.mark.parametrize("path", ["KET-CI-OTHER.yaml", "ketamine/old/KET-CI-OTHER.yaml"])
def test_a_rule_outside_of_a_familys_folder_is_told(rules: RuleFolder, path: str) -> None:
    rules.write(path, RULE)
    assert rules.complaints() == [f"{path}: is in no folder that the rulebook reads"]


def test_a_file_that_would_not_be_read_is_told(rules: RuleFolder) -> None:
    rules.write("ketamine/KET-CI-OTHER.yml", RULE)
    assert rules.complaints() == ["ketamine/KET-CI-OTHER.yml: ends in `.yml`; rename it to `.yaml`"]


def test_hidden_files_and_other_files_are_no_content(rules: RuleFolder) -> None:
    digest = rules.load().digest
    rules.write("ketamine/.#KET-CI-TEST.yaml", "what an editor keeps")
    rules.write("..2026_11_24/ketamine/KET-CI-TEST.yaml", "what a cluster keeps")
    rules.write("README.md", "what people keep")
    assert rules.load().digest == digest


@pytest.mark.parametrize("name", ["routes.yaml", "body-sites.yaml", "overrides.yaml", "services.yaml"])
def test_a_file_that_must_be_there_is_told_when_it_is_not(rules: RuleFolder, name: str) -> None:
    (rules.folder / name).unlink()
    assert f"{name}: is missing" in rules.complaints()


def test_a_folder_without_rules_is_told(tmp_path: Path) -> None:
    with pytest.raises(RulebookInvalid, match="has no rules; name a rule folder"):
        load_rulebook([tmp_path])


def test_a_folder_that_does_not_exist_is_told_and_not_passed_over(rules: RuleFolder) -> None:
    """A site whose folder is mistyped would else be served without its rules."""
    [complaint] = rules.complaints(rules.folder / "nowhere")
    assert complaint == "nowhere: is no folder; name a rule folder"


# --- whose file wins --------------------------------------------------------------------------------------


def test_of_two_files_with_the_same_path_the_later_folders_wins(rules: RuleFolder, site: Path) -> None:
    (site / PATH).write_text(RULE.replace("A test rule", "As our site has it"))
    assert rules.load().rules["KET-CI-TEST"].title == "A test rule"
    assert rules.load(site).rules["KET-CI-TEST"].title == "As our site has it"


def test_a_later_folder_adds_what_is_new(rules: RuleFolder, site: Path) -> None:
    (site / "ketamine" / "KET-CI-SITE.yaml").write_text(RULE)
    assert set(rules.load(site).rules) == {"KET-CI-TEST", "KET-CI-SITE"}


def test_complaints_name_the_file_that_was_read(rules: RuleFolder, site: Path) -> None:
    (site / PATH).write_text(RULE.replace("evidence: [E15]", "evidence: [E999]"))
    [complaint] = rules.complaints(site)
    assert complaint.startswith(f"{site / PATH}:31:")


# --- what the digest stands for ---------------------------------------------------------------------------


def test_equal_content_has_an_equal_digest_wherever_it_stands(rules: RuleFolder, tmp_path: Path) -> None:
    copied = shutil.copytree(rules.folder, tmp_path / "elsewhere")
    assert load_rulebook([copied]).digest == rules.load().digest == rules.load().digest


def test_a_split_in_two_folders_is_the_same_content(rules: RuleFolder, site: Path) -> None:
    digest = rules.load().digest
    (rules.folder / PATH).rename(site / PATH)
    assert rules.load(site).digest == digest


@pytest.mark.parametrize("path", [PATH, "value-sets/ket-obs-bp.yaml", "evidence/E15.yaml", "services.yaml"])
def test_any_change_of_any_file_changes_the_digest(rules: RuleFolder, path: str) -> None:
    digest = rules.load().digest
    rules.write(path, (rules.folder / path).read_text() + "# read again\n")
    assert rules.load().digest != digest


def test_a_later_folder_changes_the_digest(rules: RuleFolder, site: Path) -> None:
    (site / PATH).write_text(RULE.replace("A test rule", "As our site has it"))
    assert rules.load(site).digest != rules.load().digest
