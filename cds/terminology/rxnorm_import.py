"""An RxNorm release (a zip of RRF files, full or Current Prescribable Content) made into one SQLite file.

Only what is in the public domain is kept: rows of the source RXNORM. The ingredients of every product are worked out
once, here. The new file takes the old one's place in one step; whatever goes wrong before that leaves the old one.

Source: RxNorm Technical Documentation, section 12 (columns; a row of RXNREL reads "RXCUI2 RELA RXCUI1").
"""

import hashlib
import os
import sqlite3
import zipfile
import zlib
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import BufferedReader, RawIOBase
from pathlib import Path, PurePosixPath
from typing import TypeAlias, cast

from cds.errors import InputUnreadable
from cds.record import canonical_code
from cds.terminology.rxnorm import NDC, SCHEMA_VERSION, Release

Progress: TypeAlias = Callable[[str, int, int], None]
"""Told a step, how much of it is done, and how much there is."""

_SYNONYMS = frozenset({"SY", "TMSY", "PSN", "ET"})
_TOWARDS_INGREDIENTS = frozenset(
    {
        "tradename_of",  # SBD → SCD, SBDC → SCDC, BPCK → GPCK, BN → IN
        "consists_of",  # SCD → SCDC
        "contains",  # GPCK and BPCK → SCD and SBD
        "has_ingredient",  # SCDC, SCDF, SCDG → IN
        "has_ingredients",  # SCD → MIN
        "has_precise_ingredient",  # SCDC → PIN
        "form_of",  # PIN → IN
        "has_part",  # MIN → IN
    }
)
_GET_ONE = "download a release from https://www.nlm.nih.gov/research/umls/rxnorm/docs/rxnormfiles.html"
_CHUNK = 1 << 20
_LINES_A_STEP = 20_000

