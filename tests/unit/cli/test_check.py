"""`kir new-rule` and `kir check` on the command line."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from cds.cli import app
from cds.settings import Settings


@pytest.fixture(autouse=True)
def memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIR_CACHE", str(tmp_path / "cache"))


def run(*arguments: str) -> tuple[int, str]:
    ran = CliRunner().invoke(app, arguments)
    return ran.exit_code, ran.output


def test_it_names_what_it_wrote_and_how_to_look_at_it(tmp_path: Path) -> None:
    site = tmp_path / "site"
    status, told = run("new-rule", "KET-CAU-NEWS", "--family", "ketamine", "--into", str(site))
    assert status == 0
    assert told.splitlines() == [
        f"wrote {site}/rules/ketamine/KET-CAU-NEWS.yaml",
        f"wrote {site}/rules/evidence/KET-CAU-NEWS-SOURCE.yaml",
        f"wrote {site}/features/ketamine/KET-CAU-NEWS.feature",
        "Look at them:",
        f"  kir check --rules {site}/rules",
        f"  kir test {site}/features/ketamine/KET-CAU-NEWS.feature --rules {site}/rules",
    ]


def test_what_it_wrote_is_checked_without_a_complaint(tmp_path: Path) -> None:
    run("new-rule", "KET-CAU-NEWS", "--family", "ketamine", "--into", str(tmp_path))
    status, told = run("check", "--rules", str(tmp_path / "rules"))
    assert status == 0
    assert told.startswith("92 rules, ")


def test_a_complaint_ends_with_their_number(tmp_path: Path) -> None:
    run("new-rule", "KET-CAU-NEWS", "--family", "ketamine", "--into", str(tmp_path))
    rule = tmp_path / "rules" / "ketamine" / "KET-CAU-NEWS.yaml"
    rule.write_text(rule.read_text(encoding="utf-8").replace("class: caution", "class: warnng"), encoding="utf-8")
    status, told = run("check", "--rules", str(tmp_path / "rules"))
    complaint, number = told.splitlines()
    assert status == 1
    assert complaint.startswith(f"{rule}:9:8: `warnng` is not one of 'red-flag', 'contraindication', ")
    assert number == "1 complaint"


def test_a_review_that_is_due_is_told_and_nothing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIR_NOW", "2040-01-01T00:00:00Z")
    status, told = run("check")
    due = [line for line in told.splitlines() if line.startswith("due: ")]
    assert status == 0
    assert any("KET-CI-PREG.yaml:" in line and "was to be reviewed by 2027-11-24" in line for line in due)


def test_who_has_no_home_remembers_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A service in a container often runs as a user that the container does not know."""

    def nowhere() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("KIR_CACHE")
    monkeypatch.setattr(Path, "home", nowhere)
    assert Settings().cache is None


def test_an_empty_place_to_remember_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIR_CACHE", "")
    assert Settings().cache is None
