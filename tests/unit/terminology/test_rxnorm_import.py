"""Importing RxNorm: every way it fails leaves the old release, and says in one line what, where and what to do."""

import hashlib
import os
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cds.errors import InputUnreadable
from cds.record import Coding
from cds.terminology.rxnorm import RXNORM, RxNormLayer
from cds.terminology.rxnorm_import import import_rxnorm
from tests.rrf import SMALL, Rrf

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
ROOT = Path(__file__).parents[3]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A database with an older release in a folder of its own."""
    folder = tmp_path / "data"
    folder.mkdir()
    old = SMALL.plus(concepts=(("42", "IN", "oldium"),)).write(tmp_path / "old.zip")
    import_rxnorm(old, folder / "rxnorm.sqlite3", now=NOW)
    return folder / "rxnorm.sqlite3"


def is_untouched(database: Path) -> bool:
    layer = RxNormLayer(database)
    return layer.ingredients(Coding(system=RXNORM, code="42")) == {"42"} and list(database.parent.iterdir()) == [
        database
    ]


def refused(file: Path, database: Path) -> str:
    with pytest.raises(InputUnreadable) as caught:
        import_rxnorm(file, database, now=NOW)
    line = str(caught.value)
    assert "\n" not in line
    assert is_untouched(database)
    return line


def test_a_release_replaces_the_one_before(tmp_path: Path, database: Path) -> None:
    file = SMALL.write(tmp_path / "RxNorm_full_prescribe_11022026.zip")
    told = import_rxnorm(file, database, now=NOW)
    assert (told.concepts, told.products, told.ndcs, told.retired, told.unclear) == (34, 23, 2, 5, 2)
    assert told.release.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
    layer = RxNormLayer(database)
    assert layer.ingredients(Coding(system=RXNORM, code="42")) is None
    assert layer.release == told.release
    assert list(database.parent.iterdir()) == [database]


def test_progress_goes_up_to_the_end_of_each_step(tmp_path: Path, database: Path) -> None:
    steps: dict[str, list[tuple[int, int]]] = {}
    import_rxnorm(
        SMALL.write(tmp_path / "new.zip"),
        database,
        now=NOW,
        progress=lambda step, done, size: steps.setdefault(step, []).append((done, size)),
    )
    assert list(steps) == ["SHA-256", "RXNCONSO", "RXNATOMARCHIVE", "RXNREL", "RXNSAT", "ingredients of products"]
    for told in steps.values():
        assert [done for done, _ in told] == sorted(done for done, _ in told)
        assert told[-1][0] == told[-1][1]


def test_the_full_release_is_read_not_the_prescribable_part_inside_it(tmp_path: Path, database: Path) -> None:
    file = SMALL.write(tmp_path / "full.zip")
    with zipfile.ZipFile(file, "a") as archive:
        for name, content in Rrf(concepts=(("1", "IN", "only"),)).tables().items():
            archive.writestr(f"prescribe/rrf/{name}.RRF", content)
    assert import_rxnorm(file, database, now=NOW).concepts == 34


@pytest.mark.parametrize("folder", ["", "rrf/", "RxNorm_full_11022026/rrf/"])
def test_the_files_may_stand_in_any_folder(tmp_path: Path, database: Path, folder: str) -> None:
    assert import_rxnorm(SMALL.write(tmp_path / "some.zip", folder=folder), database, now=NOW).concepts == 34


def test_prescribable_content_has_neither_archive_nor_source_list(tmp_path: Path, database: Path) -> None:
    file = SMALL.write(tmp_path / "RxNorm_full_prescribe_11022026.zip", leave_out=["RXNATOMARCHIVE", "RXNSAB"])
    told = import_rxnorm(file, database, now=NOW)
    assert told.release.name == "RxNorm_full_prescribe_11022026"
    assert told.retired == 1


def test_windows_line_ends_and_names_in_any_alphabet(tmp_path: Path, database: Path) -> None:
    release = SMALL.plus(concepts=(("77", "IN", "naïve α-drug 50 µg ™"),))
    file = tmp_path / "crlf.zip"
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in release.tables().items():
            archive.writestr(f"rrf/{name}.RRF", content.replace("\n", "\r\n") + "\r\n")
    import_rxnorm(file, database, now=NOW)
    assert RxNormLayer(database).display("77") == "naïve α-drug 50 µg ™"


# --- what goes wrong ----------------------------------------------------------------------------------------


def test_a_file_that_is_not_there(tmp_path: Path, database: Path) -> None:
    assert refused(tmp_path / "none.zip", database).startswith(f"{tmp_path / 'none.zip'}: No such file")


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 not a zip", b"PK\x03\x04 nearly"])
def test_a_file_that_is_no_zip(tmp_path: Path, database: Path, content: bytes) -> None:
    file = tmp_path / "wrong.zip"
    file.write_bytes(content)
    assert "is not a zip file, or a damaged one; download a release from https://" in refused(file, database)


def test_a_download_that_was_cut_off(tmp_path: Path, database: Path) -> None:
    file = SMALL.write(tmp_path / "cut.zip")
    file.write_bytes(file.read_bytes()[:-200])
    assert "is not a zip file, or a damaged one" in refused(file, database)


def test_a_zip_with_a_byte_turned(tmp_path: Path, database: Path) -> None:
    file = SMALL.write(tmp_path / "turned.zip")
    content = bytearray(file.read_bytes())
    content[400] ^= 0xFF
    file.write_bytes(content)
    assert "damaged" in refused(file, database)


def test_another_zip(tmp_path: Path, database: Path) -> None:
    file = tmp_path / "snomed.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("Snapshot/sct2_Concept_Snapshot.txt", "id\teffectiveTime\n")
    assert "snomed.zip: holds no RXNCONSO.RRF, so it is no RxNorm release" in refused(file, database)


def test_a_release_without_relations(tmp_path: Path, database: Path) -> None:
    assert "holds no RXNREL.RRF" in refused(SMALL.write(tmp_path / "part.zip", leave_out=["RXNREL"]), database)


def test_a_release_that_tells_no_ingredients(tmp_path: Path, database: Path) -> None:
    file = Rrf(concepts=(("1", "IN", "alone"),)).write(tmp_path / "empty.zip")
    assert "tells no product's ingredients, so it is no whole release" in refused(file, database)


@pytest.mark.parametrize(
    ("table", "line", "complaint"),
    [
        ("RXNCONSO", "12|ENG|||RXNORM|SCD", "RXNCONSO.RRF:35: has fewer than 17 columns"),
        ("RXNREL", "12||CUI|RO", "RXNREL.RRF:38: has fewer than 11 columns"),
        ("RXNCONSO", "x|ENG||||||||||RXNORM|SCD|x|name||N|4096|", "RXNCONSO.RRF:35: has a concept id that is not a"),
    ],
)
def test_a_broken_line_is_refused_with_its_place(
    tmp_path: Path, database: Path, table: str, line: str, complaint: str
) -> None:
    """A relation that is lost would make a drug hold less than it does."""
    file = Rrf(**{**SMALL.__dict__, "extra": {table: (line,)}}).write(tmp_path / "broken.zip")
    assert complaint in refused(file, database)


def test_a_file_in_another_encoding_is_refused(tmp_path: Path, database: Path) -> None:
    file = tmp_path / "latin.zip"
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in SMALL.plus(concepts=(("77", "IN", "naïve"),)).tables().items():
            archive.writestr(f"rrf/{name}.RRF", content.encode("latin-1"))
    assert "RXNCONSO.RRF:35: is not UTF-8" in refused(file, database)


def test_a_folder_that_is_not_there_or_not_ours(tmp_path: Path) -> None:
    file = SMALL.write(tmp_path / "new.zip")
    with pytest.raises(InputUnreadable, match="is no folder; make it, or set KIR_TERMINOLOGY_DB"):
        import_rxnorm(file, tmp_path / "nowhere" / "rxnorm.sqlite3", now=NOW)
    with pytest.raises(InputUnreadable, match="is a folder; set KIR_TERMINOLOGY_DB to a file"):
        import_rxnorm(file, tmp_path, now=NOW)


SCRIPT = """
import resource, sys
from datetime import UTC, datetime
from pathlib import Path
from cds.errors import InputUnreadable
from cds.terminology.rxnorm_import import import_rxnorm
if sys.argv[3] != "0":
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), int(sys.argv[3])))
try:
    import_rxnorm(Path(sys.argv[1]), Path(sys.argv[2]), now=datetime.now(UTC))
