"""`kir show` and `kir approve`, and what a site's folder does to the service: as an analyst and an operator see it."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cds.app import make_app, make_responder
from cds.cli import main
from cds.settings import CONTENT, Settings

BP = "KET-CI-BP"
OVERLAY = """\
reason: Cardiology decided 160/95 on 12 November.
changes:
  - {tier: 3, clause: bp, set: systolic_above, from: "140 mm[Hg]", to: "160 mm[Hg]"}
"""
Kir = Callable[..., tuple[int, str, str]]


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "site"
    (folder / "overlays").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KIR_NOW", "2026-11-25T10:00:00Z")
    monkeypatch.setenv("KIR_RULES_PATH", str(folder))
    return folder


@pytest.fixture
def kir(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Kir:
    def run(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["kir", *map(str, arguments)])
        with pytest.raises(SystemExit) as left:
            main()
        told = capsys.readouterr()
        return int(left.value.code or 0), told.out, told.err

    return run


def test_a_rule_is_shown_as_it_is_in_effect(site: Path, kir: Kir) -> None:
    (site / "overlays" / f"{BP}.yaml").write_text(OVERLAY)
    status, told, _ = kir("show", BP)
    assert status == 0
    assert told.splitlines()[0] == "KET-CI-BP: High blood pressure before ketamine"
    assert "adapted by this site: Cardiology decided 160/95 on 12 November." in told
    assert "  - tier 3, bp, systolic above: 140 mm[Hg] → 160 mm[Hg]" in told
    assert "systolic above 160 mmHg, or diastolic above 90 mmHg" in told
    assert "not approved by anybody of this site as it is now" in told
    _, told, _ = kir("show", BP, "--yaml")
    assert "systolic_above: 160 mm[Hg]" in told


def test_an_approval_holds_until_the_rule_changes(site: Path, kir: Kir) -> None:
    status, told, _ = kir("approve", BP, "--by", "Ada Rx", "--role", "chief pharmacist")
    assert (status, told) == (
        0,
        f"KET-CI-BP 1.0.0: approved by Ada Rx (chief pharmacist); kept in {site}/approvals/KET-CI-BP.yaml\n",
    )
    assert "approved by Ada Rx (chief pharmacist) on 2026-11-25" in kir("show", BP)[1]
    (site / "overlays" / f"{BP}.yaml").write_text(OVERLAY)
    assert "not approved by anybody" in kir("show", BP)[1]


def test_approving_what_is_not_there_approves_nothing(site: Path, kir: Kir) -> None:
    status, told, error = kir("approve", BP, "KET-CI-BPX", "--by", "Ada", "--role", "pharmacist")
    assert (status, told) == (2, "")
    assert error == "kir: `KET-CI-BPX` is no rule of the rulebook; did you mean `KET-CI-BP`?\n"
    assert not (site / "approvals").exists()


def test_an_approval_without_a_site_says_what_to_do(kir: Kir, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KIR_RULES_PATH", raising=False)
    status, _, error = kir("approve", BP, "--by", "Ada", "--role", "pharmacist")
    assert status == 2
    assert error == "kir: approvals belong to the site: name its rule folder with --into or KIR_RULES_PATH\n"


# --- the service ------------------------------------------------------------------------------------------

REQUEST = CONTENT / "fhir_samples" / "requests" / "order-sign" / "ketamine-bp-142-90.json"


def cards(site: Path, **settings: Any) -> list[Any]:
    from cds.analyst.try_file import read_input

    made = Settings(rules_path=(site,), terminology_db=Path("none"), _env_file=None, **settings)  # type: ignore[call-arg]
    responder = make_responder(made)
    service, request = read_input(REQUEST, None, responder.services, made.clock())
    return [*responder.respond(service, request).cards]


def rules_of(card: Any) -> list[str]:
    return [entry["id"] for entry in card.extension["org.kir-cds.rules"]]


def test_a_changed_threshold_decides(site: Path) -> None:
    assert any(BP in rules_of(card) for card in cards(site))
    (site / "overlays" / f"{BP}.yaml").write_text(OVERLAY)
    assert not any(BP in rules_of(card) for card in cards(site))


def test_a_card_says_that_the_site_adapted_its_rule(site: Path) -> None:
    (site / "overlays" / f"{BP}.yaml").write_text(OVERLAY.replace("160 mm", "141 mm"))
    [card] = [one for one in cards(site) if BP in rules_of(one)]
    assert "Adapted by this site: Cardiology decided 160/95 on 12 November." in card.detail
    assert next(one for one in card.extension["org.kir-cds.rules"] if one["id"] == BP)["version"].startswith(
        "1.0.0+site."
    )


def test_where_approval_is_required_only_approved_rules_speak(site: Path, kir: Kir) -> None:
    assert cards(site, require_approval=True) == []
    kir("approve", BP, "--by", "Ada", "--role", "pharmacist")
    [card] = cards(site, require_approval=True)
    assert rules_of(card) == [BP]
    assert "No clinician of this site has approved this content yet." not in card.detail


def test_a_site_may_look_before_it_shows_anything(site: Path) -> None:
    (site / "switches.yaml").write_text("mode: silent\n")
    assert cards(site) == []


def test_the_version_page_tells_what_the_site_did(site: Path, kir: Kir, tmp_path: Path) -> None:
    from starlette.testclient import TestClient

    (site / "overlays" / f"{BP}.yaml").write_text(OVERLAY)
    (site / "switches.yaml").write_text("rules: {IR-CV-CMS: silent}\n")
    kir("approve", BP, "--by", "Ada", "--role", "pharmacist")
    made = Settings(auth="off", database_url=f"sqlite:///{tmp_path}/kir.sqlite3", rules_path=(site,), _env_file=None)  # type: ignore[call-arg]
    with TestClient(make_app(made)) as client:
        told = client.get("/version").json()["site"]
    assert told == {"active": told["active"], "approved": 1, "switched": {"IR-CV-CMS": "silent"}, "adapted": [BP]}
    assert told["active"] > 80
