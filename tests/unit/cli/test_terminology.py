"""`kir terminology …` as an analyst uses it: exit status, one clear line, never a traceback."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from cds.cli import main
from cds.rulebook import load_rulebook
from cds.settings import CONTENT
from cds.terminology.verify import shipped_codes
from tests.rrf import SMALL, Rrf


@pytest.fixture(autouse=True)
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KIR_TERMINOLOGY_URL", raising=False)
    monkeypatch.setenv("KIR_TERMINOLOGY_DB", str(tmp_path / "rxnorm.sqlite3"))
    return tmp_path / "rxnorm.sqlite3"


@pytest.fixture
def kir(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    def run(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["kir", "terminology", *map(str, arguments)])
        with pytest.raises(SystemExit) as left:
            main()
        told = capsys.readouterr()
        return int(left.value.code or 0), told.out, told.err

    return run


def order(code: str) -> dict[str, Any]:
    coding = {"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": code}
    return {"resourceType": "MedicationRequest", "id": "m1", "medicationCodeableConcept": {"coding": [coding]}}


def bundle(folder: Path, *resources: dict[str, Any]) -> Path:
    file = folder / "bundle.json"
    file.write_text(json.dumps({"resourceType": "Bundle", "entry": [{"resource": one} for one in resources]}))
    return file


def shipped() -> Rrf:
    """A release that has every code that ships, as it ships."""
    codes = list(shipped_codes(load_rulebook([CONTENT / "rules"]).value_sets.values()))
    concepts = {one.code: (one.code, "IN" if one.is_ingredient else "SCDF", one.name) for one in codes}
    relations = tuple((one.code, "has_ingredient", one.holds) for one in codes if one.holds)
    return Rrf(concepts=tuple(concepts.values()), relations=relations)


def test_import_then_report(kir: Any, tmp_path: Path) -> None:
    status, told, _ = kir("import-rxnorm", SMALL.write(tmp_path / "release.zip"))
    assert status == 0
    assert "RXNORM_26AB_261102F: 34 concepts" in told
    assert "SHA-256" in told
    status, told, _ = kir("report", bundle(tmp_path, order("900052"), order("900061")), "--json")
    assert status == 0
    assert json.loads(told) == {
        "medications": [
            {
                "reference": "MedicationRequest/m1",
                "ingredients": [{"code": "6470", "display": "lorazepam"}, {"code": "7804", "display": "oxycodone"}],
                "layer": "imported RxNorm",
                "unmapped": False,
            },
            {"reference": "MedicationRequest/m1", "ingredients": [], "layer": None, "unmapped": True},
        ]
    }


def test_a_report_to_read_keeps_brackets(kir: Any, tmp_path: Path) -> None:
    named = order("1") | {"medicationCodeableConcept": {"text": "fentanyl patch [Duragesic]"}}
    status, told, _ = kir("report", bundle(tmp_path, named))
    assert status == 0
    assert "[Duragesic]" in told
    assert "fentanyl 4337" in told
    assert told.endswith("1 medications, 0 unmapped\n")


def test_verify_says_yes_when_all_is_as_shipped(kir: Any, tmp_path: Path) -> None:
    kir("import-rxnorm", shipped().write(tmp_path / "release.zip"))
    status, told, _ = kir("verify")
    assert (status, len(told.splitlines())) == (0, 1), told
    assert "products are as in RXNORM_26AB_261102F" in told


def test_verify_says_no_with_every_difference(kir: Any, tmp_path: Path) -> None:
    release = shipped()
    concepts = tuple((*one[:2], "ketamin") if one[0] == "6130" else one for one in release.concepts if one[0] != "6470")
    kir("import-rxnorm", Rrf(concepts=concepts, relations=release.relations).write(tmp_path / "release.zip"))
    status, told, _ = kir("verify")
    assert status == 1
    assert "ket-drug-racemic: RxNorm 6130 `ketamine`: is `ketamin` in the release" in told
    assert "RxNorm 6470 `lorazepam`: is not in the release RXNORM_26AB_261102F" in told


def test_export_writes_every_value_set(kir: Any, tmp_path: Path) -> None:
    status, told, _ = kir("export", tmp_path / "fhir")
    count = len(load_rulebook([CONTENT / "rules"]).value_sets)
    assert (status, told) == (0, f"{count} value sets written to {tmp_path / 'fhir'}\n")
    assert len(list((tmp_path / "fhir").iterdir())) == count


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["verify"], "no RxNorm release is imported; run `kir terminology import-rxnorm FILE`"),
        (["import-rxnorm", "none.zip"], "none.zip: No such file or directory"),
        (["import-rxnorm", "text"], "is not a zip file"),
        (["report", "none.json"], "none.json: cannot be read"),
        (["report", "text"], "text: is not JSON"),
        (["report", "patient.json"], "patient.json: is not a FHIR Bundle"),
        (["export", "text"], "text: cannot be written"),
    ],
)
def test_wrong_use_is_one_line_and_status_2(kir: Any, tmp_path: Path, arguments: list[str], complaint: str) -> None:
    (tmp_path / "text").write_text("some text")
    (tmp_path / "patient.json").write_text('{"resourceType": "Patient"}')
    status, told, complained = kir(*arguments)
    assert (status, told) == (2, "")
    [line] = complained.splitlines()
    assert complaint in line


def test_a_database_that_is_something_else(kir: Any, tmp_path: Path, database: Path) -> None:
    database.write_text("not a database")
    status, _, complained = kir("report", bundle(tmp_path))
    assert status == 2
    assert "is not an imported RxNorm release" in complained


@pytest.mark.parametrize("url", ["tx.example.org", "ftp://tx.example.org", "http://tx.example.org/fhir?key=1"])
def test_an_address_that_is_none(kir: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("KIR_TERMINOLOGY_URL", url)
    status, _, complained = kir("report", bundle(tmp_path))
    assert status == 2
    assert "KIR_TERMINOLOGY_URL" in complained


def test_a_server_that_fails_does_not_spoil_the_json(kir: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIR_TERMINOLOGY_URL", "http://127.0.0.1:1/fhir")
    status, told, complained = kir("report", bundle(tmp_path, order("900022")), "--json")
    assert status == 0
    assert json.loads(told)["medications"][0]["unmapped"]
    assert "terminology server gave no answer" in complained