_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE concept (rxcui INTEGER PRIMARY KEY, tty TEXT NOT NULL, name TEXT NOT NULL, retired INTEGER NOT NULL);
CREATE TABLE synonym (rxcui INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY (rxcui, name)) WITHOUT ROWID;
CREATE TABLE relation (
    source INTEGER NOT NULL, rela TEXT NOT NULL, target INTEGER NOT NULL, PRIMARY KEY (source, rela, target)
) WITHOUT ROWID;
CREATE TABLE ndc (ndc TEXT NOT NULL, rxcui INTEGER NOT NULL, PRIMARY KEY (ndc, rxcui)) WITHOUT ROWID;
CREATE TABLE ingredient (
    rxcui INTEGER NOT NULL, ingredient INTEGER NOT NULL, PRIMARY KEY (rxcui, ingredient)
) WITHOUT ROWID;
"""
_KEEP_CONCEPT = """
INSERT INTO concept VALUES (?, ?, ?, ?) ON CONFLICT (rxcui) DO UPDATE
SET tty = excluded.tty, name = excluded.name, retired = excluded.retired WHERE concept.retired > excluded.retired
"""
_KEEP_SYNONYM = "INSERT OR IGNORE INTO synonym VALUES (?, ?)"
_KEEP_RELATION = "INSERT OR IGNORE INTO relation VALUES (?, ?, ?)"
_KEEP_NDC = "INSERT OR IGNORE INTO ndc VALUES (?, ?)"
_KEEP_ARCHIVED = "INSERT OR IGNORE INTO concept VALUES (?, ?, ?, 1)"

_REACH_INGREDIENTS = """
-- A brand name on the way would add what other products of the brand hold: it is a start only, never a stage.
-- UNION keeps each pair once, so a circle ends.
INSERT INTO ingredient
WITH RECURSIVE reached (start, rxcui) AS (
    SELECT rxcui, rxcui FROM concept
    UNION
    SELECT reached.start, relation.target
    FROM reached
    JOIN relation ON relation.source = reached.rxcui
    JOIN concept ON concept.rxcui = relation.target AND concept.tty <> 'BN'
)
SELECT start, rxcui FROM reached JOIN concept USING (rxcui) WHERE concept.tty = 'IN' AND NOT EXISTS (
    SELECT 1 FROM relation WHERE relation.source = reached.rxcui AND relation.rela = 'merged_to'
)
"""
_FORGET_INCOMPLETE = """
-- A drug with a component, or a pack with a drug, whose ingredients the release does not tell: better not known at all
-- than known to hold less than it does. So is whatever leads there.
DELETE FROM ingredient WHERE rxcui IN (
    WITH RECURSIVE incomplete (rxcui) AS (
        SELECT relation.source FROM relation JOIN concept ON concept.rxcui = relation.source
        WHERE ((rela = 'consists_of' AND tty = 'SCD') OR (rela = 'contains' AND tty IN ('GPCK', 'BPCK')))
            AND NOT EXISTS (SELECT 1 FROM ingredient WHERE ingredient.rxcui = relation.target)
        UNION
        SELECT relation.source FROM incomplete JOIN relation ON relation.target = incomplete.rxcui
    )
    SELECT rxcui FROM incomplete
)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What was imported, in numbers: `products` are concepts with ingredients, `unclear` products without."""

    release: Release
    concepts: int
    products: int
    ndcs: int
    retired: int
    unclear: int


def import_rxnorm(file: Path, database: Path, *, now: datetime, progress: Progress | None = None) -> Imported:
    """Make a release into a database; the old one stays until the new one is complete.

    Takes:  file — the zip as downloaded; now — the moment that is recorded, with its zone.
    Raises: InputUnreadable, in one line: what is wrong, where, and what to do.
    """
    progress = progress or _in_silence
    with _one_line_for(file, database), _as_replacement(database) as new, zipfile.ZipFile(file) as archive:
        members = _members(file, archive)
        release = Release(
            name=_release_name(archive, members) or file.stem, sha256=_sha256(file, progress), imported=now.isoformat()
        )
        with closing(sqlite3.connect(new, isolation_level=None)) as connection:
            # The file is worth nothing before it is complete: no journal, one sync at the end.
            connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN;" + _SCHEMA)
            _read_all(_Rows(file, archive, progress), members, connection)
            progress("ingredients of products", 0, 1)
            imported = _finish(connection, release, file)
            connection.execute("COMMIT")
            progress("ingredients of products", 1, 1)
    return imported


def _in_silence(step: str, done: int, size: int) -> None:
    """Nobody watches."""


def _read_all(rows: "_Rows", members: dict[str, str], connection: sqlite3.Connection) -> None:
    for rxcui, tty, name, suppress in rows.of(members["RXNCONSO"], "RXNCONSO", sab=11, wanted=(0, 12, 14, 16)):
        if tty in _SYNONYMS:
            connection.execute(_KEEP_SYNONYM, (rows.rxcui(rxcui), name))
        else:
            connection.execute(_KEEP_CONCEPT, (rows.rxcui(rxcui), tty, name, suppress == "O"))
    if "RXNATOMARCHIVE" in members:
        merged = rows.of(members["RXNATOMARCHIVE"], "RXNATOMARCHIVE", sab=13, wanted=(12, 15, 14, 2))
        _read_archive(rows, merged, connection)
    relations = rows.of(members["RXNREL"], "RXNREL", sab=10, wanted=(0, 4, 7))
    connection.executemany(
        _KEEP_RELATION,
        (
            (rows.rxcui(source), rela, rows.rxcui(target))
            for target, source, rela in relations
            if rela in _TOWARDS_INGREDIENTS and source and target  # rows between atoms name no concepts
        ),
    )
    if "RXNSAT" in members:
        attributes = rows.of(members["RXNSAT"], "RXNSAT", sab=9, wanted=(0, 8, 10))
        connection.executemany(
            _KEEP_NDC,
            ((canonical_code(NDC, value), rows.rxcui(rxcui)) for rxcui, name, value in attributes if name == "NDC"),
        )


def _read_archive(rows: "_Rows", merged: Iterable[tuple[str, ...]], connection: sqlite3.Connection) -> None:
    """Codes that were retired into others: they still stand in charts. A code in use is never sent elsewhere."""
    in_use = {code for (code,) in connection.execute("SELECT rxcui FROM concept WHERE NOT retired")}
    for old, new, tty, name in merged:
        if not old or old == new or tty in _SYNONYMS or rows.rxcui(old) in in_use:
            continue
        connection.execute(_KEEP_ARCHIVED, (rows.rxcui(old), tty, name))
        if new:
            connection.execute(_KEEP_RELATION, (rows.rxcui(old), "merged_to", rows.rxcui(new)))


def _finish(connection: sqlite3.Connection, release: Release, file: Path) -> Imported:
    connection.execute(_REACH_INGREDIENTS)
    connection.execute("CREATE INDEX relation_by_target ON relation (target)")
    connection.execute(_FORGET_INCOMPLETE)
    connection.execute("DROP INDEX relation_by_target")
    meta = {
        "schema": SCHEMA_VERSION,
        "release": release.name,
        "sha256": release.sha256,
        "imported": release.imported,
    }
    connection.executemany("INSERT INTO meta VALUES (?, ?)", meta.items())

    def count(query: str) -> int:
        return connection.execute(query).fetchone()[0]

    imported = Imported(
        release=release,
        concepts=count("SELECT count(*) FROM concept"),
        products=count("SELECT count(DISTINCT rxcui) FROM ingredient WHERE rxcui <> ingredient"),
        ndcs=count("SELECT count(DISTINCT ndc) FROM ndc"),
        retired=count("SELECT count(*) FROM concept WHERE retired"),
        unclear=count(
            "SELECT count(*) FROM concept WHERE NOT retired AND tty IN ('SCD', 'SBD', 'GPCK', 'BPCK') "
            "AND NOT EXISTS (SELECT 1 FROM ingredient WHERE ingredient.rxcui = concept.rxcui)"
        ),
    )
    if not imported.products:
        raise InputUnreadable(f"{file}: tells no product's ingredients, so it is no whole release; {_GET_ONE}")
    return imported


# --- reading ------------------------------------------------------------------------------------------------


class _Rows:
    """The rows of RRF files, a line at a time; knows where it is, for complaints."""

    def __init__(self, file: Path, archive: zipfile.ZipFile, progress: Progress) -> None:
        self._file, self._archive, self._progress = file, archive, progress
        self._name, self._line = "", 0

    def of(self, member: str, name: str, *, sab: int, wanted: tuple[int, ...]) -> Iterator[tuple[str, ...]]:
        """The wanted columns of the rows of source RXNORM; `sab` is the column that tells the source."""
        least, size, done = max(sab, *wanted) + 1, self._archive.getinfo(member).file_size, 0
        self._name, self._line = name, 0
        with BufferedReader(
            cast(RawIOBase, self._archive.open(member)), _CHUNK
        ) as lines:  # a ZipExtFile alone reads lines slowly
            for line in lines:
                self._line += 1
                done += len(line)
                if self._line % _LINES_A_STEP == 0:
                    self._progress(name, done, size)
                if line.count(b"|") < least - 1:
                    if line.strip():
                        raise self.damaged(f"has fewer than {least} columns")
                elif b"|RXNORM|" in line:
                    columns = line.rstrip(b"\r\n").split(b"|")
                    if columns[sab] == b"RXNORM":
                        yield tuple(self._text(columns[column]) for column in wanted)
        self._progress(name, size, size)

    def rxcui(self, text: str) -> int:
        """A code as a number."""
        if not (text.isascii() and text.isdigit()):
            raise self.damaged("has a concept id that is not a number")
        return int(text)

    def damaged(self, what: str) -> InputUnreadable:
        """A complaint about the line at hand."""
        return InputUnreadable(f"{self._file}: {self._name}.RRF:{self._line}: {what}; the file is damaged, {_GET_ONE}")

    def _text(self, column: bytes) -> str:
        try:
            return column.decode()
        except UnicodeDecodeError:
            raise self.damaged("is not UTF-8") from None


def _members(file: Path, archive: zipfile.ZipFile) -> dict[str, str]:
    """The RRF files of a release, by table. The full release holds its prescribable part as well, in a deeper folder."""
    paths = [PurePosixPath(name) for name in archive.namelist()]
    tables = [path for path in paths if path.name.upper() == "RXNCONSO.RRF"]
    if not tables:
        raise InputUnreadable(f"{file}: holds no RXNCONSO.RRF, so it is no RxNorm release; {_GET_ONE}")
    folder = min(tables, key=lambda path: (len(path.parts), str(path))).parent
    if any(info.flag_bits & 1 for info in archive.infolist()):
        raise InputUnreadable(f"{file}: is encrypted; give the zip as it was downloaded, or {_GET_ONE}")
    members = {
        path.stem.upper(): str(path) for path in paths if path.parent == folder and path.suffix.upper() == ".RRF"
    }
    if "RXNREL" not in members:
        raise InputUnreadable(f"{file}: holds no RXNREL.RRF beside RXNCONSO.RRF, so it is no whole release; {_GET_ONE}")
    return members


def _release_name(archive: zipfile.ZipFile, members: dict[str, str]) -> str | None:
    """What the release calls itself: RXNSAB.VSAB of the source RXNORM, such as `RXNORM_26AB_261102F`."""
    if "RXNSAB" not in members:
        return None
    with archive.open(members["RXNSAB"]) as lines:
        rows = (line.decode(errors="replace").split("|") for line in lines)
        return next((row[2] for row in rows if len(row) > 3 and row[3] == "RXNORM" and row[2]), None)


def _sha256(file: Path, progress: Progress) -> str:
    digest, size, done = hashlib.sha256(), file.stat().st_size, 0
    with file.open("rb") as content:
        while chunk := content.read(_CHUNK):
            digest.update(chunk)
            done += len(chunk)
            progress("SHA-256", done, size)
    return digest.hexdigest()


# --- taking the old one's place -----------------------------------------------------------------------------


@contextmanager
def _as_replacement(database: Path) -> Generator[Path]:
    """A file beside the database that takes its place when all went well, and is gone when not."""
    if not database.parent.is_dir():
        raise InputUnreadable(f"{database.parent}: is no folder; make it, or set KIR_TERMINOLOGY_DB")
    if database.is_dir():
        raise InputUnreadable(f"{database}: is a folder; set KIR_TERMINOLOGY_DB to a file")
    prefix = f".{database.name}.importing-"
    for left in database.parent.glob(f"{prefix}*"):  # by an import that was killed
        if not _is_running(left.name.removeprefix(prefix)):
            left.unlink(missing_ok=True)
    new = database.with_name(f"{prefix}{os.getpid()}")
    try:
        yield new
        with new.open("rb+") as content:
            os.fsync(content.fileno())
        new.replace(database)
    finally:
        new.unlink(missing_ok=True)


def _is_running(process: str) -> bool:
    try:
        os.kill(int(process), 0)
    except (ValueError, ProcessLookupError):
        return False
    except PermissionError:
        return True
    return True


@contextmanager
def _one_line_for(file: Path, database: Path) -> Generator[None]:
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError):
        raise InputUnreadable(f"{file}: is not a zip file, or a damaged one; {_GET_ONE}") from None
    except sqlite3.Error as error:
        raise InputUnreadable(f"{database}: cannot be written: {error}; make room, or set KIR_TERMINOLOGY_DB") from None
    except OSError as error:
        raise InputUnreadable(f"{error.filename or database}: {error.strerror}; check path, rights and room") from None
