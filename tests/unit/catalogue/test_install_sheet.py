"""The install sheet says what discovery and the registry say, and what a site must map."""

import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from cds.cards import TOPICS
from cds.catalogue import install_sheet
from cds.cli import main
from cds.profiles import find_profile
from cds.rulebook import Rulebook, load_rulebook
from cds.settings import CONTENT
from tests.tokens import ADDRESS, ISSUER, jwk


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return load_rulebook([CONTENT / "rules"])


def sheet(rulebook: Rulebook, name: str, **more: Any) -> str:
    profile = find_profile(name)
    return install_sheet(rulebook, profile, address=ADDRESS, **{"algorithms": profile.algorithms} | more)


def test_it_derives_the_scopes_from_the_queries(rulebook: Rulebook) -> None:
    lines = {tuple(line.split()) for line in sheet(rulebook, "oracle-health").splitlines()}
    assert {
        ("patient/Patient.read", "patient/Patient.r"),
        ("patient/Encounter.read", "patient/Encounter.r"),
        ("patient/Condition.read", "patient/Condition.rs"),
    } <= lines
    assert ("patient/Coverage.read", "patient/Coverage.rs") not in lines, "only order-sign asks for coverage"
    assert ("patient/Coverage.read", "patient/Coverage.rs") in {
        tuple(line.split()) for line in sheet(rulebook, "epic").splitlines()
    }


def test_it_lists_the_override_reasons_to_map(rulebook: Rulebook) -> None:
    text = sheet(rulebook, "epic")
    assert f"System `{rulebook.overrides.system}`" in text
    assert text.count("| `specialist-agreed` | A specialist agreed | |\n") == 1
    rows = [line for line in text.splitlines() if line.startswith("| `")]
    assert len(set(rows)) == len(rows) >= 20
    assert "Override reasons" not in sheet(rulebook, "oracle-health")
    assert "/feedback" not in sheet(rulebook, "oracle-health")


def test_it_lists_the_orders_that_need_a_code_and_those_that_have_one(rulebook: Rulebook) -> None:
    site = find_profile("epic").model_copy(update={"orders": {"Urine pregnancy test": "4711"}})
    text = install_sheet(rulebook, site, address=ADDRESS, algorithms=["RS384"])
    assert "| Urine pregnancy test | ServiceRequest | 4711 |\n" in text
    assert "| Body weight | ServiceRequest | — |\n" in text
    assert "| DeviceRequest |" not in text, "Epic creates none"
    assert "can create" not in sheet(rulebook, "generic")


def test_it_says_how_tokens_and_topics_look_and_whom_we_may_ask(rulebook: Rulebook) -> None:
    more = {"algorithms": ["ES256"], "audiences": ["kir"], "fhir_servers": ["https://ehr.example/R4"]}
    text = sheet(rulebook, "epic", **more)
    assert "- `alg`: ES256\n" in text
    assert "(or kir):\n" in text
    assert f"  - `{ADDRESS}/cds-services/kir-order-sign`\n" in text
    assert "`KIR_FHIR_SERVERS` allows https://ehr.example/R4." in text
    assert f"System `{TOPICS}`" in text
    assert "nothing is fetched" in sheet(rulebook, "epic")


# --- the command ------------------------------------------------------------------------------------------


@pytest.fixture
def kir(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Any:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KIR_CLIENTS", raising=False)

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["kir", "install-sheet", *arguments])
        with pytest.raises(SystemExit) as left:
            main()
        told = capsys.readouterr()
        return int(left.value.code or 0), told.out, told.err

    return run


def test_the_command_prints_it_for_a_profile(kir: Any) -> None:
    status, out, _ = kir("cerner", "--address", f"{ADDRESS}/")
    assert (status, out.splitlines()[0]) == (0, "# Install sheet: Oracle Health (Cerner)")
    assert f"`{ADDRESS}/cds-services/kir-patient-view`" in out
    assert "https://YOUR-ADDRESS/cds-services/" in kir("epic")[1]


def test_the_command_prints_it_for_a_client_with_what_the_site_changed(
    kir: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = {"id": "north", "issuer": ISSUER, "keys": [jwk("ehr-1")], "algorithms": ["ES256"]}
    client["profile"] = {"base": "epic", "orders": {"Body weight": "7"}}
    (tmp_path / "clients.yaml").write_text(yaml.safe_dump({"address": ADDRESS, "clients": [client]}))
    monkeypatch.setenv("KIR_CLIENTS", "clients.yaml")
    status, out, _ = kir("north")
    assert status == 0
    assert "| Body weight | ServiceRequest | 7 |" in out
    assert "- `alg`: ES256\n" in out
    assert f"`{ADDRESS}/cds-services/kir-order-sign`" in out


def test_an_unknown_profile_is_one_line(kir: Any) -> None:
    status, out, err = kir("epci")
    assert (status, out) == (2, "")
    assert err.startswith("kir: `epci` is no profile; known: ")
    assert err.endswith("did you mean `epic`?\n")
