"""The repository as a newcomer gets it: pinned, licensed, silent about where it was written, and clear about what is missing."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LOCK = tomllib.loads((ROOT / "uv.lock").read_text())


# --- versions -------------------------------------------------------------------------------------------


def _wanted(requirements: list[str | dict[str, str]]) -> set[tuple[str, str, str]]:
    read = [Requirement(each) for each in requirements if isinstance(each, str)]
    return {(canonicalize_name(r.name), str(r.specifier), ",".join(sorted(r.extras))) for r in read}


def _locked(requirements: list[dict[str, object]]) -> set[tuple[str, str, str]]:
    read = [Requirement(f"{each['name']}{each.get('specifier', '')}") for each in requirements]
    extras = [",".join(sorted(each.get("extras", []))) for each in requirements]
    return {(r.name, str(r.specifier), extra) for r, extra in zip(read, extras, strict=True)}


def test_the_lock_was_made_from_this_pyproject() -> None:
    ours = next(package for package in LOCK["package"] if package["name"] == "kir-cds")
    assert _locked(ours["metadata"]["requires-dist"]) == _wanted(PROJECT["project"]["dependencies"])
    groups = PROJECT["dependency-groups"]
    for name in ("test", "lint"):
        assert _locked(ours["metadata"]["requires-dev"][name]) == _wanted(groups[name]), name
    bounds = LOCK["requires-python"].replace(" ", "").split(",")
    assert sorted(bounds) == sorted(PROJECT["project"]["requires-python"].split(","))


def test_uv_finds_the_lock_up_to_date() -> None:
    uv = shutil.which("uv")
    if uv is None:
        pytest.skip("uv is not on this machine; test_the_lock_was_made_from_this_pyproject compares without it")
    told = subprocess.run([uv, "lock", "--check", "--offline"], cwd=ROOT, capture_output=True, text=True)
    assert told.returncode == 0, told.stderr


def test_each_package_has_one_version_from_the_public_index() -> None:
    """One version each, so that pip and uv install the same; a mirror's address would help nobody else."""
    names = [package["name"] for package in LOCK["package"]]
    assert len(names) == len(set(names))
    hosts = set(re.findall(r"https?://([^/\"]+)", (ROOT / "uv.lock").read_text()))
    assert hosts == {"pypi.org", "files.pythonhosted.org"}


# --- what is published ----------------------------------------------------------------------------------


def test_the_licence_is_the_whole_apache_2_text() -> None:
    digest = hashlib.sha256((ROOT / "LICENSE").read_bytes()).hexdigest()
    assert digest == "cfc7749b96f63bd31c3c42b5c471bf756814053e847c10f3eb003417bc523d30"


def test_the_notice_covers_each_terminology() -> None:
    notice = " ".join((ROOT / "NOTICE").read_text().split())
    for name in ("RxNorm", "LOINC", "SNOMED CT", "ICD-10-CM", "ATC", "HCPCS", "CPT", "UCUM"):
        assert name in notice
    assert "NLM is not responsible for the product and does not endorse or recommend this" in notice
    assert "available at no cost under the license at http://loinc.org/license" in notice


def test_no_file_names_the_machine_it_was_written_on() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    private = re.compile(r"(?<![\w.])/(?:work|root|home/\w+)/|\.\./shared\b|\bfile:///opt/")
    found = []
    for name in filter(None, listed.stdout.split("\0")):
        path = ROOT / name
        if path == Path(__file__) or not path.is_file():
            continue
        text = path.read_text(encoding="utf-8", errors="ignore")
        found += [f"{name}: {match.group()}" for match in private.finditer(text)]
    assert found == []


# --- make -----------------------------------------------------------------------------------------------


def test_make_lists_what_can_be_done() -> None:
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    told = subprocess.run(["make"], cwd=ROOT, env=plain, capture_output=True, text=True, check=True).stdout
    assert [line.split()[1] for line in told.splitlines()] == ["help", "run", "test", "lint", "lock", "clean"]


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A machine with the project and the plain tools: no Python, no compiler, no uv. Gives its bin folder."""
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "scripts" / "setup.sh", tmp_path / "scripts")
    programs = tmp_path / "bin"
    programs.mkdir()
    for tool in ("dirname", "sh", "tail", "touch"):
        (programs / tool).symlink_to(str(shutil.which(tool)))
    return programs


def _program(path: Path, script: str) -> None:
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def _set_up(programs: Path, **environment: str) -> str:
    """The one line that setup says when it refuses."""
    told = subprocess.run(
        [shutil.which("sh") or "sh", str(programs.parent / "scripts" / "setup.sh"), "test"],
        env={"PATH": str(programs), **environment},
        capture_output=True,
        text=True,
    )
    assert (told.returncode, told.stdout) == (1, "")
    assert not (programs.parent / ".venv").exists()
    [line] = told.stderr.splitlines()
    return line


def test_setup_without_python_says_so(machine: Path) -> None:
    _program(machine / "python3.12", "echo 'pyenv: python3.12: command not found' >&2; exit 127")
    line = _set_up(machine)
    assert "Python 3.11 or 3.12 is needed and none of these runs" in line
    assert "apt-get install gcc python3 python3-dev python3-venv" in line


def test_setup_with_another_python_says_which(machine: Path) -> None:
    _program(machine / "python3", "echo 3.13")
    _program(machine / "python", "echo 2.7")
    line = _set_up(machine)
    assert "Python 3.11 or 3.12 is needed, but python3 is 3.13, python is 2.7;" in line


def test_setup_tries_only_the_python_it_is_given(machine: Path) -> None:
    _program(machine / "python3.12", f'exec {sys.executable} "$@"')
    assert "none of these runs: /no/such/python" in _set_up(machine, PYTHON="/no/such/python")


def test_setup_without_a_compiler_says_so(machine: Path) -> None:
    _program(machine / "python3.11", f'exec {sys.executable} "$@"')
    line = _set_up(machine, CC="gcc -pthread")
    assert "no C compiler (gcc)" in line
    assert "apt-get install gcc python3-dev python3-venv" in line


def test_setup_without_python_headers_says_so(machine: Path) -> None:
    _program(machine / "python3.11", f'exec {sys.executable} "$@"')
    _program(machine / "gcc", "exit 1")
    line = _set_up(machine, CC="gcc")
    version = sysconfig.get_python_version()
    assert f"no headers for Python {version} (Python.h)" in line
    assert f"apt-get install python{version}-dev" in line


def test_setup_without_venv_says_so(machine: Path) -> None:
    _program(
        machine / "python3.12",
        'case "$2" in *venv*) exit 1 ;; *executable*) echo "$0" ;; *) echo 3.12 ;; esac',
    )
    _program(machine / "gcc", "exit 0")
    assert "apt-get install python3.12-venv" in _set_up(machine, CC="gcc")


def test_ci_runs_what_a_contributor_runs() -> None:
    lines = (ROOT / ".ci" / "run").read_text().splitlines()
    assert [line for line in lines if line.startswith("make ")] == ["make lint", "make test"]
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
