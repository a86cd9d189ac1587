"""What is remembered of a feature file: nothing that another text or another program would show otherwise."""

from pathlib import Path

import pytest

from cds.analyst import looking
from cds.analyst.check_features import Looked
from cds.analyst.looking import look_at

TEXT = "@KET-CI-PREG\nFeature: One\n  Scenario: Two\n    Given a 34-year-old woman\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "one.feature"
    file.write_text(TEXT, encoding="utf-8")
    return file


@pytest.fixture
def memory(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "memory"


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that were read in earnest."""
    texts: list[str] = []
    look = looking.look_text

    def noted(text: str) -> Looked:
        texts.append(text)
        return look(text)

    monkeypatch.setattr(looking, "look_text", noted)
    return texts


def looked(file: Path, memory: Path | None) -> list[tuple[str, Looked]]:
    return list(look_at([file], memory))


def test_a_file_that_did_not_change_is_read_once(file: Path, memory: Path, read: list[str]) -> None:
    first = looked(file, memory)
    assert looked(file, memory) == first == looked(file, None)
    assert read == [TEXT, TEXT]  # the second time without a memory


def test_a_file_that_changed_is_read_again(file: Path, memory: Path, read: list[str]) -> None:
    looked(file, memory)
    file.write_text(TEXT.replace("Given a", "Given an old"), encoding="utf-8")
    [(_, seen)] = looked(file, memory)
    assert len(read) == 2
    assert len(seen.complaints) == 1


def test_another_program_reads_it_again(
    file: Path, memory: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    looked(file, memory)
    monkeypatch.setattr(looking, "_program", lambda: "a later one")
    looked(file, memory)
    assert len(read) == 2


def test_the_same_text_under_another_name_is_told_under_that_name(file: Path, memory: Path) -> None:
    looked(file, memory)
    other = file.rename(file.with_name("other.feature"))
    assert [name for name, _ in looked(other, memory)] == [str(other)]


@pytest.mark.parametrize("kept", [b"", b"{", b'{"x": 1}', b"\xff"])
def test_a_memory_that_cannot_be_read_is_no_memory(file: Path, memory: Path, kept: bytes, read: list[str]) -> None:
    memory.mkdir(parents=True)
    (memory / "features.json").write_bytes(kept)
    assert looked(file, memory) == looked(file, None)


def test_a_memory_that_cannot_be_written_costs_nothing_but_time(file: Path, read: list[str]) -> None:
    nowhere = file / "memory"
    assert looked(file, nowhere) == looked(file, nowhere)
    assert len(read) == 2
