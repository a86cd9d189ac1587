"""`kir serve` starts for trusted EHRs or as a demo on loopback, and otherwise says in one line why not."""

from pathlib import Path
from typing import Any

import pytest
import uvicorn
import yaml

from cds.cli.serve import serve
from cds.errors import InputUnreadable
from tests.tokens import ADDRESS, ISSUER, jwk


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of the developer's machine, and no file in the checkout."""
    monkeypatch.chdir(tmp_path)
    for name in ("AUTH", "CLIENTS", "HOST", "PORT", "NOW"):
        monkeypatch.delenv(f"KIR_{name}", raising=False)
    monkeypatch.setattr(uvicorn, "run", lambda *_, **__: pytest.fail("was served"))


@pytest.mark.parametrize(
    ("settings", "demo", "words"),
    [
        ({}, False, "KIR_AUTH=required needs KIR_CLIENTS"),
        ({"CLIENTS": ""}, False, "KIR_AUTH=required needs KIR_CLIENTS"),
        ({"AUTH": "off"}, False, "KIR_AUTH=off is for the demo only"),
        ({"AUTH": "off", "CLIENTS": "c.yaml"}, False, "KIR_AUTH=off is for the demo only"),
        ({"CLIENTS": "c.yaml", "NOW": "2026-11-25T12:00:00Z"}, False, "KIR_NOW is for the demo and tests only"),
        ({"CLIENTS": "c.yaml", "PORT": "0"}, False, "KIR_CLIENTS: c.yaml cannot be read"),
        ({"HOST": "0.0.0.0"}, True, "loopback only"),  # noqa: S104
    ],
)
def test_what_is_not_safe_is_not_served(
    monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], demo: bool, words: str
) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(f"KIR_{name}", value)
    with pytest.raises(InputUnreadable) as refused:
        serve(demo=demo, port=None)
    assert words in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(("host", "is_warned"), [("127.0.0.1", False), ("::1", False), ("0.0.0.0", True)])  # noqa: S104
def test_trusted_ehrs_are_served(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str], host: str, is_warned: bool
) -> None:
    registry = {"address": ADDRESS, "clients": [{"id": "one", "issuer": ISSUER, "keys": [jwk("ehr-1")]}]}
    (tmp_path / "clients.yaml").write_text(yaml.safe_dump(registry))
    monkeypatch.setenv("KIR_CLIENTS", "clients.yaml")
    monkeypatch.setenv("KIR_HOST", host)
    served: list[dict[str, Any]] = []
    monkeypatch.setattr(uvicorn, "run", lambda _, **options: served.append(options))
    serve(demo=False, port=0)
    [options] = served
    assert (options["host"], options["proxy_headers"]) == (host, False)
    said = capsys.readouterr().out
    assert "clients.yaml" in said
    assert ("plain http" in said) is is_warned