except InputUnreadable as error:
    sys.exit(str(error))
"""


def start(file: Path, database: Path, most_bytes: int = 0) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(file), str(database), str(most_bytes)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        text=True,
    )


def large(file: Path) -> Path:
    """A release that takes seconds to import."""
    tablets = tuple((str(number), "SCDF", f"lorazepam {number} Oral Tablet") for number in range(1_000_000, 1_200_000))
    relations = tuple((rxcui, "has_ingredient", "6470") for rxcui, _, _ in tablets)
    return SMALL.plus(concepts=tablets, relations=relations).write(file)


def test_a_disk_without_room(tmp_path: Path, database: Path) -> None:
    more = tuple((str(number), "SCDF", f"lorazepam {number}") for number in range(1_000_000, 1_020_000))
    process = start(SMALL.plus(concepts=more).write(tmp_path / "new.zip"), database, most_bytes=200_000)
    _, complaint = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "cannot be written" in complaint
    assert "make room, or set KIR_TERMINOLOGY_DB" in complaint
    assert len(complaint.splitlines()) == 1
    assert is_untouched(database)


def test_a_kill_in_the_middle_leaves_the_old_release_and_the_next_import_cleans_up(
    tmp_path: Path, database: Path
) -> None:
    process = start(large(tmp_path / "large.zip"), database)
    deadline = time.monotonic() + 60
    while not any(len(part.read_bytes()) > 100_000 for part in database.parent.glob(".*importing*")):
        assert process.poll() is None, "the import ended before it could be killed"
        assert time.monotonic() < deadline
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert RxNormLayer(database).ingredients(Coding(system=RXNORM, code="42")) == {"42"}
    assert len(list(database.parent.iterdir())) == 2
    import_rxnorm(SMALL.write(tmp_path / "new.zip"), database, now=NOW)
    assert list(database.parent.iterdir()) == [database]
    assert RxNormLayer(database).ingredients(Coding(system=RXNORM, code="42")) is None


def test_another_import_that_runs_is_left_alone(tmp_path: Path, database: Path) -> None:
    others = database.with_name(f".{database.name}.importing-{os.getppid()}")
    others.write_bytes(b"")
    import_rxnorm(SMALL.write(tmp_path / "new.zip"), database, now=NOW)
    assert others.exists()


def test_only_what_is_in_the_public_domain_is_kept(tmp_path: Path, database: Path) -> None:
    import_rxnorm(SMALL.write(tmp_path / "new.zip"), database, now=NOW)
    with sqlite3.connect(database) as connection:
        assert connection.execute("SELECT count(*) FROM concept WHERE rxcui = 900099").fetchone() == (0,)
    connection.close()
